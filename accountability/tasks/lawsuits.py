"""Administrative reviews and lawsuits whose result is awaited."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _

from accountability.labels.lawsuits import KINDS
from accountability.models import Lawsuit
from accountability.queries.lawsuits import awaited
from core.access import Actor, Permission
from core.db import db
from core.worklist import Task

LIMIT = 100


def lawsuits_waiting(actor: Actor) -> Iterable[Task]:
    """Return those against acts of units whose result the actor follows up (one statement, none for
    who registers nothing); those against decisions stand with these (`circulars`).
    """
    if not actor.has(Permission.COMPLAINT_REGISTER):
        return []
    return [lawsuit_task(one) for one in db.session.scalars(awaited(actor).limit(LIMIT))]


def lawsuit_task(one: Lawsuit) -> Task:
    """Return the task to follow one up."""
    return Task(
        title=_("%(kind)s：%(unit)s", kind=KINDS[one.kind], unit=one.sued_unit.short_name),
        number=one.number,
        action=_("跟进审理，结果生效后登记")
        if one.decision_id is None
        else _("跟进审理，结果生效后报请登记"),
        url=url_for("accountability.lawsuit_detail", lawsuit_id=one.id),
        unit=one.sued_unit.short_name,
        since=one.accepted_on or one.filed_on,
    )
