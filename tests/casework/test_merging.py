"""Reports joined to the one a case was opened from: handled in it, told one by one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from casework import queries, services
from casework.procedure.cases import complainant_told
from casework.rules import CaseState
from casework.tasks import complaints_waiting
from complaints.models import Complaint
from complaints.rules import ComplaintState
from complaints.services import GivenRespondent, Identity
from core.db import db
from core.identity.models import User
from core.record.services import of_subject
from core.refusals import Refused
from tests.support import casework as make
from tests.support import complaints
from tests.support.client import Client
from tests.support.factories import actor, person, unit

SignIn = Callable[[User], Client]
State = ComplaintState
OTHER = Identity(complaints.REPORTER.kind, name="策仁道尔吉")
OTHER_FACTS = "窗口说材料丢了，让重新递交。"


def joined_pair() -> tuple[Complaint, Complaint]:
    """Return an accepted report and one that is joined to it, which also names the town."""
    leading = complaints.complaint()
    also = [GivenRespondent(unit("department")), GivenRespondent(unit("town"), "丁一", "干部")]
    one = complaints.complaint(facts=OTHER_FACTS, reporter=OTHER, respondents=also)
    complaints.merge(one, leading, "同一次征收。")
    complaints.accept(leading)
    return leading, one


@pytest.mark.requirement("INF-03", "SEC-02")
def test_a_case_is_about_all_whom_the_joined_reports_name() -> None:
    leading, one = joined_pair()
    case = make.proposed(leading)
    assert one.state is State.IN_CASE
    assert {(r.unit_id, r.name) for r in case.respondents if r.name} == {
        (unit("department").id, "王𬭩"),
        (unit("town").id, "丁一"),
    }


def test_one_that_is_joined_waits_for_no_case_and_gets_none(app: Flask) -> None:
    leading, one = joined_pair()
    with app.test_request_context():
        waiting = [task.number for task in complaints_waiting(actor("supervisor"))]
    assert waiting == [leading.number]
    with pytest.raises(Refused) as refused:
        make.proposed(one)
    assert refused.value.refusal.code == "complaint_joined_no_case"


@pytest.mark.requirement("INF-03")
def test_a_case_closes_when_everybody_was_told_and_all_close_with_it() -> None:
    leading, one = joined_pair()
    case = make.proposed(leading)
    assert queries.case_of_complaint(one) is case
    with pytest.raises(Refused) as refused:
        complaints.reply(leading)
    assert refused.value.refusal.code == "case_still_open"
    make.file(case)
    services.dismiss_case(case, actor("supervisor"), reason=make.REASON, seen_version=case.version)
    complaints.reply(leading)
    still = complainant_told(case, actor("supervisor"))
    assert still is not None
    assert still.params == {"number": one.number}
    complaints.reply(one)
    assert complainant_told(case, actor("supervisor")) is None


def test_who_withdraws_one_that_is_joined_is_noted_in_the_case() -> None:
    leading, one = joined_pair()
    case = make.proposed(leading)
    make.file(case)
    complaints.withdraw(one)
    db.session.commit()
    (noted,) = of_subject("cases", case.id, limit=1)
    assert noted.reason is not None
    assert noted.reason.startswith(f"并入的{one.number}撤回：")


@pytest.mark.requirement("INF-03", "SEC-01")
def test_the_team_reads_every_report_and_nothing_of_who_reported(sign_in: SignIn) -> None:
    leading, one = joined_pair()
    case = make.proposed(leading)
    make.file(case)
    make.investigate(case)
    db.session.commit()
    url = f"/cases/{case.id}/complaints"
    browser = sign_in(person("handler"))
    page = browser.get(f"/cases/{case.id}").follow("并案办理的各件")
    for words in (leading.number, one.number, complaints.FACTS, OTHER_FACTS):
        assert words in page.text
    for name in (complaints.REPORTER.name, OTHER.name):
        assert name not in page.text
    assert not page.has("a", text=one.title)  # the register is not the team's
    assert sign_in(person("supervisor")).get(url).has("a", text=one.title)
    assert sign_in(person("stranger")).status_of(url) == 404


def test_a_case_without_joined_reports_shows_no_way_to_them(sign_in: SignIn) -> None:
    case = make.case(of_complaint=True)
    own = make.case()
    db.session.commit()
    leader = sign_in(person("supervisor"))
    assert "并案" not in leader.get(f"/cases/{case.id}").text
    assert "本案由本单位自行发现" in leader.get(f"/cases/{own.id}/complaints").text


def test_on_its_page_one_that_is_joined_shows_the_case_and_no_way_to_another(
    sign_in: SignIn,
) -> None:
    leading, one = joined_pair()
    db.session.commit()
    url = f"/complaints/{one.id}"
    leader = sign_in(person("supervisor"))
    assert "提出立案" not in leader.get(url).text
    assert "提出立案" in leader.get(f"/complaints/{leading.id}").text
    case = make.proposed(leading)
    db.session.commit()
    assert case.number in leader.get(url).text


@pytest.mark.requirement("INF-03")
def test_with_the_case_all_close_that_were_told() -> None:
    case = make.case(CaseState.EFFECTIVE, of_complaint=True)
    assert case.complaint is not None
    late = complaints.complaint(State.ACCEPTED)
    complaints.merge(late, case.complaint)
    complaints.reply(case.complaint)
    complaints.reply(late)
    make.close(case)
    assert (case.complaint.state, late.state) == (State.CLOSED, State.CLOSED)
