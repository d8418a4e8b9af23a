"""Look an issued document up by its code: what its reader may be told, and nothing of its content.

Neither the text nor the name of a person is told: only number, kind, date and who issued it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from hmac import compare_digest

from sqlalchemy import select

from core.db import db
from core.documents.models import IssuedDocument
from core.documents.symbol import printed, read
from core.documents.templates.kinds import registered


@dataclass(frozen=True)
class Verified:
    """What is told of a document. `is_same` says whether a file is it; None without a file."""

    code: str
    number: str | None
    kind: str
    issued_on: date
    issuer: str
    is_same: bool | None


def verify(text: str, pdf: bytes | None = None) -> Verified | None:
    """Return what may be told of the document with a code, None where there is none.

    `pdf` is compared by its hash in memory and not kept.
    """
    code = read(text)
    if code is None:
        return None
    document = db.session.scalars(
        select(IssuedDocument).where(IssuedDocument.verification_code == code)
    ).one_or_none()
    if document is None:
        return None
    kind = registered().get(document.kind)
    same = None
    if pdf is not None:
        same = compare_digest(hashlib.sha256(pdf).hexdigest(), document.sha256)
    return Verified(
        code=printed(code),
        number=document.number,
        kind=kind.label if kind else "",
        issued_on=document.issued_on,
        issuer=document.issuer or "",
        is_same=same,
    )
