"""Issue a document, and give its exact bytes back."""

from __future__ import annotations

from datetime import date

from core import files, moment, record
from core.db import db
from core.documents.draw import render
from core.documents.letter import Letter
from core.documents.models import IssuedDocument
from core.documents.templates.composing import version_of

PDF_MAGIC = b"%PDF-"


def issue(
    kind: str,
    subject_type: str,
    subject_id: int,
    title: str,
    number: str | None,
    content: bytes | Letter,
    actor_id: int | None,
    *,
    issued_on: date | None = None,
) -> IssuedDocument:
    """Register a document and keep its exact bytes, in the caller's transaction; never commits.

    `content` is a letter, whose wording is kept with the document, or a PDF made elsewhere.
    ``issued_on`` is the date the document bears, today if left out. Raises ``MissingGlyphs`` for
    a letter that cannot be printed, ``ValueError`` for bytes that are not a PDF and for a draft,
    and the database's ``IntegrityError`` for a number already used.
    """
    if isinstance(content, Letter) and content.draft:
        raise ValueError("a draft is not issued")
    pdf = render(content) if isinstance(content, Letter) else content
    if not pdf.startswith(PDF_MAGIC):
        raise ValueError("an issued document is a PDF")
    wording = content.wording if isinstance(content, Letter) else None
    document = IssuedDocument(
        kind=kind,
        subject_type=subject_type,
        subject_id=subject_id,
        number=number,
        title=title,
        sha256=files.put(pdf),
        size=len(pdf),
        issued_on=issued_on or moment.today(),
        created_by_id=actor_id,
        template_version=version_of(wording) if wording is not None else None,
    )
    db.session.add(document)
    db.session.flush()
    record.append(
        "document_issued",
        document,
        actor_id=actor_id,
        after={
            "kind": kind,
            "number": number,
            "sha256": document.sha256,
            "template": document.template_version.number if document.template_version else None,
        },
    )
    return document


def pdf_bytes(document: IssuedDocument) -> bytes:
    """Return the bytes as they were issued; raises ``DamagedFile`` if they are gone or changed."""
    return files.read(document.sha256)
