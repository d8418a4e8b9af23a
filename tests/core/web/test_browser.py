"""The showcase in a real browser: nothing blocked, nothing foreign, nothing too wide."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
pytestmark = [pytest.mark.browser]

PAGES = ["/", "/todo", "/cases", "/cases/1", "/cases/new", "/stale", "/nothing"]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip


@pytest.fixture(scope="module")
def address(showcase: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, showcase, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("REQUIRE_E2E") == "1":
            pytest.fail("REQUIRE_E2E=1, but there is no Chromium")
        pytest.skip("no Chromium: the pages were NOT tried in a browser")
    with playwright.sync_playwright() as engine:
        started = engine.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.mark.requirement("INF-25")
@pytest.mark.parametrize("width", [1440, 390])
def test_pages_fit_and_nothing_is_blocked_or_foreign(
    browser: Any, address: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        page.goto(address + path)
        assert page.locator("html").evaluate("e => e.scrollWidth") <= width, path
    assert [text for text in said if "Content Security Policy" in text] == []
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    context.close()


@pytest.mark.requirement("INF-25")
@pytest.mark.parametrize("width", [1440, 390])
def test_pages_pass_axe(browser: Any, address: str, width: int) -> None:
    axe_module = pytest.importorskip("axe_playwright_python.sync_playwright")
    context = browser.new_context(
        viewport={"width": width, "height": 900}, reduced_motion="reduce", bypass_csp=True
    )
    page = context.new_page()
    for path in PAGES:
        page.goto(address + path)
        found = axe_module.Axe().run(page).response["violations"]
        assert [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found] == [], path
    context.close()


def test_errors_swap_in_and_take_the_focus(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(address + "/cases/new")
    page.get_by_role("button", name="立案").click()
    summary = page.locator("[data-error-summary]")
    playwright.expect(summary).to_be_focused()
    summary.get_by_role("link", name="案由").click()
    playwright.expect(page.locator("#title")).to_be_focused()
    page.get_by_role("button", name="立案").click()  # it was freed again
    playwright.expect(summary).to_be_focused()
    page.close()


def test_filters_swap_the_list_and_the_address(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(address + "/cases")
    page.get_by_label("编号或案由").fill("许可")
    page.get_by_role("button", name="筛选").click()
    playwright.expect(page).to_have_url(address + "/cases?q=%E8%AE%B8%E5%8F%AF&state=&since=")
    playwright.expect(page.get_by_role("link", name="清除条件")).to_be_visible()
    page.go_back()
    playwright.expect(page.get_by_role("heading", level=1)).to_have_text("案件")
    page.close()


def test_it_works_without_javascript(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(address + "/")
    page.locator(".phone-nav > summary").click()
    page.locator(".phone-nav").get_by_role("link", name="案件").click()
    page.get_by_role("link", name="新建案件").click()
    page.get_by_label("案由").fill("拒绝")
    page.get_by_role("button", name="立案").click()
    playwright.expect(page.get_by_role("alert")).to_contain_text("责任单位：请选择责任单位。")
    playwright.expect(page.get_by_label("案由")).to_have_value("拒绝")
    context.close()


def test_menus_close_on_escape_and_elsewhere(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(address + "/")
    menu = page.locator("details.menu")
    menu.locator("summary").click()
    playwright.expect(page.get_by_role("button", name="退出登录")).to_be_visible()
    page.keyboard.press("Escape")
    playwright.expect(page.get_by_role("button", name="退出登录")).to_be_hidden()
    menu.locator("summary").click()
    page.locator("h1").click()
    playwright.expect(page.get_by_role("button", name="退出登录")).to_be_hidden()
    page.close()


def test_the_browser_tests_bite(browser: Any, address: str) -> None:
    """A page with each fault planted is caught by what the tests above look at."""
    page = browser.new_page(viewport={"width": 390, "height": 900})
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + "/planted")
    assert any("Content Security Policy" in text for text in said)
    assert any("127.0.0.2" in text for text in asked + said)
    assert page.locator("html").evaluate("e => e.scrollWidth") > 390
    page.close()


def test_axe_bites(browser: Any, address: str) -> None:
    axe_module = pytest.importorskip("axe_playwright_python.sync_playwright")
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(address + "/planted")
    found = {v["id"] for v in axe_module.Axe().run(page).response["violations"]}
    assert {"image-alt", "label"} <= found
    context.close()
