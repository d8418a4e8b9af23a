"""Keep who assesses a public service body: its own superior or contact department.

Revision: 0053, after 0052.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

_KEY = "fk_assessed_units_assessor_id_units"


def upgrade() -> None:
    with op.batch_alter_table("assessed_units") as batch:
        batch.add_column(sa.Column("assessor_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f(_KEY), "units", ["assessor_id"], ["id"])
        batch.create_index("ix_assessed_units_assessor_id", ["assessor_id"])


def downgrade() -> None:
    with op.batch_alter_table("assessed_units") as batch:
        batch.drop_index("ix_assessed_units_assessor_id")
        batch.drop_constraint(op.f(_KEY), type_="foreignkey")
        batch.drop_column("assessor_id")
