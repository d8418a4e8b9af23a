"""Note every page that shows a thing, without a word in the view.

An address names what it shows: `/cases/<int:case_id>/…` is a case. Whatever was asked for and
answered with 200 is noted under the last id of its address; there is no list of pages that could be
forgotten. What a form sends is an act and stands in the record.
"""

from __future__ import annotations

from flask import Flask, Response, current_app, g, request

from core.access_log.models import AccessKind
from core.access_log.services import NotLogged, is_noted, note_key, write_notes
from core.db import Model
from core.procedure import registered

ID = "_id"
#: What addresses call otherwise than its table.
TABLES = {
    "batch": "sheet_batches",
    "document": "issued_documents",
    "event": "custody_events",
    "item": "rectification_items",
    "loss": "losses",
    "member": "case_members",
    "respondent": "case_respondents",
    "token": "api_tokens",
    "urging": "rectification_urgings",
    "version": "template_versions",
    "view": "saved_views",
}


def init_app(app: Flask) -> None:
    """Note after every request, before the answer leaves."""
    app.after_request(_after)


def table_of(argument: str) -> str | None:
    """Return the table of what an address calls `case_id`; None for what is no id."""
    if not argument.endswith(ID):
        return None
    name = argument.removesuffix(ID)
    for table, procedure in registered().items():
        if procedure.name == name:
            return table
    known = (TABLES.get(name, name), f"{name}s")
    return next((table for table in known if table in Model.metadata.tables), None)


def _after(response: Response) -> Response:
    actor = g.get("actor")
    shown = request.method == "GET" and response.status_code == 200 and not is_noted()
    subject = _subject() if shown and actor is not None else None
    if subject is not None:
        is_page = response.mimetype == "text/html"
        kind = AccessKind.READ if is_page else AccessKind.DOWNLOAD
        note_key(actor.id, kind, *subject)
    try:
        write_notes()
    except NotLogged:
        current_app.logger.exception("nothing is handed out that is not logged")
        from core.web.errors import WORDS, error_page  # the web ground comes after this package

        return error_page(503, WORDS[503])
    return response


def _subject() -> tuple[str, int] | None:
    """Return what the address of this request names last."""
    for argument, value in reversed((request.view_args or {}).items()):
        table = table_of(argument)
        if table is not None and isinstance(value, int):
            return table, value
    return None
