"""Keys are made by a command before there is anything else, and never overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from flask import Flask

from app import create_app
from config import KEY_FILES, SettingsError, is_development_key, read_settings
from core import keys


def bare(folder: Path) -> Flask:
    environ = {"WENZE_ENV": "production", "WENZE_INSTANCE": str(folder)}
    return keys.bare_app(read_settings(environ))


def run(folder: Path, *arguments: str) -> str:
    result = bare(folder).test_cli_runner().invoke(args=["keys", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_production_makes_its_keys_and_then_starts(tmp_path: Path) -> None:
    environ = {"WENZE_ENV": "production", "WENZE_INSTANCE": str(tmp_path)}
    with pytest.raises(SettingsError, match="flask keys create"):
        create_app(read_settings(environ))
    assert "已生成：sealed.key" in run(tmp_path, "create")
    for name in KEY_FILES:
        path = tmp_path / "keys" / name
        assert path.stat().st_mode & 0o077 == 0
        assert not is_development_key(path.read_bytes())
    create_app(read_settings(environ))


def test_what_is_there_is_never_made_again(tmp_path: Path) -> None:
    run(tmp_path, "create")
    before = {name: (tmp_path / "keys" / name).read_bytes() for name in KEY_FILES}
    assert "已有：secret.key" in run(tmp_path, "create")
    assert before == {name: (tmp_path / "keys" / name).read_bytes() for name in KEY_FILES}
    assert len(set(before.values())) == len(KEY_FILES)


def test_a_further_key_comes_first_and_the_old_one_stays(tmp_path: Path) -> None:
    run(tmp_path, "create")
    path = tmp_path / "keys" / "sealed.key"
    old = path.read_bytes().strip()
    run(tmp_path, "add", "sealed")
    lines = path.read_bytes().split()
    assert lines[1:] == [old]
    assert lines[0] != old
    assert all(Fernet(line) for line in lines)
    assert path.stat().st_mode & 0o077 == 0
    assert sorted(file.name for file in path.parent.iterdir()) == sorted(KEY_FILES)


def test_the_bare_application_is_built_for_this_command_only(tmp_path: Path) -> None:
    production = read_settings({"WENZE_ENV": "production", "WENZE_INSTANCE": str(tmp_path)})
    assert keys.are_asked_for(production, ["/usr/bin/flask", "keys", "create"])
    assert keys.are_asked_for(production, ["/lib/flask/__main__.py", "keys", "create"])
    for other in (["flask", "run"], ["granian", "keys"], ["flask"], []):
        assert not keys.are_asked_for(production, other)
    development = read_settings({"WENZE_INSTANCE": str(tmp_path)})
    assert not keys.are_asked_for(development, ["flask", "keys", "create"])


def test_the_bare_application_serves_nothing(tmp_path: Path) -> None:
    assert bare(tmp_path).test_client().get("/").status_code == 503
