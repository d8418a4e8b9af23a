"""The record on the page of a case: what was done to the case and to what belongs to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accountability.models import Decision
from accountability.rules import RemedyAction
from casework import deadlines
from core.identity.models import User
from tests.support import accountability_remedies as make
from tests.support import casework
from tests.support.client import Client
from tests.support.factories import person
from tests.support.statements import counted

pytestmark = pytest.mark.usefixtures("app")
SignIn = Callable[[User], Client]


def whole_story() -> Decision:
    """Return a decision that was served, disputed and upheld."""
    brought = make.remedy()
    make.admit(brought)
    make.rule(brought, RemedyAction.UPHOLD)
    return brought.decision


def test_the_page_shows_what_was_done_to_what_belongs_to_the_case(sign_in: SignIn) -> None:
    case = whole_story().case
    page = sign_in(person("supervisor")).get(f"/cases/{case.id}")
    lines = page.one("section", id="record").text
    for words in (
        "提出立案",
        "责任行为：",
        "处理决定：签发",
        "送达：登记送达",
        "复核申诉：",
        "整改：",
        "期限：起算",
        "申请复核或提出申诉的期限",
    ):
        assert words in lines, words


def test_the_lines_stand_in_the_order_of_the_record(sign_in: SignIn) -> None:
    case = whole_story().case
    entries = deadlines.history(case.id)
    assert [e.at for e in entries] == sorted((e.at for e in entries), reverse=True)
    assert {e.subject_type for e in entries} >= {
        *("cases", "responsible_acts", "decisions", "notice_services"),
        *("remedies", "rectifications", "clocks"),
    }
    assert len(deadlines.history(case.id, limit=3)) == 3


def test_one_statement_shows_it_all_and_nothing_of_another_case() -> None:
    case, other = whole_story().case, casework.case()
    case_id = case.id
    with counted() as statements:
        mine = deadlines.history(case_id)
    assert len(statements) == 1
    assert len(mine) > 20
    theirs = deadlines.history(other.id)
    assert {e.subject_type for e in theirs} == {"cases"}


def test_who_may_not_know_of_the_case_sees_nothing_of_its_record(sign_in: SignIn) -> None:
    case = whole_story().case
    for username in ("principal", "official", "liaison", "stranger", "admin"):
        answer = sign_in(person(username)).raw("GET", f"/cases/{case.id}")
        assert answer.status_code in {403, 404}, username
