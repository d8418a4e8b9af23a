"""What may be done to an investigation report: written and signed by the team, judged by others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework import queries
from casework.models import Case, InvestigationReport, ReportHandIn, ReportSignature
from casework.procedure.cases import can_report
from casework.procedure.team import pack_of
from casework.reporting.building import (
    changes_since,
    respondent_lines,
    standing_facts,
    text_of,
)
from casework.reporting.labels import ACTIONS, EVENTS, STATES
from casework.reporting.queries import current_hand_in, signed_by
from casework.rules import (
    CaseState,
    ReportAction,
    ReportState,
    ReportText,
    article_of,
    minimum_of_investigators,
)
from core import moment
from core.access.actor import Actor
from core.access.permissions import Permission
from core.documents.printing import unprintable
from core.procedure import Procedure, Refusal, Transition
from regulations.model import GuardId

S, A, P = ReportState, ReportAction, Permission
Data = Mapping[str, Any]
IN_DRAFT = frozenset({S.DRAFTED, S.RETURNED})


# Guards: is the report ready?


def can_draft(case: Case, actor: Actor) -> Refusal | None:
    """Refuse a report outside the investigation, and without what it is to be written from."""
    if case.state is not CaseState.INVESTIGATING:
        return Refusal("report_case_left")
    return can_report(case, actor)


def _open_case(report: InvestigationReport, actor: Actor) -> Refusal | None:
    return can_draft(report.case, actor)


def _current(report: InvestigationReport, actor: Actor) -> Refusal | None:
    """Refuse to stand for a text that lacks a part, or was written before the case changed."""
    if refusal := can_draft(report.case, actor):
        return refusal
    if not text_of(report).is_whole:
        return Refusal("report_not_whole")
    changed = changes_since(report.case, report)
    return Refusal("report_case_changed", {"what": "；".join(changed)}) if changed else None


def _may_sign(report: InvestigationReport, actor: Actor) -> Refusal | None:
    if any(one.user_id == actor.id for one in signed_by(report)):
        return Refusal("report_signed_already")
    return _current(report, actor)


def _may_submit(report: InvestigationReport, actor: Actor) -> Refusal | None:
    """Refuse below the pack's minimum of investigators; who hands it in signs with it (CMP-05)."""
    if refusal := _current(report, actor):
        return refusal
    pack = pack_of(report.case)
    needed = minimum_of_investigators(pack)
    signed = len({one.user_id for one in signed_by(report)} | {actor.id})
    if signed >= needed:
        return None
    params = {"needed": needed, "signed": signed}
    article = article_of(pack, GuardId.MIN_INVESTIGATORS)
    return Refusal("report_too_few_signatures", params, article)


def _apart(report: InvestigationReport, actor: Actor) -> Refusal | None:
    """Refuse who is or was of the team (INF-19)."""
    if any(member.user_id == actor.id for member in report.case.members):
        return Refusal("report_reviewer_of_team")
    return None


def _may_review(report: InvestigationReport, actor: Actor) -> Refusal | None:
    return _apart(report, actor) or _current(report, actor)


def _may_approve(report: InvestigationReport, actor: Actor) -> Refusal | None:
    if refusal := _apart(report, actor) or _current(report, actor):
        return refusal
    hand_in = current_hand_in(report)
    if hand_in is not None and hand_in.reviewed_by_id == actor.id:
        return Refusal("report_approver_reviewed")
    pack = pack_of(report.case)
    needed = minimum_of_investigators(pack)
    if len(signed_by(report)) >= needed:
        return None
    article = article_of(pack, GuardId.MIN_INVESTIGATORS)
    return Refusal("report_signature_lost", {"needed": needed}, article)


# Checks: what was typed?


def sound_text(_report: InvestigationReport | None, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse a text that lacks a part, and characters no font prints."""
    text: ReportText = data["text"]
    if not text.is_whole:
        return Refusal("report_not_whole")
    return unprintable("report_unprintable", *text.parts().values())


def _with_reason(_report: InvestigationReport, _actor: Actor, data: Data) -> Refusal | None:
    return None if data["reason"] else Refusal("case_reason_missing")


def _with_opinion(_report: InvestigationReport, _actor: Actor, data: Data) -> Refusal | None:
    return None if data["opinion"] else Refusal("report_opinion_missing")


# Effects: what the act writes.


def write_text(report: InvestigationReport, text: ReportText, case: Case) -> dict[str, Any]:
    """Write a text, and from what of the case it was written; return it for the record."""
    for name, part in text.parts().items():
        setattr(report, name, part)
    report.respondents_text = "\n".join(respondent_lines(case))
    report.evidence_count, report.fact_count = len(case.evidence), len(standing_facts(case))
    return {"evidence": report.evidence_count, "facts": report.fact_count}


def _edit(report: InvestigationReport, _actor: Actor, data: Data) -> dict[str, Any]:
    report.edition += 1
    return {"edition": report.edition, **write_text(report, data["text"], report.case)}


def _sign(report: InvestigationReport, actor: Actor, _data: Data) -> dict[str, Any]:
    assert actor.id is not None  # the system stands for nothing
    report.signatures.append(ReportSignature(edition=report.edition, user_id=actor.id))
    return {"edition": report.edition}


def _submit(report: InvestigationReport, actor: Actor, data: Data) -> dict[str, Any]:
    assert actor.id is not None
    if all(one.user_id != actor.id for one in signed_by(report)):
        _sign(report, actor, data)
    report.hand_ins.append(
        ReportHandIn(
            edition=report.edition,
            sections={**text_of(report).parts(), "respondents_text": report.respondents_text},
            handed_in_by_id=actor.id,
        )
    )
    return {"edition": report.edition, "signed": sorted(s.user_id for s in signed_by(report))}


def _review(report: InvestigationReport, actor: Actor, data: Data) -> dict[str, Any]:
    hand_in = _handed_in(report)
    hand_in.reviewed_by_id, hand_in.reviewed_at = actor.id, moment.now()
    hand_in.opinion = data["opinion"]
    return {"edition": report.edition}


def _return(report: InvestigationReport, actor: Actor, data: Data) -> dict[str, Any]:
    """Give the report back: what is handed in next is a text of its own, signed anew."""
    hand_in = _handed_in(report)
    hand_in.returned_by_id, hand_in.returned_at = actor.id, moment.now()
    hand_in.return_reason = data["reason"]
    report.edition += 1
    return {"edition": hand_in.edition}


def _approve(report: InvestigationReport, actor: Actor, _data: Data) -> dict[str, Any]:
    report.approved_by_id, report.approved_at = actor.id, moment.now()
    return {"edition": report.edition}


def _handed_in(report: InvestigationReport) -> ReportHandIn:
    hand_in = current_hand_in(report)
    assert hand_in is not None  # the state says that it was handed in
    return hand_in


def _row(
    action: ReportAction,
    sources: set[ReportState] | frozenset[ReportState],
    target: ReportState | None,
    permission: Permission,
    **more: Any,
) -> Transition:
    more.setdefault("who", lambda report, actor: queries.knows(report.case, actor))
    return Transition(action, frozenset(sources), target, permission, ACTIONS[action], **more)


TEAM = {"who": lambda report, actor: queries.is_member(report.case, actor)}

REPORT_PROCEDURE = Procedure(
    name="report",
    model=InvestigationReport,
    states=ReportState,
    unit_path=lambda report: report.case.unit.path,
    path=(S.DRAFTED, S.IN_REVIEW, S.REVIEWED, S.APPROVED),
    state_labels=STATES,
    extra_labels=EVENTS,
    transitions=(
        _row(
            A.EDIT,
            IN_DRAFT,
            S.DRAFTED,
            P.CASE_INVESTIGATE,
            guard=_open_case,
            check=sound_text,
            effect=_edit,
            **TEAM,
        ),
        _row(A.SIGN, IN_DRAFT, None, P.CASE_INVESTIGATE, guard=_may_sign, effect=_sign, **TEAM),
        _row(
            A.SUBMIT,
            IN_DRAFT,
            S.IN_REVIEW,
            P.CASE_INVESTIGATE,
            guard=_may_submit,
            effect=_submit,
            **TEAM,
        ),
        _row(
            A.REVIEW,
            {S.IN_REVIEW},
            S.REVIEWED,
            P.CASE_REVIEW,
            guard=_may_review,
            check=_with_opinion,
            effect=_review,
        ),
        _row(
            A.RETURN,
            {S.IN_REVIEW},
            S.RETURNED,
            P.CASE_REVIEW,
            guard=_apart,
            check=_with_reason,
            effect=_return,
        ),
        _row(
            A.APPROVE,
            {S.REVIEWED},
            S.APPROVED,
            P.CASE_FILE,
            guard=_may_approve,
            effect=_approve,
        ),
        _row(
            A.SEND_BACK,
            {S.REVIEWED},
            S.RETURNED,
            P.CASE_FILE,
            guard=_apart,
            check=_with_reason,
            effect=_return,
        ),
    ),
)
