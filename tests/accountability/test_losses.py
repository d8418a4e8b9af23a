"""A loss that a breach caused is registered on its case, with what was compensated (DIR-14)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accountability.compensating import LossAction, LossState, yuan
from accountability.documents.case_file import pieces
from accountability.procedure.losses import LOSS_PROCEDURE
from accountability.queries.losses import grounds_of, of_case
from casework.archive.pieces import Sheet
from casework.rules import CaseState
from core import moment
from core.access import Actor
from core.identity.models import User
from core.procedure import Forbidden, perform
from core.record.services import of_subject
from core.refusals import Refused
from tests.support import accountability as build
from tests.support import casework
from tests.support import complaints as reports
from tests.support import losses as make
from tests.support.client import Client
from tests.support.factories import person

pytestmark = pytest.mark.usefixtures("app")
SignIn = Callable[[User], Client]


@pytest.mark.parametrize(
    ("amount", "said"),
    [(1, "0.01元"), (100, "1.00元"), (1_234_560, "12,345.60元"), (0, "0.00元")],
)
def test_an_amount_in_cents_is_written_in_yuan(amount: int, said: str) -> None:
    assert yuan(amount) == said


@pytest.mark.requirement("DIR-14")
def test_a_loss_is_registered_decided_and_paid_and_each_step_is_in_the_record() -> None:
    made = make.registered()
    assert (made.state, made.loss) == (LossState.REGISTERED, make.AMOUNT)
    make.award(made, award=1_000_000)
    assert (made.state, made.award, made.payer) == (
        LossState.AWARDED,
        1_000_000,
        "市自然资源局",
    )
    make.pay(made)
    assert (made.state, made.paid_on) == (LossState.PAID, moment.today())
    acts = [entry.action for entry in of_subject("losses", made.id)]
    assert acts == ["pay", "award", "register"]


@pytest.mark.requirement("DIR-14")
def test_that_nothing_is_compensated_has_its_reasons() -> None:
    made = make.registered()
    with pytest.raises(Refused, match="loss_ruling_incomplete"):
        make.deny(made, text="")
    make.deny(made)
    assert (made.state, made.award) == (LossState.DENIED, None)


@pytest.mark.requirement("DIR-14")
def test_the_rules_of_the_case_say_from_what_compensation_follows() -> None:
    case = build.case(CaseState.INVESTIGATING)
    assert grounds_of(case) == ()
    case.substance_pack_id = "county-004"
    assert {one.article for one in grounds_of(case)} == {"第十八条"}


@pytest.mark.parametrize(
    ("state", "step", "code"),
    [
        (
            LossState.REGISTERED,
            lambda made: make.award(made, ruling=make.ruling(body="")),
            "loss_ruling_incomplete",
        ),
        (LossState.REGISTERED, lambda made: make.award(made, payer=""), "loss_payer_needed"),
        (
            LossState.REGISTERED,
            lambda made: make.award(
                made, ruling=make.ruling(decided_on=moment.today() + timedelta(days=1))
            ),
            "loss_day_wrong",
        ),
        (LossState.AWARDED, lambda made: make.pay(made, proof=""), "loss_proof_needed"),
        (
            LossState.AWARDED,
            lambda made: make.pay(made, paid_on=moment.today() - timedelta(days=1)),
            "loss_day_wrong",
        ),
    ],
)
def test_what_is_not_whole_is_refused_and_changes_nothing(
    state: LossState, step: Callable[[Any], object], code: str
) -> None:
    made = make.loss(state)
    with pytest.raises(Refused, match=code):
        step(made)
    assert made.state is state


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (state, row.action)
        for state in LossState
        for row in LOSS_PROCEDURE.transitions
        if state not in row.sources
    ],
)
def test_what_is_not_listed_is_refused(state: LossState, action: LossAction) -> None:
    with pytest.raises(Refused, match="wrong_state"):
        perform(LOSS_PROCEDURE, make.loss(state), action, Actor.system(), seen_version=None)


def test_none_is_registered_before_the_case_is_filed_or_without_words() -> None:
    proposed = casework.case(CaseState.PROPOSED)
    with pytest.raises((Refused, Forbidden)):
        make.registered(proposed)
    with pytest.raises(Refused, match="loss_incomplete"):
        make.registered(basis="")


@pytest.mark.parametrize("username", ["supervisor", "reviewer", "signer", "liaison", "stranger"])
def test_only_the_team_registers(username: str) -> None:
    with pytest.raises(Forbidden):
        make.registered(by=username)


@pytest.mark.requirement("SEC-01")
def test_who_reported_is_not_named_as_who_suffered() -> None:
    case = build.case(CaseState.INVESTIGATING, of_complaint=True)
    with pytest.raises(Refused, match="complaint_text_names_reporter"):
        make.registered(case, sufferer=reports.REPORTER.name)
    assert list(of_case(case.id)) == []


def test_the_file_of_the_case_holds_it() -> None:
    made = make.loss(LossState.PAID)
    sheets = [piece.body for piece in pieces(made.case) if isinstance(piece.body, Sheet)]
    cells = [
        cell for sheet in sheets for table in sheet.tables for row in table.rows for cell in row
    ]
    for said in ("受损人甲", "12,345.60元", "转账凭证88号", "第十八条"):
        assert said in cells, said


@pytest.mark.requirement("DIR-14")
def test_on_the_pages(sign_in: SignIn) -> None:
    case = build.case(CaseState.INVESTIGATING)
    team = sign_in(person("handler"))
    listed = team.get(f"/cases/{case.id}").follow("损失和赔偿")
    assert "没有登记损失" in listed.text
    form = listed.follow("登记损失")
    typed = {"sufferer": "受损人甲", "description": "多支出运费。", "basis": "第十八条"}
    kept = form.submit(status=422, **typed, loss="12.345")
    assert "最多保留两位小数" in kept.text
    kept.submit(loss="12345.60")
    (made,) = of_case(case.id)
    assert made.loss == make.AMOUNT
    day = moment.today().isoformat()
    page = team.get(f"/losses/{made.id}").follow("登记赔偿决定")
    page.submit(
        body="市自然资源局", decided_on=day, text="赔偿。", award="12000", payer="市自然资源局"
    )
    team.get(f"/losses/{made.id}").follow("登记支付").submit(paid_on=day, proof="凭证1号")
    shown = team.get(f"/cases/{case.id}/losses").text
    for said in ("12,345.60元", "12,000.00元", "已支付赔偿"):
        assert said in shown
    assert "赔偿义务单位" in team.get(f"/losses/{made.id}").text
