"""Write, sign, review and approve the investigation report. Each function is one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from casework import queries
from casework.models import Case, InvestigationReport
from casework.procedure.reports import (
    REPORT_PROCEDURE,
    can_draft,
    sound_text,
    write_text,
)
from casework.reporting import letter as letters
from casework.reporting.queries import open_report
from casework.rules import CaseAction, ReportAction, ReportText
from casework.services.handling import follow
from core import record
from core.access.actor import Actor
from core.access.permissions import Permission
from core.db import db, transactional
from core.documents import services as documents
from core.procedure import Forbidden, create_once, perform
from core.refusals import Refusal, Refused


def may_draft(case: Case, actor: Actor) -> bool:
    """Tell whether `actor` may draft the report of the case: of its team, with the permission."""
    may = actor.may(Permission.CASE_INVESTIGATE, case.unit.path)
    return may and queries.is_member(case, actor)


def draft_refusal(case: Case, actor: Actor) -> Refusal | None:
    """Return what still bars a first draft: evidence, facts, people, or a report that is open."""
    return can_draft(case, actor) or (
        Refusal("report_exists") if open_report(case) is not None else None
    )


@transactional
def draft_report(
    case: Case, actor: Actor, text: ReportText, *, token: str | None = None
) -> InvestigationReport:
    """Write the first text of a report, begun from `reporting.building.first_text`.

    Raises Forbidden for who is not of the team, AlreadyDone for a form sent twice; Refused without
    evidence, facts and a person whose part is known, while another report of the case is open, for
    a text that lacks a part or cannot be printed.
    """
    db.session.scalars(select(Case.id).where(Case.id == case.id).with_for_update()).one()
    if not may_draft(case, actor) or actor.id is None:
        raise Forbidden(ReportAction.EDIT)
    drafter_id, written = actor.id, {}

    def build() -> InvestigationReport:
        if refusal := draft_refusal(case, actor) or sound_text(None, actor, {"text": text}):
            raise Refused(refusal)
        report = InvestigationReport(case=case, drafted_by_id=drafter_id)
        written.update(write_text(report, text, case))
        return report

    report: InvestigationReport = create_once(token, InvestigationReport, build)
    record.append("draft", report, actor_id=actor.id, after=written)
    return report


@transactional
def edit_report(
    report: InvestigationReport,
    actor: Actor,
    text: ReportText,
    *,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Change the text; who signed the last one signs anew. Refused as `draft_report`."""
    _act(report, ReportAction.EDIT, actor, seen_version, token, {"text": text})


@transactional
def sign_report(
    report: InvestigationReport, actor: Actor, *, seen_version: int, token: str | None = None
) -> None:
    """Stand for the present text; refused once the case has changed since it was written."""
    _act(report, ReportAction.SIGN, actor, seen_version, token)


@transactional
def submit_report(
    report: InvestigationReport, actor: Actor, *, seen_version: int, token: str | None = None
) -> None:
    """Sign and hand in; refused below the pack's minimum of investigators (CMP-05)."""
    _act(report, ReportAction.SUBMIT, actor, seen_version, token)


@transactional
def review_report(
    report: InvestigationReport,
    actor: Actor,
    *,
    opinion: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Pass the report on with an opinion; refused to the team."""
    _act(report, ReportAction.REVIEW, actor, seen_version, token, {"opinion": opinion}, opinion)


@transactional
def return_report(
    report: InvestigationReport,
    actor: Actor,
    *,
    reason: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Give the report back to the team after a review, for a written reason."""
    _act(report, ReportAction.RETURN, actor, seen_version, token, {"reason": reason}, reason)


@transactional
def send_back_report(
    report: InvestigationReport,
    actor: Actor,
    *,
    reason: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Give a reviewed report back instead of approving it, for a written reason."""
    _act(report, ReportAction.SEND_BACK, actor, seen_version, token, {"reason": reason}, reason)


@transactional
def approve_report(
    report: InvestigationReport, actor: Actor, *, seen_version: int, token: str | None = None
) -> None:
    """Approve: the report is kept as PDF, and the investigation ends with what it found (ACC-01).

    Refused to team and reviewer, and where a signature no longer counts.
    """
    _act(report, ReportAction.APPROVE, actor, seen_version, token)
    case = report.case
    report.document = documents.issue(
        letters.CODE,
        InvestigationReport.__tablename__,
        report.id,
        letters.title(case),
        None,
        letters.letter(report),
        actor.id,
    )
    found = {"findings": report.findings, "effect_found": report.effect_found}
    follow(case, CaseAction.REPORT, actor, data=found)


def _act(
    report: InvestigationReport,
    action: ReportAction,
    actor: Actor,
    seen_version: int,
    token: str | None,
    data: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    perform(
        REPORT_PROCEDURE,
        report,
        action,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
        reason=reason,
    )
