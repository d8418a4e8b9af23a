"""Keep the tokens of other systems, and what they asked for; a work order may come by a token.

Revision: 0063, after 0062. A change by two persons may be one of them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

_KINDS = ("post_give", "post_end", "pack_assign", "factor_reset", "calendar_import", "period_set")
_WITHOUT_USER = ("pack_assign", "calendar_import", "period_set")
_KIND = "ck_pending_changes_changekind"
_USER = "ck_pending_changes_concerns_a_user"
_ORIGIN = "(import_id IS NULL) <> (api_token_id IS NULL)"


def upgrade() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("hint", sa.String(length=12), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=True),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "confirmed_by_id <> proposed_by_id", name=op.f("ck_api_tokens_confirmed_by_another")
        ),
        sa.CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawn_by_id IS NULL)"
            " AND (withdrawn_on IS NULL) = (withdrawal_reason IS NULL)",
            name=op.f("ck_api_tokens_withdrawn_by_somebody"),
        ),
        sa.CheckConstraint("expires_on >= made_on", name=op.f("ck_api_tokens_ends_after_start")),
        sa.CheckConstraint("length(token_hash) = 64", name=op.f("ck_api_tokens_hash_length")),
        *_keys(
            "api_tokens",
            unit_id="units",
            proposed_by_id="users",
            confirmed_by_id="users",
            withdrawn_by_id="users",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_tokens_token_hash")),
    )
    op.create_index("ix_api_tokens_unit_id", "api_tokens", ["unit_id"])
    op.create_table(
        "api_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_id", sa.Integer(), nullable=False),
        sa.Column("key_index", sa.String(length=64), nullable=False),
        sa.Column("body_index", sa.String(length=64), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("subject_type", sa.String(length=60), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.JSON(), nullable=True),
        *_keys("api_requests", token_id="api_tokens"),  # noqa: S106 - a column
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_requests")),
        sa.UniqueConstraint(
            "token_id", "key_index", name=op.f("uq_api_requests_token_id_key_index")
        ),
    )
    op.create_index(
        "ix_api_requests_subject_type_subject_id", "api_requests", ["subject_type", "subject_id"]
    )
    with op.batch_alter_table("work_orders") as batch:
        batch.alter_column("import_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("api_token_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_work_orders_api_token_id_api_tokens"), "api_tokens", ["api_token_id"], ["id"]
        )
        batch.create_check_constraint(op.f("ck_work_orders_one_origin"), _ORIGIN)
    _by_nobody("'web', 'hotline', 'overturned_act', 'evaluation_result'")
    _allow((*_KINDS, "token_make"), (*_WITHOUT_USER, "token_make"))


def downgrade() -> None:
    op.execute("DELETE FROM pending_changes WHERE kind = 'token_make'")
    _allow(_KINDS, _WITHOUT_USER)
    _by_nobody(
        "'web', 'overturned_act', 'evaluation_result'"
    )  # refuses where a hotline handed something in
    with op.batch_alter_table("work_orders") as batch:
        batch.drop_constraint(op.f("ck_work_orders_one_origin"), type_="check")
        batch.drop_constraint(op.f("fk_work_orders_api_token_id_api_tokens"), type_="foreignkey")
        batch.drop_column("api_token_id")
        batch.alter_column("import_id", existing_type=sa.Integer(), nullable=False)
    op.drop_index("ix_api_requests_subject_type_subject_id", table_name="api_requests")
    op.drop_table("api_requests")
    op.drop_index("ix_api_tokens_unit_id", table_name="api_tokens")
    op.drop_table("api_tokens")


def _by_nobody(channels: str) -> None:
    """Let reports of these channels be registered without a person."""
    name = op.f("ck_complaints_registered_by_somebody")
    with op.batch_alter_table("complaints") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(
            name,
            f"created_by_id IS NOT NULL OR clock_id IS NOT NULL OR channel IN ({channels})",
        )


def _allow(kinds: tuple[str, ...], without_user: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    freed = ", ".join(f"'{kind}'" for kind in without_user)
    with op.batch_alter_table("pending_changes") as batch:
        batch.drop_constraint(op.f(_KIND), type_="check")
        batch.create_check_constraint(op.f(_KIND), f"kind IN ({listed})")
        batch.drop_constraint(op.f(_USER), type_="check")
        batch.create_check_constraint(op.f(_USER), f"user_id IS NOT NULL OR kind IN ({freed})")


def _keys(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
        )
        for column, target in columns.items()
    ]
