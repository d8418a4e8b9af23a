"""Let a round have an open link, a way of answering of its own, and a plan of its sample.

Revision: 0061, after 0060. What waits in the boxes came behind slips.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

SOURCES = ("online", "paper", "telephone", "on_site")
GROUPS = ("resident", "enterprise", "deputy", "cppcc_member", "invited")
#: Tables with a column that says by which way something came; the name of its check is the type's.
WAYS = (
    ("sheet_batches", "channel"),
    ("answer_sheets", "source"),
    ("evaluation_channels", "source"),
    ("evaluation_sheet_counts", "source"),
    ("evaluation_option_counts", "source"),
)


def upgrade() -> None:
    op.add_column(
        "evaluation_rounds",
        sa.Column("has_open_link", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column(
        "evaluation_round_units", sa.Column("open_token", sa.String(length=24), nullable=True)
    )
    op.create_index(
        "ix_evaluation_round_units_open_token",
        "evaluation_round_units",
        ["open_token"],
        unique=True,
    )
    _ways((*SOURCES, "open_link"), "source NOT IN ('online', 'open_link')")
    _boxes_anew(has_source=True)
    op.create_table(
        "evaluation_quotas",
        sa.Column("round_unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("group", _words("participantgroup", *GROUPS), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.CheckConstraint("planned > 0", name=op.f("ck_evaluation_quotas_planned_positive")),
        sa.ForeignKeyConstraint(
            ["round_unit_id"],
            ["evaluation_round_units.id"],
            name=op.f("fk_evaluation_quotas_round_unit_id_evaluation_round_units"),
        ),
        sa.PrimaryKeyConstraint("round_unit_id", "group", name=op.f("pk_evaluation_quotas")),
    )


def downgrade() -> None:
    """Refuse, by the constraints put back, sheets that came by an open link."""
    op.drop_table("evaluation_quotas")
    _boxes_anew(has_source=False)
    _ways(SOURCES, "source != 'online'")
    op.drop_index("ix_evaluation_round_units_open_token", table_name="evaluation_round_units")
    op.drop_column("evaluation_round_units", "open_token")
    op.drop_column("evaluation_rounds", "has_open_link")


def _ways(sources: tuple[str, ...], is_typed: str) -> None:
    listed = ", ".join(f"'{source}'" for source in sources)
    is_self = "source = 'online'" if "!=" in is_typed else is_typed.replace("NOT IN", "IN")
    for table, column in WAYS:
        with op.batch_alter_table(table) as batch:
            name = op.f(f"ck_{table}_sheetsource")
            batch.drop_constraint(name, type_="check")
            batch.create_check_constraint(name, f"{column} IN ({listed})")
            if table != "answer_sheets":
                continue
            for rule, text in (
                (
                    "typed_has_batch",
                    f"({is_typed}) = (batch_id IS NOT NULL AND seq IS NOT NULL)",
                ),
                (
                    "web_is_whole",
                    f"NOT ({is_self}) OR (invalid_reason IS NULL AND gap_reason IS NULL)",
                ),
            ):
                batch.drop_constraint(op.f(f"ck_answer_sheets_{rule}"), type_="check")
                batch.create_check_constraint(op.f(f"ck_answer_sheets_{rule}"), text)


def _boxes_anew(*, has_source: bool) -> None:
    """Make the boxes anew with, or without, the way in their key; what waits in them stays."""
    kept = sa.table(
        "survey_boxes",
        sa.column("round_unit_id", sa.Integer),
        sa.column("group", sa.String),
        sa.column("used", sa.LargeBinary),
        sa.column("waiting", sa.Text),
        sa.column("waiting_sheets", sa.Integer),
    )
    rows = [dict(row) for row in op.get_bind().execute(sa.select(kept)).mappings()]
    op.drop_table("survey_boxes")
    key = ["round_unit_id", "source", "group"] if has_source else ["round_unit_id", "group"]
    sources = (*SOURCES, "open_link")
    made = op.create_table(
        "survey_boxes",
        sa.Column("round_unit_id", sa.Integer(), autoincrement=False, nullable=False),
        *([sa.Column("source", _words("sheetsource", *sources), nullable=False)] * has_source),
        sa.Column("group", _words("participantgroup", *GROUPS), nullable=False),
        sa.Column("used", sa.LargeBinary(), nullable=False),
        sa.Column("waiting", sa.Text(), nullable=False),
        sa.Column("waiting_sheets", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_unit_id"],
            ["evaluation_round_units.id"],
            name=op.f("fk_survey_boxes_round_unit_id_evaluation_round_units"),
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_survey_boxes")),
        sqlite_with_rowid=False,
    )
    more = {"source": "online"} if has_source else {}
    if rows:
        op.bulk_insert(made, [{**row, **more} for row in rows])


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
