"""Work the examples and compare: what was expected, what came out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import singledispatch

from core.clocks.periods import IllegalEvent
from core.workdays import Calendar, OutsideCalendar
from regulations.deadlines import ExtensionTooLong, NoNumber, deadline
from regulations.facts import Facts, FactsFaulty
from regulations.golden.model import (
    AnswerCase,
    BandCase,
    Case,
    DeadlineCase,
    LadderCase,
    MeasureCase,
    PeriodCase,
    RemedyCase,
    ScoreCase,
    ShareCase,
)
from regulations.model import Assessment
from regulations.rules import (
    EffectivePack,
    NoPoints,
    OutOfBounds,
    Share,
    SourceSilent,
    UnknownPack,
    apportion,
    band_of,
    cautions,
    find_term,
    item_score,
    measures_for,
    remedy,
    total_score,
)

#: What working an example may refuse; the refusal is what came out.
REFUSALS = (
    UnknownPack,
    SourceSilent,
    NoNumber,
    ExtensionTooLong,
    IllegalEvent,
    OutsideCalendar,
    FactsFaulty,
    NoPoints,
    OutOfBounds,
    KeyError,
)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What an example is worked on."""

    pack: EffectivePack
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Outcome:
    """One worked example; it passed where both sides are the same text."""

    case: Case
    expected: str
    got: str

    @property
    def passed(self) -> bool:
        """Tell whether the answer is the expected one."""
        return self.expected == self.got


def run(
    cases: Iterable[Case], read: Callable[[str], EffectivePack], calendar: Calendar
) -> Iterator[Outcome]:
    """Work each case in its pack, which `read` returns by id (raising UnknownPack)."""
    for case in cases:
        expected = _expected(case)
        try:
            got = _got(case, _Ground(read(case.pack), calendar))
        except REFUSALS as error:
            got = f"{type(error).__name__}: {error}"
        yield Outcome(case, expected, got)


@singledispatch
def _expected(case: Case) -> str:
    raise TypeError(type(case))


@singledispatch
def _got(case: Case, ground: _Ground) -> str:
    raise TypeError(type(case), ground)


@_expected.register
def _(case: DeadlineCase) -> str:
    return "provisional" if case.provisional else str(case.due)


@_got.register
def _(case: DeadlineCase, ground: _Ground) -> str:
    reading = deadline(
        ground.pack,
        case.term,
        case.start,
        ground.calendar,
        pauses=[(pause.begins, pause.ends) for pause in case.pauses],
        restart=case.restart,
        extend=case.extend,
    ).reading
    return "provisional" if reading.provisional else str(reading.due_on)


@_expected.register
def _(case: PeriodCase) -> str:
    return _texts(
        case.state, case.length, case.unit, case.month, case.day, case.starts, case.extension
    )


@_got.register
def _(case: PeriodCase, ground: _Ground) -> str:
    found = find_term(ground.pack, case.term)
    if found is None:
        return "absent"
    row = found.value
    longer = row.extension
    numbers = (row.register, longer.register if longer else None)
    if case.register is not None and case.register not in numbers:
        return f"register {row.register}"
    extension = longer.length if longer and case.extension is not None else None
    starts = row.starts if case.starts is not None else None
    return _texts(row.state, row.length, row.unit, row.month, row.day, starts, extension)


@_expected.register
def _(case: ShareCase) -> str:
    readings = ("，".join(f"{who} {share}" for who, share in r.items()) for r in case.readings)
    return f"{case.row}：{' | '.join(readings)}"


@_got.register
def _(case: ShareCase, ground: _Ground) -> str:
    act = apportion(ground.pack, Facts(acts=(case.act,))).acts[0]
    readings = [reading.shares for reading in act.alternatives] or [act.shares]
    applies = case.row in {line.row for line in act.trace if line.applies}
    row = case.row if applies else f"not {case.row}"
    return f"{row}：{' | '.join(_shares(shares) for shares in readings)}"


def _shares(shares: Iterable[Share]) -> str:
    return "，".join(f"{share.person} {share.share}" for share in shares)


@_expected.register
def _(case: MeasureCase) -> str:
    return _texts(*case.measures)


@_got.register
def _(case: MeasureCase, ground: _Ground) -> str:
    offer = measures_for(ground.pack, case.grade, case.bearer, case.grave)
    return _texts(*(word.code for word in offer.measures))


@_expected.register
def _(case: LadderCase) -> str:
    return _texts(*case.measures)


@_got.register
def _(case: LadderCase, ground: _Ground) -> str:
    ladders = {found.value.code: found.value for found in ground.pack.consequences}
    return _texts(*(step.measure for step in ladders[case.consequence].steps))


@_expected.register
def _(case: AnswerCase) -> str:
    return _texts(*case.offices)


@_got.register
def _(case: AnswerCase, ground: _Ground) -> str:
    rows = {(f.value.situation, f.value.code): f.value for f in ground.pack.responsibilities}
    return _texts(*(answer.office for answer in rows[case.situation, case.code].answers))


@_expected.register
def _(case: BandCase) -> str:
    return case.band


@_got.register
def _(case: BandCase, ground: _Ground) -> str:
    return band_of(_standard(ground.pack), Decimal(str(case.score))).code


@_expected.register
def _(case: ScoreCase) -> str:
    return _texts(case.total, case.band)


@_got.register
def _(case: ScoreCase, ground: _Ground) -> str:
    standard = _standard(ground.pack)
    if unknown := set(case.found) - {item.id for item in standard.item}:
        raise KeyError(*sorted(unknown))
    scores = [item_score(item, case.found.get(item.id, {})) for item in standard.item]
    total = total_score(standard, scores, case.falsification)
    return _texts(total, band_of(standard, total).code)


@_expected.register
def _(case: RemedyCase) -> str:
    return _texts(case.state, *case.kinds, *case.to, case.term, *case.cautions)


@_got.register
def _(_case: RemedyCase, ground: _Ground) -> str:
    row = remedy(ground.pack)
    if row is None:
        return "absent"
    kinds = dict.fromkeys(item.kind for item in cautions(ground.pack))
    return _texts(row.state, *row.kinds, *row.to, row.term, *kinds)


def _standard(pack: EffectivePack) -> Assessment:
    if pack.assessment is None:
        raise SourceSilent("assessment", None, None, None)
    return pack.assessment.value


def _texts(*parts: object) -> str:
    return " ".join(str(part) for part in parts if part is not None)
