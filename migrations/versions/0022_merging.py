"""Let a complaint be joined to another one about the same matter.

Revision: 0022, after 0021.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_LEADING = "fk_complaints_leading_id_complaints"
_NAMED_BY = "fk_complaint_respondents_named_by_id_complaints"


def upgrade() -> None:
    with op.batch_alter_table("complaints") as batch:
        batch.add_column(sa.Column("leading_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f(_LEADING), "complaints", ["leading_id"], ["id"])
        batch.create_check_constraint(
            op.f("ck_complaints_not_joined_to_itself"), "leading_id != id"
        )
        batch.create_index("ix_complaints_leading_id", ["leading_id"])
    with op.batch_alter_table("complaint_respondents") as batch:
        batch.add_column(sa.Column("named_by_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f(_NAMED_BY), "complaints", ["named_by_id"], ["id"])
        batch.create_index("ix_complaint_respondents_named_by_id", ["named_by_id"])


def downgrade() -> None:
    """Part what was joined; whom only the other complaint names is no longer named."""
    op.execute("DELETE FROM complaint_respondents WHERE named_by_id IS NOT NULL")
    with op.batch_alter_table("complaint_respondents") as batch:
        batch.drop_index("ix_complaint_respondents_named_by_id")
        batch.drop_constraint(op.f(_NAMED_BY), type_="foreignkey")
        batch.drop_column("named_by_id")
    with op.batch_alter_table("complaints") as batch:
        batch.drop_index("ix_complaints_leading_id")
        batch.drop_constraint(op.f("ck_complaints_not_joined_to_itself"), type_="check")
        batch.drop_constraint(op.f(_LEADING), type_="foreignkey")
        batch.drop_column("leading_id")
