"""The composition root: an application starts on sound settings, and on nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

import app as composition
from config import ROOT, SettingsError, read_settings
from core.web.headers import HEADERS
from tests.support.client import Client


def test_production_refuses_to_start_without_keys(tmp_path: Path) -> None:
    settings = read_settings({"WENZE_ENV": "production", "WENZE_INSTANCE": str(tmp_path)})
    with pytest.raises(SettingsError):
        composition.create_app(settings)


def test_a_bad_rule_pack_stops_the_start(tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    packs.mkdir()
    (packs / "broken.toml").write_text("[pack]\nid = 7\n")
    settings = read_settings(
        {"WENZE_ENV": "test", "WENZE_INSTANCE": str(tmp_path), "WENZE_PACKS": str(packs)}
    )
    with pytest.raises(Exception, match=r"broken\.toml"):
        composition.create_app(settings)


def test_two_applications_do_not_share_their_tables_of_words(tmp_path: Path) -> None:
    def build(name: str) -> Flask:
        return composition.create_app(
            read_settings({"WENZE_ENV": "test", "WENZE_INSTANCE": str(tmp_path / name)})
        )

    first, second = build("first"), build("second")
    for registry in ("wenze.hooks", "wenze.refusals", "wenze.worklist", "wenze.procedures"):
        assert first.extensions[registry] is not second.extensions[registry]
    assert first.extensions["wenze.record"] != second.extensions["wenze.record"]


def test_the_server_finds_the_application_from_outside_its_folder(tmp_path: Path) -> None:
    program = "import app; print(app.create_app().name)"
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "WENZE_INSTANCE": str(tmp_path / "instance")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout.strip()) == (0, "wenze"), result.stderr


def test_every_answer_carries_the_headers(client: Client) -> None:
    for url in ("/sign-in", "/no-such-page"):
        answer = client.raw("GET", url)
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_a_page_that_is_not_there_is_a_calm_404(client: Client) -> None:
    page = client.get("/no-such-page", status=404)
    assert page.h1 == "没有找到这个页面"


def test_a_number_no_database_can_hold_is_a_404(client: Client) -> None:
    for number in ("0", "-1", str(2**31), str(2**63), "9" * 40):
        assert client.raw("GET", f"/no-such/{number}").status_code == 404
