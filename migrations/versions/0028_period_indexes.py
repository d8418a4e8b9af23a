"""Find the reports of a period without reading all of them.

Revision: 0028, after 0027.
"""

from __future__ import annotations

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_complaints_received_on", "complaints", ["received_on"])


def downgrade() -> None:
    op.drop_index("ix_complaints_received_on", "complaints")
