"""Keep tables of survey sheets that wait to be confirmed, and who put them in.

Revision: 0060, after 0059.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sheet_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file_kind", sa.String(length=4), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("faulty", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_sheet_imports_sha256_length")),
        sa.CheckConstraint(
            "(confirmed_on IS NULL) = (content IS NOT NULL)",
            name=op.f("ck_sheet_imports_content_while_waiting"),
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["sheet_batches.id"], name=op.f("fk_sheet_imports_batch_id_sheet_batches")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["users.id"], name=op.f("fk_sheet_imports_uploaded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_imports")),
    )
    op.create_index("ix_sheet_imports_batch_id", "sheet_imports", ["batch_id"])


def downgrade() -> None:
    op.drop_index("ix_sheet_imports_batch_id", table_name="sheet_imports")
    op.drop_table("sheet_imports")
