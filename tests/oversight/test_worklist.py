"""The home page: what waits for the reader, in the order of the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from flask import Flask

from core import worklist
from core.identity.models import User
from core.worklist import Task
from oversight import labels
from oversight.queries.lists import PAGE_SIZE
from oversight.rules import Urgency
from tests.support.client import Client

MONDAY = date(2026, 3, 2)


def _task(number: str, due_on: date | None = None, title: str = "事由", **more: object) -> Task:
    return Task(
        title=title,
        number=number,
        action=f"办理{number}",
        url=f"/tasks/{number}",
        unit="市公开办",
        due_on=due_on,
        **more,  # type: ignore[arg-type]
    )


@pytest.fixture
def give(app: Flask) -> Iterator[Callable[..., None]]:
    """Let the worklist hold just these tasks."""
    kept = app.extensions["wenze.worklist"]
    worklist.init_app(app)
    yield lambda *tasks: worklist.provide(app, lambda _actor: tasks)
    app.extensions["wenze.worklist"] = kept


@pytest.fixture
def home(sign_in: Callable[[User], Client], handler: User) -> Client:
    return sign_in(handler)


def test_tasks_stand_in_groups_in_the_order_of_the_clock(
    give: Callable[..., None], home: Client
) -> None:
    give(
        _task("无"),
        _task("后", MONDAY + timedelta(days=30)),
        _task("周", MONDAY + timedelta(days=4)),
        _task("今", MONDAY),
        _task("逾", MONDAY - timedelta(days=3), warn_on=MONDAY - timedelta(days=8)),
    )
    page = home.get("/")
    panels = page.all("section", class_="panel")
    assert [panel.one("h2").text for panel in panels] == [
        str(labels.URGENCIES[urgency]) for urgency in Urgency if urgency is not Urgency.FIRST
    ]
    assert [panel.one("a")["href"] for panel in panels] == [
        f"/tasks/{number}" for number in "逾今周后无"
    ]
    lights = [light["class"] for light in page.all("span", class_="clock-light")]
    assert [light.rpartition("--")[2] for light in lights] == ["red", "green", "green", "green"]
    assert "已超 3 天" in panels[0].text


def test_days_left_are_working_days_where_the_period_counts_them(
    give: Callable[..., None], home: Client
) -> None:
    due_on = date(2026, 3, 9)
    give(_task("甲", due_on), _task("乙", due_on, in_working_days=True))
    text = home.get("/").text
    assert "还剩 7 天" in text
    assert "还剩 5 个工作日" in text


def test_the_light_turns_yellow_on_the_day_of_warning(
    give: Callable[..., None], home: Client
) -> None:
    give(_task("甲", date(2026, 3, 20), warn_on=MONDAY))
    assert home.get("/").has("span", class_="clock-light--yellow")


def test_who_has_nothing_to_do_sees_a_calm_page(give: Callable[..., None], home: Client) -> None:
    give()
    page = home.get("/")
    assert "目前没有待办事项" in page.text
    assert not page.all("table")


def test_a_long_worklist_is_paged_and_stays_small(give: Callable[..., None], home: Client) -> None:
    wide = "反映" + "政务公开栏目长期空白" * 11
    days = [MONDAY + timedelta(days=n) for n in range(PAGE_SIZE + 5)]
    give(*(_task(f"阿政举〔2026〕{n}号", day, wide) for n, day in enumerate(days)))
    first = home.get("/")
    assert len(first.response.data) <= 60_000
    assert sum(len(body.all("tr")) for body in first.all("tbody")) == PAGE_SIZE
    second = first.follow("下一页")
    assert sum(len(body.all("tr")) for body in second.all("tbody")) == 5
    assert second.follow("回到首页").has("a", text="下一页")


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999", "١", "2" * 50])
def test_a_page_that_is_none_shows_tasks_or_nothing(
    give: Callable[..., None], home: Client, page: str
) -> None:
    give(_task("甲"))
    home.get(f"/?page={page}")


def test_every_group_has_words() -> None:
    assert set(labels.URGENCIES) == set(Urgency)
