"""Ask the public: rounds of social evaluation, questionnaires, slips, sheets, feedback notices.

Revision: 0006, after 0005. A rectification may now be ordered by something else than a decision, and
may be explained; posts may have the role of who organises evaluations. The tables of slips and of
choices keep no order of their rows (SQLite), see docs/decisions/0080.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OLD_ROLES = (
    "intake_officer",
    "investigator",
    "discipline_leader",
    "reviewer",
    "signer",
    "liaison",
    "evaluator",
    "staff",
    "system_admin",
    "security_admin",
    "audit_admin",
)
ROLES = (*OLD_ROLES[:6], "evaluation_organiser", *OLD_ROLES[6:])
OLD_STATES = ("ordered", "reported", "returned", "closed")
STATES = ("ordered", "reported", "returned", "explained", "closed")
ONE_ORIGIN = (
    "(decision_id IS NULL) = (respondent_id IS NULL)"
    " AND (decision_id IS NULL) = (origin_type IS NOT NULL)"
    " AND (origin_type IS NULL) = (origin_id IS NULL)"
    " AND (origin_type IS NULL) = (owner_unit_id IS NULL)"
    " AND (origin_type IS NULL) = (pack_id IS NULL)"
    " AND (origin_type IS NULL) = (title IS NULL)"
)


def upgrade() -> None:
    _create()
    _allow("posts", "role", "ck_posts_role", ROLES)
    _allow("rectifications", "state", "ck_rectifications_rectificationstate", STATES)
    with op.batch_alter_table("rectifications") as batch:
        batch.add_column(sa.Column("origin_type", sa.String(length=60), nullable=True))
        batch.add_column(sa.Column("origin_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("owner_unit_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("pack_id", sa.String(length=60), nullable=True))
        batch.add_column(sa.Column("title", sa.String(length=200), nullable=True))
        batch.add_column(sa.Column("number", sa.String(length=120), nullable=True))
        batch.add_column(sa.Column("explanation", sa.Text(), nullable=True))
        batch.add_column(sa.Column("explained_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("expected_on", sa.Date(), nullable=True))
        batch.alter_column("decision_id", existing_type=sa.Integer(), nullable=True)
        batch.alter_column("respondent_id", existing_type=sa.Integer(), nullable=True)
        batch.create_index("ix_rectifications_owner_unit_id", ["owner_unit_id"])
        batch.create_unique_constraint(
            op.f("uq_rectifications_origin_type_origin_id"), ["origin_type", "origin_id"]
        )
        batch.create_foreign_key(
            op.f("fk_rectifications_owner_unit_id_units"), "units", ["owner_unit_id"], ["id"]
        )
        batch.create_check_constraint(op.f("ck_rectifications_one_origin"), ONE_ORIGIN)
        batch.create_check_constraint(
            op.f("ck_rectifications_explanation_has_date"),
            "(explanation IS NULL) = (explained_on IS NULL)",
        )


def downgrade() -> None:
    """Refuse, by the constraints put back, where a rectification or a post of today is in them."""
    with op.batch_alter_table("rectifications") as batch:
        batch.drop_constraint(op.f("ck_rectifications_explanation_has_date"), type_="check")
        batch.drop_constraint(op.f("ck_rectifications_one_origin"), type_="check")
        batch.drop_constraint(op.f("fk_rectifications_owner_unit_id_units"), type_="foreignkey")
        batch.drop_constraint(op.f("uq_rectifications_origin_type_origin_id"), type_="unique")
        batch.drop_index("ix_rectifications_owner_unit_id")
        batch.alter_column("respondent_id", existing_type=sa.Integer(), nullable=False)
        batch.alter_column("decision_id", existing_type=sa.Integer(), nullable=False)
        for name in (
            "expected_on",
            "explained_on",
            "explanation",
            "number",
            "title",
            "pack_id",
            "owner_unit_id",
            "origin_id",
            "origin_type",
        ):
            batch.drop_column(name)
    _allow("rectifications", "state", "ck_rectifications_rectificationstate", OLD_STATES)
    _allow("posts", "role", "ck_posts_role", OLD_ROLES)
    op.drop_index("ix_survey_remarks_sheet_id", table_name="survey_remarks")
    op.drop_index("ix_survey_remarks_round_unit_id", table_name="survey_remarks")
    op.drop_index("ix_survey_choices_option_id", table_name="survey_choices")
    op.drop_index("ix_answer_sheets_round_unit_id", table_name="answer_sheets")
    op.drop_index("ix_survey_tokens_round_unit_id", table_name="survey_tokens")
    op.drop_index("ix_sheet_batches_typist_id", table_name="sheet_batches")
    op.drop_index("ix_public_feedback_round_unit_id", table_name="public_feedback")
    op.drop_index("ix_evaluation_inspections_round_unit_id", table_name="evaluation_inspections")
    op.drop_index("ix_evaluation_rounds_unit_id_id", table_name="evaluation_rounds")
    op.drop_table("survey_remarks")
    op.drop_table("survey_choices")
    op.drop_table("answer_sheets")
    op.drop_table("survey_tokens")
    op.drop_table("sheet_batches")
    op.drop_table("public_feedback")
    op.drop_table("feedback_notices")
    op.drop_table("evaluation_inspections")
    op.drop_table("evaluation_round_units")
    op.drop_table("survey_options")
    op.drop_table("evaluation_rounds")
    op.drop_table("survey_questions")
    op.drop_table("questionnaires")


def _allow(table: str, column: str, name: str, values: tuple[str, ...]) -> None:
    """Let `column` take these values and no others."""
    listed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(name), type_="check")
        batch.create_check_constraint(op.f(name), f"{column} IN ({listed})")


def _create() -> None:
    op.create_table(
        "questionnaires",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("copied_from_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("edition >= 1", name=op.f("ck_questionnaires_edition_positive")),
        sa.ForeignKeyConstraint(
            ["copied_from_id"],
            ["questionnaires.id"],
            name=op.f("fk_questionnaires_copied_from_id_questionnaires"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaires")),
    )
    op.create_table(
        "survey_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "grade",
                "scale",
                "single",
                "multiple",
                "text",
                name="questionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("item_code", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"],
            ["questionnaires.id"],
            name=op.f("fk_survey_questions_questionnaire_id_questionnaires"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_questions")),
        sa.UniqueConstraint(
            "questionnaire_id",
            "position",
            name=op.f("uq_survey_questions_questionnaire_id_position"),
        ),
    )
    op.create_table(
        "evaluation_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.String(length=60), nullable=False),
        sa.Column("method_code", sa.String(length=60), nullable=False),
        sa.Column("questionnaire_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "drafted",
                "published",
                "collecting",
                "collated",
                "graded",
                "consented",
                "fed_back",
                "closed",
                name="roundstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_at_places", sa.Text(), nullable=True),
        sa.Column("collated_on", sa.Date(), nullable=True),
        sa.Column("graded_on", sa.Date(), nullable=True),
        sa.Column("graded_by_id", sa.Integer(), nullable=True),
        sa.Column("consented_on", sa.Date(), nullable=True),
        sa.Column("consented_by_id", sa.Integer(), nullable=True),
        sa.Column("consent_opinion", sa.Text(), nullable=True),
        sa.Column("fed_back_on", sa.Date(), nullable=True),
        sa.Column("results_on", sa.Date(), nullable=True),
        sa.Column(
            "result_range",
            sa.Enum(
                "everybody",
                "units",
                name="resultrange",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("results_text", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_on IS NOT NULL)",
            name=op.f("ck_evaluation_rounds_closed_has_date"),
        ),
        sa.CheckConstraint(
            "(consented_on IS NULL) = (consented_by_id IS NULL)",
            name=op.f("ck_evaluation_rounds_consent_has_person"),
        ),
        sa.CheckConstraint(
            "(results_on IS NULL) = (result_range IS NULL)",
            name=op.f("ck_evaluation_rounds_publication_has_range"),
        ),
        sa.CheckConstraint(
            "ends_on >= starts_on", name=op.f("ck_evaluation_rounds_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["consented_by_id"],
            ["users.id"],
            name=op.f("fk_evaluation_rounds_consented_by_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_evaluation_rounds_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["graded_by_id"], ["users.id"], name=op.f("fk_evaluation_rounds_graded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"],
            ["questionnaires.id"],
            name=op.f("fk_evaluation_rounds_questionnaire_id_questionnaires"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_evaluation_rounds_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_rounds")),
        sa.UniqueConstraint("number", name=op.f("uq_evaluation_rounds_number")),
        sa.UniqueConstraint("questionnaire_id", name=op.f("uq_evaluation_rounds_questionnaire_id")),
    )
    op.create_index(
        "ix_evaluation_rounds_unit_id_id", "evaluation_rounds", ["unit_id", "id"], unique=False
    )

    op.create_table(
        "survey_options",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("grade_code", sa.String(length=60), nullable=True),
        sa.Column("is_dont_know", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["survey_questions.id"],
            name=op.f("fk_survey_options_question_id_survey_questions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_options")),
        sa.UniqueConstraint(
            "question_id", "position", name=op.f("uq_survey_options_question_id_position")
        ),
    )
    op.create_table(
        "evaluation_round_units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("is_by_analogy", sa.Boolean(), nullable=False),
        sa.Column("slips", sa.Integer(), nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=True),
        sa.Column("valid", sa.Integer(), nullable=True),
        sa.Column("grade_code", sa.String(length=60), nullable=True),
        sa.Column("grade_reason", sa.Text(), nullable=True),
        sa.Column("opinions", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(grade_code IS NULL) = (grade_reason IS NULL)",
            name=op.f("ck_evaluation_round_units_grade_has_reason"),
        ),
        sa.CheckConstraint(
            "valid IS NULL OR valid <= returned",
            name=op.f("ck_evaluation_round_units_valid_were_returned"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["evaluation_rounds.id"],
            name=op.f("fk_evaluation_round_units_round_id_evaluation_rounds"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_evaluation_round_units_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_round_units")),
        sa.UniqueConstraint(
            "round_id", "unit_id", name=op.f("uq_evaluation_round_units_round_id_unit_id")
        ),
    )
    op.create_table(
        "evaluation_inspections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_unit_id", sa.Integer(), nullable=False),
        sa.Column("method_code", sa.String(length=60), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["users.id"],
            name=op.f("fk_evaluation_inspections_recorded_by_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["round_unit_id"],
            ["evaluation_round_units.id"],
            name=op.f("fk_evaluation_inspections_round_unit_id_evaluation_round_units"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_inspections")),
    )
    op.create_index(
        "ix_evaluation_inspections_round_unit_id",
        "evaluation_inspections",
        ["round_unit_id"],
        unique=False,
    )

    op.create_table(
        "feedback_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_unit_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "prepared",
                "received",
                name="noticestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("received_by", sa.String(length=40), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'received') = (received_on IS NOT NULL AND received_by IS NOT NULL)",
            name=op.f("ck_feedback_notices_received_has_date_and_person"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["issued_documents.id"],
            name=op.f("fk_feedback_notices_document_id_issued_documents"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_feedback_notices_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["round_unit_id"],
            ["evaluation_round_units.id"],
            name=op.f("fk_feedback_notices_round_unit_id_evaluation_round_units"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_notices")),
        sa.UniqueConstraint("round_unit_id", name=op.f("uq_feedback_notices_round_unit_id")),
    )
    op.create_table(
        "public_feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_unit_id", sa.Integer(), nullable=False),
        sa.Column("method_code", sa.String(length=60), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_public_feedback_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["round_unit_id"],
            ["evaluation_round_units.id"],
            name=op.f("fk_public_feedback_round_unit_id_evaluation_round_units"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_feedback")),
    )
    op.create_index(
        "ix_public_feedback_round_unit_id", "public_feedback", ["round_unit_id"], unique=False
    )

    op.create_table(
        "sheet_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_unit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column(
            "group",
            sa.Enum(
                "resident",
                "enterprise",
                "deputy",
                "cppcc_member",
                "invited",
                name="participantgroup",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("typist_id", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_unit_id"],
            ["evaluation_round_units.id"],
            name=op.f("fk_sheet_batches_round_unit_id_evaluation_round_units"),
        ),
        sa.ForeignKeyConstraint(
            ["typist_id"], ["users.id"], name=op.f("fk_sheet_batches_typist_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_batches")),
        sa.UniqueConstraint(
            "round_unit_id", "number", name=op.f("uq_sheet_batches_round_unit_id_number")
        ),
    )
    op.create_index("ix_sheet_batches_typist_id", "sheet_batches", ["typist_id"], unique=False)

    op.create_table(
        "survey_tokens",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("round_unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "group",
            sa.Enum(
                "resident",
                "enterprise",
                "deputy",
                "cppcc_member",
                "invited",
                name="participantgroup",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(token_hash) = 64", name=op.f("ck_survey_tokens_hash_length")),
        sa.ForeignKeyConstraint(
            ["round_unit_id"],
            ["evaluation_round_units.id"],
            name=op.f("fk_survey_tokens_round_unit_id_evaluation_round_units"),
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_survey_tokens")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_survey_tokens_round_unit_id", "survey_tokens", ["round_unit_id"], unique=False
    )

    op.create_table(
        "answer_sheets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "group",
            sa.Enum(
                "resident",
                "enterprise",
                "deputy",
                "cppcc_member",
                "invited",
                name="participantgroup",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "online",
                "paper",
                name="sheetsource",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column(
            "invalid_reason",
            sa.Enum(
                "blank",
                "several_marks",
                "illegible",
                "wrong_form",
                name="invalidreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(source = 'paper') = (batch_id IS NOT NULL AND seq IS NOT NULL)",
            name=op.f("ck_answer_sheets_paper_has_batch"),
        ),
        sa.CheckConstraint(
            "invalid_reason IS NULL OR source = 'paper'", name=op.f("ck_answer_sheets_web_is_valid")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["sheet_batches.id"], name=op.f("fk_answer_sheets_batch_id_sheet_batches")
        ),
        sa.ForeignKeyConstraint(
            ["round_unit_id"],
            ["evaluation_round_units.id"],
            name=op.f("fk_answer_sheets_round_unit_id_evaluation_round_units"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_sheets")),
        sa.UniqueConstraint("batch_id", "seq", name=op.f("uq_answer_sheets_batch_id_seq")),
    )
    op.create_index(
        "ix_answer_sheets_round_unit_id", "answer_sheets", ["round_unit_id"], unique=False
    )

    op.create_table(
        "survey_choices",
        sa.Column("sheet_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("option_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["option_id"],
            ["survey_options.id"],
            name=op.f("fk_survey_choices_option_id_survey_options"),
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["answer_sheets.id"],
            name=op.f("fk_survey_choices_sheet_id_answer_sheets"),
        ),
        sa.PrimaryKeyConstraint("sheet_id", "option_id", name=op.f("pk_survey_choices")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_survey_choices_option_id", "survey_choices", ["option_id"], unique=False)

    op.create_table(
        "survey_remarks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_unit_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "screening",
            sa.Enum(
                "waiting",
                "shown",
                "withheld",
                name="screening",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("screened_by_id", sa.Integer(), nullable=True),
        sa.Column("withheld_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(screening = 'waiting') = (screened_by_id IS NULL)",
            name=op.f("ck_survey_remarks_screened_by_somebody"),
        ),
        sa.CheckConstraint(
            "screening != 'withheld' OR withheld_reason IS NOT NULL",
            name=op.f("ck_survey_remarks_withheld_has_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["survey_questions.id"],
            name=op.f("fk_survey_remarks_question_id_survey_questions"),
        ),
        sa.ForeignKeyConstraint(
            ["round_unit_id"],
            ["evaluation_round_units.id"],
            name=op.f("fk_survey_remarks_round_unit_id_evaluation_round_units"),
        ),
        sa.ForeignKeyConstraint(
            ["screened_by_id"], ["users.id"], name=op.f("fk_survey_remarks_screened_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["answer_sheets.id"],
            name=op.f("fk_survey_remarks_sheet_id_answer_sheets"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_remarks")),
    )
    op.create_index(
        "ix_survey_remarks_round_unit_id", "survey_remarks", ["round_unit_id"], unique=False
    )
    op.create_index("ix_survey_remarks_sheet_id", "survey_remarks", ["sheet_id"], unique=False)
