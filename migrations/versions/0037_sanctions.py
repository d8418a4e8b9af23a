"""Keep the sanctions proposed to the organs that may decide them, and what these decided.

Revision: 0037, after 0036.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sanctions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            _words("sanctionstate", "waiting", "imposed", "spared", "ended", "revoked"),
            nullable=False,
        ),
        sa.Column("organ", _words("organ", "appointing", "supervision"), nullable=False),
        sa.Column("receiver", sa.String(length=120), nullable=False),
        sa.Column("own_basis", sa.Text(), nullable=True),
        sa.Column("materials", sa.Text(), nullable=False),
        sa.Column("other_act_reason", sa.Text(), nullable=True),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("received_by", sa.String(length=60), nullable=True),
        sa.Column("receipt_number", sa.String(length=60), nullable=True),
        sa.Column(
            "kind",
            _words(
                "sanctionkind",
                *("warning", "demerit", "major_demerit", "demotion", "dismissal", "expulsion"),
            ),
            nullable=True,
        ),
        sa.Column("body", sa.String(length=120), nullable=True),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_number", sa.String(length=60), nullable=True),
        sa.Column("ended_note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "document_id IS NULL OR own_basis IS NULL",
            name=op.f("ck_sanctions_by_letter_or_own_right"),
        ),
        sa.CheckConstraint(
            "state IN ('waiting','spared') OR (kind IS NOT NULL AND body IS NOT NULL"
            " AND number IS NOT NULL AND decided_on IS NOT NULL AND effective_on IS NOT NULL)",
            name=op.f("ck_sanctions_imposed_as_decided"),
        ),
        sa.CheckConstraint(
            "state != 'spared' OR note IS NOT NULL", name=op.f("ck_sanctions_spared_has_reason")
        ),
        sa.CheckConstraint(
            "state NOT IN ('ended','revoked') OR ended_on IS NOT NULL",
            name=op.f("ck_sanctions_ended_has_day"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{target}.id"], name=op.f(f"fk_sanctions_{column}_{target}")
            )
            for column, target in (
                ("service_id", "notice_services"),
                ("proposed_by_id", "users"),
                ("document_id", "issued_documents"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanctions")),
        sa.UniqueConstraint("service_id", name=op.f("uq_sanctions_service_id")),
    )
    op.create_index("ix_sanctions_state", "sanctions", ["state"])


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def downgrade() -> None:
    op.drop_table("sanctions")
