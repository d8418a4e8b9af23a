"""Issue a document, and give its exact bytes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import current_app

from core import files, moment, record
from core.db import db
from core.documents.draw import render
from core.documents.keeping import dumps, loads
from core.documents.letter import Letter, Verification
from core.documents.models import IssuedDocument
from core.documents.symbol import new_code, printed
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

    `content` is a letter, which gets a verification code and whose wording is kept with the
    document, or a PDF made elsewhere. ``issued_on`` is the date the document bears: if left out,
    that of the letter, or today. Raises ``MissingGlyphs`` for
    a letter that cannot be printed, ``ValueError`` for bytes that are not a PDF and for a draft,
    and the database's ``IntegrityError`` for a number already used.
    """
    if isinstance(content, Letter) and content.draft:
        raise ValueError("a draft is not issued")
    code = new_code() if isinstance(content, Letter) else None
    if isinstance(content, Letter) and code is not None:
        content = _verifiable(content, code)
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
        issued_on=issued_on or (content.on if isinstance(content, Letter) else moment.today()),
        letter=dumps(content) if isinstance(content, Letter) else None,
        issuer=(content.signer or content.head) if isinstance(content, Letter) else None,
        verification_code=code,
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


def _verifiable(letter: Letter, code: str) -> Letter:
    """Return the letter with the code by which its reader can check it."""
    base = current_app.extensions["wenze.settings"].base_url.rstrip("/")
    verification = Verification(printed(code), f"{base}/verify/{code}", f"{base}/verify")
    return replace(letter, verification=verification)


def pdf_bytes(document: IssuedDocument) -> bytes:
    """Return the bytes as they were issued; raises ``DamagedFile`` if they are gone or changed."""
    return files.read(document.sha256)


def lines_of(document: IssuedDocument) -> list[str]:
    """Return the text of an issued letter, a paragraph a line; nothing for one made elsewhere."""
    if document.letter is None:
        return []
    said = "\n".join(text for block in loads(document.letter).body for text in block.texts())
    return [line for line in said.splitlines() if line.strip()]
