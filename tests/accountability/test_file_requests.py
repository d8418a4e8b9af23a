"""The file seen by a party who seeks a remedy: asked in time, answered, never who reported."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from accountability.documents import case_file, file_answer
from accountability.models import FileRequest, NoticeService
from accountability.rules import ApprovalState
from accountability.services import decisions
from accountability.services import file_requests as services
from accountability.tasks.sanctions import sanctions_and_requests_waiting
from accountability.viewing import FileRequestState
from casework.defence import material
from casework.defence.material import material_of
from casework.defending import MASK, Withheld, masked
from casework.models import Case
from casework.rules import CaseState, EvidenceKind
from core import moment
from core.access_log import AccessKind
from core.access_log.models import AccessEntry
from core.db import db
from core.documents.services import pdf_bytes
from core.documents.wording import chinese_date
from core.identity.models import User
from core.procedure import AlreadyDone, Forbidden, Stale
from core.record.services import of_subject
from core.refusals import Refused, say
from tests.secrecy.scanning import Scanner
from tests.support import accountability as build
from tests.support import accountability_remedies as make
from tests.support import casework
from tests.support import complaints as reports
from tests.support.client import Client
from tests.support.factories import actor, person

pytestmark = pytest.mark.usefixtures("app")
SignIn = Callable[[User], Client]

REPORTER = reports.REPORTER
ASKED, WITNESS, NUMBER = "包青山", "苏日娜", "15004820099"
MINUTES = "会上有人主张从轻"
SECRETS = Scanner(
    {
        "name": REPORTER.name,
        "phone": REPORTER.phone or "",
        "address": REPORTER.address or "",
        "asked": ASKED,
        "witness": WITNESS,
        "number": NUMBER,
        "note": MINUTES,
    }
)


def full_of_secrets() -> Case:
    """Return a case to deliberate on in which what must not get out stands where a team writes."""
    case = casework.case(CaseState.INVESTIGATING, of_complaint=True)
    casework.know_role(case)
    casework.gather(case)
    papers: dict[str, Any] = {"kind": EvidenceKind.CONSULT_FILES, "persons": None}
    casework.record_evidence(case, persons=f"{ASKED}（窗口人员）", summary=f"{ASKED}说没有收到。")
    casework.record_evidence(case, **papers, summary="收文登记簿没有记载，经办电话150-0482-0099。")
    casework.record_evidence(case, **papers, summary=f"{ASKED}经手的收件记录。")
    casework.record_evidence(case, **papers, summary=f"回执上写有{REPORTER.name}。")
    casework.participant(case, name=WITNESS)
    casework.record_fact(case, text=f"窗口的{WITNESS}收下申请后转交。")
    casework.record_fact(case, text="据举报人反映，窗口推诿。")
    casework.report(case)
    casework.open_defence(case)
    casework.deliberate(case)
    return case


def served(case: Case | None = None) -> NoticeService:
    """Return the notice served on the official of a case full of secrets."""
    made = case or full_of_secrets()
    build.confirm(build.act(made, approval_state=ApprovalState.NONE))
    decision = build.decision(made=made)
    build.submit(decision)
    decisions.approve_decision(
        decision, actor("reviewer"), seen_version=decision.version, note=MINUTES
    )
    build.sign(decision)
    build.issue(decision)
    return make.serve(make.notices_of(decision)[0])


def words_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def code_of(caught: pytest.ExceptionInfo[Refused]) -> str:
    assert say(caught.value.refusal)
    return caught.value.refusal.code


def asked(case: Case | None = None) -> FileRequest:
    """Return the request of the official who was served."""
    return make.ask_for_file(served(case))


@pytest.mark.requirement("SEC-04")
def test_the_canaries_are_in_no_answer_and_on_no_page_of_the_party(sign_in: SignIn) -> None:
    request = asked()
    make.grant_file(request)
    assert request.document is not None
    desk = sign_in(person("official"))
    read = [
        desk.raw("GET", f"/desk/file-requests/{request.id}/document"),
        desk.raw("GET", f"/desk/notices/{request.service_id}"),
        desk.raw("GET", "/desk"),
    ]
    assert [answer.status_code for answer in read] == [200] * 3
    for content in (*(answer.data for answer in read), (request.document.letter or "").encode()):
        assert SECRETS.found(content) == []
    said = words_of(read[0].data)
    for words in ("收文登记簿没有记载", MASK, "准予查阅", "依法应当保密的内容"):
        assert words in said, words
    for words in ("举报", "投诉", "证人", "询问"):
        assert words not in said, words
    # the twin: what the office reads of the same case is full of them
    case_id = request.service.decision.case_id
    assert SECRETS.found(sign_in(person("handler")).raw("GET", f"/cases/{case_id}").data)


@pytest.mark.requirement("SEC-04")
def test_a_planted_leak_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(material.Material, "tells", lambda _self, *_texts: False)
    monkeypatch.setattr(material, "masked", lambda text: text)
    request = asked()
    make.grant_file(request)
    assert request.document is not None
    found = SECRETS.found(pdf_bytes(request.document))
    assert set(found) >= {"name", "witness", "asked"}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("电话13904820017。", f"电话{MASK}。"),
        ("电话139 0482-0017。", f"电话{MASK}。"),
        ("身份证152202198001011234有误", f"身份证{MASK}有误"),
        ("身份证15220219800101123X有误", f"身份证{MASK}有误"),
        ("卡号6222020200112345678", f"卡号{MASK}"),
        ("阿政公责〔2026〕12号，2026-03-02，0482-7122345", None),
    ],
)
def test_numbers_of_persons_are_masked_and_others_stay(text: str, left: str | None) -> None:
    assert masked(text) == (text if left is None else left)


def test_the_answer_is_dated_numbered_and_in_the_file_of_the_case() -> None:
    request = asked()
    make.grant_file(request)
    assert request.number == "阿政公责阅〔2026〕1号".replace("公责", "")
    assert request.document is not None
    assert (request.document.number, request.document.issued_on) == (
        request.number,
        moment.today(),
    )
    assert "2026年3月2日" in words_of(pdf_bytes(request.document))
    titles = [piece.title for piece in case_file.pieces(request.service.decision.case)]
    assert request.document.title in titles
    acts = [entry.action for entry in of_subject("file_requests", request.id)]
    assert acts == ["grant", "ask"]


def test_a_part_shows_what_was_chosen_and_says_why_not_the_rest() -> None:
    request = asked()
    make.grant_part(request, basis="《信访工作条例》第三十条")
    assert request.state is FileRequestState.PARTLY
    assert request.withheld[Withheld.NOT_CHOSEN.value] > 0
    assert request.document is not None
    said = words_of(pdf_bytes(request.document))
    for words in ("准予部分查阅", make.KEPT_BACK, "《信访工作条例》第三十条", "事实1"):
        assert words in said, words
    assert "收文登记簿" not in said


def test_a_refusal_says_why_and_shows_nothing() -> None:
    request = asked()
    make.refuse_file(request)
    assert request.document is not None
    said = words_of(pdf_bytes(request.document))
    assert f"不予查阅。理由：{make.KEPT_BACK}" in said
    for words in ("依据：", "摘录", "收文登记簿"):
        assert words not in said, words


@pytest.mark.requirement("SEC-04")
@pytest.mark.parametrize("answer", [make.refuse_file, make.grant_part])
@pytest.mark.parametrize("part", ["reason", "basis"])
def test_an_answer_that_names_or_hints_is_refused(answer: Callable[..., None], part: str) -> None:
    request = asked()
    for text in (f"{REPORTER.name}反映的内容。", f"{WITNESS}已经说明。", "举报人要求保密。"):
        with pytest.raises(Refused) as caught:
            answer(request, **{part: text})
        assert code_of(caught) == "file_request_tells"


def test_only_a_guess_at_who_reported_is_noted_as_one(sign_in: SignIn) -> None:
    request = asked()
    form = sign_in(person("handler")).get(f"/file-requests/{request.id}").follow("不予查阅")
    for text, noted in ((f"{WITNESS}已经说明。", 0), (f"{REPORTER.name}多次往返。", 1)):
        form.submit(status=422, reason=text)
        guesses = select(AccessEntry).where(AccessEntry.kind == AccessKind.GUESS)
        assert len(db.session.scalars(guesses).all()) == noted


@pytest.mark.requirement("SEC-04")
def test_a_barred_piece_and_one_of_another_case_are_refused() -> None:
    request = asked()
    found = material_of(file_answer.case_of(request))
    (barred, *_) = [piece for piece in found.evidence if piece.barred is not None]
    for chosen in ([barred.id], [2_000_000_000]):
        with pytest.raises(Refused) as caught:
            make.grant_part(request, evidence_ids=chosen)
        assert code_of(caught) == "file_request_barred"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": ""}, "file_request_reason_needed"),
        ({"fact_ids": []}, "file_request_none_chosen"),
        ({"reason": "印不出\U00010300。"}, "file_request_unprintable"),
    ],
)
def test_an_answer_that_lacks_something_is_refused(changes: dict[str, Any], code: str) -> None:
    request = asked()
    with pytest.raises(Refused) as caught:
        make.grant_part(request, **changes)
    assert code_of(caught) == code


def test_where_nothing_may_be_shown_nothing_can_be_granted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request = asked()
    monkeypatch.setattr(material.Material, "tells", lambda _self, *_texts: True)
    with pytest.raises(Refused) as caught:
        make.grant_file(request)
    assert code_of(caught) == "file_request_nothing_free"


@pytest.mark.requirement("ACC-14")
def test_it_can_be_asked_until_the_last_day_and_not_after() -> None:
    notice = served()
    with moment.frozen("2026-04-01"):
        make.grant_file(make.ask_for_file(notice))
    with moment.frozen("2026-04-02"):
        with pytest.raises(Refused) as caught:
            make.ask_for_file(notice)
        assert code_of(caught) == "file_request_past"
        assert "2026年4月1日" in say(caught.value.refusal)


@pytest.mark.requirement("ACC-14")
def test_while_a_remedy_is_pending_it_can_be_asked_however_late() -> None:
    notice = served()
    remedy = make.file(notice)
    with moment.frozen("2026-04-10"):
        make.grant_file(make.ask_for_file(notice))
        make.withdraw(remedy)
        with pytest.raises(Refused) as caught:
            make.ask_for_file(notice)
        assert code_of(caught) == "file_request_past"


def test_one_waits_at_a_time_and_a_form_sent_twice_asks_once() -> None:
    notice = served()
    request = make.ask_for_file(notice, token="a" * 32)
    with pytest.raises(AlreadyDone) as done:
        make.ask_for_file(notice, token="a" * 32)
    assert done.value.subject_id == request.id
    with pytest.raises(Refused) as caught:
        make.ask_for_file(notice)
    assert code_of(caught) == "file_request_waits"
    seen = request.version
    make.refuse_file(request, token="b" * 32)
    with pytest.raises(AlreadyDone):
        make.refuse_file(request, token="b" * 32)
    with pytest.raises(Stale):
        services.grant_file(request, actor("handler"), seen_version=seen)
    make.grant_file(make.ask_for_file(notice))


def test_only_the_party_asks_and_only_the_team_answers() -> None:
    notice = served()
    for username in ("principal", "handler", "supervisor", "stranger"):
        with pytest.raises(Forbidden):
            make.ask_for_file(notice, by=username)
    request = make.ask_for_file(notice, by="liaison")
    for username in ("official", "supervisor", "reviewer", "stranger"):
        with pytest.raises(Forbidden):
            make.grant_file(request, by=username)
    make.grant_file(request)


def test_it_waits_for_the_team_and_for_nobody_else(app: Flask) -> None:
    request = asked()

    def waiting(username: str) -> list[str]:
        found = sanctions_and_requests_waiting(actor(username))
        return [task.number for task in found if "file-requests" in task.url]

    with app.test_request_context():
        assert waiting("handler") == [request.number]
        for username in ("supervisor", "reviewer", "stranger"):
            assert waiting(username) == []
        make.grant_file(request)
        assert waiting("handler") == []


def test_the_party_reads_it_on_the_desk_and_every_opening_is_noted(
    app: Flask, sign_in: SignIn
) -> None:
    notice = served()
    desk = sign_in(person("official"))
    form = desk.get(f"/desk/notices/{notice.id}").follow("申请查阅案卷")
    assert form.submit(status=422, wanted="").errors
    form.submit(wanted=make.WANTED)
    assert "申请查阅案卷" not in desk.get(f"/desk/notices/{notice.id}").text
    request = db.session.scalars(select(FileRequest)).one()
    path = f"/desk/file-requests/{request.id}/document"
    assert desk.raw("GET", path).status_code == 404
    team = sign_in(person("handler"))
    page = team.get(f"/file-requests/{request.id}")
    assert "收文登记簿没有记载" in page.text
    assert team.raw("GET", f"/file-requests/{request.id}/document").status_code == 200
    page.follow("准予部分查阅").submit(
        fact_ids=str(
            file_answer.free_ids(material_of(file_answer.case_of(request)))["fact_ids"][0]
        ),
        reason=make.KEPT_BACK,
    )
    desk = sign_in(person("official"))
    for _opened in range(2):
        assert desk.raw("GET", path).status_code == 200
    opened = select(AccessEntry).where(
        AccessEntry.subject_type == "file_requests",
        AccessEntry.subject_id == request.id,
        AccessEntry.actor_id == person("official").id,
        AccessEntry.kind == AccessKind.DOWNLOAD,
    )
    assert len(db.session.scalars(opened).all()) == 2
    assert sign_in(person("stranger")).raw("GET", path).status_code in (403, 404)


def register(notice: NoticeService, by: str = "handler", **changes: Any) -> FileRequest:
    values: dict[str, Any] = {"wanted": make.WANTED, "received_on": moment.today(), **changes}
    return services.register_file_request(notice, actor(by), **values)


@pytest.mark.requirement("ACC-14")
def test_one_on_paper_is_registered_and_answered_like_any_other(app: Flask) -> None:
    made = register(make.service())
    assert (made.on_paper, made.asked_on) == (True, moment.today())
    assert made.asked_by.name == person("handler").name
    assert of_subject("file_requests", made.id)[0].action == "register"
    with app.test_request_context():
        (task,) = sanctions_and_requests_waiting(actor("handler"))
    assert task.number == made.number
    make.grant_file(made)
    assert made.state is FileRequestState.GRANTED


def test_what_was_posted_in_time_is_in_time_and_the_answer_says_the_postmark() -> None:
    notice = make.service()
    last = make.remedy_clock(notice).due_on
    assert last is not None
    with moment.frozen(last + timedelta(days=3)):
        with pytest.raises(Refused, match="file_request_past"):
            register(notice)
        made = register(notice, posted_on=last)
        assert made.sent_on == last
        make.grant_file(made)
        letter = file_answer.letter(made, FileRequestState.GRANTED)
    assert chinese_date(last) in "\n".join(letter.texts())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"received_on": date(2026, 3, 3)}, "remedy_in_future"),
        ({"received_on": date(2026, 3, 1)}, "remedy_before_service"),
        ({"posted_on": date(2026, 3, 3)}, "remedy_posted_after_receipt"),
        ({"wanted": ""}, "file_request_text_needed"),
    ],
)
def test_one_on_paper_with_days_out_of_order_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        register(make.service(), **changes)


@pytest.mark.parametrize("username", ["official", "liaison", "supervisor", "stranger"])
def test_only_the_team_registers_one(username: str) -> None:
    with pytest.raises(Forbidden):
        register(make.service(), by=username)


def test_one_on_paper_is_registered_on_the_page_of_the_service(sign_in: SignIn) -> None:
    notice = make.service()
    team = sign_in(person("handler"))
    form = team.get(f"/services/{notice.id}").follow("登记书面查阅申请")
    kept = form.submit(status=422, wanted="")
    assert "请写明要求查阅的内容。" in kept.text
    day = moment.today().isoformat()
    kept.submit(wanted=make.WANTED, received_on=day, posted_on=day)
    (made,) = db.session.scalars(select(FileRequest))
    shown = team.get(f"/file-requests/{made.id}").text
    for part in ("书面", "登记人", make.WANTED):
        assert part in shown
