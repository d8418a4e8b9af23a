"""What each way of service needs, and on which day it counts (INF-08, Civil Procedure Law)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accountability.correcting import items_of
from accountability.rules import RemedyKind
from accountability.seeking import Petition, days_unfit
from core.serving.rules import (
    ARTICLES,
    Delivery,
    ServiceMethod,
    announcement,
    day_of_receipt,
    unfit,
)
from core.workdays import shipped_calendar

ISSUED, TODAY = date(2026, 3, 2), date(2026, 3, 20)
METHODS = ServiceMethod


def delivery(**changes: Any) -> Delivery:
    values: dict[str, Any] = {
        "method": METHODS.IN_PERSON,
        "received_on": date(2026, 3, 5),
        "received_by": "王某",
        "servers": "甲、乙",
        "proof": "送达回证",
    }
    return Delivery(**{**values, **changes})


def code(**changes: Any) -> str | None:
    refusal = unfit(delivery(**changes), issued_on=ISSUED, today=TODAY, calendar=shipped_calendar())
    return refusal.code if refusal else None


SOUND: dict[ServiceMethod, dict[str, Any]] = {
    METHODS.IN_PERSON: {},
    METHODS.LIEN: {"witnesses": "社区工作者李某"},
    METHODS.POST: {"dispatched_on": date(2026, 3, 3)},
    METHODS.ELECTRONIC: {"is_consented": True},
    METHODS.ANNOUNCEMENT: {"dispatched_on": date(2026, 2, 9), "received_on": None},
}
LACKING: dict[ServiceMethod, tuple[dict[str, Any], str]] = {
    METHODS.IN_PERSON: ({"received_by": None}, "service_receiver_needed"),
    METHODS.LIEN: ({}, "service_witnesses_needed"),
    METHODS.POST: ({}, "service_dispatch_needed"),
    METHODS.ELECTRONIC: ({}, "service_consent_needed"),
    METHODS.ANNOUNCEMENT: ({}, "service_announcement_needed"),
}


@pytest.mark.requirement("INF-08")
@pytest.mark.parametrize("method", list(METHODS))
def test_a_sound_service_of_each_method_passes(method: ServiceMethod) -> None:
    refusal = unfit(
        delivery(method=method, **SOUND[method]),
        issued_on=date(2026, 2, 9),
        today=TODAY,
        calendar=shipped_calendar(),
    )
    assert refusal is None


@pytest.mark.requirement("INF-08")
@pytest.mark.parametrize("method", list(METHODS))
def test_what_the_method_needs_is_asked_for_with_its_article(method: ServiceMethod) -> None:
    changes, expected = LACKING[method]
    refusal = unfit(
        delivery(method=method, **changes),
        issued_on=ISSUED,
        today=TODAY,
        calendar=shipped_calendar(),
    )
    assert refusal is not None
    assert (refusal.code, refusal.article) == (expected, ARTICLES[method])


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"received_on": ISSUED}, None),
        ({"received_on": TODAY}, None),
        ({"received_on": date(2026, 3, 1)}, "service_before_issue"),
        ({"received_on": date(2026, 3, 21)}, "service_in_future"),
        ({"dispatched_on": date(2026, 3, 1)}, "service_before_issue"),
        ({"dispatched_on": date(2026, 3, 6)}, "service_received_before_dispatch"),
        ({"dispatched_on": date(2026, 3, 5)}, None),
        ({"received_on": None}, "service_received_on_needed"),
        ({"servers": None}, "service_servers_needed"),
        ({"proof": None}, "service_proof_needed"),
    ],
)
def test_days_stand_in_their_order(changes: dict[str, Any], expected: str | None) -> None:
    """Issued ≤ dispatched ≤ received ≤ today; each edge belongs to the sound side."""
    assert code(**changes) == expected


def test_an_announcement_counts_after_thirty_days_that_end_on_a_working_day() -> None:
    """30 days from 2026-02-06 end on Sunday 8 March, so the notice counts as served on the 9th."""
    published = delivery(method=METHODS.ANNOUNCEMENT, dispatched_on=date(2026, 2, 6))
    assert day_of_receipt(published, shipped_calendar()) == date(2026, 3, 9)
    assert announcement(date(2026, 2, 6), shipped_calendar()).raw_on == date(2026, 3, 8)


def test_a_day_typed_for_an_announcement_does_not_shorten_it() -> None:
    changes = {"method": METHODS.ANNOUNCEMENT, "dispatched_on": date(2026, 3, 3)}
    assert code(**changes, received_on=date(2026, 3, 5)) == "service_announcement_running"


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        ("补办答复。", ["补办答复。"]),
        ("一、补办答复。\n二、完善制度。", ["补办答复。", "完善制度。"]),
        ("限期做到：\n1. 补办答复。\n\n（二）完善制度。", ["补办答复。", "完善制度。"]),
        ("限期改正：", ["限期改正："]),
    ],
)
def test_a_requirement_becomes_items_one_a_line(requirement: str, expected: list[str]) -> None:
    assert items_of(requirement) == expected


def petition(**changes: Any) -> Petition:
    return Petition(RemedyKind.APPEAL, "撤销", "理由", **changes)


@pytest.mark.requirement("ACC-14")
@pytest.mark.parametrize(
    ("posted_on", "filed_on", "in_time"),
    [
        (None, date(2026, 4, 1), True),
        (None, date(2026, 4, 2), False),
        (date(2026, 4, 1), date(2026, 4, 7), True),
        (date(2026, 4, 2), date(2026, 4, 7), False),
    ],
)
def test_posted_in_time_is_in_time(posted_on: date | None, filed_on: date, in_time: bool) -> None:
    assert petition(posted_on=posted_on).is_in_time(filed_on, date(2026, 4, 1)) is in_time


def test_without_a_period_nothing_is_late() -> None:
    assert petition().is_in_time(date(2030, 1, 1), None)


@pytest.mark.parametrize(
    ("posted_on", "filed_on", "expected"),
    [
        (None, date(2026, 3, 20), None),
        (None, date(2026, 3, 21), "remedy_in_future"),
        (None, date(2026, 3, 4), "remedy_before_service"),
        (date(2026, 3, 5), date(2026, 3, 6), None),
        (date(2026, 3, 4), date(2026, 3, 6), "remedy_before_service"),
        (date(2026, 3, 7), date(2026, 3, 6), "remedy_posted_after_receipt"),
    ],
)
def test_days_of_a_petition_stand_in_their_order(
    posted_on: date | None, filed_on: date, expected: str | None
) -> None:
    refusal = days_unfit(
        posted_on,
        filed_on=filed_on,
        served_on=date(2026, 3, 5),
        today=TODAY,
    )
    assert (refusal.code if refusal else None) == expected
