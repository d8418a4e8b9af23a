"""A breached duty comes in as a lead: once, with what the ledger says, and past who bears it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from complaints import queries, services, tasks
from complaints.models import Complaint
from complaints.rules import BY_HAND, OF_ITSELF, Channel, ComplaintState, course
from complaints.services import leads
from core import hooks, moment
from core.access import Role
from core.access.actor import Actor
from core.clocks import services as clocks
from core.clocks import sweeping
from core.clocks.models import Clock
from core.clocks.periods import Period, Unit
from core.clocks.sweeping import ClocksBreached
from core.db import db
from core.identity.models import Post, User
from core.procedure import Forbidden
from core.record.services import of_subject, verify
from core.refusals import Refused
from tests.support import complaints as make
from tests.support.client import Client
from tests.support.factories import CAST, actor, new_user, person, unit
from tests.support.statements import counted

SignIn = Callable[[User], Client]
REPORT = Period(10, Unit.WORKING_DAY, warn=3, article="《社会评议制度》第八条", source="003-17")
AFTER = "2026-03-18"


@pytest.fixture(autouse=True)
def listening(app: Flask, alone: None) -> None:
    """Hear breaches as the application does."""
    hooks.subscribe(app, ClocksBreached, services.open_leads)


def duty(subject_id: int = 1, bearer: str = "department", **more: object) -> Clock:
    """Start the clock of a duty to report: ten working days from 2 March, until the 16th."""
    values: dict[str, object] = {"is_duty": True, "bearer_unit_id": unit(bearer).id, **more}
    clock = clocks.start(
        "rectifications", subject_id, REPORT, "evaluation.rectify", "aershan-2021",
        "整改报告期限（王𬭩）", date(2026, 3, 2), None, **values,  # type: ignore[arg-type]
    )  # fmt: skip
    db.session.commit()
    return clock


def found() -> list[Complaint]:
    return list(db.session.scalars(select(Complaint).order_by(Complaint.id)))


def lead() -> Complaint:
    duty()
    with moment.frozen(AFTER):
        sweeping.sweep()
    (made,) = found()
    return made


def sees(who: Actor, complaint: Complaint) -> bool:
    statement = queries.visible_to(who).where(Complaint.id == complaint.id)
    return db.session.scalars(statement).first() is not None


@pytest.mark.requirement("INF-14", "CMP-11")
def test_a_breached_duty_opens_one_lead_with_what_the_ledger_says(app: Flask) -> None:
    clock = duty()
    with moment.frozen("2026-03-16"):
        sweeping.sweep()
        assert found() == []  # the last day is in time
    with moment.frozen(AFTER):
        for _ in range(2):
            assert sweeping.sweep().failed == ()
    (made,) = found()
    assert (made.clock_id, made.channel, made.unit) == (
        clock.id,
        Channel.BREACHED_DUTY,
        unit("office"),
    )
    assert (made.received_on, made.occurred_from) == (date(2026, 3, 18), date(2026, 3, 16))
    assert made.is_anonymous
    assert made.created_by_id is None
    assert [item.unit for item in made.respondents] == [unit("department")]
    for words in ("2026年3月16日届满", "已逾期2个工作日", "《社会评议制度》第八条", "003-17"):
        assert words in made.facts
    assert "由受理单位核查认定" in made.facts
    assert "王𬭩" not in made.title + made.facts  # whom a decision is about is no matter of a lead
    (entry,) = of_subject("complaints", made.id)
    assert (entry.action, entry.actor_id) == ("register", None)
    assert list(verify()) == []


@pytest.mark.requirement("INF-14")
def test_pauses_and_extensions_are_told(app: Flask) -> None:
    with moment.frozen("2026-03-05"):
        clock = duty()
        clocks.pause(clock, date(2026, 3, 3), None, "征求意见")
        clocks.resume(clock, date(2026, 3, 5), None, "收到意见")
        clocks.extend(clock, date(2026, 3, 5), None, "批准", days=2)
    with moment.frozen("2026-04-20"):
        sweeping.sweep()
    (made,) = found()
    assert "2026年3月3日至2026年3月5日中止" in made.facts
    assert "期限经过延长" in made.facts
    assert "12个工作日" in made.facts


@pytest.mark.parametrize("change", [{"is_duty": False}, {"is_duty": False, "bearer": "town"}])
def test_what_is_no_duty_opens_nothing(app: Flask, change: dict[str, object]) -> None:
    """The twin: the clocks of our own procedure are overdue, and that is all."""
    duty(**change)  # type: ignore[arg-type]
    with moment.frozen(AFTER):
        assert sweeping.sweep().red == 1
    assert found() == []


def test_a_duty_met_in_time_opens_nothing(app: Flask) -> None:
    with moment.frozen("2026-03-16"):
        clocks.meet(duty(), date(2026, 3, 16), None)
    with moment.frozen(AFTER):
        sweeping.sweep()
    assert found() == []


def test_a_duty_is_borne_by_a_unit(app: Flask) -> None:
    with pytest.raises(ValueError, match="borne"):
        duty(bearer_unit_id=None)


def test_a_clock_whose_date_moved_and_is_breached_again_has_its_lead_already(app: Flask) -> None:
    clock = duty()
    with moment.frozen(AFTER):
        sweeping.sweep()
        clocks.restart(clock, date(2026, 3, 18), None, "重新起算")
    with moment.frozen("2026-05-06"):
        assert sweeping.sweep().red == 1 + 1  # and the acceptance of the lead itself
    assert len(found()) == 1
    twin = make.complaint()
    twin.channel, twin.clock_id = Channel.BREACHED_DUTY, clock.id
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_a_lead_that_nobody_decides_on_leads_to_no_further_lead(app: Flask) -> None:
    lead()
    with moment.frozen("2026-05-06"):
        sweeping.sweep()
    assert len(found()) == 1


@pytest.mark.requirement("SEC-02")
def test_nobody_of_the_unit_that_bears_the_duty_sees_the_lead(app: Flask) -> None:
    made = lead()
    assert {name for name in CAST if sees(actor(name), made)} == {"intake", "supervisor"}
    db.session.add(
        Post(
            user=person("principal"),
            unit=unit("office"),
            role=Role.DISCIPLINE_LEADER,
            starts_on=date(2020, 1, 1),
        )
    )
    db.session.commit()
    assert not sees(actor("principal"), made)


@pytest.mark.requirement("SEC-02")
def test_the_lead_about_an_office_goes_to_whoever_stands_above_it(app: Flask) -> None:
    assert leads.receiving_unit(unit("department")) == unit("office")
    assert leads.receiving_unit(unit("town")) == unit("office")
    assert leads.receiving_unit(unit("office")) is None  # nobody above decides about reports
    assert leads.receiving_unit(unit("government")) is None
    new_user("above", "巡查", "government", (Role.DISCIPLINE_LEADER,))
    assert leads.receiving_unit(unit("office")) == unit("government")


@pytest.mark.requirement("SEC-02")
def test_an_office_whose_only_leader_is_concerned_receives_nothing(app: Flask) -> None:
    person("principal").superior_id = person("supervisor").id
    db.session.commit()
    assert leads.receiving_unit(unit("department"), person("official").id) is None
    assert leads.receiving_unit(unit("department")) == unit("office")


def test_without_a_receiver_the_sweep_says_so_and_tries_again(app: Flask) -> None:
    clock = duty(bearer="office")
    with moment.frozen(AFTER):
        assert sweeping.sweep().failed == (clock.id,)
        assert found() == []
        new_user("above", "巡查", "government", (Role.DISCIPLINE_LEADER,))
        assert sweeping.sweep().failed == ()
    assert [made.unit for made in found()] == [unit("government")]


@pytest.mark.requirement("INF-14")
def test_what_is_without_a_receiver_holds_up_no_other_lead(app: Flask) -> None:
    bearers = ["department", "department", "office", "town", "department"]
    made = [duty(number, bearer) for number, bearer in enumerate(bearers, 1)]
    with moment.frozen(AFTER):
        assert sweeping.sweep().failed == (made[2].id,)
    assert [item.clock_id for item in found()] == [made[n].id for n in (0, 1, 3, 4)]
    assert [item.number for item in found()] == [
        f"阿政公责举〔2026〕{number}号" for number in range(1, 5)
    ]
    assert list(verify()) == []


def test_many_breaches_are_looked_up_in_as_many_statements_as_few(app: Flask) -> None:
    """A thousand are found at once after a long holiday."""
    asked = []
    for first, last in ((1, 3), (3, 23)):
        for number in range(first, last):
            duty(number)
        db.session.expunge_all()
        with moment.frozen(AFTER), counted() as statements:
            assert sweeping.sweep().red == last - first
        asked.append(sum(statement.startswith("SELECT") for statement in statements))
    assert len(found()) == 22
    assert asked[1] <= asked[0]


def test_lead_and_note_stand_or_fall_together(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = duty()

    def broken(*_args: object, **_kwargs: object) -> str:
        raise RuntimeError("the disk is full")

    with moment.frozen(AFTER):
        with monkeypatch.context() as patch:
            patch.setattr("complaints.services.registering.record.append", broken)
            assert sweeping.sweep().failed == (clock.id,)
        assert found() == []
        assert sweeping.sweep().failed == ()
    assert [made.number for made in found()] == ["阿政公责举〔2026〕1号"]


def test_a_lead_is_decided_looked_into_and_closed_without_telling_anybody(
    app: Flask, sign_in: SignIn
) -> None:
    made = lead()
    with moment.frozen(AFTER):
        browser = sign_in(person("supervisor"))
        page = browser.get(f"/complaints/{made.id}")
        assert "期限届满（系统登记）" in page.text
        assert "没有投诉举报人" in page.text
        assert "逾期的期限" in page.text
        assert "第 10 个工作日，期限届满" in page.text
        assert "王𬭩" not in page.one("main").text
        make.accept(made)
        page = browser.get(f"/complaints/{made.id}/close-lead")
        again = page.submit(reason="", status=422)
        again.submit(reason="经核查，报告已于届满后补报，情节轻微，已提醒。")
    assert made.state is ComplaintState.CLOSED
    assert not queries.documents_of(made)


@pytest.mark.parametrize("username", ["intake", "supervisor"])
def test_nobody_withdraws_or_answers_a_lead(app: Flask, username: str) -> None:
    made = lead()
    with moment.frozen(AFTER):
        make.accept(made)
        for act in (make.withdraw, make.reply):
            with pytest.raises(Forbidden):
                act(made)
    with pytest.raises(Refused):
        services.issue_receipt(made, actor("intake"))
    with app.test_request_context():
        waiting = [task.action for task in tasks.complaint_tasks(actor(username))]
    assert waiting == (["核查线索"] if username == "supervisor" else [])


def test_a_report_is_not_closed_like_a_lead(app: Flask) -> None:
    """The twin."""
    made = make.complaint(ComplaintState.ACCEPTED)
    with pytest.raises(Forbidden):
        services.close_lead(made, actor("supervisor"), reason="x", seen_version=made.version)


def test_a_declined_lead_is_told_to_nobody(app: Flask) -> None:
    made = lead()
    with moment.frozen(AFTER):
        make.decline(made)
        assert not queries.documents_of(made)
        services.close_complaint(made, actor("supervisor"), seen_version=made.version)
    assert made.state is ComplaintState.CLOSED


def test_an_officer_takes_down_no_lead(app: Flask) -> None:
    with pytest.raises(Refused, match="complaint_channel_unfit"):
        make.complaint(channel=Channel.BREACHED_DUTY)
    assert set(Channel) - set(BY_HAND) == {*OF_ITSELF, Channel.WEB}


@pytest.mark.parametrize(
    ("state", "acts", "passed"),
    [
        ("accepted", {"accept"}, "registered accepted in_case closed"),
        ("closed", {"accept", "close_lead"}, "registered accepted closed"),
        ("closed", {"accept", "open_case", "close_lead"}, "registered accepted in_case closed"),
        ("closed", {"decline", "close"}, "registered declined closed"),
    ],
)
def test_the_steps_of_a_lead_know_no_answer(state: str, acts: set[str], passed: str) -> None:
    found = course(ComplaintState(state), acts, is_lead=True)
    assert found == tuple(ComplaintState(name) for name in passed.split())
