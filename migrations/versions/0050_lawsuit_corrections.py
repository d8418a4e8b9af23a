"""Keep the results of lawsuits that were recorded wrongly, beside those that correct them.

Revision: 0050, after 0049.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

TABLE = "lawsuit_corrections"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lawsuit_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                *("upheld", "revoked", "changed", "unlawful", "void", "ordered", "dismissed"),
                *("not_admitted", "withdrawn", "terminated"),
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("result_number", sa.String(length=60), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("corrected_on", sa.Date(), nullable=False),
        sa.Column("corrected_by_id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_{TABLE}_{column}_{table}")
            )
            for column, table in (("lawsuit_id", "lawsuits"), ("corrected_by_id", "users"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(f"ix_{TABLE}_lawsuit_id", TABLE, ["lawsuit_id"])


def downgrade() -> None:
    op.drop_table(TABLE)
