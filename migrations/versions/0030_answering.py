"""Keep the drafts of replies, with who wrote and who signed them.

Revision: 0030, after 0028.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reply_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "drafted",
                "submitted",
                "returned",
                "approved",
                "delivered",
                name="replystate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("method", sa.String(length=200), nullable=True),
        sa.Column("drafted_on", sa.Date(), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "decided_by_id IS NULL"
            " OR (decided_by_id != drafted_by_id AND decided_by_id != submitted_by_id)",
            name=op.f("ck_reply_drafts_signed_by_another"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'delivered', 'returned')"
            " OR (decided_by_id IS NOT NULL AND decided_on IS NOT NULL)",
            name=op.f("ck_reply_drafts_decided_has_decider"),
        ),
        sa.CheckConstraint(
            "state != 'returned' OR opinion IS NOT NULL",
            name=op.f("ck_reply_drafts_returned_has_reason"),
        ),
        sa.CheckConstraint(
            "(state = 'delivered') = (document_id IS NOT NULL)",
            name=op.f("ck_reply_drafts_delivered_has_letter"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_reply_drafts_{column}_{table}")
            )
            for column, table in (
                ("complaint_id", "complaints"),
                ("drafted_by_id", "users"),
                ("submitted_by_id", "users"),
                ("decided_by_id", "users"),
                ("document_id", "issued_documents"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_drafts")),
    )
    op.create_index("ix_reply_drafts_complaint_id_id", "reply_drafts", ["complaint_id", "id"])


def downgrade() -> None:
    op.drop_table("reply_drafts")
