"""Tell people what waits for them, and where they want to read it.

Revision: 0011, after 0010.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _level(name: str) -> sa.Enum:
    return sa.Enum(
        "plain",
        "yellow",
        "red",
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
    )


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("action", sa.String(length=200), nullable=False),
        sa.Column("term", sa.String(length=300), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("level", _level("level"), nullable=False),
        sa.Column("mailed_level", _level("mailed_level"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_notices_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
    )
    op.create_index("ix_notices_user_id_done_at", "notices", ["user_id", "done_at"])
    op.create_table(
        "notice_addresses",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("wants_mail", sa.Boolean(), nullable=False),
        sa.Column("last_digest_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "NOT wants_mail OR email IS NOT NULL",
            name=op.f("ck_notice_addresses_mail_needs_address"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_notice_addresses_user_id_users"
        ),
        sa.PrimaryKeyConstraint("user_id", name="pk_notice_addresses"),
    )


def downgrade() -> None:
    op.drop_table("notice_addresses")
    op.drop_table("notices")
