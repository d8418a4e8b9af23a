"""Refer a case, or a clue in it, to another body. Each function is one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from casework import queries
from casework.models import Case, CaseReferral
from casework.procedure.referrals import REFERRAL_PROCEDURE, ends_the_case, sound_proposal
from casework.procedure.team import pack_of
from casework.referral import letter as letters
from casework.rules import CaseAction, CaseState
from casework.rules.referrals import ReferralAction, ReferralCourse, ReferralKind, article_for
from casework.services.handling import follow, suspend_case
from complaints.services.identity import keep_reporters_out
from core import moment, numbering, record
from core.access.actor import Actor
from core.access.permissions import Permission
from core.db import db, transactional
from core.documents import services as documents
from core.procedure import Forbidden, create_once, perform
from core.refusals import Refused


def may_refer(case: Case, actor: Actor) -> bool:
    """Tell whether `actor` may propose a referral: of the team, with the permission."""
    may = actor.may(Permission.CASE_INVESTIGATE, case.unit.path)
    return may and queries.is_member(case, actor)


@transactional
def propose_referral(
    case: Case,
    actor: Actor,
    *,
    kind: ReferralKind,
    receiver: str,
    matter: str,
    reason: str,
    materials: str,
    course: ReferralCourse,
    token: str | None = None,
) -> CaseReferral:
    """Propose to refer a case, or a clue in it; the article is that of its pack.

    Raises Forbidden for who is not of the team, AlreadyDone for a form sent twice; Refused to whom
    the case is about and who stands under them (with the article), for a text that names who
    reported, and as `procedure.referrals.sound_proposal`.
    """
    db.session.scalars(select(Case.id).where(Case.id == case.id).with_for_update()).one()
    if not may_refer(case, actor) or actor.id is None:
        raise Forbidden(ReferralAction.APPROVE)
    proposer_id = actor.id
    values: dict[str, Any] = {
        "kind": kind,
        "receiver": "".join(receiver.split()),
        "matter": matter.strip(),
        "reason": reason.strip(),
        "materials": materials.strip(),
        "course": course,
    }
    keep_reporters_out(
        case.complaint, actor, *(values[k] for k in ("receiver", "matter", "reason"))
    )
    keep_reporters_out(case.complaint, actor, values["materials"])

    def build() -> CaseReferral:
        if refusal := sound_proposal(case, values):
            raise Refused(refusal)
        return CaseReferral(
            case=case,
            article=article_for(pack_of(case), kind),
            proposed_on=moment.today(),
            proposed_by_id=proposer_id,
            **values,
        )

    referral: CaseReferral = create_once(token, CaseReferral, build)
    after = {"kind": kind, "receiver": values["receiver"], "course": course}
    record.append("propose", referral, actor_id=actor.id, after=after, reason=values["reason"])
    return referral


@transactional
def approve_referral(
    referral: CaseReferral,
    actor: Actor,
    *,
    opinion: str | None = None,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Approve: the letter gets its number and is issued; the investigation stands still where the
    proposal says so. Refused to who proposed it and to the team.
    """
    data = {"opinion": opinion or None}
    _act(referral, ReferralAction.APPROVE, actor, seen_version, token, data, opinion or None)
    case, unit = referral.case, referral.case.unit
    series = (unit.document_prefix or unit.short_name) + letters.SERIES
    number = numbering.allocate(series, moment.today().year)
    referral.document = documents.issue(
        letters.CODE,
        CaseReferral.__tablename__,
        referral.id,
        f"{letters.NAMES[referral.kind]}（{referral.receiver}）",
        number,
        letters.letter(referral, number),
        actor.id,
    )
    stops = referral.course is not ReferralCourse.GOES_ON
    if stops and case.state is CaseState.INVESTIGATING:
        reason = f"移送{referral.receiver}（{number}），等待对方结果"
        suspend_case(case, actor, reason=reason, seen_version=case.version)


@transactional
def reject_referral(
    referral: CaseReferral,
    actor: Actor,
    *,
    opinion: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Do not approve, for a written reason; refused as approving."""
    data = {"opinion": opinion}
    _act(referral, ReferralAction.REJECT, actor, seen_version, token, data, opinion)


@transactional
def receive_referral(
    referral: CaseReferral,
    actor: Actor,
    *,
    received_on: date,
    received_by: str,
    receipt_number: str | None,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Register the receipt that came back: the day, who signed, the number there."""
    data = {
        "received_on": received_on,
        "received_by": received_by,
        "receipt_number": receipt_number or None,
    }
    _act(referral, ReferralAction.RECEIVE, actor, seen_version, token, data)


@transactional
def take_referral(
    referral: CaseReferral,
    actor: Actor,
    *,
    answered_on: date,
    answer: str,
    answer_number: str | None,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Register that the other body has taken it; the case ends with it where the approval said so,
    unless it was decided meanwhile.
    """
    data = {"answered_on": answered_on, "answer": answer, "answer_number": answer_number or None}
    keep_reporters_out(referral.case.complaint, actor, answer)
    _act(referral, ReferralAction.TAKE, actor, seen_version, token, data)
    document = referral.document
    if ends_the_case(referral) and document is not None:
        reason = f"已移送{referral.receiver}办理（{document.number}）"
        follow(referral.case, CaseAction.END_REFERRED, actor, reason, {"reason": reason})


@transactional
def decline_referral(
    referral: CaseReferral,
    actor: Actor,
    *,
    answered_on: date,
    answer: str,
    answer_number: str | None,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Register that the other body does not take it, with its reasons; the case stays where it
    stands, and its leader lets it go on.
    """
    data = {"answered_on": answered_on, "answer": answer, "answer_number": answer_number or None}
    keep_reporters_out(referral.case.complaint, actor, answer)
    _act(referral, ReferralAction.DECLINE, actor, seen_version, token, data)


def _act(
    referral: CaseReferral,
    action: ReferralAction,
    actor: Actor,
    seen_version: int,
    token: str | None,
    data: Mapping[str, Any],
    reason: str | None = None,
) -> None:
    perform(
        REFERRAL_PROCEDURE,
        referral,
        action,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
        reason=reason,
    )
