"""What waits for whom among the cases, for the worklist."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from casework import queries
from casework.archive import queries as archives
from casework.labels import TASKS
from casework.models import Case
from casework.recusal import queries as recusals
from casework.rules import CaseState
from core import moment
from core.access.actor import Actor
from core.worklist import Task
from regulations.labels import clock_with_article


def cases_waiting(actor: Actor) -> Iterable[Task]:
    """Yield the cases that wait for `actor`, at most a hundred; one statement."""
    for case, clock, unheard in queries.cases_waiting(actor):
        yield Task(
            title=case.title,
            number=case.number,
            action=_action(case, unheard),
            url=url_for("casework.case_detail", case_id=case.id),
            unit=case.unit.name,
            due_on=clock.due_on if clock else None,
            provisional=clock.provisional if clock else False,
            warn_on=clock.remind_on if clock else None,
            term=clock_with_article(clock) if clock else None,
            since=moment.local(case.updated_at).date(),
        )


def complaints_waiting(actor: Actor) -> Iterable[Task]:
    """Yield the accepted complaints of which `actor` may make a case; one statement."""
    for complaint in queries.complaints_waiting(actor):
        yield Task(
            title=complaint.title,
            number=complaint.number,
            action=_("研究是否立案"),
            url=url_for("complaints.complaint_detail", complaint_id=complaint.id),
            unit=complaint.unit.name,
            since=complaint.decided_on,
        )


def teams_waiting(actor: Actor) -> Iterable[Task]:
    """Yield the recusals to decide on, and the cases held up by their team; one statement."""
    for case, recusal in recusals.waiting(actor):
        if recusal is None:
            action, to = _("补充指定调查人员"), url_for("casework.case_detail", case_id=case.id)
        else:
            action = _("决定是否回避：%(name)s", name=recusal.user.name)
            to = url_for("casework.recusal_detail", case_id=case.id, recusal_id=recusal.id)
        yield Task(
            title=case.title,
            number=case.number,
            action=action,
            url=to,
            unit=case.unit.name,
            since=recusal.filed_on if recusal else None,
        )


def archives_waiting(actor: Actor) -> Iterable[Task]:
    """Yield the ended cases to be archived and the files to be looked at again; one statement."""
    for case, archive in archives.waiting(actor):
        yield Task(
            title=case.title,
            number=archive.number if archive else case.number,
            action=_("保管期限届满，进行鉴定") if archive else _("归档"),
            url=url_for("casework.archive_detail", case_id=case.id),
            unit=case.unit.name,
            since=archive.review_on if archive else case.closed_on,
        )


def _action(case: Case, unheard: bool) -> LazyString:
    if case.state is CaseState.DEFENCE and not unheard:
        return TASKS[CaseState.DELIBERATING]
    return TASKS[case.state]
