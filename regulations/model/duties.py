"""Words, documents, review routes, named posts and duties."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from regulations.codes import DocumentUse, DutyKind, Office, Regime, TermId, WordList
from regulations.model.rows import Code, Row, Text


class Word(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A code of a list with its words; `local` marks one place's practice, not a general rule.

    `group` names the code of the same list that this one stands under.
    """

    list: WordList
    code: Code
    label: Text
    local: bool = False
    group: Code | None = None


class Document(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A document or form the rules name, its variants, its fields and where it is used."""

    code: Code
    label: Text
    used_at: DocumentUse
    variants: tuple[Text, ...] = ()
    fields: tuple[Text, ...] = ()


class ReviewStep(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One level: who reviews, what, and whether only after the release."""

    by: Text
    what: Text
    after_release: bool = False


class Review(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One route of review or approval before something is released, level by level."""

    code: Code
    label: Text
    regime: Regime = Regime.REVIEW
    levels: tuple[ReviewStep, ...]


class Post(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A post or body the rules name: which office the source's word stands for, and how many.

    The sources use 主管领导, 分管领导 and 主要领导 without defining them; these rows map each
    word of a source to an office, which a unit maps to its people.
    """

    office: Office
    wording: Text
    duty: str = ""
    count: Annotated[int, Meta(ge=1, le=100)] | None = None
    regime: Regime = Regime.ACCOUNTABILITY


class Duty(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something to be done: by whom, towards whom, with which document, within which period."""

    code: Code
    label: Text
    kind: DutyKind
    regime: Regime
    bearer: Text
    addressee: str = ""
    document: Code | None = None
    term: TermId | None = None
