"""Take reports from the public: more channels, joint reports, units that say they receive.

Revision: 0020, after 0019.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

CHANNELS = ("written", "oral", "telephone", "visit", "hotline", "breached_duty")
NEW = ("web", "box", "media", "internal_check", "from_above")
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


def upgrade() -> None:
    _complaints(f"{BY_SOMEBODY} OR channel = 'web'", *CHANNELS, *NEW)
    with op.batch_alter_table("reporters") as batch:
        batch.add_column(sa.Column("joint_count", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("joint_names", sa.Text(), nullable=True))
        batch.add_column(sa.Column("answer_by", sa.String(length=40), nullable=True))
        batch.drop_constraint(op.f("ck_reporters_reporterkind"), type_="check")
        batch.create_check_constraint(
            op.f("ck_reporters_reporterkind"), "kind IN ('person', 'unit', 'joint')"
        )
        batch.create_check_constraint(
            op.f("ck_reporters_answerby"), "answer_by IN ('code', 'phone', 'post')"
        )
        batch.create_check_constraint(
            op.f("ck_reporters_joint_has_count"), "(kind = 'joint') = (joint_count IS NOT NULL)"
        )
        batch.create_check_constraint(
            op.f("ck_reporters_joint_has_names"), "kind = 'joint' OR joint_names IS NULL"
        )
    op.add_column(
        "units",
        sa.Column("takes_public_reports", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    """Take it all away; what came by a new channel becomes a written report, and what nobody
    registered is registered by the first account. Who spoke for several is kept as a person.
    """
    op.drop_column("units", "takes_public_reports")
    with op.batch_alter_table("reporters") as batch:
        for name in ("reporterkind", "answerby", "joint_has_count", "joint_has_names"):
            batch.drop_constraint(op.f(f"ck_reporters_{name}"), type_="check")
        for name in ("joint_count", "joint_names", "answer_by"):
            batch.drop_column(name)
    op.execute("UPDATE reporters SET kind = 'person' WHERE kind = 'joint'")
    with op.batch_alter_table("reporters") as batch:
        batch.create_check_constraint(
            op.f("ck_reporters_reporterkind"), "kind IN ('person', 'unit')"
        )
    op.execute(
        "UPDATE complaints SET created_by_id = (SELECT min(id) FROM users)"
        " WHERE channel = 'web' AND created_by_id IS NULL"
    )
    complaints = sa.table("complaints", sa.column("channel"))
    op.execute(complaints.update().where(complaints.c.channel.in_(NEW)).values(channel="written"))
    _complaints(BY_SOMEBODY, *CHANNELS)
