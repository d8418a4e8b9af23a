"""Keep requests of parties to see the file of their case, and what they were shown.

Revision: 0045, after 0044.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

TABLE = "file_requests"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "granted",
                "partly",
                "refused",
                name="filerequeststate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("fact_ids", sa.JSON(), nullable=False),
        sa.Column("evidence_ids", sa.JSON(), nullable=False),
        sa.Column("withheld", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("basis", sa.String(length=200), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state = 'requested' OR (document_id IS NOT NULL AND answered_on IS NOT NULL"
            " AND answered_by_id IS NOT NULL)",
            name=op.f("ck_file_requests_answered_with_document"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('partly','refused') OR reason IS NOT NULL",
            name=op.f("ck_file_requests_kept_back_with_reason"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_{TABLE}_{column}_{table}")
            )
            for column, table in (
                ("service_id", "notice_services"),
                ("asked_by_id", "users"),
                ("answered_by_id", "users"),
                ("document_id", "issued_documents"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_requests")),
        sa.UniqueConstraint("number", name=op.f("uq_file_requests_number")),
    )
    op.create_index("ix_file_requests_service_id", TABLE, ["service_id"])
    op.create_index(
        "uq_file_requests_waiting",
        TABLE,
        ["service_id"],
        unique=True,
        sqlite_where=sa.text("state = 'requested'"),
        postgresql_where=sa.text("state = 'requested'"),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
