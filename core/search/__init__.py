"""Find things by what is written in them: two characters, rare characters, initials of names.

Owns the table of what can be found and the engine's full-text index over it. A feature registers a
`Source`: how a thing is described and who sees it; who reported what is never part of a
description. `text` and `initials` are pure, `engines` knows the two databases, `services` keeps the
index true within the transaction of the change, `queries` asks it with the actor's visibility
inside.
"""

from __future__ import annotations

from flask import Flask
from sqlalchemy import event

from core.db import db


def init_app(app: Flask) -> None:
    """Give `app` its empty registry, and keep the index from now on.

    Before `core.record.init_app`: the record is appended last, under its lock.
    """
    from core.search import cli, services  # they need identity, which needs core.db alone

    app.extensions["wenze.search"] = {}
    app.cli.add_command(cli.group)
    if not event.contains(db.session, "after_flush", services.notice_changes):
        event.listen(db.session, "after_flush", services.notice_changes)
        event.listen(db.session, "before_commit", services.write_pending)
        event.listen(db.session, "after_soft_rollback", services.forget_pending)
