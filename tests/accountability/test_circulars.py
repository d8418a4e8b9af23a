"""Circulated criticism: its own letter to a circle of units, and the correction once its decision
no longer stands (INF-13, ACC-10).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import current_app

from accountability.circulating import CircularKind, CircularState
from accountability.documents.circular import letter
from accountability.models import Circular, Decision
from accountability.procedure.decisions import DECISION_PROCEDURE
from accountability.queries.circulars import criticised, of_decision, owed
from accountability.queries.notices import services_of
from accountability.rules import DecisionAction, DecisionState, RemedyAction
from accountability.services import circulars as services
from core import moment
from core.identity.models import User
from core.procedure import Forbidden, perform
from core.record.services import of_subject
from core.refusals import Refused
from core.worklist import tasks_of
from tests.support import accountability_remedies as make
from tests.support.circulars import TEXT, circulate, send, served
from tests.support.client import Client
from tests.support.factories import actor, person, unit

pytestmark = pytest.mark.usefixtures("app")
SignIn = Callable[[User], Client]


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, check=lambda error: error.refusal.code == code)


def tasks(username: str) -> list[str]:
    with current_app.test_request_context():
        return [str(task.action) for task in tasks_of(actor(username))]


def ruled(decision: Decision, action: RemedyAction) -> None:
    """Have a remedy against the decision ruled upon."""
    remedy = make.file(services_of(decision.id)[0])
    make.admit(remedy)
    make.rule(remedy, action)


def said(circular: Circular, first: Circular | None = None) -> str:
    number = circular.document.number if circular.document else None
    measures = criticised(circular.decision_id)
    return "\n".join(letter(circular, measures, number, first).texts())


@pytest.mark.requirement("ACC-10")
def test_the_circular_is_a_numbered_letter_to_its_circle() -> None:
    decision = served()
    made = circulate(decision)
    assert made.state is CircularState.ISSUED
    document = made.document
    assert document is not None
    assert "通〔" in (document.number or "")
    text = said(made)
    for part in (
        "通报批评",
        "王𬭩",
        TEXT,
        decision.number or "",
        "第七条（二）",
        unit("office").name,
        unit("department").name,
    ):
        assert part in text
    assert of_subject("circulars", made.id, limit=1)[0].action == "circulate"
    assert "印发通报并登记" in tasks("handler")
    send(made)
    assert (made.state, made.sent_by) == (CircularState.SENT, "公文交换")
    assert "印发通报并登记" not in tasks("handler")


def test_a_decision_in_effect_waits_for_its_circular() -> None:
    decision = served()
    assert "制作通报" not in tasks("handler")
    clock = make.remedy_clock(services_of(decision.id)[0])
    assert clock.due_on is not None
    with moment.frozen(clock.due_on + timedelta(days=1)):
        make.take_effect(decision.case)
    assert "制作通报" in tasks("handler")
    assert "制作通报" not in tasks("supervisor")
    circulate(decision)
    assert "制作通报" not in tasks("handler")


@pytest.mark.requirement("INF-13")
@pytest.mark.parametrize(
    ("action", "kind", "outcome"),
    [
        (RemedyAction.MODIFY, CircularKind.MODIFIED, "变更原处理决定"),
        (RemedyAction.REVOKE, CircularKind.REVOKED, "撤销原处理决定"),
        (RemedyAction.REMAND, CircularKind.REVOKED, "撤销原处理决定"),
    ],
)
def test_a_ruling_that_changes_the_decision_asks_for_a_correction_to_the_same_circle(
    action: RemedyAction, kind: CircularKind, outcome: str
) -> None:
    decision = served()
    first = send(circulate(decision))
    with refused("circular_nothing_to_correct"):
        services.correct_circular(decision, actor("handler"), text=TEXT)
    ruled(decision, action)
    assert "制作更正通报" in tasks("handler")
    made = services.correct_circular(decision, actor("handler"), text="撤销通报批评。")
    assert made.kind is kind
    assert made.recipients == first.recipients
    text = said(made, first)
    number = first.document.number if first.document else None
    assert number
    assert number in text
    assert outcome in text
    assert "制作更正通报" not in tasks("handler")
    with refused("circular_nothing_to_correct"):
        services.correct_circular(decision, actor("handler"), text=TEXT)


@pytest.mark.requirement("INF-13")
def test_what_was_modified_and_then_revoked_is_corrected_twice() -> None:
    decision = served()
    circulate(decision)
    ruled(decision, RemedyAction.MODIFY)
    services.correct_circular(decision, actor("handler"), text="变更为批评教育。")
    assert owed(decision, of_decision(decision.id)) is None
    ruled(decision, RemedyAction.REVOKE)
    assert owed(decision, of_decision(decision.id)) is CircularKind.REVOKED


@pytest.mark.requirement("INF-13")
def test_each_modification_owes_a_correction_of_its_own() -> None:
    decision = served()
    circulate(decision)
    for time in (1, 2):
        modified(decision)
        assert decision.times_modified == time
        assert "制作更正通报" in tasks("handler")
        made = services.correct_circular(decision, actor("handler"), text=f"第{time}次变更。")
        assert (made.kind, made.modification) == (CircularKind.MODIFIED, time)
        assert owed(decision, of_decision(decision.id)) is None
        assert "制作更正通报" not in tasks("handler")


def test_one_correction_tells_of_two_modifications_and_a_late_criticism_of_what_stands() -> None:
    decision = served()
    circulate(decision)
    modified(decision)
    modified(decision)
    services.correct_circular(decision, actor("handler"), text="两次变更。")
    assert owed(decision, of_decision(decision.id)) is None
    late = served()
    modified(late)
    circulate(late)
    assert owed(late, of_decision(late.id)) is None
    assert "制作更正通报" not in tasks("handler")


def modified(decision: Decision) -> None:
    """Modify the decision as a remedy or a court does."""
    perform(
        DECISION_PROCEDURE,
        decision,
        DecisionAction.MODIFY,
        actor("reviewer"),
        seen_version=None,
        following=True,
    )


def test_nothing_is_circulated_before_service_twice_without_a_circle_or_once_it_is_revoked() -> (
    None
):
    with refused("circular_not_served"):
        circulate(make.alone())
    decision = served()
    with refused("circular_no_recipients"):
        circulate(decision, unit_ids=[])
    with refused("circular_text_needed"):
        circulate(decision, text=" ")
    circulate(decision)
    with refused("circular_there_already"):
        circulate(decision)
    gone = served()
    ruled(gone, RemedyAction.REVOKE)
    assert gone.state is DecisionState.REVOKED
    with refused("circular_not_in_force"):
        circulate(gone)
    assert "制作更正通报" not in tasks("handler")


def test_it_goes_out_on_a_day_and_in_a_way() -> None:
    made = circulate(served())
    for day in (made.issued_on - timedelta(days=1), moment.today() + timedelta(days=1)):
        with refused("circular_day_wrong"):
            send(made, sent_on=day)
    with refused("circular_way_needed"):
        send(made, sent_by=" ")


def test_only_the_team_circulates() -> None:
    decision = served()
    for username in ("supervisor", "signer", "liaison"):
        with pytest.raises(Forbidden):
            circulate(decision, by=username)
    made = circulate(decision)
    with pytest.raises(Forbidden):
        send(made, by="supervisor")


def test_on_the_pages(sign_in: SignIn) -> None:
    decision = served()
    client = sign_in(person("handler"))
    form = client.get(f"/decisions/{decision.id}/outcomes").follow("制作通报")
    kept = form.submit(status=422, text=TEXT)
    assert "请选择通报的范围。" in kept.text
    kept.submit(text=TEXT, recipients=[str(unit("department").id)])
    made = of_decision(decision.id)[0]
    assert made.document is not None
    shown = client.get(f"/decisions/{decision.id}/outcomes").follow(made.document.number or "")
    assert "已编号，待印发" in shown.text
    assert client.raw("GET", f"/circulars/{made.id}/document").data.startswith(b"%PDF")
    shown.follow("登记印发").submit(sent_by="内网")
    assert "已印发" in client.get(f"/circulars/{made.id}").text
    ruled(decision, RemedyAction.REVOKE)
    correction = client.get(f"/decisions/{decision.id}/outcomes").follow("制作更正通报")
    assert "更正通报发给原通报的全部单位" in correction.text
    correction.submit()
    assert "更正通报（处理决定已撤销）" in client.get(f"/decisions/{decision.id}/outcomes").text
