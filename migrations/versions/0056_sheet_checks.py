"""Keep which sheets are typed a second time, and where two entries differ.

Revision: 0056, after 0055.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sheet_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(checked_on IS NULL) = (checked_by_id IS NULL)",
            name=op.f("ck_sheet_checks_check_has_person"),
        ),
        *_keys(
            "sheet_checks",
            batch_id="sheet_batches",
            sheet_id="answer_sheets",
            checked_by_id="users",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_checks")),
        sa.UniqueConstraint("sheet_id", name=op.f("uq_sheet_checks_sheet_id")),
    )
    op.create_index("ix_sheet_checks_batch_id", "sheet_checks", ["batch_id"])
    op.create_table(
        "sheet_differences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.String(length=60), nullable=False),
        sa.Column("second", sa.String(length=60), nullable=False),
        sa.Column(
            "kept",
            sa.Enum(
                "first",
                "second",
                name="entry",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kept IS NULL) = (decided_by_id IS NULL)",
            name=op.f("ck_sheet_differences_decided_by_somebody"),
        ),
        *_keys(
            "sheet_differences",
            check_id="sheet_checks",
            question_id="survey_questions",
            decided_by_id="users",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_differences")),
        sa.UniqueConstraint(
            "check_id", "question_id", name=op.f("uq_sheet_differences_check_id_question_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("sheet_differences")
    op.drop_index("ix_sheet_checks_batch_id", table_name="sheet_checks")
    op.drop_table("sheet_checks")


def _keys(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
        )
        for column, target in columns.items()
    ]
