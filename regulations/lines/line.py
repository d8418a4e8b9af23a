"""The one shape in which every row of a pack is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from regulations.codes import State
from regulations.model import Row
from regulations.rules import Found, Origin
from regulations.topics import Topic


@dataclass(frozen=True, slots=True)
class Line:
    """One row in words. `value` is empty where the source gives none; `state` then says why.

    `kind` and `key` together name the row within any pack, so that packs can be laid side by side.
    """

    topic: Topic
    kind: str
    key: str
    label: str
    value: str
    details: tuple[str, ...]
    state: State
    row: Row
    origin: Origin
    pack_id: str

    @property
    def anchor(self) -> str:
        """Return the id of the row on the page of its pack."""
        return anchor(self.kind, self.key)

    @property
    def said(self) -> tuple[State, str, tuple[str, ...]]:
        """Return what the row says, without where it says so."""
        return self.state, self.value, self.details

    @property
    def text(self) -> str:
        """Return everything a reader may look for, in one piece."""
        row = self.row
        return " ".join(
            (self.key, self.label, self.value, *self.details, row.article, row.quote, row.note)
        )


def anchor(kind: str, key: str) -> str:
    """Return the id under which a pack's page shows a row: `term-remedy-period`."""
    return f"{kind}-{key}".replace(".", "-").replace("_", "-").lower()


def line(
    found: Found[Any],
    topic: Topic,
    kind: str,
    key: str,
    label: object,
    value: str,
    details: Sequence[str] = (),
    state: State = State.STATED,
) -> Line:
    """Make a line of a row that was found in a pack."""
    return Line(
        topic=topic,
        kind=kind,
        key=str(key),
        label=str(label),
        value=value,
        details=tuple(details),
        state=state,
        row=found.value,
        origin=found.origin,
        pack_id=found.pack_id,
    )


def say(message: str, **values: object) -> str:
    """Return a message in the reader's language, with its values filled in."""
    text: str = gettext(message, **values)
    return text
