"""What waits for whom among the cases, for the worklist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from flask import url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from casework import queries
from casework.archive import queries as archives
from casework.custody import queries as custodies
from casework.labels import TASKS
from casework.models import Case
from casework.recusal import waiting
from casework.reporting import queries as reports
from casework.reporting.labels import NEXT
from casework.rules import CaseState
from core import moment
from core.access.actor import Actor
from core.worklist import Task
from regulations.labels import clock_with_article


def cases_waiting(actor: Actor) -> Iterable[Task]:
    """Yield what of cases waits for `actor`, at most a hundred: the next step, a recusal to decide
    on, a team that is too small; one statement.
    """
    stepped: set[int] = set()
    for found in waiting.cases_waiting(actor):
        case, clock = found.case, found.clock
        here = url_for("casework.case_detail", case_id=case.id)
        if found.recusal is not None:
            recusal = found.recusal
            action = _("决定是否回避：%(name)s", name=recusal.user.name)
            to = url_for("casework.recusal_detail", case_id=case.id, recusal_id=recusal.id)
            yield _task(case, action, to, recusal.filed_on)
        if case.id in stepped:
            continue
        stepped.add(case.id)
        if found.is_short:
            yield _task(case, _("补充指定调查人员"), here, None)
        if found.steps:
            since = moment.local(case.updated_at).date()
            yield replace(
                _task(case, _action(case, found.unheard), here, since),
                due_on=clock.due_on if clock else None,
                provisional=clock.provisional if clock else False,
                warn_on=clock.remind_on if clock else None,
                term=clock_with_article(clock) if clock else None,
            )


def reports_waiting(actor: Actor) -> Iterable[Task]:
    """Yield the investigation reports whose next step is the actor's; one statement."""
    for report in reports.reports_waiting(actor):
        case = report.case
        yield Task(
            title=case.title,
            number=case.number,
            action=NEXT[report.state],
            url=url_for("casework.report_detail", case_id=case.id),
            unit=case.unit.name,
            since=moment.local(report.updated_at).date(),
        )


def evidence_lent(actor: Actor) -> Iterable[Task]:
    """Yield the evidence that is to be brought back to the actor's teams; one statement."""
    for custody in custodies.lent(actor):
        case = custody.evidence.case
        yield Task(
            title=case.title,
            number=case.number,
            action=_("收回借出的证据%(number)s", number=custody.evidence.number),
            url=url_for("casework.custody_list", case_id=case.id),
            unit=case.unit.name,
            due_on=custody.due_on,
        )


def complaints_waiting(actor: Actor) -> Iterable[Task]:
    """Yield the accepted complaints of which `actor` may make a case; one statement."""
    for complaint in queries.complaints_waiting(actor):
        yield Task(
            title=complaint.title,
            number=complaint.number,
            action=_("研究是否立案"),
            url=url_for("complaints.complaint_detail", complaint_id=complaint.id),
            unit=complaint.unit.short_name,
            since=complaint.decided_on,
        )


def archives_waiting(actor: Actor) -> Iterable[Task]:
    """Yield the ended cases to be archived and the files to be looked at again; one statement."""
    for case, archive in archives.waiting(actor):
        yield Task(
            title=case.title,
            number=archive.number if archive else case.number,
            action=_("保管期限届满，进行鉴定") if archive else _("归档"),
            url=url_for("casework.archive_detail", case_id=case.id),
            unit=case.unit.short_name,
            since=archive.review_on if archive else case.closed_on,
        )


def _action(case: Case, unheard: bool) -> LazyString:
    if case.state is CaseState.DEFENCE and not unheard:
        return TASKS[CaseState.DELIBERATING]
    return TASKS[case.state]


def _task(case: Case, action: LazyString, url: str, since: date | None) -> Task:
    return Task(
        title=case.title,
        number=case.number,
        action=action,
        url=url,
        unit=case.unit.name,
        since=since,
    )
