"""Write the log: gathered while a page is made, written in one statement before it is sent.

An entry is never lost silently: if the database does not take it, it waits in a file beside the
database and is written with the next ones; if that fails as well, the page is not handed out.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask, current_app, g, has_request_context, request
from sqlalchemy import insert
from sqlalchemy.exc import SQLAlchemyError

from core import moment
from core.access_log.models import AccessEntry, AccessKind
from core.db import Model, db, writing

log = logging.getLogger(__name__)

SPOOL = "access-waiting.jsonl"
#: So long a process may take to write what it took from there.
TAKEN_FOR = timedelta(minutes=1)
_NOTES = "access_notes"

Row = Mapping[str, Any]


class NotLogged(RuntimeError):
    """Neither the database nor the disk took an entry; what was read must not be handed out."""


def init_app(app: Flask, folder: Path) -> None:
    """Let entries that the database does not take wait in `folder`."""
    app.extensions["wenze.access_log"] = folder


def note(actor_id: int | None, kind: AccessKind, subject: Model, page: str | None = None) -> None:
    """Note that `actor_id` (None: the system) did `kind` to `subject`.

    Written after the page, whatever becomes of its transaction; outside a request it belongs to the
    caller's transaction. `page` names where it happened, the endpoint by default.
    """
    note_key(actor_id, kind, subject.__tablename__, subject.id, page)  # type: ignore[attr-defined]


def note_key(
    actor_id: int | None,
    kind: AccessKind,
    subject_type: str,
    subject_id: int,
    page: str | None = None,
) -> None:
    """Do the same for a subject known by table and id (0: none in particular)."""
    row = {
        "at": moment.now(),
        "actor_id": actor_id,
        "kind": kind,
        "subject_type": subject_type,
        "subject_id": subject_id,
        "page": (page or _endpoint())[:80],
    }
    if has_request_context():
        g.setdefault(_NOTES, []).append(row)
    else:
        db.session.execute(insert(AccessEntry), [row])


def is_noted() -> bool:
    """Tell whether this request has noted anything yet."""
    return bool(g.get(_NOTES))


def write_notes() -> None:
    """Write what the request has noted, in one statement; raise NotLogged where it is impossible.

    What an earlier request had to leave waiting is written along.
    """
    rows: Sequence[Row] = g.pop(_NOTES, ())
    if not rows:
        return
    waiting, taken = _take_waiting()
    db.session.rollback()
    try:
        with writing():
            db.session.execute(insert(AccessEntry), [*waiting, *rows])
            db.session.commit()
    except SQLAlchemyError:
        db.session.rollback()
        log.exception("the access log could not be written; %d entries wait", len(rows))
        _keep_waiting([*waiting, *rows])
    for path in taken:
        path.unlink(missing_ok=True)


def _endpoint() -> str:
    return request.endpoint or "" if has_request_context() else "cli"


def _keep_waiting(rows: Sequence[Row]) -> None:
    lines = "".join(json.dumps(_plain(row)) + "\n" for row in rows)
    try:
        folder: Path = current_app.extensions["wenze.access_log"]
        fd = os.open(folder / SPOOL, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(fd, "ab") as file:
            file.write(lines.encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise NotLogged("the access log takes no entry") from error


def _take_waiting() -> tuple[list[Row], list[Path]]:
    """Read what waits, under names of our own: two at once do not take the same lines.

    What somebody took and never wrote is taken over after a minute, rather twice than not at all.
    """
    folder: Path = current_app.extensions["wenze.access_log"]
    limit = (moment.now() - TAKEN_FOR).timestamp()
    taken = [path for path in folder.glob(f"{SPOOL}.*") if path.stat().st_mtime < limit]
    if (folder / SPOOL).exists():
        own = folder / f"{SPOOL}.{uuid4().hex}"
        try:
            (folder / SPOOL).rename(own)
            taken.append(own)
        except FileNotFoundError:
            pass  # another process was first
    rows = [_row(line) for path in taken for line in path.read_text("utf-8").splitlines()]
    return rows, taken


def _plain(row: Row) -> dict[str, Any]:
    return {**row, "at": row["at"].isoformat()}


def _row(line: str) -> Row:
    row = json.loads(line)
    return {**row, "at": datetime.fromisoformat(row["at"]), "kind": AccessKind(row["kind"])}
