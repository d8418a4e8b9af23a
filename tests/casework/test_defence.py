"""Statement and defence: the invitation, what of the case goes with it, and what was said."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from casework import services
from casework.defence import letters, material
from casework.defence.material import material_of
from casework.defence.queries import invitations_for
from casework.defending import Adoption, DefenceManner, InvitationState, Withheld, hints
from casework.models import Case, DefenceInvitation
from casework.procedure import defence as procedure
from casework.rules import (
    CaseAction,
    CaseState,
    DefenceOutcome,
    EarlierActs,
    EvidenceKind,
    EvidenceOrigin,
    RespondentKind,
)
from casework.services import inviting
from core import moment
from core.access_log import AccessKind
from core.access_log.models import AccessEntry
from core.db import db
from core.documents.services import pdf_bytes
from core.identity.models import User
from core.procedure import Forbidden, Stale
from core.record.services import of_subject
from core.refusals import Refused, say
from core.serving.rules import ServiceMethod
from tests.secrecy.scanning import Scanner
from tests.support import archives, files
from tests.support import casework as make
from tests.support import complaints as reports
from tests.support.client import Client
from tests.support.factories import actor, person, unit
from tests.support.statements import counted

pytestmark = pytest.mark.usefixtures("app")
SignIn = Callable[[User], Client]

#: Who reported (tests.support.complaints), who was asked, and who testifies.
REPORTER = reports.REPORTER
ASKED, WITNESS, GIVER = "包青山", "苏日娜", "市民赵铁柱"
SECRETS = Scanner(
    {
        "name": REPORTER.name,
        "phone": REPORTER.phone or "",
        "address": REPORTER.address or "",
        "asked": ASKED,
        "witness": WITNESS,
        "giver": GIVER,
    }
)


def heard(state: CaseState = CaseState.DEFENCE) -> Case:
    """Return a case of a report whose respondents are heard."""
    return make.case(state, of_complaint=True)


def full_of_secrets() -> Case:
    """Return a case in which what must not get out stands everywhere a team may write it."""
    case = make.case(CaseState.INVESTIGATING, of_complaint=True)
    make.gather(case)
    papers: dict[str, Any] = {"kind": EvidenceKind.CONSULT_FILES, "persons": None}
    make.record_evidence(case, persons=f"{ASKED}（窗口人员）", summary=f"{ASKED}说没有收到。")
    make.record_evidence(case, **papers, summary="收文登记簿二月三日没有记载。")
    make.record_evidence(case, **papers, summary=f"{ASKED}经手的收件记录。")
    make.record_evidence(case, **papers, summary="投诉举报人提供的回执复印件。")
    make.record_evidence(case, **papers, summary=f"回执上写有{REPORTER.name}和1390482—0017。")
    make.record_evidence(case, **papers, summary="手机录像一段。")
    make.kept(
        case,
        evidence_id=case.evidence[-1].id,
        origin=EvidenceOrigin.PROVIDED,
        source=GIVER,
        title="录像",
    )
    make.participant(case, name=WITNESS)
    make.record_fact(case, text=f"窗口的{WITNESS}收下申请后转交。")
    make.record_fact(case, text=f"申请人 {REPORTER.name[:2]} {REPORTER.name[2:]} 多次往返。")
    make.record_fact(case, text="据举报人反映，窗口推诿。")
    services.follow(
        case,
        CaseAction.REPORT,
        actor("supervisor"),
        data={"findings": make.FINDINGS, "effect_found": make.EFFECT},
    )
    make.open_defence(case)
    return case


def refusal(error: pytest.ExceptionInfo[Refused]) -> str:
    assert say(error.value.refusal)
    return error.value.refusal.code


def words_of(pdf: bytes) -> str:
    """Return the text of a PDF without white space."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def ids(pieces: Sequence[material.Piece]) -> list[int]:
    return [piece.id for piece in pieces]


@pytest.mark.requirement("SEC-04")
def test_what_would_give_somebody_away_can_never_be_chosen() -> None:
    found = material_of(full_of_secrets())
    assert [piece.barred for piece in found.facts] == [None, *(Withheld.PROTECTED,) * 3]
    assert [piece.barred for piece in found.evidence] == [
        Withheld.TESTIMONY,
        Withheld.TESTIMONY,
        None,
        *(Withheld.PROTECTED,) * 4,
    ]


@pytest.mark.requirement("SEC-04")
def test_a_barred_piece_is_refused_whoever_sends_its_id() -> None:
    case = full_of_secrets()
    found = material_of(case)
    for piece in (*found.facts, *found.evidence):
        key = "fact_ids" if piece in found.facts else "evidence_ids"
        if piece.barred is None:
            continue
        chosen: dict[str, Any] = {"fact_ids": [], key: [piece.id]}
        with pytest.raises(Refused) as caught:
            make.invitation(case, **chosen)
        assert refusal(caught) == "invitation_piece_barred"
        assert piece.label in say(caught.value.refusal)
        assert caught.value.refusal.article
    other = full_of_secrets()
    with pytest.raises(Refused):
        make.invitation(case, fact_ids=[other.facts[0].id])


@pytest.mark.requirement("SEC-04")
@pytest.mark.parametrize("part", ["facts_text", "basis", "answer_to"])
@pytest.mark.parametrize(
    "text",
    [
        f"申请人{REPORTER.name}多次往返。",
        "电话1390482 0017打不通。",
        f"{WITNESS}已经说明。",
        f"{ASKED}经手。",
        "举报人反映属实。",
        "有证人在场。",
    ],
)
def test_words_that_name_or_hint_are_refused(part: str, text: str) -> None:
    case = full_of_secrets()
    with pytest.raises(Refused) as caught:
        make.invitation(case, fact_ids=[], **{part: text})
    assert refusal(caught) == "invitation_tells"


def test_only_a_guess_at_who_reported_is_noted_as_one(sign_in: SignIn) -> None:
    case = full_of_secrets()
    form = sign_in(person("handler")).get(f"/cases/{case.id}/defence").follow("起草告知书")
    for text, noted in ((f"{WITNESS}已经说明。", 0), (f"{REPORTER.name}多次往返。", 1)):
        form.submit(status=422, facts_text=text, answer_by="2026-03-10")
        guesses = select(AccessEntry).where(AccessEntry.kind == AccessKind.GUESS)
        assert len(db.session.scalars(guesses).all()) == noted


def test_a_complaint_not_answered_is_no_hint() -> None:
    assert not hints("信访事项逾期未答复，投诉受理后没有登记。")
    assert hints("据群众反映，窗口推诿。")


@pytest.mark.requirement("SEC-04")
def test_the_canaries_are_in_no_paper_and_on_no_page_of_the_respondent(
    app: Flask, sign_in: SignIn
) -> None:
    case = full_of_secrets()
    found = material_of(case)
    free = [[p.id for p in pieces if p.barred is None] for pieces in (found.facts, found.evidence)]
    made = make.invitation(
        case, fact_ids=free[0], evidence_ids=free[1], facts_text=letters.first_facts(found)
    )
    make.serve(make.issue(made))
    assert made.document is not None
    assert made.extract is not None
    papers = [pdf_bytes(made.document), pdf_bytes(made.extract)]
    desk = sign_in(person("official"))
    page = desk.get("/desk")
    assert made.document.title in page.text
    kept = [made.document.letter or "", made.extract.letter or ""]
    for path in ("document", "extract"):
        answer = desk.raw("GET", f"/desk/invitations/{made.id}/{path}")
        assert answer.status_code == 200
        papers.append(answer.data)
    everything = [*papers, desk.raw("GET", "/desk").data, *(text.encode() for text in kept)]
    for content in everything:
        assert SECRETS.found(content) == []
    for paper in papers:
        assert not hints(words_of(paper))
    # the twin: what the team reads of the same case is full of them
    assert SECRETS.found(sign_in(person("handler")).raw("GET", f"/cases/{case.id}").data)


@pytest.mark.requirement("SEC-04")
def test_a_planted_leak_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(material.Material, "tells", lambda _self, *_texts: False)
    case = full_of_secrets()
    made = make.invitation(case, fact_ids=[fact.id for fact in case.facts])
    make.issue(made)
    assert made.extract is not None
    assert set(SECRETS.found(pdf_bytes(made.extract))) >= {"witness"}


def test_the_extract_counts_what_is_kept_back_without_telling_what_it_is() -> None:
    case = full_of_secrets()
    found = material_of(case)
    made = make.issue(make.invitation(case, fact_ids=ids(found.facts[:1])))
    assert made.withheld == {"testimony": 2, "protected": 7, "not_chosen": 1}
    assert made.extract is not None
    said = words_of(pdf_bytes(made.extract))
    for words in ("事实1", "收到申请后未登记", "依法应当保密的内容9项", "1项"):
        assert words in said, words
    assert "询问" not in said


def test_what_a_recusal_set_aside_is_not_put_to_anybody() -> None:
    case = make.case(CaseState.INVESTIGATING)
    make.gather(case)
    recusal = make.ask_recusal(case, "handler")
    make.grant(recusal, earlier_acts=EarlierActs.REDO)
    found = material_of(case)
    assert {piece.barred for piece in (*found.facts, *found.evidence)} == {Withheld.SET_ASIDE}


def test_a_piece_barred_since_stops_the_issue() -> None:
    case = heard()
    made = make.invitation(case, facts_text="1.窗口的包青山收下申请。")
    make.participant(case, name="包青山")
    with pytest.raises(Refused) as caught:
        make.issue(made)
    assert refusal(caught) == "invitation_tells"
    inviting.edit_invitation(
        made,
        actor("colleague"),
        facts_text="1.窗口收下申请。",
        basis=made.basis,
        answer_by=made.answer_by,
        answer_to=made.answer_to,
        fact_ids=made.fact_ids,
        evidence_ids=[],
        seen_version=made.version,
    )
    make.issue(made)
    assert made.state is InvitationState.ISSUED


@pytest.mark.requirement("ACC-13")
def test_the_invitation_is_a_numbered_paper_with_facts_basis_and_day() -> None:
    case = heard()
    made = make.issue(make.invitation(case))
    assert made.document is not None
    assert made.document.number == "阿政公责申〔2026〕1号"
    said = words_of(pdf_bytes(made.document))
    for words in (
        "陈述申辩告知书",
        "阿政公责申〔2026〕1号",
        "王𬭩",
        "收到申请后未登记",
        "有权陈述和申辩",
        "责任追究制度（试行）》第八",
        "请在2026年3月7日以前提出",
        "案卷材料摘录随本告知书一并送达",
    ):
        assert words in said, words
    acts = [entry.action for entry in of_subject("defence_invitations", made.id)]
    assert acts == ["issue", "draft"]


def test_without_an_extract_the_invitation_names_none() -> None:
    made = make.issue(make.invitation(heard(), fact_ids=[]))
    assert made.extract is None
    assert made.document is not None
    assert "摘录" not in words_of(pdf_bytes(made.document))


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"answer_by": date(2026, 3, 1)}, "invitation_answer_past"),
        ({"respondent_id": 2_000_000_000}, "case_unknown_respondent"),
        ({"facts_text": "印不出\U00010300。"}, "invitation_unprintable"),
    ],
)
def test_what_could_not_be_issued_is_refused(values: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as caught:
        make.invitation(heard(), **values)
    assert refusal(caught) == code


def test_one_draft_at_a_time_and_only_while_they_are_heard() -> None:
    case = heard()
    make.invitation(case)
    with pytest.raises(Refused) as caught:
        make.invitation(case)
    assert refusal(caught) == "invitation_draft_exists"
    with pytest.raises(Refused) as caught:
        make.invitation(make.case(CaseState.REPORTED))
    assert refusal(caught) == "invitation_not_open"


def test_only_the_team_invites() -> None:
    case = heard()
    for username in ("supervisor", "reviewer", "stranger"):
        with pytest.raises(Forbidden):
            make.invitation(case, by=username)
    made = make.invitation(case)
    with pytest.raises(Forbidden):
        inviting.issue_invitation(made, actor("supervisor"), seen_version=made.version)
    seen = made.version
    make.issue(made)
    with pytest.raises(Stale):
        inviting.issue_invitation(made, actor("colleague"), seen_version=seen)


def test_a_service_has_its_proof_and_comes_before_the_last_day() -> None:
    made = make.issue(make.invitation(heard()))
    with pytest.raises(Refused) as caught:
        make.serve(made, received_by=None)
    assert refusal(caught) == "service_receiver_needed"
    with moment.frozen("2026-03-20"):
        with pytest.raises(Refused) as caught:
            make.serve(made, received_on=date(2026, 3, 9))
        assert refusal(caught) == "invitation_served_late"
        make.serve(made, received_on=date(2026, 3, 6), method=ServiceMethod.LIEN, witnesses="居委")
    assert made.state is InvitationState.SERVED


def test_without_its_checks_anything_would_leave_the_house(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = tuple(
        replace(row, guard=lambda _s, _a: None, check=lambda _s, _a, _d: None)
        for row in procedure.INVITATION_PROCEDURE.transitions
    )
    planted = replace(procedure.INVITATION_PROCEDURE, transitions=rows)
    monkeypatch.setattr(inviting, "INVITATION_PROCEDURE", planted)
    made = make.invitation(heard())
    made.facts_text = "举报人反映属实。"
    make.issue(made)
    assert made.document is not None
    assert hints(words_of(pdf_bytes(made.document)))


@pytest.mark.requirement("ACC-13")
@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"manner": None}, "case_defence_manner_missing"),
        ({"adoption": None}, "case_defence_adoption_missing"),
        ({"response": None}, "case_defence_adoption_missing"),
    ],
)
def test_what_was_said_has_its_form_and_an_answer_with_reasons(
    values: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as caught:
        make.hear(heard(), **values)
    assert refusal(caught) == code


def test_who_declined_needs_no_answer() -> None:
    case = heard()
    make.hear(case, outcome=DefenceOutcome.DECLINED, text=None, response=None)
    defence = case.respondents[0].defence
    assert defence is not None
    assert (defence.manner, defence.adoption) == (None, None)


def test_nobody_is_absent_before_the_day_of_the_invitation_is_over() -> None:
    case = heard()
    made = make.issue(make.invitation(case))
    absent = {"outcome": DefenceOutcome.ABSENT, "text": "三月二日送达告知书。"}
    for _served in (False, True):
        with pytest.raises(Refused) as caught:
            make.hear(case, **absent)
        assert refusal(caught) == "case_defence_not_due"
        if made.state is InvitationState.ISSUED:
            make.serve(made)
    with moment.frozen("2026-03-08"):
        make.hear(case, **absent)
    assert case.respondents[0].defence is not None


def test_what_was_handed_in_is_kept_with_it_and_joins_the_case_file() -> None:
    case = heard()
    make.serve(make.issue(make.invitation(case)))
    make.hear(
        case,
        manner=DefenceManner.WRITTEN,
        adoption=Adoption.PARTLY,
        files=[files.upload("申辩书.jpg")],
    )
    services.dismiss_case(case, actor("supervisor"), reason="不实。", seen_version=case.version)
    titles = [line["title"] for line in archives.archive(case).contents]
    for title in (
        "陈述申辩告知书（王𬭩）",
        "案卷材料摘录（王𬭩）",
        "告知书送达登记表（王𬭩）",
        "陈述申辩记录",
        "申辩书.jpg",
    ):
        assert title in titles


def test_the_wordings_are_tried_on_cases_the_reader_may_know() -> None:
    made = make.invitation(heard())
    for kind in letters.KINDS:
        assert [one.id for one in kind.examples(actor("reviewer"))] == [made.id]
        assert kind.occasion(actor("reviewer"), made.id) is not None
        assert kind.examples(actor("stranger")) == []
        assert kind.occasion(actor("stranger"), made.id) is None


def test_the_page_invites_issues_serves_and_hears(sign_in: SignIn) -> None:
    case = full_of_secrets()
    team, leader = sign_in(person("handler")), sign_in(person("supervisor"))
    page = team.get(f"/cases/{case.id}").follow("告知和材料")
    assert "尚未办理陈述申辩告知。" in page.text
    form = page.follow("起草告知书")
    assert "收到申请后未登记" in form.one("textarea", name="facts_text").text
    assert len(form.all("input", name="fact_ids")) == 1
    assert len(form.all("input", name="evidence_ids")) == 1
    refused = form.submit(
        status=422,
        facts_text="举报人反映属实。",
        answer_by="2026-03-10",
    )
    assert "举报人、证人" in refused.errors[0]
    refused.submit(
        facts_text="1.未登记。", fact_ids=[str(case.facts[0].id)], answer_by="2026-03-10"
    )
    page = team.get(f"/cases/{case.id}/defence")
    for text in ("预览告知书", "预览摘录"):
        link = page.one("a", text=text)["href"]
        assert team.raw("GET", link).data.startswith(b"%PDF-")
    page.follow("修改告知书").submit(basis="第五条。")
    team.get(f"/cases/{case.id}/defence").follow("印发告知书").submit()
    page = team.get(f"/cases/{case.id}/defence")
    assert "可能识别或者推知举报人、证人7项" in page.text
    page.follow("登记送达").submit(
        method="in_person", received_on="2026-03-02", received_by="王𬭩", proof="送达回证"
    )
    team.get(f"/cases/{case.id}/defence").follow("记录陈述申辩").submit(
        outcome="stated",
        manner="written",
        text="人手不足。",
        adoption="partly",
        response="酌情考虑。",
    )
    page = leader.get(f"/cases/{case.id}/defence")
    assert "部分采纳" in page.text
    assert not page.has("a", text="起草告知书")
    assert not page.has("a", text="更正记录")


def test_of_what_was_said_is_asked_all_at_once(sign_in: SignIn) -> None:
    case = heard()
    form = sign_in(person("handler")).get(f"/cases/{case.id}/record-defence")
    page = form.submit(status=422, respondent_id=str(case.respondents[0].id), outcome="stated")
    assert {error.split("：")[-1] for error in page.errors} == {
        "请选择陈述申辩的方式。",
        "请记录陈述申辩的内容。",
        "请选择是否采纳。",
        "请说明采纳或者不采纳的理由。",
    }


def test_only_who_was_served_has_it_on_the_desk(sign_in: SignIn) -> None:
    made = make.issue(make.invitation(heard()))
    assert invitations_for(actor("official")) == []
    desk = sign_in(person("official"))
    assert desk.raw("GET", f"/desk/invitations/{made.id}/document").status_code == 404
    make.serve(made)
    for username, seen in (("official", True), ("liaison", True), ("stranger", False)):
        assert bool(invitations_for(actor(username))) is seen, username
    assert desk.raw("GET", f"/desk/invitations/{made.id}/document").status_code == 200


@pytest.mark.parametrize("username", ["official", "liaison", "intake", "stranger"])
def test_nobody_beside_the_case_sees_its_page(username: str, sign_in: SignIn) -> None:
    made: DefenceInvitation = make.invitation(heard())
    reader = sign_in(person(username))
    for path in ("", f"/invitations/{made.id}/document", f"/invitations/{made.id}/extract"):
        answer = reader.raw("GET", f"/cases/{made.case_id}/defence{path}")
        assert answer.status_code in (403, 404)


def test_a_unit_is_addressed_as_one() -> None:
    case = make.case(CaseState.INVESTIGATING)
    make.add_respondent(
        case,
        kind=RespondentKind.UNIT,
        unit_id=unit("department").id,
        name=None,
        post_title=None,
        role=None,
    )
    make.report(case)
    make.open_defence(case)
    made = make.issue(make.invitation(case, respondent_id=case.respondents[1].id))
    assert made.document is not None
    assert "你单位对上述事实" in words_of(pdf_bytes(made.document))
    assert made.answer_by == moment.today() + timedelta(days=5)


def test_its_pages_and_papers_ask_little(sign_in: SignIn) -> None:
    case = full_of_secrets()
    draft = make.invitation(case, fact_ids=[case.facts[0].id])
    url = f"/cases/{case.id}/defence"
    paper = f"{url}/invitations/{draft.id}"
    reader = sign_in(person("handler"))
    for path in (
        url,
        f"{paper}/document",
        f"{paper}/extract",
        f"{paper}/edit",
        f"{url}/invitations/new",
    ):
        reader.raw("GET", path)
        db.session.expire_all()
        with counted() as sent:
            assert reader.raw("GET", path).status_code == 200
        assert len(sent) <= 12, (
            path + "\n\n" + "\n\n".join(s.replace("\n", " ")[-400:] for s in sent)
        )
