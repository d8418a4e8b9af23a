"""What a kind of letter offers to its wording, and where previews find real cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from flask import Flask, current_app

from core.access.actor import Actor
from core.documents.templates.language import Vocabulary, faults

_EXTENSION = "wenze.letters"


@dataclass(frozen=True)
class Field:
    """A merge field: what it stands for and an example. A required one cannot be left out."""

    name: str
    description: str
    example: str
    required: bool = False


@dataclass(frozen=True)
class Occasion:
    """What one letter is written on: its frame, a value for each field, and what holds.

    `on` is the day it bears, that of the signature; `printed_on` the one it leaves the house, if
    that is another.
    """

    head: str | None
    number: str | None
    addressee: str | None
    signer: str | None
    on: date
    values: Mapping[str, str]
    holds: frozenset[str] = frozenset()
    draft: bool = False
    printed_on: date | None = None


@dataclass(frozen=True)
class Example:
    """A real case a preview can be made on: what finds it again and what it is called."""

    id: int
    label: str


@dataclass(frozen=True)
class Kind:
    """A kind of letter: its fields, its conditions with what they mean, and the first wording.

    `is_form`: it has no head, number, addressee or signature, such as a form to be filled in.

    `examples` lists real cases the actor may see, `occasion` makes the letter's values of one
    of them and is None for what the actor may not see. Raises ValueError for a first wording
    with faults.
    """

    code: str
    label: str
    fields: tuple[Field, ...]
    title: str
    body: str
    conditions: Mapping[str, str] = field(default_factory=dict)
    widths: tuple[int, ...] = (9, 19)
    is_form: bool = False
    examples: Callable[[Actor], list[Example]] = lambda _actor: []
    occasion: Callable[[Actor, int], Occasion | None] = lambda _actor, _id: None

    def __post_init__(self) -> None:
        """Hold the shipped wording to what is asked of staff."""
        found = faults(self.title, self.body, self.vocabulary)
        if any(found):
            raise ValueError(f"{self.code}: {found}")

    @property
    def vocabulary(self) -> Vocabulary:
        """Return what a wording of this kind may name."""
        return Vocabulary(
            frozenset(one.name for one in self.fields),
            frozenset(one.name for one in self.fields if one.required),
            frozenset(self.conditions),
        )

    def specimen(self, on: date) -> Occasion:
        """Return an occasion made of the examples of the fields, with every condition true."""
        office = None if self.is_form else "某某市政务公开办公室"
        return Occasion(
            head=office,
            number=None if self.is_form else f"示例〔{on.year}〕1号",
            addressee=None if self.is_form else "受文者",
            signer=office,
            on=on,
            values={one.name: one.example for one in self.fields},
            holds=frozenset(self.conditions),
            draft=True,
        )


def register(app: Flask, kind: Kind) -> None:
    """Make a kind of letter known to `app`; a second one of the same code is a mistake."""
    kinds: dict[str, Kind] = app.extensions.setdefault(_EXTENSION, {})
    if kinds.setdefault(kind.code, kind) is not kind:
        raise ValueError(f"two kinds of letters are called {kind.code}")


def registered() -> Mapping[str, Kind]:
    """Return the kinds of the running application by their code, in the order of their floors."""
    kinds: dict[str, Kind] = current_app.extensions.setdefault(_EXTENSION, {})
    return kinds
