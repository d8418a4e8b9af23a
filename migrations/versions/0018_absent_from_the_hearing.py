"""Let a defence say that the respondent was told and did not come.

Revision: 0018, after 0017.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def _constrain(old: tuple[str, str], values: str, said: tuple[str, str]) -> None:
    """Replace what the database asks of a defence: its outcomes, and when it has words."""
    with op.batch_alter_table("defences") as table:
        for name in old:
            table.drop_constraint(op.f(f"ck_defences_{name}"), type_="check")
        table.create_check_constraint(op.f("ck_defences_defenceoutcome"), f"outcome IN ({values})")
        table.create_check_constraint(op.f(f"ck_defences_{said[0]}"), said[1])


def upgrade() -> None:
    _constrain(
        ("defenceoutcome", "stated_has_text"),
        "'stated', 'declined', 'absent'",
        ("said_in_words", "outcome = 'declined' OR text IS NOT NULL"),
    )


def downgrade() -> None:
    """Who did not come is kept as one who declined: the words say how they had been told."""
    op.execute(sa.text("UPDATE defences SET outcome = 'declined' WHERE outcome = 'absent'"))
    _constrain(
        ("defenceoutcome", "said_in_words"),
        "'stated', 'declined'",
        ("stated_has_text", "outcome != 'stated' OR text IS NOT NULL"),
    )
