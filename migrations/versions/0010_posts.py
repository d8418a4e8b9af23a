"""Let posts be held in place of another, users leave on a day, and keep administrators apart.

Revision: 0010, after 0009. Administrators are kept apart by triggers on both engines, since the rule
is about several rows: whoever rebuilds the table of posts later has to make them anew on SQLite.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ADMINISTRATORS = "('system_admin', 'security_admin', 'audit_admin')"
CLASH = f"""
    SELECT 1 FROM posts other WHERE other.user_id = NEW.user_id AND other.id <> NEW.id
    AND other.role <> NEW.role
    AND (other.role IN {ADMINISTRATORS} OR NEW.role IN {ADMINISTRATORS})
    AND (NEW.ends_on IS NULL OR other.starts_on <= NEW.ends_on)
    AND (other.ends_on IS NULL OR other.ends_on >= NEW.starts_on)
"""  # noqa: S608 - constants only

SQLITE = tuple(
    f"CREATE TRIGGER posts_apart_{verb.lower()} AFTER {verb} ON posts WHEN EXISTS ({CLASH}) "
    "BEGIN SELECT RAISE(ABORT, 'administrators are apart'); END"
    for verb in ("INSERT", "UPDATE")
)

# the row of the user is locked first: of two posts given at once, the second sees the first
POSTGRESQL = (
    f"""
    CREATE FUNCTION posts_apart() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM 1 FROM users WHERE id = NEW.user_id FOR NO KEY UPDATE;
      IF EXISTS ({CLASH}) THEN
        RAISE EXCEPTION USING MESSAGE = 'administrators are apart',
          ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NULL;
    END $$
    """,
    "CREATE TRIGGER posts_apart AFTER INSERT OR UPDATE ON posts "
    "FOR EACH ROW EXECUTE FUNCTION posts_apart()",
)


def upgrade() -> None:
    op.add_column("users", sa.Column("leaves_on", sa.Date()))
    with op.batch_alter_table("posts") as batch:
        batch.add_column(sa.Column("stands_in_for_id", sa.Integer()))
        batch.create_foreign_key(
            op.f("fk_posts_stands_in_for_id_users"), "users", ["stands_in_for_id"], ["id"]
        )
        batch.create_check_constraint(
            op.f("ck_posts_stand_in_for_another_and_with_end"),
            "stands_in_for_id IS NULL OR (stands_in_for_id <> user_id AND ends_on IS NOT NULL)",
        )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER posts_apart_insert")
        op.execute("DROP TRIGGER posts_apart_update")
    else:
        op.execute("DROP TRIGGER posts_apart ON posts")
        op.execute("DROP FUNCTION posts_apart()")
    with op.batch_alter_table("posts") as batch:
        batch.drop_constraint(op.f("ck_posts_stand_in_for_another_and_with_end"), type_="check")
        batch.drop_constraint(op.f("fk_posts_stands_in_for_id_users"), type_="foreignkey")
        batch.drop_column("stands_in_for_id")
    op.drop_column("users", "leaves_on")
