"""Protect who reported: requests to see them, receipts, messages, look-up by a keyed hash.

Revision: 0007, after 0006. Numbers that were sealed before have no hash: it needs a key that no
migration knows.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("reporters") as table:
        table.add_column(sa.Column("phone_index", sa.String(length=64), nullable=True))
        table.create_index("ix_reporters_phone_index", ["phone_index"])
    op.create_table(
        "complaint_receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaints.id"],
            name="fk_complaint_receipts_complaint_id_complaints",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_complaint_receipts"),
        sa.UniqueConstraint("code_hash", name="uq_complaint_receipts_code_hash"),
        sa.UniqueConstraint("complaint_id", name="uq_complaint_receipts_complaint_id"),
    )
    op.create_table(
        "reporter_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("is_unread", sa.Boolean(), nullable=False),
        sa.Column("form_token", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name="fk_reporter_messages_author_id_users"
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaints.id"],
            name="fk_reporter_messages_complaint_id_complaints",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reporter_messages"),
        sa.UniqueConstraint("form_token", name="uq_reporter_messages_form_token"),
    )
    op.create_index(
        "ix_reporter_messages_complaint_id_id", "reporter_messages", ["complaint_id", "id"]
    )
    op.create_index(
        "ix_reporter_messages_is_unread", "reporter_messages", ["is_unread", "complaint_id"]
    )
    op.create_table(
        "reporter_openings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "consented",
                "refused",
                "used",
                "expired",
                name="openingstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_because", sa.Text(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("view_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id != requested_by_id",
            name=op.f("ck_reporter_openings_second_person"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('consented', 'used', 'expired')"
            " OR (decided_by_id IS NOT NULL AND expires_at IS NOT NULL)",
            name=op.f("ck_reporter_openings_consented_has_decider_and_end"),
        ),
        sa.CheckConstraint(
            "state != 'refused' OR (decided_by_id IS NOT NULL AND refused_because IS NOT NULL)",
            name=op.f("ck_reporter_openings_refused_has_decider_and_reason"),
        ),
        sa.CheckConstraint(
            "(view_count > 0) OR state != 'used'",
            name=op.f("ck_reporter_openings_used_was_viewed"),
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name="fk_reporter_openings_complaint_id_complaints"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name="fk_reporter_openings_decided_by_id_users"
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["users.id"], name="fk_reporter_openings_requested_by_id_users"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reporter_openings"),
    )
    op.create_index(
        "ix_reporter_openings_complaint_id_id", "reporter_openings", ["complaint_id", "id"]
    )
    op.create_index("ix_reporter_openings_state", "reporter_openings", ["state"])


def downgrade() -> None:
    op.drop_table("reporter_openings")
    op.drop_table("reporter_messages")
    op.drop_table("complaint_receipts")
    with op.batch_alter_table("reporters") as table:
        table.drop_index("ix_reporters_phone_index")
        table.drop_column("phone_index")
