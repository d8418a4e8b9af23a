"""How a request with files is received: in memory only, large ones only where files belong.

Werkzeug would write larger files to a temporary folder in clear; a reporter's file is never on disk
unsealed (reliability: GlobaLeaks, issue A). What one request may hold bounds the memory.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import IO, Any, TypeVar

from flask import Flask, Request, current_app, request

from core.files.services import limits

View = TypeVar("View", bound=Callable[..., Any])

_MARK = "_wenze_accepts_files"


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


def accepts_files(view: View) -> View:
    """Mark a view as one whose form has files; all others take small requests only."""
    setattr(view, _MARK, True)
    return view


def init_app(app: Flask) -> None:
    """Use the class above, and raise the limit for signed-in senders of a form with files.

    Registered before the guard of forms, which reads the request.
    """
    app.request_class = UploadRequest

    @app.before_request
    def _raise_limit() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        if request.method == "POST" and getattr(view, _MARK, False) and _is_known():
            request.max_content_length = limits().per_request


def _is_known() -> bool:
    from core.identity import sessions  # its models need this package's

    return sessions.current_user_id() is not None
