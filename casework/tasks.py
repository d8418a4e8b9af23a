"""What waits for whom among the cases, for the worklist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from flask import url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import select, union_all

from casework import queries
from casework.archive import queries as archives
from casework.custody import queries as custodies
from casework.elevation import queries as elevations
from casework.labels import TASKS
from casework.models import (
    Case,
    CaseArchive,
    CaseElevation,
    CaseReferral,
    EvidenceCustody,
    InvestigationReport,
    PlanStep,
    Recusal,
)
from casework.plans import queries as plans
from casework.recusal import waiting
from casework.referral import labels as referral_words
from casework.referral import queries as referrals
from casework.reporting import queries as reports
from casework.reporting.labels import NEXT
from casework.rules import CaseState, ReportState
from casework.rules.referrals import ReferralState
from core import moment
from core.access.actor import Actor
from core.db import db
from core.identity.models import Unit
from core.worklist import Task
from regulations.labels import clock_with_article

#: What has an address of its own, beside the case: how the address calls it.
_OWN = {CaseElevation.__tablename__: "elevation_id", Recusal.__tablename__: "recusal_id"}


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


def files_waiting(actor: Actor) -> Iterable[Task]:
    """Yield the reports and referrals whose next step is the actor's, the evidence to be brought
    back, the steps of plans whose day has come, the ended cases to be archived, the files to be
    looked at again, and what the actor is to be told of a recusal; one statement.
    """
    sources = (
        reports.waiting(actor),
        custodies.waiting(actor),
        referrals.waiting(actor),
        elevations.waiting(actor),
        waiting.notices_waiting(actor),
        plans.waiting(actor),
        archives.waiting(actor),
    )
    parts = [select(source.subquery()) for source in sources if source is not None]
    if not parts:
        return
    found = union_all(*parts).subquery()
    rows = db.session.execute(
        select(found, Case.number, Case.title, Unit.short_name)
        .join(Case, Case.id == found.c.case_id)
        .join(Unit, Unit.id == Case.unit_id)
    )
    for what, case_id, word, on_date, number, title, unit in rows:
        action, page = _of_file(what, word)
        own = _OWN.get(what)  # the case may not be the reader's yet, or no more
        url = url_for(page, **({own: int(word)} if own else {"case_id": case_id}))
        dated = what in (EvidenceCustody.__tablename__, PlanStep.__tablename__)
        archived = word if what == CaseArchive.__tablename__ else None
        yield Task(
            title=_("回避告知") if what == Recusal.__tablename__ else title,
            number=archived or number,
            action=action,
            url=url,
            unit=unit,
            due_on=on_date if dated else None,
            since=None if dated else on_date,
        )


def _of_file(what: str, word: str | None) -> tuple[LazyString, str]:
    """Return what is asked for, and the page on which it is done."""
    if what == InvestigationReport.__tablename__:
        return NEXT[ReportState(word or "")], "casework.report_detail"
    if what == Recusal.__tablename__:
        return _("阅知回避告知"), "casework.recusal_notice"
    if what == CaseElevation.__tablename__:
        return _("决定是否提级办理"), "casework.elevation_detail"
    if what == CaseReferral.__tablename__:
        return referral_words.NEXT[ReferralState(word or "")], "casework.case_referrals"
    if what == EvidenceCustody.__tablename__:
        return _("收回借出的证据%(number)s", number=word), "casework.custody_detail"
    if what == PlanStep.__tablename__:
        return _("调查方案：%(step)s", step=word), "casework.plan_detail"
    asked = _("保管期限届满，进行鉴定") if word else _("归档")
    return asked, "casework.archive_detail"


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
        unit=case.unit.short_name,
        since=since,
    )
