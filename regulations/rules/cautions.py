"""What an officer should know before using a rule: shorter than statute, or no longer law."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.clocks.periods import Unit
from regulations.codes import State, TermId
from regulations.model import Term
from regulations.rules.effective import EffectivePack, Found


class CautionKind(StrEnum):
    """Why a value of a pack is to be used with care."""

    SHORTER_THAN_STATUTE = "shorter_than_statute"


@dataclass(frozen=True, slots=True)
class Caution:
    """A warning: the local row and the statutory one it is held against."""

    kind: CautionKind
    local: Found[Term]
    statute: Found[Term]


#: A local remedy against a sanction must not be shorter than what the law on civil servants gives.
_STATUTE_OF = {
    TermId.REMEDY_PERIOD: (TermId.SANCTION_RECONSIDERATION, TermId.SANCTION_APPEAL),
}
#: The calendar days a unit stands for, enough to compare two periods of days or weeks.
_CALENDAR_DAYS = {Unit.CALENDAR_DAY: 1.0, Unit.WORKING_DAY: 7 / 5, Unit.MONTH: 30.0}


def cautions(pack: EffectivePack) -> tuple[Caution, ...]:
    """Return where a local period for a sanctioned person is shorter than the statute's.

    For decisions that are sanctions the statutory period counts; the shorter local one may only
    stand for measures that are none.
    """
    found = []
    for local_id, statutes in _STATUTE_OF.items():
        local = pack.terms.get(local_id)
        for statute in (pack.terms.get(term_id) for term_id in statutes):
            if local and statute and 0 < _days(local.value) < _days(statute.value):
                found.append(Caution(CautionKind.SHORTER_THAN_STATUTE, local, statute))
    return tuple(found)


def _days(term: Term) -> float:
    """Return roughly how many calendar days a stated term lasts; 0 where there is no number."""
    if term.state is not State.STATED or term.length is None or term.unit is None:
        return 0
    return term.length * _CALENDAR_DAYS.get(term.unit, 0)
