"""Keep visits on the spot that verify a correction.

Revision: 0036, after 0035.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rectification_visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rectification_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("visitors", sa.String(length=120), nullable=False),
        sa.Column(
            "finding",
            sa.Enum(
                "corrected",
                "partly",
                "not_corrected",
                name="visitfinding",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_rectification_visits_{column}_{table}")
            )
            for column, table in (
                ("rectification_id", "rectifications"),
                ("item_id", "rectification_items"),
                ("recorded_by_id", "users"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_visits")),
    )
    op.create_index(
        "ix_rectification_visits_rectification_id", "rectification_visits", ["rectification_id"]
    )


def downgrade() -> None:
    op.drop_table("rectification_visits")
