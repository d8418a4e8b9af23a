"""The append-only record of every act: one keyed hash chain, written with the act itself.

`chain` is the arithmetic (no database, no framework), `services` appends and exports, `models`
holds the two tables. Triggers of the migration refuse to change or delete an entry.
"""

from __future__ import annotations

from flask import Flask
from sqlalchemy import event

from core.db import db
from core.record import checkpoints, cli, services
from core.record.services import append

__all__ = ["append", "init_app"]


def init_app(app: Flask, key: bytes, syslog: str | None) -> None:
    """Keep the record of `app` under `key`, which must live outside the database, and say its
    checkpoints to `syslog`.
    """
    app.extensions["wenze.record"] = key
    checkpoints.speak_to(syslog)
    app.cli.add_command(cli.group)
    if not event.contains(db.session, "before_commit", services.write_pending):
        event.listen(db.session, "before_commit", services.write_pending)
        event.listen(db.session, "after_soft_rollback", services.forget_pending)
