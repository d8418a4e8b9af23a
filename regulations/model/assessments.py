"""The standard of an annual assessment: dimensions, items with deductions, bands."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from regulations.codes import AssessmentRule, EvidenceKind, FractionRule
from regulations.model.rows import Code, Row, Text

Points = Annotated[int, Meta(ge=0, le=1000)]
ItemId = Annotated[str, Meta(pattern=r"^[A-Z]-[0-9]+\.[0-9]+$")]


class Dimension(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A group of items with its weight; `inferred` says that the source lost its name."""

    code: Code
    label: Text
    points: Points | None = None
    inferred: bool = False


class Deduction(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Points taken off each time something is found, and what proves it."""

    code: Code
    label: Text
    points: Annotated[int, Meta(ge=1, le=1000)]
    evidence: EvidenceKind = EvidenceKind.CHECK


class Item(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is scored, for how many points, and what is deducted; `quote` proves the points.

    `deduction_quote` proves the deductions.
    """

    id: ItemId
    dimension: Code
    label: Text
    points: Points
    deductions: tuple[Deduction, ...]
    deduction_quote: Text

    @property
    def quotes(self) -> tuple[str, ...]:
        """Return what proves the points, then what proves the deductions."""
        return (self.quote, self.deduction_quote)


class Band(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A result: from `lower` (included) to `upper` as the source writes them.

    Both are None where the source describes its bands in words only; `upper` is None at the top.
    """

    code: Code
    label: Text
    wording: str = ""
    lower: Points | None = None
    upper: Points | None = None
    unqualified: bool = False
    excellent: bool = False


class Falsification(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What faking costs, taken from the total within these bounds."""

    minimum: Annotated[int, Meta(ge=1, le=1000)]
    maximum: Annotated[int, Meta(ge=1, le=1000)]


class Rule(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A rule of the sum."""

    id: AssessmentRule


class Assessment(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole standard; `total` is None where no points are known."""

    title: Text
    total: Points | None = None
    fractions: FractionRule = FractionRule.UP_TO_NEXT_LOWER_BOUND
    falsification: Falsification | None = None
    dimension: tuple[Dimension, ...] = ()
    item: tuple[Item, ...] = ()
    band: tuple[Band, ...] = ()
    rule: tuple[Rule, ...] = ()
