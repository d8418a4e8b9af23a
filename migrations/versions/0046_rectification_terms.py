"""Keep by which rule a rectification was ordered where no decision did.

Revision: 0046, after 0045.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rectifications", sa.Column("term_id", sa.String(length=60), nullable=True))
    rectifications = sa.table(
        "rectifications", sa.column("term_id", sa.String), sa.column("origin_type", sa.String)
    )
    op.execute(
        rectifications.update()
        .where(rectifications.c.origin_type.is_not(None))
        .values(term_id="evaluation.rectify")  # until now nothing else ordered one
    )


def downgrade() -> None:
    op.drop_column("rectifications", "term_id")
