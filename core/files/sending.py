"""Hand out an attachment: saved by the browser, never shown by it, and checked before.

ASVS 3.2.1, 5.4.1, 5.4.2: always `attachment` with an RFC 6266 name, `nosniff`, and a policy under
which nothing in it would run even if it were shown.
"""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

from flask import Flask, Response, current_app
from flask_babel import lazy_gettext as _l

from core.access.actor import Actor
from core.db import db, writing
from core.files import services
from core.files.kinds import KINDS
from core.files.models import Attachment
from core.files.storage import DamagedFile

POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'"


def init_app(app: Flask) -> None:
    """Answer a damaged file with a page that says so."""
    app.register_error_handler(DamagedFile, _on_damage)


def download(attachment: Attachment, actor: Actor) -> Response:
    """Return the file as a download; the caller has asked whether `actor` may have it.

    A file whose hash no longer holds is not handed out: the finding is recorded, and the reader
    told.
    """
    try:
        content = services.content_of(attachment)
    except DamagedFile:
        db.session.rollback()
        with writing():
            services.note_damage(attachment, actor.id)
        raise
    return handed_out(content, attachment.name, KINDS[attachment.kind].media_type)


def handed_out(content: bytes, name: str, media_type: str) -> Response:
    """Return bytes as a download called `name`, which no browser opens in this site's name."""
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = disposition(name)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-store"
    return response


def disposition(name: str) -> str:
    """Return the header for saving under `name`: plain for old programs, exact for all others."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = "".join(char for char in plain if char.isalnum() or char in " ._-()").strip()
    if not plain.rpartition(".")[0].strip():
        plain = f"file{plain}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _on_damage(error: DamagedFile) -> Response:
    from core.web.errors import Words, error_page  # the web ground comes after this package

    current_app.logger.error("a stored file is damaged: %s", error)
    words = Words(
        _l("文件已损坏"),
        _l(
            "保存的文件与存入时不一致，或者已经丢失，为防止误用不予提供。"
            "请告知系统管理员从备份中恢复，此情况已记录。"
        ),
    )
    return error_page(500, words)
