"""Keep a sanction as it stood before it was changed, and how often a decision was modified.

Revision: 0057, after 0056. Decisions modified before are counted by what modified them; their
corrections are taken to have told of all of it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

TABLE = "sanction_changes"
KINDS = ("warning", "demerit", "major_demerit", "demotion", "dismissal", "expulsion")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sanction_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *KINDS,
                name="sanctionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("body", sa.String(length=120), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_{TABLE}_{column}_{table}")
            )
            for column, table in (("sanction_id", "sanctions"), ("changed_by_id", "users"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(f"ix_{TABLE}_sanction_id", TABLE, ["sanction_id"])
    op.add_column(
        "decisions", sa.Column("times_modified", sa.Integer(), nullable=False, server_default="0")
    )
    with op.batch_alter_table("circulars") as batch:
        batch.add_column(
            sa.Column("modification", sa.Integer(), nullable=False, server_default="0")
        )
        batch.drop_constraint(op.f("uq_circulars_decision_id_kind"), type_="unique")
        batch.create_unique_constraint(
            op.f("uq_circulars_decision_id_kind_modification"),
            ["decision_id", "kind", "modification"],
        )
    _count()


def _count() -> None:
    op.execute(
        "UPDATE decisions SET times_modified = (SELECT count(*) FROM remedies"
        " WHERE remedies.decision_id = decisions.id AND remedies.state = 'modified')"
    )
    op.execute(
        "UPDATE decisions SET times_modified = 1 WHERE state = 'modified' AND times_modified = 0"
    )
    op.execute(
        "UPDATE circulars SET modification = (SELECT decisions.times_modified FROM decisions"
        " WHERE decisions.id = circulars.decision_id) WHERE kind != 'criticism'"
    )


def downgrade() -> None:
    """Refuse, by the constraint put back, decisions that were corrected more than once."""
    with op.batch_alter_table("circulars") as batch:
        batch.drop_constraint(op.f("uq_circulars_decision_id_kind_modification"), type_="unique")
        batch.create_unique_constraint(
            op.f("uq_circulars_decision_id_kind"), ["decision_id", "kind"]
        )
        batch.drop_column("modification")
    op.drop_column("decisions", "times_modified")
    op.drop_index(f"ix_{TABLE}_sanction_id", table_name=TABLE)
    op.drop_table(TABLE)
