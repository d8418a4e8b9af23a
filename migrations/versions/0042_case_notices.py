"""Keep the notices to who is accused: that a case is investigated, that it is closed.

Revision: 0042, after 0041.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

DRAFTED = "state = 'drafted'"


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "case_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("respondent_id", sa.Integer(), nullable=False),
        sa.Column("kind", _enum("tellingkind", "investigation", "closing"), nullable=False),
        sa.Column("state", _enum("tellingstate", "drafted", "issued", "served"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=True),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
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
            name=op.f("ck_case_notices_issued_has_document"),
        ),
        sa.CheckConstraint(
            "state != 'served' OR (method IS NOT NULL AND received_on IS NOT NULL"
            " AND proof IS NOT NULL)",
            name=op.f("ck_case_notices_served_has_method_date_proof"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_case_notices_{column}_{table}")
            )
            for column, table in (
                ("case_id", "cases"),
                ("respondent_id", "case_respondents"),
                ("drafted_by_id", "users"),
                ("document_id", "issued_documents"),
                ("recorded_by_id", "users"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_notices")),
    )
    for column in ("case_id", "respondent_id"):
        op.create_index(f"ix_case_notices_{column}", "case_notices", [column])
    op.create_index(
        "uq_case_notices_draft",
        "case_notices",
        ["respondent_id", "kind"],
        unique=True,
        sqlite_where=sa.text(DRAFTED),
        postgresql_where=sa.text(DRAFTED),
    )


def downgrade() -> None:
    op.drop_table("case_notices")
