"""The shipped packs and an application that has nothing but them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from flask_babel import Babel

import regulations
from regulations.loader import SHIPPED, load_packs
from regulations.model import Pack
from regulations.rules import EffectivePack, effective_pack


@pytest.fixture(scope="session")
def packs() -> Mapping[str, Pack]:
    """The shipped packs as written."""
    return load_packs()


@pytest.fixture(scope="session")
def aershan(packs: Mapping[str, Pack]) -> EffectivePack:
    """Aershan's pack with the common rules and the national ones."""
    return effective_pack(packs, "aershan-2021")


@pytest.fixture(scope="session")
def runner() -> FlaskCliRunner:
    """The commands of an application that has only the packs."""
    app = Flask("regulations-only")
    Babel(app, default_locale="zh_Hans_CN")
    regulations.init_app(app)
    return app.test_cli_runner()


@pytest.fixture
def altered(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """Copy the shipped packs and replace one piece of text in one of them."""

    def alter(pack_id: str, old: str, new: str) -> Path:
        folder = tmp_path / "packs"
        if not folder.exists():
            shutil.copytree(SHIPPED, folder)
        file = folder / f"{pack_id}.toml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return alter


@pytest.fixture
def act() -> Callable[..., dict[str, Any]]:
    """Build the facts of one act: a handler and a supervisor, decided by one person, reviewed."""

    def build(**changes: Any) -> dict[str, Any]:
        return {
            "id": "a1",
            "decided_by": "individual",
            "approval": {"state": "none"},
            "review": {"state": "done"},
            "people": [
                {"id": "h", "role": "handler"},
                {"id": "s", "role": "supervisor"},
            ],
            **changes,
        }

    return build
