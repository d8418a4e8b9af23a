"""What was decided goes into the person's own file: to whom it was handed, or why not (ARC-04)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import current_app

from accountability.models import NoticeService
from accountability.procedure import notices as procedure
from accountability.services import notices as services
from core import moment
from core.identity.models import User
from core.procedure import Forbidden, Stale
from core.record.services import of_subject
from core.refusals import Refused
from core.worklist import tasks_of
from regulations.codes import GuardId
from regulations.registry import get_pack
from regulations.rules import guard
from tests.support import accountability_remedies as make
from tests.support.client import Client
from tests.support.factories import actor, person

pytestmark = pytest.mark.usefixtures("app")
SignIn = Callable[[User], Client]
TASK = "登记归入个人档案"


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, check=lambda error: error.refusal.code == code)


def effective() -> NoticeService:
    """Return the official's service of a decision that took effect."""
    made = make.service()
    clock = make.remedy_clock(made)
    assert clock.due_on is not None
    with moment.frozen(clock.due_on + timedelta(days=1)):
        make.take_effect(made.decision.case)
    return made


def file(made: NoticeService, by: str = "handler", **changes: Any) -> NoticeService:
    values: dict[str, Any] = {
        "filed": True,
        "filed_on": moment.today(),
        "filed_with": "市自然资源局人事股",
        "filed_by": "韩志远",
        "filed_to": "王敏",
        "seen_version": made.version,
    }
    services.file_service(made, actor(by), **{**values, **changes})
    return made


def waits(username: str) -> bool:
    with current_app.test_request_context():
        return TASK in [str(task.action) for task in tasks_of(actor(username))]


@pytest.mark.requirement("ARC-04", "LEAK-03")
def test_a_decision_in_effect_waits_until_it_went_into_the_persons_file() -> None:
    made = effective()
    assert waits("handler")
    assert not waits("supervisor")
    file(made)
    assert (made.filed_on, made.filed_with) == (moment.today(), "市自然资源局人事股")
    assert not waits("handler")
    entry = of_subject("notice_services", made.id, limit=1)[0]
    assert entry.action == "file"
    assert "人事股" in (entry.after or "")


@pytest.mark.requirement("ARC-04")
def test_why_it_did_not_is_said_and_ends_the_task_too() -> None:
    made = effective()
    with refused("service_filing_reason_needed"):
        file(made, filed=False)
    file(made, filed=False, not_filed_reason="批评教育不归档。")
    assert (made.filed_on, made.not_filed_reason) == (None, "批评教育不归档。")
    assert not waits("handler")


def test_nothing_is_filed_before_it_has_effect_or_without_day_office_and_names() -> None:
    early = make.service()
    assert not waits("handler")
    with refused("service_filing_not_effective"):
        file(early)
    made = effective()
    for name in ("filed_on", "filed_with", "filed_by", "filed_to"):
        missing: dict[str, Any] = {name: None}
        with refused("service_filing_incomplete"):
            file(made, **missing)
    issued = made.decision.issued_on
    assert issued is not None
    for day in (issued - timedelta(days=1), moment.today() + timedelta(days=1)):
        with refused("service_filing_date_wrong"):
            file(made, filed_on=day)


def test_the_team_files_once() -> None:
    made = effective()
    for username in ("supervisor", "signer", "liaison"):
        with pytest.raises(Forbidden):
            file(made, by=username)
    seen = made.version
    file(made)
    with pytest.raises(Stale):
        file(made, seen_version=seen)
    with pytest.raises(Forbidden):
        file(made)


def test_a_pack_without_the_rule_asks_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    made = effective()
    for module in (procedure, __import__("accountability.tasks.notices", fromlist=["x"])):
        monkeypatch.setattr(module, "filing_rule", lambda _service: None)
    assert not waits("handler")
    with pytest.raises(Forbidden):
        file(made)


@pytest.mark.parametrize("pack_id", ["leaks-000-15", "aershan-2021", "xx-county-2022"])
def test_the_rule_stands_in_the_pack_with_its_article(pack_id: str) -> None:
    found = guard(get_pack(pack_id), GuardId.PERSONAL_FILE)
    assert found is not None
    assert found.value.value is True
    own = "第六条（四）" if pack_id == "leaks-000-15" else "第三十九条（七）"
    assert own in found.value.article


def test_on_the_page_of_the_service(sign_in: SignIn) -> None:
    made = effective()
    page = sign_in(person("handler")).get(f"/services/{made.id}")
    form = page.follow(TASK)
    kept = form.submit(status=422, outcome="filed", filed_with="", filed_to="王敏")
    assert "请填写移交日期、接收部门、移交人和接收人。" in kept.text
    kept.submit(outcome="filed", filed_with="人事股", filed_to="王敏")
    shown = sign_in(person("supervisor")).get(f"/services/{made.id}")
    assert "归入个人档案" in shown.text
    assert "人事股" in shown.text
    assert not shown.has("a", text=TASK)
