"""Keep answers from the web in boxes until they can be put down together.

Revision: 0044, after 0043. Marks of slips that were used move from the slips into the boxes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

#: Bytes that a box keeps of a hash.
MARK = 8
GROUPS = ("resident", "enterprise", "deputy", "cppcc_member", "invited")


def upgrade() -> None:
    op.create_table(
        "survey_boxes",
        sa.Column("round_unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "group",
            sa.Enum(
                *GROUPS, name="participantgroup", native_enum=False,
                create_constraint=True, length=40,
            ),
            nullable=False,
        ),
        sa.Column("used", sa.LargeBinary(), nullable=False),
        sa.Column("waiting", sa.Text(), nullable=False),
        sa.Column("waiting_sheets", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_unit_id"],
            ["evaluation_round_units.id"],
            name=op.f("fk_survey_boxes_round_unit_id_evaluation_round_units"),
        ),
        sa.PrimaryKeyConstraint("round_unit_id", "group", name=op.f("pk_survey_boxes")),
        sqlite_with_rowid=False,
    )  # fmt: skip
    _move()
    op.drop_column("survey_tokens", "is_used")


def _move() -> None:
    slips = sa.table(
        "survey_tokens",
        sa.column("token_hash", sa.String),
        sa.column("round_unit_id", sa.Integer),
        sa.column("group", sa.String),
        sa.column("is_used", sa.Boolean),
    )
    boxes: dict[tuple[int, str], list[bytes]] = {}
    for slip in op.get_bind().execute(sa.select(slips)):
        marks = boxes.setdefault((slip.round_unit_id, slip.group), [])
        if slip.is_used:
            marks.append(bytes.fromhex(slip.token_hash)[:MARK])
    made = sa.table(
        "survey_boxes",
        sa.column("round_unit_id", sa.Integer),
        sa.column("group", sa.String),
        sa.column("used", sa.LargeBinary),
        sa.column("waiting", sa.Text),
        sa.column("waiting_sheets", sa.Integer),
    )
    op.bulk_insert(
        made,
        [
            {
                "round_unit_id": unit,
                "group": group,
                "used": b"".join(sorted(marks)),
                "waiting": "",
                "waiting_sheets": 0,
            }
            for (unit, group), marks in boxes.items()
        ],
    )


def downgrade() -> None:
    """Refused while answers wait, which the older tables could not keep: collate first."""
    waits = sa.text("SELECT count(*) FROM survey_boxes WHERE waiting_sheets > 0")
    if op.get_bind().execute(waits).scalar():
        raise RuntimeError("answers wait in survey_boxes; end the collection of the rounds first")
    op.add_column(
        "survey_tokens",
        sa.Column("is_used", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    bind = op.get_bind()
    boxes = sa.table(
        "survey_boxes", sa.column("round_unit_id", sa.Integer), sa.column("used", sa.LargeBinary)
    )
    slips = sa.table(
        "survey_tokens", sa.column("token_hash", sa.String), sa.column("is_used", sa.Boolean)
    )
    used = {
        box.used[n : n + MARK].hex()
        for box in bind.execute(sa.select(boxes.c.used))
        for n in range(0, len(box.used), MARK)
    }
    for (value,) in bind.execute(sa.select(slips.c.token_hash)).all():
        if value[: 2 * MARK] in used:
            bind.execute(
                sa.update(slips).where(slips.c.token_hash == value).values(is_used=sa.true())
            )
    op.drop_table("survey_boxes")
