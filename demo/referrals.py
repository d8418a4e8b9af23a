"""Where cases of the demo go: a clue to another body, a case to the organ above."""

from __future__ import annotations

from casework.rules.elevations import ElevationKind, ElevationState
from casework.rules.referrals import ReferralState
from casework.services import elevating
from casework.services import referring as services
from core import moment
from demo.scene import Scene
from demo.script import ElevationEntry, ReferralEntry
from demo.stage import Play

S = ReferralState
#: Who answers for cases in the organ above, and its unit.
SUPERIOR, ABOVE = "superior", "government"
#: How far the letter came back, for each state.
RECEIPTED = frozenset({S.RECEIVED, S.TAKEN, S.NOT_TAKEN})


def refer(scene: Scene, entry: ReferralEntry) -> Play:
    """Propose a referral as the lead, and take it as far as the story says."""
    referral = services.propose_referral(
        scene.case,
        scene.lead,
        kind=entry.kind,
        receiver=entry.receiver,
        matter=entry.matter,
        reason=entry.reason,
        materials="\n".join(entry.materials),
        course=entry.course,
    )
    if entry.until is S.PROPOSED:
        return
    yield 1
    said, seen = entry.opinion, referral.version
    if entry.until is S.REJECTED:
        services.reject_referral(referral, scene.leader, opinion=said or "", seen_version=seen)
        return
    services.approve_referral(referral, scene.leader, opinion=said, seen_version=seen)
    if entry.until not in RECEIPTED:
        return
    yield 1
    services.receive_referral(
        referral,
        scene.lead,
        received_on=moment.today(),
        received_by=entry.received_by or "",
        receipt_number=entry.receipt_number,
        seen_version=referral.version,
    )
    if entry.until is S.RECEIVED:
        return
    yield 2
    answered = services.take_referral if entry.until is S.TAKEN else services.decline_referral
    answered(
        referral,
        scene.lead,
        answered_on=moment.today(),
        answer=entry.answer or "",
        answer_number=entry.answer_number,
        seen_version=referral.version,
    )


def elevate(scene: Scene, entry: ElevationEntry) -> Play:
    """Ask the organ above to handle the case, or let it take it over; as far as the story says."""
    case, unit, superior = scene.case, scene.cast.units[ABOVE], scene.actor(SUPERIOR)
    if entry.kind is ElevationKind.TAKE_OVER:
        elevating.take_over(
            case,
            superior,
            to_unit=unit,
            ground=entry.ground,
            reason=entry.reason,
            seen_version=case.version,
        )
        return
    asked = elevating.ask_elevation(
        case, scene.leader, to_unit=unit, ground=entry.ground, reason=entry.reason
    )
    if entry.until is ElevationState.ASKED:
        return
    yield 1
    said, seen = entry.opinion, asked.version
    if entry.until is ElevationState.REFUSED:
        elevating.refuse_elevation(asked, superior, opinion=said or "", seen_version=seen)
    else:
        elevating.accept_elevation(asked, superior, opinion=said, seen_version=seen)
