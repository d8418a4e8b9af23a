"""What may be uploaded: few kinds, each known by its bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final

from core.refusals import Refused


class FileKind(StrEnum):
    """A kind of file that is accepted."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    DOCX = "docx"
    XLSX = "xlsx"
    OFD = "ofd"
    TEXT = "text"


class Origin(StrEnum):
    """Who a file comes from: the reporter (protected) or an officer (evidence, kept bit by bit)."""

    REPORTER = "reporter"
    STAFF = "staff"


@dataclass(frozen=True)
class KindFacts:
    """How a kind is written: extensions (the first is the usual one) and media type."""

    extensions: tuple[str, ...]
    media_type: str


KINDS: Final[Mapping[FileKind, KindFacts]] = {
    FileKind.PDF: KindFacts(("pdf",), "application/pdf"),
    FileKind.PNG: KindFacts(("png",), "image/png"),
    FileKind.JPEG: KindFacts(("jpg", "jpeg"), "image/jpeg"),
    FileKind.DOCX: KindFacts(
        ("docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
    FileKind.XLSX: KindFacts(
        ("xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
    FileKind.OFD: KindFacts(("ofd",), "application/ofd"),
    FileKind.TEXT: KindFacts(("txt",), "text/plain"),
}

#: The kind that an extension promises.
BY_EXTENSION: Final[Mapping[str, FileKind]] = {
    extension: kind for kind, facts in KINDS.items() for extension in facts.extensions
}


@dataclass(frozen=True)
class Accepted:
    """An upload that is fit: the name as kept, and what it is."""

    name: str
    kind: FileKind
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """Return the hash of the content in hexadecimal; computed once."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Outcome:
    """What came of the examination of an upload, as a file of this origin."""

    origin: Origin
    found: Accepted | Refused


@dataclass(frozen=True)
class Upload:
    """A file as it came in: its name as the sender wrote it, and its bytes.

    `outcome` is there where it was examined before the transaction began (`receiving`).
    """

    name: str
    content: bytes
    outcome: Outcome | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"<upload of {len(self.content)} bytes>"


class Unfit(Exception):
    """A file is not accepted: `code` names the reason (words in `labels.REFUSALS`)."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code, self.params = code, params
