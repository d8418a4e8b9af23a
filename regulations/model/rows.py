"""What every row of a pack is made of."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

Text = Annotated[str, Meta(min_length=1, pattern=r"\S")]
Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")]
PackId = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
RowId = Annotated[str, Meta(pattern=r"^[A-Z][A-Z0-9]*$")]
Days = Annotated[int, Meta(ge=0, le=10_000)]


class Row(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Anything a source says: the article, the source and the words that prove it.

    `until` is the last day on which the rule was law, `replaced_by` what stands in its place: an
    old rule stays readable for the cases of its time and says so.
    """

    article: Text
    source: Text
    quote: Text
    note: str = ""
    until: date | None = None
    replaced_by: str = ""

    @property
    def quotes(self) -> tuple[str, ...]:
        """Return all words of the source that prove the row."""
        return (self.quote,)


class Basis(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Why a pack is in force from its date."""
