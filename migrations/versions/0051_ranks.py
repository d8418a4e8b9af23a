"""Keep the rank of people, and that of respondents as it was when they were entered.

Revision: 0051, after 0050.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

TABLES = ("users", "case_respondents")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("rank", sa.String(length=40), nullable=True))


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_column(table, "rank")
