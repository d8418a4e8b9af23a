"""One file of rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from regulations.codes import Regime
from regulations.model.assessments import Assessment
from regulations.model.duties import Document, Duty, Post, Review, Word
from regulations.model.responsibility import (
    ApportionmentRow,
    Consequence,
    Remedy,
    Responsibility,
    Severity,
    Trigger,
)
from regulations.model.rows import Basis, PackId, Row, Text
from regulations.model.terms import Counting, Guard, Term


class Instrument(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One of the regimes a pack holds, by its own title, as documents cite it."""

    source: Text
    title: Text
    regime: Regime


class Header(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who issued a pack, when, and what it stands on; `effective_from` only if it is dated.

    Packs of one `series` are versions of one set of rules: their dates must not overlap.
    """

    id: PackId
    title: Text
    issuer: Text
    number: Text | None = None
    issued: date | None = None
    published: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    replaced_by: Text | None = None
    series: PackId | None = None
    interpreter: Text | None = None
    basis: Basis | None = None
    parent: PackId | None = None
    includes: tuple[PackId, ...] = ()
    instrument: tuple[Instrument, ...] = ()

    def is_in_force(self, on: date) -> bool:
        """Tell whether the pack's own dates include a day; an undated pack waits to be assigned."""
        begun = self.effective_from is None or self.effective_from <= on
        return begun and (self.effective_to is None or on <= self.effective_to)


class Pack(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything one jurisdiction, or one partial source, says."""

    pack: Header
    term: tuple[Term, ...] = ()
    guard: tuple[Guard, ...] = ()
    counting: tuple[Counting, ...] = ()
    word: tuple[Word, ...] = ()
    trigger: tuple[Trigger, ...] = ()
    apportionment: tuple[ApportionmentRow, ...] = ()
    responsibility: tuple[Responsibility, ...] = ()
    severity: tuple[Severity, ...] = ()
    consequence: tuple[Consequence, ...] = ()
    remedy: Remedy | None = None
    document: tuple[Document, ...] = ()
    review: tuple[Review, ...] = ()
    post: tuple[Post, ...] = ()
    duty: tuple[Duty, ...] = ()
    assessment: Assessment | None = None

    @property
    def id(self) -> str:
        """Return the pack id."""
        return self.pack.id

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Yield every row with its key within the pack, such as ("term remedy.period", …)."""
        if self.pack.basis is not None:
            yield "basis", self.pack.basis
        for term in self.term:
            yield f"term {term.id}", term
        for guard in self.guard:
            yield f"guard {guard.id}", guard
        for counting in self.counting:
            yield f"counting {counting.id}", counting
        for word in self.word:
            yield f"word {word.list} {word.code}", word
        for trigger in self.trigger:
            yield f"trigger {trigger.regime} {trigger.code}", trigger
        for row in self.apportionment:
            yield f"apportionment {row.id}", row
        for held in self.responsibility:
            yield f"responsibility {held.situation} {held.code}", held
        for grade in self.severity:
            yield f"severity {grade.grade}{' grave' if grade.grave else ''}", grade
        for ladder in self.consequence:
            yield f"consequence {ladder.code}", ladder
        if self.remedy is not None:
            yield "remedy", self.remedy
        for document in self.document:
            yield f"document {document.code}", document
        for review in self.review:
            yield f"review {review.code}", review
        for post in self.post:
            yield f"post {post.office} {post.wording}", post
        for duty in self.duty:
            yield f"duty {duty.code}", duty
        if self.assessment is not None:
            yield from _standard(self.assessment)


def _standard(standard: Assessment) -> Iterator[tuple[str, Row]]:
    yield "assessment", standard
    if standard.falsification is not None:
        yield "assessment falsification", standard.falsification
    for dimension in standard.dimension:
        yield f"assessment dimension {dimension.code}", dimension
    for item in standard.item:
        yield f"assessment item {item.id}", item
    for band in standard.band:
        yield f"assessment band {band.code}", band
    for rule in standard.rule:
        yield f"assessment rule {rule.id}", rule
