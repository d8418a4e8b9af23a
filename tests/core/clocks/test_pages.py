"""The page of a clock: for who may see its subject; the ledger in full, and the inner date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from complaints.models import Complaint
from core import moment
from core.clocks import services
from core.clocks.models import Clock
from core.clocks.queries import for_subject
from core.clocks.subjects import Heading, register
from core.db import db
from core.identity.models import User
from tests.support import accountability_remedies as aftermath
from tests.support import complaints as make
from tests.support.client import Client
from tests.support.factories import person

SignIn = Callable[[User], Client]


def clock_of(complaint: Complaint) -> Clock:
    (clock,) = for_subject("complaints", complaint.id)
    return clock


@pytest.mark.requirement("INF-01")
def test_the_page_shows_every_day_and_what_happened(sign_in: SignIn) -> None:
    clock = clock_of(make.complaint())
    services.pause(clock, date(2026, 3, 2), None, "等待补充材料", article="测试第三条")
    with moment.frozen("2026-03-05"):
        services.resume(clock, date(2026, 3, 5), None, "材料收到")
        services.extend(clock, date(2026, 3, 5), None, "批准延长", days=5)
        db.session.commit()
        page = sign_in(person("supervisor")).get(f"/clocks/{clock.id}")
        main = page.one("main").text
        days = page.one("section", id="ledger").one("tbody").all("tr")
    assert page.h1 == "举报受理期限"
    for words in ("中止", "恢复", "延长 5 日", "测试第三条", "受理程序", "阿尔山市政务公开办公室"):
        assert words in main
    assert len(days) == 1 + 3 + 20  # the first one, the pause, the days
    assert page.has("p", class_="print-only")


@pytest.mark.requirement("SEC-02")
@pytest.mark.parametrize("username", ["stranger", "liaison", "handler", "admin", "audit_admin"])
def test_who_may_not_see_the_subject_does_not_see_the_clock(sign_in: SignIn, username: str) -> None:
    clock = clock_of(make.complaint())
    browser = sign_in(person(username))
    assert browser.status_of(f"/clocks/{clock.id}") == 404
    assert browser.status_of(f"/clocks/{clock.id}/target") == 404
    assert browser.status_of("/clocks/2000000000") == 404
    assert browser.status_of("/clocks/99999999999999") == 404


def test_a_clock_whose_subject_nobody_answers_for_is_nowhere(app: Flask, sign_in: SignIn) -> None:
    clock = clock_of(make.complaint())
    clock.subject_type = "nobody_knows"
    db.session.commit()
    assert sign_in(person("supervisor")).status_of(f"/clocks/{clock.id}") == 404
    with pytest.raises(ValueError, match="known already"):
        register(app, "complaints", lambda _id, _actor: Heading("", "", ""))


@pytest.mark.requirement("INF-15")
def test_an_inner_date_is_set_and_taken_away_on_the_page(sign_in: SignIn) -> None:
    clock = clock_of(make.complaint())
    browser = sign_in(person("supervisor"))
    form = browser.get(f"/clocks/{clock.id}/target")
    wrong = form.submit(target="2026-03-17", reason="留出审签时间", status=422)
    assert "应当早于法定期限" in wrong.text
    assert "留出审签时间" in wrong.text
    assert "请写明" in form.submit(target="2026-03-10", reason="", status=422).text
    form.submit(target="2026-03-10", reason="留出审签时间")
    assert (clock.target, clock.due_on) == (date(2026, 3, 10), date(2026, 3, 17))
    page = browser.get(f"/clocks/{clock.id}")
    assert "不是法定期限" in page.text
    assert "2026年3月17日" in page.one("section", id="clock").text
    assert "内部时限" in browser.get(f"/complaints/{clock.subject_id}").text
    form.submit(target="2026-03-10", reason="留出审签时间")  # the same form again acts once
    assert len(clock.events) == 2
    form.submit(target="2026-03-11", reason="别的", status=409)
    browser.get(f"/clocks/{clock.id}/target").submit(target="", reason="不再需要")
    assert clock.target is None


@pytest.mark.parametrize("username", ["intake"])
def test_who_only_reads_sets_no_inner_date(sign_in: SignIn, username: str) -> None:
    clock = clock_of(make.complaint())
    browser = sign_in(person(username))
    assert not browser.get(f"/clocks/{clock.id}").has("a", href=f"/clocks/{clock.id}/target")
    assert browser.status_of(f"/clocks/{clock.id}/target") == 403


@pytest.mark.parametrize(
    ("username", "seen"),
    [
        ("handler", {"notice_services", "remedies", "rectifications"}),
        ("official", {"notice_services", "remedies"}),
        ("liaison", {"notice_services", "remedies", "rectifications"}),
        ("town_liaison", set()),
    ],
)
def test_the_desk_sees_its_own_clocks_and_the_officers_theirs(
    sign_in: SignIn, username: str, seen: set[str]
) -> None:
    service = aftermath.service()
    period = clock_of_service(service.id).period
    subjects = {
        "notice_services": service.id,
        "rectifications": aftermath.rectification(made=service).id,
        "remedies": aftermath.file(service).id,
    }
    clocks = {
        kind: services.start(
            kind, subject_id, period, "shown", "aershan-2021", "期限", moment.today(), None
        ).id
        for kind, subject_id in subjects.items()
    }
    db.session.commit()
    browser = sign_in(person(username))
    found = {
        kind for kind, number in clocks.items() if browser.status_of(f"/clocks/{number}") == 200
    }
    assert found == seen


def clock_of_service(service_id: int) -> Clock:
    return for_subject("notice_services", service_id)[0]


def test_a_right_that_lapsed_shows_no_red_light(sign_in: SignIn) -> None:
    clock = clock_of_service(aftermath.service().id)
    with moment.frozen("2026-05-20"):
        page = sign_in(person("handler")).get(f"/clocks/{clock.id}")
    assert not page.has("span", class_="clock-light--red")
    assert "已届满" in page.one("section", id="clock").text
