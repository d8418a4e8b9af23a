"""Breaches, who answers for them, with which share, which measure and which remedy."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from regulations.codes import (
    ApprovalState,
    DecidedBy,
    Grade,
    InstructionState,
    MeasureBearer,
    ObjectionState,
    Office,
    Regime,
    RemedyBody,
    RemedyKind,
    ReviewState,
    Role,
    ShareValue,
    State,
    TermId,
)
from regulations.model.rows import Code, Row, RowId, Text


class Trigger(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A breach that leads to accountability, and whose responsibility is pursued.

    One breach may stand in several regimes of one place with different persons; the case names the
    regime it relies on. `code` is unique within its regime.
    """

    code: Code
    label: Text
    regime: Regime = Regime.ACCOUNTABILITY
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


class Answerer(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Somebody who answers: the office, the source's word for them, and with which word."""

    office: Office
    wording: Text
    word: Text


class Responsibility(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who answers at the level of a unit, or stands responsible before any act (A10 to A20)."""

    situation: RowId
    code: Code
    label: Text
    regime: Regime = Regime.ACCOUNTABILITY
    state: State = State.STATED
    answers: tuple[Answerer, ...] = ()


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


class Step(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One rung of a ladder: what happens, under which condition, to whom, by whom."""

    measure: Code
    wording: Text
    when: str = ""
    on: str = ""
    by: str = ""


class Consequence(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What follows from a breach outside the grades, step by step as it grows worse."""

    code: Code
    label: Text
    regime: Regime
    steps: tuple[Step, ...]


class Remedy(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a sanctioned unit or person may seek, where, and under which period."""

    state: State = State.STATED
    kinds: tuple[RemedyKind, ...] = ()
    to: tuple[RemedyBody, ...] = ()
    to_wording: str = ""
    term: TermId | None = None
