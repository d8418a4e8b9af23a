"""Keep recusals as acts of their own, with who asked, who decided and what stands of earlier acts.

Revision: 0024, after 0023. Members who were recused get the recusal that was granted to them; from
now on a member leaves a team by one or by a hand-over, and may come back after the latter. An
investigation may be suspended.
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_ORIGINS = ("declared", "by_respondent", "by_complainant", "by_other", "by_organ", "detected")
_GROUNDS = (
    *("relative", "interest", "relation"),
    *("respondent", "line_of_command", "own_unit", "earlier_role"),
)
_STATES = (
    *("proposed", "filed", "investigating", "reported", "defence", "deliberating"),
    *("decided", "served", "effective", "closed", "dismissed"),
)
_LIVE = sa.text("state IN ('pending', 'granted')")
_PRESENT = sa.text("left_on IS NULL")


def _one_of(name: str, *members: str) -> sa.Enum:
    return sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=40)


def _person(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_recusals_{column}_users"))


def upgrade() -> None:
    op.create_table(
        "recusals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "state", _one_of("recusalstate", "pending", "granted", "rejected"), nullable=False
        ),
        sa.Column("origin", _one_of("recusalorigin", *_ORIGINS), nullable=False),
        sa.Column("ground", _one_of("recusalground", *_GROUNDS), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decider", _one_of("decider", "leader", "superior"), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("filed_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("earlier_acts", _one_of("earlieracts", "none", "stand", "redo"), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "origin = 'detected' OR reason IS NOT NULL", name=op.f("ck_recusals_asked_with_reason")
        ),
        sa.CheckConstraint(
            "(state = 'pending') = (decided_on IS NULL)"
            " AND (decided_on IS NULL) = (decision_reason IS NULL)",
            name=op.f("ck_recusals_decided_with_reason"),
        ),
        sa.CheckConstraint(
            "(state = 'granted') = (earlier_acts IS NOT NULL)",
            name=op.f("ck_recusals_granted_says_what_stands"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_recusals_case_id_cases")),
        *(_person(c) for c in ("user_id", "filed_by_id", "decided_by_id", "successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusals")),
    )
    op.create_index(
        "uq_recusals_live",
        "recusals",
        ["case_id", "user_id"],
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )
    op.create_index("ix_recusals_case_id", "recusals", ["case_id"])
    op.create_index("ix_recusals_user_id", "recusals", ["user_id"])
    _take_over()
    with op.batch_alter_table("case_members") as table:
        table.drop_constraint(op.f("uq_case_members_case_id_user_id"), type_="unique")
        table.drop_constraint(op.f("ck_case_members_recusal_has_reason"), type_="check")
        table.alter_column("recused_on", new_column_name="left_on", existing_type=sa.Date())
        table.alter_column(
            "recusal_reason", new_column_name="leaving_reason", existing_type=sa.Text()
        )
    with op.batch_alter_table("case_members") as table:
        table.create_check_constraint(
            op.f("ck_case_members_leaving_has_reason"),
            "left_on IS NULL OR leaving_reason IS NOT NULL",
        )
    _allow((*_STATES, "suspended"))
    op.create_index(
        "uq_case_members_present",
        "case_members",
        ["case_id", "user_id"],
        unique=True,
        sqlite_where=_PRESENT,
        postgresql_where=_PRESENT,
    )


def _allow(states: tuple[str, ...]) -> None:
    """Replace the states in which a case may be."""
    listed = ", ".join(f"'{state}'" for state in states)
    with op.batch_alter_table("cases") as table:
        table.drop_constraint(op.f("ck_cases_casestate"), type_="check")
        table.create_check_constraint(op.f("ck_cases_casestate"), f"state IN ({listed})")


def _take_over() -> None:
    """Write the recusals of those who were recused; who did it is in the record, else who filed
    the case.
    """
    connection = op.get_bind()
    recusals = sa.table(
        "recusals",
        *(sa.column(name) for name in ("case_id", "user_id", "state", "origin", "ground")),
        *(sa.column(name) for name in ("reason", "decider", "filed_by_id", "decided_by_id")),
        *(sa.column(name) for name in ("decision_reason", "earlier_acts", "version")),
        *(sa.column(name, sa.Date()) for name in ("filed_on", "decided_on")),
        sa.column("updated_at", sa.DateTime(timezone=True)),
    )
    members = sa.table(
        "case_members",
        *(sa.column(name) for name in ("case_id", "user_id", "recusal_reason")),
        sa.column("recused_on", sa.Date()),
    )
    cases = sa.table(
        "cases",
        *(sa.column(name) for name in ("id", "filed_by_id", "created_by_id")),
        sa.column("updated_at", sa.DateTime(timezone=True)),
    )
    record = sa.table(
        "record_entries",
        *(sa.column(n) for n in ("seq", "actor_id", "action", "subject_type", "subject_id")),
        sa.column("after"),
    )
    recused = connection.execute(
        sa.select(members, cases.c.filed_by_id, cases.c.created_by_id, cases.c.updated_at)
        .join_from(members, cases, cases.c.id == members.c.case_id)
        .where(members.c.recused_on.is_not(None))
    ).all()
    for row in recused:
        acts = connection.execute(
            sa.select(record.c.actor_id, record.c.after)
            .where(
                record.c.subject_type == "cases",
                record.c.subject_id == row.case_id,
                record.c.action == "recuse_member",
            )
            .order_by(record.c.seq)
        ).all()
        by = [a.actor_id for a in acts if json.loads(a.after or "{}").get("user_id") == row.user_id]
        who = by[-1] if by else row.filed_by_id or row.created_by_id
        connection.execute(
            recusals.insert().values(
                case_id=row.case_id,
                user_id=row.user_id,
                state="granted",
                origin="by_organ",
                ground="interest",
                reason=row.recusal_reason,
                decider="leader",
                filed_on=row.recused_on,
                filed_by_id=who,
                decided_on=row.recused_on,
                decided_by_id=who,
                decision_reason=row.recusal_reason,
                earlier_acts="stand",
                version=1,
                updated_at=row.updated_at,
            )
        )


def downgrade() -> None:
    """Who left is kept as recused; of who came back only the last time; other recusals go, and what
    was suspended is investigated.
    """
    op.execute("UPDATE cases SET state = 'investigating' WHERE state = 'suspended'")
    _allow(_STATES)
    op.execute(
        "DELETE FROM case_members WHERE id NOT IN"
        " (SELECT max(id) FROM case_members GROUP BY case_id, user_id)"
    )
    op.drop_index("uq_case_members_present", table_name="case_members")
    with op.batch_alter_table("case_members") as table:
        table.drop_constraint(op.f("ck_case_members_leaving_has_reason"), type_="check")
        table.alter_column("left_on", new_column_name="recused_on", existing_type=sa.Date())
        table.alter_column(
            "leaving_reason", new_column_name="recusal_reason", existing_type=sa.Text()
        )
    with op.batch_alter_table("case_members") as table:
        table.create_check_constraint(
            op.f("ck_case_members_recusal_has_reason"),
            "recused_on IS NULL OR recusal_reason IS NOT NULL",
        )
        table.create_unique_constraint(
            op.f("uq_case_members_case_id_user_id"), ["case_id", "user_id"]
        )
    op.drop_table("recusals")
