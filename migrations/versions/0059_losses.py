"""Keep losses that a breach caused, and their compensation.

Revision: 0059, after 0058.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

CHECKS = {
    "amounts_positive": "loss > 0 AND (award IS NULL OR award > 0)",
    "decided_by_body": (
        "(state = 'registered') = (decided_on IS NULL)"
        " AND (decided_on IS NULL) = (body IS NULL) AND (decided_on IS NULL) = (ruling IS NULL)"
    ),
    "award_has_payer": (
        "(state IN ('awarded','paid')) = (award IS NOT NULL) AND (award IS NULL) = (payer IS NULL)"
    ),
    "paid_has_proof": (
        "(state = 'paid') = (paid_on IS NOT NULL) AND (paid_on IS NULL) = (proof IS NULL)"
    ),
}


def upgrade() -> None:
    op.create_table(
        "losses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                *("registered", "awarded", "denied", "paid"),
                name="lossstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sufferer", sa.String(length=60), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("loss", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=120), nullable=True),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("ruling", sa.Text(), nullable=True),
        sa.Column("award", sa.BigInteger(), nullable=True),
        sa.Column("payer", sa.String(length=120), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_losses_{name}"))
            for name, rule in CHECKS.items()
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_losses_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["registered_by_id"], ["users.id"], name=op.f("fk_losses_registered_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_losses")),
    )
    op.create_index("ix_losses_case_id", "losses", ["case_id"])


def downgrade() -> None:
    op.drop_index("ix_losses_case_id", table_name="losses")
    op.drop_table("losses")
