"""Keep the numbers that an office sets itself where the source of a period gives none.

Revision: 0021, after 0020. A change by two persons may be one of them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_KINDS = ("post_give", "post_end", "pack_assign", "factor_reset", "calendar_import")
_KIND = "ck_pending_changes_changekind"
_USER = "ck_pending_changes_concerns_a_user"


def upgrade() -> None:
    op.create_table(
        "local_periods",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.String(length=60), nullable=False),
        sa.Column("length", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "unit IN ('calendar_day', 'working_day', 'minute', 'hour', 'month', 'year',"
            " 'same_day', 'fixed_date', 'per_week', 'per_month', 'per_quarter', 'per_year')",
            name=op.f("ck_local_periods_unit"),
        ),
        sa.CheckConstraint(
            "length IS NULL OR length BETWEEN 1 AND 9999",
            name=op.f("ck_local_periods_length_in_range"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_local_periods_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_periods")),
        sa.UniqueConstraint(
            "unit_id",
            "term_id",
            "effective_from",
            name=op.f("uq_local_periods_unit_id_term_id_effective_from"),
        ),
    )
    _allow((*_KINDS, "period_set"), "kind IN ('pack_assign', 'calendar_import', 'period_set')")


def downgrade() -> None:
    op.execute("DELETE FROM pending_changes WHERE kind = 'period_set'")
    _allow(_KINDS, "kind IN ('pack_assign', 'calendar_import')")
    op.drop_table("local_periods")


def _allow(kinds: tuple[str, ...], without_user: str) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("pending_changes") as batch:
        batch.drop_constraint(op.f(_KIND), type_="check")
        batch.create_check_constraint(op.f(_KIND), f"kind IN ({listed})")
        batch.drop_constraint(op.f(_USER), type_="check")
        batch.create_check_constraint(op.f(_USER), f"user_id IS NOT NULL OR {without_user}")
