"""Keep what collation counted, and the ways in which people answer: telephone and on the spot too.

Revision: 0055, after 0054. Rounds collated before are counted here. A sheet typed with a required
question left out keeps the reason.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

SOURCES = ("online", "paper", "telephone", "on_site")
GROUPS = ("resident", "enterprise", "deputy", "cppcc_member", "invited")
INVALID = ("blank", "several_marks", "illegible", "wrong_form")
GAPS = ("left_out", "refused", "unreadable", "broken_off")


def upgrade() -> None:
    with op.batch_alter_table("sheet_batches") as batch:
        batch.add_column(
            sa.Column("channel", sa.String(length=40), nullable=False, server_default="paper")
        )
        batch.create_check_constraint(op.f("ck_sheet_batches_sheetsource"), _in("channel", SOURCES))
    with op.batch_alter_table("answer_sheets") as batch:
        for name in ("sheetsource", "paper_has_batch", "web_is_valid"):
            batch.drop_constraint(op.f(f"ck_answer_sheets_{name}"), type_="check")
        batch.add_column(sa.Column("gap_reason", sa.String(length=40), nullable=True))
        for name, rule in (
            ("sheetsource", _in("source", SOURCES)),
            ("gapreason", _in("gap_reason", GAPS)),
            (
                "typed_has_batch",
                "(source != 'online') = (batch_id IS NOT NULL AND seq IS NOT NULL)",
            ),
            (
                "web_is_whole",
                "source != 'online' OR (invalid_reason IS NULL AND gap_reason IS NULL)",
            ),
        ):
            batch.create_check_constraint(op.f(f"ck_answer_sheets_{name}"), rule)
    _create()
    _count()


def _create() -> None:
    op.create_table(
        "evaluation_channels",
        sa.Column("round_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", _words("sheetsource", *SOURCES), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.CheckConstraint("weight > 0", name=op.f("ck_evaluation_channels_weight_positive")),
        _key("evaluation_channels", "round_id", "evaluation_rounds"),
        sa.PrimaryKeyConstraint("round_id", "source", name=op.f("pk_evaluation_channels")),
    )
    for table, more in (
        (
            "evaluation_sheet_counts",
            [
                sa.Column("invalid_reason", _words("invalidreason", *INVALID), nullable=True),
                sa.Column("gap_reason", _words("gapreason", *GAPS), nullable=True),
            ],
        ),
        (
            "evaluation_option_counts",
            [
                sa.Column("option_id", sa.Integer(), nullable=False),
                _key("evaluation_option_counts", "option_id", "survey_options"),
            ],
        ),
    ):
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("round_unit_id", sa.Integer(), nullable=False),
            sa.Column("source", _words("sheetsource", *SOURCES), nullable=False),
            sa.Column("group", _words("participantgroup", *GROUPS), nullable=False),
            *more,
            sa.Column("sheets", sa.Integer(), nullable=False),
            _key(table, "round_unit_id", "evaluation_round_units"),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        )
        op.create_index(f"ix_{table}_round_unit_id", table, ["round_unit_id"])
    op.create_table(
        "evaluation_people_counts",
        sa.Column("round_unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        _key("evaluation_people_counts", "round_unit_id", "evaluation_round_units"),
        _key("evaluation_people_counts", "question_id", "survey_questions"),
        sa.PrimaryKeyConstraint(
            "round_unit_id", "question_id", name=op.f("pk_evaluation_people_counts")
        ),
    )


def _count() -> None:
    """Count the rounds that were collated before."""
    collated = (
        " FROM answer_sheets s JOIN evaluation_round_units u ON u.id = s.round_unit_id"
        " JOIN evaluation_rounds r ON r.id = u.round_id AND r.collated_on IS NOT NULL"
    )
    op.execute(
        "INSERT INTO evaluation_sheet_counts"
        ' (round_unit_id, source, "group", invalid_reason, gap_reason, sheets)'
        f' SELECT s.round_unit_id, s.source, s."group", s.invalid_reason, NULL, count(*){collated}'
        ' GROUP BY s.round_unit_id, s.source, s."group", s.invalid_reason'
    )
    op.execute(
        'INSERT INTO evaluation_option_counts (round_unit_id, source, "group", option_id, sheets)'
        f' SELECT s.round_unit_id, s.source, s."group", c.option_id, count(*){collated}'
        " JOIN survey_choices c ON c.sheet_id = s.id WHERE s.invalid_reason IS NULL"
        ' GROUP BY s.round_unit_id, s.source, s."group", c.option_id'
    )
    op.execute(
        "INSERT INTO evaluation_people_counts (round_unit_id, question_id, sheets)"
        f" SELECT s.round_unit_id, o.question_id, count(DISTINCT s.id){collated}"
        " JOIN survey_choices c ON c.sheet_id = s.id JOIN survey_options o ON o.id = c.option_id"
        " JOIN survey_questions q ON q.id = o.question_id AND q.kind = 'multiple'"
        " WHERE s.invalid_reason IS NULL GROUP BY s.round_unit_id, o.question_id"
    )


def downgrade() -> None:
    """Refuse, by the constraints put back, sheets that came by telephone or on the spot."""
    op.drop_table("evaluation_people_counts")
    for table in ("evaluation_option_counts", "evaluation_sheet_counts"):
        op.drop_index(f"ix_{table}_round_unit_id", table_name=table)
        op.drop_table(table)
    op.drop_table("evaluation_channels")
    with op.batch_alter_table("answer_sheets") as batch:
        for name in ("sheetsource", "gapreason", "typed_has_batch", "web_is_whole"):
            batch.drop_constraint(op.f(f"ck_answer_sheets_{name}"), type_="check")
        batch.drop_column("gap_reason")
        for name, rule in (
            ("sheetsource", _in("source", SOURCES[:2])),
            (
                "paper_has_batch",
                "(source = 'paper') = (batch_id IS NOT NULL AND seq IS NOT NULL)",
            ),
            ("web_is_valid", "invalid_reason IS NULL OR source = 'paper'"),
        ):
            batch.create_check_constraint(op.f(f"ck_answer_sheets_{name}"), rule)
    with op.batch_alter_table("sheet_batches") as batch:
        batch.drop_constraint(op.f("ck_sheet_batches_sheetsource"), type_="check")
        batch.drop_column("channel")


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _in(column: str, values: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
    )
