"""Keep the yearly assessment: its items, the units assessed, checks, deductions.

Revision: 0039, after 0038.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assessments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.String(length=60), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "drafted",
                "scheduled",
                "notified",
                "reviewing",
                "proposed",
                "frozen",
                "approved",
                "circulated",
                name="assessmentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("panel", sa.Text(), nullable=False),
        sa.Column("assess_on", sa.Date(), nullable=True),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("proposed_on", sa.Date(), nullable=True),
        sa.Column("objections_until", sa.Date(), nullable=True),
        sa.Column("frozen_on", sa.Date(), nullable=True),
        sa.Column("frozen_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approval_opinion", sa.Text(), nullable=True),
        sa.Column("circulated_on", sa.Date(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(approved_on IS NULL) = (approved_by_id IS NULL)",
            name=op.f("ck_assessments_approval_has_person"),
        ),
        sa.CheckConstraint(
            "(frozen_on IS NULL) = (frozen_by_id IS NULL)",
            name=op.f("ck_assessments_freeze_has_person"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["users.id"], name=op.f("fk_assessments_approved_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_assessments_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["frozen_by_id"], ["users.id"], name=op.f("fk_assessments_frozen_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_assessments_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
        sa.UniqueConstraint("number", name=op.f("uq_assessments_number")),
        sa.UniqueConstraint("unit_id", "year", name=op.f("uq_assessments_unit_id_year")),
    )
    op.create_table(
        "assessed_units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "awaited",
                "reported",
                "objected",
                "answered",
                name="assessedstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("reported_by_id", sa.Integer(), nullable=True),
        sa.Column("falsification", sa.Integer(), nullable=False),
        sa.Column("falsification_reason", sa.Text(), nullable=True),
        sa.Column("proposed_score", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("band_code", sa.String(length=60), nullable=True),
        sa.Column("band_reason", sa.Text(), nullable=True),
        sa.Column("objection", sa.Text(), nullable=True),
        sa.Column("objected_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_on IS NULL)",
            name=op.f("ck_assessed_units_answer_has_date"),
        ),
        sa.CheckConstraint(
            "(falsification = 0) = (falsification_reason IS NULL)",
            name=op.f("ck_assessed_units_falsification_has_reason"),
        ),
        sa.CheckConstraint(
            "(objection IS NULL) = (objected_on IS NULL)",
            name=op.f("ck_assessed_units_objection_has_date"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["users.id"], name=op.f("fk_assessed_units_answered_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessments.id"],
            name=op.f("fk_assessed_units_assessment_id_assessments"),
        ),
        sa.ForeignKeyConstraint(
            ["reported_by_id"], ["users.id"], name=op.f("fk_assessed_units_reported_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_assessed_units_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessed_units")),
        sa.UniqueConstraint(
            "assessment_id", "unit_id", name=op.f("uq_assessed_units_assessment_id_unit_id")
        ),
    )
    op.create_index("ix_assessed_units_unit_id", "assessed_units", ["unit_id"], unique=False)

    op.create_table(
        "assessment_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("area", sa.String(length=100), nullable=True),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("article", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessments.id"],
            name=op.f("fk_assessment_items_assessment_id_assessments"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_items")),
        sa.UniqueConstraint(
            "assessment_id", "code", name=op.f("uq_assessment_items_assessment_id_code")
        ),
    )
    op.create_table(
        "assessment_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessed_id", sa.Integer(), nullable=False),
        sa.Column("method_code", sa.String(length=60), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessed_id"],
            ["assessed_units.id"],
            name=op.f("fk_assessment_checks_assessed_id_assessed_units"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_assessment_checks_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_checks")),
    )
    op.create_index(
        op.f("ix_assessment_checks_assessed_id"), "assessment_checks", ["assessed_id"], unique=False
    )

    op.create_table(
        "assessment_self_scores",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessed_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessed_id"],
            ["assessed_units.id"],
            name=op.f("fk_assessment_self_scores_assessed_id_assessed_units"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["assessment_items.id"],
            name=op.f("fk_assessment_self_scores_item_id_assessment_items"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_self_scores")),
        sa.UniqueConstraint(
            "assessed_id", "item_id", name=op.f("uq_assessment_self_scores_assessed_id_item_id")
        ),
    )
    op.create_table(
        "assessment_deductions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessed_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=60), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("problem", sa.String(length=200), nullable=False),
        sa.Column("evidence_type", sa.String(length=60), nullable=True),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(evidence_type IS NULL) = (evidence_id IS NULL)",
            name=op.f("ck_assessment_deductions_evidence_is_whole"),
        ),
        sa.CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawn_reason IS NULL)",
            name=op.f("ck_assessment_deductions_withdrawal_has_reason"),
        ),
        sa.CheckConstraint(
            "points > 0 AND times > 0", name=op.f("ck_assessment_deductions_takes_something_off")
        ),
        sa.ForeignKeyConstraint(
            ["assessed_id"],
            ["assessed_units.id"],
            name=op.f("fk_assessment_deductions_assessed_id_assessed_units"),
        ),
        sa.ForeignKeyConstraint(
            ["check_id"],
            ["assessment_checks.id"],
            name=op.f("fk_assessment_deductions_check_id_assessment_checks"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"],
            ["users.id"],
            name=op.f("fk_assessment_deductions_entered_by_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["assessment_items.id"],
            name=op.f("fk_assessment_deductions_item_id_assessment_items"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_deductions")),
    )
    op.create_index(
        op.f("ix_assessment_deductions_assessed_id"),
        "assessment_deductions",
        ["assessed_id"],
        unique=False,
    )
    op.create_index(
        "uq_assessment_deductions_one_problem_once",
        "assessment_deductions",
        ["assessed_id", "problem"],
        unique=True,
        sqlite_where=sa.text("withdrawn_on IS NULL"),
        postgresql_where=sa.text("withdrawn_on IS NULL"),
    )


def downgrade() -> None:

    op.drop_table("assessment_deductions")
    op.drop_table("assessment_self_scores")

    op.drop_table("assessment_checks")
    op.drop_table("assessment_items")

    op.drop_table("assessed_units")
    op.drop_table("assessments")
