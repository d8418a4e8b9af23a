"""An investigation takes longer: by who files cases, with reasons, before the period is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from casework import services
from casework.models import Case
from casework.rules import CaseState
from core import moment
from core.access.permissions import Permission
from core.clocks.models import Clock
from core.clocks.queries import for_subject, reading
from core.identity.models import User
from core.procedure import Forbidden
from core.refusals import Refused
from tests.support import casework as make
from tests.support.client import Client
from tests.support.factories import actor

pytestmark = pytest.mark.usefixtures("app")
SignIn = Callable[[User], Client]
REASON = "需要向外地单位调取材料。"


def running() -> Case:
    """Return a case under investigation whose period of ten working days runs from today."""
    case = make.case(CaseState.INVESTIGATING)
    make.investigation_clock(case)
    return case


def clock_of(case: Case) -> Clock:
    return next(c for c in for_subject("cases", case.id) if c.term_id == "investigation.period")


def extend(case: Case, by: str = "supervisor", days: int = 5, reason: str = REASON) -> None:
    services.extend_case(case, actor(by), days=days, reason=reason, seen_version=case.version)


def test_the_last_day_moves_by_days_counted_as_the_period_is() -> None:
    case = running()
    clock = clock_of(case)
    assert clock.due_on == date(2026, 3, 16)
    extend(case)
    assert clock.due_on == date(2026, 3, 23)
    assert reading(clock).length == 15
    assert clock.events[-1].reason == REASON


@pytest.mark.parametrize(
    ("by", "reason", "day", "code"),
    [
        ("supervisor", "", "2026-03-02", "case_reason_missing"),
        ("supervisor", REASON, "2026-03-17", "case_period_over"),
    ],
)
def test_without_reasons_or_after_the_last_day_it_is_refused(
    by: str, reason: str, day: str, code: str
) -> None:
    case = running()
    with moment.frozen(day), pytest.raises(Refused) as refused:
        extend(case, by, reason=reason)
    assert refused.value.refusal.code == code


def test_where_no_period_runs_nothing_is_extended() -> None:
    with pytest.raises(Refused) as refused:
        extend(make.case(CaseState.INVESTIGATING))
    assert refused.value.refusal.code == "case_no_period"


def test_who_investigates_does_not_give_themselves_more_time() -> None:
    assert not actor("handler").has(Permission.CASE_FILE)
    with pytest.raises(Forbidden):
        extend(running(), "handler")


def test_the_way_stands_beside_the_period_while_it_runs(sign_in: SignIn, supervisor: User) -> None:
    case = running()
    browser = sign_in(supervisor)
    page = browser.get(f"/cases/{case.id}").follow("延长调查期限")
    wrong = page.submit(status=422, days="0", reason=REASON)
    assert any("1至365" in error for error in wrong.errors)
    wrong.submit(days="5")
    assert "2026年3月23日" in browser.get(f"/cases/{case.id}").text
    with moment.frozen("2026-03-24"):
        assert not browser.get(f"/cases/{case.id}").has("a", text="延长调查期限")
