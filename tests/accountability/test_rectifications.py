"""Rectification: reported in writing, accepted or returned item by item (ACC-15, INF-28)."""

from __future__ import annotations

import io
from contextlib import nullcontext
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from accountability.models import Rectification, RectificationItem
from accountability.queries import rectifications
from accountability.rules import ItemState, RectificationState, RemedyState
from accountability.services import rectifications as services
from core import moment
from core.clocks.periods import State
from core.clocks.queries import for_subject
from core.files.queries import attachments_of
from core.procedure import Forbidden
from core.record.services import of_subject
from core.refusals import Refused
from tests.support import accountability_remedies as make
from tests.support import files
from tests.support.factories import actor, person


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, check=lambda error: error.refusal.code == code)


def two_items(
    state: RectificationState = RectificationState.ORDERED,
) -> Rectification:
    """Return a rectification of two items."""
    decision = make.alone(requirement="补办答复。\n完善登记制度。")
    return make.rectification(state, make.service(decision=decision))


@pytest.mark.requirement("ACC-15")
def test_the_report_in_writing_meets_the_period(app: Flask) -> None:
    made = two_items()
    make.report(made)
    assert made.state is RectificationState.REPORTED
    assert (made.report_text, made.reported_on) == (make.REPORT, moment.today())
    (clock,) = for_subject("rectifications", made.id)
    assert clock.state is State.MET


@pytest.mark.requirement("ACC-15")
def test_every_item_says_what_was_done_and_when(app: Flask) -> None:
    made = two_items()
    first = made.items[0].id
    with refused("rectification_item_missing"):
        make.report(made, deeds={first: ("已改正。", moment.today())})
    with refused("rectification_item_missing"):
        make.report(made, deeds={item.id: ("已改正。", None) for item in made.items})
    with refused("rectification_text_needed"):
        make.report(made, text="")
    tomorrow = moment.today() + timedelta(days=1)
    with refused("rectification_in_future"):
        make.report(made, deeds={item.id: ("已改正。", tomorrow) for item in made.items})


@pytest.mark.parametrize("username", ["official", "principal", "town_liaison", "handler", "intake"])
def test_only_the_liaison_of_the_unit_reports(app: Flask, username: str) -> None:
    made = two_items()
    with pytest.raises(Forbidden):
        make.report(made, by=username)


@pytest.mark.requirement("INF-28")
def test_it_closes_when_every_item_is_accepted_and_not_before(app: Flask) -> None:
    made = two_items(RectificationState.REPORTED)
    make.accept_item(made, 0)
    with refused("rectification_items_open"):
        make.close(made)
    make.accept_item(made, 1)
    make.close(made)
    assert (made.state, made.closed_on) == (RectificationState.CLOSED, moment.today())


@pytest.mark.requirement("INF-28")
def test_a_returned_item_goes_back_with_its_reason_and_a_new_day(app: Flask) -> None:
    made = two_items(RectificationState.REPORTED)
    make.accept_item(made, 0)
    make.return_item(made, 1)
    make.send_back(made, due_on=date(2026, 3, 12))
    assert made.state is RectificationState.RETURNED
    assert made.items[1].return_reason == make.REASON
    old, new = for_subject("rectifications", made.id)
    assert (old.state, new.state, new.due_on) == (State.MET, State.RUNNING, date(2026, 3, 12))


@pytest.mark.requirement("INF-28")
def test_what_was_accepted_is_not_reported_again(app: Flask) -> None:
    made = two_items(RectificationState.REPORTED)
    make.accept_item(made, 0)
    make.return_item(made, 1)
    make.send_back(made)
    make.report(made, deeds={made.items[1].id: ("已附材料。", moment.today())})
    assert [item.status for item in made.items] == [ItemState.ACCEPTED, ItemState.REPORTED]
    make.accept_item(made, 1)
    make.close(made)


def test_nothing_goes_back_while_no_item_is_returned(app: Flask) -> None:
    made = two_items(RectificationState.REPORTED)
    with refused("rectification_nothing_returned"):
        make.send_back(made)


def test_it_goes_back_until_a_day_that_is_still_to_come(app: Flask) -> None:
    made = two_items(RectificationState.REPORTED)
    make.return_item(made)
    with refused("rectification_due_in_past"):
        make.send_back(made, due_on=moment.today() - timedelta(days=1))
    make.send_back(made, due_on=moment.today())


def test_an_acceptance_can_be_taken_back_and_a_return_too(app: Flask) -> None:
    made = two_items(RectificationState.REPORTED)
    make.accept_item(made, 0)
    make.return_item(made, 0)
    assert made.items[0].status is ItemState.RETURNED
    assert made.items[0].accepted_on is None
    make.accept_item(made, 0)
    assert (made.items[0].status, made.items[0].return_reason) == (ItemState.ACCEPTED, None)


def test_an_item_is_accepted_once_and_of_its_own_rectification(app: Flask) -> None:
    made, other = two_items(RectificationState.REPORTED), two_items(RectificationState.REPORTED)
    make.accept_item(made, 0)
    with refused("rectification_item_unknown"):
        make.accept_item(made, 0)
    foreign = other.items[0].id
    with refused("rectification_item_unknown"):
        services.accept_item(made, actor("handler"), item_id=foreign, seen_version=made.version)


@pytest.mark.parametrize("username", ["handler", "colleague", "supervisor"])
def test_team_and_discipline_leader_check(app: Flask, username: str) -> None:
    made = two_items(RectificationState.REPORTED)
    make.accept_item(made, by=username)


@pytest.mark.parametrize(
    "username", ["liaison", "official", "stranger", "town_supervisor", "signer"]
)
def test_nobody_else_checks(app: Flask, username: str) -> None:
    made = two_items(RectificationState.REPORTED)
    with pytest.raises(Forbidden):
        make.accept_item(made, by=username)


def test_of_a_revoked_decision_nothing_is_reported(app: Flask) -> None:
    brought = make.remedy(RemedyState.REVOKED)
    ordered = rectifications.of_service(brought.service)
    assert ordered is not None
    with refused("rectification_decision_gone"):
        make.report(ordered)


@pytest.mark.requirement("ACC-15")
def test_a_plan_says_by_item_what_who_and_until_when(app: Flask) -> None:
    made = two_items()
    until = moment.today() + timedelta(days=10)
    whole = {item.id: ("补办。", "张科长", until) for item in made.items}
    first = made.items[0].id
    cases: list[tuple[dict[int, Any], str]] = [
        ({first: whole[first]}, "rectification_plan_missing"),
        ({**whole, first: ("补办。", None, until)}, "rectification_plan_missing"),
        (
            {**whole, first: ("补办。", "张科长", moment.today() - timedelta(days=1))},
            "rectification_plan_day_wrong",
        ),
        (
            {**whole, first: ("补办。", "张科长", made.due_on + timedelta(days=1))},
            "rectification_plan_day_wrong",
        ),
    ]
    for plans, code in cases:
        with pytest.raises(Refused, match=code):
            make.plan(made, plans=plans)
    for username in ("official", "handler", "supervisor", "stranger"):
        with pytest.raises(Forbidden):
            make.plan(made, by=username)
    make.plan(made)
    assert {item.responsible for item in made.items} == {"张科长"}
    assert of_subject("rectifications", made.id)[0].action == "plan"
    make.report(made)
    with pytest.raises(Refused, match="wrong_state"):
        make.plan(made)


def test_what_is_overdue_is_planned_for_a_day_to_come(app: Flask) -> None:
    made = two_items()
    with moment.frozen(made.due_on + timedelta(days=5)):
        for days, code in ((-1, "rectification_plan_day_wrong"), (10, None)):
            on = moment.today() + timedelta(days=days)
            plans = {item.id: ("补办。", "张科长", on) for item in made.items}
            with pytest.raises(Refused, match=code) if code else nullcontext():
                make.plan(made, plans=plans)
    assert {item.responsible for item in made.items} == {"张科长"}


@pytest.mark.requirement("ACC-15")
def test_evidence_goes_with_its_item_and_is_read_by_both_sides(sign_in: Any) -> None:
    made = two_items()
    make.plan(made)
    first, second = made.items
    proof = files.pdf()
    make.report(made, files={first.id: [files.upload("照片.pdf", proof)]})
    (kept,) = attachments_of(RectificationItem, [first.id, second.id])[first.id]
    office = sign_in(person("handler"))
    page = office.get(f"/rectifications/{made.id}")
    for said in ("照片.pdf", "补办并完善登记。", "张科长"):
        assert said in page.text, said
    path = f"/rectifications/{made.id}/attachments/{kept.id}"
    assert office.raw("GET", path).data == proof
    desk = sign_in(person("liaison"))
    assert desk.raw("GET", f"/desk{path}").data == proof
    other = make.rectification()
    for client, address in (
        (office, f"/rectifications/{other.id}/attachments/{kept.id}"),
        (desk, f"/desk/rectifications/{other.id}/attachments/{kept.id}"),
    ):
        assert client.raw("GET", address).status_code == 404


@pytest.mark.requirement("ACC-15")
def test_the_liaison_plans_and_reports_with_files_on_two_pages(sign_in: Any) -> None:
    made = two_items()
    first, second = made.items
    desk = sign_in(person("liaison"))
    form = desk.get(f"/rectifications/{made.id}/plan")
    assert len(form.submit(status=422).errors) >= 6
    form.submit(
        **{f"measure_{i.id}": "补办。" for i in made.items},
        **{f"responsible_{i.id}": "张科长" for i in made.items},
        **{f"planned_on_{i.id}": "2026-03-10" for i in made.items},
    )
    again = desk.get(f"/rectifications/{made.id}/plan")
    assert "张科长" in str(again.response.data.decode())
    report = desk.get(f"/rectifications/{made.id}/report")
    assert "补办。（张科长，2026年3月10日）" in report.text
    report.submit(
        text="已逐项改正。",
        **{f"done_{i.id}": "已补办。" for i in made.items},
        **{f"on_{i.id}": "2026-03-02" for i in made.items},
        **{f"files_{second.id}": (io.BytesIO(files.pdf()), "台账.pdf")},
    )
    found = attachments_of(RectificationItem, [first.id, second.id])
    assert [row.name for row in found[second.id]] == ["台账.pdf"]
    assert first.id not in found
