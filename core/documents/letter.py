"""What an official letter is made of: plain values, no positions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from core.documents.templates.language import Wording


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Body text; ``indent`` in cells. A line feed begins a new paragraph."""

    text: str
    indent: int = 2

    def texts(self) -> Iterator[str]:
        """Yield what it says."""
        yield self.text


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4; ``text`` carries its ordinal (see ``wording.ordinal``)."""

    level: int
    text: str

    def __post_init__(self) -> None:
        """Refuse a level the standard does not have."""
        if self.level not in (1, 2, 3, 4):
            raise ValueError("a heading has level 1 to 4")

    def texts(self) -> Iterator[str]:
        """Yield what it says."""
        yield self.text


@dataclass(frozen=True, slots=True)
class Table:
    """A bordered table.

    ``widths`` are in cells and sum to at most 28. ``header`` repeats the first row on each
    page. ``min_lines`` leaves room in every row for what is written by hand.
    """

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = (8, 20)
    header: bool = False
    min_lines: int = 1

    def __post_init__(self) -> None:
        """Refuse rows that do not fit the columns, and columns that do not fit the page."""
        if sum(self.widths) > 28 or min(self.widths, default=0) < 2:
            raise ValueError("column widths are at least 2 and sum to at most 28 cells")
        if any(len(row) != len(self.widths) for row in self.rows):
            raise ValueError("every row has one text for each column")

    def texts(self) -> Iterator[str]:
        """Yield what it says, cell by cell."""
        for row in self.rows:
            yield from row


Block = Paragraph | Heading | Table


@dataclass(frozen=True, slots=True)
class Imprint:
    """The closing record 版记: who gets copies, which office printed it and when."""

    office: str
    on: date
    copies: str = ""

    def __post_init__(self) -> None:
        """Refuse a record without its office."""
        if not self.office.strip():
            raise ValueError("the closing record names the office that printed it")


@dataclass(frozen=True, slots=True)
class Verification:
    """How a reader checks a document: the code as printed, and the address of its symbol."""

    code: str
    url: str
    page: str


@dataclass(frozen=True, slots=True)
class Letter:
    """An official letter on the GB/T 9704-2012 page.

    ``head`` is the red head; without it the page has neither number nor red line. ``title``
    may carry line feeds where its lines are to break. A form without ``signer`` has no
    signature block; ``on`` then only dates the file. ``sealed`` keeps the room of a seal
    over signer and date. A ``draft`` is marked on every page as not issued. ``wording`` is the
    version of the template it was written with, if any; ``verification`` stands below the text
    of the last page.
    """

    head: str | None
    number: str | None
    title: str
    addressee: str | None
    body: tuple[Block, ...]
    signer: str | None
    on: date
    attachments: tuple[str, ...] = ()
    note: str | None = None
    imprint: Imprint | None = None
    sealed: bool = True
    draft: bool = False
    verification: Verification | None = None
    wording: Wording | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse a blank where a text must stand; leave it out instead."""
        for text in (self.title, self.head, self.number, self.addressee, self.signer, self.note):
            if text is not None and not text.strip():
                raise ValueError("a part of a letter is a text or is left out")

    def texts(self) -> Iterator[str]:
        """Yield every text the caller has given."""
        yield from (self.head or "", self.number or "", self.title, self.addressee or "")
        for block in self.body:
            yield from block.texts()
        yield from (self.signer or "", *self.attachments, self.note or "")
        if self.imprint is not None:
            yield from (self.imprint.office, self.imprint.copies)
        if self.verification is not None:
            yield from (self.verification.code, self.verification.page)
