"""Referrals of the demo: a clue found in a case goes to another body, and what comes back."""

from __future__ import annotations

from casework.rules.referrals import ReferralState
from casework.services import referring as services
from core import moment
from demo.scene import Scene
from demo.script import ReferralEntry
from demo.stage import Play

S = ReferralState
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
