"""Keep the investigation report of a case who takes part, and the custody of evidence.

Revision: 0025, after 0024.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_OPEN = "state <> 'approved'"


def upgrade() -> None:
    _number_the_evidence()
    _participants()
    _custody()
    op.create_table(
        "investigation_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            _words("reportstate", "drafted", "returned", "in_review", "reviewed", "approved"),
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


def _participants() -> None:
    op.create_table(
        "case_participants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            _words("participantrole", "organisation", "witness", "expert"),
            nullable=False,
        ),
        sa.Column(
            "state",
            _words("participantstate", "invited", "stated", "absent"),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("affiliation", sa.String(length=120), nullable=True),
        sa.Column("matter", sa.String(length=200), nullable=False),
        sa.Column("invited_on", sa.Date(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=True),
        sa.Column("absence_reason", sa.Text(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state != 'stated' OR (statement IS NOT NULL AND stated_on IS NOT NULL)",
            name=op.f("ck_case_participants_stated_in_words"),
        ),
        sa.CheckConstraint(
            "state != 'absent' OR absence_reason IS NOT NULL",
            name=op.f("ck_case_participants_absent_for_a_reason"),
        ),
        *_keys("case_participants", case_id="cases", recorded_by_id="users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_participants")),
    )
    op.create_index("ix_case_participants_case_id", "case_participants", ["case_id"])


def _custody() -> None:
    op.create_table(
        "evidence_custodies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column(
            "state", _words("custodystate", "held", "sealed", "lent", "given_back"), nullable=False
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("origin", _words("evidenceorigin", "provided", "taken"), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("form", _words("evidenceform", "original", "copy", "data"), nullable=False),
        sa.Column("amount", sa.String(length=40), nullable=False),
        sa.Column("keeper", sa.String(length=60), nullable=False),
        sa.Column("holder", sa.String(length=60), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'lent') = (due_on IS NOT NULL)",
            name=op.f("ck_evidence_custodies_lent_until_a_day"),
        ),
        *_keys("evidence_custodies", evidence_id="evidence"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_custodies")),
        sa.UniqueConstraint("evidence_id", name=op.f("uq_evidence_custodies_evidence_id")),
    )
    op.create_index("ix_evidence_custodies_due_on", "evidence_custodies", ["due_on"])
    op.create_table(
        "custody_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("custody_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("from_whom", sa.String(length=120), nullable=False),
        sa.Column("to_whom", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *_keys("custody_events", custody_id="evidence_custodies", recorded_by_id="users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody_events")),
    )
    op.create_index("ix_custody_events_custody_id", "custody_events", ["custody_id"])


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


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
    op.drop_table("custody_events")
    op.drop_table("evidence_custodies")
    op.drop_table("case_participants")
    op.drop_table("report_hand_ins")
    op.drop_table("report_signatures")
    op.drop_table("investigation_reports")
    with op.batch_alter_table("evidence") as batch:
        batch.create_index("ix_evidence_case_id", ["case_id"])
        batch.drop_constraint(op.f("uq_evidence_case_id_number"), type_="unique")
        batch.drop_column("number")
