"""Wordings that wait for a second person, for the worklist."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import lazy_gettext as _

from core import moment
from core.access import Actor, Permission
from core.documents.templates.kinds import registered
from core.worklist import Task
from wording import queries


def approval_tasks(actor: Actor) -> Iterable[Task]:
    """Yield the drafts that wait for `actor`'s approval; two statements at most."""
    if not queries.may(actor, Permission.TEMPLATE_APPROVE):
        return
    for version in queries.waiting_for(actor):
        if version.kind in registered():
            yield Task(
                title=registered()[version.kind].label,
                number=f"V{version.number}",
                action=_("批准文书用语"),
                url=url_for("wording.template_detail", version_id=version.id),
                unit="",
                since=moment.local(version.created_at).date(),
            )
