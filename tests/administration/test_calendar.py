"""The calendar page, the entry of a notice, its confirmation by another, and the commands."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from administration import services
from administration.models import PendingChange
from administration.queries.health import findings
from administration.rules import ChangeAction, ChangeState
from core import moment
from core.calendar.models import CalendarNotice
from core.clocks import services as clocks
from core.clocks.models import Clock
from core.clocks.periods import EventKind, Period, Unit
from core.clocks.queries import calendar_in_force
from core.db import db
from core.identity.models import User
from core.procedure import Forbidden
from core.refusals import Refused
from tests.core.calendar.notices import OF_2026, OF_2027
from tests.support import factories
from tests.support.client import Client

URL = "/administration/calendar"


@pytest.fixture
def november() -> Iterator[None]:
    """After the notice for 2027 was issued."""
    with moment.frozen("2026-11-30"):
        yield


@pytest.fixture
def admin(app: Flask, sign_in: Callable[[User], Client]) -> Client:
    """The system administrator at work."""
    return sign_in(factories.person("admin"))


@pytest.fixture
def guard(app: Flask, sign_in: Callable[[User], Client]) -> Client:
    """The security administrator at work."""
    return sign_in(factories.person("security_admin"))


@pytest.fixture
def clock(app: Flask) -> Clock:
    """A clock that runs into 2027."""
    period = Period(20, Unit.WORKING_DAY, warn=5)
    with moment.frozen("2026-11-30"):
        found = clocks.start(
            "complaints",
            1,
            period,
            "complaint.acceptance",
            "p",
            "受理期限（钱某某）",
            date(2026, 12, 14),
            None,
        )
        db.session.commit()
    assert (found.due_on, found.provisional) == (date(2027, 1, 11), True)
    return found


def _propose(text: str, by: str = "admin") -> PendingChange:
    return services.propose_notice(factories.actor(by), text, reason="国办已印发", token=None)


@pytest.mark.requirement("INF-01")
def test_a_year_is_shown_month_by_month_with_its_notice(admin: Client) -> None:
    page = admin.get(f"{URL}?year=2026")
    assert len(page.all("table", class_="month")) == 12
    assert [cell.text for cell in page.all("td", class_="make_up")] == [
        "4班", "14班", "28班", "9班", "20班", "10班",
    ]  # fmt: skip
    assert len(page.all("td", class_="holiday")) == 3 + 9 + 3 + 5 + 3 + 3 + 7
    assert "国办发明电〔2025〕7号" in page.text
    assert "21个工作日" in page.text
    assert "暂算" not in page.one("h1").text


@pytest.mark.requirement("INF-01")
def test_a_year_without_a_notice_says_so(admin: Client) -> None:
    page = admin.get(f"{URL}?year=2027")
    assert "2027年尚无放假通知" in page.text
    assert page.has("div", class_="months--provisional")
    assert not page.all("td", class_="holiday")
    assert not admin.get(f"{URL}?year=2026").has("div", class_="months--provisional")


@pytest.mark.parametrize("asked", ["", "abc", "1", "99999999999999999999", "2031", "２０２６"])
def test_another_year_than_those_on_offer_is_this_year(admin: Client, asked: str) -> None:
    assert admin.get(f"{URL}?year={asked}").h1 == "2026年工作日历"


def test_both_notices_of_a_year_that_was_amended_are_shown(admin: Client) -> None:
    page = admin.get(f"{URL}?year=2019")
    assert "国办发明电〔2018〕15号" in page.text
    assert "国办发明电〔2019〕3号" in page.text
    assert admin.get(f"{URL}/2019/2").h1 == "2019年放假通知第2版"
    admin.get(f"{URL}/2019/3", status=404)
    admin.get(f"{URL}/9999/1", status=404)


def test_everybody_reads_it_and_only_who_may_enters(
    app: Flask, sign_in: Callable[[User], Client]
) -> None:
    liaison = sign_in(factories.person("handler"))
    assert not liaison.get(URL).all("a", href=f"{URL}/import")
    liaison.get(f"{URL}/import", status=403)


def test_a_notice_goes_from_paste_to_force_by_two_hands(
    november: None, admin: Client, guard: Client, clock: Clock
) -> None:
    page = admin.get(f"{URL}/import")
    shown = page.submit(status=200, text=OF_2027)
    assert db.session.query(PendingChange).count() == 0
    assert "2027年的日期由暂算改为确定" in shown.text
    assert "2027年2月13日" in shown.text
    assert "2027年1月11日（暂算）" in shown.text
    assert "2027年1月12日" in shown.text
    assert "举报受理期限" in shown.text
    assert "钱某某" not in shown.text  # whose it is is no business of an administrator
    assert "请说明理由" in " ".join(shown.submit(status=422, text=OF_2027).errors)
    shown.submit(text=OF_2027, reason="国办已印发")
    change = db.session.query(PendingChange).one()
    assert calendar_in_force().day(date(2027, 1, 4)).provisional

    url = f"/administration/changes/{change.id}"
    own = admin.get(url)
    assert not [b for b in own.all("button") if b.text == "复核同意"]
    seen = guard.get(url)
    assert "2027年1月12日" in seen.text
    assert "钱某某" not in seen.text
    assert "一、元旦：2027年1月1日至3日放假，共3天。" in seen.text
    seen.submit("/confirm", reason="已与原文核对")
    assert (clock.due_on, clock.provisional) == (date(2027, 1, 12), False)
    assert [event.kind for event in clock.events] == [EventKind.START, EventKind.RECOMPUTE]
    page = admin.get(f"{URL}?year=2027")
    assert not page.has("div", class_="months--provisional")
    assert "测试办〔2026〕1号" in page.text
    version = admin.get(f"{URL}/2027/1")
    assert factories.person("admin").name in version.text
    assert factories.person("security_admin").name in version.text
    assert "六、中秋节：9月15日放假。" in version.text


def test_a_text_changed_after_the_preview_is_shown_again(november: None, admin: Client) -> None:
    shown = admin.get(f"{URL}/import").submit(status=200, text=OF_2027)
    other = OF_2027.replace("6月9日放假", "6月10日放假")
    again = shown.submit(status=200, text=other, reason="国办已印发")
    assert "2027年6月10日" in again.text
    assert db.session.query(PendingChange).count() == 0


@pytest.mark.requirement("INF-01")
def test_every_fault_stands_beside_the_field_and_nothing_is_lost(
    november: None, admin: Client
) -> None:
    wrong = OF_2027.replace("2月13日（星期六）", "2月12日（星期五）").replace("6月9日", "5月3日")
    page = admin.get(f"{URL}/import").submit(status=422, text=wrong)
    said = " ".join(page.errors)
    assert "第4行：2027年2月12日本来就是工作日" in said
    assert "第7行：2027年5月3日重复，第6行已经写过" in said
    assert "2月12日（星期五）" in page.one("textarea", name="text").text
    assert not page.has("section", id="clocks")


def test_what_is_in_force_already_is_refused_on_the_page(admin: Client) -> None:
    page = admin.get(f"{URL}/import").submit(status=422, text=OF_2026)
    assert "与现行日历相同" in " ".join(page.errors)


def test_nobody_else_proposes_and_nobody_confirms_their_own(app: Flask, november: None) -> None:
    with pytest.raises(Forbidden):
        _propose(OF_2027, by="security_admin")
    change = _propose(OF_2027)
    for by in ("admin", "supervisor"):
        with pytest.raises(Forbidden):
            services.decide_change(
                change, factories.actor(by), ChangeAction.CONFIRM, seen_version=change.version
            )
    assert db.session.query(CalendarNotice).count() == 0
    with pytest.raises(Refused, match="change_waits_already"):
        _propose(OF_2027)


def test_what_became_unfit_meanwhile_is_refused_on_confirming(app: Flask, november: None) -> None:
    """Two proposals of one notice under one number: the second says nothing new any more."""
    first, second = _propose(OF_2027), _propose(OF_2027 + "\n")
    guard = factories.actor("security_admin")
    services.decide_change(first, guard, ChangeAction.CONFIRM, seen_version=first.version)
    with pytest.raises(Refused, match="notice_in_force_already"):
        services.decide_change(second, guard, ChangeAction.CONFIRM, seen_version=second.version)
    assert second.state is ChangeState.PROPOSED
    assert db.session.query(CalendarNotice).count() == 1


def test_a_rejected_notice_changes_nothing(app: Flask, november: None) -> None:
    change, guard = _propose(OF_2027), factories.actor("security_admin")
    services.decide_change(change, guard, ChangeAction.REJECT, seen_version=change.version)
    assert calendar_in_force().day(date(2027, 1, 4)).provisional


@pytest.mark.parametrize(
    ("today", "is_well"),
    [("2026-03-02", True), ("2026-12-01", True), ("2026-12-20", False), ("2027-01-01", False)],
)
def test_a_year_without_its_notice_is_a_finding(app: Flask, today: str, is_well: bool) -> None:
    with app.test_request_context(), moment.frozen(today):
        found = [f for f in findings() if f.what == "已录入放假通知的年份"]
    assert [f.is_well for f in found] == [is_well]


def _run(app: Flask, *args: str) -> Any:
    return app.test_cli_runner().invoke(args=["calendar", *args])


def test_the_command_shows_a_year(app: Flask) -> None:
    shown = _run(app, "show", "2026")
    assert "国办发明电〔2025〕7号　2025-11-04印发" in shown.output
    assert "2026-09-20　上班　国庆节调休上班" in shown.output
    assert "工作日：1月21，2月16，3月22，" in shown.output
    answer = json.loads(_run(app, "show", "2026", "--json").output)
    assert (answer["provisional"], sum(answer["working_days"])) == (False, 248)
    assert "2027年尚无放假通知" in _run(app, "show", "2027").output
    assert _run(app, "show", "1066").exit_code == 2


def test_the_command_previews_and_proposes(
    app: Flask, november: None, clock: Clock, tmp_path: Path
) -> None:
    file = tmp_path / "notice.txt"
    file.write_text(OF_2027, "utf-8")
    shown = _run(app, "import", str(file))
    assert shown.exit_code == 0
    assert f"期限 {clock.id}　举报受理期限　2027-01-11 → 2027-01-12" in shown.output
    assert "届满日变动 1 项，另有 0 项仅变动标记；仅预览，未提交。" in shown.output
    assert db.session.query(PendingChange).count() == 0
    done = _run(app, "import", str(file), "--by", "admin", "--reason", "国办已印发", "--json")
    answer = json.loads(done.output)
    assert answer["moved"][0]["new"] == "2027-01-12"
    assert db.session.query(PendingChange).one().id == answer["change"]


@pytest.mark.parametrize(
    ("content", "more", "said"),
    [
        (OF_2027.replace("6月9日", "5月3日").encode(), (), "第7行：2027年5月3日重复"),
        (OF_2026.encode(), (), "与现行日历相同"),
        (OF_2027.encode("gb18030"), (), "不是 UTF-8"),
        (b"\xff" * 50_000, (), "文件过大"),
        (OF_2027.encode(), ("--by", "admin"), "请说明理由"),
        (OF_2027.encode(), ("--by", "nobody", "--reason", "试"), "没有在岗的用户"),
        (OF_2027.encode(), ("--by", "handler", "--reason", "试"), "无权录入"),
    ],
)
def test_the_command_refuses(
    app: Flask, november: None, tmp_path: Path, content: bytes, more: tuple[str, ...], said: str
) -> None:
    file = tmp_path / "notice.txt"
    file.write_bytes(content)
    result = _run(app, "import", str(file), *more)
    assert result.exit_code == 1
    assert said in result.output
    assert db.session.query(PendingChange).count() == 0
