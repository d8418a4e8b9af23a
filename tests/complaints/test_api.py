"""Other systems hand in reports and orders: the services of the pages, once each, nobody named."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from complaints import api as complaints_api
from complaints.models import Complaint, Reporter, WorkOrder
from complaints.rules import Channel, ComplaintState
from complaints.services import receipts
from core import moment, throttle
from core.access.permissions import Scope
from core.api.models import ApiRequest
from core.db import db
from core.record.services import of_subject
from core.throttle import Throttle
from tests.support import api
from tests.support import complaints as make
from tests.support.factories import actor, unit

WHO = ("祁听雪", "13900000321", "萨仁图雅", "13904820071", "139 0482-0071")


@pytest.fixture(autouse=True)
def cheap_and_uncounted(monkeypatch: pytest.MonkeyPatch) -> None:
    throttle.forget_all()
    monkeypatch.setitem(receipts.lookup.SCRYPT, "n", 2)  # type: ignore[attr-defined]


@pytest.fixture
def system(app: Flask) -> api.System:
    """Another system whose token may do everything in the office, which receives reports."""
    api.open_office()
    return api.System(app, api.token())


def only() -> Complaint:
    return db.session.scalars(select(Complaint)).one()


def number_of(model: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def faults(answer: Any, status: int = 422) -> dict[str, str]:
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.mimetype == "application/problem+json"
    return {one["pointer"]: one["detail"] for one in answer.get_json().get("errors", ())}


@pytest.mark.requirement("CMP-01", "INF-06")
def test_a_report_is_registered_like_one_of_the_page(system: api.System) -> None:
    answer = system.hand_in()
    assert answer.status_code == 201
    made = only()
    assert made.channel is Channel.WEB
    assert made.state is ComplaintState.REGISTERED
    assert answer.get_json() == {
        "number": made.number,
        "unit": "阿尔山市政务公开办公室",
        "received_on": "2026-03-02",
        "receipt_code": answer.get_json()["receipt_code"],
    }
    acts = {entry.action: entry for entry in of_subject("complaints", made.id)}
    assert set(acts) == {"register", "issue_receipt", "hand_in"}
    assert all(moment.is_a_day(datetime.fromisoformat(entry.at)) for entry in acts.values())


def test_its_code_tells_how_it_stands_here_and_on_the_page(system: api.System) -> None:
    code = system.hand_in().get_json()["receipt_code"]
    standing = system.standing(code).get_json()
    assert standing["number"] == only().number
    assert standing["state"] == "registered"
    assert standing["words"] == "您反映的事项已经登记，正在审查是否受理。"
    assert receipts.complaint_of(code) == only()


@pytest.mark.requirement("SEC-04")
def test_no_answer_names_who_reported(system: api.System) -> None:
    handed_in = system.hand_in()
    answers = [
        handed_in,
        system.hand_in(),
        system.standing(handed_in.get_json()["receipt_code"]),
        system.order("key-00000002"),
        system.order("key-00000003"),
        system.hand_in("key-00000004", facts="我是祁听雪，电话13900000321。"),
        system.order("key-00000005", number="2", facts="来电人萨仁图雅称没有答复。"),
    ]
    assert [answer.status_code for answer in answers] == [201, 201, 200, 201, 409, 422, 422]
    told = "".join(answer.get_data(as_text=True) for answer in answers)
    assert not [who for who in WHO if who in told]


def test_the_same_request_again_is_done_once_and_answered_alike(system: api.System) -> None:
    first, second = system.hand_in(), system.hand_in()
    assert first.get_data() == second.get_data()
    assert number_of(Complaint) == 1
    spaced = system.ask(
        "POST",
        "/reports",
        raw=json.dumps(api.REPORT, indent=4).encode(),
        headers={"Content-Type": "application/json"},
    )
    assert spaced.get_data() == first.get_data()


def test_another_request_under_the_same_key_is_a_conflict(system: api.System) -> None:
    system.hand_in()
    answer = system.hand_in(title="另一件事")
    assert answer.status_code == 409
    assert answer.get_json()["code"] == "key_reused"
    assert number_of(Complaint) == 1


def test_what_was_refused_may_be_sent_again_under_its_key(system: api.System) -> None:
    assert system.hand_in(title="").status_code == 422
    assert system.hand_in(respondents=[{"unit": "没有的单位"}]).status_code == 422
    assert system.hand_in().status_code == 201


def test_a_key_belongs_to_its_token(app: Flask, system: api.System) -> None:
    other = api.System(app, api.token(name="另一个系统"))
    codes = {one.hand_in().get_json()["receipt_code"] for one in (system, other)}
    assert len(codes) == 2
    assert number_of(Complaint) == 2


@pytest.mark.parametrize(
    "key", [None, "short", "含有汉字的幂等键".encode().decode("latin-1"), "k" * 101]
)
def test_without_a_sound_key_nothing_is_done(system: api.System, key: str | None) -> None:
    answer = system.ask("POST", "/reports", api.REPORT, key=key)
    assert answer.status_code == 400
    assert answer.get_json()["code"] == "key_missing"
    assert number_of(Complaint) == 0


def test_neither_key_nor_body_nor_code_is_kept_in_clear(system: api.System) -> None:
    code = system.hand_in().get_json()["receipt_code"]
    (row,) = db.session.scalars(select(ApiRequest))
    kept = str({name: value for name, value in vars(row).items() if name != "_sa_instance_state"})
    assert not [secret for secret in (code, "key-00000001", *WHO) if secret in kept]


def test_of_two_at_once_with_one_key_one_registers(committed_db: Flask) -> None:
    with committed_db.app_context():
        api.open_office()
        token = api.token()
        db.session.commit()

    def send(_n: int) -> tuple[int, bytes]:
        with moment.frozen("2026-03-02"):
            answer = api.System(committed_db, token).hand_in()
        return answer.status_code, answer.get_data()

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(send, range(4)))
    assert {status for status, _body in answers} == {201}
    assert len(answers) == 1
    with committed_db.app_context():
        assert number_of(Complaint) == 1


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"title": 7}, "/title"),
        ({"title": ["数组"]}, "/title"),
        ({"title": "   "}, "/title"),
        ({"title": "长" * 121}, "/title"),
        ({"title": "两行\n标题"}, "/title"),
        ({"facts": "空\x00字符"}, "/facts"),
        ({"facts": "反\u202e向"}, "/facts"),
        ({"facts": "长" * 10_001}, "/facts"),
        ({"kind": "其他"}, "/kind"),
        ({"respondents": []}, "/respondents"),
        ({"respondents": [{"unit": "阿尔山市自然资源局"}] * 11}, "/respondents"),
        ({"respondents": [{"unit": "没有的单位"}]}, "/respondents/0/unit"),
        ({"respondents": [{"unit": "阿尔山市自然资源局", "other": 1}]}, "/respondents/0/other"),
        ({"respondents": None}, "/respondents"),
        ({"occurred_from": "2026-13-01"}, "/occurred_from"),
        ({"occurred_from": 20260101}, "/occurred_from"),
        ({"is_retaliation": "是"}, "/is_retaliation"),
        ({"reporter": "祁听雪"}, "/reporter"),
        ({"reporter": {"kind": "person"}}, "/reporter/name"),
        (
            {"reporter": {"kind": "joint", "name": "甲", "joint_count": 10**30}},
            "/reporter/joint_count",
        ),
        ({"unknown": 1}, "/unknown"),
        ({"a/b~c": 1}, "/a~1b~0c"),
    ],
)
def test_what_is_wrong_is_pointed_at(
    system: api.System, changes: dict[str, Any], pointer: str
) -> None:
    found = faults(system.hand_in(**changes))
    assert set(found) == {pointer}
    assert all(found.values())
    assert number_of(Complaint) == 0


@pytest.mark.parametrize(
    ("raw", "kind", "status"),
    [
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b"[" * 100_000, "application/json", 400),
        (b'{"title": "\xb1\xea\xcc\xe2"}', "application/json", 400),
        (b'{"title": "\\ud800"}', "application/json", 400),
        (b"title=x", "application/x-www-form-urlencoded", 415),
        (b"{}", "text/plain", 415),
        (b"{}", "", 415),
        (b'{"facts": "' + b"a" * 200_000 + b'"}', "application/json", 413),
    ],
)
def test_a_body_that_is_no_body_is_refused(
    system: api.System, raw: bytes, kind: str, status: int
) -> None:
    answer = system.ask("POST", "/reports", raw=raw, headers={"Content-Type": kind})
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.mimetype == "application/problem+json"
    assert number_of(Complaint) == 0


def test_what_the_service_refuses_comes_with_its_article(system: api.System) -> None:
    answer = system.hand_in(facts="我叫祁听雪，申请没有答复。")
    assert answer.status_code == 422
    said = answer.get_json()
    assert said["code"] == "complaint_text_names_reporter"
    assert "《信访工作条例》第三十条" in said["detail"]


def test_a_receiver_out_of_reach_is_not_there(app: Flask, system: api.System) -> None:
    unit("town").takes_public_reports = True
    db.session.flush()
    beyond = system.hand_in(receiver="天池镇人民政府")
    unheard_of = system.hand_in(receiver="没有的单位")
    closed = system.order(receiver="阿尔山市自然资源局")
    assert beyond.get_data() == unheard_of.get_data() == closed.get_data()
    assert beyond.status_code == 404
    wide = api.System(app, api.token(unit="government", name="市级平台"))
    assert wide.hand_in(receiver="天池镇").get_json()["unit"] == "天池镇人民政府"


def test_a_code_out_of_reach_is_like_none(app: Flask, system: api.System) -> None:
    code = system.hand_in().get_json()["receipt_code"]
    town = api.System(app, api.token(unit="town", name="乡镇平台"))
    assert town.standing(code).get_data() == town.standing("0" * 16).get_data()
    assert town.standing(code).status_code == 404


def test_what_went_to_a_unit_above_can_be_asked_about_by_who_handed_it_in(
    app: Flask, system: api.System
) -> None:
    made = make.complaint(by="stranger", unit=unit("town"))
    code = receipts.issue_receipt(made, actor("stranger"))
    assert system.standing(code).status_code == 404
    handed_in = system.hand_in().get_json()["receipt_code"]
    only_mine = db.session.scalars(select(Complaint).where(Complaint.id != made.id)).one()
    only_mine.unit_id = unit("town").id
    db.session.flush()
    assert system.standing(handed_in).status_code == 200


def test_guessing_codes_is_stopped(system: api.System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(complaints_api, "codes", Throttle(2, 50, timedelta(minutes=10)))
    assert [system.standing(f"{n:016d}").status_code for n in range(3)] == [404, 404, 429]


def test_an_order_is_registered_like_a_row_of_the_table(system: api.System) -> None:
    answer = system.order(deadline="2026-03-12", secrecy=True, origin="电话")
    assert answer.status_code == 201
    made = only()
    assert made.channel is Channel.HOTLINE
    assert made.received_on.isoformat() == "2026-02-26"
    order = db.session.scalars(select(WorkOrder)).one()
    assert (order.number, order.wants_secrecy, order.origin) == ("AES202602260001", True, "电话")
    assert order.api_token_id is not None
    assert order.import_id is None
    assert number_of(Reporter) == 1


def test_an_order_is_registered_once_by_its_number(system: api.System) -> None:
    assert system.order().status_code == 201
    again = system.order("key-00000002")
    assert faults(again, 409) == {"/number": "这个工单编号已经登记，不重复登记。"}
    assert number_of(Complaint) == 1


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"unit": "没有的单位"}, "/unit"),
        ({"unit": "阿尔山市政务公开办公室"}, "/unit"),
        ({"received": "2026-03-03"}, "/received"),
        ({"deadline": "2026-02-01"}, "/deadline"),
        ({"post": "科长"}, "/person"),
        ({"facts": "来电人萨仁图雅称没有答复。"}, "/facts"),
    ],
)
def test_a_faulty_order_is_refused_by_the_checks_of_the_table(
    system: api.System, changes: dict[str, Any], pointer: str
) -> None:
    found = faults(system.order(**changes))
    assert set(found) == {pointer}
    assert number_of(Complaint) == 0


def test_names_are_taken_out_of_an_order_where_that_is_asked_for(system: api.System) -> None:
    facts = "来电人萨仁图雅称没有答复。"
    assert system.order(facts=facts, takes_names_out=True).status_code == 201
    assert only().facts == "来电人投诉举报人称没有答复。"


def test_without_its_scope_nothing_is_registered(app: Flask) -> None:
    api.open_office()
    system = api.System(app, api.token([Scope.REPORT_STATUS]))
    assert system.hand_in().status_code == 403
    assert system.order().status_code == 403
    assert number_of(Complaint) == 0
