"""Keep invitations to state and defend, what is made of a defence, and plans of investigations.

Revision: 0029, after 0028.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "defence_invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("respondent_id", sa.Integer(), nullable=False),
        sa.Column("state", _enum("invitationstate", "drafted", "issued", "served"), nullable=False),
        sa.Column("facts_text", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("answer_to", sa.Text(), nullable=False),
        sa.Column("fact_ids", sa.JSON(), nullable=False),
        sa.Column("evidence_ids", sa.JSON(), nullable=False),
        sa.Column("withheld", sa.JSON(), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("extract_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "method",
            _enum("servicemethod", "in_person", "lien", "post", "electronic", "announcement"),
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
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state = 'drafted' OR (document_id IS NOT NULL AND issued_on IS NOT NULL)",
            name=op.f("ck_defence_invitations_issued_has_document"),
        ),
        sa.CheckConstraint(
            "state != 'served' OR (method IS NOT NULL AND received_on IS NOT NULL"
            " AND proof IS NOT NULL)",
            name=op.f("ck_defence_invitations_served_has_method_date_proof"),
        ),
        sa.CheckConstraint(
            "issued_on IS NULL OR answer_by >= issued_on",
            name=op.f("ck_defence_invitations_answered_after_issue"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_defence_invitations_{column}_{table}"),
            )
            for column, table in (
                ("case_id", "cases"),
                ("respondent_id", "case_respondents"),
                ("drafted_by_id", "users"),
                ("document_id", "issued_documents"),
                ("extract_id", "issued_documents"),
                ("recorded_by_id", "users"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_defence_invitations")),
    )
    for column in ("case_id", "respondent_id"):
        op.create_index(f"ix_defence_invitations_{column}", "defence_invitations", [column])
    op.create_index(
        "uq_defence_invitations_draft",
        "defence_invitations",
        ["respondent_id"],
        unique=True,
        sqlite_where=sa.text("state = 'drafted'"),
        postgresql_where=sa.text("state = 'drafted'"),
    )
    with op.batch_alter_table("defences") as table:
        table.add_column(
            sa.Column("manner", _enum("defencemanner", "written", "oral"), nullable=True)
        )
        table.add_column(
            sa.Column("adoption", _enum("adoption", "adopted", "partly", "rejected"), nullable=True)
        )
        table.create_check_constraint(
            op.f("ck_defences_adopted_with_reasons"),
            "adoption IS NULL OR (outcome = 'stated' AND response IS NOT NULL)",
        )

    _plans()


def _plans() -> None:
    op.create_table(
        "investigation_plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("state", _enum("planstate", "in_use"), nullable=False),
        sa.Column("checklist", sa.String(length=40), nullable=False),
        sa.Column("goals", sa.Text(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_investigation_plans_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["users.id"], name=op.f("fk_investigation_plans_drafted_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investigation_plans")),
        sa.UniqueConstraint("case_id", name=op.f("uq_investigation_plans_case_id")),
    )
    op.create_table(
        "plan_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", _enum("stepstate", "open", "done", "dropped"), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'done') = (done_on IS NOT NULL) AND (done_on IS NULL) = (done_by_id IS NULL)",
            name=op.f("ck_plan_steps_done_by_somebody"),
        ),
        sa.CheckConstraint(
            "state != 'dropped' OR note IS NOT NULL",
            name=op.f("ck_plan_steps_dropped_for_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["investigation_plans.id"],
            name=op.f("fk_plan_steps_plan_id_investigation_plans"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_plan_steps_owner_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["users.id"], name=op.f("fk_plan_steps_done_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_steps")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_steps_plan_id_number")),
    )
    op.create_index("ix_plan_steps_owner_id", "plan_steps", ["owner_id"])


def downgrade() -> None:
    op.drop_table("plan_steps")
    op.drop_table("investigation_plans")
    with op.batch_alter_table("defences") as table:
        for name in ("adopted_with_reasons", "adoption", "defencemanner"):
            table.drop_constraint(op.f(f"ck_defences_{name}"), type_="check")
        table.drop_column("adoption")
        table.drop_column("manner")
    op.drop_table("defence_invitations")
