"""Keep the points of options, the steps of a round that people record, and what towns reported.

Revision: 0043, after 0042. Rounds made before have options without points: no index is shown.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "questionnaires", sa.Column("scale", sa.Text(), nullable=False, server_default="")
    )
    op.add_column("survey_options", sa.Column("weight", sa.Integer(), nullable=True))
    op.create_table(
        "evaluation_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("step_code", sa.String(length=60), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        *_keys("evaluation_steps", round_id="evaluation_rounds", recorded_by_id="users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_steps")),
        sa.UniqueConstraint(
            "round_id", "step_code", name=op.f("uq_evaluation_steps_round_id_step_code")
        ),
    )
    op.create_table(
        "town_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("owner_unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        *_keys("town_reports", unit_id="units", owner_unit_id="units", recorded_by_id="users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_town_reports")),
    )
    op.create_index("ix_town_reports_owner_unit_id_year", "town_reports", ["owner_unit_id", "year"])


def downgrade() -> None:
    op.drop_index("ix_town_reports_owner_unit_id_year", table_name="town_reports")
    op.drop_table("town_reports")
    op.drop_table("evaluation_steps")
    op.drop_column("survey_options", "weight")
    op.drop_column("questionnaires", "scale")


def _keys(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
        )
        for column, target in columns.items()
    ]
