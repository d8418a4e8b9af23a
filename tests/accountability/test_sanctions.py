"""A sanction is proposed here and decided elsewhere; what was decided is registered, its period
counted, and the same act is not sanctioned twice (ACC-11, XAC-11).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import current_app
from sqlalchemy import select

from accountability.documents.decision import letter
from accountability.documents.proposal import letter as proposal
from accountability.models import Sanction
from accountability.queries.decisions import dossier_of
from accountability.queries.notices import services_of
from accountability.rules import ApprovalState, ChosenMeasure, DecisionState, Grade
from accountability.sanctioning import (
    Organ,
    SanctionKind,
    SanctionState,
    last_day,
)
from accountability.services import sanctions as services
from accountability.views import periods
from core import moment
from core.clocks.models import Clock
from core.clocks.periods import Light, State
from core.db import db
from core.identity.models import User
from core.procedure import Forbidden
from core.record.services import of_subject
from core.refusals import Refused
from core.worklist import tasks_of
from regulations.registry import get_pack
from tests.support import accountability as build
from tests.support.client import Client
from tests.support.factories import actor, person
from tests.support.sanctions import COMMISSION, grave, impose, imposed, propose

pytestmark = pytest.mark.usefixtures("app")
SignIn = Callable[[User], Client]


def refused(code: str, article: str | None = None) -> pytest.RaisesExc[Refused]:
    def fits(error: Refused) -> bool:
        said = error.refusal
        return said.code == code and (article is None or article in (said.article or ""))

    return pytest.raises(Refused, check=fits)


def tasks(username: str) -> list[str]:
    with current_app.test_request_context():
        return [str(task.action) for task in tasks_of(actor(username))]


def clock_of(made: Sanction) -> Clock:
    return db.session.scalars(
        select(Clock).where(Clock.subject_type == "sanctions", Clock.subject_id == made.id)
    ).one()


@pytest.mark.requirement("ACC-11", "XAC-11")
def test_a_sanction_goes_to_the_competent_organ_as_a_numbered_letter() -> None:
    notice = grave()
    assert "提出处分建议" in tasks("handler")
    assert "提出处分建议" not in tasks("supervisor")
    made = propose(notice)
    assert made.state is SanctionState.WAITING
    document = made.document
    assert document is not None
    assert document.number is not None
    assert "建〔" in document.number
    said = "\n".join(proposal(made, dossier_of(notice.decision.case), document.number).texts())
    for part in (
        "处理建议书",
        notice.respondent.display_name,
        "建议对" + notice.respondent.display_name + "依法给予政务处分",
        "第四十七条",
        "第七条（三）",
        notice.decision.number or "",
        "责任追究处理决定书，1份",
    ):
        assert part in said
    assert "登记对处分建议的答复" in tasks("handler")
    assert "提出处分建议" not in tasks("handler")
    assert of_subject("sanctions", made.id, limit=1)[0].action == "propose"


@pytest.mark.requirement("ACC-11")
def test_the_notice_says_that_another_organ_decides_the_sanction() -> None:
    notice = grave()
    said = "\n".join(
        letter(
            notice.decision, dossier_of(notice.decision.case), notice.respondent, draft=True
        ).texts()
    )
    assert "政纪处分，由有权机关依法决定" in said


@pytest.mark.requirement("ACC-11", "XAC-11")
def test_what_was_decided_is_registered_and_its_period_runs_to_the_end() -> None:
    notice = grave()
    made = propose(notice)
    services.receive_sanction(
        made,
        actor("handler"),
        received_on=moment.today(),
        received_by="收发室",
        receipt_number="收〔2026〕88号",
        seen_version=made.version,
    )
    assert made.state is SanctionState.WAITING
    impose(made)
    assert made.ends_on == last_day(moment.today(), 12)
    clock = clock_of(made)
    assert (clock.state, clock.due_on) == (State.RUNNING, made.ends_on)
    ledger = periods.of_period(made)
    assert [line.on for line in ledger] == [
        moment.today(),
        moment.today(),
        made.ends_on,
        made.ends_on + timedelta(days=1),
    ]
    assert [line.article for line in ledger][1:] == [
        "《公职人员政务处分法》第八条",
        "《公职人员政务处分法》第八条（二）",
        "《公职人员政务处分法》第二十六条",
    ]
    assert "登记处分期满解除" not in tasks("handler")
    due = periods.due(made)
    assert due is not None
    assert due.light is Light.GREEN


@pytest.mark.requirement("ACC-11")
def test_its_end_is_a_task_and_is_registered_after_the_last_day() -> None:
    made = impose(propose(grave()), kind=SanctionKind.WARNING)
    ends_on = made.ends_on
    assert ends_on is not None
    with moment.frozen(ends_on - timedelta(days=20)):
        assert "登记处分期满解除" in tasks("handler")
        with refused("sanction_period_runs", "第八条（一）"):
            lift(made, ends_on)
    with moment.frozen(ends_on + timedelta(days=1)):
        with refused("sanction_end_day_wrong"):
            lift(made, ends_on - timedelta(days=1))
        lift(made, moment.today())
        assert made.state is SanctionState.ENDED
        assert "登记处分期满解除" not in tasks("handler")
    clock = clock_of(made)
    assert (clock.state, clock.due_on) == (State.MET, ends_on)


def lift(made: Sanction, on: date) -> None:
    services.lift_sanction(
        made,
        actor("handler"),
        ended_on=on,
        ended_note="表现良好，已告知人事股。",
        seen_version=made.version,
    )


def test_one_that_is_revoked_runs_no_longer_and_bars_no_other() -> None:
    notice = grave()
    made = impose(propose(notice))
    services.revoke_sanction(
        made,
        actor("handler"),
        ended_on=moment.today(),
        ended_number="阿监复〔2026〕1号",
        ended_note="经复审，撤销政务处分。",
        seen_version=made.version,
    )
    assert made.state is SanctionState.REVOKED
    assert clock_of(made).state is State.CANCELLED
    assert propose(grave()).state is SanctionState.WAITING


@pytest.mark.requirement("ACC-11", "XAC-11")
def test_one_that_is_changed_keeps_what_was_decided_and_its_period_runs_anew() -> None:
    made = impose(propose(grave()), kind=SanctionKind.MAJOR_DEMERIT, number="阿监政处〔2026〕4号")
    first_end, effective_on = made.ends_on, made.effective_on
    change(made)
    assert (made.state, made.kind) == (SanctionState.IMPOSED, SanctionKind.WARNING)
    assert made.ends_on == last_day(moment.today(), 6)
    (was,) = made.changes
    assert (was.kind, was.number) == (SanctionKind.MAJOR_DEMERIT, "阿监政处〔2026〕4号")
    assert (was.effective_on, was.ends_on) == (effective_on, first_end)
    assert was.reason == CHANGED
    old, new = clocks_of(made)
    assert (old.state, old.due_on) == (State.CANCELLED, first_end)
    assert (new.state, new.due_on) == (State.RUNNING, made.ends_on)
    said = [line.what for line in periods.of_period(made)]
    assert "记大过" in said[0]
    assert "变更为警告（阿监复〔2026〕2号）" in said[1]
    entry = of_subject("sanctions", made.id, limit=1)[0]
    assert entry.action == "change"
    change(made, kind=SanctionKind.DEMERIT)
    assert [one.kind for one in made.changes] == [SanctionKind.MAJOR_DEMERIT, SanctionKind.WARNING]


def test_a_change_to_one_of_the_same_period_or_of_none_runs_as_it_should() -> None:
    made = impose(propose(grave()), kind=SanctionKind.DISMISSAL)
    change(made, kind=SanctionKind.DEMOTION)
    assert [clock.state for clock in clocks_of(made)] == [State.CANCELLED, State.RUNNING]
    change(made, kind=SanctionKind.EXPULSION)
    assert made.ends_on is None
    assert {clock.state for clock in clocks_of(made)} == {State.CANCELLED}


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("sanction_same_kind", {"kind": SanctionKind.DEMERIT}),
        ("sanction_incomplete", {"number": " "}),
        ("sanction_change_day_wrong", {"decided_on": date(2026, 1, 5)}),
        ("sanction_change_effect_wrong", {"effective_on": date(2026, 1, 5)}),
        ("sanction_change_reason_needed", {"reason": " "}),
    ],
)
def test_a_change_that_is_none_is_refused_and_changes_nothing(
    code: str, values: dict[str, Any]
) -> None:
    made = impose(propose(grave()))
    with refused(code):
        change(made, **values)
    assert (made.kind, made.changes) == (SanctionKind.DEMERIT, [])


CHANGED = "经复核，原处分偏重，予以变更。"


def change(made: Sanction, reason: str = CHANGED, **changes: Any) -> None:
    known = {"kind": SanctionKind.WARNING, "number": "阿监复〔2026〕2号", **changes}
    services.change_sanction(
        made,
        actor("handler"),
        imposed=imposed(**known),
        reason=reason,
        seen_version=made.version,
    )


def clocks_of(made: Sanction) -> list[Clock]:
    of_it = (Clock.subject_type == "sanctions", Clock.subject_id == made.id)
    return list(db.session.scalars(select(Clock).where(*of_it).order_by(Clock.id)))


def test_a_change_is_registered_on_the_page_and_the_old_one_stays_there(sign_in: SignIn) -> None:
    made = impose(propose(grave()), kind=SanctionKind.MAJOR_DEMERIT)
    client = sign_in(person("handler"))
    form = client.get(f"/sanctions/{made.id}").follow("登记处分变更")
    kept = form.submit(status=422, kind="warning", reason=CHANGED)
    assert "请填写文号。" in kept.text
    day = moment.today().isoformat()
    kept.submit(number="阿监复〔2026〕2号", decided_on=day, effective_on=day)
    shown = client.get(f"/sanctions/{made.id}").text
    for part in ("变更前的处分", "记大过", CHANGED, "警告"):
        assert part in shown


def test_that_none_is_given_has_its_reasons() -> None:
    made = propose(grave())
    with refused("sanction_reason_needed"):
        spare(made, "")
    spare(made, "情节轻微，已经批评教育。")
    assert made.state is SanctionState.SPARED
    assert "登记对处分建议的答复" not in tasks("handler")


def spare(made: Sanction, note: str) -> None:
    services.spare_sanction(
        made,
        actor("handler"),
        decided_on=moment.today(),
        number=None,
        note=note,
        seen_version=made.version,
    )


def test_expulsion_has_no_period() -> None:
    made = impose(propose(grave()), kind=SanctionKind.EXPULSION)
    assert made.ends_on is None
    assert periods.due(made) is None
    assert "没有处分期" in periods.of_period(made)[-1].what
    with refused("sanction_without_end"):
        lift(made, moment.today())


@pytest.mark.requirement("ACC-11", "XAC-11")
def test_the_same_act_of_the_same_person_is_not_sanctioned_twice() -> None:
    first = grave()
    impose(propose(first))
    second = grave()
    with refused("sanction_twice", "《公职人员政务处分法》第十六条"):
        propose(second)
    with refused("sanction_twice", "《公务员法》第六十一条"):
        propose(second, organ=Organ.APPOINTING, receiver="市自然资源局")
    made = propose(second, other_act_reason="系同日对另一申请人的行为。")
    assert made.other_act_reason


def test_another_day_or_another_person_is_another_act() -> None:
    impose(propose(grave()))
    made = build.case(leader=None)
    other_day = made.act_on - timedelta(days=3)
    build.confirm(build.act(made, approval_state=ApprovalState.NONE, on_date=other_day))
    assert propose(grave(made=made)).state is SanctionState.WAITING


def test_nothing_is_proposed_before_it_has_effect_without_a_sanction_or_twice() -> None:
    with refused("sanction_not_decided"):
        propose(grave("circulated_criticism", reason="参照上一档处理。"))
    notice = grave()
    propose(notice)
    with refused("sanction_there_already"):
        propose(notice)
    early = build.case(leader=None)
    build.confirm(build.act(early, approval_state=ApprovalState.NONE))
    measures = (ChosenMeasure(early.respondents[0].id, "administrative_sanction"),)
    changes = {"grade": Grade.SERIOUS, "is_grave": True, "measures": measures}
    decision = build.decision(DecisionState.ISSUED, early, changes)
    with refused("sanction_not_effective"):
        propose(services_of(decision.id)[0])


def test_the_own_organ_decides_by_its_own_right_and_without_a_letter() -> None:
    notice = grave()
    own = notice.decision.case.unit.name
    with refused("sanction_own_basis_needed"):
        propose(notice, organ=Organ.APPOINTING, receiver=own)
    with refused("sanction_own_is_appointing"):
        propose(notice, receiver=own, own_basis="任免机关。")
    made = propose(notice, organ=Organ.APPOINTING, receiver=own, own_basis="系该员的任免机关。")
    assert made.document is None
    impose(made, body=own)
    assert made.state is SanctionState.IMPOSED


def test_days_out_of_order_are_refused() -> None:
    made = propose(grave())
    issued = made.service.decision.issued_on
    assert issued is not None
    tomorrow = moment.today() + timedelta(days=1)
    for code, changes in (
        ("sanction_day_wrong", {"decided_on": issued - timedelta(days=1)}),
        ("sanction_day_wrong", {"decided_on": tomorrow}),
        ("sanction_effect_wrong", {"effective_on": date(2026, 1, 5)}),
        ("sanction_effect_wrong", {"effective_on": tomorrow}),
        ("sanction_incomplete", {"number": " "}),
    ):
        with refused(code):
            impose(made, **changes)


def test_only_the_team_proposes_and_registers() -> None:
    notice = grave()
    for username in ("supervisor", "signer", "liaison"):
        with pytest.raises(Forbidden):
            propose(notice, by=username)
    made = propose(notice)
    with pytest.raises(Forbidden):
        impose(made, by="supervisor")


@pytest.mark.parametrize(
    ("organ", "articles"),
    [
        (Organ.APPOINTING, ["《公务员法》第九十五条"] * 3),
        (Organ.SUPERVISION, ["《监察法》第五十六条"] * 2),
    ],
)
def test_the_remedies_are_those_of_the_statute(organ: Organ, articles: list[str]) -> None:
    made = propose(grave(), organ=organ)
    with current_app.test_request_context():
        found = periods.routes(made)
        assert [route.article for route in found] == articles
        assert found[0].length in ("30日", "1个月")
        assert periods.shorter_locally(made) == []


def test_a_shorter_local_period_is_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    made = propose(grave())
    monkeypatch.setattr(periods, "pack_of", lambda _service: get_pack("duodao-finance"))
    with current_app.test_request_context():
        assert "短于法定" in periods.shorter_locally(made)[0]


def test_on_the_pages(sign_in: SignIn) -> None:
    notice = grave()
    client = sign_in(person("handler"))
    form = client.get(f"/services/{notice.id}").follow("提出处分建议")
    kept = form.submit(status=422, organ="supervision", receiver="")
    assert "请填写受文机关。" in kept.text
    kept.submit(organ="supervision", receiver=COMMISSION)
    shown = client.get(f"/services/{notice.id}")
    assert "待有权机关决定" in shown.text
    sanction = shown.follow("待有权机关决定")
    assert "复审" in sanction.text
    made = db.session.scalars(select(Sanction)).one()
    assert client.raw("GET", f"/sanctions/{made.id}/document").data.startswith(b"%PDF")
    step = sanction.follow("登记处分决定")
    step.submit(
        kind="warning",
        body=COMMISSION,
        number="阿监政处〔2026〕4号",
        decided_on=moment.today().isoformat(),
        effective_on=moment.today().isoformat(),
    )
    done = client.get(f"/sanctions/{made.id}")
    assert "处分期是怎样算出来的" in done.text
    assert "《公职人员政务处分法》第八条（一）" in done.text
    decision = client.get(f"/decisions/{notice.decision_id}").follow("处分建议、处分和通报")
    assert "受处分期间" in decision.text
    register = sign_in(person("supervisor")).get("/registers/sanctions")
    assert "阿监政处〔2026〕4号" in register.text
    assert register.follow(notice.respondent.display_name).text.count("警告")
    empty = sign_in(person("supervisor")).get("/registers/sanctions?state=spared")
    assert "没有处分登记" in empty.text
