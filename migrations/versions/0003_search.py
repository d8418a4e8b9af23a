"""Keep what can be found, and the full-text index over it.

Revision: 0003, after 0002. The index is the engine's own: FTS5 on SQLite, tsvector under GIN on
PostgreSQL. `flask search rebuild` fills it where there are things already.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SQLITE = (
    "CREATE VIRTUAL TABLE search_index USING fts5"
    "(tokens, content='', columnsize=0, detail=none, tokenize='ascii')",
)

POSTGRESQL = (
    "CREATE TABLE search_index (entry_id integer PRIMARY KEY, tokens tsvector NOT NULL)",
    "CREATE INDEX ix_search_index_tokens ON search_index USING gin (tokens)",
)


def upgrade() -> None:
    op.create_table(
        "search_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_entries"),
        sa.UniqueConstraint("kind", "subject_id", name="uq_search_entries_kind_subject_id"),
    )
    op.create_index("ix_search_entries_number", "search_entries", ["number"])
    op.create_index("ix_search_entries_unit_id", "search_entries", ["unit_id"])
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE search_index")
    op.drop_table("search_entries")
