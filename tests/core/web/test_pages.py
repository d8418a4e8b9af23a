"""Pages and fragments: who gets what, and the mended defects of htmx_flask."""

from __future__ import annotations

import json

import pytest
from flask import Flask, Request, Response
from flask.testing import FlaskClient
from htmx_flask import make_response
from htmx_flask.constants import RESWAPS

from core.web import pages
from core.web.pages import htmx_header, page, redirect_to, swap_as, trigger, wants_fragment
from tests.core.web.conftest import HTMX


def test_plain_request_gets_the_page(visitor: FlaskClient) -> None:
    assert "<html" in visitor.get("/cases").text


def test_htmx_request_gets_the_fragment_whose_root_is_the_target(visitor: FlaskClient) -> None:
    text = visitor.get("/cases", headers=HTMX).text
    assert "<html" not in text
    assert text.strip().startswith('<div id="case-list">')


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_boosted_link_and_back_button_get_the_page(visitor: FlaskClient, header: str) -> None:
    assert "<html" in visitor.get("/cases", headers={**HTMX, header: "true"}).text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_answers_vary_by_what_decides(visitor: FlaskClient, headers: dict[str, str]) -> None:
    vary = visitor.get("/cases", headers=headers).vary
    assert {"hx-request", "hx-boosted", "hx-history-restore-request"} <= set(vary.as_set())


def test_redirect_is_303_or_a_header_for_htmx(showcase: Flask) -> None:
    with showcase.test_request_context("/"):
        plain = redirect_to("/案件/1?q=李")
        assert (plain.status_code, plain.location) == (303, "/%E6%A1%88%E4%BB%B6/1?q=%E6%9D%8E")
    with showcase.test_request_context("/", headers=HTMX):
        answer = redirect_to("/案件/1")
        assert answer.status_code == 200
        assert answer.headers["HX-Redirect"] == "/%E6%A1%88%E4%BB%B6/1"


def test_invalid_form_is_422_with_the_form(visitor: FlaskClient) -> None:
    with visitor.application.test_request_context("/cases/new", method="POST"):
        answer = pages.invalid("empty.html")
    assert answer.status_code == 422


def test_events_reach_htmx_with_chinese_escaped(showcase: Flask) -> None:
    with showcase.test_request_context("/", headers=HTMX):
        trigger("caseChanged", number="阿政公责")
        trigger("listChanged")
        header = showcase.process_response(Response()).headers["HX-Trigger"]
    assert header.isascii()
    assert json.loads(header) == {"caseChanged": {"number": "阿政公责"}, "listChanged": None}


def test_events_are_not_sent_to_plain_requests(showcase: Flask) -> None:
    with showcase.test_request_context("/"):
        trigger("caseChanged")
        assert "HX-Trigger" not in showcase.process_response(Response()).headers


class TestDefectsOfThePackage:
    """Each is shown in the package first, so that a mended package tells us."""

    def test_swap_styles(self) -> None:
        assert "beforebegin" not in RESWAPS
        for how in ("beforebegin", "afterbegin", "textContent", "innerHTML swap:1s show:top"):
            assert swap_as(Response(), how, target="#x").headers["HX-Reswap"] == how
        for how in ("inside", "innerHTML rm:-rf"):
            with pytest.raises(ValueError, match="no such swap"):
                swap_as(Response(), how)

    def test_encoded_headers(self, showcase: Flask) -> None:
        sent = {
            **HTMX,
            "HX-Prompt": "%E6%9D%8E",
            "HX-Prompt-URI-AutoEncoded": "true",
            "HX-Target": "a%20b",
        }
        with showcase.test_request_context("/", headers=sent):
            from flask import request

            assert request.htmx.prompt == "%E6%9D%8E"  # type: ignore[attr-defined]
            assert htmx_header("Prompt") == "李"
            assert htmx_header("Target") == "a%20b"  # not marked as encoded: left alone
            assert htmx_header("Trigger") is None

    def test_text_outside_ascii(self, showcase: Flask) -> None:
        with showcase.test_request_context("/", headers=HTMX):
            raw = make_response("", trigger="已保存").headers["HX-Trigger"]
            assert not raw.isascii()

    def test_status_and_vary(self, showcase: Flask) -> None:
        with showcase.test_request_context("/", headers=HTMX):
            with pytest.raises(TypeError):
                make_response("", status=422)
            assert not make_response("").vary
            assert page("empty.html", status=409).status_code == 409

    def test_own_request_class_survives(self) -> None:
        class Counting(Request):
            counted = True

        app = Flask("own")
        app.request_class = Counting
        pages.init_app(app)
        assert issubclass(app.request_class, Counting)
        with app.test_request_context("/", headers=HTMX):
            assert wants_fragment()
