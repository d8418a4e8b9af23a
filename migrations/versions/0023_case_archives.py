"""Keep the archived files of ended cases: number, and how long they are kept by whose word.

Revision: 0023, after 0022.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_archives",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "kept",
                name="archivestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("archived_on", sa.Date(), nullable=False),
        sa.Column("archived_by_id", sa.Integer(), nullable=False),
        sa.Column("retention_years", sa.Integer(), nullable=True),
        sa.Column("retention_basis", sa.Text(), nullable=False),
        sa.Column("retention_set_by_id", sa.Integer(), nullable=False),
        sa.Column("retention_set_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("contents", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "retention_years IS NULL OR retention_years BETWEEN 1 AND 999",
            name=op.f("ck_case_archives_retention_in_range"),
        ),
        sa.CheckConstraint(
            "(retention_years IS NULL) = (review_on IS NULL)",
            name=op.f("ck_case_archives_term_has_review"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_archives_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["archived_by_id"], ["users.id"], name=op.f("fk_case_archives_archived_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["retention_set_by_id"],
            ["users.id"],
            name=op.f("fk_case_archives_retention_set_by_id_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_archives")),
        sa.UniqueConstraint("case_id", name=op.f("uq_case_archives_case_id")),
        sa.UniqueConstraint("number", name=op.f("uq_case_archives_number")),
    )
    op.create_index("ix_case_archives_review_on", "case_archives", ["review_on"])


def downgrade() -> None:
    op.drop_table("case_archives")
