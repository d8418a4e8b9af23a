"""The documents of a case file: each a line of its contents, and pages or a file behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import Flask, current_app
from flask_babel import force_locale

from casework.models import Case
from core.documents import Table
from core.documents.models import IssuedDocument
from core.documents.services import pdf_bytes
from core.files.kinds import FileKind
from core.files.models import Attachment
from core.files.services import content_of

_KEY = "wenze.of_case_file"
#: Stands in a copy where an inner document is.
WITHHELD = (
    "本件记载领导批示、内部审批意见或者作证人员，不得泄露、扩散，存于案卷，不在查阅件中提供。"
)


@dataclass(frozen=True)
class Sheet:
    """A sheet that the archive writes of what the system holds, as tables below its title."""

    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Original:
    """A document as it was issued or handed in: its bytes are taken over and hashed."""

    name: str
    kind: FileKind
    sha256: str
    source: Attachment | IssuedDocument

    def read(self) -> bytes:
        """Return the bytes; raises DamagedFile where they are not what they were."""
        return (
            content_of(self.source)
            if isinstance(self.source, Attachment)
            else pdf_bytes(self.source)
        )


@dataclass(frozen=True)
class Piece:
    """A document of a case file as the contents list it: 题名, 责任者, 日期, 文号, 备注.

    One that is `inner` holds what leaders said of the matter among themselves, or who testified:
    it is kept in the file and out of copies for others (003-06 art. 10).
    """

    title: str
    author: str
    on: date | None
    body: Sheet | Original
    number: str = ""
    note: str = ""
    inner: bool = False


#: Yields documents of a case in their order; called with words in Chinese.
Provider = Callable[[Case], Iterable[Piece]]


def init_app(app: Flask) -> None:
    """Give `app` its empty list of providers."""
    app.extensions[_KEY] = []


def contribute(app: Flask, order: int, provider: Provider) -> None:
    """Have the documents of `provider` bound into every case file, at the place `order` says."""
    table: list[tuple[int, Provider]] = app.extensions[_KEY]
    table.append((order, provider))
    table.sort(key=lambda entry: entry[0])


def pieces_of(case: Case) -> Sequence[Piece]:
    """Return the documents of the file of `case`, in their order."""
    table: list[tuple[int, Provider]] = current_app.extensions[_KEY]
    with force_locale("zh"):
        return [piece for _order, provider in table for piece in provider(case)]


def for_others(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the documents as others may read them: of an inner one nothing but that there is one.

    Called with words in Chinese.
    """
    withheld = Sheet((form(("说明", WITHHELD)),))
    return [replace(p, body=withheld, note="不予提供") if p.inner else p for p in pieces]


def attached(row: Attachment, author: str, note: str) -> Piece:
    """Return an attachment as a document of the file."""
    original = Original(row.name, row.kind, row.sha256, row)
    return Piece(row.name, author, None, original, note=note)


def issued(document: IssuedDocument, author: str) -> Piece:
    """Return an issued document as one of the file."""
    original = Original(f"{document.title}.pdf", FileKind.PDF, document.sha256, document)
    return Piece(document.title, author, document.issued_on, original, document.number or "")


def form(*rows: tuple[str, str | None]) -> Table:
    """Return a form of labels and what stands beside them; what there is not (None) is left out."""
    return Table(tuple((label, text) for label, text in rows if text is not None), (6, 22))
