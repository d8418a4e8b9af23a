"""Keep of a request to see the file that it came on paper, and when it was posted.

Revision: 0058, after 0057. Those before came from the desk.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "file_requests",
        sa.Column("on_paper", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("file_requests", sa.Column("posted_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("file_requests", "posted_on")
    op.drop_column("file_requests", "on_paper")
