"""Keep with each notice the file it is about, so that others see what waits for whom.

Revision: 0054, after 0053. What waits now is filled in by the next `flask notify sync`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notices", sa.Column("file_type", sa.String(length=60), nullable=True))
    op.add_column("notices", sa.Column("file_id", sa.Integer(), nullable=True))
    op.create_index("ix_notices_file", "notices", ["file_type", "file_id"])


def downgrade() -> None:
    op.drop_index("ix_notices_file", table_name="notices")
    op.drop_column("notices", "file_id")
    op.drop_column("notices", "file_type")
