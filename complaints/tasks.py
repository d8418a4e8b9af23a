"""What waits for whom among the complaints, for the worklist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from flask import url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from complaints import queries
from complaints.rules import ComplaintState
from core.access import Actor
from core.worklist import Task

ACTIONS: Final[Mapping[ComplaintState, LazyString]] = {
    ComplaintState.REGISTERED: _("决定是否受理"),
    ComplaintState.ACCEPTED: _("办理并答复"),
    ComplaintState.REPLIED: _("办结"),
    ComplaintState.DECLINED: _("告知并办结"),
}


def complaint_tasks(actor: Actor) -> Iterable[Task]:
    """Yield the complaints that wait for `actor`, at most a hundred; one statement."""
    for complaint, clock in queries.waiting_for(actor):
        yield Task(
            title=complaint.title,
            number=complaint.number,
            action=ACTIONS[complaint.state],
            url=url_for("complaints.complaint_detail", complaint_id=complaint.id),
            unit=complaint.unit.name,
            due_on=clock.due_on if clock else None,
            provisional=clock.provisional if clock else False,
            warn_on=clock.warn_on if clock else None,
            term=f"{clock.label}（{clock.article}）" if clock else None,
            since=complaint.received_on,
        )
