"""Keep the investigation report of a case, its signatures and every hand-in; number the evidence.

Revision: 0025, after 0023.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0023"
branch_labels = None
depends_on = None

_OPEN = "state <> 'approved'"


def upgrade() -> None:
    _number_the_evidence()
    op.create_table(
        "investigation_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "drafted",
                "returned",
                "in_review",
                "reviewed",
                "approved",
                name="reportstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("course", sa.Text(), nullable=False),
        sa.Column("facts_text", sa.Text(), nullable=False),
        sa.Column("evidence_text", sa.Text(), nullable=False),
        sa.Column("effect_found", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("qualification", sa.Text(), nullable=False),
        sa.Column("respondents_text", sa.Text(), nullable=False),
        sa.Column("evidence_count", sa.Integer(), nullable=False),
        sa.Column("fact_count", sa.Integer(), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state != 'approved' OR (approved_by_id IS NOT NULL AND approved_at IS NOT NULL)",
            name=op.f("ck_investigation_reports_approved_by_somebody"),
        ),
        sa.CheckConstraint("edition >= 1", name=op.f("ck_investigation_reports_edition_from_one")),
        *_keys("investigation_reports", case_id="cases", document_id="issued_documents"),
        *_keys("investigation_reports", drafted_by_id="users", approved_by_id="users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investigation_reports")),
    )
    op.create_index("ix_investigation_reports_case_id", "investigation_reports", ["case_id"])
    op.create_index(
        "uq_investigation_reports_open",
        "investigation_reports",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text(_OPEN),
        postgresql_where=sa.text(_OPEN),
    )
    op.create_table(
        "report_signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        *_keys("report_signatures", report_id="investigation_reports", user_id="users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_signatures")),
        sa.UniqueConstraint(
            "report_id",
            "edition",
            "user_id",
            name=op.f("uq_report_signatures_report_id_edition_user_id"),
        ),
    )
    op.create_table(
        "report_hand_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("handed_in_by_id", sa.Integer(), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.Column("returned_by_id", sa.Integer(), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "returned_at IS NULL OR return_reason IS NOT NULL",
            name=op.f("ck_report_hand_ins_says_why_back"),
        ),
        sa.CheckConstraint(
            "reviewed_at IS NULL OR opinion IS NOT NULL",
            name=op.f("ck_report_hand_ins_reviewed_in_words"),
        ),
        *_keys("report_hand_ins", report_id="investigation_reports", handed_in_by_id="users"),
        *_keys("report_hand_ins", reviewed_by_id="users", returned_by_id="users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_hand_ins")),
        sa.UniqueConstraint(
            "report_id", "edition", name=op.f("uq_report_hand_ins_report_id_edition")
        ),
    )


def _number_the_evidence() -> None:
    """Give each piece of evidence the number it was shown under: by day, then as recorded."""
    with op.batch_alter_table("evidence") as batch:
        batch.add_column(sa.Column("number", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE evidence SET number = ("
        " SELECT COUNT(*) FROM evidence AS other WHERE other.case_id = evidence.case_id"
        " AND (other.on_date < evidence.on_date"
        " OR (other.on_date = evidence.on_date AND other.id <= evidence.id)))"
    )
    with op.batch_alter_table("evidence") as batch:
        batch.alter_column("number", existing_type=sa.Integer(), nullable=False)
        batch.create_unique_constraint(op.f("uq_evidence_case_id_number"), ["case_id", "number"])
        batch.drop_index("ix_evidence_case_id")


def _keys(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
        )
        for column, target in columns.items()
    ]


def downgrade() -> None:
    op.drop_table("report_hand_ins")
    op.drop_table("report_signatures")
    op.drop_table("investigation_reports")
    with op.batch_alter_table("evidence") as batch:
        batch.create_index("ix_evidence_case_id", ["case_id"])
        batch.drop_constraint(op.f("uq_evidence_case_id_number"), type_="unique")
        batch.drop_column("number")
