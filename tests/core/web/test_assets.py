"""Files from this server only: what is served, for how long, and what happens without them."""

from __future__ import annotations

import gzip
import logging
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.web import assets
from tests.support.html import parse


def test_htmx_is_the_reviewed_file() -> None:
    body = assets.read_package_file(*assets.PACKAGE_FILES["htmx.js"])
    assert body is not None
    assert assets.integrity_of(body) == assets.HTMX_INTEGRITY
    assert assets.integrity_of(body + b" ") != assets.HTMX_INTEGRITY


def test_every_file_a_page_names_is_served_with_its_integrity(visitor: FlaskClient) -> None:
    page = parse(visitor.get("/").text)
    named = [e for e in page.all("link") + page.all("script") if e.get("href") or e.get("src")]
    assert len(named) >= 6
    for element in named:
        address = element.get("href") or element.get("src")
        assert address.startswith("/assets/")
        answer = visitor.get(address)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        if element.get("integrity"):
            assert assets.integrity_of(answer.data) == element.get("integrity")


def test_compressed_where_accepted(visitor: FlaskClient) -> None:
    with visitor.application.test_request_context():
        address = assets.asset_url("wenze.css")
    plain = visitor.get(address)
    packed = visitor.get(address, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.data) == plain.data
    assert "accept-encoding" in packed.vary.as_set()


def test_address_of_an_old_release_is_not_kept(visitor: FlaskClient) -> None:
    answer = visitor.get("/assets/0123456789abcdef/wenze.css")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["../config.py", "..%2fconfig.py", "app.py", "wenze.css/x"])
def test_nothing_else_is_served(visitor: FlaskClient, name: str) -> None:
    assert visitor.get(f"/assets/x/{name}").status_code == 404


def test_missing_htmx_is_a_log_line_and_pages_work(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from tests.core.web.showcase.app import build

    monkeypatch.setitem(assets.PACKAGE_FILES, "htmx.js", ("no_such_package", "htmx.js"))
    with caplog.at_level(logging.WARNING):
        client = build().test_client()
    assert "htmx.js is missing" in caplog.text
    page = client.get("/cases")
    assert page.status_code == 200
    assert "htmx.js" not in page.text


def test_unreviewed_htmx_is_refused(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setattr(assets, "read_package_file", lambda _package, _path: b"alert(1)")
    assert "htmx.js" not in assets.collect(tmp_path)
    assert "not the reviewed file" in caplog.text


def test_own_files_ask_for_nothing_from_elsewhere() -> None:
    for own in (Path(__file__).parents[3] / "static").iterdir():
        addresses = re.findall(r"https?://[^\s\"')]+", own.read_text())
        assert set(addresses) <= {"http://www.w3.org/2000/svg"}, own.name


def test_icon_is_hidden_unless_named(showcase: Flask) -> None:
    with showcase.test_request_context():
        assert 'aria-hidden="true"' in assets.icon("check")
        assert 'aria-label="&lt;已办&gt;"' in assets.icon("check", "<已办>")
        with pytest.raises(KeyError):
            assets.icon("no-such-icon")
