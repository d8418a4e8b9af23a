"""The tables of the first chain: from a complaint to an accepted rectification.

Revision: 0001. Import no model here; keep schema and data apart.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "number_series",
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= 0", name=op.f("ck_number_series_last_not_negative")),
        sa.PrimaryKeyConstraint("prefix", "year", name=op.f("pk_number_series")),
    )
    op.create_table(
        "performed_acts",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_performed_acts")),
    )
    op.create_table(
        "record_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_record_head_single_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_head")),
    )
    op.create_table(
        "units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("short_name", sa.String(length=20), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "government",
                "office",
                "department",
                "town",
                "subdistrict",
                name="unitkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column(
            "path",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("document_prefix", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["units.id"], name=op.f("fk_units_parent_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("name", name=op.f("uq_units_name")),
        sa.UniqueConstraint("path", name=op.f("uq_units_path")),
    )
    op.create_index(op.f("ix_units_parent_id"), "units", ["parent_id"], unique=False)
    op.create_table(
        "unit_packs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.String(length=60), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_unit_packs_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_packs")),
        sa.UniqueConstraint(
            "unit_id", "effective_from", name=op.f("uq_unit_packs_unit_id_effective_from")
        ),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("post_title", sa.String(length=60), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("superior_id", sa.Integer(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("failed_count", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.ForeignKeyConstraint(
            ["superior_id"], ["users.id"], name=op.f("fk_users_superior_id_users")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_users_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("username", name=op.f("uq_users_username")),
    )
    op.create_index(op.f("ix_users_superior_id"), "users", ["superior_id"], unique=False)
    op.create_index(op.f("ix_users_unit_id"), "users", ["unit_id"], unique=False)
    op.create_table(
        "clocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=60), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.String(length=80), nullable=False),
        sa.Column("pack_id", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("bearer_unit_id", sa.Integer(), nullable=True),
        sa.Column("bearer_user_id", sa.Integer(), nullable=True),
        sa.Column("length", sa.Integer(), nullable=True),
        sa.Column(
            "unit",
            sa.Enum(
                "calendar_day",
                "working_day",
                "minute",
                "hour",
                "month",
                "year",
                "same_day",
                "fixed_date",
                "per_week",
                "per_month",
                "per_quarter",
                "per_year",
                name="unit",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "direction",
            sa.Enum(
                "after",
                "before",
                name="direction",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("warn", sa.Integer(), nullable=True),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "running",
                "paused",
                "met",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warn_on", sa.Date(), nullable=True),
        sa.Column("warn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'met') = (met_on IS NOT NULL)", name=op.f("ck_clocks_met_has_date")
        ),
        sa.CheckConstraint(
            "(state = 'running') <= (due_on IS NOT NULL)", name=op.f("ck_clocks_running_is_due")
        ),
        sa.CheckConstraint(
            "length IS NULL OR length BETWEEN 0 AND 9999", name=op.f("ck_clocks_length_in_range")
        ),
        sa.CheckConstraint(
            "warn IS NULL OR warn BETWEEN 0 AND 9999", name=op.f("ck_clocks_warn_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["bearer_unit_id"], ["units.id"], name=op.f("fk_clocks_bearer_unit_id_units")
        ),
        sa.ForeignKeyConstraint(
            ["bearer_user_id"], ["users.id"], name=op.f("fk_clocks_bearer_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clocks")),
    )
    op.create_index(
        "ix_clocks_bearer_unit_due", "clocks", ["bearer_unit_id", "state", "due_on"], unique=False
    )
    op.create_index(op.f("ix_clocks_bearer_user_id"), "clocks", ["bearer_user_id"], unique=False)
    op.create_index(
        "ix_clocks_running_due",
        "clocks",
        ["due_on", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_index(
        "ix_clocks_running_warn",
        "clocks",
        ["warn_on", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_index(
        "ix_clocks_subject", "clocks", ["subject_type", "subject_id", "term_id"], unique=False
    )
    op.create_table(
        "complaints",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "number",
            sa.String(length=60).with_variant(sa.String(length=60, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("procedure_pack_id", sa.String(length=60), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "complaint",
                "report",
                name="complaintkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "written",
                "oral",
                "telephone",
                "visit",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column(
            "title",
            sa.String(length=120).with_variant(sa.String(length=120, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("occurred_from", sa.Date(), nullable=True),
        sa.Column("occurred_to", sa.Date(), nullable=True),
        sa.Column("trigger_code", sa.String(length=60), nullable=True),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "registered",
                "accepted",
                "declined",
                "withdrawn",
                "in_case",
                "replied",
                "closed",
                name="complaintstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decline_code", sa.String(length=60), nullable=True),
        sa.Column("decline_reason", sa.Text(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("reply_text", sa.Text(), nullable=True),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("reply_method", sa.String(length=200), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state != 'accepted' OR (decided_by_id IS NOT NULL AND decided_on IS NOT NULL)",
            name=op.f("ck_complaints_accepted_has_decider"),
        ),
        sa.CheckConstraint(
            "state != 'declined' OR (decline_code IS NOT NULL AND decline_reason IS NOT NULL AND decided_by_id IS NOT NULL AND decided_on IS NOT NULL)",
            name=op.f("ck_complaints_declined_has_reason_and_decider"),
        ),
        sa.CheckConstraint(
            "state != 'replied' OR (reply_text IS NOT NULL AND replied_on IS NOT NULL)",
            name=op.f("ck_complaints_replied_has_reply"),
        ),
        sa.CheckConstraint(
            "occurred_to IS NULL OR occurred_from IS NULL OR occurred_to >= occurred_from",
            name=op.f("ck_complaints_period_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_complaints_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_complaints_decided_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_complaints_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints")),
        sa.UniqueConstraint("number", name=op.f("uq_complaints_number")),
    )
    op.create_index("ix_complaints_state_id", "complaints", ["state", "id"], unique=False)
    op.create_index("ix_complaints_title", "complaints", ["title"], unique=False)
    op.create_index("ix_complaints_unit_id_id", "complaints", ["unit_id", "id"], unique=False)
    op.create_table(
        "issued_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject_type", sa.String(length=60), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "number IS NULL OR number <> ''", name=op.f("ck_issued_documents_number_not_empty")
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_issued_documents_sha256_length")),
        sa.CheckConstraint("size > 0", name=op.f("ck_issued_documents_size_positive")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_issued_documents_created_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_documents")),
        sa.UniqueConstraint("number", name=op.f("uq_issued_documents_number")),
    )
    op.create_index(
        op.f("ix_issued_documents_created_by_id"),
        "issued_documents",
        ["created_by_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_issued_documents_sha256"), "issued_documents", ["sha256"], unique=False
    )
    op.create_index(
        "ix_issued_documents_subject",
        "issued_documents",
        ["subject_type", "subject_id"],
        unique=False,
    )
    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
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
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_posts_ends_after_start")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_posts_unit_id_units")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_posts_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
    )
    op.create_index("ix_posts_unit_id", "posts", ["unit_id"], unique=False)
    op.create_index("ix_posts_user_id", "posts", ["user_id"], unique=False)
    op.create_table(
        "record_entries",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("link", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_record_entries_actor_id_users")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_record_entries")),
    )
    op.create_index(
        "ix_record_entries_subject",
        "record_entries",
        ["subject_type", "subject_id", "seq"],
        unique=False,
    )
    op.create_table(
        "web_sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_web_sessions_user_id_users")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_web_sessions")),
    )
    op.create_index(
        op.f("ix_web_sessions_last_seen_at"), "web_sessions", ["last_seen_at"], unique=False
    )
    op.create_index(op.f("ix_web_sessions_user_id"), "web_sessions", ["user_id"], unique=False)
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=True),
        sa.Column("trigger_code", sa.String(length=60), nullable=False),
        sa.Column("act_on", sa.Date(), nullable=False),
        sa.Column("substance_pack_id", sa.String(length=60), nullable=False),
        sa.Column("procedure_pack_id", sa.String(length=60), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "filed",
                "investigating",
                "reported",
                "defence",
                "deliberating",
                "decided",
                "served",
                "effective",
                "closed",
                "dismissed",
                name="casestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("filed_by_id", sa.Integer(), nullable=True),
        sa.Column("findings", sa.Text(), nullable=True),
        sa.Column("effect_found", sa.Text(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("dismissal_reason", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state != 'dismissed' OR dismissal_reason IS NOT NULL",
            name=op.f("ck_cases_dismissed_has_reason"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('reported','defence','deliberating','decided','served','effective') OR (findings IS NOT NULL AND effect_found IS NOT NULL)",
            name=op.f("ck_cases_reported_has_findings"),
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name=op.f("fk_cases_complaint_id_complaints")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_cases_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["filed_by_id"], ["users.id"], name=op.f("fk_cases_filed_by_id_users")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_cases_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("complaint_id", name=op.f("uq_cases_complaint_id")),
        sa.UniqueConstraint("number", name=op.f("uq_cases_number")),
    )
    op.create_index("ix_cases_state_id", "cases", ["state", "id"], unique=False)
    op.create_index("ix_cases_unit_id_id", "cases", ["unit_id", "id"], unique=False)
    op.create_table(
        "clock_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clock_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "start",
                "pause",
                "resume",
                "restart",
                "extend",
                "meet",
                "cancel",
                "recompute",
                name="eventkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("old_due_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_clock_events_actor_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["clock_id"], ["clocks.id"], name=op.f("fk_clock_events_clock_id_clocks")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_events")),
        sa.UniqueConstraint("clock_id", "seq", name=op.f("uq_clock_events_clock_id_seq")),
    )
    op.create_table(
        "complaint_respondents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=40), nullable=True),
        sa.Column("post_title", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaints.id"],
            name=op.f("fk_complaint_respondents_complaint_id_complaints"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["users.id"], name=op.f("fk_complaint_respondents_person_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_complaint_respondents_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_respondents")),
    )
    op.create_index(
        "ix_complaint_respondents_complaint_id",
        "complaint_respondents",
        ["complaint_id"],
        unique=False,
    )
    op.create_index(
        "ix_complaint_respondents_person_id", "complaint_respondents", ["person_id"], unique=False
    )
    op.create_index(
        "ix_complaint_respondents_unit_id", "complaint_respondents", ["unit_id"], unique=False
    )
    op.create_table(
        "reporters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "person",
                "unit",
                name="reporterkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name=op.f("fk_reporters_complaint_id_complaints")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporters")),
        sa.UniqueConstraint("complaint_id", name=op.f("uq_reporters_complaint_id")),
    )
    op.create_table(
        "case_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("recused_on", sa.Date(), nullable=True),
        sa.Column("recusal_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "recused_on IS NULL OR recusal_reason IS NOT NULL",
            name=op.f("ck_case_members_recusal_has_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_members_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_case_members_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_members")),
        sa.UniqueConstraint("case_id", "user_id", name=op.f("uq_case_members_case_id_user_id")),
    )
    op.create_index("ix_case_members_user_id", "case_members", ["user_id"], unique=False)
    op.create_table(
        "case_respondents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "unit",
                "person",
                name="respondentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=40), nullable=True),
        sa.Column("post_title", sa.String(length=60), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "handler",
                "supervisor",
                "principal_leader",
                "collective_member",
                "reviewer",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "kind = 'unit' OR name IS NOT NULL", name=op.f("ck_case_respondents_person_has_name")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_respondents_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["users.id"], name=op.f("fk_case_respondents_person_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_case_respondents_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_respondents")),
    )
    op.create_index("ix_case_respondents_case_id", "case_respondents", ["case_id"], unique=False)
    op.create_index(
        "ix_case_respondents_person_id", "case_respondents", ["person_id"], unique=False
    )
    op.create_index("ix_case_respondents_unit_id", "case_respondents", ["unit_id"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "drafted",
                "in_review",
                "returned",
                "reviewed",
                "signed",
                "issued",
                "modified",
                "revoked",
                name="decisionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("facts_text", sa.Text(), nullable=False),
        sa.Column(
            "grade",
            sa.Enum(
                "minor",
                "disruptive",
                "serious",
                "crime",
                name="grade",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_grave", sa.Boolean(), nullable=False),
        sa.Column("grade_reason", sa.Text(), nullable=False),
        sa.Column("circumstances", sa.Text(), nullable=True),
        sa.Column("correction_due_on", sa.Date(), nullable=False),
        sa.Column("requirement", sa.Text(), nullable=False),
        sa.Column("review_note", sa.Text(), nullable=True),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("basis", sa.JSON(), nullable=True),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('signed','issued','modified','revoked') OR (number IS NOT NULL AND signed_by_id IS NOT NULL AND signed_at IS NOT NULL)",
            name=op.f("ck_decisions_signed_has_signer_time_number"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_decisions_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["users.id"], name=op.f("fk_decisions_drafted_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["users.id"], name=op.f("fk_decisions_reviewed_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["users.id"], name=op.f("fk_decisions_signed_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["decisions.id"], name=op.f("fk_decisions_supersedes_id_decisions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("number", name=op.f("uq_decisions_number")),
    )
    op.create_index("ix_decisions_case_id", "decisions", ["case_id"], unique=False)
    op.create_index("ix_decisions_state_id", "decisions", ["state", "id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "inquiry",
                "consult_files",
                "on_site",
                name="evidencekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("persons", sa.String(length=200), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("credentials_shown", sa.Boolean(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_evidence_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_evidence_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_case_id", "evidence", ["case_id"], unique=False)
    op.create_table(
        "facts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_facts_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_facts_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facts")),
    )
    op.create_index("ix_facts_case_id", "facts", ["case_id"], unique=False)
    op.create_table(
        "decision_measures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("respondent_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("article", sa.String(length=120), nullable=True),
        sa.Column("departure_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "article IS NOT NULL OR departure_reason IS NOT NULL",
            name=op.f("ck_decision_measures_article_or_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decisions.id"],
            name=op.f("fk_decision_measures_decision_id_decisions"),
        ),
        sa.ForeignKeyConstraint(
            ["respondent_id"],
            ["case_respondents.id"],
            name=op.f("fk_decision_measures_respondent_id_case_respondents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_measures")),
        sa.UniqueConstraint(
            "decision_id",
            "respondent_id",
            "code",
            name=op.f("uq_decision_measures_decision_id_respondent_id_code"),
        ),
    )
    op.create_table(
        "defences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("respondent_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "stated",
                "declined",
                name="defenceoutcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("heard_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("response", sa.Text(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome != 'stated' OR text IS NOT NULL", name=op.f("ck_defences_stated_has_text")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_defences_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["respondent_id"],
            ["case_respondents.id"],
            name=op.f("fk_defences_respondent_id_case_respondents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_defences")),
        sa.UniqueConstraint("respondent_id", name=op.f("uq_defences_respondent_id")),
    )
    op.create_table(
        "evidence_investigators",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"],
            ["evidence.id"],
            name=op.f("fk_evidence_investigators_evidence_id_evidence"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_evidence_investigators_user_id_users")
        ),
        sa.PrimaryKeyConstraint("evidence_id", "user_id", name=op.f("pk_evidence_investigators")),
    )
    op.create_table(
        "fact_evidence",
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_fact_evidence_evidence_id_evidence")
        ),
        sa.ForeignKeyConstraint(
            ["fact_id"], ["facts.id"], name=op.f("fk_fact_evidence_fact_id_facts")
        ),
        sa.PrimaryKeyConstraint("fact_id", "evidence_id", name=op.f("pk_fact_evidence")),
    )
    op.create_table(
        "notice_services",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("respondent_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "prepared",
                "served",
                "failed",
                name="servicestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "method",
            sa.Enum(
                "in_person",
                "lien",
                "post",
                "electronic",
                "announcement",
                name="servicemethod",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("place", sa.String(length=120), nullable=True),
        sa.Column("dispatched_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("received_by", sa.String(length=40), nullable=True),
        sa.Column("receiver_relation", sa.String(length=60), nullable=True),
        sa.Column("witnesses", sa.String(length=120), nullable=True),
        sa.Column("servers", sa.String(length=120), nullable=True),
        sa.Column("proof", sa.Text(), nullable=True),
        sa.Column("failure_reason", sa.Text(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state != 'served' OR (method IS NOT NULL AND received_on IS NOT NULL AND proof IS NOT NULL)",
            name=op.f("ck_notice_services_served_has_method_date_proof"),
        ),
        sa.CheckConstraint(
            "dispatched_on IS NULL OR received_on IS NULL OR received_on >= dispatched_on",
            name=op.f("ck_notice_services_received_after_dispatch"),
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_notice_services_decision_id_decisions")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["issued_documents.id"],
            name=op.f("fk_notice_services_document_id_issued_documents"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_notice_services_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["respondent_id"],
            ["case_respondents.id"],
            name=op.f("fk_notice_services_respondent_id_case_respondents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_services")),
        sa.UniqueConstraint(
            "decision_id",
            "respondent_id",
            name=op.f("uq_notice_services_decision_id_respondent_id"),
        ),
    )
    op.create_index(
        "ix_notice_services_respondent_id", "notice_services", ["respondent_id"], unique=False
    )
    op.create_table(
        "rectifications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("respondent_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "ordered",
                "reported",
                "returned",
                "closed",
                name="rectificationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("report_text", sa.Text(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("reported_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_rectifications_decision_id_decisions")
        ),
        sa.ForeignKeyConstraint(
            ["reported_by_id"], ["users.id"], name=op.f("fk_rectifications_reported_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["respondent_id"],
            ["case_respondents.id"],
            name=op.f("fk_rectifications_respondent_id_case_respondents"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_rectifications_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectifications")),
        sa.UniqueConstraint(
            "decision_id", "respondent_id", name=op.f("uq_rectifications_decision_id_respondent_id")
        ),
    )
    op.create_index(
        "ix_rectifications_unit_id_id", "rectifications", ["unit_id", "id"], unique=False
    )
    op.create_table(
        "responsible_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "confirmed",
                name="actstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "decided_by",
            sa.Enum(
                "individual",
                "collective",
                name="decidedby",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "approval_state",
            sa.Enum(
                "none",
                "given",
                "unknown",
                name="approvalstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("approval_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "review_state",
            sa.Enum(
                "done",
                "skipped",
                "not_required",
                "unknown",
                name="reviewstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("review_by_id", sa.Integer(), nullable=True),
        sa.Column("instruction_given", sa.Boolean(), nullable=False),
        sa.Column("instruction_by_id", sa.Integer(), nullable=True),
        sa.Column("objection_made", sa.Boolean(), nullable=False),
        sa.Column("objection_by_id", sa.Integer(), nullable=True),
        sa.Column("objection_evidence", sa.Text(), nullable=True),
        sa.Column("chosen_rows", sa.String(length=40), nullable=True),
        sa.Column("choice_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "NOT objection_made OR objection_by_id IS NOT NULL",
            name=op.f("ck_responsible_acts_objection_has_person"),
        ),
        sa.ForeignKeyConstraint(
            ["approval_by_id"],
            ["case_respondents.id"],
            name=op.f("fk_responsible_acts_approval_by_id_case_respondents"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_responsible_acts_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["instruction_by_id"],
            ["case_respondents.id"],
            name=op.f("fk_responsible_acts_instruction_by_id_case_respondents"),
        ),
        sa.ForeignKeyConstraint(
            ["objection_by_id"],
            ["case_respondents.id"],
            name=op.f("fk_responsible_acts_objection_by_id_case_respondents"),
        ),
        sa.ForeignKeyConstraint(
            ["review_by_id"],
            ["case_respondents.id"],
            name=op.f("fk_responsible_acts_review_by_id_case_respondents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responsible_acts")),
    )
    op.create_index("ix_responsible_acts_case_id", "responsible_acts", ["case_id"], unique=False)
    op.create_table(
        "act_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("respondent_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "handler",
                "supervisor",
                "principal_leader",
                "collective_member",
                "reviewer",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "vote",
            sa.Enum(
                "for",
                "against",
                "abstain",
                "absent",
                name="vote",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["act_id"], ["responsible_acts.id"], name=op.f("fk_act_people_act_id_responsible_acts")
        ),
        sa.ForeignKeyConstraint(
            ["respondent_id"],
            ["case_respondents.id"],
            name=op.f("fk_act_people_respondent_id_case_respondents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_act_people")),
        sa.UniqueConstraint(
            "act_id", "respondent_id", name=op.f("uq_act_people_act_id_respondent_id")
        ),
    )
    op.create_table(
        "act_shares",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("respondent_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "handler",
                "supervisor",
                "principal_leader",
                "collective_member",
                "reviewer",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "proposed_share",
            sa.Enum(
                "full",
                "primary",
                "secondary",
                "none",
                "responsible",
                "not_stated",
                name="proposed_share",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("row", sa.String(length=20), nullable=True),
        sa.Column("article", sa.String(length=120), nullable=True),
        sa.Column(
            "share",
            sa.Enum(
                "full",
                "primary",
                "secondary",
                "none",
                "responsible",
                "not_stated",
                name="sharevalue",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("departure_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "share = proposed_share OR departure_reason IS NOT NULL",
            name=op.f("ck_act_shares_departure_has_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["act_id"], ["responsible_acts.id"], name=op.f("fk_act_shares_act_id_responsible_acts")
        ),
        sa.ForeignKeyConstraint(
            ["respondent_id"],
            ["case_respondents.id"],
            name=op.f("fk_act_shares_respondent_id_case_respondents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_act_shares")),
        sa.UniqueConstraint(
            "act_id", "respondent_id", name=op.f("uq_act_shares_act_id_respondent_id")
        ),
    )
    op.create_table(
        "rectification_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rectification_id", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("done_text", sa.Text(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(done_text IS NULL) = (done_on IS NULL)",
            name=op.f("ck_rectification_items_deed_has_date"),
        ),
        sa.CheckConstraint(
            "accepted_on IS NULL OR (done_on IS NOT NULL AND accepted_by_id IS NOT NULL)",
            name=op.f("ck_rectification_items_accepted_was_done"),
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"],
            ["users.id"],
            name=op.f("fk_rectification_items_accepted_by_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["rectification_id"],
            ["rectifications.id"],
            name=op.f("fk_rectification_items_rectification_id_rectifications"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_items")),
    )
    op.create_index(
        "ix_rectification_items_rectification_id",
        "rectification_items",
        ["rectification_id"],
        unique=False,
    )
    op.create_table(
        "remedies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "reconsideration",
                "appeal",
                name="remedykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "filed",
                "under_review",
                "rejected",
                "withdrawn",
                "upheld",
                "modified",
                "revoked",
                "remanded",
                name="remedystate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column(
            "filed_via",
            sa.Enum(
                "desk",
                "paper",
                name="filedvia",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("filed_by_id", sa.Integer(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("late_reason", sa.Text(), nullable=True),
        sa.Column("admitted_on", sa.Date(), nullable=True),
        sa.Column("rejection_reason", sa.Text(), nullable=True),
        sa.Column("ruling", sa.Text(), nullable=True),
        sa.Column("ruled_on", sa.Date(), nullable=True),
        sa.Column("ruled_by_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state != 'rejected' OR rejection_reason IS NOT NULL",
            name=op.f("ck_remedies_rejected_has_reason"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('upheld','modified','revoked','remanded') OR (ruling IS NOT NULL AND ruled_on IS NOT NULL AND ruled_by_id IS NOT NULL)",
            name=op.f("ck_remedies_ruled_has_ruling"),
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_remedies_decision_id_decisions")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["issued_documents.id"],
            name=op.f("fk_remedies_document_id_issued_documents"),
        ),
        sa.ForeignKeyConstraint(
            ["filed_by_id"], ["users.id"], name=op.f("fk_remedies_filed_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["ruled_by_id"], ["users.id"], name=op.f("fk_remedies_ruled_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["notice_services.id"],
            name=op.f("fk_remedies_service_id_notice_services"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remedies")),
        sa.UniqueConstraint("number", name=op.f("uq_remedies_number")),
    )
    op.create_index("ix_remedies_decision_id", "remedies", ["decision_id"], unique=False)
    op.create_index("ix_remedies_service_id", "remedies", ["service_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_remedies_service_id", table_name="remedies")
    op.drop_index("ix_remedies_decision_id", table_name="remedies")
    op.drop_table("remedies")
    op.drop_index("ix_rectification_items_rectification_id", table_name="rectification_items")
    op.drop_table("rectification_items")
    op.drop_table("act_shares")
    op.drop_table("act_people")
    op.drop_index("ix_responsible_acts_case_id", table_name="responsible_acts")
    op.drop_table("responsible_acts")
    op.drop_index("ix_rectifications_unit_id_id", table_name="rectifications")
    op.drop_table("rectifications")
    op.drop_index("ix_notice_services_respondent_id", table_name="notice_services")
    op.drop_table("notice_services")
    op.drop_table("fact_evidence")
    op.drop_table("evidence_investigators")
    op.drop_table("defences")
    op.drop_table("decision_measures")
    op.drop_index("ix_facts_case_id", table_name="facts")
    op.drop_table("facts")
    op.drop_index("ix_evidence_case_id", table_name="evidence")
    op.drop_table("evidence")
    op.drop_index("ix_decisions_state_id", table_name="decisions")
    op.drop_index("ix_decisions_case_id", table_name="decisions")
    op.drop_table("decisions")
    op.drop_index("ix_case_respondents_unit_id", table_name="case_respondents")
    op.drop_index("ix_case_respondents_person_id", table_name="case_respondents")
    op.drop_index("ix_case_respondents_case_id", table_name="case_respondents")
    op.drop_table("case_respondents")
    op.drop_index("ix_case_members_user_id", table_name="case_members")
    op.drop_table("case_members")
    op.drop_table("reporters")
    op.drop_index("ix_complaint_respondents_unit_id", table_name="complaint_respondents")
    op.drop_index("ix_complaint_respondents_person_id", table_name="complaint_respondents")
    op.drop_index("ix_complaint_respondents_complaint_id", table_name="complaint_respondents")
    op.drop_table("complaint_respondents")
    op.drop_table("clock_events")
    op.drop_index("ix_cases_unit_id_id", table_name="cases")
    op.drop_index("ix_cases_state_id", table_name="cases")
    op.drop_table("cases")
    op.drop_index(op.f("ix_web_sessions_user_id"), table_name="web_sessions")
    op.drop_index(op.f("ix_web_sessions_last_seen_at"), table_name="web_sessions")
    op.drop_table("web_sessions")
    op.drop_index("ix_record_entries_subject", table_name="record_entries")
    op.drop_table("record_entries")
    op.drop_index("ix_posts_user_id", table_name="posts")
    op.drop_index("ix_posts_unit_id", table_name="posts")
    op.drop_table("posts")
    op.drop_index("ix_issued_documents_subject", table_name="issued_documents")
    op.drop_index(op.f("ix_issued_documents_sha256"), table_name="issued_documents")
    op.drop_index(op.f("ix_issued_documents_created_by_id"), table_name="issued_documents")
    op.drop_table("issued_documents")
    op.drop_index("ix_complaints_unit_id_id", table_name="complaints")
    op.drop_index("ix_complaints_title", table_name="complaints")
    op.drop_index("ix_complaints_state_id", table_name="complaints")
    op.drop_table("complaints")
    op.drop_index("ix_clocks_subject", table_name="clocks")
    op.drop_index(
        "ix_clocks_running_warn",
        table_name="clocks",
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.drop_index(
        "ix_clocks_running_due",
        table_name="clocks",
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.drop_index(op.f("ix_clocks_bearer_user_id"), table_name="clocks")
    op.drop_index("ix_clocks_bearer_unit_due", table_name="clocks")
    op.drop_table("clocks")
    op.drop_index(op.f("ix_users_unit_id"), table_name="users")
    op.drop_index(op.f("ix_users_superior_id"), table_name="users")
    op.drop_table("users")
    op.drop_table("unit_packs")
    op.drop_index(op.f("ix_units_parent_id"), table_name="units")
    op.drop_table("units")
    op.drop_table("record_head")
    op.drop_table("performed_acts")
    op.drop_table("number_series")
