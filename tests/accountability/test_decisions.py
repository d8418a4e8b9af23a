"""Decisions: drafted by the team, compared with the data, reviewed and signed by others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from accountability.documents import comparison
from accountability.documents import decision as letters
from accountability.models import Decision
from accountability.queries import acts as act_queries
from accountability.queries import decisions as queries
from accountability.rules import (
    ActState,
    ApprovalState,
    ChosenMeasure,
    Compared,
    DecisionState,
    Grade,
    ServiceState,
)
from accountability.services import decisions as services
from casework.rules import CaseState, RespondentKind
from core import moment
from core.db import db
from core.documents.services import pdf_bytes
from core.procedure import Forbidden
from core.refusals import Refused
from tests.support import accountability as build
from tests.support import casework
from tests.support.factories import actor

pytestmark = pytest.mark.usefixtures("app")


def code(refused: pytest.ExceptionInfo[Refused]) -> str:
    """Return the code of the refusal."""
    return refused.value.refusal.code


def wrong(decision: Decision) -> list[Compared]:
    """Return what the comparison finds to differ."""
    dossier = queries.dossier_of(decision.case)
    return [f.what for f in comparison.differing(comparison.compare(decision, dossier))]


@pytest.mark.requirement("ACC-13")
def test_no_decision_before_the_shares_are_confirmed() -> None:
    made = build.case()
    with pytest.raises(Refused) as refused:
        build.decision(made=made)
    assert code(refused) == "decision_needs_act"
    build.act(made)
    with pytest.raises(Refused) as refused:
        build.decision(made=made)
    assert code(refused) == "decision_acts_unconfirmed"


@pytest.mark.requirement("ACC-13")
def test_no_decision_before_deliberation() -> None:
    with pytest.raises(Refused) as refused:
        build.decision(made=build.case(CaseState.DEFENCE))
    assert code(refused) == "decision_case_not_deliberating"


@pytest.mark.requirement("ACC-13")
def test_no_decision_on_who_was_not_heard() -> None:
    made = build.ready()
    db.session.delete(made.respondents[0].defence)
    db.session.flush()
    db.session.expire_all()
    with pytest.raises(Refused) as refused:
        build.decision(made=made)
    assert code(refused) == "decision_defence_missing"
    assert refused.value.refusal.article == "附件3 第八条"


def test_a_case_has_one_standing_decision() -> None:
    made = build.ready()
    build.decision(made=made)
    with pytest.raises(Refused) as refused:
        build.decision(made=made)
    assert code(refused) == "decision_exists"


@pytest.mark.requirement("ACC-10")
def test_a_measure_of_the_pack_carries_its_article() -> None:
    decision = build.decision()
    assert {m.article for m in decision.measures} == {"附件3 第七条（二）"}
    assert {m.label for m in decision.measures} == {"通报批评"}


@pytest.mark.requirement("INF-30")
def test_a_departing_measure_needs_a_reason() -> None:
    made = build.ready()
    handler = act_queries.people_of(made)[0]
    other = ChosenMeasure(handler.id, "administrative_sanction")
    with pytest.raises(Refused) as refused:
        build.decision(made=made, changes={"measures": (other,)})
    assert code(refused) == "decision_measure_reason_needed"
    given = replace(other, reason=build.REASON)
    decision = build.decision(made=made, changes={"measures": (given,)})
    assert [(m.article, m.departure_reason) for m in decision.measures] == [(None, build.REASON)]


@pytest.mark.requirement("OQ-21")
def test_a_grade_needs_reasons() -> None:
    with pytest.raises(Refused) as refused:
        build.decision(changes={"grade_reason": " "})
    assert code(refused) == "decision_grade_reason_needed"


def test_correction_is_not_due_in_the_past() -> None:
    yesterday = moment.today() - timedelta(days=1)
    with pytest.raises(Refused) as refused:
        build.decision(changes={"correction_due_on": yesterday})
    assert code(refused) == "decision_correction_in_past"


@pytest.mark.parametrize("lacking", [{"requirement": " "}, {"correction_due_on": None}])
def test_what_is_imposed_says_what_to_put_right_and_until_when(lacking: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        build.decision(changes=lacking)
    assert code(refused) == "decision_correction_missing"
    assert build.decision(changes={**lacking, "measures": ()}).measures == []


@pytest.mark.requirement("OQ-22")
def test_minor_measures_fall_on_the_directly_responsible_person_only() -> None:
    made = build.ready()
    dossier = queries.dossier_of(made)
    handler, leader = dossier.respondents
    assert [m.code for m in dossier.offer_to(handler, Grade.MINOR, False).measures] == [
        "criticism_and_education",
        "correct_within_limit",
    ]
    offer = dossier.offer_to(leader, Grade.MINOR, False)
    assert offer.measures == ()
    assert offer.notes


@pytest.mark.requirement("ACC-11")
def test_sanctions_need_grave_consequences() -> None:
    dossier = queries.dossier_of(build.ready())
    handler = dossier.respondents[0]
    assert dossier.offer_to(handler, Grade.SERIOUS, False).measures == ()
    grave = dossier.offer_to(handler, Grade.SERIOUS, True).measures
    assert [m.code for m in grave] == ["administrative_sanction"]


def test_who_bears_no_share_is_offered_no_measure() -> None:
    dossier = queries.dossier_of(build.ready(approval_state=ApprovalState.NONE))
    leader = dossier.respondents[1]
    assert dossier.offer_to(leader, Grade.DISRUPTIVE, False).measures == ()


@pytest.mark.requirement("INF-19")
def test_who_investigated_neither_reviews_nor_signs(app: Flask) -> None:
    decision = build.decision(DecisionState.IN_REVIEW)
    with pytest.raises(Forbidden):
        build.approve(decision, "handler")
    build.approve(decision)
    with pytest.raises(Forbidden):
        build.sign(decision, "reviewer")


@pytest.mark.requirement("INF-19")
def test_the_drafter_cannot_sign_even_with_the_post_of_a_signer() -> None:
    decision = build.decision(DecisionState.REVIEWED)
    decision.reviewed_by_id = actor("signer").id
    db.session.flush()
    with pytest.raises(Refused) as refused:
        build.sign(decision)
    assert code(refused) == "decision_signer_is_party_to_it"


def test_signing_gives_the_number_freezes_the_basis_and_decides_the_case() -> None:
    decision = build.decision(DecisionState.SIGNED)
    assert decision.number == "阿政公责〔2026〕1号"
    assert decision.case.state is CaseState.DECIDED
    assert decision.basis is not None
    assert [row["kind"] for row in decision.basis] == ["apportionment", "severity", "remedy"]
    assert all(row["quote"] for row in decision.basis)


@pytest.mark.requirement("INF-29", "INF-32")
def test_the_letter_says_all_that_a_notice_must() -> None:
    decision = build.decision(DecisionState.SIGNED)
    dossier = queries.dossier_of(decision.case)
    handler = dossier.respondents[0]
    letter = letters.letter(decision, dossier, handler, draft=False)
    text = "\n".join(letter.texts())
    for part in (
        "王𬭩",
        "市自然资源局会议室",
        "当时科室人手不足",
        "承担次要责任（《阿尔山市政府信息公开责任追究制度（试行）》第六条（二））",
        "影响正常工作或者给群众利益造成损害",
        build.GRADE_REASON,
        "通报批评",
        "2026年4月1日",
        "自接到处理通知之日起30日内向作出处理决定的机关（阿尔山市政务公开办公室）"
        "申请复核或者提出申诉",
    ):
        assert part in text, part
    assert "李建国" not in text
    assert letter.number == "阿政公责〔2026〕1号之一"
    assert letter.signer == "阿尔山市政务公开办公室"
    assert not letter.draft


def test_issuing_keeps_a_letter_for_each_party_and_prepares_service() -> None:
    decision = build.decision(DecisionState.ISSUED)
    notices = queries.notices_of(decision)
    assert {n.state for n in notices.values()} == {ServiceState.PREPARED}
    assert sorted(notices) == [r.id for r in decision.case.respondents]
    assert all(pdf_bytes(n.document).startswith(b"%PDF-") for n in notices.values())


def test_a_sound_draft_agrees_with_the_data() -> None:
    assert wrong(build.decision()) == []


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"facts_text": "2025年1月5日收到申请。"}, Compared.WRITTEN_DATE),
        ({"grade_reason": "依据第九十九条认定。"}, Compared.WRITTEN_ARTICLE),
        ({"requirement": "不服的，可在15日内申请复核。"}, Compared.WRITTEN_REMEDY),
    ],
)
def test_a_draft_that_differs_is_not_signed(changes: dict[str, Any], what: Compared) -> None:
    decision = build.decision(DecisionState.REVIEWED, changes=changes)
    assert wrong(decision) == [what]
    with pytest.raises(Refused) as refused:
        build.sign(decision)
    assert code(refused) == "decision_draft_differs"
    build.send_back(decision)
    sound = build.draft(decision.case)
    services.redraft_decision(decision, actor("handler"), sound, seen_version=decision.version)
    assert wrong(decision) == []


def test_a_character_no_font_has_is_named_before_the_signature() -> None:
    decision = build.decision(DecisionState.REVIEWED, changes={"grade_reason": "影响较大😀。"})
    assert wrong(decision) == [Compared.GLYPH]


def test_a_measure_on_a_unit_is_printed_for_the_unit() -> None:
    made = build.case(CaseState.INVESTIGATING)
    casework.add_respondent(made, kind=RespondentKind.UNIT, name=None, post_title=None, role=None)
    casework.report(made)
    casework.open_defence(made)
    casework.deliberate(made)
    build.confirm(build.act(made))
    decision = build.decision(DecisionState.SIGNED, made)
    dossier = queries.dossier_of(made)
    organ = dossier.respondents[2]
    letter = letters.letter(decision, dossier, organ, draft=False)
    assert letter.title == "责任追究处理通知书"
    assert letter.number == "阿政公责〔2026〕1号之三"
    assert "提出批评" in "".join(letter.texts())
    assert not any("责任划分" in text for text in letter.texts())


def test_a_person_without_any_share_is_offered_no_measure() -> None:
    made = build.case()
    handler = act_queries.people_of(made)[0]
    alone = build.facts(made).participants[:1]
    build.confirm(build.act(made, participants=alone, approval_state=ApprovalState.NONE))
    dossier = queries.dossier_of(made)
    assert dossier.offer_to(handler, Grade.DISRUPTIVE, False).measures
    assert not dossier.offer_to(dossier.respondents[1], Grade.DISRUPTIVE, False).measures


def test_an_act_added_after_the_review_shows_and_bars_the_signature() -> None:
    decision = build.decision(DecisionState.REVIEWED)
    added = build.act(decision.case, on_date=decision.case.act_on - timedelta(days=1))
    assert Compared.ACT_DATE in wrong(decision)
    with pytest.raises(Refused) as refused:
        build.sign(decision)
    assert code(refused) == "decision_acts_unconfirmed"
    assert added.state is ActState.DRAFT


def test_a_measure_whose_article_is_no_longer_the_packs_shows() -> None:
    decision = build.decision(DecisionState.REVIEWED)
    decision.measures[0].article = "附件3 第七条（九）"
    db.session.flush()
    assert Compared.MEASURE in wrong(decision)


def test_right_dates_articles_and_periods_in_typed_text_pass() -> None:
    text = (
        "2025年5月6日曾因同类问题被批评。依据第六条（二）和《公务员法》第二百条；"
        "不服的，可在30日内申请复核。"
    )
    assert wrong(build.decision(changes={"grade_reason": text})) == []


@pytest.mark.requirement("XAC-09", "ACC-09")
def test_the_first_grade_of_the_county_offers_admonition_or_criticism_with_a_day_to_correct() -> (
    None
):
    made = build.ready()
    made.substance_pack_id = made.procedure_pack_id = "xx-county-2022"
    official = made.respondents[0]
    offer = queries.dossier_of(made).offer_to(official, Grade.MINOR, False)
    codes = {measure.code for measure in offer.measures}
    assert codes == {"admonition", "criticism_and_education", "correct_within_limit"}
    minor: dict[str, Any] = {
        "grade": Grade.MINOR,
        "measures": (ChosenMeasure(official.id, "criticism_and_education"),),
    }
    with pytest.raises(Refused) as caught:
        build.decision(made=made, changes={**minor, "correction_due_on": None})
    assert code(caught) == "decision_correction_missing"
    beyond = (ChosenMeasure(official.id, "circulated_criticism"),)
    with pytest.raises(Refused) as caught:
        build.decision(made=made, changes={**minor, "measures": beyond})
    assert code(caught) == "decision_measure_reason_needed"
