"""Know one-time passwords, and the passwords a user had.

Revision: 0008, after 0007.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("one_time_until", sa.DateTime(timezone=True)))
    op.add_column("users", sa.Column("password_set_at", sa.DateTime(timezone=True)))
    op.create_table(
        "past_passwords",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_past_passwords_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_passwords")),
    )
    op.create_index("ix_past_passwords_user_id", "past_passwords", ["user_id"])


def downgrade() -> None:
    op.drop_index("ix_past_passwords_user_id", table_name="past_passwords")
    op.drop_table("past_passwords")
    op.drop_column("users", "password_set_at")
    op.drop_column("users", "one_time_until")
