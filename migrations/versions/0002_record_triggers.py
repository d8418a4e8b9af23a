"""Refuse to change the record: triggers on both engines.

Revision: 0002, after 0001. The head of the chain is written when this revision is applied (see
`env.py`): it is sealed with a key that only the application has.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE = (
    """
    CREATE TRIGGER record_entries_no_update BEFORE UPDATE ON record_entries
    BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END
    """,
    """
    CREATE TRIGGER record_entries_no_delete BEFORE DELETE ON record_entries
    BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END
    """,
    """
    CREATE TRIGGER record_head_no_delete BEFORE DELETE ON record_head
    BEGIN SELECT RAISE(ABORT, 'the record keeps its head'); END
    """,
)

POSTGRESQL = (
    """
    CREATE FUNCTION record_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION USING MESSAGE = 'the record is append-only'; END $$
    """,
    """
    CREATE TRIGGER record_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON record_entries
    FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
    """,
    """
    CREATE TRIGGER record_head_kept BEFORE DELETE OR TRUNCATE ON record_head
    FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()
    """,
)

DROP_SQLITE = (
    "DROP TRIGGER record_entries_no_update",
    "DROP TRIGGER record_entries_no_delete",
    "DROP TRIGGER record_head_no_delete",
)

DROP_POSTGRESQL = (
    "DROP TRIGGER record_entries_append_only ON record_entries",
    "DROP TRIGGER record_head_kept ON record_head",
    "DROP FUNCTION record_refuse()",
)


def upgrade() -> None:
    _run(SQLITE, POSTGRESQL)


def downgrade() -> None:
    _run(DROP_SQLITE, DROP_POSTGRESQL)


def _run(sqlite: tuple[str, ...], postgresql: tuple[str, ...]) -> None:
    for statement in sqlite if op.get_bind().dialect.name == "sqlite" else postgresql:
        op.execute(statement)
