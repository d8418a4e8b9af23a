"""Periods to which the source gives no number: the office's own number, or the days gone by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from core import moment
from core.clocks.local import local_period
from core.identity.models import Unit
from core.procedure import ClockStart
from regulations.codes import TermId
from regulations.labels import term_name, term_words
from regulations.rules import EffectivePack, find_term

#: The settable terms whose clocks this system starts; others join when something starts them.
SETTABLE: Final = (TermId.INVESTIGATION_PERIOD, TermId.REMEDY_DECISION)
#: What a clock says of itself that runs by a number of the office. It is kept, so it is Chinese.
SET_HERE: Final = "本单位设定"


@dataclass(frozen=True, slots=True)
class Elapsed:
    """A period without a number that has begun: since when, and how many days have gone by."""

    label: str
    article: str
    since: date
    days: int


def is_settable(pack: EffectivePack, term_id: str) -> bool:
    """Tell whether a pack leaves the number of a term open, and a clock here would run by it."""
    found = find_term(pack, term_id)
    return term_id in SETTABLE and found is not None and found.value.is_settable


def local_start(pack: EffectivePack, unit: Unit, term_id: str, on: date) -> ClockStart | None:
    """Return the start of a clock by the number that holds for `unit` on the day `on`; None where
    the source is not silent or no number was set. No article stands behind it, so it is no duty.
    """
    number = local_period(unit, term_id, on) if is_settable(pack, term_id) else None
    if number is None:
        return None
    return ClockStart(
        period=number.period(SET_HERE),
        pack_id=pack.id,
        label=f"{term_words(TermId(term_id))}（{SET_HERE}）",
        on=on,
        bearer_unit_id=unit.id,
    )


def elapsed(pack: EffectivePack, term_id: TermId, since: date | None) -> Elapsed | None:
    """Return the days since a period without a number began; None where there is a number."""
    found = find_term(pack, term_id)
    if since is None or found is None or not found.value.is_settable:
        return None
    days = (moment.today() - since).days
    return Elapsed(term_name(term_id), found.value.article, since, days)
