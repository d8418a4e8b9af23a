"""Keep what who reported is asked to add, to which units a complaint goes, how they are urged.

Revision: 0026, after 0025.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "supplement_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("received", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "due_on >= asked_on", name=op.f("ck_supplement_requests_due_after_asked")
        ),
        sa.CheckConstraint(
            "ended_on IS NOT NULL OR received IS NULL",
            name=op.f("ck_supplement_requests_received_is_ended"),
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaints.id"],
            name=op.f("fk_supplement_requests_complaint_id_complaints"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_supplement_requests_asked_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement_requests")),
    )
    op.create_index(
        "ix_supplement_requests_complaint_id_id", "supplement_requests", ["complaint_id", "id"]
    )
    op.create_index("ix_supplement_requests_ended_on", "supplement_requests", ["ended_on"])

    _transfers()
    _urgings()
    _call_backs()


def _steps() -> sa.Enum:
    return sa.Enum(
        "urge",
        "oral",
        "yellow",
        "red",
        name="urgingstep",
        native_enum=False,
        create_constraint=True,
        length=40,
    )


def _transfers() -> None:
    op.create_table(
        "complaint_transfers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "sent",
                "signed",
                "returned",
                "reported",
                name="transferstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("approved_by", sa.String(length=40), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("urged", _steps(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("due_on > sent_on", name=op.f("ck_complaint_transfers_due_after_sent")),
        sa.CheckConstraint(
            "state NOT IN ('returned', 'reported')"
            " OR (ended_on IS NOT NULL AND ended_by_id IS NOT NULL AND outcome IS NOT NULL)",
            name=op.f("ck_complaint_transfers_ended_has_outcome"),
        ),
        sa.CheckConstraint(
            "state != 'signed' OR signed_on IS NOT NULL",
            name=op.f("ck_complaint_transfers_signed_has_day"),
        ),
        sa.CheckConstraint(
            "NOT is_late OR state = 'returned'",
            name=op.f("ck_complaint_transfers_late_is_returned"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_complaint_transfers_{column}_{table}"),
            )
            for column, table in (
                ("complaint_id", "complaints"),
                ("unit_id", "units"),
                ("document_id", "issued_documents"),
                ("sent_by_id", "users"),
                ("signed_by_id", "users"),
                ("ended_by_id", "users"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_transfers")),
    )
    op.create_index(
        "ix_complaint_transfers_complaint_id_id", "complaint_transfers", ["complaint_id", "id"]
    )
    op.create_index(
        "ix_complaint_transfers_unit_id_state", "complaint_transfers", ["unit_id", "state"]
    )


def _urgings() -> None:
    op.create_table(
        "transfer_urgings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transfer_id", sa.Integer(), nullable=False),
        sa.Column("step", _steps(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("talk_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(step = 'red') = (talk_on IS NOT NULL)", name=op.f("ck_transfer_urgings_red_has_talk")
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_on IS NULL)"
            " AND (answer IS NULL) = (answered_by_id IS NULL)",
            name=op.f("ck_transfer_urgings_answer_is_whole"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_transfer_urgings_{column}_{table}")
            )
            for column, table in (
                ("transfer_id", "complaint_transfers"),
                ("raised_by_id", "users"),
                ("document_id", "issued_documents"),
                ("answered_by_id", "users"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer_urgings")),
        sa.UniqueConstraint(
            "transfer_id",
            "step",
            "raised_on",
            name=op.f("uq_transfer_urgings_transfer_id_step_raised_on"),
        ),
    )


def _call_backs() -> None:
    op.add_column("complaints", sa.Column("doubted_on", sa.Date(), nullable=True))
    op.create_table(
        "call_backs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("called_on", sa.Date(), nullable=False),
        sa.Column("called_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "satisfaction",
            sa.Enum(
                "satisfied",
                "partly",
                "dissatisfied",
                "unreached",
                name="satisfaction",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_on IS NULL)", name=op.f("ck_call_backs_answer_has_day")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name=op.f("fk_call_backs_complaint_id_complaints")
        ),
        sa.ForeignKeyConstraint(
            ["called_by_id"], ["users.id"], name=op.f("fk_call_backs_called_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_backs")),
    )
    op.create_index("ix_call_backs_complaint_id_id", "call_backs", ["complaint_id", "id"])


def downgrade() -> None:
    op.drop_table("call_backs")
    with op.batch_alter_table("complaints") as batch:
        batch.drop_column("doubted_on")
    op.drop_table("transfer_urgings")
    op.drop_table("complaint_transfers")
    op.drop_table("supplement_requests")
