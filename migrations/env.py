"""Run migrations on the application's own engine (see `flask db`)."""

from __future__ import annotations

from alembic import context
from flask import current_app

from core.db import db


def run() -> None:
    """Migrate online; offline SQL is not supported, since data steps need the database."""
    engine = db.engine
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")  # batch mode rebuilds tables
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            transaction_per_migration=True,
            compare_type=True,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
