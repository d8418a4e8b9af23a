"""Give letters out: as the PDF that was issued, or as a Word file to work on."""

from __future__ import annotations

from flask import Response, abort

from core.documents.keeping import loads
from core.documents.letter import Letter
from core.documents.models import IssuedDocument
from core.documents.word import MIMETYPE, docx_bytes


def pdf(data: bytes, name: str, *, attached: bool = False) -> Response:
    """Return `data` as a PDF, shown in the browser or `attached` for keeping; never cached."""
    response = Response(data, mimetype="application/pdf")
    kind = "attachment" if attached else "inline"
    response.headers.set("Content-Disposition", kind, filename=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


def word_of(document: IssuedDocument) -> Response:
    """Return an issued letter as a Word file; 404 for one that was not made of a letter."""
    if document.letter is None:
        abort(404)
    return word(loads(document.letter), f"{document.id}.docx")


def word(letter: Letter, name: str) -> Response:
    """Return a letter as a Word file called `name`."""
    response = Response(docx_bytes(letter), mimetype=MIMETYPE)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
