"""Keep the drafts of replies, who signed them, and what time units asked for; let a transfer be taken
back; tie a report of retaliation to the earlier one.

Revision: 0030, after 0029.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_EARLIER = "fk_complaints_retaliates_id_complaints"
_CHECKS = {
    "not_retaliation_for_itself": "retaliates_id != id",
    "linked_is_retaliation": "retaliates_id IS NULL OR is_retaliation",
}
STATES = ("sent", "signed", "returned", "reported")


def _transfers(*states: str) -> None:
    """Change what the database asks of a transfer: its states, and what ended ones need."""
    allowed = ", ".join(f"'{state}'" for state in states)
    ended = ", ".join(f"'{state}'" for state in states[2:])
    has_outcome = "ended_on IS NOT NULL AND ended_by_id IS NOT NULL AND outcome IS NOT NULL"
    with op.batch_alter_table("complaint_transfers") as batch:
        for name, check in (
            ("transferstate", f"state IN ({allowed})"),
            ("ended_has_outcome", f"state NOT IN ({ended}) OR ({has_outcome})"),
        ):
            batch.drop_constraint(op.f(f"ck_complaint_transfers_{name}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_complaint_transfers_{name}"), check)


def _extensions() -> None:
    op.create_table(
        "transfer_extensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transfer_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("wanted_until", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("granted_until", sa.Date(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=True),
        *(
            sa.CheckConstraint(check, name=op.f(f"ck_transfer_extensions_{name}"))
            for name, check in (
                ("wanted_after_asked", "wanted_until > asked_on"),
                ("decided_has_decider", "(decided_on IS NULL) = (decided_by_id IS NULL)"),
                ("decided_by_another", "decided_by_id IS NULL OR decided_by_id != asked_by_id"),
                ("granted_is_decided", "decided_on IS NOT NULL OR granted_until IS NULL"),
                (
                    "refused_has_reason",
                    "decided_on IS NULL OR granted_until IS NOT NULL OR opinion IS NOT NULL",
                ),
            )
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_transfer_extensions_{column}_{table}")
            )
            for column, table in (
                ("transfer_id", "complaint_transfers"),
                ("asked_by_id", "users"),
                ("decided_by_id", "users"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer_extensions")),
    )
    op.create_index(
        "ix_transfer_extensions_transfer_id_id", "transfer_extensions", ["transfer_id", "id"]
    )


def upgrade() -> None:
    _transfers(*STATES, "recalled")
    _extensions()
    with op.batch_alter_table("complaints") as batch:
        batch.add_column(
            sa.Column("is_retaliation", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.add_column(sa.Column("retaliates_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f(_EARLIER), "complaints", ["retaliates_id"], ["id"])
        for name, check in _CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_complaints_{name}"), check)
        batch.create_index("ix_complaints_retaliates_id", ["retaliates_id"])
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
    """Take it all away; what was taken back counts as returned."""
    op.drop_table("reply_drafts")
    op.drop_table("transfer_extensions")
    op.execute("UPDATE complaint_transfers SET state = 'returned' WHERE state = 'recalled'")
    _transfers(*STATES)
    with op.batch_alter_table("complaints") as batch:
        batch.drop_index("ix_complaints_retaliates_id")
        for name in _CHECKS:
            batch.drop_constraint(op.f(f"ck_complaints_{name}"), type_="check")
        batch.drop_constraint(op.f(_EARLIER), type_="foreignkey")
        batch.drop_column("retaliates_id")
        batch.drop_column("is_retaliation")
