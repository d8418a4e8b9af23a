"""`flask demo` writes once, keeps the passwords to itself, and never into a real house."""

from __future__ import annotations

import stat

import pytest
from flask import Flask

from config import Settings
from core.db import db
from core.identity.services import attempt_sign_in
from demo import building, cli
from tests.support import application, factories


@pytest.fixture
def empty(empty_db: Flask) -> Flask:
    application.migrate(empty_db)
    return empty_db


@pytest.fixture
def _units_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the matters out: they are tried elsewhere, and take their time."""
    monkeypatch.setattr(building, "read_stories", lambda: ())


@pytest.mark.usefixtures("_units_only")
def test_it_writes_once_and_keeps_the_passwords_in_a_file_of_the_owner(empty: Flask) -> None:
    settings: Settings = empty.extensions["wenze.settings"]
    result = empty.test_cli_runner().invoke(args=["demo", "--day", "2026-03-02"])
    assert result.exit_code == 0, result.output
    path = settings.instance_dir / cli.PASSWORD_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    passwords = {username: password for username, password, _name in lines}
    assert "leader" in result.output
    assert not any(password in result.output for password in passwords.values())
    with empty.app_context():
        assert attempt_sign_in("leader", passwords["leader"]).user_id is not None
        db.session.remove()
    again = empty.test_cli_runner().invoke(args=["demo", "--if-empty"])
    assert again.exit_code == 0
    assert path.read_text("utf-8").splitlines()[0].split("\t")[1] == lines[0][1]


def test_a_database_with_data_is_left_alone(committed_db: Flask) -> None:
    result = committed_db.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 1
    assert "只能写入空库" in result.output
    with committed_db.app_context():
        assert factories.unit("office").short_name == "市公开办"
        db.session.remove()


def test_it_refuses_in_production(empty: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "is_production", True)
    result = empty.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 1
    assert "正式环境" in result.output


def test_a_day_that_is_none_is_refused(empty: Flask) -> None:
    assert empty.test_cli_runner().invoke(args=["demo", "--day", "2026-02-30"]).exit_code == 2
