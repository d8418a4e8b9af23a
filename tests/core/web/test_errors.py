"""Error pages: the same bytes, no details, advice in Chinese."""

from __future__ import annotations

import pytest
from flask import abort
from flask.testing import FlaskClient

from core.web import errors
from tests.core.web.conftest import HTMX
from tests.support.client import check
from tests.support.html import parse


@pytest.fixture(scope="module")
def failing() -> FlaskClient:
    from tests.core.web.showcase.app import build

    app = build()

    def fail(code: int) -> str:
        abort(code)

    app.add_url_rule("/fail/<int:code>", view_func=fail)
    return app.test_client()


@pytest.mark.parametrize("code", sorted(errors.WORDS))
def test_every_code_has_a_calm_page(failing: FlaskClient, code: int) -> None:
    answer = failing.get(f"/fail/{code}")
    assert answer.status_code == code
    assert str(errors.WORDS[code].title) in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    check(parse(answer.text))


def test_code_without_words_falls_back(failing: FlaskClient) -> None:
    assert str(errors.WORDS[400].title) in failing.get("/fail/418").text
    assert str(errors.WORDS[500].title) in failing.get("/fail/501").text


@pytest.mark.parametrize("code", sorted(errors.WORDS))
def test_htmx_gets_a_notice(failing: FlaskClient, code: int) -> None:
    answer = failing.get(f"/fail/{code}", headers=HTMX)
    assert answer.status_code == code
    assert "<html" not in answer.text
    assert parse(answer.text).children[0].get("role") == "alert"


def test_404_is_the_same_bytes_for_what_is_missing_and_what_is_hidden(failing: FlaskClient) -> None:
    missing = failing.get("/no-such-page?name=李某", headers={"Referer": "http://localhost/x"})
    failing.get("/")  # a session and its tokens exist now
    hidden = failing.get("/fail/404")
    assert missing.status_code == hidden.status_code == 404
    assert missing.data == hidden.data
    assert "csrf" not in hidden.text
    assert "李某" not in missing.text


def test_fault_shows_no_details(visitor: FlaskClient) -> None:
    answer = visitor.get("/broken")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text


def test_wrong_method_is_405(visitor: FlaskClient) -> None:
    answer = visitor.get("/sign-out")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}


def test_expired_page_is_400_with_advice(visitor: FlaskClient) -> None:
    answer = visitor.post("/sign-out", data={"csrf_token": "forged"})
    assert answer.status_code == 400
    assert "页面已过期，请返回重试" in answer.text


def test_stale_page_says_who_what_when_and_keeps_what_was_typed(visitor: FlaskClient) -> None:
    answer = visitor.get("/stale", headers={"Referer": "http://localhost/cases/1?tab=2"})
    assert answer.status_code == 409
    assert "2026年1月5日 10:30，李红办理了“指派承办人”。" in answer.text
    page = parse(answer.text)
    boxes = {e.get("id"): e for e in page.all("textarea")}
    assert [box.text for box in boxes.values()] == ["原承办人回避。", "长" * 80]
    assert all("readonly" in box.attrs for box in boxes.values())
    assert "/cases/1?tab=2" in [a.get("href") for a in page.all("a")]
    check(parse(answer.text))


def test_stale_page_leads_to_no_other_host(visitor: FlaskClient) -> None:
    answer = visitor.get("/stale", headers={"Referer": "http://elsewhere.example/x"})
    assert "elsewhere" not in answer.text
