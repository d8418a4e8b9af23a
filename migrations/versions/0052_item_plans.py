"""Keep who is to do what until when, by item of a rectification.

Revision: 0052, after 0051.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

NAME = op.f("ck_rectification_items_plan_is_whole")


def upgrade() -> None:
    with op.batch_alter_table("rectification_items") as table:
        table.add_column(sa.Column("measure", sa.Text(), nullable=True))
        table.add_column(sa.Column("responsible", sa.String(length=60), nullable=True))
        table.add_column(sa.Column("planned_on", sa.Date(), nullable=True))
        table.create_check_constraint(
            NAME,
            "(measure IS NULL) = (responsible IS NULL) AND (measure IS NULL) = (planned_on IS NULL)",
        )


def downgrade() -> None:
    with op.batch_alter_table("rectification_items") as table:
        table.drop_constraint(NAME, type_="check")
        for name in ("planned_on", "responsible", "measure"):
            table.drop_column(name)
