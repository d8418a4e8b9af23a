"""Keep the days of what led to an act: drafted, reviewed, instructed, objected to, approved.

Revision: 0040, after 0039.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

DAYS = ("drafted_on", "review_on", "instruction_on", "objection_on", "approval_on")


def upgrade() -> None:
    for name in DAYS:
        op.add_column("responsible_acts", sa.Column(name, sa.Date(), nullable=True))


def downgrade() -> None:
    for name in reversed(DAYS):
        op.drop_column("responsible_acts", name)
