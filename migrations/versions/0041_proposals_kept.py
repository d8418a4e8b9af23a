"""Keep with confirmed shares what the pack proposed, so that it reads the same ever after.

Revision: 0041, after 0040.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("responsible_acts", sa.Column("proposal", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("responsible_acts", "proposal")
