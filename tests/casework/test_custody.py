"""Custody of evidence: whence it came, who has it, and a paper for each change of hands."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from pypdf import PdfReader

from casework import services
from casework.custody import letters
from casework.models import Case, EvidenceCustody
from casework.procedure import custody as procedure
from casework.rules import CaseState, CustodyAction, CustodyState
from casework.services import keeping
from core import moment
from core.access.permissions import Role
from core.documents import render
from core.identity.models import User
from core.procedure import Forbidden, Stale
from core.record.services import of_subject
from core.refusals import Refused, say
from core.worklist import tasks_of
from tests.support import archives
from tests.support import casework as make
from tests.support.client import Client
from tests.support.factories import actor, new_user, person

pytestmark = pytest.mark.usefixtures("app")
SignIn = Callable[[User], Client]
A = CustodyAction


def gathered() -> Case:
    """Return a case with one piece of evidence."""
    case = make.case(CaseState.INVESTIGATING)
    make.record_evidence(case)
    return case


def kept() -> EvidenceCustody:
    """Return a piece in custody."""
    return make.kept(gathered())


def passed_on(custody: EvidenceCustody, action: CustodyAction, **values: object) -> None:
    """Pass a piece on, today, with what the act asks for; `values` replace it."""
    known = {
        "on_date": moment.today(),
        "to_whom": "市档案馆",
        "due_on": moment.today() + timedelta(days=7) if action is A.LEND else None,
        "note": "核对字迹，见证人苏日娜。",
        "seen_version": custody.version,
    }
    keeping.pass_on(custody, actor("handler"), action=action, **{**known, **values})  # type: ignore[arg-type]


def refusal(error: pytest.ExceptionInfo[Refused]) -> str:
    assert say(error.value.refusal)
    return error.value.refusal.code


def words_of(pdf: bytes) -> str:
    """Return the text of a PDF without white space."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_each_change_of_hands_says_who_when_from_and_to() -> None:
    custody = kept()
    passed_on(custody, A.LEND)
    assert (custody.state, custody.holder, custody.keeper) == (
        CustodyState.LENT,
        "市档案馆",
        "韩志远",
    )
    passed_on(custody, A.TAKE_BACK)
    assert (custody.state, custody.holder, custody.due_on) == (CustodyState.HELD, "韩志远", None)
    passed_on(custody, A.SEAL)
    passed_on(custody, A.UNSEAL)
    passed_on(custody, A.HAND_OVER, to_whom="佟丽华")
    assert (custody.keeper, custody.holder) == ("佟丽华", "佟丽华")
    passed_on(custody, A.GIVE_BACK, to_whom="市自然资源局档案室")
    assert custody.state is CustodyState.GIVEN_BACK
    hands = [(event.kind, event.from_whom, event.to_whom) for event in custody.events]
    assert hands == [
        ("receive", "市自然资源局档案室", "韩志远"),
        ("lend", "韩志远", "市档案馆"),
        ("take_back", "市档案馆", "韩志远"),
        ("seal", "韩志远", "韩志远"),
        ("unseal", "韩志远", "韩志远"),
        ("hand_over", "韩志远", "佟丽华"),
        ("give_back", "佟丽华", "市自然资源局档案室"),
    ]
    acts = [entry.action for entry in of_subject("evidence_custodies", custody.id)]
    assert acts[::-1] == [kind for kind, _from, _to in hands]


@pytest.mark.parametrize(
    ("action", "values", "code"),
    [
        (A.SEAL, {"on_date": date(2026, 3, 1)}, "custody_date_wrong"),
        (A.SEAL, {"on_date": date(2026, 3, 3)}, "custody_date_wrong"),
        (A.HAND_OVER, {"to_whom": ""}, "custody_receiver_missing"),
        (A.LEND, {"due_on": None}, "custody_due_wrong"),
        (A.LEND, {"due_on": date(2026, 3, 1)}, "custody_due_wrong"),
        (A.HAND_OVER, {"to_whom": "\U00010300"}, "custody_unprintable"),
    ],
)
def test_what_leaves_a_gap_is_refused(
    action: CustodyAction, values: dict[str, object], code: str
) -> None:
    custody = kept()
    with pytest.raises(Refused) as caught:
        passed_on(custody, action, **values)
    assert refusal(caught) == code
    assert len(custody.events) == 1


def test_a_seal_is_opened_with_a_reason_and_lent_only_open() -> None:
    custody = kept()
    passed_on(custody, A.SEAL)
    with pytest.raises(Refused) as caught:
        passed_on(custody, A.LEND)
    assert caught.value.refusal.code == "wrong_state"
    with pytest.raises(Refused) as caught:
        passed_on(custody, A.UNSEAL, note="")
    assert refusal(caught) == "custody_note_missing"


def test_without_its_check_a_piece_would_go_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = tuple(
        replace(row, check=lambda _c, _a, _d: None)
        for row in procedure.CUSTODY_PROCEDURE.transitions
    )
    planted = replace(procedure.CUSTODY_PROCEDURE, transitions=rows)
    monkeypatch.setattr(keeping, "CUSTODY_PROCEDURE", planted)
    custody = kept()
    passed_on(custody, A.SEAL, on_date=date(2026, 3, 1))
    assert custody.events[-1].on_date < custody.events[0].on_date


def test_a_piece_is_taken_in_once_and_only_of_this_case() -> None:
    case, other = gathered(), gathered()
    custody = make.kept(case)
    with pytest.raises(Refused) as caught:
        make.kept(case)
    assert refusal(caught) == "custody_kept_already"
    with pytest.raises(Refused) as caught:
        make.kept(case, evidence_id=other.evidence[0].id)
    assert refusal(caught) == "case_unknown_evidence"
    with pytest.raises(Refused) as caught:
        make.kept(other, on_date=moment.today() + timedelta(days=1))
    assert refusal(caught) == "case_date_in_future"
    assert custody.holder == "韩志远"


def test_only_the_team_moves_evidence() -> None:
    custody = kept()
    for username in ("supervisor", "reviewer"):
        with pytest.raises(Forbidden):
            keeping.pass_on(
                custody,
                actor(username),
                action=A.SEAL,
                on_date=moment.today(),
                seen_version=custody.version,
            )
    new_user("outsider", "外人", "office", (Role.INVESTIGATOR,))
    with pytest.raises(Forbidden):
        make.kept(gathered(), by="outsider")


def test_of_two_who_lend_at_once_the_second_reads_who_was_first() -> None:
    custody = kept()
    seen = custody.version
    passed_on(custody, A.LEND)
    with pytest.raises(Stale):
        passed_on(custody, A.LEND, seen_version=seen)


def test_what_is_lent_waits_for_the_team_with_its_day(app: Flask) -> None:
    custody = kept()
    passed_on(custody, A.LEND)

    def waiting(username: str) -> list[tuple[str, date | None]]:
        with app.test_request_context():
            found = [(str(task.action), task.due_on) for task in tasks_of(actor(username))]
        return [one for one in found if "证据" in one[0] and "收回" in one[0]]

    assert waiting("colleague") == [("收回借出的证据1", date(2026, 3, 9))]
    assert waiting("supervisor") == []
    passed_on(custody, A.TAKE_BACK)
    assert waiting("colleague") == []


def test_the_list_and_the_slip_are_papers_to_sign() -> None:
    custody = kept()
    passed_on(custody, A.LEND)
    case = custody.evidence.case
    listed = words_of(render(letters.evidence_list(case)))
    for said in (
        "证据清单",
        case.number,
        "收文登记簿",
        "由调查组提取",
        "原件，1册36页",
        "借给市档案馆",
    ):
        assert said in listed, said
    paper = words_of(render(letters.slip(case, custody.events[-1])))
    for said in ("证据交接单", "借出", "2026年3月9日", "接收人（市档案馆）签名"):
        assert said in paper, said


def test_the_wordings_are_tried_on_cases_the_reader_may_know() -> None:
    custody = kept()
    case_id, event_id = custody.evidence.case_id, custody.events[0].id
    for kind, found in zip(letters.KINDS, (case_id, event_id), strict=True):
        assert [one.id for one in kind.examples(actor("reviewer"))] == [found]
        assert kind.occasion(actor("reviewer"), found) is not None
        assert kind.examples(actor("stranger")) == []
        assert kind.occasion(actor("stranger"), found) is None


@pytest.mark.requirement("ARC-02")
def test_list_and_hands_join_the_case_file(app: Flask) -> None:
    custody = kept()
    case = custody.evidence.case
    services.dismiss_case(case, actor("supervisor"), reason="不实。", seen_version=case.version)
    passed_on(custody, A.GIVE_BACK)
    made = archives.archive(case)
    assert "证据清单和交接记录" in [line["title"] for line in made.contents]


def test_the_page_takes_a_piece_in_and_lends_it(sign_in: SignIn) -> None:
    case = gathered()
    team, leader = sign_in(person("handler")), sign_in(person("supervisor"))
    page = team.get(f"/cases/{case.id}").follow("证据保管")
    assert "没有登记保管的证据" in page.text
    form = page.follow("登记保管")
    assert form.one("input", name="keeper")["value"] == "韩志远"
    refused = form.submit(status=422, title="收文登记簿")
    assert "请填写来源。" in refused.text
    refused.submit(
        evidence_id=str(case.evidence[0].id),
        origin="taken",
        source="档案室",
        shape="original",
        amount="1册",
    )
    team.get(f"/cases/{case.id}/custody").follow("借出").submit(
        to_whom="市档案馆", due_on="2026-03-09", note="核对"
    )
    page = leader.get(f"/cases/{case.id}/custody")
    assert "市档案馆" in page.text
    assert not page.has("a", text="收回")
    link = page.all("a", text="打印")[-1]["href"]
    assert leader.raw("GET", link).data.startswith(b"%PDF-")
    assert leader.raw("GET", f"/cases/{case.id}/custody/list-document").data.startswith(b"%PDF-")
    with moment.frozen("2026-03-20"):
        late = sign_in(person("supervisor")).get(f"/cases/{case.id}/custody")
        assert "已经逾期" in late.text
    leader = sign_in(person("supervisor"))
    other = gathered()
    assert leader.raw("GET", link.replace(f"/{case.id}/", f"/{other.id}/")).status_code == 404
    sign_in(person("handler")).get(f"/cases/{other.id}/custody/1/lend", status=404)


@pytest.mark.parametrize("username", ["official", "liaison", "intake", "stranger"])
def test_nobody_beside_the_case_sees_its_evidence(username: str, sign_in: SignIn) -> None:
    custody = kept()
    reader = sign_in(person(username))
    for path in ("", "/list-document", f"/events/{custody.events[0].id}/slip"):
        answer = reader.raw("GET", f"/cases/{custody.evidence.case_id}/custody{path}")
        assert answer.status_code in (403, 404)
