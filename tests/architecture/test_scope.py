"""What lies in another unit is not there: the same 404, byte for byte, as for what never was."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Set
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from accountability.rules import DecisionState
from assessment.rules import AssessmentState
from casework.models import InvestigationReport
from casework.rules import CaseState
from complaints.models import ComplaintTransfer
from complaints.rules import ComplaintState
from core.access import gate, visibility
from core.access.permissions import Permission, Role
from core.clocks.models import Clock
from core.db import db
from core.documents.models import IssuedDocument
from core.files.services import attach
from core.identity.models import User
from core.saved_views.models import SavedView
from core.saved_views.services import keep_view
from evaluation.rules import RoundState
from evaluation.services import entering
from tests.architecture.rules import FLOORS
from tests.support import accountability as build
from tests.support import accountability_remedies as aftermath
from tests.support import (
    assessment,
    casework,
    circulars,
    complaints,
    evaluation,
    factories,
    files,
    hotline,
    lawsuits,
    losses,
    sanctions,
    wording,
)
from tests.support.client import Client

NOBODYS = 2_000_000_000
#: Addresses that vary without naming something that belongs to a unit; the wording of letters
#: holds for all, and so does the law.
UNSCOPED = {
    "web.asset",
    "evaluation.survey_answer",
    "evaluation.survey_open",
    "wording.template_detail",
    "regulations.example_detail",
    "regulations.pack_changes",
    "regulations.pack_detail",
    "documents.verify_code",
}
#: What was served on a unit or a person is theirs to see and to answer.
DESK = {
    Permission.SERVED_READ,
    Permission.REMEDY_FILE,
    Permission.RECTIFICATION_REPORT,
    Permission.EVALUATION_ANSWER,
}

_numbers = count(1)


def passed_on_to_the_office() -> ComplaintTransfer:
    """Return what the town received and passed on to the office."""
    received = complaints.complaint(by="stranger", unit=factories.unit("town"))
    leader = factories.actor("town_supervisor")
    return complaints.transfer(received, "office", by=leader)


def shared_view() -> SavedView:
    """Keep a view of a list for everybody in the office."""
    asked = {"state": ["closed"]}
    return keep_view(
        factories.actor("handler"),
        endpoint="casework.case_list",
        name="已办结",
        asked=asked,
        is_shared=True,
    )


def in_the_offices_hands() -> dict[str, int]:
    """Return one of everything that lies in the office's unit, by what addresses call it.

    A feature whose address names something new adds it here; until then the test fails.
    """
    complaint = complaints.complaint(ComplaintState.ACCEPTED)
    sanction, circular = sanctions.waiting(), circulars.circulate(circulars.served())
    case = build.case(CaseState.INVESTIGATING)
    for reach in (casework.report_in_writing, casework.open_defence):
        reach(case)
    invitation = casework.serve(casework.issue(casework.invitation(case)))
    telling = casework.serve_telling(casework.told(casework.case(CaseState.INVESTIGATING)))
    casework.deliberate(case)
    act = build.act(case)
    build.confirm(act)
    decision = build.decision(DecisionState.ISSUED, case)
    service = aftermath.serve(aftermath.notices_of(decision)[0])
    remedy = aftermath.file(service)
    request = aftermath.ask_for_file(service)
    rectification = aftermath.supervised(aftermath.rectification(made=service))
    custody = casework.kept(case)
    (attachment,) = attach(case.evidence[0], factories.actor("handler"), [files.upload()])
    round_ = evaluation.round_(RoundState.COLLECTING)
    batch = evaluation.batch(round_, "范围")
    entering.close_batch(batch, factories.actor("evaluator"))
    for step in (evaluation.collate, evaluation.grade, evaluation.consent, evaluation.feed_back):
        step(round_)
    notice = round_.units[0].notice
    assert notice is not None
    year = assessment.assessment(AssessmentState.NOTIFIED)
    return {
        "assessment_id": year.id,
        "assessed_id": year.assessed[0].id,
        "lawsuit_id": lawsuits.against(decision).id,
        "round_id": round_.id,
        "notice_id": notice.id,
        "batch_id": batch.id,
        "complaint_id": complaint.id,
        "import_id": hotline.waiting(hotline.orders(2)).id,
        "version_id": wording.edited().id,
        "view_id": shared_view().id,
        "transfer_id": passed_on_to_the_office().id,
        "opening_id": complaints.opening(complaint).id,
        "reply_id": complaints.draft_reply(complaint).id,
        "case_id": case.id,
        "act_id": act.id,
        "decision_id": decision.id,
        "respondent_id": case.respondents[0].id,
        "service_id": service.id,
        "remedy_id": remedy.id,
        "file_request_id": request.id,
        "recusal_id": casework.ask_recusal(case, "reviewer").id,
        "referral_id": casework.referral(case).id,
        "elevation_id": casework.hand_up(casework.case(CaseState.INVESTIGATING)).id,
        "rectification_id": rectification.id,
        "urging_id": rectification.urgings[-1].id,
        "clock_id": db.session.scalars(select(Clock.id)).first() or NOBODYS,
        "document_id": db.session.scalars(select(IssuedDocument.id)).first() or NOBODYS,
        "attachment_id": attachment.id,
        "report_id": db.session.scalars(
            select(InvestigationReport.id).where(InvestigationReport.case_id == case.id)
        ).one(),
        "edition": 1,
        "participant_id": casework.participant(case).id,
        "custody_id": custody.id,
        "invitation_id": invitation.id,
        "telling_id": telling.id,
        "step_id": casework.plan(case).steps[0].id,
        "event_id": custody.events[0].id,
        "sanction_id": sanction.id,
        "circular_id": circular.id,
        "loss_id": losses.registered(case).id,
        "user_id": factories.person("handler").id,
    }


def _is_administration(endpoint: str) -> bool:
    """Tell whether officers are refused there whatever the address names (test_access)."""
    return endpoint.startswith("administration.")


def holder_of_every_role(unit_key: str) -> User:
    """Add a user who may do all that officers and liaisons may, in this unit."""
    roles = tuple(role for role in Role if not role.value.endswith("admin"))
    return factories.new_user(f"everything{next(_numbers)}", "样样会", unit_key, roles)


def doors(
    app: Flask, ids: dict[str, int], but: Set[Permission]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield endpoint, method, the address of what is there and that of what never existed."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if not rule.arguments or rule.endpoint in UNSCOPED or _is_administration(rule.endpoint):
            continue
        if gate.declared(app, rule.endpoint) in but:
            continue
        real = rule.build({name: ids[name] for name in rule.arguments})
        none = rule.build(dict.fromkeys(rule.arguments, NOBODYS))
        assert real is not None
        assert none is not None
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield rule.endpoint, method, real[1], none[1]


def differences(
    app: Flask, user: User, ids: dict[str, int], but: Set[Permission] = frozenset()
) -> list[str]:
    """Return where `user` is told by any byte that something is there."""
    client = Client(app)
    client.sign_in(user)
    token = client.get("/").all("input", name="csrf_token")[0]["value"]

    def ask(method: str, address: str) -> TestResponse:
        data = {"csrf_token": token} if method == "POST" else None
        return client.raw(method, address, data)

    told = []
    for endpoint, method, real, none in doors(app, ids, but):
        there, nowhere = ask(method, real), ask(method, none)
        same = (there.status_code, there.data, sorted(there.headers)) == (
            nowhere.status_code,
            nowhere.data,
            sorted(nowhere.headers),
        )
        if there.status_code != 404 or not same:
            told.append(f"{method} {endpoint}: {there.status_code} and {nowhere.status_code}")
    return told


def test_the_test_knows_everything_an_address_can_name(app: Flask) -> None:
    named = {
        name
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in UNSCOPED and not _is_administration(rule.endpoint)
        for name in rule.arguments
    }
    assert named <= set(in_the_offices_hands()), "add one of it to in_the_offices_hands()"


def test_another_unit_cannot_tell_what_is_there(app: Flask) -> None:
    ids = in_the_offices_hands()
    assert not differences(app, holder_of_every_role("town"), ids)


def test_the_accused_unit_cannot_tell_either(app: Flask) -> None:
    """Nobody of the unit a report is about sees it, whatever posts they hold there.

    Their desk, with what was served on them, is the one place they have.
    """
    ids = in_the_offices_hands()
    assert not differences(app, holder_of_every_role("department"), ids, DESK)


def test_in_the_unit_itself_it_is_there(app: Flask) -> None:
    """The twin: the same doors, asked by who may; and what never existed is a 404 for them, too."""
    ids = in_the_offices_hands()
    told = differences(app, factories.person("supervisor"), ids)
    assert any("GET casework.case_detail: 200 and 404" in line for line in told)
    assert any("GET complaints.complaint_detail: 200 and 404" in line for line in told)


def test_without_the_scope_the_other_unit_could_tell(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: it is the scope that hides."""
    ids = in_the_offices_hands()

    def open_to_all(*_args: object) -> object:
        return db.true()

    for name, module in list(sys.modules.items()):  # whoever imported it, wherever
        if name.split(".")[0] in FLOORS and hasattr(module, "in_scope"):
            monkeypatch.setattr(module, "in_scope", open_to_all)
    assert visibility.in_scope is open_to_all
    assert differences(app, holder_of_every_role("town"), ids)
