"""How a request with files is received: in memory only, large ones only where files belong, and
examined before the transaction of the act begins.

Werkzeug would write larger files to a temporary folder in clear; a reporter's file is never on disk
unsealed (reliability: GlobaLeaks, issue A). What one request may hold bounds the memory.

On SQLite the first statement of a POST takes the lock of the only writer. So it is given back as
soon as the session is read, before the body comes in over the sender's line, and again before files
are looked through.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import IO, Any, TypeVar

from flask import Flask, Request, current_app, g, request
from werkzeug.datastructures import FileStorage

from core.db import db
from core.files.kinds import Origin, Upload
from core.files.services import examined, limits

View = TypeVar("View", bound=Callable[..., Any])

_MARK = "_wenze_accepts_files"
_FROM_PUBLIC = "_wenze_accepts_files_of_public"
#: How many files one form takes.
MAX_AT_ONCE = 10


class UploadRequest(Request):
    """A request whose files stay in memory."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - Werkzeug's signature
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        return BytesIO()


def accepts_files(
    origin: Origin | None, *, public_limit: int | None = None
) -> Callable[[View], View]:
    """Mark a view as one whose form has files, and whose they are; all others take small requests
    only. None: what comes is no attachment, and the field that takes it looks through it.

    `public_limit` is the largest request, in bytes, that a public view takes from anybody.
    """

    def mark(view: View) -> View:
        setattr(view, _MARK, origin)
        setattr(view, _FROM_PUBLIC, public_limit)
        return view

    return mark


def received(name: str) -> list[Upload] | None:
    """Return the files of a field of this request, examined; None where the view takes none."""
    found: dict[str, list[Upload]] | None = g.get("uploads")
    return None if found is None else found.get(name, [])


def init_app(app: Flask) -> None:
    """Use the class above, and raise the limit for signed-in senders of a form with files.

    Registered before the guard of forms, which reads the request.
    """
    app.request_class = UploadRequest

    @app.before_request
    def _raise_limit() -> None:
        if request.method != "POST":
            return
        if hasattr(_view(), _MARK) and _is_known():
            request.max_content_length = limits().per_request
        elif public_limit := getattr(_view(), _FROM_PUBLIC, None):
            request.max_content_length = public_limit
        db.session.commit()


def examine_early(app: Flask) -> None:
    """Look through the files of a request once its sender is known to be allowed to send them.

    Registered after the gate.
    """

    @app.before_request
    def _examine() -> None:
        origin: Origin | None = getattr(_view(), _MARK, None)
        if request.method != "POST" or origin is None or not request.files:
            return
        db.session.commit()  # the gate has read who acts; nothing else has happened
        g.uploads = {
            name: _examined([item for item in items if item.filename], origin)
            for name, items in request.files.lists()
        }


def _examined(items: Sequence[FileStorage], origin: Origin) -> list[Upload]:
    """Examine the files of a field; more than a form takes are refused by their number alone."""
    uploads = [Upload(item.filename or "", item.stream.read()) for item in items]
    if len(uploads) > MAX_AT_ONCE:
        return uploads
    return [examined(upload, origin) for upload in uploads]


def _view() -> Callable[..., Any] | None:
    return current_app.view_functions.get(request.endpoint or "")


def _is_known() -> bool:
    from core.identity import sessions  # its models need this package's

    return sessions.current_user_id() is not None
