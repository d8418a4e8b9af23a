"""Recusal: who asks, who decides, what follows for the person, the case and what they did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import current_app

from casework import queries, services
from casework.models import Case
from casework.recusal import queries as recusals
from casework.recusal.marks import marks_of
from casework.reporting import building
from casework.rules import (
    CaseState,
    Decider,
    EarlierActs,
    RecusalGround,
    RecusalOrigin,
    RecusalState,
)
from complaints import services as complaints
from core import moment
from core.access import Role
from core.db import db
from core.identity import posts
from core.identity.models import User
from core.procedure import Forbidden, Stale
from core.record.services import of_subject
from core.worklist import tasks_of
from tests.casework.test_guards import refused
from tests.support import casework as make
from tests.support import complaints as made_complaints
from tests.support.client import Client
from tests.support.factories import actor, new_user, person, unit

pytestmark = pytest.mark.usefixtures("app")
State = CaseState
SignIn = Callable[[User], Client]


def actions_of(username: str) -> list[str]:
    with current_app.test_request_context():
        return [str(task.action) for task in tasks_of(actor(username))]


def test_a_member_declares_and_goes_on_until_it_is_decided() -> None:
    case = make.case(State.INVESTIGATING)
    recusal = make.ask_recusal(case, "handler", by="handler", origin=RecusalOrigin.DECLARED)
    assert (recusal.state, recusal.decider) == (RecusalState.PENDING, Decider.LEADER)
    assert queries.knows(case, actor("handler"))
    make.record_evidence(case)
    assert "决定是否回避：韩志远" in actions_of("supervisor")
    assert "决定是否回避：韩志远" not in actions_of("signer")
    make.grant(recusal)
    assert "决定是否回避：韩志远" not in actions_of("supervisor")
    assert not queries.knows(case, actor("handler"))
    entry = of_subject("recusals", recusal.id, limit=2)
    assert [e.action for e in entry] == ["grant", "ask"]


def test_who_asks_in_anothers_name_says_so() -> None:
    case = make.case(State.INVESTIGATING)
    with refused(case, "recusal_declared_by_another", "第四十二条"):
        make.ask_recusal(case, "handler", by="colleague", origin=RecusalOrigin.DECLARED)
    with refused(case, "recusal_own_is_declared"):
        make.ask_recusal(case, "handler", by="handler")
    for origin in (RecusalOrigin.BY_RESPONDENT, RecusalOrigin.BY_COMPLAINANT):
        with refused(case, "recusal_reason_missing"):
            make.ask_recusal(case, "handler", by="colleague", origin=origin, reason="")
    made = make.ask_recusal(case, "handler", by="colleague", origin=RecusalOrigin.BY_COMPLAINANT)
    assert made.filed_by_id == person("colleague").id
    with refused(case, "recusal_live"):
        make.ask_recusal(case, "handler")


def test_it_is_asked_only_for_who_takes_part_and_by_who_knows_the_case() -> None:
    case = make.case(State.INVESTIGATING)
    with refused(case, "recusal_unknown_person"):
        make.ask_recusal(case, "official")
    new_user("idle", "旁人", "office", (Role.INVESTIGATOR,))
    with pytest.raises(Forbidden):
        make.ask_recusal(case, "handler", by="idle")
    with pytest.raises(Forbidden):
        make.ask_recusal(case, "handler", by="intake")
    ended = make.case(State.DISMISSED)
    with refused(ended, "recusal_case_ended"):
        make.ask_recusal(ended, "signer")


def test_nobody_decides_but_whom_the_article_names() -> None:
    case = make.case(State.INVESTIGATING)
    member = make.ask_recusal(case, "handler")
    for username in ("handler", "colleague", "reviewer", "signer"):
        with pytest.raises(Forbidden):
            make.grant(member, by=username)
    leader = make.ask_recusal(case, "supervisor", by="handler", origin=RecusalOrigin.BY_OTHER)
    assert leader.decider is Decider.SUPERIOR
    assert "决定是否回避：包晓梅" in actions_of("signer")
    assert "决定是否回避：包晓梅" not in actions_of("supervisor")
    with pytest.raises(Forbidden):
        make.grant(leader, by="supervisor")
    make.grant(leader, by="signer")
    with refused(case, "recusal_granted_before"):
        make.ask_recusal(case, "supervisor", by="handler")
    assert not queries.knows(case, actor("supervisor"))


def test_no_signer_decides_about_themselves() -> None:
    case = make.case(State.INVESTIGATING)
    recusal = make.ask_recusal(case, "signer")
    assert recusal.decider is Decider.SUPERIOR
    assert recusals.deciders(recusal) == []
    with pytest.raises(Forbidden):
        make.grant(recusal, by="signer")
    new_user("second", "副市长", "government", (Role.SIGNER,))
    assert recusals.deciders(recusal) == ["副市长"]
    make.grant(recusal, by="second")
    assert recusal.state is RecusalState.GRANTED


def test_a_decision_has_its_reason_and_is_made_once() -> None:
    case = make.case(State.INVESTIGATING)
    recusal = make.ask_recusal(case, "handler")
    seen = recusal.version
    with refused(case, "recusal_reason_missing"):
        make.grant(recusal, reason="")
    with refused(case, "recusal_reason_missing"):
        services.reject_recusal(recusal, actor("supervisor"), reason="", seen_version=seen)
    services.reject_recusal(recusal, actor("supervisor"), reason="不存在。", seen_version=seen)
    assert (recusal.state, recusal.decided_on) == (RecusalState.REJECTED, moment.today())
    assert queries.is_member(case, actor("handler"))
    with pytest.raises(Stale):
        make.grant(recusal, seen_version=seen)
    with refused(case, "wrong_state"):
        make.grant(recusal)
    assert make.ask_recusal(case, "handler").id != recusal.id, "it may be asked again"


def test_while_granted_every_later_part_is_refused_with_the_article() -> None:
    case = make.case(State.INVESTIGATING)
    make.recuse(case, "handler", successor_id=None)
    with refused(case, "case_member_recused", "第四十二条"):
        make.name(case, "handler")
    with refused(case, "recusal_unknown_person"):
        make.ask_recusal(case, "handler", by="colleague")
    with refused(case, "case_member_recused", "第四十二条"):
        make.hand_over(case, "colleague", "handler")
    assert person("handler") not in queries.candidates(case)


def test_who_keeps_away_from_the_case_does_not_answer_the_complainant() -> None:
    case = make.case(State.DELIBERATING, of_complaint=True)
    complaint = case.complaint
    assert complaint is not None
    both = new_user("both", "两任", "office", (Role.INTAKE_OFFICER, Role.DISCIPLINE_LEADER))
    make.grant(make.ask_recusal(case, "both"), by="signer")
    services.dismiss_case(case, actor("supervisor"), reason="不属实。", seen_version=case.version)
    with refused(case, "case_actor_recused", "第四十二条"):
        made_complaints.reply(complaint, by=both.username)
    with refused(case, "case_actor_recused", "第四十二条"):
        made_complaints.draft_reply(complaint, by=both.username)
    draft = made_complaints.draft_reply(complaint)
    with refused(case, "case_actor_recused", "第四十二条"):
        complaints.approve_reply(draft, actor(both.username), seen_version=draft.version)
    complaints.approve_reply(draft, actor("supervisor"), seen_version=draft.version)
    made_complaints.reply(complaint)


def test_the_successor_takes_over_the_lead_and_what_is_open_in_the_same_act() -> None:
    new_user("third", "第三人", "office", (Role.INVESTIGATOR,))
    case = make.case(State.INVESTIGATING)
    make.recuse(case, "handler", successor_id=person("third").id)
    present = [(m.user.username, m.is_lead) for m in case.members if m.left_on is None]
    assert present == [("colleague", False), ("third", True)]
    assert any("提交调查报告" in action for action in actions_of("third"))
    assert not any("提交调查报告" in action for action in actions_of("handler"))


def test_a_successor_with_an_interest_stops_the_decision() -> None:
    new_user("insider", "局内", "department", (Role.INVESTIGATOR,))
    case = make.case(State.INVESTIGATING)
    recusal = make.ask_recusal(case, "handler")
    with refused(case, "case_member_conflict", "第四十二条"):
        make.grant(recusal, successor_id=person("insider").id)


def test_below_the_minimum_the_case_does_not_go_on_and_the_leader_is_told() -> None:
    case = make.case(State.INVESTIGATING)
    make.record_evidence(case)
    assert "补充指定调查人员" not in actions_of("supervisor")
    make.recuse(case, "handler")
    with refused(case, "case_too_few_investigators", "调查程序"):
        make.record_evidence(case, "colleague", investigator_ids=[person("colleague").id])
    assert "补充指定调查人员" in actions_of("supervisor")
    new_user("third", "第三人", "office", (Role.INVESTIGATOR,))
    make.name(case, "third")
    assert "补充指定调查人员" not in actions_of("supervisor")
    make.record_evidence(case, "third", investigator_ids=[m.user_id for m in case.members[1:]])


@pytest.mark.parametrize("earlier", [EarlierActs.STAND, EarlierActs.REDO])
def test_what_was_done_before_stays_on_record_and_is_marked(earlier: EarlierActs) -> None:
    case = make.case(State.INVESTIGATING)
    make.know_role(case)
    make.record_evidence(case)
    make.record_fact(case)
    new_user("third", "第三人", "office", (Role.INVESTIGATOR,))
    recusal = make.ask_recusal(case, "handler")
    with refused(case, "recusal_earlier_acts_missing"):
        make.grant(recusal, earlier_acts=EarlierActs.NONE)
    make.grant(recusal, earlier_acts=earlier, successor_id=person("third").id)
    assert recusal.earlier_acts is earlier
    assert len(case.evidence) == 1, "nothing is taken away"
    marks = marks_of(case)
    assert "韩志远已回避" in marks.evidence[case.evidence[0].id]
    assert ("不再作为依据" in marks.evidence[case.evidence[0].id]) is (earlier is EarlierActs.REDO)
    assert case.facts[0].id in marks.facts
    if earlier is EarlierActs.STAND:
        assert not recusals.evidence_set_aside(case)
        report(case)
        return
    with refused(case, "case_nothing_stands"):
        report(case)
    with refused(case, "case_evidence_set_aside", "第四十三条"):
        fact(case, [case.evidence[0].id])
    team = [person(name).id for name in ("colleague", "third")]
    make.record_evidence(case, "third", investigator_ids=team)
    fact(case, [item.id for item in case.evidence[1:]])
    report(case)


def fact(case: Case, evidence_ids: list[int]) -> None:
    services.record_fact(
        case,
        actor("colleague"),
        on_date=None,
        text="重新查明的事实。",
        evidence_ids=evidence_ids,
        seen_version=case.version,
    )


def report(case: Case) -> None:
    written = make.draft(case, by="colleague")
    assert ("重新查明的事实" in written.facts_text) is ("未登记，期满" not in written.facts_text)


def test_a_respondent_by_whom_members_must_keep_away_asks_for_it_by_itself() -> None:
    case = make.case(State.INVESTIGATING)
    make.add_respondent(case, unit_id=unit("office").id, name="包晓梅", post_title="主任")
    found = [(r.user.username, r.origin, r.ground, r.filed_by_id) for r in case.recusals]
    assert found == [
        ("handler", RecusalOrigin.DETECTED, RecusalGround.LINE_OF_COMMAND, None),
        ("colleague", RecusalOrigin.DETECTED, RecusalGround.LINE_OF_COMMAND, None),
    ]
    assert not queries.knows(case, actor("handler")), "hidden at once"
    assert "决定是否回避：韩志远" not in actions_of("supervisor"), "who is the respondent"
    assert {"决定是否回避：韩志远", "决定是否回避：佟丽华"} <= set(actions_of("signer"))
    with refused(case, "recusal_still_barred", "第四十二条"):
        first = case.recusals[0]
        services.reject_recusal(first, actor("signer"), reason="无关。", seen_version=first.version)
    make.grant(case.recusals[0], by="signer")
    assert not [m for m in case.members if m.left_on is None and m.user_id == person("handler").id]


def test_the_twin_a_respondent_nobody_has_to_do_with_asks_for_nothing() -> None:
    case = make.case(State.INVESTIGATING)
    make.add_respondent(case)
    assert case.recusals == []


def test_until_it_is_decided_who_is_hidden_from_counts_for_nothing() -> None:
    case = make.case(State.INVESTIGATING)
    new_user("boss", "上级", "office", (Role.INVESTIGATOR,))
    make.name(case, "boss")
    new_user("clerk", "经办人", "town")
    person("clerk").superior_id = person("boss").id
    db.session.commit()
    make.add_respondent(case, unit_id=unit("town").id, name="经办人")
    assert [r.user.username for r in case.recusals] == ["boss"]
    with refused(case, "case_not_member"):
        make.record_evidence(
            case, investigator_ids=[person(name).id for name in ("handler", "boss")]
        )
    make.record_evidence(case)


def test_who_worked_in_the_accused_unit_on_the_day_of_the_act_is_noticed() -> None:
    came = new_user("came", "调来人员", "office", (Role.INVESTIGATOR,))
    posts.give_post(
        came,
        unit("department"),
        Role.STAFF,
        date(2025, 1, 1),
        date(2026, 2, 28),
        actor_id=None,
    )
    with moment.frozen("2026-02-10"):
        case = make.proposed()
        make.file(case)
    make.name(case, "came")
    (noticed,) = case.recusals
    assert (noticed.user_id, noticed.ground) == (came.id, RecusalGround.EARLIER_ROLE)
    services.reject_recusal(
        noticed,
        actor("supervisor"),
        reason="当时不在经办岗位。",
        seen_version=noticed.version,
    )
    make.add_respondent(case, by="came", name="李建国")
    assert len(case.recusals) == 1, "what was decided is not asked again"


def test_a_handed_over_member_leaves_and_may_come_back() -> None:
    new_user("third", "第三人", "office", (Role.INVESTIGATOR,))
    case = make.case(State.INVESTIGATING)
    with refused(case, "case_reason_missing"):
        make.hand_over(case, "handler", reason="")
    with refused(case, "case_successor_is_leaver"):
        make.hand_over(case, "handler", "handler")
    make.hand_over(case, "handler", "third")
    assert not queries.knows(case, actor("handler"))
    present = [(m.user.username, m.is_lead) for m in case.members if m.left_on is None]
    assert present == [("colleague", False), ("third", True)]
    with refused(case, "case_not_member"):
        make.hand_over(case, "handler")
    make.name(case, "handler")
    assert [m.user.username for m in case.members] == ["handler", "colleague", "third", "handler"]
    assert queries.is_member(case, actor("handler"))


def test_the_lead_goes_to_a_colleague_where_one_is_named() -> None:
    new_user("third", "第三人", "office", (Role.INVESTIGATOR,))
    case = make.case(State.INVESTIGATING)
    make.name(case, "third")
    make.hand_over(case, "handler", "third")
    assert [m.user.username for m in case.members if m.is_lead] == ["third"]


def test_who_left_the_service_is_missed_and_can_be_handed_over_from() -> None:
    case = make.case(State.INVESTIGATING)
    person("handler").leaves_on = date(2026, 3, 1)
    db.session.commit()
    assert "补充指定调查人员" in actions_of("supervisor")
    with refused(case, "case_too_few_investigators"):
        make.record_evidence(case, "colleague")
    new_user("third", "第三人", "office", (Role.INVESTIGATOR,))
    make.hand_over(case, "handler", "third")
    assert "补充指定调查人员" not in actions_of("supervisor")


def test_on_the_pages(sign_in: SignIn) -> None:
    case = make.case(State.INVESTIGATING)
    make.record_evidence(case)
    new_user("third", "第三人", "office", (Role.INVESTIGATOR,))
    base = f"/cases/{case.id}/recusals"
    member = sign_in(person("handler"))
    sent = member.get(f"{base}/new?user={person('handler').id}").submit(
        ground="relative", reason="与被调查人系表兄弟。"
    )
    assert sent.location == base
    assert "有1件回避申请待决定" in member.get(f"/cases/{case.id}").text
    (recusal,) = case.recusals
    assert "由批准立案的负责人决定" in member.get(f"{base}/{recusal.id}").text
    member.get(f"{base}/{recusal.id}/grant", status=403)
    sign_in(person("signer")).get(f"{base}/{recusal.id}/grant", status=403)
    leader = sign_in(person("supervisor"))
    assert leader.get("/").has("a", href=f"{base}/{recusal.id}")
    form = leader.get(f"{base}/{recusal.id}/grant")
    errors = {error.split("：")[-1] for error in form.submit(status=422).errors}
    assert errors == {
        "请决定此前取证和认定的事实继续有效还是重新进行。",
        "请写明决定的理由。",
    }
    done = form.submit(earlier_acts="redo", reason="属实。", successor_id=str(person("third").id))
    assert done.location == f"{base}/{recusal.id}"
    assert form.submit(earlier_acts="redo", reason="属实。").location == f"{base}/{recusal.id}"
    shown = leader.get(f"{base}/{recusal.id}")
    assert "准予回避" in shown.text
    assert "第三人" in shown.text
    page = leader.get(f"/cases/{case.id}")
    assert "已回避" in page.one("section", id="team").text
    assert "不再作为依据" in page.one("section", id="evidence").text
    for path in (f"/cases/{case.id}", base, f"{base}/{recusal.id}"):
        member.get(path, status=404)
    assert case.number not in member.get("/cases").text
    home = member.get("/").text
    assert case.title not in home
    assert home.count(case.number) == 1, "the notice of it, and nothing else"
    other = make.case(State.INVESTIGATING)
    leader.get(f"/cases/{other.id}/recusals/{recusal.id}", status=404)


def test_where_no_leader_is_left_the_page_says_so(sign_in: SignIn) -> None:
    case = make.case(State.INVESTIGATING)
    recusal = make.ask_recusal(case, "supervisor", by="handler")
    make.grant(recusal, by="signer")
    page = f"/cases/{case.id}/recusals/{recusal.id}"
    signer = sign_in(person("signer"))
    assert "没有其他负责人可以承办本案" in signer.get(page).text
    new_user("chief", "另一负责人", "office", (Role.DISCIPLINE_LEADER,))
    assert "没有其他负责人可以承办本案" not in signer.get(page).text


def test_the_page_says_what_holds_the_case_up(sign_in: SignIn) -> None:
    case = make.case(State.INVESTIGATING)
    make.hand_over(case, "handler")
    browser = sign_in(person("supervisor"))
    page = browser.get(f"/cases/{case.id}")
    assert "请补充指定调查人员" in page.all(class_="notice--warning")[0].text
    assert page.has("a", href=f"/cases/{case.id}/name-member")
    new_user("third", "第三人", "office", (Role.INVESTIGATOR,))
    make.name(case, "third")
    assert "请补充指定调查人员" not in browser.get(f"/cases/{case.id}").text


def test_who_adds_a_respondent_above_them_is_led_out(sign_in: SignIn) -> None:
    case = make.case(State.INVESTIGATING)
    page = sign_in(person("handler")).get(f"/cases/{case.id}/add-respondent")
    answer = page.submit(
        kind="person", unit_id=str(unit("office").id), name="包晓梅", role="supervisor"
    )
    assert answer.location == "/cases"


def test_the_recusal_page_notices_what_the_data_says(sign_in: SignIn) -> None:
    case = make.case(State.INVESTIGATING)
    person("handler").unit_id = unit("department").id
    db.session.commit()
    page = sign_in(person("supervisor")).get(f"/cases/{case.id}/recusals")
    assert "韩志远" in page.one("section", id="noticed").text
    assert "在本案责任单位工作或者任职" in page.one("section", id="noticed").text


@pytest.mark.requirement("CMP-05")
def test_a_report_written_before_its_facts_were_set_aside_is_written_again() -> None:
    case = make.case(State.INVESTIGATING)
    make.know_role(case)
    make.record_evidence(case)
    make.record_fact(case)
    new_user("third", "第三人", "office", (Role.INVESTIGATOR,))
    make.name(case, "third")
    team = [person(name).id for name in ("colleague", "third")]
    make.record_evidence(case, "third", investigator_ids=team)
    fact(case, [case.evidence[1].id])
    report_ = make.draft(case, by="colleague")
    assert building.changes_since(case, report_) == []
    recusal = make.ask_recusal(case, "handler")
    make.grant(recusal, earlier_acts=EarlierActs.REDO)
    assert building.changes_since(case, report_) == ["有事实经回避决定不再采用"]
