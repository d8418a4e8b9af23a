"""Frozen types of a rule pack.

A pack is one jurisdiction's rules as data. Three values differ everywhere: *absent* (the row is
not in the pack: inherit), ``not_stated`` (the source is silent: stop, inherit nothing) and
``none`` (the source gives none, or it was decided that there is none). Every row carries its
article, its source and the short quote that proves it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from msgspec import Meta, Struct, field

from core.clocks.periods import Direction, Period, Unit
from regulations.codes import (
    ApprovalState,
    Bearer,
    CountingId,
    DecidedBy,
    ExtensionKind,
    Grade,
    GuardId,
    InstructionState,
    MeasureBearer,
    ObjectionState,
    RemedyBody,
    RemedyKind,
    ReviewState,
    Role,
    ShareValue,
    StartEvent,
    State,
    TermId,
    WordList,
)

#: With the codes that are asked for together with the rows.
__all__ = [
    "ApportionmentRow",
    "Basis",
    "Code",
    "Counting",
    "Days",
    "Direction",
    "Extension",
    "Guard",
    "GuardId",
    "Header",
    "Pack",
    "PackId",
    "Remedy",
    "Role",
    "Row",
    "RowId",
    "Severity",
    "Term",
    "TermId",
    "Text",
    "Trigger",
    "Unit",
    "When",
    "Word",
    "WordList",
]

Text = Annotated[str, Meta(min_length=1, pattern=r"\S")]
Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")]
PackId = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
RowId = Annotated[str, Meta(pattern=r"^[A-Z][A-Z0-9]*$")]
Days = Annotated[int, Meta(ge=0, le=10_000)]


class Row(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Anything a source says: the article, the source and the words that prove it."""

    article: Text
    source: Text
    quote: Text
    note: str = ""


class Basis(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Why a pack is in force from its date."""


class Header(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who issued a pack, when, and what it stands on; `effective_from` only if it is dated."""

    id: PackId
    title: Text
    issuer: Text
    issued: date | None = None
    published: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    basis: Basis | None = None
    parent: PackId | None = None
    includes: tuple[PackId, ...] = ()


class Extension(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How far a period may be extended (in its own unit), and who approves."""

    kind: ExtensionKind
    length: Annotated[int, Meta(ge=1, le=10_000)]
    approver: Text | None = None

    def longest(self, length: int) -> int:
        """Return the most that may be added to `length`, in the unit of the term."""
        return self.length if self.kind is ExtensionKind.ADDED else self.length - length


class Term(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One period; without a number it is `not_stated`, `none` or set `per_case`."""

    id: TermId
    state: State = State.STATED
    length: Days | None = None
    unit: Unit | None = None
    direction: Direction = Direction.AFTER
    starts: StartEvent | None = None
    bearer: Bearer | None = None
    warn: Days | None = None
    extension: Extension | None = None

    def period(self) -> Period:
        """Return the period for the clocks; length is None where it is set case by case.

        Raises ValueError when the source gives no period at all (`not_stated` or `none`).
        """
        if self.state in (State.NOT_STATED, State.NONE):
            raise ValueError(f"{self.id}: {self.state}")
        return Period(
            length=self.length,
            unit=self.unit or Unit.FIXED_DATE,
            direction=self.direction,
            warn=self.warn,
            article=self.article,
            source=self.source,
        )


class Guard(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A switch or a wording; `value` has the type that `GUARD_TYPES` names."""

    id: GuardId
    state: State = State.STATED
    value: bool | int | str | None = None


class Counting(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A general rule of counting, printed beside a day ledger."""

    id: CountingId


class Word(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A code of a list with its words; `local` marks one place's practice, not a general rule."""

    list: WordList
    code: Code
    label: Text
    local: bool = False


class Trigger(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A breach that leads to accountability, and whose responsibility is pursued."""

    code: Code
    label: Text
    pursues: tuple[Text, ...] = ()


class When(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The facts a row needs; an empty field does not matter, several values are alternatives."""

    decided_by: tuple[DecidedBy, ...] = ()
    approval: tuple[ApprovalState, ...] = ()
    review: tuple[ReviewState, ...] = ()
    instruction: tuple[InstructionState, ...] = ()
    objection: tuple[ObjectionState, ...] = ()


class ApportionmentRow(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One row of the apportionment table.

    `overrides` names rows ("A3") or one role of a row ("A4.supervisor") that give way to this one.
    `conflict` names pairs of rows the source leaves in contradiction: both readings are returned.
    `inferred` names the roles whose share is read into the text, not written in it.
    """

    id: RowId
    label: Text
    state: State = State.STATED
    when: When = When()
    shares: Mapping[Role, ShareValue] = field(default_factory=dict)
    inferred: tuple[Role, ...] = ()
    overrides: tuple[Text, ...] = ()
    conflict: tuple[tuple[RowId, RowId], ...] = ()


class Severity(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The measures of one grade.

    `grave` marks the tier that needs grave consequences; `persons` is the source's word for those
    concerned, and `direct_only` says that it means the directly responsible person alone.
    """

    grade: Grade
    wording: Text
    grave: bool = False
    persons: str = ""
    direct_only: bool = False
    measures: Mapping[MeasureBearer, tuple[Code, ...]]


class Remedy(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a sanctioned unit or person may seek, where, and under which period."""

    state: State = State.STATED
    kinds: tuple[RemedyKind, ...] = ()
    to: tuple[RemedyBody, ...] = ()
    to_wording: str = ""
    term: TermId | None = None


class Pack(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One file of rules."""

    pack: Header
    term: tuple[Term, ...] = ()
    guard: tuple[Guard, ...] = ()
    counting: tuple[Counting, ...] = ()
    word: tuple[Word, ...] = ()
    trigger: tuple[Trigger, ...] = ()
    apportionment: tuple[ApportionmentRow, ...] = ()
    severity: tuple[Severity, ...] = ()
    remedy: Remedy | None = None

    @property
    def id(self) -> str:
        """Return the pack id."""
        return self.pack.id
