"""Who is accused is told that a case is investigated, and that it is closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from casework.archive.pieces import pieces_of
from casework.models import Case, CaseNotice
from casework.procedure import notices as procedure
from casework.rules import CaseState
from casework.rules.notices import TellingKind, TellingState, kind_for
from casework.services import dismiss_case, telling
from casework.telling import letters
from casework.telling.queries import tellings_for
from core.access_log import AccessKind
from core.access_log.models import AccessEntry
from core.db import db
from core.documents.services import lines_of, pdf_bytes
from core.identity.models import User
from core.procedure import Forbidden, Stale
from core.record.services import of_subject
from core.refusals import Refused, say
from tests.casework.test_defence import ASKED, REPORTER, SECRETS, WITNESS, words_of
from tests.support import archives
from tests.support import casework as make
from tests.support.client import Client
from tests.support.factories import actor, person

pytestmark = pytest.mark.usefixtures("app")
SignIn = Callable[[User], Client]


def investigated() -> Case:
    """Return a case of a report, with somebody asked and a witness."""
    case = make.case(CaseState.INVESTIGATING, of_complaint=True)
    make.gather(case)
    make.record_evidence(case, persons=f"{ASKED}（窗口人员）")
    make.participant(case, name=WITNESS)
    return case


def refusal(error: pytest.ExceptionInfo[Refused]) -> str:
    assert say(error.value.refusal)
    return error.value.refusal.code


def draft(case: Case, by: str = "handler", **changes: Any) -> CaseNotice:
    values: dict[str, Any] = {
        "kind": kind_for(case.state) or TellingKind.INVESTIGATION,
        "respondent_id": case.respondents[0].id,
        "text": "是否存在期满未答复的情形。",
        "request": "请提供收文登记簿。",
    }
    return telling.draft_telling(case, actor(by), **{**values, **changes})


@pytest.mark.requirement("SEC-04")
def test_the_notice_of_an_investigation_says_what_is_looked_into_and_nothing_of_who_reported() -> (
    None
):
    case = investigated()
    made = make.told(
        case,
        text=letters.first_text(case, TellingKind.INVESTIGATION),
        request=letters.first_request(case, TellingKind.INVESTIGATION),
    )
    assert made.document is not None
    assert (made.document.title, made.document.number) == (
        "立案调查通知书（王𬭩）",
        "阿政公责立通〔2026〕1号",
    )
    paper = pdf_bytes(made.document)
    said = words_of(paper)
    for words in ("立案调查通知书", "已于2026年3月2日立案", "情形", "可以申请其回避", case.number):
        assert words in said, words
    assert "举报" not in said
    assert SECRETS.found(paper) == []
    assert SECRETS.found((made.document.letter or "").encode()) == []
    assert [e.action for e in of_subject("case_notices", made.id)] == ["issue", "draft"]


@pytest.mark.requirement("SEC-04")
@pytest.mark.parametrize("part", ["text", "request"])
@pytest.mark.parametrize(
    "words", [f"{REPORTER.name}的申请。", f"{WITNESS}已经说明。", "举报人反映的问题。"]
)
def test_words_that_name_or_hint_are_refused(part: str, words: str) -> None:
    case = investigated()
    with pytest.raises(Refused) as caught:
        draft(case, **{part: words})
    assert refusal(caught) == "telling_tells"


@pytest.mark.requirement("SEC-04")
def test_a_planted_leak_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(procedure, "unfit_to_leave", lambda *_given: None)
    made = make.told(investigated(), text=f"{REPORTER.name}没有得到答复。")
    assert made.document is not None
    assert SECRETS.found(pdf_bytes(made.document)) == ["name"]


def test_a_witness_entered_since_stops_the_issue() -> None:
    case = investigated()
    made = draft(case, text="包青云经手的申请。")
    make.participant(case, name="包青云")
    with pytest.raises(Refused) as caught:
        telling.issue_telling(made, actor("handler"), seen_version=made.version)
    assert refusal(caught) == "telling_tells"
    telling.edit_telling(
        made, actor("colleague"), text="经手的申请。", request="请到会。", seen_version=made.version
    )
    telling.issue_telling(made, actor("handler"), seen_version=made.version)
    assert made.state is TellingState.ISSUED


@pytest.mark.parametrize("state", [CaseState.REPORTED, CaseState.DEFENCE])
def test_it_is_not_given_outside_the_investigation(state: CaseState) -> None:
    with pytest.raises(Refused) as caught:
        draft(make.case(state))
    assert refusal(caught) == "telling_not_now"


def test_when_to_tell_is_the_teams_and_nobody_elses() -> None:
    case = investigated()
    for username in ("supervisor", "reviewer", "stranger"):
        with pytest.raises(Forbidden):
            draft(case, by=username)
    made = draft(case)
    with pytest.raises(Refused) as caught:
        draft(case)
    assert refusal(caught) == "telling_draft_exists"
    with pytest.raises(Refused) as caught:
        draft(case, respondent_id=2_000_000_000)
    assert refusal(caught) == "case_unknown_respondent"
    with pytest.raises(Stale):
        telling.issue_telling(made, actor("handler"), seen_version=made.version + 1)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": ""}, "telling_incomplete"),
        ({"request": None}, "telling_incomplete"),
        ({"text": "印不出\U00010300。"}, "telling_unprintable"),
    ],
)
def test_a_notice_that_says_nothing_or_cannot_be_printed_is_refused(
    changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as caught:
        draft(investigated(), **changes)
    assert refusal(caught) == code


def test_a_closed_case_is_told_with_what_is_still_to_do_or_without() -> None:
    case = make.case(CaseState.CLOSED)
    said = letters.first_text(case, TellingKind.CLOSING)
    made = make.told(case, text=said, request=None)
    assert made.document is not None
    lines = "\n".join(lines_of(made.document))
    assert (made.kind, made.document.number) == (TellingKind.CLOSING, "阿政公责结通〔2026〕1号")
    assert "办结" in lines
    assert "不影响其救济途径" in lines
    assert "后续事项" not in lines
    assert "终止调查" not in lines
    again = make.told(case, request="请领回调取的材料。")
    assert again.document is not None
    assert "请领回调取的材料。" in "\n".join(lines_of(again.document))


def test_a_case_that_was_given_up_says_so_and_leaves_out_a_reason_that_tells() -> None:
    case = investigated()
    dismiss_case(case, actor("supervisor"), reason="未发现问题。", seen_version=case.version)
    made = make.told(case, text="经查，未发现违反规定的情形。")
    assert made.document is not None
    assert "终止调查" in "\n".join(lines_of(made.document))
    case.dismissal_reason = f"{REPORTER.name}已经撤回。"
    assert letters.first_text(case, TellingKind.CLOSING) == ""


def test_a_case_never_filed_is_told_to_nobody() -> None:
    case = investigated()
    dismiss_case(case, actor("supervisor"), reason="未发现问题。", seen_version=case.version)
    case.filed_on = None
    with pytest.raises(Refused) as caught:
        draft(case)
    assert refusal(caught) == "telling_never_filed"


def test_the_file_holds_the_notices_with_their_service_and_then_takes_no_more() -> None:
    case = make.case(CaseState.CLOSED)
    make.serve_telling(make.told(case, request=None))
    titles = [piece.title for piece in pieces_of(case)]
    assert "结案通知书（王𬭩）" in titles
    assert "通知书送达登记表（王𬭩）" in titles
    archives.archive(case)
    with pytest.raises(Refused) as caught:
        draft(case)
    assert refusal(caught) == "telling_archived"


def test_the_team_writes_issues_and_serves_it_on_its_pages(app: Flask, sign_in: SignIn) -> None:
    case = investigated()
    team = sign_in(person("handler"))
    form = team.get(f"/cases/{case.id}").follow("通知书").follow("起草立案调查通知书")
    refused = form.submit(status=422, respondent_id=str(case.respondents[0].id), request="")
    assert "请写明配合要求。" in refused.text
    whom = str(case.respondents[0].id)
    for words, noted in ((f"{WITNESS}已经说明。", 0), (f"{REPORTER.name}的申请。", 1)):
        refused.submit(status=422, respondent_id=whom, text=words, request="到会。")
        guesses = db.session.query(AccessEntry).filter_by(kind=AccessKind.GUESS).count()
        assert guesses == noted
    refused.submit(respondent_id=whom, request="请到会说明情况。")
    address = f"/cases/{case.id}/tellings"
    (made,) = db.session.query(CaseNotice)
    assert team.raw("GET", f"{address}/{made.id}/document").data.startswith(b"%PDF-")
    team.get(address).follow("修改通知书").submit(text="是否登记。")
    team.get(address).follow("印发通知书").submit()
    team.get(address).follow("登记送达").submit(
        method="in_person", received_on="2026-03-02", received_by="王𬭩", proof="送达回证"
    )
    page = team.get(address)
    assert "已送达" in page.text
    assert page.has("a", href=f"{address}/{made.id}/document")
    assert made.state is TellingState.SERVED


def test_who_is_told_reads_it_on_the_desk_and_nobody_else_does(sign_in: SignIn) -> None:
    case = investigated()
    made = make.told(case)
    liaison = person("liaison")
    assert tellings_for(actor("liaison")) == []
    make.serve_telling(made)
    desk = sign_in(liaison)
    assert made.document is not None
    assert made.document.title in desk.get("/desk").text
    answer = desk.raw("GET", f"/desk/tellings/{made.id}/document")
    assert answer.data == pdf_bytes(made.document)
    assert sign_in(person("town_liaison")).status_of(f"/desk/tellings/{made.id}/document") == 404
    other = make.told(make.case(CaseState.INVESTIGATING))
    assert desk.status_of(f"/desk/tellings/{other.id}/document") == 404
    twin = f"/cases/{other.case_id}/tellings/{made.id}/document"
    assert sign_in(person("handler")).raw("GET", twin).status_code == 404
