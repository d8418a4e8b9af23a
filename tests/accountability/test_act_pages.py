"""Pages of acts: the proposal beside the facts, with or without JavaScript; the confirmation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accountability.models import ResponsibleAct
from accountability.queries import acts as queries
from accountability.rules import ActState, ReviewState
from casework.models import Case
from casework.rules import CaseState
from core.identity.models import User
from tests.support import accountability as build
from tests.support import casework
from tests.support.client import Client, filled_in

SignIn = Callable[[User], Client]


def typed(made: Case, **changes: Any) -> dict[str, Any]:
    """Return what the officer changes in the prefilled form."""
    return {"title": build.ACT_TITLE, "approval_state": "given", "review_state": "done", **changes}


def the_act(made: Case) -> ResponsibleAct:
    """Return the only act of the case."""
    (act,) = queries.acts_of(made)
    return act


@pytest.mark.requirement("ACC-06")
def test_the_form_knows_the_people_and_their_roles(sign_in: SignIn, handler: User) -> None:
    made = build.case()
    page = sign_in(handler).get(f"/cases/{made.id}/acts/new")
    form = filled_in(page.form("/acts/new"))
    assert [form[f"role_{r.id}"] for r in made.respondents] == ["handler", "supervisor"]
    assert "尚未查明" in page.one(id="proposal").text


def test_the_proposal_follows_the_facts(sign_in: SignIn, handler: User) -> None:
    made = build.case()
    browser = sign_in(handler)
    page = browser.get(f"/cases/{made.id}/acts/new")
    data = {**filled_in(page.form("/acts/new")), **typed(made), "title": ""}
    fragment = browser.htmx(f"/cases/{made.id}/acts/preview", "proposal", data)
    assert "主要责任" in fragment.text
    assert "附件3 第六条（二）" in fragment.text
    assert "由主管领导承担主要责任，直接承办人承担次要责任" in fragment.text
    assert "A1" in fragment.text
    assert queries.acts_of(made) == []


def test_without_javascript_a_button_does_the_same(sign_in: SignIn, handler: User) -> None:
    made = build.case()
    browser = sign_in(handler)
    page = browser.get(f"/cases/{made.id}/acts/new")
    button = page.one("button", formaction=True)
    data = {**filled_in(page.form("/acts/new")), **typed(made)}
    again = browser.post(button["formaction"], data, status=200)
    assert "主要责任" in again.one(id="proposal").text
    assert again.submit("/acts/new").location.endswith(f"/acts/{the_act(made).id}")


def test_contradicting_facts_are_said_beside_the_field(sign_in: SignIn, handler: User) -> None:
    made = build.case()
    browser = sign_in(handler)
    page = browser.get(f"/cases/{made.id}/acts/new")
    leader = made.respondents[1].id
    data = {
        **filled_in(page.form("/acts/new")),
        **typed(made, approval_state="none", approval_by_id=str(leader)),
    }
    fragment = browser.htmx(f"/cases/{made.id}/acts/preview", "proposal", data, status=422)
    assert "批准人与所选的审批情况不符" in fragment.text
    refused = browser.post(f"/cases/{made.id}/acts/new", data, status=422)
    assert "批准人与所选的审批情况不符" in refused.one(id="approval_by_id-error").text
    assert queries.acts_of(made) == []


def test_facts_are_changed_until_they_are_confirmed(sign_in: SignIn, handler: User) -> None:
    act = build.act(build.case())
    browser = sign_in(handler)
    browser.get(f"/acts/{act.id}/save-facts").submit("/save-facts", title="改过的行为")
    assert act.title == "改过的行为"
    build.confirm(act)
    page = browser.get(f"/acts/{act.id}/save-facts")
    assert page.h1 == "改过的行为"
    assert "已确认" in page.text


def test_confirming_agrees_unless_another_share_is_chosen(
    sign_in: SignIn, supervisor: User
) -> None:
    act = build.act(build.case())
    page = sign_in(supervisor).get(f"/acts/{act.id}/confirm")
    handler = act.people[0].respondent_id
    share: dict[str, Any] = {f"share_{handler}": "none"}
    refused = page.submit("/confirm", status=422, **share)
    assert any("须书面说明理由" in error for error in refused.errors)
    reason: dict[str, Any] = {f"reason_{handler}": build.REASON}
    refused.submit("/confirm", **reason)
    assert act.state is ActState.CONFIRMED
    shown = sign_in(supervisor).get(f"/acts/{act.id}")
    assert build.REASON in shown.one(id="shares").text
    assert "次要责任" in shown.one(id="shares").text


@pytest.mark.requirement("OQ-03")
def test_both_readings_stand_side_by_side(sign_in: SignIn, supervisor: User) -> None:
    act = build.act(build.case(), review_state=ReviewState.SKIPPED)
    page = sign_in(supervisor).get(f"/acts/{act.id}/confirm")
    assert [option["value"] for option in page.all("input", name="reading")] == ["A2", "A3"]
    refused = page.submit("/confirm", status=422, reading="A2")
    assert any("选择读法须书面说明理由" in error for error in refused.errors)
    refused.submit("/confirm", choice_reason=build.REASON)
    assert (act.state, act.chosen_rows) == (ActState.CONFIRMED, "A2")


def test_reopening_asks_for_the_reason(sign_in: SignIn, supervisor: User) -> None:
    act = build.act(build.case())
    build.confirm(act)
    page = sign_in(supervisor).get(f"/acts/{act.id}/reopen")
    page.submit("/reopen", status=422)
    page.submit("/reopen", reason=build.REASON)
    assert act.state is ActState.DRAFT


@pytest.mark.parametrize("path", ["", "/save-facts", "/confirm", "/reopen"])
def test_an_act_of_a_hidden_case_is_not_there(
    sign_in: SignIn, stranger: User, town_supervisor: User, path: str
) -> None:
    act = build.act(build.case())
    for user in (stranger, town_supervisor):
        status = sign_in(user).raw("GET", f"/acts/{act.id}{path}").status_code
        assert status in (403, 404)
    assert sign_in(stranger).raw("GET", f"/acts/{act.id}").status_code == 404
    assert sign_in(stranger).raw("GET", "/acts/99999999999").status_code == 404


def test_the_case_page_shows_acts_and_shares(sign_in: SignIn, supervisor: User) -> None:
    made = build.ready()
    page = sign_in(supervisor).get(f"/cases/{made.id}")
    assert "主要责任" in page.one(id="acts").text


def test_a_case_without_roles_asks_for_them_without_shouting(
    sign_in: SignIn, handler: User
) -> None:
    made = casework.case(CaseState.INVESTIGATING)
    browser = sign_in(handler)
    page = browser.get(f"/cases/{made.id}/acts/new")
    assert page.errors == []
    assert "请补全" in page.one(id="proposal").text
    refused = page.submit("/acts/new", status=422, title=build.ACT_TITLE)
    assert refused.errors == ["请至少为一名被调查人选择其在本行为中的角色。"]


@pytest.mark.parametrize("junk", ["x", "9" * 40, "\x00", "²"])
@pytest.mark.parametrize(
    "field", ["approval_by_id", "review_by_id", "instruction_by_id", "objection_by_id"]
)
def test_a_person_who_is_not_on_offer_is_a_fault_of_the_field(
    sign_in: SignIn, handler: User, field: str, junk: str
) -> None:
    made = build.case()
    browser = sign_in(handler)
    page = browser.get(f"/cases/{made.id}/acts/new")
    data = {**filled_in(page.form("/acts/new")), **typed(made), field: junk}
    for address in ("new", "preview"):
        browser.post(f"/cases/{made.id}/acts/{address}", data, status=422)
    assert queries.acts_of(made) == []
