"""Keep what people upload.

Revision: 0004, after 0003. The files themselves lie in the store; only their register is here.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=60), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column(
            "origin",
            sa.Enum(
                "reporter",
                "staff",
                name="origin",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "pdf",
                "png",
                "jpeg",
                "docx",
                "xlsx",
                "ofd",
                "text",
                name="filekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sealed_name", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_as", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(origin = 'reporter') = (sealed_name IS NOT NULL)",
            name=op.f("ck_attachments_reporter_name_sealed"),
        ),
        sa.CheckConstraint(
            "length(sha256) = 64 AND length(stored_as) = 64",
            name=op.f("ck_attachments_sha256_length"),
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachments_size_positive")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["users.id"], name=op.f("fk_attachments_uploaded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint("stored_as", name=op.f("uq_attachments_stored_as")),
        sa.UniqueConstraint(
            "subject_type",
            "subject_id",
            "sha256",
            name=op.f("uq_attachments_subject_type_subject_id_sha256"),
        ),
    )
    op.create_index(
        "ix_attachments_uploaded_by_id_uploaded_at",
        "attachments",
        ["uploaded_by_id", "uploaded_at"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index("ix_attachments_uploaded_by_id_uploaded_at", table_name="attachments")
    op.drop_table("attachments")
