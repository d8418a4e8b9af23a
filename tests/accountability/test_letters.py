"""What the letter of a decision says of the hearing and of correction, to each party."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from accountability.documents import comparison
from accountability.documents import decision as letters
from accountability.models import Decision
from accountability.queries import decisions as queries
from accountability.rules import ApprovalState, Compared, DecisionState
from administration.forms import UserForm
from casework import services
from casework.forms.cases import CaseAddRespondentForm
from casework.models import Case
from casework.rules import CaseState, DefenceOutcome
from core.db import db
from core.documents import Letter
from core.identity import accounts
from core.refusals import Refused
from tests.support import accountability as build
from tests.support import casework
from tests.support.factories import actor, person

pytestmark = pytest.mark.usefixtures("app")

TOLD = "2026年3月2日以书面通知告知可以陈述和申辩"


def deliberating(**heard: Any) -> Case:
    """Return a case whose parties were heard as given and whose only act is confirmed."""
    made = build.case(CaseState.DEFENCE)
    casework.hear(made, **heard)
    services.deliberate_case(made, actor("supervisor"), seen_version=made.version)
    build.confirm(build.act(made))
    return made


def alone() -> Case:
    """Return a case on the official alone, whose only act is confirmed."""
    made = build.case(leader=None)
    build.confirm(build.act(made, approval_state=ApprovalState.NONE))
    return made


def letter_of(decision: Decision, place: int = 0) -> Letter:
    """Return the letter to a party."""
    dossier = queries.dossier_of(decision.case)
    return letters.letter(decision, dossier, dossier.respondents[place], draft=True)


def whole(letter: Letter) -> str:
    """Return all the words of a letter."""
    return "\n".join(letter.texts())


HEARD: dict[DefenceOutcome, tuple[dict[str, Any], str, str]] = {
    DefenceOutcome.STATED: ({}, "并听取陈述和申辩。", "的陈述和申辩：当时科室人手不足"),
    DefenceOutcome.DECLINED: (
        {"text": None, "response": None},
        "当事人表示放弃。",
        "表示不陈述、不申辩。",
    ),
    DefenceOutcome.ABSENT: (
        {"text": TOLD, "response": None},
        "当事人未到场、未提出意见。",
        f"{TOLD}。至",
    ),
}


@pytest.mark.requirement("INF-31", "ACC-13")
@pytest.mark.parametrize("outcome", HEARD)
def test_the_letter_says_what_came_of_the_hearing(outcome: DefenceOutcome) -> None:
    given, opening, part = HEARD[outcome]
    text = whole(letter_of(build.decision(made=deliberating(outcome=outcome, **given))))
    assert opening in text
    assert part in text
    for other, (_, strange_opening, strange_part) in HEARD.items():
        if other is not outcome:
            assert strange_opening not in text
            assert strange_part not in text


def test_who_did_not_come_must_have_been_told_in_the_record() -> None:
    made = build.case(CaseState.DEFENCE)
    with pytest.raises(Refused) as refused:
        casework.hear(made, outcome=DefenceOutcome.ABSENT, text=None, response=None)
    assert refused.value.refusal.code == "case_defence_text_missing"
    casework.hear(made, outcome=DefenceOutcome.ABSENT, text=TOLD, response=None)
    defence = made.respondents[0].defence
    assert defence is not None
    defence.text = None
    with pytest.raises(IntegrityError, match="said_in_words"):
        db.session.flush()
    db.session.rollback()


@pytest.mark.requirement("INF-29", "ACC-15")
def test_correction_is_asked_only_of_whom_a_measure_was_laid_on() -> None:
    made = build.ready()
    measures = build.draft(made).measures
    first = made.respondents[0].id
    only_first = tuple(m for m in measures if m.respondent_id == first)
    decision = build.decision(DecisionState.SIGNED, made, {"measures": only_first})
    asked, let_be = letter_of(decision, 0), letter_of(decision, 1)
    assert "改正期限：2026年4月1日。" in whole(asked)
    assert "作出如下处理决定" in whole(asked)
    assert let_be.title == "责任追究结果通知书"
    assert "改正" not in whole(let_be)
    assert "不予追究责任" in whole(let_be)
    assert "现依据" in whole(let_be)
    assert "作出如下处理决定" not in whole(let_be)


def test_a_decision_that_imposes_nothing_asks_for_no_correction_and_can_be_signed() -> None:
    decision = build.decision(DecisionState.SIGNED, changes={"measures": ()})
    assert all("改正" not in whole(letter_of(decision, n)) for n in (0, 1))


def test_a_letter_that_lacks_the_correction_it_owes_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    decision = build.decision()
    monkeypatch.setattr(letters, "_correction", lambda *_: ())
    found = comparison.compare(decision, queries.dossier_of(decision.case))
    assert [f.what for f in comparison.differing(found)] == [Compared.CORRECTION]


def test_a_letter_states_name_post_rank_and_unit_as_they_were_when_entered() -> None:
    """Domain E-3: 姓名、职务、级别、单位. The rank is in the register of people."""
    official = person("official")
    accounts.set_position(official.id, "科员", "二级科员", None, "职级晋升")
    decision = build.decision(made=alone())
    said = whole(letter_of(decision))
    assert (
        f"姓名：{official.name}，职务：科员，级别：二级科员，单位：{official.unit.name}。" in said
    )
    accounts.set_position(official.id, "副科长", "一级科员", None, "职级晋升")
    assert whole(letter_of(decision)) == said


def test_no_rank_is_said_where_none_is_known() -> None:
    said = whole(letter_of(build.decision(made=alone())))
    assert "，职务：科员，单位：" in said
    assert "级别" not in said


def test_the_rank_is_asked_for_where_people_are_entered_and_nowhere_else() -> None:
    assert "rank" in dir(UserForm)
    assert "rank" not in dir(CaseAddRespondentForm)
