"""Note of each clock what the sweep announced, its inner date and its next window; let a breached
duty come in as a lead.

Revision: 0017, after 0016.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

OLD_EVENTS = ("start", "pause", "resume", "restart", "extend", "meet", "cancel", "recompute")
OLD_CHANNELS = ("written", "oral", "telephone", "visit")
INDEXES = {
    "ix_clocks_turns_red": ("due_on", "state = 'running' AND told <> 'red'"),
    "ix_clocks_turns_yellow": ("warn_on", "state = 'running' AND told = 'green'"),
    "ix_clocks_awaits_next": ("due_on", "awaits_next"),
}
OLD_INDEX = {"ix_clocks_running_warn": ("warn_on", "state = 'running'")}


def upgrade() -> None:
    with op.batch_alter_table("clocks") as batch:
        batch.add_column(
            sa.Column("is_duty", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.add_column(
            sa.Column("told", sa.String(length=40), nullable=False, server_default="green")
        )
        batch.add_column(sa.Column("target_on", sa.Date(), nullable=True))
        batch.add_column(
            sa.Column("awaits_next", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.add_column(sa.Column("follows_id", sa.Integer(), nullable=True))
        batch.create_check_constraint(
            op.f("ck_clocks_told"), "told IN ('green', 'yellow', 'red', 'off')"
        )
        batch.create_foreign_key(
            op.f("fk_clocks_follows_id_clocks"), "clocks", ["follows_id"], ["id"]
        )
        batch.create_unique_constraint(op.f("uq_clocks_follows_id"), ["follows_id"])
    with op.batch_alter_table("clocks") as batch:
        for name in ("is_duty", "told", "awaits_next"):
            batch.alter_column(name, server_default=None)
    _replace_indexes(OLD_INDEX, INDEXES)
    # of what ran before: recurrences wait for their next window like new ones
    op.execute(
        "UPDATE clocks SET awaits_next = true WHERE unit LIKE 'per_%' AND state <> 'cancelled'"
    )
    op.execute(
        "UPDATE clocks SET is_duty = true WHERE state IN ('running', 'paused') AND term_id IN"
        " ('feedback.period', 'evaluation.rectify')"
    )
    _allow("clock_events", "kind", "ck_clock_events_eventkind", (*OLD_EVENTS, "target"))
    with op.batch_alter_table("complaints") as batch:
        batch.add_column(sa.Column("clock_id", sa.Integer(), nullable=True))
        batch.alter_column("created_by_id", existing_type=sa.Integer(), nullable=True)
        batch.create_foreign_key(
            op.f("fk_complaints_clock_id_clocks"), "clocks", ["clock_id"], ["id"]
        )
        batch.create_unique_constraint(op.f("uq_complaints_clock_id"), ["clock_id"])
    _allow("complaints", "channel", "ck_complaints_channel", (*OLD_CHANNELS, "breached_duty"))
    with op.batch_alter_table("complaints") as batch:
        batch.create_check_constraint(
            op.f("ck_complaints_lead_has_clock"),
            "(channel = 'breached_duty') = (clock_id IS NOT NULL)",
        )
        batch.create_check_constraint(
            op.f("ck_complaints_registered_by_somebody"),
            "created_by_id IS NOT NULL OR clock_id IS NOT NULL",
        )


def downgrade() -> None:
    """Refuse, by the constraints put back, where a lead or an inner date is among the rows."""
    with op.batch_alter_table("complaints") as batch:
        batch.drop_constraint(op.f("ck_complaints_registered_by_somebody"), type_="check")
        batch.drop_constraint(op.f("ck_complaints_lead_has_clock"), type_="check")
        batch.drop_constraint(op.f("uq_complaints_clock_id"), type_="unique")
        batch.drop_constraint(op.f("fk_complaints_clock_id_clocks"), type_="foreignkey")
        batch.alter_column("created_by_id", existing_type=sa.Integer(), nullable=False)
        batch.drop_column("clock_id")
    _allow("complaints", "channel", "ck_complaints_channel", OLD_CHANNELS)
    _allow("clock_events", "kind", "ck_clock_events_eventkind", OLD_EVENTS)
    _replace_indexes(INDEXES, OLD_INDEX)
    with op.batch_alter_table("clocks") as batch:
        batch.drop_constraint(op.f("uq_clocks_follows_id"), type_="unique")
        batch.drop_constraint(op.f("fk_clocks_follows_id_clocks"), type_="foreignkey")
        batch.drop_constraint(op.f("ck_clocks_told"), type_="check")
        for name in ("follows_id", "awaits_next", "target_on", "told", "is_duty"):
            batch.drop_column(name)


def _replace_indexes(old: dict[str, tuple[str, str]], new: dict[str, tuple[str, str]]) -> None:
    for name in old:
        op.drop_index(name, table_name="clocks")
    for name, (column, condition) in new.items():
        where = sa.text(condition)
        op.create_index(name, "clocks", [column, "id"], sqlite_where=where, postgresql_where=where)


def _allow(table: str, column: str, name: str, values: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(name), type_="check")
        batch.create_check_constraint(op.f(name), f"{column} IN ({listed})")
