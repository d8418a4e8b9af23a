"""Keep the circulars of criticism, their recipients and their corrections.

Revision: 0038, after 0037.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "circulars",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", _words("circularkind", "criticism", "modified", "revoked"), nullable=False
        ),
        sa.Column("state", _words("circularstate", "issued", "sent"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("sent_by", sa.String(length=120), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state != 'sent' OR (sent_on IS NOT NULL AND sent_by IS NOT NULL)",
            name=op.f("ck_circulars_sent_has_day_and_way"),
        ),
        *_keys("circulars", decision_id="decisions", issued_by_id="users"),
        *_keys("circulars", document_id="issued_documents"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circulars")),
        sa.UniqueConstraint("decision_id", "kind", name=op.f("uq_circulars_decision_id_kind")),
    )
    op.create_table(
        "circular_recipients",
        sa.Column("circular_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        *_keys("circular_recipients", circular_id="circulars", unit_id="units"),
        sa.PrimaryKeyConstraint("circular_id", "unit_id", name=op.f("pk_circular_recipients")),
    )


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _keys(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
        )
        for column, target in columns.items()
    ]


def downgrade() -> None:
    op.drop_table("circular_recipients")
    op.drop_table("circulars")
