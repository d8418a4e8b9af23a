"""Keep what the nightly check found that nobody follows, and when it looked.

Revision: 0047, after 0046.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unattended_things",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=60), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("file_type", sa.String(length=60), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "cause",
            sa.Enum(
                *("nobody", "barred", "still", "paused"),
                name="lapse",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "(file_type IS NULL) = (file_id IS NULL)",
            name=op.f("ck_unattended_things_file_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_unattended_things_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unattended_things")),
        sa.UniqueConstraint(
            "subject_type",
            "subject_id",
            name=op.f("uq_unattended_things_subject_type_subject_id"),
        ),
    )
    op.create_index("ix_unattended_things_file", "unattended_things", ["file_type", "file_id"])
    op.create_table(
        "follow_up_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_checks")),
    )


def downgrade() -> None:
    op.drop_table("follow_up_checks")
    op.drop_table("unattended_things")
