"""Reports about the same matter are joined and parted; each keeps its number, clock and answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from complaints import queries, services
from complaints.models import Complaint
from complaints.rules import ComplaintState
from complaints.services import GivenRespondent, Identity
from core.access import Role
from core.clocks.periods import State as ClockState
from core.clocks.queries import for_subject
from core.db import db
from core.procedure import Forbidden, Stale
from core.record.services import of_subject
from core.refusals import Refused
from tests.complaints.test_visibility import given_role, sees
from tests.complaints.test_worklist import waiting
from tests.support import complaints as make
from tests.support.application import in_parallel
from tests.support.factories import actor, unit

State = ComplaintState


def three(state: State = State.REGISTERED) -> tuple[Complaint, Complaint, Complaint]:
    """Return a report in `state` and two that are joined to it."""
    leading, *joined = [make.complaint(received_on=date(2026, 2, day)) for day in (23, 24, 25)]
    for one in joined:
        make.merge(one, leading)
    if state is not State.REGISTERED:
        make.accept(leading)
    if state is State.IN_CASE:
        make.put_in_case(leading)
    return leading, joined[0], joined[1]


def refusal(act: Callable[[], None]) -> str:
    """Return the code with which an act is refused."""
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.refusal.code


def states(*complaints: Complaint) -> list[State]:
    return [complaint.state for complaint in complaints]


@pytest.mark.requirement("INF-03")
def test_what_is_joined_keeps_its_number_day_and_clock() -> None:
    one, other = make.complaint(received_on=date(2026, 2, 23)), make.complaint()
    before = (other.number, other.received_on, for_subject("complaints", other.id)[0].due_on)
    make.merge(other, one)
    (clock,) = for_subject("complaints", other.id)
    assert (other.number, other.received_on, clock.due_on) == before
    assert clock.state is ClockState.RUNNING
    assert (other.leading_id, other.state) == (one.id, State.REGISTERED)


@pytest.mark.requirement("INF-03", "CMP-03")
def test_accepting_the_one_accepts_all_and_meets_the_clock_of_each() -> None:
    group = three(State.ACCEPTED)
    assert states(*group) == [State.ACCEPTED] * 3
    for one in group:
        (clock,) = for_subject("complaints", one.id)
        assert clock.state is ClockState.MET
        assert one.decided_on is not None


@pytest.mark.requirement("CMP-03")
def test_one_that_is_joined_may_be_accepted_first() -> None:
    leading, one, other = three()
    make.accept(one)
    assert states(leading, one, other) == [State.REGISTERED, State.ACCEPTED, State.REGISTERED]
    make.accept(leading)
    assert states(leading, one, other) == [State.ACCEPTED] * 3


@pytest.mark.requirement("CMP-04", "INF-03")
def test_declining_the_one_tells_each_by_a_notice_of_its_own() -> None:
    group = three()
    make.decline(group[0])
    assert states(*group) == [State.DECLINED] * 3
    letters = [queries.documents_of(one) for one in group]
    assert len({letter.number for (letter,) in letters}) == 3


@pytest.mark.requirement("CMP-04")
def test_none_is_declined_by_itself_or_after_another_was_accepted() -> None:
    leading, one, _other = three()
    assert refusal(lambda: make.decline(one)) == "complaint_joined_decline"
    make.accept(one)
    assert refusal(lambda: make.decline(leading)) == "complaint_leads_accepted"


@pytest.mark.requirement("INF-03")
def test_a_case_takes_all_of_them_and_those_accepted_later() -> None:
    group = three(State.IN_CASE)
    assert states(*group) == [State.IN_CASE] * 3
    late = make.complaint()
    make.merge(late, group[0])
    assert states(late) == [State.REGISTERED]
    make.accept(late)
    accepted = make.complaint(State.ACCEPTED)
    make.merge(accepted, group[0])
    assert states(late, accepted) == [State.IN_CASE] * 2


def test_one_that_is_joined_gets_no_case_of_its_own() -> None:
    _leading, one, _other = three(State.ACCEPTED)
    assert refusal(lambda: make.put_in_case(one)) == "complaint_joined_no_case"


@pytest.mark.requirement("INF-03")
def test_each_is_answered_after_the_one_that_leads(app: Flask) -> None:
    leading, one, other = three(State.ACCEPTED)
    assert refusal(lambda: make.reply(one)) == "complaint_joined_reply"
    assert [task.number for task in waiting(app, actor("intake"))] == [leading.number]
    make.reply(leading)
    tasks = waiting(app, actor("intake"))
    assert [(task.number, task.action) for task in tasks] == [
        (each.number, "告知办理结果") for each in (one, other)
    ]
    for each in (one, other):
        make.reply(each)
    assert states(leading, one, other) == [State.REPLIED] * 3
    numbers = {queries.documents_of(each)[0].number for each in (leading, one, other)}
    assert len(numbers) == 3


def test_who_withdrew_is_not_told_and_not_parted() -> None:
    leading, one, _other = three(State.IN_CASE)
    make.withdraw(one)
    make.reply(leading)
    assert (one.state, one.withdrawn_on is not None) == (State.IN_CASE, True)
    with pytest.raises(Forbidden):
        make.unmerge(one)


@pytest.mark.requirement("INF-03")
def test_parting_makes_each_stand_alone_and_both_records_tell_it() -> None:
    leading, one, other = three()
    make.unmerge(one)
    assert (one.leading_id, other.leading_id) == (None, leading.id)
    make.accept(leading)
    assert states(leading, one, other) == [State.ACCEPTED, State.REGISTERED, State.ACCEPTED]
    db.session.commit()
    told = [(e.action, e.reason) for e in of_subject("complaints", one.id)]
    assert ("unmerge", "经核对，不是同一事项。") in told
    assert "merge" in [action for action, _reason in told]
    of_leading = {e.action: e.reason or "" for e in of_subject("complaints", leading.id)}
    assert of_leading["let_go"] == f"{one.number}：经核对，不是同一事项。"
    assert "take_in" in of_leading


def test_parted_in_a_case_it_waits_for_a_case_of_its_own() -> None:
    leading, one, other = three(State.IN_CASE)
    make.unmerge(one)
    assert states(leading, one, other) == [State.IN_CASE, State.ACCEPTED, State.IN_CASE]


def test_parting_needs_a_reason_and_ends_with_the_answer() -> None:
    leading, one, _other = three(State.ACCEPTED)
    assert refusal(lambda: make.unmerge(one, " ")) == "complaint_unmerge_needs_reason"
    make.reply(leading)
    make.reply(one)
    assert refusal(lambda: make.unmerge(one)) == "wrong_state"


@pytest.mark.requirement("INF-05")
def test_who_withdraws_does_not_take_the_others_along() -> None:
    group = three(State.ACCEPTED)
    make.withdraw(group[1])
    make.withdraw(group[0])
    assert states(*group) == [State.WITHDRAWN, State.WITHDRAWN, State.ACCEPTED]
    assert group[2].leading_id is None


@pytest.mark.parametrize(
    ("plant", "code"),
    [
        (lambda one: one, "complaint_merge_itself"),
        (lambda _one: three()[1], "complaint_merge_chain"),
        (lambda _one: make.complaint(State.REPLIED), "complaint_merge_not_open"),
        (lambda _one: make.complaint(State.DECLINED), "complaint_merge_not_open"),
    ],
)
def test_what_cannot_lead_is_refused(plant: Callable[[Complaint], Complaint], code: str) -> None:
    one = make.complaint()
    leading = plant(one)
    assert refusal(lambda: make.merge(one, leading)) == code
    assert one.leading_id is None


def test_one_that_leads_or_is_joined_is_not_joined_again() -> None:
    leading, one, _other = three()
    elsewhere = make.complaint()
    for each in (leading, one):
        with pytest.raises(Forbidden):
            make.merge(each, elsewhere)
    make.unmerge(one)
    make.merge(one, elsewhere)
    assert one.leading_id == elsewhere.id


def test_another_unit_reported_needs_a_reason() -> None:
    leading = make.complaint()
    one = make.complaint(respondents=[GivenRespondent(unit("town"))])
    assert refusal(lambda: make.merge(one, leading)) == "complaint_merge_needs_reason"
    make.merge(one, leading, "同一次征收，两家共同经办。")
    assert one.leading_id == leading.id


@pytest.mark.requirement("SEC-02", "NET-11")
def test_whom_one_is_about_sees_none_of_them_until_it_is_parted() -> None:
    leading, other = make.complaint(), make.complaint()
    one = make.complaint(respondents=[GivenRespondent(unit("town"))])
    group = (leading, one, other)
    make.merge(other, leading)
    make.merge(one, leading, "同一次征收，两家共同经办。")
    both = given_role("reviewer", Role.DISCIPLINE_LEADER, "office")
    town = given_role("stranger", Role.DISCIPLINE_LEADER, "office")
    assert [sees(both, each) for each in group] == [True] * 3
    assert [sees(town, each) for each in group] == [False] * 3
    make.unmerge(one)
    assert [sees(town, each) for each in group] == [True, False, True]
    assert [len(each.respondents) for each in group] == [1, 1, 1]


@pytest.mark.requirement("SEC-02")
def test_two_who_name_the_same_unit_are_parted_one_by_one() -> None:
    leading = make.complaint()
    first, second = (
        make.complaint(respondents=[GivenRespondent(unit("town"))]) for _number in range(2)
    )
    for one in (first, second):
        make.merge(one, leading, "同一次征收。")
    town = given_role("stranger", Role.DISCIPLINE_LEADER, "office")
    make.unmerge(first)
    assert not sees(town, leading)
    make.unmerge(second)
    assert sees(town, leading)


@pytest.mark.requirement("SEC-02")
def test_whom_a_case_finds_is_kept_from_all_of_them() -> None:
    leading, one, _other = three(State.IN_CASE)
    services.concern(
        leading,
        actor("supervisor"),
        unit_id=unit("town").id,
        person_id=None,
        person_name="丁一",
        post_title=None,
    )
    assert not sees(given_role("stranger", Role.DISCIPLINE_LEADER, "office"), one)


@pytest.mark.requirement("SEC-02")
def test_into_a_running_case_comes_only_what_is_about_the_same() -> None:
    leading, _one, _other = three(State.IN_CASE)
    beyond = make.complaint(respondents=[GivenRespondent(unit("town"))])
    within = make.complaint(respondents=[GivenRespondent(unit("department"))])
    assert refusal(lambda: make.merge(beyond, leading, "同一次征收。")) == (
        "complaint_merge_beyond_case"
    )
    make.merge(within, leading)
    assert within.leading_id == leading.id


@pytest.mark.requirement("SEC-02")
def test_one_that_is_about_the_officer_is_not_there_to_lead() -> None:
    hidden = make.complaint(respondents=[GivenRespondent(unit("town"))])
    one = make.complaint()
    town = given_role("stranger", Role.DISCIPLINE_LEADER, "office")
    act = lambda: services.merge_complaint(  # noqa: E731
        one, town, leading=hidden, reason="同一事项。", seen_version=one.version
    )
    assert refusal(act) == "complaint_merge_unknown"
    assert queries.get_numbered(hidden.number, town) is None
    assert queries.get_numbered(hidden.number, actor("supervisor")) is hidden


def test_another_receiving_unit_stays_apart() -> None:
    leading = make.complaint(by="stranger", unit=unit("town"))
    one = make.complaint()
    above = given_role("reviewer", Role.DISCIPLINE_LEADER, "government")
    act = lambda: services.merge_complaint(  # noqa: E731
        one, above, leading=leading, seen_version=one.version
    )
    assert refusal(act) == "complaint_merge_elsewhere"


@pytest.mark.parametrize("username", ["intake", "handler", "stranger", "town_supervisor"])
def test_only_who_decides_on_acceptance_joins_and_parts(username: str) -> None:
    leading, one, _other = three()
    alone = make.complaint()
    who = actor(username)
    with pytest.raises(Forbidden):
        services.merge_complaint(alone, who, leading=leading, seen_version=alone.version)
    with pytest.raises(Forbidden):
        services.unmerge_complaint(one, who, reason="不同事项。", seen_version=one.version)


@pytest.mark.requirement("SEC-01")
def test_a_reason_that_names_either_reporter_is_refused() -> None:
    someone = Identity(make.REPORTER.kind, name="策仁道尔吉")
    leading, one = make.complaint(), make.complaint(reporter=someone)
    for name in (make.REPORTER.name, someone.name):
        assert refusal(lambda: make.merge(one, leading, f"{name}反映过。")) == (  # noqa: B023
            "complaint_text_names_reporter"
        )
    make.merge(one, leading)
    for name in (make.REPORTER.name, someone.name):
        assert refusal(lambda: make.unmerge(one, f"{name}来电说明。")) == (  # noqa: B023
            "complaint_text_names_reporter"
        )


def test_who_had_the_page_open_before_reads_that_it_changed() -> None:
    leading, one = make.complaint(), make.complaint()
    seen = leading.version
    make.merge(one, leading)
    with pytest.raises(Stale):
        services.accept_complaint(leading, actor("supervisor"), seen_version=seen)


@pytest.mark.requirement("INF-03")
def test_of_several_who_join_at_once_one_wins(committed_db: Flask) -> None:
    """Each into another one, in a ring: no chain comes of it, and nobody waits for ever."""
    with committed_db.app_context():
        made = [make.complaint() for _number in range(3)]
        ids = [one.id for one in made]
        versions = [one.version for one in made]
        db.session.commit()

    def join(index: int) -> int:
        one, leading = (db.session.get_one(Complaint, ids[(index + n) % 3]) for n in (0, 1))
        services.merge_complaint(
            one, actor("supervisor"), leading=leading, seen_version=versions[index]
        )
        return index

    outcomes = in_parallel(committed_db, 3, join)
    done = [outcome for outcome in outcomes if isinstance(outcome, int)]
    assert done
    assert all(isinstance(o, int | Stale | Refused | Forbidden) for o in outcomes), outcomes
    with committed_db.app_context():
        joined = [db.session.get_one(Complaint, each) for each in ids]
        assert len(done) == sum(one.leading_id is not None for one in joined)
        assert all(one.leading is None or one.leading.leading_id is None for one in joined)
