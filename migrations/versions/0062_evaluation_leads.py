"""Let the dissatisfying result of an evaluated unit be made a lead, of a channel of its own.

Revision: 0062, after 0061.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

CHANNELS = (
    *("written", "oral", "telephone", "visit", "hotline", "breached_duty"),
    *("web", "box", "media", "internal_check", "from_above", "overturned_act"),
)
NEW = "evaluation_result"
BY_SOMEBODY = "created_by_id IS NOT NULL OR clock_id IS NOT NULL OR channel IN"
UNITS = "evaluation_round_units"


def _complaints(of_itself: str, *channels: str) -> None:
    """Change what the database asks of a complaint: its channel, and who registered it."""
    allowed = ", ".join(f"'{channel}'" for channel in channels)
    with op.batch_alter_table("complaints") as batch:
        for name, check in (
            ("channel", f"channel IN ({allowed})"),
            ("registered_by_somebody", f"{BY_SOMEBODY} ({of_itself})"),
        ):
            batch.drop_constraint(op.f(f"ck_complaints_{name}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_complaints_{name}"), check)


def upgrade() -> None:
    _complaints(f"'web', 'overturned_act', '{NEW}'", *CHANNELS, NEW)
    with op.batch_alter_table(UNITS) as batch:
        batch.add_column(sa.Column("lead_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f(f"fk_{UNITS}_lead_id_complaints"), "complaints", ["lead_id"], ["id"]
        )
        batch.create_unique_constraint(op.f(f"uq_{UNITS}_lead_id"), ["lead_id"])  # fmt: skip


def downgrade() -> None:
    """Take it away; its leads become written reports of the first account."""
    with op.batch_alter_table(UNITS) as batch:
        batch.drop_constraint(op.f(f"uq_{UNITS}_lead_id"), type_="unique")
        batch.drop_constraint(op.f(f"fk_{UNITS}_lead_id_complaints"), type_="foreignkey")
        batch.drop_column("lead_id")
    op.execute(
        "UPDATE complaints SET created_by_id = (SELECT min(id) FROM users), channel = 'written'"
        " WHERE channel = 'evaluation_result'"
    )
    _complaints("'web', 'overturned_act'", *CHANNELS)
