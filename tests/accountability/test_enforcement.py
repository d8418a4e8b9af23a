"""What is not carried out: the court is asked, says something, and carries it out (CMP-09)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from accountability.documents.case_file import pieces
from accountability.models import Rectification
from accountability.procedure.rectifications import RECTIFICATION_PROCEDURE
from accountability.queries import rectifications
from accountability.rules import CourtRuling, RectificationState
from accountability.services import enforcement
from casework import services as cases
from casework.archive.pieces import Sheet
from casework.rules import CaseState
from core import moment
from core.clocks.periods import State
from core.clocks.queries import for_subject
from core.db import db
from core.identity.models import User
from core.procedure import Forbidden, available_actions
from core.refusals import Refused
from tests.support import accountability_remedies as make
from tests.support.client import Client
from tests.support.factories import actor

LATE = date(2026, 6, 1)
COURT = "阿尔山市人民法院"
SignIn = Callable[[User], Client]


def final() -> Rectification:
    """Return a rectification, not reported, of a decision that has taken effect."""
    made = make.rectification(RectificationState.ORDERED)
    case = made.case
    assert case is not None
    with moment.frozen("2026-05-06"):
        make.take_effect(case)
    assert case.state is CaseState.EFFECTIVE
    return made


def apply(made: Rectification, by: str = "supervisor", **changes: Any) -> None:
    values: dict[str, Any] = {"court": COURT, "applied_on": moment.today(), "grounds": "期满未执行"}
    enforcement.apply_for_enforcement(
        made, actor(by), **values | changes, seen_version=made.version
    )


def rule(made: Rectification, ruling: CourtRuling, on: date | None = None) -> None:
    enforcement.record_ruling(
        made,
        actor("supervisor"),
        ruling=ruling,
        ruled_on=on or moment.today(),
        number="（2026）内2202行审1号",
        seen_version=made.version,
    )


def offered(made: Rectification, by: str = "supervisor") -> set[str]:
    found = available_actions(RECTIFICATION_PROCEDURE, made, actor(by))
    return {a.transition.action.value for a in found if "enforce" in a.transition.action}


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, check=lambda error: error.refusal.code == code)


@pytest.mark.requirement("CMP-09")
def test_the_period_of_the_decision_is_kept_and_flagged_when_it_passes(
    app: Flask, sign_in: SignIn, supervisor: User
) -> None:
    made = final()
    (clock,) = for_subject("rectifications", made.id)
    assert made.decision is not None
    assert clock.due_on == made.due_on == made.decision.correction_due_on
    assert offered(made) == set()
    with moment.frozen(LATE):
        page = sign_in(supervisor).get(f"/rectifications/{made.id}")
        assert "已过61天" in page.text
        assert offered(made) == {"apply_enforcement"}
        assert offered(made, "handler") == set(), "the court is asked by the one who decides"


@pytest.mark.requirement("CMP-09")
def test_the_court_is_asked_and_carries_it_out(app: Flask) -> None:
    made = final()
    with moment.frozen(LATE):
        apply(made)
        with refused("rectification_enforcement_pending"):
            apply(made)
        assert offered(made) == {"apply_enforcement", "rule_enforcement"}
        rule(made, CourtRuling.DENIED)
        apply(made)
        rule(made, CourtRuling.GRANTED)
        with refused("rectification_enforcement_granted"):
            apply(made)
        assert "close_enforced" in offered(made)
        enforcement.close_enforced(
            made, actor("supervisor"), on=LATE, text="已强制履行。", seen_version=made.version
        )
        assert made.state is RectificationState.CLOSED
        (clock,) = for_subject("rectifications", made.id)
        assert clock.state is State.MET, "nothing runs on for what the court carried out"
        assert clock.is_late
        case = made.case
        assert case is not None
        cases.close_case(case, actor("supervisor"), seen_version=case.version)
        (piece,) = [p for p in pieces(case) if "整改" in p.title]
        assert isinstance(piece.body, Sheet)
        words = str(piece.body.tables)
        assert COURT in words
        assert "准予强制执行" in words


@pytest.mark.requirement("CMP-09")
def test_before_its_time_or_without_a_rule_no_court_is_asked(app: Flask) -> None:
    made = make.rectification(RectificationState.ORDERED)
    with pytest.raises(Forbidden):
        apply(made)
    with moment.frozen(LATE), refused("rectification_enforcement_not_effective"):
        apply(made)
    elsewhere = make.ordered_otherwise()
    with moment.frozen(LATE), pytest.raises(Forbidden):
        apply(elsewhere)


@pytest.mark.requirement("CMP-09")
def test_days_that_cannot_be_are_refused(app: Flask) -> None:
    made = final()
    with moment.frozen(LATE):
        with refused("rectification_enforcement_in_future"):
            apply(made, applied_on=LATE + timedelta(days=1))
        with refused("rectification_enforcement_too_early"):
            apply(made, applied_on=made.due_on)
        with refused("rectification_enforcement_incomplete"):
            apply(made, grounds="")
        apply(made)
        with refused("rectification_enforcement_order"):
            rule(made, CourtRuling.GRANTED, LATE - timedelta(days=1))
        rule(made, CourtRuling.GRANTED)
        for on, text, code in (
            (LATE, "", "rectification_enforcement_end_needed"),
            (LATE + timedelta(days=1), "已履行", "rectification_enforcement_in_future"),
            (LATE - timedelta(days=1), "已履行", "rectification_enforcement_order"),
        ):
            with refused(code):
                enforcement.close_enforced(
                    made, actor("supervisor"), on=on, text=text, seen_version=made.version
                )


@pytest.mark.requirement("CMP-09")
def test_the_leader_does_it_on_three_pages(app: Flask, sign_in: SignIn, supervisor: User) -> None:
    made = final()
    with moment.frozen(LATE):
        browser = sign_in(supervisor)
        here = f"/rectifications/{made.id}"
        form = browser.get(here).follow("登记强制执行申请")
        again = form.submit("/apply-enforcement", status=422, court=COURT)
        assert any("请写明申请理由" in error for error in again.errors)
        assert again.one("input", name="court")["value"] == COURT
        again.submit("/apply-enforcement", grounds="期满未报告执行情况。")
        page = browser.get(here)
        assert "尚未裁定" in page.text
        assert "执行要求" in page.text, "by which article"
        page.follow("登记法院裁定").submit(
            "/rule-enforcement", ruling="granted", ruled_on="2026-06-01"
        )
        page = browser.get(here)
        page.follow("强制执行完毕销号").submit("/close-enforced", on="2026-06-01", text="已履行。")
        assert "已销号" in browser.get(here).text
    assert rectifications.get_visible_rectification(made.id, actor("handler")).closed_on == LATE


@pytest.mark.requirement("CMP-09")
def test_while_the_period_of_what_was_sent_back_runs_no_court_is_asked(app: Flask) -> None:
    made = make.rectification(RectificationState.RETURNED)
    case = made.case
    assert case is not None
    with moment.frozen("2026-05-06"):
        make.take_effect(case)
        made.due_on = date(2026, 5, 31)
        db.session.commit()
        assert "apply_enforcement" not in offered(made)
    with moment.frozen(LATE):
        assert "apply_enforcement" in offered(made)
        with refused("rectification_enforcement_too_early"):
            apply(made, applied_on=made.due_on)
        apply(made)
