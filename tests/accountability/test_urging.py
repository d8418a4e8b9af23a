"""What is overdue is pressed step by step; criticism is circulated only where a rule names it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from accountability.documents.case_file import pieces
from accountability.models import Rectification
from accountability.procedure import overdue as procedure
from accountability.procedure.overdue import coming, criticism_rule
from accountability.rules import RectificationState
from accountability.services import urging as services
from accountability.urging import OverdueStep, is_for_overdue, next_step
from casework.archive.pieces import Sheet
from core import moment
from core.documents.services import lines_of
from core.identity.models import User
from core.procedure import Forbidden
from core.record.services import of_subject
from core.refusals import Refused, say
from regulations.registry import get_pack
from tests.support import accountability_remedies as make
from tests.support import complaints as reports
from tests.support.client import Client
from tests.support.factories import actor, person, unit

SignIn = Callable[[User], Client]
RULE = "《某县办法》第十六条"


def criticise(made: Rectification, by: str = "supervisor", **changes: Any) -> None:
    values: dict[str, Any] = {
        "text": "经提醒和督办，至今没有整改。",
        "unit_ids": [unit("department").id, unit("town").id],
    }
    services.criticise_rectification(made, actor(by), **values | changes, seen_version=made.version)


@pytest.fixture
def with_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(procedure, "criticism_rule", lambda _made: RULE)


@pytest.mark.requirement("ASM-09", "DIR-12")
@pytest.mark.parametrize(
    ("pack_id", "is_evaluation", "article"),
    [
        ("aershan-2021", False, "第十条"),
        ("aershan-2021", True, None),
        ("xx-county-2022", True, None),
    ],
)
def test_only_a_rule_on_this_kind_of_rectification_names_the_criticism(
    app: Flask, pack_id: str, is_evaluation: bool, article: str | None
) -> None:
    made = make.ordered_otherwise()
    made.pack_id = pack_id
    if not is_evaluation:
        made.term_id = "assessment.rectify"
    found = criticism_rule(made)
    assert (found is None) is (article is None)
    assert article is None or article in (found or "")


@pytest.mark.requirement("DIR-12")
def test_the_countys_ladder_names_it_for_a_decision_and_aershans_does_not(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.rectification()
    assert criticism_rule(made) is None
    assert made.case is not None
    monkeypatch.setattr(made.case, "procedure_pack_id", "county-004")
    assert get_pack("county-004")
    assert "第十六条" in (criticism_rule(made) or "")


def test_a_rule_for_what_is_late_is_known_by_its_words() -> None:
    assert is_for_overdue("逾期不改正的")
    assert is_for_overdue("整改不力或不整改的")
    assert not is_for_overdue("情节严重的")
    assert next_step(set(OverdueStep)) is None


def test_nothing_is_pressed_before_the_last_day_is_over(app: Flask) -> None:
    made = make.rectification()
    with moment.frozen(made.due_on):
        assert coming(made) is None
        with pytest.raises(Forbidden):
            make.urge(made)
    with moment.frozen(make.overdue(made)):
        assert coming(made) is OverdueStep.REMIND


@pytest.mark.requirement("ASM-09")
def test_first_a_reminder_then_a_numbered_letter_and_no_criticism_without_a_rule(
    app: Flask,
) -> None:
    made = make.supervised()
    first, second = made.urgings
    assert (first.step, first.way, first.document) == (
        OverdueStep.REMIND,
        "电话提醒，陈静接听",
        None,
    )
    assert second.document is not None
    assert second.document.number == "阿政整督〔2026〕1号"
    text = "\n".join(lines_of(second.document))
    assert "期限已经届满" in text
    assert "请立即整改并报告。" in text
    with moment.frozen(make.overdue(made)):
        assert coming(made) is None
        with pytest.raises(Forbidden):
            criticise(made)
        with pytest.raises(Forbidden):
            make.urge(made)


@pytest.mark.requirement("ASM-09", "DIR-12")
def test_the_criticism_cites_its_rule_and_goes_to_the_units_chosen(
    app: Flask, with_rule: None
) -> None:
    made = make.supervised()
    with moment.frozen(make.overdue(made)):
        criticise(made)
        kept = made.urgings[-1]
        assert (kept.step, kept.article) == (OverdueStep.CRITICISE, RULE)
        assert kept.document is not None
        text = "\n".join(lines_of(kept.document))
        assert f"依据{RULE}，对{made.name}予以通报批评。" in text
        assert unit("town").name in (kept.recipients or "")
        with pytest.raises(Forbidden):
            criticise(made)
    assert of_subject("rectifications", made.id)[0].action == "criticise"


@pytest.mark.requirement("ASM-09")
def test_no_criticism_before_the_unit_was_supervised(app: Flask, with_rule: None) -> None:
    made = make.rectification()
    with moment.frozen(make.overdue(made)):
        make.urge(made)
        with pytest.raises(Refused, match="rectification_not_supervised") as caught:
            criticise(made)
        assert RULE in say(caught.value.refusal)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": " "}, "rectification_urging_incomplete"),
        ({"way": ""}, "rectification_urging_incomplete"),
        ({"text": "印不出\U00010300。"}, "rectification_urging_unprintable"),
    ],
)
def test_a_step_without_words_is_refused(app: Flask, changes: dict[str, Any], code: str) -> None:
    made = make.rectification()
    with moment.frozen(make.overdue(made)), pytest.raises(Refused, match=code):
        make.urge(made, **changes)
    assert not made.urgings


@pytest.mark.parametrize("changes", [{"text": ""}, {"unit_ids": []}])
def test_a_criticism_of_nobody_or_nothing_is_refused(
    app: Flask, with_rule: None, changes: dict[str, Any]
) -> None:
    made = make.supervised()
    with (
        moment.frozen(make.overdue(made)),
        pytest.raises(Refused, match="rectification_criticism_incomplete"),
    ):
        criticise(made, **changes)


@pytest.mark.parametrize("username", ["liaison", "official", "stranger"])
def test_only_who_checks_presses_and_only_who_decides_criticises(
    app: Flask, with_rule: None, username: str
) -> None:
    made = make.supervised()
    with moment.frozen(make.overdue(made)):
        for by in (username, "handler"):
            with pytest.raises(Forbidden):
                criticise(made, by=by)
    fresh = make.rectification()
    with moment.frozen(make.overdue(fresh)), pytest.raises(Forbidden):
        make.urge(fresh, by=username)


def test_a_new_last_day_begins_anew(app: Flask) -> None:
    made = make.supervised()
    with moment.frozen(make.overdue(made)):
        make.report(made)
        make.return_item(made)
        make.send_back(made)
        assert made.state is RectificationState.RETURNED
        assert coming(made) is None
    with moment.frozen(make.overdue(made)):
        assert coming(made) is OverdueStep.REMIND


def test_the_steps_are_taken_on_pages_and_bound_into_the_file(
    app: Flask, with_rule: None, sign_in: SignIn
) -> None:
    made = make.rectification()
    with moment.frozen(make.overdue(made)):
        team, leader = sign_in(person("handler")), sign_in(person("supervisor"))
        address = f"/rectifications/{made.id}"
        form = team.get(address).follow("提醒、督办")
        refused = form.submit(status=422, text="请报告。", way="")
        assert "请写明提醒的方式。" in refused.text
        refused.submit(way="电话")
        team.get(address).follow("提醒、督办").submit(text="请在五日内报告。")
        letter = f"{address}/urgings/{made.urgings[-1].id}/document"
        assert team.raw("GET", letter).data.startswith(b"%PDF-")
        assert team.raw("GET", f"{address}/urgings/2000000000/document").status_code == 404
        leader.get(address).follow("逾期通报批评").submit(
            text="至今没有整改。", recipients=[str(unit("town").id)]
        )
        assert RULE in leader.get(address).text
    assert made.case is not None
    sheets = [p.body for p in pieces(made.case) if isinstance(p.body, Sheet)]
    said = [
        cell for sheet in sheets for table in sheet.tables for row in table.rows for cell in row
    ]
    assert RULE in said
    assert "请在五日内报告。" in said


@pytest.mark.requirement("SEC-04")
def test_it_never_names_who_reported(app: Flask) -> None:
    made = make.rectification()
    assert made.case is not None
    made.case.complaint = reports.complaint()
    with (
        moment.frozen(make.overdue(made)),
        pytest.raises(Refused, match="complaint_text_names_reporter"),
    ):
        make.urge(made, text=f"{reports.REPORTER.name}反映的问题请立即整改。")
