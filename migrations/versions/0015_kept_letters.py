"""Keep the parts of an issued letter, so that it can be given out as a Word file.

Revision: 0015, after 0014.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("issued_documents", sa.Column("letter", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("issued_documents", "letter")
