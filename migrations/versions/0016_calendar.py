"""Keep the holiday notices an office enters, and let a change by two persons be one of them.

Revision: 0016, after 0015.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_KINDS = ("post_give", "post_end", "pack_assign", "factor_reset")
_KIND = "ck_pending_changes_changekind"
_USER = "ck_pending_changes_concerns_a_user"


def upgrade() -> None:
    op.create_table(
        "calendar_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("settled", sa.Integer(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "proposed_by_id <> confirmed_by_id", name=op.f("ck_calendar_notices_two_persons")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["users.id"], name=op.f("fk_calendar_notices_proposed_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"],
            ["users.id"],
            name=op.f("fk_calendar_notices_confirmed_by_id_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_notices")),
        sa.UniqueConstraint("year", "version", name=op.f("uq_calendar_notices_year_version")),
    )
    _allow((*_KINDS, "calendar_import"), "kind IN ('pack_assign', 'calendar_import')")


def downgrade() -> None:
    op.execute("DELETE FROM pending_changes WHERE kind = 'calendar_import'")
    _allow(_KINDS, "kind = 'pack_assign'")
    op.drop_table("calendar_notices")


def _allow(kinds: tuple[str, ...], without_user: str) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("pending_changes") as batch:
        batch.drop_constraint(op.f(_KIND), type_="check")
        batch.create_check_constraint(op.f(_KIND), f"kind IN ({listed})")
        batch.drop_constraint(op.f(_USER), type_="check")
        batch.create_check_constraint(op.f(_USER), f"user_id IS NOT NULL OR {without_user}")
