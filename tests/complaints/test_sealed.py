"""A report for the organ above is not entered: a number is kept, and nothing of what it says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from complaints.models import SealedReport
from complaints.queries.sealed import sealed_list
from complaints.rules import SealedWay
from complaints.services.sealing_up import note_sealed
from core import moment
from core.db import db
from core.identity.models import User
from core.procedure import Forbidden
from core.refusals import Refused
from tests.support.client import Client
from tests.support.factories import actor, person, unit

pytestmark = pytest.mark.usefixtures("app")
SignIn = Callable[[User], Client]


def note(by: str = "intake", sent_on: date | None = None) -> SealedReport:
    return note_sealed(
        actor(by),
        unit("office"),
        received_on=moment.today(),
        sent_on=sent_on or moment.today(),
        sent_to="盟纪委监委",
        way=SealedWay.BY_HAND,
        taken_by=None,
    )


@pytest.mark.requirement("SEC-02")
def test_no_column_and_no_field_takes_what_it_says(sign_in: SignIn, intake: User) -> None:
    kept = {column.name for column in SealedReport.__table__.columns}
    assert kept == {
        *("id", "number", "unit_id", "received_on", "sent_on", "sent_to", "way", "taken_by"),
        *("entered_by_id", "created_at"),
    }
    page = sign_in(intake).get("/complaints").follow("径送上级").follow("登记径送")
    assert not page.all("textarea")
    assert not page.all("input", type="file")
    page.submit(sent_to="盟纪委监委", way="by_hand")
    shown = sign_in(intake).get("/complaints/sealed")
    assert "盟纪委监委" in shown.text
    assert "径〔2026〕1号" in shown.text


def test_days_that_cannot_be_are_refused() -> None:
    for day in (moment.today() - timedelta(days=1), moment.today() + timedelta(days=1)):
        with pytest.raises(Refused) as refused:
            note(sent_on=day)
        assert refused.value.refusal.code == "sealed_days_wrong"


def test_the_chief_and_everybody_else_neither_write_nor_read_it(sign_in: SignIn) -> None:
    note()
    with pytest.raises(Forbidden):
        note(by="supervisor")
    sign_in(person("supervisor")).get("/complaints/sealed", status=403)
    assert len(db.session.scalars(sealed_list(actor("intake"))).all()) == 1
    assert db.session.scalars(sealed_list(actor("stranger"))).all() == []
