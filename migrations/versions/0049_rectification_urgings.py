"""Keep how an overdue rectification was pressed.

Revision: 0049, after 0048.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rectification_urgings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rectification_id", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "remind",
                "supervise",
                "criticise",
                name="overduestep",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("way", sa.String(length=120), nullable=True),
        sa.Column("article", sa.String(length=120), nullable=True),
        sa.Column("recipients", sa.Text(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "step != 'criticise' OR article IS NOT NULL",
            name=op.f("ck_rectification_urgings_criticised_by_rule"),
        ),
        sa.CheckConstraint(
            "step != 'remind' OR way IS NOT NULL",
            name=op.f("ck_rectification_urgings_reminded_by_some_way"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_rectification_urgings_{column}_{table}")
            )
            for column, table in (
                ("rectification_id", "rectifications"),
                ("raised_by_id", "users"),
                ("document_id", "issued_documents"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_urgings")),
    )
    op.create_index(
        "ix_rectification_urgings_rectification_id", "rectification_urgings", ["rectification_id"]
    )


def downgrade() -> None:
    op.drop_table("rectification_urgings")
