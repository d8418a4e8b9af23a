"""What was reported before about the same matter is suggested; whether it is, people say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from complaints import queries
from complaints.models import Complaint
from complaints.rules import ComplaintState, Likeness, looks_alike, overlap, same_time
from complaints.services import GivenRespondent
from core.access import Role
from core.db import db
from core.identity.models import User
from tests.complaints.test_pages import SENT, address
from tests.complaints.test_visibility import given_role
from tests.support import complaints as make
from tests.support.client import Client
from tests.support.factories import actor, person, unit
from tests.support.statements import counted

SignIn = Callable[[User], Client]

#: The same matter in other words, and another matter at the same unit.
AGAIN: dict[str, Any] = {
    "title": "征收补偿方案申请公开两个月没有答复",
    "facts": "二月初在政务大厅窗口递交了公开征收补偿方案的申请，到现在没有收到任何答复。",
}
ELSE: dict[str, Any] = {
    "title": "不动产登记大厅收费不开票",
    "facts": "办理不动产登记时被要求交纳复印费二十元，没有给发票，墙上也没有收费标准。",
}


def alike(one: Complaint, by: str = "supervisor") -> dict[str, tuple[Likeness, ...]]:
    """Return the numbers of what is suggested, with what it has in common."""
    found = queries.similar_to(one, actor(by))
    return {each.complaint.number: tuple(each.alike) for each in found}


def about_unit(key: str = "department", **changes: Any) -> Complaint:
    """Return a report about a unit alone, with no period and no breach said."""
    values = {"respondents": [GivenRespondent(unit(key))], "trigger_code": None, **changes}
    return make.complaint(**values)


@pytest.mark.requirement("INF-03", "CMP-02")
def test_the_same_matter_in_other_words_is_suggested() -> None:
    first, again, other = about_unit(), about_unit(**AGAIN), about_unit(**ELSE)
    assert alike(again) == {first.number: (Likeness.UNIT, Likeness.TEXT)}
    assert alike(first) == {again.number: (Likeness.UNIT, Likeness.TEXT)}
    assert alike(other) == {}


def test_the_name_of_the_unit_makes_no_text_alike() -> None:
    name = "阿尔山市自然资源局"
    about_unit(title=f"{name}窗口", facts=f"{name}态度差。")
    assert alike(about_unit(title=f"{name}网站", facts=f"{name}打不开。")) == {}


@pytest.mark.requirement("INF-03")
def test_the_same_person_is_suggested_whatever_the_words() -> None:
    named = [GivenRespondent(unit("department"), "王𬭩")]
    first = make.complaint(respondents=named, trigger_code=None)
    again = make.complaint(respondents=named, trigger_code=None, **ELSE)
    assert alike(again) == {first.number: (Likeness.UNIT, Likeness.PERSON)}


@pytest.mark.requirement("INF-03")
def test_the_same_time_and_breach_at_the_same_unit_are_suggested() -> None:
    when: dict[str, Any] = {"occurred_from": date(2026, 1, 5), "trigger_code": "duty_not_performed"}
    first = about_unit(**when, occurred_to=date(2026, 2, 6))
    late = {**when, "occurred_from": date(2026, 2, 6)}
    assert alike(about_unit(**late, **ELSE)) == {
        first.number: (Likeness.UNIT, Likeness.PERIOD, Likeness.BREACH)
    }
    later = about_unit(**{**late, "occurred_from": date(2026, 2, 7)}, **ELSE)
    assert first.number not in alike(later)


def test_another_unit_is_never_suggested() -> None:
    about_unit()
    assert alike(about_unit("town", **AGAIN)) == {}


@pytest.mark.requirement("SEC-02")
def test_what_the_officer_must_not_see_is_not_suggested() -> None:
    both = [GivenRespondent(unit("department")), GivenRespondent(unit("town"))]
    hidden = make.complaint(respondents=both)
    again = about_unit(**AGAIN)
    assert hidden.number in alike(again)
    given_role("stranger", Role.INTAKE_OFFICER, "office")
    assert alike(again, by="stranger") == {}


def test_one_that_is_joined_stands_for_the_one_that_leads() -> None:
    leading, one = about_unit(**ELSE), about_unit()
    make.merge(one, leading)
    assert alike(about_unit(**AGAIN)) == {leading.number: (Likeness.UNIT, Likeness.TEXT)}
    assert alike(leading) == {}


def test_at_most_so_many_are_shown_and_one_statement_asks_for_them() -> None:
    for _number in range(queries.SHOWN + 2):
        about_unit()
    one = about_unit(**AGAIN)
    db.session.commit()
    one = queries.get_visible_complaint(one.id, actor("supervisor"))
    who = actor("supervisor")
    with counted() as sent:
        found = queries.similar_to(one, who)
    assert len(found) == queries.SHOWN
    assert len(sent) == 1, "\n".join(sent)


def test_what_counts_as_alike() -> None:
    assert overlap({"a", "b", "c", "d"}, {"a", "x", "y", "z", "v"})
    assert not overlap({"a", "b", "c", "d", "e"}, {"a", "x", "y", "z", "v"})
    assert not overlap(set(), {"a"})
    day = date(2026, 1, 5)
    assert same_time((day, None), (None, day))
    assert not same_time((None, None), (day, day))
    assert not looks_alike({Likeness.TEXT, Likeness.PERIOD, Likeness.BREACH})
    assert not looks_alike({Likeness.UNIT, Likeness.PERIOD})


@pytest.mark.requirement("INF-03", "SEC-01")
def test_after_entry_the_page_of_the_receipt_asks_whether_it_is_the_same(sign_in: SignIn) -> None:
    first = about_unit()
    clerk = sign_in(person("intake"))
    sent = {**SENT, **AGAIN, "respondents-0-person_name": ""}
    page = clerk.get("/complaints/new").submit("/complaints/new", **sent)
    page = clerk.get(page.location)
    panel = page.one("section", id="similar").text
    assert first.number in panel
    assert "内容相近" in panel
    assert make.REPORTER.name not in page.response.get_data(as_text=True)
    assert b"/merge" not in page.response.data


@pytest.mark.requirement("INF-03")
def test_the_leader_joins_with_one_click_and_one_button(sign_in: SignIn) -> None:
    first, again = about_unit(), about_unit(**AGAIN)
    db.session.commit()
    leader = sign_in(person("supervisor"))
    for one in (first, again):  # from either page the later comes to the earlier
        page = leader.get(address(one)).follow("与此件并案")
        if one is first:
            assert again.number in page.text
    leader.get(f"{address(again, 'merge')}?into={first.number}").submit("/merge")
    page = leader.get(address(again))
    assert "已并案" in page.text
    assert first.number in page.one("section", id="merging").text
    assert again.number in leader.get(address(first)).one("section", id="merging").text
    assert not leader.get(address(again)).has("section", id="similar")
    leader.get(address(again, "unmerge")).submit("/unmerge", reason="经核对，不是同一事项。")
    assert not leader.get(address(again)).has("section", id="merging")


def test_the_number_is_read_with_any_brackets_and_kept_when_wrong(sign_in: SignIn) -> None:
    first, again = about_unit(), about_unit(**AGAIN)
    db.session.commit()
    leader = sign_in(person("supervisor"))
    page = leader.get(address(again, "merge")).submit(
        "/merge", status=422, into="举〔2099〕9号", reason="同一事项。"
    )
    assert "没有这一编号" in page.text
    assert page.one("input", name="into")["value"] == "举〔2099〕9号"
    typed = first.number.replace("〔", "[").replace("〕", "]")
    leader.get(address(again, "merge")).submit("/merge", into=typed)
    db.session.refresh(again)
    assert again.leading_id == first.id


def test_the_answer_is_typed_once(sign_in: SignIn) -> None:
    leading, one = about_unit(), about_unit(**AGAIN)
    make.merge(one, leading)
    make.accept(leading)
    make.reply(leading)
    db.session.commit()
    page = sign_in(person("intake")).get(address(one, "reply"))
    assert page.one("textarea", name="text").text.strip() == leading.reply_text


def test_a_report_past_its_decision_suggests_nothing(sign_in: SignIn) -> None:
    about_unit(**AGAIN)
    closed = about_unit(state=ComplaintState.CLOSED)
    db.session.commit()
    assert not sign_in(person("supervisor")).get(address(closed)).has("section", id="similar")


@pytest.mark.parametrize("state", [ComplaintState.REGISTERED, ComplaintState.ACCEPTED])
def test_the_page_with_all_of_it_costs_few_statements(
    sign_in: SignIn, state: ComplaintState
) -> None:
    leading = about_unit()
    for _number in range(3):
        make.merge(about_unit(), leading)
        about_unit(**AGAIN)
    if state is ComplaintState.ACCEPTED:
        make.accept(leading)
    db.session.commit()
    leader = sign_in(person("supervisor"))
    url = address(leading)
    leader.get(url)
    with counted() as sent:
        leader.get(url)
    assert len(sent) <= 12, "\n".join(sent)
