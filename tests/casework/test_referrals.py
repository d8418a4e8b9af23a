"""Referral of a case to another body: proposed, approved by another, sent, receipted, answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from casework import queries
from casework.archive.own import opening
from casework.archive.pieces import for_others
from casework.models import Case, CaseReferral
from casework.procedure import referrals as procedure
from casework.referral import letter
from casework.referral import queries as reads
from casework.rules import CaseAction, CaseState, RespondentKind
from casework.rules.referrals import ReferralCourse, ReferralKind, ReferralState
from casework.services import Accused, referring
from core import moment
from core.db import db
from core.documents.services import pdf_bytes
from core.identity.models import User
from core.procedure import AlreadyDone, Forbidden, Stale
from core.record.services import of_subject
from core.worklist import tasks_of
from tests.casework.test_guards import refused
from tests.support import casework as make
from tests.support import complaints as made_complaints
from tests.support.client import Client
from tests.support.factories import actor, person, unit

pytestmark = pytest.mark.usefixtures("app")
SignIn = Callable[[User], Client]
S = ReferralState


def receive(referral: CaseReferral, **changes: Any) -> CaseReferral:
    values: dict[str, Any] = {
        "received_on": moment.today(),
        "received_by": "收发室 王敏",
        "receipt_number": "监收〔2026〕7号",
        "seen_version": referral.version,
    }
    referring.receive_referral(referral, actor("handler"), **{**values, **changes})
    return referral


def answer(referral: CaseReferral, taken: bool = True, **changes: Any) -> CaseReferral:
    values: dict[str, Any] = {
        "answered_on": moment.today(),
        "answer": "已按管理权限依法处置。" if taken else "不属于本机关管辖，材料退回。",
        "answer_number": "监函〔2026〕2号",
        "seen_version": referral.version,
    }
    act = referring.take_referral if taken else referring.decline_referral
    act(referral, actor("handler"), **{**values, **changes})
    return referral


def stands(case: Case) -> CaseState:
    """Read the state anew."""
    return case.state


def actions_of(username: str) -> list[str]:
    with current_app.test_request_context():
        return [str(task.action) for task in tasks_of(actor(username))]


@pytest.mark.requirement("ACC-12", "FIN-31", "XAC-13", "XMC-06", "CLR-06")
def test_a_crime_is_referred_with_receiver_date_papers_and_what_came_back() -> None:
    case = make.case(CaseState.INVESTIGATING)
    made = make.referral(case, kind=ReferralKind.JUDICIARY, receiver="阿尔山市公安局")
    assert (made.state, made.article) == (S.PROPOSED, "附件3 第七条（四）"), "that of its pack"
    make.send(made)
    assert (made.state, made.decided_on) == (S.SENT, moment.today())
    assert made.document is not None
    assert made.document.number is not None
    assert made.document.number.startswith("阿政公移〔") or "移〔" in made.document.number
    said = "\n".join(letter.letter(made, made.document.number).texts())
    for words in ("阿尔山市公安局", "打印社账册复印件，1份5页", "询问笔录，1份4页", "第七条（四）"):
        assert words in said
    assert "《" in said, "the article names its regulation"
    assert pdf_bytes(made.document).startswith(b"%PDF")
    receive(made)
    answer(made)
    assert (made.state, made.receipt_number) == (S.TAKEN, "监收〔2026〕7号")
    assert case.state is CaseState.INVESTIGATING, "the case goes on"
    entries = of_subject("case_referrals", made.id, limit=9)
    assert [e.action for e in entries] == ["take", "receive", "approve", "propose"]


@pytest.mark.requirement("NET-11", "SEC-02")
@pytest.mark.parametrize(
    "receiver",
    ["市自然资源局", "阿尔山市自然资源局", "阿尔山市自然资源局纪检组", "阿尔山市 自然资源局"],
)
def test_nothing_goes_to_whom_it_is_about(receiver: str) -> None:
    case = make.case(CaseState.INVESTIGATING)
    accused = case.respondents[0].unit
    known = {"市自然资源局": accused.short_name, "阿尔山市自然资源局": accused.name}
    said = receiver
    for shape, name in sorted(known.items(), key=lambda pair: -len(pair[0])):
        said = said.replace(shape, name)
    with refused(case, "referral_to_accused", "第"):
        make.referral(case, receiver=said)
    with refused(case, "referral_to_accused", "第"):
        make.referral(case, receiver=f"{case.respondents[0].name}同志")


@pytest.mark.requirement("SEC-02")
def test_a_unit_under_the_accused_and_the_unit_of_a_named_person_get_nothing() -> None:
    case = make.proposed(accused=[Accused(unit("department").id, "王𬭩", "科员")])
    make.file(case)
    make.investigate(case)
    unit("town").path = f"{unit('department').path}{unit('town').id}/"
    db.session.commit()
    with refused(case, "referral_to_accused"):
        make.referral(case, receiver=unit("town").name)


def test_without_the_guard_the_accused_would_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    case = make.case(CaseState.INVESTIGATING)
    monkeypatch.setattr(procedure, "not_to_accused", lambda *_: None)
    assert make.referral(case, receiver=case.respondents[0].unit.name).state is S.PROPOSED


def test_a_respondent_found_later_stops_a_letter_that_was_only_proposed() -> None:
    case = make.case(CaseState.INVESTIGATING)
    made = make.referral(case, receiver=unit("town").name)
    make.add_respondent(
        case,
        kind=RespondentKind.UNIT,
        unit_id=unit("town").id,
        name=None,
        post_title=None,
        role=None,
    )
    with refused(case, "referral_to_accused"):
        make.send(made)
    assert made.document is None


@pytest.mark.requirement("SEC-01")
@pytest.mark.parametrize("field", ["matter", "reason", "materials", "receiver"])
def test_who_reported_never_stands_in_the_letter(field: str) -> None:
    case = make.case(CaseState.INVESTIGATING, of_complaint=True)
    with refused(case, "complaint_text_names_reporter"):
        make.referral(case, **{field: f"材料由{made_complaints.REPORTER.name}提供"})
    made = make.send(receive_ready(case))
    assert made.document is not None
    said = "\n".join(letter.letter(made, made.document.number).texts())
    assert made_complaints.REPORTER.name not in said
    assert case.complaint is not None
    assert case.complaint.number not in said, "not even that there was a report"
    with refused(case, "complaint_text_names_reporter"):
        answer(receive(made), answer=f"已询问{made_complaints.REPORTER.name}。")


def receive_ready(case: Case) -> CaseReferral:
    return make.referral(case)


@pytest.mark.requirement("INF-19")
def test_who_proposes_does_not_approve_nor_does_the_team() -> None:
    case = make.case(CaseState.INVESTIGATING)
    made = make.referral(case)
    for username in ("handler", "colleague", "reviewer", "signer"):
        with pytest.raises(Forbidden):
            make.send(made, by=username)
    made.proposed_by_id = person("supervisor").id
    db.session.commit()
    with refused(case, "referral_own"):
        make.send(made)
    with refused(case, "referral_own"):
        referring.reject_referral(
            made, actor("supervisor"), opinion="否。", seen_version=made.version
        )


def test_without_the_guard_the_proposer_would_approve(monkeypatch: pytest.MonkeyPatch) -> None:
    case = make.case(CaseState.INVESTIGATING)
    made = make.referral(case)
    made.proposed_by_id = person("supervisor").id
    db.session.commit()
    monkeypatch.setattr(procedure, "_apart", lambda *_: None)
    assert make.send(made).state is S.SENT


def test_it_is_proposed_by_the_team_while_the_case_is_open_and_once() -> None:
    case = make.case(CaseState.INVESTIGATING)
    for username in ("supervisor", "reviewer", "intake"):
        with pytest.raises(Forbidden):
            make.referral(case, by=username)
    made = make.referral(case, token="once")
    with pytest.raises(AlreadyDone):
        make.referral(case, token="once", receiver="阿尔山市公安局")
    with refused(case, "referral_there_already"):
        make.referral(case)
    with refused(case, "referral_to_itself"):
        make.referral(case, receiver=case.unit.name)
    with refused(case, "referral_incomplete"):
        make.referral(case, receiver="阿尔山市公安局", materials=" \n ")
    with refused(case, "referral_unprintable"):
        make.referral(case, receiver="阿尔山市公安局", matter="\U0002ffff")
    assert made.state is S.PROPOSED


def test_a_pack_without_the_rule_knows_no_such_referral(monkeypatch: pytest.MonkeyPatch) -> None:
    case = make.case(CaseState.INVESTIGATING)
    monkeypatch.setattr(procedure, "article_for", lambda *_: None)
    with refused(case, "referral_no_rule"):
        make.referral(case)


def test_one_not_approved_says_why_and_another_may_be_proposed() -> None:
    case = make.case(CaseState.INVESTIGATING)
    made = make.referral(case)
    leader = actor("supervisor")
    with refused(case, "case_reason_missing"):
        referring.reject_referral(made, leader, opinion="", seen_version=made.version)
    referring.reject_referral(made, leader, opinion="事实不清。", seen_version=made.version)
    assert (made.state, made.document) == (S.REJECTED, None)
    assert make.referral(case).state is S.PROPOSED


@pytest.mark.requirement("INF-02", "INF-04")
def test_the_investigation_stands_still_until_the_leader_lets_it_go_on() -> None:
    case = make.case(CaseState.INVESTIGATING)
    made = make.send(make.referral(case, course=ReferralCourse.STANDS_STILL))
    assert stands(case) is CaseState.SUSPENDED
    number = made.document.number if made.document else None
    assert number is not None
    entry = of_subject("cases", case.id, limit=1)[0]
    assert (entry.action, number in (entry.reason or "")) == ("suspend", True)
    answer(receive(made), taken=False)
    assert (made.state, stands(case)) == (S.NOT_TAKEN, CaseState.SUSPENDED)
    make.resume(case)
    assert stands(case) is CaseState.INVESTIGATING


@pytest.mark.requirement("INF-04")
def test_the_case_ends_as_referred_only_once_the_other_body_has_taken_it() -> None:
    case = make.case(CaseState.INVESTIGATING)
    made = receive(make.send(make.referral(case, course=ReferralCourse.ENDS)))
    assert stands(case) is CaseState.SUSPENDED
    answer(made)
    assert stands(case) is CaseState.DISMISSED
    assert made.document is not None
    assert (made.document.number or "?") in (case.dismissal_reason or "")
    entry = of_subject("cases", case.id, limit=1)[0]
    assert entry.action == CaseAction.END_REFERRED


def test_a_case_that_is_reported_cannot_stand_still_but_be_referred() -> None:
    case = make.case(CaseState.REPORTED)
    with refused(case, "referral_not_investigated"):
        make.referral(case, course=ReferralCourse.STANDS_STILL)
    assert make.send(make.referral(case)).state is S.SENT
    ended = make.case(CaseState.DISMISSED)
    with pytest.raises(Forbidden):
        make.referral(ended)


def test_days_follow_one_another_and_words_are_asked_for() -> None:
    case = make.case(CaseState.INVESTIGATING)
    made = make.send(make.referral(case))
    tomorrow = moment.today() + timedelta(days=1)
    yesterday = moment.today() - timedelta(days=1)
    for day in (tomorrow, yesterday):
        with refused(case, "referral_date_wrong"):
            receive(made, received_on=day)
    with refused(case, "referral_receiver_missing"):
        receive(made, received_by="")
    receive(made)
    for day in (tomorrow, yesterday):
        with refused(case, "referral_date_wrong"):
            answer(made, answered_on=day)
    with refused(case, "referral_answer_missing"):
        answer(made, answer="")
    for username in ("supervisor", "reviewer"):
        with pytest.raises(Forbidden):
            referring.take_referral(
                made,
                actor(username),
                answered_on=moment.today(),
                answer="收。",
                answer_number=None,
                seen_version=made.version,
            )


def test_of_two_who_decide_at_once_the_second_reads_who_was_first() -> None:
    case = make.case(CaseState.INVESTIGATING)
    made = make.referral(case)
    seen = made.version
    make.send(made)
    with pytest.raises(Stale):
        referring.reject_referral(made, actor("supervisor"), opinion="否。", seen_version=seen)


def test_each_step_waits_for_whose_it_is() -> None:
    case = make.case(CaseState.INVESTIGATING)
    made = make.referral(case)
    assert "审批移送" in actions_of("supervisor")
    assert "审批移送" not in actions_of("handler")
    make.send(made)
    assert "审批移送" not in actions_of("supervisor")
    assert "登记移送函的回执" in actions_of("handler")
    receive(made)
    assert "登记对移送的答复" in actions_of("colleague")
    answer(made)
    assert "登记对移送的答复" not in actions_of("colleague")


def test_it_joins_the_file_and_stays_out_of_copies_for_others(app: Flask) -> None:
    case = make.case(CaseState.INVESTIGATING)
    made = make.send(make.referral(case))
    pieces = list(opening(case))
    mine = [piece for piece in pieces if piece.title in ("移送审批表", "移送函")]
    assert [piece.title for piece in mine] == ["移送审批表", "移送函"]
    assert made.document is not None
    assert mine[1].number == made.document.number
    copied = [piece for piece in for_others(pieces) if piece.title.startswith("移送")]
    assert {piece.note for piece in copied} == {"不予提供"}


def test_only_who_knows_the_case_sees_a_referral(sign_in: SignIn) -> None:
    case = make.case(CaseState.INVESTIGATING)
    made = make.referral(case)
    other = make.case(CaseState.INVESTIGATING)
    page = f"/cases/{case.id}/referrals/{made.id}"
    for username in ("handler", "supervisor", "reviewer", "signer"):
        sign_in(person(username)).get(page)
    leader = sign_in(person("supervisor"))
    leader.get(f"/cases/{other.id}/referrals/{made.id}", status=404)
    assert letter.KIND.examples(actor("official")) == []
    for kind in (letter.KIND, letter.RECEIPT_KIND):
        assert kind.occasion(actor("official"), made.id) is None
        assert kind.occasion(actor("supervisor"), made.id) is not None
    assert reads.waiting(actor("official")) is None
    assert not queries.knows(case, actor("official"))


def test_the_pages_take_a_referral_from_proposal_to_answer(sign_in: SignIn) -> None:
    case = make.case(CaseState.INVESTIGATING)
    make.record_evidence(case)
    form = sign_in(person("handler")).get(f"/cases/{case.id}").follow("移送").follow("提出移送")
    assert "证据1" in form.text
    assert "《公务员法》第五十七条" in form.text
    kept = form.submit(
        status=422,
        kind="supervision",
        receiver=case.respondents[0].unit.name,
        matter="账册载明收受转账。",
        reason="涉嫌职务违法。",
        materials="账册复印件，1份5页",
        course="goes_on",
    )
    assert "不得移送" in kept.text
    assert "账册载明收受转账。" in kept.text, "nothing typed is lost"
    kept.submit(receiver="阿尔山市监察委员会")
    made = db.session.scalars(select(CaseReferral)).one()
    page = f"/cases/{case.id}/referrals/{made.id}"
    leader = sign_in(person("supervisor"))
    assert leader.raw("GET", f"{page}/document").data.startswith(b"%PDF-")
    leader.get(page).follow("批准移送").submit(opinion="同意。")
    assert leader.raw("GET", f"{page}/receipt").data.startswith(b"%PDF-")
    handler = sign_in(person("handler"))
    handler.get(page).follow("登记回执").submit(received_by="王敏", receipt_number="7")
    handler.get(page).follow("登记对方不接收").submit(answer="不予受理。")
    assert "对方不接收" in handler.get(f"/cases/{case.id}/referrals").text
