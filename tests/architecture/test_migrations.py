"""The migrations make exactly the tables of the models, and lead up and down with data in them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import Column, Integer, Table, inspect

from config import ROOT
from core.db import db
from core.record import services as record
from tests.support import accountability, application, factories

VERSIONS = sorted((ROOT / "migrations" / "versions").glob("*.py"))
MAY_IMPORT = {"__future__", "alembic", "sqlalchemy", "json", "datetime"}


def drift() -> str:
    """Return what `flask db check` says; nothing where database and models agree."""
    try:
        check()
    except SystemExit as stop:  # what Flask-Migrate makes of Alembic's finding
        return str(stop.__context__)
    return ""


def foreign_imports(source: str) -> Iterator[str]:
    """Yield what a migration must not import: today's code does not know yesterday's tables."""
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "."]
        yield from (name for name in names if name.split(".")[0] not in MAY_IMPORT)


def _tables() -> set[str]:
    return set(inspect(db.engine).get_table_names())


def _triggers() -> int:
    if db.engine.dialect.name == "sqlite":
        where = "sqlite_master WHERE type = 'trigger' AND name"
    else:
        where = "pg_trigger WHERE tgname"
    found = db.session.scalar(db.text(f"SELECT count(*) FROM {where} LIKE 'record%'"))
    db.session.rollback()
    return int(found or 0)


def test_the_migrations_make_the_tables_of_the_models(empty_db: Flask) -> None:
    application.migrate(empty_db)
    with empty_db.app_context():
        assert drift() == ""


def test_a_table_or_column_without_a_migration_is_found(empty_db: Flask) -> None:
    """The twin."""
    application.migrate(empty_db)
    planted = Table("planted", db.metadata, Column("id", Integer, primary_key=True))
    with empty_db.app_context():
        try:
            assert "planted" in drift()
        finally:
            db.metadata.remove(planted)
        with db.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE units ADD COLUMN planted INTEGER")
        assert "planted" in drift()


def test_every_step_leads_down_and_up_again_with_data(committed_db: Flask) -> None:
    with committed_db.app_context():
        accountability.decision()
        db.session.remove()
        before = _tables()
        for _ in VERSIONS:
            downgrade(revision="-1")
        assert _tables() == {"alembic_version"}
        for _ in VERSIONS:
            upgrade(revision="+1")
        assert _tables() == before
        factories.people()
        assert factories.person("handler").name == "韩志远"
        assert list(record.verify()) == []


def test_rows_that_point_to_nothing_after_a_migration_stop_it(committed_db: Flask) -> None:
    with committed_db.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("PostgreSQL keeps its keys while it migrates")
        upgrade()
        connection = db.engine.raw_connection()
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute("INSERT INTO report_signatures VALUES (1, 999, 1, 999, '2026-03-02')")
        cursor.execute("PRAGMA foreign_keys=ON")
        connection.close()
        with pytest.raises(SystemExit):
            upgrade()


def test_the_record_is_closed_and_has_its_head_from_the_second_step_on(empty_db: Flask) -> None:
    with empty_db.app_context():
        upgrade(revision="0001")
        assert (_triggers(), record.head()) == (0, None)
        db.session.remove()
        upgrade(revision="0002")
        head = record.head()
        assert _triggers() == (3 if db.engine.dialect.name == "sqlite" else 2)
        assert head is not None
        assert head["seq"] == 0
        db.session.remove()
        downgrade(revision="0001")
        assert _triggers() == 0
        db.session.remove()
        upgrade(revision="0002")
        assert record.head() == head
        db.session.remove()


def test_a_record_that_lost_its_head_gets_no_new_one_from_a_migration(committed_db: Flask) -> None:
    with committed_db.app_context():
        downgrade(revision="0001")
        db.session.execute(db.text("DELETE FROM record_head"))
        db.session.commit()
        db.session.remove()
        upgrade(revision="0002")
        assert record.head() is None


def test_the_migrations_are_one_numbered_line(app: Flask) -> None:
    script = ScriptDirectory(str(ROOT / "migrations"))
    line = [revision.revision for revision in script.walk_revisions()][::-1]
    assert line == [f"{number:04}" for number in range(1, len(VERSIONS) + 1)]
    assert [path.name[:4] for path in VERSIONS] == line


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_imports_nothing_of_the_application(path: Path) -> None:
    assert not list(foreign_imports(path.read_text("utf-8")))
    assert re.fullmatch(r"\d{4}_[a-z0-9_]+", path.stem)


@pytest.mark.parametrize("source", ["import app", "from core.db import db", "from . import x"])
def test_an_import_of_the_application_is_found(source: str) -> None:
    assert list(foreign_imports(source))
