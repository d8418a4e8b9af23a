"""A period to which the source gives no number: set by two persons, marked, without a breach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from administration import services
from administration.models import PendingChange
from administration.rules import ChangeAction
from core import moment
from core.access import Role
from core.clocks.local import local_period
from core.clocks.models import LocalPeriod
from core.clocks.periods import Unit as Counted
from core.db import db
from core.identity.models import User
from core.procedure import Forbidden
from core.record.services import of_subject
from core.refusals import Refused
from oversight.rules import RECURRENCE_WINDOW
from regulations.codes import TermId
from regulations.local import elapsed, is_settable, local_start
from regulations.registry import get_pack
from tests.support import factories
from tests.support.client import Client

TERM = TermId.INVESTIGATION_PERIOD.value
NEXT_DAY = date(2026, 3, 10)
LATER = date(2026, 6, 1)


@pytest.fixture
def admin(sign_in: Callable[[User], Client]) -> Client:
    """The system administrator at work."""
    return sign_in(factories.person("admin"))


def propose(unit_key: str, length: int | None, day: date, term: str = TERM) -> PendingChange:
    return services.propose_period(
        factories.actor("admin"),
        factories.unit(unit_key),
        term,
        length,
        Counted.WORKING_DAY,
        day,
        reason="本市办案时限的通知",
        token=None,
    )


def confirm(change: PendingChange) -> None:
    second = factories.new_user("second", "第二人", "government", (Role.SECURITY_ADMIN,))
    services.decide_change(
        change, factories.actor(second), ChangeAction.CONFIRM, seen_version=change.version
    )


def keep(unit_key: str, length: int | None, day: date) -> None:
    """Write what two persons have set."""
    db.session.add(
        LocalPeriod(
            unit_id=factories.unit(unit_key).id,
            term_id=TERM,
            length=length,
            unit=Counted.WORKING_DAY,
            effective_from=day,
            reason="通知",
        )
    )
    db.session.commit()


def length_of(unit_key: str, day: date) -> int | None:
    found = local_period(factories.unit(unit_key), TERM, day)
    return found.length if found is not None else None


@pytest.mark.usefixtures("app")
def test_it_takes_two_persons_and_begins_on_its_day() -> None:
    change = propose("government", 60, NEXT_DAY)
    assert length_of("town", LATER) is None
    with pytest.raises(Forbidden):
        services.decide_change(
            change, factories.actor("admin"), ChangeAction.CONFIRM, seen_version=change.version
        )
    confirm(change)
    assert length_of("town", moment.today()) is None
    assert length_of("town", NEXT_DAY) == 60


@pytest.mark.usefixtures("app")
def test_the_nearest_unit_counts_and_a_number_is_taken_back() -> None:
    keep("government", 60, NEXT_DAY)
    keep("town", 30, NEXT_DAY)
    keep("town", None, LATER)
    assert (length_of("government", LATER), length_of("town", NEXT_DAY)) == (60, 30)
    assert length_of("town", LATER) is None


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("term", "day", "code"),
    [
        (TERM, date(2026, 3, 2), "period_not_ahead"),
        (TermId.REMEDY_PERIOD.value, NEXT_DAY, "period_not_settable"),
        ("atlantis", NEXT_DAY, "period_not_settable"),
        (TERM, LATER, "period_date_taken"),
    ],
)
def test_what_cannot_be_set_is_refused(term: str, day: date, code: str) -> None:
    keep("government", 60, LATER)
    with pytest.raises(Refused) as caught:
        propose("government", 20, day, term)
    assert caught.value.refusal.code == code


@pytest.mark.usefixtures("app")
def test_a_number_of_the_source_is_never_overridden() -> None:
    duodao, aershan = get_pack("duodao-finance"), get_pack("aershan-2021")
    assert is_settable(aershan, TermId.REMEDY_DECISION)
    assert not is_settable(duodao, TermId.REMEDY_DECISION)  # twenty days, article 29
    assert elapsed(duodao, TermId.REMEDY_DECISION, NEXT_DAY) is None


@pytest.mark.usefixtures("app")
def test_a_clock_by_it_is_marked_and_is_nobodys_duty() -> None:
    keep("government", 60, NEXT_DAY)
    pack, town = get_pack("aershan-2021"), factories.unit("town")
    assert local_start(pack, town, TERM, moment.today()) is None
    start = local_start(pack, town, TERM, NEXT_DAY)
    assert start is not None
    assert (start.period.length, start.period.unit) == (60, Counted.WORKING_DAY)
    assert (start.period.article, start.period.source) == ("", "本单位设定")
    assert start.label.endswith("（本单位设定）")
    assert not start.is_duty


def values(**changes: object) -> dict[str, Any]:
    return {
        "unit": str(factories.unit("town").id),
        "term": TERM,
        "length": "60",
        "counted": "working_day",
        "effective_from": NEXT_DAY.isoformat(),
        "reason": "本市办案时限的通知",
        **changes,
    }


def test_the_pages_propose_show_and_refuse(admin: Client) -> None:
    unit = factories.unit("town")
    url = f"/administration/periods/set?unit={unit.id}"
    for wrong, message in (
        ({"length": "0"}, "应为 1 至 9999"),
        ({"effective_from": "2026-03-02"}, "须晚于今天"),
        ({"reason": ""}, "请说明理由"),
        ({"term": "remedy.period"}, "期限"),
    ):
        page = admin.get(url).submit(status=422, **values(**wrong))
        assert any(message in error for error in page.errors), page.errors
    assert db.session.query(PendingChange).count() == 0
    admin.get(url).submit(**values())
    change = db.session.query(PendingChange).one()
    shown = admin.get(f"/administration/changes/{change.id}").text
    assert "60个工作日" in shown
    assert "2026年3月10日" in shown
    confirm(change)
    page = admin.get(f"/administration/units/{unit.id}/packs")
    row = page.one("section", id="periods").one("tbody").all("tr")[0].text
    for part in ("60个工作日", "2026年3月10日", "本市办案时限的通知", "本单位"):
        assert part in row


def test_the_window_of_recurrence_is_set_here_too_in_months(admin: Client) -> None:
    unit = factories.unit("town")
    url = f"/administration/periods/set?unit={unit.id}"
    own = values(term=RECURRENCE_WINDOW, length="24")
    refused = admin.get(url).submit(status=422, **own)
    assert any("按月设定" in error for error in refused.errors), refused.errors
    refused.submit(counted="month")
    change = db.session.query(PendingChange).one()
    assert "同类问题复发的间隔" in admin.get(f"/administration/changes/{change.id}").text
    confirm(change)
    kept = local_period(unit, RECURRENCE_WINDOW, NEXT_DAY)
    assert kept is not None
    assert (kept.length, kept.unit) == (24, Counted.MONTH)
    assert of_subject("local_periods", kept.id)[0].action == "period_set"
    row = admin.get(f"/administration/units/{unit.id}/packs").one("section", id="periods").text
    assert "24个月" in row
