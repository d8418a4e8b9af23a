"""Keep administrative reviews and lawsuits; a lost one opens a lead of a channel of its own.

Revision: 0035, after 0034.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

CHANNELS = (
    *("written", "oral", "telephone", "visit", "hotline", "breached_duty"),
    *("web", "box", "media", "internal_check", "from_above"),
)
NEW = "overturned_act"
BY_SOMEBODY = "created_by_id IS NOT NULL OR clock_id IS NOT NULL"


def _complaints(by_somebody: str, *channels: str) -> None:
    """Change what the database asks of a complaint: its channel, and who registered it."""
    allowed = ", ".join(f"'{channel}'" for channel in channels)
    with op.batch_alter_table("complaints") as batch:
        for name, check in (
            ("channel", f"channel IN ({allowed})"),
            ("registered_by_somebody", by_somebody),
        ):
            batch.drop_constraint(op.f(f"ck_complaints_{name}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_complaints_{name}"), check)


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    _complaints(f"{BY_SOMEBODY} OR channel IN ('web', '{NEW}')", *CHANNELS, NEW)
    op.create_table(
        "lawsuits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("sued_unit_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind", _words("lawsuitkind", "administrative_review", "litigation"), nullable=False
        ),
        sa.Column("state", _words("lawsuitstate", "filed", "accepted", "ended"), nullable=False),
        sa.Column("body", sa.String(length=120), nullable=False),
        sa.Column("body_number", sa.String(length=60), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("acted_on", sa.Date(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column(
            "outcome",
            _words(
                "outcome",
                *("upheld", "revoked", "changed", "unlawful", "void", "ordered", "dismissed"),
                *("not_admitted", "withdrawn", "terminated"),
            ),
            nullable=True,
        ),
        sa.Column("result_number", sa.String(length=60), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("carried_out_on", sa.Date(), nullable=True),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("registered_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'ended') = (outcome IS NOT NULL)", name=op.f("ck_lawsuits_ended_has_outcome")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (decided_on IS NULL) AND (outcome IS NULL) = (result IS NULL)"
            " AND (outcome IS NULL) = (effective_on IS NULL)",
            name=op.f("ck_lawsuits_result_is_whole"),
        ),
        sa.CheckConstraint(
            "state != 'accepted' OR accepted_on IS NOT NULL",
            name=op.f("ck_lawsuits_accepted_has_day"),
        ),
        sa.CheckConstraint(
            "(accepted_on IS NULL OR accepted_on >= filed_on)"
            " AND (decided_on IS NULL OR decided_on >= filed_on)"
            " AND (effective_on IS NULL OR effective_on >= decided_on)",
            name=op.f("ck_lawsuits_days_in_order"),
        ),
        sa.CheckConstraint(
            "lead_id IS NULL OR outcome IS NOT NULL", name=op.f("ck_lawsuits_lead_has_outcome")
        ),
        sa.CheckConstraint(
            "carried_out_on IS NULL OR decision_id IS NOT NULL",
            name=op.f("ck_lawsuits_carried_out_on_decision"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_lawsuits_{column}_{table}")
            )
            for column, table in (
                ("unit_id", "units"),
                ("sued_unit_id", "units"),
                ("decision_id", "decisions"),
                ("lead_id", "complaints"),
                ("registered_by_id", "users"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lawsuits")),
        sa.UniqueConstraint("number", name=op.f("uq_lawsuits_number")),
        sa.UniqueConstraint("lead_id", name=op.f("uq_lawsuits_lead_id")),
    )
    op.create_index("ix_lawsuits_unit_id_id", "lawsuits", ["unit_id", "id"])
    op.create_index("ix_lawsuits_decision_id", "lawsuits", ["decision_id"])
    op.create_index("ix_lawsuits_filed_on", "lawsuits", ["filed_on"])


def downgrade() -> None:
    """Take it away; its leads become written reports of the first account."""
    op.drop_table("lawsuits")
    op.execute(
        "UPDATE complaints SET created_by_id = (SELECT min(id) FROM users), channel = 'written'"
        " WHERE channel = 'overturned_act'"
    )
    _complaints(f"{BY_SOMEBODY} OR channel = 'web'", *CHANNELS)
