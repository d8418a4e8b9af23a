"""Reviews and lawsuits against a unit's act or a decision here: registered, lost, carried out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accountability.challenging import (
    LOST,
    LawsuitAction,
    LawsuitKind,
    LawsuitState,
    LeadFate,
    Outcome,
    fate_of_lead,
    outcomes_of,
)
from accountability.labels import lawsuits as words
from accountability.models import Lawsuit
from accountability.procedure.lawsuits import LAWSUIT_PROCEDURE
from accountability.queries import lawsuits as queries
from accountability.rules import DecisionState, RemedyState
from accountability.services import lawsuits as services
from accountability.tasks.consequences import consequences_waiting
from accountability.tasks.lawsuits import lawsuits_waiting
from casework.rules import CaseState
from complaints import services as complaint_services
from complaints.models import Complaint
from complaints.rules import Channel, ComplaintState, LeadOrigin, origin_of
from core import moment
from core.db import db
from core.files.queries import attachments_of
from core.identity.models import User
from core.procedure import Forbidden, Stale, available_actions
from core.record.services import of_subject
from core.refusals import Refused
from tests.support import accountability_remedies as aftermath
from tests.support import casework, files
from tests.support import lawsuits as make
from tests.support.client import Client
from tests.support.factories import actor, person, unit
from tests.support.statements import counted

SignIn = Callable[[User], Client]


def leads() -> list[Complaint]:
    return list(
        db.session.scalars(select(Complaint).where(Complaint.channel == Channel.OVERTURNED_ACT))
    )


def carry_out(made: Lawsuit, action: LawsuitAction, by: str = "reviewer") -> None:
    services.carry_out(made, actor(by), action=action, seen_version=made.version)


@pytest.mark.requirement("XAC-12")
@pytest.mark.parametrize("outcome", sorted(LOST))
def test_a_lost_outcome_opens_a_lead_that_cites_the_article(app: Flask, outcome: Outcome) -> None:
    make.county_rules()
    made = make.end(make.accept(make.lawsuit()), outcome)
    (lead,) = leads()
    assert (made.lead_id, made.state) == (lead.id, LawsuitState.ENDED)
    assert (lead.is_lead, lead.created_by_id, lead.reporter) == (True, None, None)
    assert lead.unit == unit("office")
    assert [item.unit for item in lead.respondents] == [unit("department")]
    for said in (
        made.number,
        make.SUBJECT,
        make.COURT,
        str(words.OUTCOMES[outcome]),
        "《政府信息公开工作责任追究制度》第八条（四）",
        "被有关复议机关撤销或被司法机关判决败诉的",
    ):
        assert said in lead.facts
    assert made.number in lead.title
    assert origin_of(lead.channel) is LeadOrigin.INTERNAL


@pytest.mark.requirement("XAC-12")
@pytest.mark.parametrize("outcome", sorted(set(Outcome) - LOST))
def test_what_was_not_lost_opens_none(app: Flask, outcome: Outcome) -> None:
    """The twin: upheld, dismissed, withdrawn: nothing to look into."""
    make.county_rules()
    made = make.lawsuit(kind=LawsuitKind.ADMINISTRATIVE_REVIEW)
    make.end(made, outcome)
    assert made.lead_id is None
    assert leads() == []


@pytest.mark.requirement("XAC-12")
def test_where_no_rule_of_the_day_pursues_it_nothing_is_opened(app: Flask) -> None:
    """Aershan's rules do not; nor do those of the county for an act before they held."""
    make.end(make.lawsuit())
    make.county_rules(since=moment.today() - timedelta(days=5))
    make.end(make.lawsuit())
    assert leads() == []


@pytest.mark.requirement("XAC-12")
def test_a_result_is_recorded_once_and_opens_one_lead(app: Flask) -> None:
    make.county_rules()
    made = make.end(make.lawsuit())
    with pytest.raises(Refused, match="wrong_state"):
        make.end(made, Outcome.UPHELD)
    with pytest.raises(Stale):
        services.record_result(made, actor("supervisor"), result=make.result(), seen_version=1)
    assert len(leads()) == 1


@pytest.mark.requirement("XAC-12")
def test_the_lead_becomes_a_case_like_any_report_and_is_answered_to_nobody(app: Flask) -> None:
    make.county_rules()
    make.end(make.lawsuit())
    (lead,) = leads()
    supervisor = actor("supervisor")
    complaint_services.accept_complaint(lead, supervisor, seen_version=lead.version)
    with pytest.raises(Refused):
        complaint_services.issue_receipt(lead, actor("intake"))
    complaint_services.put_in_case(lead, supervisor)
    assert lead.state is ComplaintState.IN_CASE


def test_nobody_above_who_may_decide_and_the_result_is_kept_all_the_same(app: Flask) -> None:
    """The office that decides is itself sued: nobody in the tree stands above it."""
    make.county_rules("office")
    made = make.end(make.lawsuit(sued="office"))
    assert (made.state, made.lead_id) == (LawsuitState.ENDED, None)


def test_days_stand_in_order_and_a_court_upholds_nothing(app: Flask) -> None:
    today = moment.today()
    with pytest.raises(Refused, match="lawsuit_days_wrong"):
        make.lawsuit(filed_on=today + timedelta(days=1))
    with pytest.raises(Refused, match="lawsuit_days_wrong"):
        make.lawsuit(acted_on=today, filed_on=today - timedelta(days=1))
    with pytest.raises(Refused, match="lawsuit_incomplete"):
        make.lawsuit(subject="")
    made = make.lawsuit()
    with pytest.raises(Refused, match="lawsuit_days_wrong"):
        make.accept(made, on=today - timedelta(days=1))
    with pytest.raises(Refused, match="lawsuit_outcome_unknown"):
        make.end(made, Outcome.UPHELD)
    with pytest.raises(Refused, match="lawsuit_days_wrong"):
        make.end(made, decided_on=today, effective_on=today + timedelta(days=1))
    assert Outcome.UPHELD in outcomes_of(LawsuitKind.ADMINISTRATIVE_REVIEW)


def test_who_may_record_them(app: Flask) -> None:
    with pytest.raises(Forbidden):
        make.lawsuit(by="handler")
    with pytest.raises(Forbidden):
        make.lawsuit(by="stranger")
    made = make.lawsuit()
    with pytest.raises(Forbidden):
        make.end(made, by="reviewer")


def test_the_judgment_is_attached_bit_by_bit(app: Flask) -> None:
    made = make.end(make.lawsuit(), files=[files.upload("判决书.pdf", files.pdf())])
    (kept,) = attachments_of(Lawsuit, [made.id])[made.id]
    assert kept.name == "判决书.pdf"


def test_a_decision_here_is_revoked_as_the_court_says(app: Flask) -> None:
    decision = aftermath.served_all()
    remedy = aftermath.file(aftermath.notices_of(decision)[0])
    made = make.end(make.against(decision))
    assert decision.state is DecisionState.ISSUED  # nothing happens by itself
    carry_out(made, LawsuitAction.REVOKE)
    assert (decision.state, remedy.state) == (DecisionState.REVOKED, RemedyState.REVOKED)
    assert made.carried_out_on == moment.today()
    offers = available_actions(LAWSUIT_PROCEDURE, made, actor("reviewer"))
    assert offers == []  # once


def test_or_revoked_and_investigated_anew_or_changed(app: Flask) -> None:
    decision = aftermath.served_all()
    carry_out(make.end(make.against(decision), Outcome.VOID), LawsuitAction.REMAND)
    assert decision.state is DecisionState.REVOKED
    assert decision.case.state is CaseState.INVESTIGATING
    other = aftermath.served_all()
    carry_out(make.end(make.against(other), Outcome.CHANGED), LawsuitAction.MODIFY)
    assert other.state is DecisionState.MODIFIED


@pytest.mark.parametrize("outcome", [Outcome.UNLAWFUL, Outcome.ORDERED, Outcome.DISMISSED])
def test_what_leaves_the_decision_as_it_is_offers_nothing(app: Flask, outcome: Outcome) -> None:
    made = make.end(make.against(aftermath.served_all()), outcome)
    assert available_actions(LAWSUIT_PROCEDURE, made, actor("reviewer")) == []
    with pytest.raises(Forbidden):
        carry_out(made, LawsuitAction.REVOKE)


def test_only_who_decides_remedies_carries_it_out_and_only_when_all_have_it(app: Flask) -> None:
    made = make.end(make.against(aftermath.decided()))
    for who in ("supervisor", "handler", "signer"):
        with pytest.raises(Forbidden):
            carry_out(made, LawsuitAction.REVOKE, who)
    with pytest.raises(Refused, match="remedy_case_not_served"):
        carry_out(made, LawsuitAction.REVOKE)


def test_a_draft_is_no_act_yet(app: Flask) -> None:
    from tests.support import accountability as build

    with pytest.raises(Refused, match="lawsuit_decision_unsigned"):
        make.against(build.decision(DecisionState.REVIEWED))


@pytest.mark.requirement("SEC-01")
def test_one_against_a_decision_is_known_only_with_its_case(app: Flask) -> None:
    act, decided = make.lawsuit(), make.against(aftermath.served_all())

    def seen(username: str) -> list[Lawsuit]:
        return list(db.session.scalars(queries.visible_to(actor(username)).order_by(Lawsuit.id)))

    assert seen("supervisor") == seen("reviewer") == [act, decided]
    assert seen("intake") == [act]  # reads no case
    assert seen("stranger") == seen("principal") == []
    assert decided.decision is not None
    casework.grant(casework.ask_recusal(decided.decision.case, "reviewer"))
    assert seen("reviewer") == [act]


def test_the_pages_from_the_register_to_the_lead(sign_in: SignIn) -> None:
    make.county_rules()
    browser = sign_in(person("supervisor"))
    form = browser.get("/registers/lawsuits").follow("登记")
    missing = form.submit("/lawsuits/new", status=422, body=make.COURT)
    assert "请选择行政复议或者行政诉讼。" in " ".join(missing.errors)
    today = moment.today().isoformat()
    form.submit(
        "/lawsuits/new",
        kind="litigation",
        body=make.COURT,
        sued_unit_id=str(unit("department").id),
        subject=make.SUBJECT,
        acted_on=today,
        filed_on=today,
    )
    made = db.session.scalars(select(Lawsuit)).one()
    detail = browser.get("/registers/lawsuits").follow(made.number)
    detail.follow("登记受理").submit(accepted_on=today, body_number="行初7号")
    detail = browser.get(f"/lawsuits/{made.id}")
    ended = detail.follow("登记生效结果")
    assert not ended.has(text="维持")
    ended.submit(outcome="revoked", decided_on=today, effective_on=today, text=make.TEXT)
    detail = browser.get(f"/lawsuits/{made.id}")
    assert detail.has(text="第八条（四）")
    lead = detail.follow(leads()[0].number)
    assert lead.has(text="没有投诉举报人：行为被撤销或者败诉后由系统登记。")
    assert lead.follow(made.number).h1.startswith("行政诉讼")
    row = browser.get("/registers/lawsuits?outcome=revoked").one("tbody")
    assert made.number in row.text
    assert browser.get("/registers/lawsuits?outcome=upheld").has(text="没有符合条件")
    assert browser.get("/registers/lawsuits?year=2024").has(text="没有符合条件")


def test_from_the_page_of_a_decision(sign_in: SignIn) -> None:
    decision = aftermath.served_all()
    form = (
        sign_in(person("supervisor"))
        .get(f"/decisions/{decision.id}")
        .follow("登记行政复议、行政诉讼")
    )
    today = moment.today().isoformat()
    form.submit(kind="administrative_review", body="阿尔山市人民政府", filed_on=today)
    made = db.session.scalars(select(Lawsuit)).one()
    assert (made.decision_id, made.acted_on) == (decision.id, moment.today())
    make.end(made)
    page = sign_in(person("reviewer")).get(f"/decisions/{decision.id}").follow(made.number)
    page.follow("按结果撤销处理决定").submit()
    assert decision.state is DecisionState.REVOKED


@pytest.mark.requirement("XAC-12")
def test_a_wrong_result_is_corrected_and_the_old_one_stays_readable(sign_in: SignIn) -> None:
    make.county_rules()
    made = make.end(make.lawsuit(), Outcome.REVOKED)
    (lead,) = leads()
    make.correct(made, Outcome.DISMISSED, text="驳回原告的诉讼请求。")
    assert (made.outcome, made.state, made.lead_id) == (
        Outcome.DISMISSED,
        LawsuitState.ENDED,
        lead.id,
    )
    (was,) = made.corrections
    assert (was.outcome, was.result, was.corrected_on) == (
        Outcome.REVOKED,
        make.TEXT,
        moment.today(),
    )
    entries = of_subject("lawsuits", made.id)
    assert entries[0].action == "correct_result"
    assert entries[0].reason == was.reason
    page = sign_in(person("supervisor")).get(f"/lawsuits/{made.id}")
    for said in (was.reason, make.TEXT, "驳回原告的诉讼请求。", "由受理单位决定如何办理"):
        assert said in page.text, said
    told = page.follow(lead.number)
    assert "由受理单位决定如何办理" in told.text
    assert lead.state is ComplaintState.REGISTERED  # nothing happens by itself


@pytest.mark.requirement("XAC-12")
def test_what_is_lost_only_after_the_correction_opens_the_one_lead(app: Flask) -> None:
    make.county_rules()
    made = make.end(make.lawsuit(), Outcome.DISMISSED)
    assert leads() == []
    make.correct(made, Outcome.REVOKED)
    make.correct(made, Outcome.UNLAWFUL)
    (lead,) = leads()
    assert made.lead_id == lead.id
    assert [was.outcome for was in made.corrections] == [Outcome.DISMISSED, Outcome.REVOKED]
    assert fate_of_lead(made.outcome) is LeadFate.OTHER_RESULT


def test_a_correction_needs_a_reason_a_change_and_a_fit_result(app: Flask) -> None:
    made = make.lawsuit()
    with pytest.raises(Refused, match="wrong_state"):
        make.correct(made)
    make.end(made)
    with pytest.raises(Refused, match="lawsuit_correction_reason_needed"):
        make.correct(made, Outcome.DISMISSED, reason="")
    with pytest.raises(Refused, match="lawsuit_correction_changes_nothing"):
        make.correct(made, Outcome.REVOKED)
    with pytest.raises(Refused, match="lawsuit_outcome_unknown"):
        make.correct(made, Outcome.UPHELD)
    with pytest.raises(Forbidden):
        make.correct(made, Outcome.DISMISSED, by="reviewer")
    assert made.corrections == []


def test_a_decision_revoked_by_the_wrong_result_stays_so_and_the_page_says_it(
    sign_in: SignIn,
) -> None:
    decision = aftermath.served_all()
    made = make.end(make.against(decision))
    carry_out(made, LawsuitAction.REVOKE)
    make.correct(made, Outcome.DISMISSED)
    assert decision.state is DecisionState.REVOKED
    page = sign_in(person("supervisor")).get(f"/lawsuits/{made.id}")
    assert "更正不恢复处理决定" in page.text


def test_the_page_of_the_correction_begins_with_what_is_recorded(sign_in: SignIn) -> None:
    made = make.end(make.lawsuit())
    form = sign_in(person("intake")).get(f"/lawsuits/{made.id}").follow("更正登记的结果")
    assert form.submit(status=422, outcome="dismissed").errors
    assert "没有改动" in " ".join(form.submit(status=422, reason="文书号有误。").errors)
    form.submit(result_number="（2026）内2202行初8号", reason="文书号有误。")
    assert made.result_number == "（2026）内2202行初8号"
    assert made.outcome is Outcome.REVOKED


def test_who_handles_it_waits_for_its_result_and_leaders_are_asked_nothing(app: Flask) -> None:
    act, decided = make.lawsuit(), make.against(aftermath.served_all())

    def waiting(username: str) -> list[str]:
        who = actor(username)
        found = [*lawsuits_waiting(who), *consequences_waiting(who)]
        return [task.number for task in found if "lawsuits" in task.url]

    with app.test_request_context():
        assert waiting("intake") == [act.number]
        assert waiting("handler") == [decided.number]
        assert waiting("stranger") == []
        with counted() as sent:
            for username in ("supervisor", "reviewer", "signer"):
                assert waiting(username) == []
        assert len([statement for statement in sent if "lawsuits" in statement]) <= 3
        make.end(act)
        make.accept(decided, by="supervisor")
        assert (waiting("intake"), waiting("handler")) == ([], [decided.number])
