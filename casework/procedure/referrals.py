"""What may be done to a referral, by whom, and what it asks of the one to whom it goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework import queries
from casework.models import Case, CaseReferral
from casework.procedure.cases import BEFORE_DECISION
from casework.procedure.team import pack_of
from casework.referral.labels import ACTIONS, EVENTS, STATES
from casework.referral.queries import referrals_of, units_called
from casework.rules import SECRECY_ARTICLE, TEAM_STATES, CaseState, article_of
from casework.rules.referrals import (
    WAITING,
    ReferralAction,
    ReferralCourse,
    ReferralState,
    article_for,
    names_accused,
)
from complaints.queries import paths_of
from complaints.rules import is_below
from core import moment
from core.access.actor import Actor
from core.access.permissions import Permission
from core.documents.printing import unprintable
from core.procedure import Procedure, Refusal, Transition
from regulations.model import GuardId

S, A, P = ReferralState, ReferralAction, Permission
Data = Mapping[str, Any]
#: Only an investigation stands still.
STOPPABLE = frozenset({CaseState.INVESTIGATING, CaseState.SUSPENDED})


def sound_proposal(case: Case, data: Data) -> Refusal | None:
    """Refuse a referral of an ended case, without a rule of its pack, without words or papers, to
    whom it is about, to the unit itself, and a second one while the first is under way.
    """
    if case.state not in TEAM_STATES:
        return Refusal("referral_case_ended")
    if article_for(pack_of(case), data["kind"]) is None:
        return Refusal("referral_no_rule")
    receiver: str = data["receiver"]
    texts = (receiver, data["matter"], data["reason"], data["materials"])
    if not all(text.strip() for text in texts):
        return Refusal("referral_incomplete")
    if receiver in (case.unit.name, case.unit.short_name):
        return Refusal("referral_to_itself")
    under_way = [one for one in referrals_of(case) if one.state in WAITING]
    if any((one.receiver, one.kind) == (receiver, data["kind"]) for one in under_way):
        return Refusal("referral_there_already", {"receiver": receiver})
    refusal = not_to_accused(case, receiver) or _can_stop(case, data["course"])
    return refusal or unprintable("referral_unprintable", *texts)


def not_to_accused(case: Case, receiver: str) -> Refusal | None:
    """Refuse whom the case is about, and who stands under them: units of this installation by
    their place in the tree, others by their name (NET-11, SEC-02).
    """
    accused = case.respondents
    named = [name for r in accused for name in (r.unit.name, r.name) if name]
    paths = paths_of([r.unit for r in accused], [r.person_id for r in accused])
    below = any(is_below(unit.path, paths) for unit in units_called(receiver))
    if not below and not names_accused(receiver, named, [r.unit.short_name for r in accused]):
        return None
    article = article_of(pack_of(case), GuardId.WITHHELD_FROM_ACCUSED) or SECRECY_ARTICLE
    return Refusal("referral_to_accused", {"receiver": receiver}, article)


def _can_stop(case: Case, course: ReferralCourse) -> Refusal | None:
    stops = course is not ReferralCourse.GOES_ON
    return Refusal("referral_not_investigated") if stops and case.state not in STOPPABLE else None


def _apart(referral: CaseReferral, actor: Actor) -> Refusal | None:
    """Refuse who proposed it, and who is or was of the team (INF-19)."""
    team = {member.user_id for member in referral.case.members}
    return Refusal("referral_own") if actor.id in team | {referral.proposed_by_id} else None


def _may_approve(referral: CaseReferral, actor: Actor) -> Refusal | None:
    """Refuse as `_apart`, and what the case bars since it was proposed: it ended, a respondent was
    found.
    """
    case = referral.case
    if case.state not in TEAM_STATES:
        return Refusal("referral_case_ended")
    refusal = _apart(referral, actor) or not_to_accused(case, referral.receiver)
    return refusal or _can_stop(case, referral.course)


def _with_opinion(_referral: CaseReferral, _actor: Actor, data: Data) -> Refusal | None:
    return None if data["opinion"] else Refusal("case_reason_missing")


def _sound_receipt(referral: CaseReferral, _actor: Actor, data: Data) -> Refusal | None:
    if not data["received_by"]:
        return Refusal("referral_receiver_missing")
    return _not_before(data["received_on"], referral.decided_on)


def _sound_answer(referral: CaseReferral, _actor: Actor, data: Data) -> Refusal | None:
    if not data["answer"]:
        return Refusal("referral_answer_missing")
    return _not_before(data["answered_on"], referral.received_on or referral.decided_on)


def _not_before(day: Any, first: Any) -> Refusal | None:
    sound = first <= day <= moment.today()
    return None if sound else Refusal("referral_date_wrong", {"on": first})


def _decide(referral: CaseReferral, actor: Actor, data: Data) -> dict[str, Any]:
    referral.decided_on, referral.decided_by_id = moment.today(), actor.id
    referral.opinion = data["opinion"]
    return {"decided_on": referral.decided_on}


def _receive(referral: CaseReferral, _actor: Actor, data: Data) -> dict[str, Any]:
    for key in ("received_on", "received_by", "receipt_number"):
        setattr(referral, key, data[key])
    return {"received_on": referral.received_on, "receipt_number": referral.receipt_number}


def _answer(referral: CaseReferral, _actor: Actor, data: Data) -> dict[str, Any]:
    for key in ("answered_on", "answer", "answer_number"):
        setattr(referral, key, data[key])
    return {"answered_on": referral.answered_on, "answer_number": referral.answer_number}


def ends_the_case(referral: CaseReferral) -> bool:
    """Tell whether the case ends now that the other body has taken it."""
    return referral.course is ReferralCourse.ENDS and referral.case.state in BEFORE_DECISION


def _row(action: ReferralAction, source: ReferralState, target: ReferralState, **m: Any) -> Any:
    permission = P.CASE_FILE if source is S.PROPOSED else P.CASE_INVESTIGATE
    who = queries.knows if source is S.PROPOSED else queries.is_member
    return Transition(
        action,
        frozenset({source} if source is S.PROPOSED or action is A.RECEIVE else {S.SENT, source}),
        target,
        permission,
        ACTIONS[action],
        who=lambda referral, actor: who(referral.case, actor),
        **m,
    )


REFERRAL_PROCEDURE = Procedure(
    name="referral",
    model=CaseReferral,
    states=ReferralState,
    unit_path=lambda referral: referral.case.unit.path,
    path=(S.PROPOSED, S.SENT, S.RECEIVED, S.TAKEN),
    state_labels=STATES,
    extra_labels=EVENTS,
    transitions=(
        _row(A.APPROVE, S.PROPOSED, S.SENT, guard=_may_approve, effect=_decide),
        _row(A.REJECT, S.PROPOSED, S.REJECTED, guard=_apart, check=_with_opinion, effect=_decide),
        _row(A.RECEIVE, S.SENT, S.RECEIVED, check=_sound_receipt, effect=_receive),
        _row(A.TAKE, S.RECEIVED, S.TAKEN, check=_sound_answer, effect=_answer),
        _row(A.DECLINE, S.RECEIVED, S.NOT_TAKEN, check=_sound_answer, effect=_answer),
    ),
)
