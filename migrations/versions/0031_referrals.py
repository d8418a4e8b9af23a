"""Keep referrals of cases to other bodies, stubs of cases that went to the organ above, and
when the notice of a recusal was read; what became of a decision in the person's file.

Revision: 0031, after 0030.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

#: Of a decision: when and to whom a copy went for the person's own file, or why none did.
_FILING: tuple[tuple[str, sa.types.TypeEngine], ...] = (
    ("filed_on", sa.Date()),
    ("filed_with", sa.String(length=120)),
    ("filed_by", sa.String(length=60)),
    ("filed_to", sa.String(length=60)),
    ("not_filed_reason", sa.Text()),
)


def upgrade() -> None:
    op.create_table(
        "case_referrals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            _words("referralkind", "judiciary", "supervision", "sanction", "competent"),
            nullable=False,
        ),
        sa.Column(
            "state",
            _words(
                "referralstate", "proposed", "rejected", "sent", "received", "taken", "not_taken"
            ),
            nullable=False,
        ),
        sa.Column(
            "course", _words("referralcourse", "goes_on", "stands_still", "ends"), nullable=False
        ),
        sa.Column("receiver", sa.String(length=120), nullable=False),
        sa.Column("article", sa.String(length=120), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("materials", sa.Text(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("received_by", sa.String(length=60), nullable=True),
        sa.Column("receipt_number", sa.String(length=60), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answer_number", sa.String(length=60), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state = 'proposed' OR (decided_on IS NOT NULL AND decided_by_id IS NOT NULL)",
            name=op.f("ck_case_referrals_decided_by_somebody"),
        ),
        sa.CheckConstraint(
            "state != 'received' OR (received_on IS NOT NULL AND received_by IS NOT NULL)",
            name=op.f("ck_case_referrals_received_by_somebody"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('taken','not_taken')"
            " OR (answered_on IS NOT NULL AND answer IS NOT NULL)",
            name=op.f("ck_case_referrals_answered_in_words"),
        ),
        *_keys("case_referrals", case_id="cases", document_id="issued_documents"),
        *_keys("case_referrals", proposed_by_id="users", decided_by_id="users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_referrals")),
    )
    op.create_index("ix_case_referrals_case_id", "case_referrals", ["case_id"])
    op.create_index("ix_case_referrals_state", "case_referrals", ["state"])
    op.add_column("recusals", sa.Column("noted_on", sa.Date(), nullable=True))
    for name, kind in _FILING:
        op.add_column("notice_services", sa.Column(name, kind, nullable=True))
    _elevations()


def _elevations() -> None:
    asked = sa.text("state = 'asked'")
    op.create_table(
        "case_elevations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", _words("elevationkind", "hand_up", "take_over"), nullable=False),
        sa.Column("ground", _words("elevationground", "principal", "major"), nullable=False),
        sa.Column("state", _words("elevationstate", "asked", "moved", "refused"), nullable=False),
        sa.Column("from_unit_id", sa.Integer(), nullable=False),
        sa.Column("to_unit_id", sa.Integer(), nullable=False),
        sa.Column("article", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state = 'asked' OR (decided_on IS NOT NULL AND decided_by_id IS NOT NULL)",
            name=op.f("ck_case_elevations_decided_by_somebody"),
        ),
        sa.CheckConstraint(
            "state != 'refused' OR opinion IS NOT NULL",
            name=op.f("ck_case_elevations_refused_in_words"),
        ),
        sa.CheckConstraint(
            "from_unit_id != to_unit_id", name=op.f("ck_case_elevations_goes_to_another")
        ),
        *_keys("case_elevations", case_id="cases", from_unit_id="units", to_unit_id="units"),
        *_keys("case_elevations", asked_by_id="users", decided_by_id="users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_elevations")),
    )
    for column in ("case_id", "from_unit_id", "to_unit_id"):
        op.create_index(f"ix_case_elevations_{column}", "case_elevations", [column])
    op.create_index(
        "uq_case_elevations_asked",
        "case_elevations",
        ["case_id"],
        unique=True,
        sqlite_where=asked,
        postgresql_where=asked,
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
    for name, _kind in _FILING:
        op.drop_column("notice_services", name)
    op.drop_column("recusals", "noted_on")
    op.drop_table("case_elevations")
    op.drop_table("case_referrals")
