"""The frame of pages, the macros, headers, languages, filters, navigation, panels."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from jinja2 import UndefinedError
from markupsafe import Markup

from core.web import catalogue, filters, headers, i18n, navigation, panels
from tests.core.web.conftest import HTMX
from tests.support.client import check
from tests.support.html import parse

PAGES = ["/", "/todo", "/cases", "/cases/1", "/cases/new", "/stale"]
ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.requirement("INF-25")
@pytest.mark.parametrize("path", PAGES)
def test_pages_are_sound(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(path)
    tree = parse(answer.text)
    check(tree)
    for element in tree.all(aria_describedby=True):
        for ref in element.get("aria-describedby").split():
            tree.one(id=ref)
    for element in [*tree.all("a"), *tree.all("button")]:
        assert element.text or element.get("aria-label"), element
    assert len(tree.all("main")) == 1
    assert len(answer.data) <= 60_000


def test_form_with_errors_points_at_its_fields(visitor: FlaskClient) -> None:
    token = parse(visitor.get("/cases/new").text).all("input", name="csrf_token")[0]["value"]
    answer = visitor.post("/cases/new", data={"csrf_token": token})
    assert answer.status_code == 422
    tree = parse(answer.text)
    check(tree)
    links = tree.one(role="alert").all("a")
    assert len(links) == 5
    for link in links:
        field = tree.one(id=link["href"].removeprefix("#"))
        assert field.get("aria-invalid") == "true" or field.tag == "fieldset"
        assert tree.one(id=field["id"] + "-error").text


def test_refused_act_is_said_above_the_form(visitor: FlaskClient) -> None:
    form = parse(visitor.get("/cases/new").text).one("form", data_once=True)
    sent = {i["name"]: i.get("value") for i in form.all("input", type="hidden")}
    sent |= {"title": "拒绝", "unit": "1", "found_on": "2026-01-05", "share": "full", "facts": "x"}
    answer = visitor.post("/cases/new", data=sent)
    assert answer.status_code == 422
    assert "调查人员不得少于2人。（000-05 调查程序）" in answer.text
    stale = visitor.post("/cases/new", data={**sent, "title": "过时"})
    assert stale.status_code == 409
    assert "李红" in stale.text
    assert ">过时</textarea>" in stale.text
    assert visitor.post("/cases/new", data={**sent, "title": "可以"}).status_code == 303


def test_errors_swap_in_as_a_fragment(visitor: FlaskClient) -> None:
    token = parse(visitor.get("/cases/new").text).all("input", name="csrf_token")[0]["value"]
    answer = visitor.post("/cases/new", data={"csrf_token": token}, headers=HTMX)
    assert answer.status_code == 422
    check(parse(answer.text), fragment="case-form")


def test_undefined_names_are_errors_and_text_is_escaped(showcase: Flask) -> None:
    with showcase.test_request_context():
        with pytest.raises(UndefinedError):
            render_template_string("{{ nothing }}")
        assert render_template_string("{{ x }}", x="<b>") == "&lt;b&gt;"


class TestHeaders:
    @pytest.mark.parametrize("path", ["/", "/cases", "/nothing", "/broken"])
    def test_every_answer_is_hardened(self, visitor: FlaskClient, path: str) -> None:
        answer = visitor.get(path)
        for name, value in headers.HEADERS.items():
            assert answer.headers[name] == value
        assert answer.headers["Cache-Control"] == "no-store"

    def test_nothing_inline_and_nothing_foreign_is_allowed(self) -> None:
        assert "unsafe" not in headers.POLICY
        assert "http" not in headers.POLICY
        assert headers.POLICY.startswith("default-src 'none'")

    def test_transport_security_only_where_there_is_some(self, visitor: FlaskClient) -> None:
        assert "Strict-Transport-Security" not in visitor.get("/").headers
        secure = visitor.get("/", base_url="https://localhost")
        assert "max-age" in secure.headers["Strict-Transport-Security"]


class TestLanguages:
    def test_chinese_first(self, visitor: FlaskClient) -> None:
        tree = parse(visitor.get("/cases").text)
        assert tree.one("html").get("lang") == "zh-CN"
        assert tree.one("a", href="#main").text == "跳到正文"

    def test_english_is_picked_and_remembered(self, visitor: FlaskClient) -> None:
        visitor.get("/cases?lang=en")
        tree = parse(visitor.get("/cases").text)
        assert tree.one("html").get("lang") == "en"
        assert tree.one("a", href="#main").text == "Skip to content"
        assert "Filter" in tree.text
        visitor.get("/cases?lang=zh")
        assert "筛选" in visitor.get("/cases").text

    def test_link_keeps_the_page_and_its_filters(self, visitor: FlaskClient) -> None:
        tree = parse(visitor.get("/cases?state=open&lang=zh").text)
        assert tree.one("a", hreflang="en")["href"] == "/cases?state=open&lang=en"

    def test_unknown_language_is_ignored(self, visitor: FlaskClient) -> None:
        answer = visitor.get("/cases?lang=xx")
        assert i18n.COOKIE not in answer.headers.get("Set-Cookie", "")
        assert 'lang="zh-CN"' in answer.text

    def test_own_texts_all_have_english(self) -> None:
        own = ("core/web/", "templates/base", "templates/components/", "templates/errors/")
        assert [m for m, file in catalogue.untranslated(ROOT) if file.startswith(own)] == []

    def test_a_text_without_english_is_found(self, tmp_path: Path) -> None:
        (tmp_path / "core").mkdir()
        (tmp_path / "core" / "x.py").write_text('_("从未翻译")', encoding="utf-8")
        assert catalogue.untranslated(tmp_path) == [("从未翻译", "core/x.py")]
        assert catalogue.write_catalogue(tmp_path) == 1
        path = catalogue.catalogue_path(tmp_path)
        filled = path.read_text(encoding="utf-8").replace('msgstr ""', 'msgstr "never"')
        path.write_text(filled, encoding="utf-8")
        assert catalogue.untranslated(tmp_path) == []
        assert i18n.compile_catalogue(path, "en").gettext("从未翻译") == "never"


class TestFilters:
    def test_dates(self, showcase: Flask) -> None:
        with showcase.test_request_context():
            assert filters.cn_date(date(2026, 1, 5)) == "2026年1月5日"
            late = datetime(2026, 1, 5, 16, 30, tzinfo=UTC)  # half past midnight in Shanghai
            assert filters.cn_date(late) == "2026年1月6日"
            assert filters.cn_datetime(late) == "2026年1月6日 00:30"
            assert filters.weekday(date(2026, 1, 5)) == "周一"
            assert filters.cn_date(None) == filters.cn_datetime(None) == "—"
            with pytest.raises(ValueError, match="time zone"):
                filters.cn_datetime(datetime(2026, 1, 5))  # noqa: DTZ001  # naive on purpose

    def test_dates_in_english(self, showcase: Flask) -> None:
        with showcase.test_request_context("/?lang=en"):
            assert filters.cn_date(date(2026, 1, 5)) == "2026-01-05"
            assert filters.weekday(date(2026, 1, 5)) == "Mon"

    @pytest.mark.parametrize(
        ("value", "text"),
        [(1234, "1,234"), (100, "100"), (1.5, "1.5"), (Decimal("20.00"), "20"), (None, "—")],
    )
    def test_numbers(self, value: int | float | Decimal | None, text: str) -> None:
        assert filters.number(value) == text

    def test_cells(self) -> None:
        assert [filters.align(v) for v in (1, 1.5, True, date(2026, 1, 5), "x")] == [
            *("num", "num", "", "date", ""),
        ]
        assert [filters.dash(v) for v in (None, "", 0, "x")] == ["—", "—", 0, "x"]


class TestNavigation:
    def test_only_what_the_visitor_may(self, visitor: FlaskClient) -> None:
        tree = parse(visitor.get("/").text)
        column = tree.one("nav", class_="sidebar")
        assert column.has("a", text="案件")
        assert "不应看到" not in tree.text

    def test_groups_come_in_their_order(self, visitor: FlaskClient) -> None:
        column = parse(visitor.get("/").text).one("nav", class_="sidebar")
        shown = [heading.text for heading in column.all("h2")]
        order = [str(label) for label in navigation.GROUPS.values()]
        assert shown == [label for label in order if label in shown]
        assert len(shown) >= 5

    def test_the_nearest_line_is_open(self, visitor: FlaskClient) -> None:
        column = parse(visitor.get("/cases/1").text).one("nav", class_="sidebar")
        assert [a.text for a in column.all("a", aria_current="page")] == ["案件"]

    def test_unknown_group_is_refused(self) -> None:
        with pytest.raises(ValueError, match="no navigation group"):
            navigation.register(Flask("x"), "x", "x", permission=None, group="nowhere")

    def test_signed_out_there_is_no_column(self) -> None:
        from tests.core.web.showcase.app import build

        app = build()
        navigation.identify_by(app, lambda: None)
        tree = parse(app.test_client().get("/cases").text)
        assert not tree.has("nav", class_="sidebar")
        assert not tree.has("form", action="/sign-out")

    def test_sign_out_is_a_post_with_token(self, visitor: FlaskClient) -> None:
        form = parse(visitor.get("/").text).one("form", action="/sign-out")
        assert form["method"] == "post"
        assert form.has("input", name="csrf_token")


class TestPanels:
    def test_in_order_escaped_and_skipped_when_empty(self) -> None:
        app = Flask("panels")
        panels.init_app(app)
        panels.register(app, "here", 20, lambda subject, _actor: f"<i>{subject}</i>")
        panels.register(app, "here", 10, lambda _subject, _actor: Markup("<b>1</b>"))
        panels.register(app, "here", 15, lambda _subject, _actor: None)
        with app.app_context():
            assert panels.render("here", "x", None) == "<b>1</b>&lt;i&gt;x&lt;/i&gt;"
            assert panels.render("elsewhere", "x", None) == ""

    def test_same_panel_twice_is_refused(self) -> None:
        app = Flask("panels")
        draw = lambda _subject, _actor: None  # noqa: E731  # one object, twice
        panels.register(app, "here", 1, draw)
        with pytest.raises(ValueError, match="already"):
            panels.register(app, "here", 2, draw)
