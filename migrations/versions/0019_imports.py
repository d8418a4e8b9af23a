"""Import work orders of a hotline: uploads that wait, what columns mean, where a complaint is from.

Revision: 0019, after 0018. The channel of a complaint may be the hotline.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

CHANNELS = ("written", "oral", "telephone", "visit", "breached_duty")


def _channel_may_be(*channels: str) -> None:
    """Change the check of the column; the name is that of the type (see `core.db.enum_type`)."""
    allowed = ", ".join(f"'{channel}'" for channel in channels)
    with op.batch_alter_table("complaints") as batch:
        batch.drop_constraint(op.f("ck_complaints_channel"), type_="check")
        batch.create_check_constraint(op.f("ck_complaints_channel"), f"channel IN ({allowed})")


def upgrade() -> None:
    _channel_may_be(*CHANNELS, "hotline")
    op.create_table(
        "hotline_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "done",
                "discarded",
                "expired",
                name="importstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file_kind", sa.String(length=4), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("rejected", sa.LargeBinary(), nullable=True),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("takes_names_out", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("imported_count", sa.Integer(), nullable=False),
        sa.Column("known_count", sa.Integer(), nullable=False),
        sa.Column("faulty_count", sa.Integer(), nullable=False),
        sa.Column("unseen_count", sa.Integer(), nullable=False),
        sa.Column("withheld_count", sa.Integer(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_hotline_imports_sha256_length")),
        sa.CheckConstraint(
            "state = 'waiting' OR content IS NULL",
            name=op.f("ck_hotline_imports_content_while_waiting"),
        ),
        sa.CheckConstraint(
            "state = 'done' OR rejected IS NULL", name=op.f("ck_hotline_imports_rejected_of_done")
        ),
        sa.CheckConstraint(
            "state != 'done' OR (confirmed_by_id IS NOT NULL AND confirmed_at IS NOT NULL)",
            name=op.f("ck_hotline_imports_done_has_confirmer"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_hotline_imports_unit_id_units"),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["users.id"], name="fk_hotline_imports_uploaded_by_id_users"
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["users.id"], name="fk_hotline_imports_confirmed_by_id_users"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_hotline_imports"),
    )
    op.create_index("ix_hotline_imports_unit_id_id", "hotline_imports", ["unit_id", "id"])
    op.create_index("ix_hotline_imports_expires_at", "hotline_imports", ["expires_at"])
    op.create_table(
        "import_columns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("headings_index", sa.String(length=64), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("takes_names_out", sa.Boolean(), nullable=False),
        sa.Column("chosen_by_id", sa.Integer(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_import_columns_unit_id_units"),
        sa.ForeignKeyConstraint(
            ["chosen_by_id"], ["users.id"], name="fk_import_columns_chosen_by_id_users"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_import_columns"),
        sa.UniqueConstraint(
            "unit_id", "headings_index", name="uq_import_columns_unit_id_headings_index"
        ),
    )
    number = sa.String(60).with_variant(sa.String(60, collation="C"), "postgresql")
    op.create_table(
        "work_orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("number", number, nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("wants_secrecy", sa.Boolean(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name="fk_work_orders_complaint_id_complaints"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_work_orders_unit_id_units"),
        sa.ForeignKeyConstraint(
            ["import_id"], ["hotline_imports.id"], name="fk_work_orders_import_id_hotline_imports"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_work_orders"),
        sa.UniqueConstraint("complaint_id", name="uq_work_orders_complaint_id"),
        sa.UniqueConstraint("unit_id", "number", name="uq_work_orders_unit_id_number"),
    )
    op.create_index("ix_work_orders_number", "work_orders", ["number"])
    op.create_index("ix_work_orders_import_id", "work_orders", ["import_id"])


def downgrade() -> None:
    """Take the tables away; complaints of the hotline become written ones, a channel there was."""
    op.drop_table("work_orders")
    op.drop_table("import_columns")
    op.drop_table("hotline_imports")
    op.execute("UPDATE complaints SET channel = 'written' WHERE channel = 'hotline'")
    _channel_may_be(*CHANNELS)
