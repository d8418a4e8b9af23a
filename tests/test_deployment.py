"""What the guides and the units tell to run can be run: commands, settings, hours."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from config import ROOT, read_settings

UNITS = sorted((ROOT / "deploy").glob("*.service"))
TIMERS = sorted((ROOT / "deploy").glob("*.timer"))
GUIDES = (*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md")
_FLASK = re.compile(r"python -m flask (.+)$")
_SAID = re.compile(r"`(?:[^`\n]*python -m )?flask ([a-z][^`\n]*)`")


def commands_of(unit: str) -> Iterator[str]:
    """Yield what a unit lets flask do."""
    for line in unit.splitlines():
        if line.startswith("ExecStart") and (found := _FLASK.search(line)) is not None:
            yield found[1]


def fault(app: Flask, words: str) -> str:
    """Say what is wrong with a flask command; nothing where it could be run."""
    command: click.Command = app.cli
    parts = shlex.split(words)
    context = click.Context(command)
    while isinstance(command, click.Group):
        if not parts:
            return ""  # a group as a whole is named
        found = command.get_command(context, parts[0])
        if found is None:
            return f"no command {parts[0]} of: {words}"
        command, parts = found, parts[1:]
    known = {name for param in command.params for name in (*param.opts, *param.secondary_opts)}
    return next(
        (f"no option {p} of: {words}" for p in parts if p[:2] == "--" and p not in known), ""
    )


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_runs_commands_that_exist(app: Flask, path: Path) -> None:
    commands = list(commands_of(path.read_text("utf-8")))
    assert commands
    assert [said for words in commands if (said := fault(app, words))] == []


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_a_guide_names_commands_that_exist(app: Flask, path: Path) -> None:
    named = _SAID.findall(path.read_text("utf-8"))
    assert [said for words in named if (said := fault(app, words.partition(" |")[0]))] == []


def test_a_command_that_is_none_would_be_found(app: Flask) -> None:
    """The twin."""
    assert fault(app, "backup create --keep 30") == ""
    assert fault(app, "backup make") == "no command make of: backup make"
    assert fault(app, "backup create --often") == "no option --often of: backup create --often"


def test_each_task_has_its_timer_and_each_timer_its_task() -> None:
    tasks = {path.stem for path in UNITS} - {"wenze"}
    assert tasks == {path.stem for path in TIMERS}


def test_the_server_is_started_as_it_is_by_make() -> None:
    made = (ROOT / "Makefile").read_text("utf-8")
    (line,) = [
        line
        for line in (ROOT / "deploy" / "wenze.service").read_text("utf-8").splitlines()
        if line.startswith("ExecStart=")
    ]
    for option in re.findall(r"--(?!host|port|workers)[a-z-]+(?: [^-\s]\S*)?", line):
        assert option in made, option


def test_the_settings_are_read_by_the_program(tmp_path: Path) -> None:
    lines = (ROOT / "deploy" / "wenze.env").read_text("utf-8").splitlines()
    given = dict(line.lstrip("#").split("=", 1) for line in lines if re.match(r"#?[A-Z_]+=", line))
    known = set(re.findall(r'"(WENZE_[A-Z_]+|DATABASE_URL)"', (ROOT / "config.py").read_text()))
    assert set(given) <= known
    settings = read_settings(given)
    assert settings.is_production
    assert settings.database_url.startswith("postgresql+psycopg://")
    assert str(settings.backups_dir) == given["WENZE_BACKUPS"]
