"""Keep who read what, and refuse to change it.

Revision: 0005, after 0004. On PostgreSQL the triggers call the function that revision 0002 made.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = ("access_entries", "access_seals")


def upgrade() -> None:
    op.create_table(
        "access_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "read",
                "download",
                "open",
                "look_up",
                "export",
                "guess",
                name="accesskind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject_type", sa.String(length=60), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name="fk_access_entries_actor_id_users"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_access_entries"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_access_entries_kind_id", "access_entries", ["kind", "id"])
    op.create_table(
        "access_seals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "count > 0 AND last_id >= first_id", name=op.f("ck_access_seals_not_empty")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_access_seals"),
        sa.UniqueConstraint("last_id", name="uq_access_seals_last_id"),
    )
    for table in TABLES:
        for statement in _triggers(table):
            op.execute(statement)


def downgrade() -> None:
    for table in reversed(TABLES):  # the triggers go with their table
        op.drop_table(table)


def _triggers(table: str) -> tuple[str, ...]:
    if op.get_bind().dialect.name == "sqlite":
        return tuple(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END"
            for verb in ("UPDATE", "DELETE")
        )
    return (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()",
    )
