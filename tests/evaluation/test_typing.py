"""Typing in a real browser: answers outlast a lost connection, and no hand leaves the keys."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright
from sqlalchemy import func, select
from werkzeug.serving import make_server

from core.db import db
from evaluation.models import AnswerSheet
from evaluation.rules import QuestionKind, RoundState
from evaluation.services import rounds
from tests.support import evaluation as make
from tests.support.factories import PASSWORD
from tests.support.officers import FLAGS

pytestmark = pytest.mark.browser

#: A browser drops keys until it has drawn the page.
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
#: Closed questions of the sheet: six of the pack, the overall one, three more.
CLOSED = 10


@dataclass
class Desk:
    """A typist's browser at a batch, and the application it talks to."""

    app: Flask
    context: BrowserContext
    page: Page
    batch: str

    def sheets(self) -> int:
        """Count what was saved."""
        with self.app.app_context():
            return db.session.scalars(select(func.count()).select_from(AnswerSheet)).one()

    def chosen(self) -> int:
        return self.page.locator("[data-question] input:checked").count()


def _batch_of_ten(app: Flask) -> str:
    with app.app_context():
        made, who = make.drafted(), make.organiser()
        remark = made.questionnaire.questions[-1]
        rounds.remove_question(made, who, question_id=remark.id, seen_version=made.version)
        more = [(QuestionKind.SCALE, f"第{n}个问题") for n in range(3)]
        for kind, text in [*more, (QuestionKind.TEXT, "意见和建议")]:
            question = rounds.NewQuestion(kind, text, [], kind is QuestionKind.SCALE)
            rounds.add_question(made, who, question, seen_version=made.version)
        make.publish(made)
        make.start(made)
        assert made.state is RoundState.COLLECTING
        assert sum(bool(q.options) for q in made.questionnaire.questions) == CLOSED
        return f"/sheet-batches/{make.batch(made).id}"


@pytest.fixture
def desk(committed_db: Flask, chromium: str) -> Iterator[Desk]:
    batch = _batch_of_ten(committed_db)
    server = make_server("127.0.0.1", 0, committed_db, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with sync_playwright() as engine:
            browser = engine.chromium.launch(executable_path=chromium, args=FLAGS)
            context = browser.new_context(base_url=f"http://127.0.0.1:{server.server_port}")
            page = context.new_page()
            page.goto("/sign-in")
            page.fill("[name=username]", "evaluator")
            page.fill("[name=password]", PASSWORD)
            page.click("main form button[type=submit]")
            expect(page.locator("h1")).to_have_text("待办事项")
            page.goto(batch)
            yield Desk(committed_db, context, page, batch)
            browser.close()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _type(page: Page, digits: str) -> int:
    """Press a key a question and return how many keys it took."""
    first = page.locator("[data-question]").first
    expect(first).to_have_class("survey-q is-current")
    page.evaluate(PAINTED)
    for digit in digits:
        page.keyboard.press(digit)
    return len(digits)


@pytest.mark.requirement("XSE-03")
def test_ten_questions_take_eleven_keys_and_no_mouse(desk: Desk) -> None:
    """A key a question and one over the remark, which saves: far below twenty seconds by hand."""
    keys = _type(desk.page, "1234123412")
    desk.page.keyboard.press("Enter")
    keys += 1
    expect(desk.page.locator("h1")).to_have_text("第2份")
    assert keys == CLOSED + 1
    assert desk.sheets() == 1


def test_answers_outlast_a_lost_connection_and_count_once(desk: Desk) -> None:
    page = desk.page
    _type(page, "123412341")
    desk.context.set_offline(True)
    _type_last(page)
    expect(page.locator("[data-draft-offline]")).to_be_visible()
    assert desk.chosen() == CLOSED
    assert desk.sheets() == 0
    page.close()  # the program dies with the line
    page = desk.page = desk.context.new_page()
    desk.context.set_offline(False)
    page.goto(desk.batch)
    expect(page.locator("[data-draft-restored]")).to_be_visible()
    assert desk.chosen() == CLOSED
    assert page.locator("textarea").first.input_value() == "窗口少"
    assert desk.sheets() == 0
    page.get_by_role("button", name="保存，录下一份").click()
    expect(page.locator("h1")).to_have_text("第2份")
    assert (desk.chosen(), desk.sheets()) == (0, 1)
    expect(page.locator("[data-draft-restored]")).to_be_hidden()


def test_a_sheet_that_was_saved_though_no_answer_came_is_not_put_into_the_next(desk: Desk) -> None:
    page = desk.page
    _type(page, "1234123412")
    page.route("**/sheet-batches/*", lambda route: (route.fetch(max_redirects=0), route.abort()))
    with page.expect_event("requestfailed"):
        page.keyboard.press("Enter")
    assert desk.sheets() == 1
    page.unroute_all()
    page.goto(desk.batch)
    expect(page.locator("h1")).to_have_text("第2份")
    assert desk.chosen() == 0
    expect(page.locator("[data-draft-restored]")).to_be_hidden()


def _type_last(page: Page) -> None:
    page.keyboard.press("2")
    page.keyboard.type("窗口少")
    page.keyboard.press("Enter")
