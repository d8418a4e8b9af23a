"""Sanctions (处分、政务处分): who decides them, which there are, how long they last. Pure.

What a decision here says of a sanction is a proposal (处理建议); the sanction itself is decided by
the organ that appoints the person, or by the supervision organ, and only registered here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from core.clocks.replay import add_months
from core.refusals import Refusal
from regulations.codes import GuardId, TermId

#: The measures of any pack that are sanctions.
MEASURES: Final = frozenset(
    {"administrative_sanction", "party_and_administrative_sanction", "disciplinary_sanction"}
)


class SanctionState(StrEnum):
    """Where a proposed sanction stands."""

    WAITING = "waiting"
    IMPOSED = "imposed"
    SPARED = "spared"
    ENDED = "ended"
    REVOKED = "revoked"


class SanctionAction(StrEnum):
    """What can be registered of a proposed sanction."""

    RECEIVE = "receive"
    IMPOSE = "impose"
    CHANGE = "change"
    SPARE = "spare"
    LIFT = "lift"
    REVOKE = "revoke"


class Organ(StrEnum):
    """Which kind of organ decides: by it go the law, the periods and the remedies."""

    APPOINTING = "appointing"
    SUPERVISION = "supervision"


class SanctionKind(StrEnum):
    """The sanctions of the law on civil servants (art. 62) and of that on public sanctions."""

    WARNING = "warning"
    DEMERIT = "demerit"
    MAJOR_DEMERIT = "major_demerit"
    DEMOTION = "demotion"
    DISMISSAL = "dismissal"
    EXPULSION = "expulsion"


_K, _T = SanctionKind, TermId
#: How long each lasts, by the law of the organ; expulsion has no period.
PERIODS: Final[Mapping[Organ, Mapping[SanctionKind, TermId]]] = {
    Organ.APPOINTING: {
        _K.WARNING: _T.SANCTION_WARNING,
        _K.DEMERIT: _T.SANCTION_DEMERIT,
        _K.MAJOR_DEMERIT: _T.SANCTION_MAJOR_DEMERIT,
        _K.DEMOTION: _T.SANCTION_DEMOTION,
        _K.DISMISSAL: _T.SANCTION_DEMOTION,
    },
    Organ.SUPERVISION: {
        _K.WARNING: _T.PUBLIC_SANCTION_WARNING,
        _K.DEMERIT: _T.PUBLIC_SANCTION_DEMERIT,
        _K.MAJOR_DEMERIT: _T.PUBLIC_SANCTION_MAJOR_DEMERIT,
        _K.DEMOTION: _T.PUBLIC_SANCTION_DEMOTION,
        _K.DISMISSAL: _T.PUBLIC_SANCTION_DEMOTION,
    },
}
#: Which switch of the pack says from when it has effect, and that it is lifted of itself.
FROM_DECISION: Final = {
    Organ.APPOINTING: GuardId.SANCTION_FROM_DECISION,
    Organ.SUPERVISION: GuardId.PUBLIC_SANCTION_FROM_DECISION,
}
LIFTED: Final = {
    Organ.APPOINTING: GuardId.SANCTION_LIFTED,
    Organ.SUPERVISION: GuardId.PUBLIC_SANCTION_LIFTED,
}
#: What the person may seek against it, in the order of the instances.
REMEDIES: Final[Mapping[Organ, tuple[TermId, ...]]] = {
    Organ.APPOINTING: (
        _T.SANCTION_RECONSIDERATION,
        _T.SANCTION_APPEAL_AFTER_RECONSIDERATION,
        _T.SANCTION_APPEAL,
    ),
    Organ.SUPERVISION: (_T.PUBLIC_SANCTION_REVIEW, _T.PUBLIC_SANCTION_SECOND_REVIEW),
}
#: In these the person was sanctioned, or may still be.
COUNTS: Final = (SanctionState.WAITING, SanctionState.IMPOSED, SanctionState.ENDED)


@dataclass(frozen=True)
class Imposed:
    """A sanction as the competent organ decided it: kind, who, by which document, since when."""

    kind: SanctionKind
    body: str
    number: str
    decided_on: date
    effective_on: date


def last_day(effective_on: date, months: int) -> date:
    """Return the last day of a period of `months` that is counted from `effective_on`, that day
    included: six months from 15 January end on 14 July, from 31 August on the last of February.
    """
    corresponding = add_months(effective_on, months)
    if corresponding.day < effective_on.day:
        return corresponding
    return corresponding - timedelta(days=1)


def sound_change(was: Imposed, imposed: Imposed, *, today: date) -> Refusal | None:
    """Refuse a change that changes nothing, or whose days are out of order: it is decided after the
    sanction, and counts from a day between the effect of the sanction and today.
    """
    if not (imposed.body.strip() and imposed.number.strip()):
        return Refusal("sanction_incomplete")
    if imposed.kind is was.kind:
        return Refusal("sanction_same_kind")
    if not was.decided_on <= imposed.decided_on <= today:
        return Refusal("sanction_change_day_wrong", {"on": was.decided_on})
    if not was.effective_on <= imposed.effective_on <= today:
        return Refusal("sanction_change_effect_wrong", {"on": was.effective_on})
    return None


def sound(imposed: Imposed, *, not_before: date, today: date) -> Refusal | None:
    """Refuse a sanction without its body or number, or with days out of order."""
    if not (imposed.body.strip() and imposed.number.strip()):
        return Refusal("sanction_incomplete")
    if not not_before <= imposed.decided_on <= today:
        return Refusal("sanction_day_wrong", {"on": not_before})
    if not imposed.decided_on <= imposed.effective_on <= today:
        return Refusal("sanction_effect_wrong", {"on": imposed.decided_on})
    return None
