"""Run migrations on the application's own engine (see `flask db`)."""

from __future__ import annotations

from typing import Any

from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo
from flask import current_app

from core.db import db, without_foreign_keys
from core.record import services as record

#: The revision that closes the record; from then on it has its head.
RECORD_CLOSED = "0002"

#: The full-text index and what the engine keeps beside it; no model describes them.
SEARCH_INDEX = "search_index"


def is_described(name: str | None, kind: str, _parents: Any) -> bool:
    """Tell whether a model answers for what is called `name` in the database."""
    return not (kind == "table" and name is not None and name.startswith(SEARCH_INDEX))


def start_record(ctx: MigrationContext, step: MigrationInfo) -> None:
    """Write the head of the record together with its triggers: only the application has the key."""
    if step.is_upgrade and step.up_revision_id == RECORD_CLOSED:
        assert ctx.connection is not None  # offline mode is not supported
        record.start_chain(ctx.connection)


def run() -> None:
    """Migrate online; offline SQL is not supported, since data steps need the database."""
    engine = db.engine
    with engine.connect() as connection, without_foreign_keys(connection):
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            transaction_per_migration=True,
            include_name=is_described,
            on_version_apply=lambda *, ctx, step, **_: start_record(ctx, step),
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
