"""Record applications to a court to enforce a decision, what it said, and how it was carried out.

Revision: 0027, after 0026.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "enforcements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rectification_id", sa.Integer(), nullable=False),
        sa.Column("court", sa.String(length=120), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("applied_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "ruling",
            sa.Enum(
                "granted",
                "denied",
                "withdrawn",
                name="courtruling",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("ruled_on", sa.Date(), nullable=True),
        sa.Column("ruling_number", sa.String(length=60), nullable=True),
        sa.Column("carried_out", sa.Text(), nullable=True),
        sa.Column("carried_out_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(ruling IS NULL) = (ruled_on IS NULL)",
            name=op.f("ck_enforcements_ruling_has_date"),
        ),
        sa.CheckConstraint(
            "ruled_on IS NULL OR ruled_on >= applied_on",
            name=op.f("ck_enforcements_ruled_after_applied"),
        ),
        sa.CheckConstraint(
            "(carried_out IS NULL) = (carried_out_on IS NULL)",
            name=op.f("ck_enforcements_deed_has_date"),
        ),
        sa.ForeignKeyConstraint(
            ["rectification_id"],
            ["rectifications.id"],
            name=op.f("fk_enforcements_rectification_id_rectifications"),
        ),
        sa.ForeignKeyConstraint(
            ["applied_by_id"], ["users.id"], name=op.f("fk_enforcements_applied_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enforcements")),
    )
    op.create_index("ix_enforcements_rectification_id", "enforcements", ["rectification_id"])


def downgrade() -> None:
    op.drop_table("enforcements")
