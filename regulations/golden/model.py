"""Frozen types of worked examples: the input, and the answer somebody else found for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct, field

from core.clocks.periods import Unit
from regulations.codes import (
    Bearer,
    Grade,
    MeasureBearer,
    Office,
    RemedyBody,
    RemedyKind,
    ShareValue,
    StartEvent,
    State,
    TermId,
)
from regulations.facts import Act
from regulations.model import Code, ItemId, PackId, RegisterId, RowId, Text
from regulations.rules import CautionKind


class Case(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One worked example: what it is named after, and the pack it is worked in."""

    name: Text
    pack: PackId


class Pause(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The pausing and the resuming day."""

    begins: date
    ends: date


class DeadlineCase(Case, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The day on which a term that started on a day ends.

    A provisional date (a year without a holiday notice) is no answer: only the mark is compared.
    """

    term: TermId
    start: date
    pauses: tuple[Pause, ...] = ()
    restart: date | None = None
    extend: int | None = None
    due: date | None = None
    provisional: bool = False


class PeriodCase(Case, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a term says, as the register of timers has it; a register number may be an extension."""

    register: RegisterId | None = None
    term: TermId
    state: State = State.STATED
    length: int | None = None
    unit: Unit | None = None
    month: int | None = None
    day: int | None = None
    starts: StartEvent | None = None
    bearer: Bearer | None = None
    extension: int | None = None


class ShareCase(Case, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who bears which share: one reading, or several where the source contradicts itself."""

    row: RowId
    act: Act
    readings: tuple[Mapping[Text, ShareValue], ...]


class MeasureCase(Case, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which measures a grade allows for a bearer."""

    grade: Grade
    grave: bool = False
    bearer: MeasureBearer
    measures: tuple[Code, ...]


class LadderCase(Case, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which steps follow from a breach outside the grades, in their order."""

    consequence: Code
    measures: tuple[Code, ...]


class AnswerCase(Case, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who answers at the level of a unit; empty where the source does not say."""

    situation: RowId
    code: Code
    offices: tuple[Office, ...]


class BandCase(Case, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which band a score falls in."""

    score: float
    band: Code


class ScoreCase(Case, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The total and the band after deductions: item, deduction, how often it was found."""

    found: Mapping[ItemId, Mapping[Code, int]] = field(default_factory=dict)
    falsification: int = 0
    total: int
    band: Code


class RemedyCase(Case, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a sanctioned party may seek, and which cautions the pack gives."""

    state: State = State.STATED
    kinds: tuple[RemedyKind, ...] = ()
    to: tuple[RemedyBody, ...] = ()
    term: TermId | None = None
    cautions: tuple[CautionKind, ...] = ()


class Golden(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One file of worked examples, named after where the answers come from."""

    title: Text
    source: Text
    deadline: tuple[DeadlineCase, ...] = ()
    period: tuple[PeriodCase, ...] = ()
    share: tuple[ShareCase, ...] = ()
    measure: tuple[MeasureCase, ...] = ()
    ladder: tuple[LadderCase, ...] = ()
    answer: tuple[AnswerCase, ...] = ()
    band: tuple[BandCase, ...] = ()
    score: tuple[ScoreCase, ...] = ()
    remedy: tuple[RemedyCase, ...] = ()

    def cases(self) -> Iterator[Case]:
        """Yield every case of the file."""
        yield from self.deadline
        yield from self.period
        yield from self.share
        yield from self.measure
        yield from self.ladder
        yield from self.answer
        yield from self.band
        yield from self.score
        yield from self.remedy
