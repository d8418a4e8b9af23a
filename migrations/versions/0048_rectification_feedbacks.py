"""Keep to whom, when and how the outcome of a rectification was fed back.

Revision: 0048, after 0047.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rectification_feedbacks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rectification_id", sa.Integer(), nullable=False),
        sa.Column("to_whom", sa.String(length=120), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=120), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_rectification_feedbacks_{column}_{table}")
            )
            for column, table in (
                ("rectification_id", "rectifications"),
                ("recorded_by_id", "users"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_feedbacks")),
    )
    op.create_index(
        "ix_rectification_feedbacks_rectification_id",
        "rectification_feedbacks",
        ["rectification_id"],
    )


def downgrade() -> None:
    op.drop_table("rectification_feedbacks")
