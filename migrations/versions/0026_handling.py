"""Keep what who reported is asked to add.

Revision: 0026, after 0023.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "supplement_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("received", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "due_on >= asked_on", name=op.f("ck_supplement_requests_due_after_asked")
        ),
        sa.CheckConstraint(
            "ended_on IS NOT NULL OR received IS NULL",
            name=op.f("ck_supplement_requests_received_is_ended"),
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaints.id"],
            name=op.f("fk_supplement_requests_complaint_id_complaints"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_supplement_requests_asked_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement_requests")),
    )
    op.create_index(
        "ix_supplement_requests_complaint_id_id", "supplement_requests", ["complaint_id", "id"]
    )
    op.create_index("ix_supplement_requests_ended_on", "supplement_requests", ["ended_on"])


def downgrade() -> None:
    op.drop_table("supplement_requests")
