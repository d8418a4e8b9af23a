"""Which unit follows which rule pack: on a day, over time, with common rules, and what changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from administration import services
from administration.models import PendingChange
from administration.rules import ChangeAction
from core import moment
from core.access import Role
from core.db import db
from core.identity.models import UnitPack, User
from core.identity.queries import pack_id_of
from core.refusals import Refused
from regulations.registry import get_pack, in_two, selection, title_of
from regulations.rules import find_term
from tests.support import factories
from tests.support.client import Client

COUNTY = "xx-county-2022"
COMMON = "common-000-05"
WITH_COMMON = f"{COUNTY}+{COMMON}"
NEXT_DAY = date(2026, 3, 10)


@pytest.fixture
def admin(sign_in: Callable[[User], Client]) -> Client:
    """The system administrator at work."""
    return sign_in(factories.person("admin"))


def _assign(unit_key: str, pack_id: str, day: date) -> None:
    unit = factories.unit(unit_key)
    db.session.add(UnitPack(unit_id=unit.id, pack_id=pack_id, effective_from=day))
    db.session.commit()


def _values(**changes: object) -> dict[str, Any]:
    return {
        "unit": str(factories.unit("town").id),
        "pack": COUNTY,
        "effective_from": NEXT_DAY.isoformat(),
        "reason": "新制度施行",
        **changes,
    }


def test_a_unit_switches_common_rules_on_and_they_are_shown_as_such(app: Flask) -> None:
    assert selection(COUNTY, [COMMON, COMMON]) == WITH_COMMON
    assert selection("aershan-2021", [COMMON]) == "aershan-2021"  # it includes them anyway
    pack = get_pack(WITH_COMMON)
    assert pack.id == WITH_COMMON
    found = find_term(pack, "complaint.acceptance")
    assert found is not None
    assert (found.pack_id, found.origin.value) == (COMMON, "include")
    assert "＋" in title_of(WITH_COMMON)
    assert not in_two(WITH_COMMON)


def test_what_a_unit_follows_is_shown_for_any_day(admin: Client) -> None:
    _assign("town", WITH_COMMON, NEXT_DAY)
    name = factories.unit("town").name

    def row(query: str) -> str:
        page = admin.get(f"/administration/packs{query}")
        return next(found.text for found in page.all("tr") if name in found.text)

    assert "随" in row("")
    assert "xx县" not in row("")
    assert "本单位" in row("?on=2026-03-10")
    assert "投诉举报受理与调查通用规则" in row("?on=2026-03-10")
    assert "尚未指定" in row("?on=1999-01-01")


def test_the_history_of_a_unit_says_from_when_to_when(admin: Client) -> None:
    _assign("town", COUNTY, NEXT_DAY)
    _assign("town", "aershan-2021", date(2026, 6, 1))
    unit = factories.unit("town")
    page = admin.get(f"/administration/units/{unit.id}/packs")
    rows = [row.text for row in page.all("tr") if row.has("td")]
    assert len(rows) == 3
    assert "2026年6月1日" in rows[0]
    assert "未定" in rows[0]
    assert "2026年5月31日" in rows[1]
    assert "随" in rows[2]
    admin.get("/administration/units/2000000000/packs", status=404)


def test_a_change_is_looked_at_before_it_is_proposed(admin: Client) -> None:
    page = admin.get("/administration/packs/assign")
    preview = page.submit(status=200, preview="1", **_values(reason=""))
    text = preview.one("section", id="pack-changes").text
    assert "改为《xx县" in text
    assert "申请复核或提出申诉的期限" in text
    assert db.session.query(PendingChange).count() == 0
    assert preview.one("input", name="effective_from")["value"] == "2026-03-10"
    page.submit(common=[COMMON], **_values())
    change = db.session.query(PendingChange).one()
    assert change.details["pack_id"] == WITH_COMMON
    shown = admin.get(f"/administration/changes/{change.id}")
    assert shown.has("section", id="pack-changes")
    assert "通用规则" in shown.text


def test_the_second_person_sees_what_changes_and_it_takes_effect(app: Flask) -> None:
    second = factories.new_user("second", "第二人", "government", (Role.SECURITY_ADMIN,))
    town = factories.unit("town")
    change = services.propose_pack(
        factories.actor("admin"), town, COUNTY, NEXT_DAY, common=[COMMON], reason="新", token=None
    )
    services.decide_change(
        change, factories.actor(second), ChangeAction.CONFIRM, seen_version=change.version
    )
    assert pack_id_of(town, NEXT_DAY) == WITH_COMMON
    assert pack_id_of(town, moment.today()) == factories.PACK


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"effective_from": "2026-03-02"}, "须晚于今天"),
        ({"effective_from": ""}, "请填写此项"),
        ({"pack": "atlantis-1"}, "规则包"),
        ({"common": ["xx-county-2022"]}, "不在可选范围"),
        ({"pack": "aershan-2021"}, "没有变化"),
    ],
)
def test_an_assignment_that_cannot_be_is_refused(
    admin: Client, changes: dict[str, object], message: str
) -> None:
    page = admin.get("/administration/packs/assign").submit(status=422, **_values(**changes))
    assert any(message in error for error in page.errors), page.errors
    assert db.session.query(PendingChange).count() == 0


def test_two_assignments_do_not_overlap(app: Flask) -> None:
    _assign("town", COUNTY, NEXT_DAY)
    with pytest.raises(Refused) as caught:
        services.propose_pack(
            factories.actor("admin"), factories.unit("town"), "aershan-2021", NEXT_DAY,
            reason="又一次", token=None,
        )  # fmt: skip
    assert caught.value.refusal.code == "pack_date_taken"


def test_a_pack_that_is_not_law_on_the_day_is_refused(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    from msgspec.structs import replace

    packs = dict(app.extensions["wenze.regulations"])
    ended = replace(packs[COUNTY].pack, effective_to=date(2026, 3, 9))
    packs[COUNTY] = replace(packs[COUNTY], pack=ended)
    monkeypatch.setitem(app.extensions, "wenze.regulations", packs)
    monkeypatch.setitem(app.extensions, "wenze.regulations.effective", {})
    with pytest.raises(Refused) as caught:
        services.propose_pack(
            factories.actor("admin"), factories.unit("town"), COUNTY, NEXT_DAY,
            reason="过期", token=None,
        )  # fmt: skip
    assert caught.value.refusal.code == "pack_not_in_force"
