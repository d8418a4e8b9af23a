"""States, actions and kinds of a referral: a case, or a clue in it, goes to another body (移送)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from regulations.model import GuardId
from regulations.rules import EffectivePack, guard

__all__ = [
    "RULES",
    "WAITING",
    "ReferralAction",
    "ReferralCourse",
    "ReferralKind",
    "ReferralState",
    "article_for",
    "kinds_of",
    "names_accused",
]


class ReferralKind(StrEnum):
    """To what kind of body, and why: each rests on a switch of the pack."""

    JUDICIARY = "judiciary"
    SUPERVISION = "supervision"
    SANCTION = "sanction"
    COMPETENT = "competent"


class ReferralCourse(StrEnum):
    """What becomes of the case here meanwhile."""

    GOES_ON = "goes_on"
    STANDS_STILL = "stands_still"
    ENDS = "ends"


class ReferralState(StrEnum):
    """Where a referral stands."""

    PROPOSED = "proposed"
    REJECTED = "rejected"
    SENT = "sent"
    RECEIVED = "received"
    TAKEN = "taken"
    NOT_TAKEN = "not_taken"


class ReferralAction(StrEnum):
    """What can be done to a referral once it is proposed."""

    APPROVE = "approve"
    REJECT = "reject"
    RECEIVE = "receive"
    TAKE = "take"
    DECLINE = "decline"


#: Which switch of the pack lets each kind go, and gives the article.
RULES: Final[Mapping[ReferralKind, GuardId]] = {
    ReferralKind.JUDICIARY: GuardId.REFERRAL_JUDICIARY,
    ReferralKind.SUPERVISION: GuardId.REFERRAL_SUPERVISION,
    ReferralKind.SANCTION: GuardId.REFERRAL_SANCTION,
    ReferralKind.COMPETENT: GuardId.REFERRAL_COMPETENT,
}
#: In these something of the other body, or of the leader here, is still awaited.
WAITING: Final = frozenset({ReferralState.PROPOSED, ReferralState.SENT, ReferralState.RECEIVED})


def article_for(pack: EffectivePack, kind: ReferralKind) -> str | None:
    """Return the article by which a referral of this kind is made; None where the pack has none."""
    found = guard(pack, RULES[kind])
    return found.value.article if found is not None and found.value.value else None


def kinds_of(pack: EffectivePack) -> list[ReferralKind]:
    """Return the kinds of referral the pack knows."""
    return [kind for kind in ReferralKind if article_for(pack, kind) is not None]


def names_accused(receiver: str, names: Iterable[str], short_names: Iterable[str]) -> bool:
    """Tell whether a receiver typed by hand is, or sits within, somebody the case is about: it
    contains one of `names`, or is one of `short_names`.
    """
    said = "".join(receiver.split())
    return said in set(short_names) or any(name and name in said for name in names)
