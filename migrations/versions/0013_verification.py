"""Give issued documents a code by which a reader can check them, and name who issued them.

Revision: 0013, after 0012.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("issued_documents") as batch:
        batch.add_column(sa.Column("verification_code", sa.String(length=20), nullable=True))
        batch.add_column(sa.Column("issuer", sa.String(length=100), nullable=True))
        batch.create_unique_constraint(
            op.f("uq_issued_documents_verification_code"), ["verification_code"]
        )


def downgrade() -> None:
    with op.batch_alter_table("issued_documents") as batch:
        batch.drop_constraint(op.f("uq_issued_documents_verification_code"), type_="unique")
        batch.drop_column("issuer")
        batch.drop_column("verification_code")
