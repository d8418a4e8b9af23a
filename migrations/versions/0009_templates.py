"""Keep the wordings of letters in versions, and with each issued document the one it has.

Revision: 0009, after 0008.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "template_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "approved",
                "discarded",
                name="templatestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("is_shipped", sa.Boolean(), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_template_versions_number_from_one")),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> drafted_by_id",
            name=op.f("ck_template_versions_second_person"),
        ),
        sa.CheckConstraint(
            "is_shipped = (drafted_by_id IS NULL)",
            name=op.f("ck_template_versions_written_by_somebody"),
        ),
        sa.CheckConstraint(
            "state <> 'approved' OR is_shipped OR (approved_by_id IS NOT NULL"
            " AND approved_at IS NOT NULL AND effective_from IS NOT NULL)",
            name=op.f("ck_template_versions_approved_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["users.id"], name=op.f("fk_template_versions_drafted_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"],
            ["users.id"],
            name=op.f("fk_template_versions_approved_by_id_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_versions")),
        sa.UniqueConstraint("kind", "number", name=op.f("uq_template_versions_kind_number")),
    )
    op.create_index("ix_template_versions_drafted_by_id", "template_versions", ["drafted_by_id"])
    op.create_index("ix_template_versions_approved_by_id", "template_versions", ["approved_by_id"])
    op.create_index(
        "uq_template_versions_kind_draft",
        "template_versions",
        ["kind"],
        unique=True,
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    with op.batch_alter_table("issued_documents") as batch:
        batch.add_column(sa.Column("template_version_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_issued_documents_template_version_id_template_versions"),
            "template_versions",
            ["template_version_id"],
            ["id"],
        )
        batch.create_index("ix_issued_documents_template_version_id", ["template_version_id"])


def downgrade() -> None:
    with op.batch_alter_table("issued_documents") as batch:
        batch.drop_index("ix_issued_documents_template_version_id")
        batch.drop_constraint(
            op.f("fk_issued_documents_template_version_id_template_versions"), type_="foreignkey"
        )
        batch.drop_column("template_version_id")
    op.drop_table("template_versions")
