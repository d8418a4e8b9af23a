"""The public reports: no account, no cookie, no hour, never into the hands of who is reported."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from complaints import queries, services
from complaints.models import Complaint, Reporter
from complaints.rules import (
    FOUND,
    AnswerBy,
    Channel,
    ComplaintState,
    LeadOrigin,
    ReporterKind,
    is_below,
    origin_of,
)
from complaints.services import GivenRespondent, Identity, receipts, routing
from complaints.views import reporting
from core import moment
from core.access.permissions import Role
from core.db import db
from core.identity.models import Unit, User
from core.record.services import of_subject
from core.refusals import Refused
from core.throttle import Throttle
from tests.support import complaints as make
from tests.support.client import Client, Page
from tests.support.factories import actor, new_user, person, unit

SignIn = Callable[[User], Client]

DEPARTMENT = "阿尔山市自然资源局"
TYPED: dict[str, Any] = {
    "unit": DEPARTMENT,
    "title": "申请公开征收补偿方案没有答复",
    "facts": "一月五日递交了申请，到现在没有任何答复。",
    "stands": "anonymous",
}
NAMED: dict[str, Any] = {
    "stands": "person",
    "reporter_name": "祁听雪",
    "reporter_phone": "13900000321",
}


@pytest.fixture(autouse=True)
def open_office(monkeypatch: pytest.MonkeyPatch) -> Unit:
    """The office says that it receives reports."""
    monkeypatch.setattr(reporting, "throttle", Throttle(50, 50, timedelta(minutes=10)))
    monkeypatch.setitem(receipts.lookup.SCRYPT, "n", 2)  # type: ignore[attr-defined]
    office = unit("office")
    office.takes_public_reports = True
    db.session.flush()
    return office


def send(client: Client, status: int = 200, **changes: Any) -> Page:
    return client.get("/report").submit(status=status, **{**TYPED, **changes})


def code_on(page: Page) -> str:
    return page.one("p", class_="receipt-code").text


def only() -> Complaint:
    return db.session.scalars(select(Complaint)).one()


@pytest.mark.requirement("CMP-01", "CMP-02", "INF-06")
def test_an_anonymous_report_is_registered_and_gets_a_receipt(client: Client) -> None:
    received = send(client)
    complaint = only()
    assert (complaint.channel, complaint.is_anonymous) == (Channel.WEB, True)
    assert complaint.created_by_id is None
    assert complaint.received_on == moment.today()
    assert queries.clocks_of(complaint)[0].started_on == moment.today()
    assert re.fullmatch(r"\d{4} \d{4} \d{4} \d{4}", code_on(received))
    assert complaint.number in received.text
    assert services.complaint_of(code_on(received)) is complaint
    standing = client.get("/follow-up").submit("/follow-up", status=200, code=code_on(received))
    assert "正在审查是否受理" in standing.text


@pytest.mark.requirement("SEC-01")
def test_no_cookie_is_set_and_no_session_is_kept(client: Client) -> None:
    pages = [client.get("/report"), send(client), send(client, status=422, title="")]
    assert not any("Set-Cookie" in page.headers for page in pages)
    assert not db.session.execute(text("SELECT * FROM web_sessions")).all()


@pytest.mark.requirement("SEC-01")
def test_what_is_written_carries_the_day_and_no_address(client: Client) -> None:
    instant = f"{moment.today()}T14:37:21+08:00"
    with moment.frozen(instant):
        send(client, **NAMED)
    hours = ("14:37", "06:37", "37:21", "127.0.0.1")
    tables = db.session.execute(text(_TABLES[db.engine.dialect.name])).scalars().all()
    assert len(tables) > 40
    for table in tables:
        said = str(db.session.execute(text(f"SELECT * FROM {table}")).all())
        assert not any(hour in said for hour in hours), table
    assert moment.is_a_day(only().created_at)
    # twin: what an officer enters carries the instant
    with moment.frozen(instant):
        made = make.complaint()
    assert not moment.is_a_day(made.created_at)


_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
}


@pytest.mark.requirement("SEC-01")
def test_who_reported_is_sealed_and_no_page_tells(
    client: Client, sign_in: SignIn, intake: User
) -> None:
    send(client, **NAMED, reporter_address="梧桐路18号", answer_by="phone")
    row = str(db.session.execute(text("SELECT * FROM reporters")).one())
    complaint = only()
    page = sign_in(intake).get(f"/complaints/{complaint.id}")
    for secret in ("祁听雪", "13900000321", "梧桐路"):
        assert secret not in row
        assert secret not in page.text
        assert secret not in str([vars(e) for e in of_subject("complaints", complaint.id)])
    seen = make.viewed(complaint)
    assert (seen.name, seen.answer_by) == ("祁听雪", AnswerBy.PHONE)


def test_the_same_form_sent_again_shows_the_same_receipt(client: Client) -> None:
    form = client.get("/report")
    codes = {code_on(form.submit(status=200, **TYPED)) for _number in range(2)}
    assert len(codes) == 1
    assert only().state is ComplaintState.REGISTERED
    token = db.session.scalars(text("SELECT token FROM performed_acts")).one()
    assert token not in form.response.get_data(as_text=True)
    services.issue_receipt(only(), actor("intake"), reason="投诉举报人遗失。")
    assert "更换过" in form.submit(status=200, **TYPED).text


def test_nothing_typed_is_lost_and_files_are_asked_for_again(client: Client) -> None:
    page = client.get("/report").submit(
        status=422, **{**TYPED, "title": ""}, files=(BytesIO(b"words"), "words.txt")
    )
    assert page.one("textarea", name="facts").text == TYPED["facts"]
    assert page.one("input", name="unit")["value"] == DEPARTMENT
    assert "重新选择" in page.text
    assert not db.session.scalars(select(Complaint)).all()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit": "不存在的局"}, "没有找到这个单位"),
        ({"unit": "阿尔山市"}, "请写全称"),
        ({"unit": ""}, "请填写被反映的单位"),
        ({"stands": "person"}, "请填写姓名或者名称"),
        ({"reporter_name": "祁听雪"}, "您选择了匿名"),
        ({"answer_by": "phone"}, "匿名的，请凭回执码查询"),
        ({**NAMED, "answer_by": "post"}, "请留下地址"),
        ({**NAMED, "facts": "我叫祁听雪，二月去过窗口。"}, "以免泄露您的身份"),
        ({**NAMED, "stands": "joint"}, "至少2人"),
        ({**NAMED, "joint_count": "3"}, "只在联名投诉举报时填写"),
        ({"occurred_from": "2199-01-01"}, "日期不能晚于今天"),
        ({"occurred_from": "2026-02-02", "occurred_to": "2026-02-01"}, "不能早于开始"),
        ({"website": "http://example.test"}, "识别自动程序"),
        ({"form_token": "x"}, "表单标识无效"),
        ({"receiver": "999"}, "不是有效的选择"),
    ],
)
def test_what_is_missing_is_said_beside_the_field(
    client: Client, changes: dict[str, str], words: str
) -> None:
    page = send(client, status=422, **changes)
    assert words in page.text, page.errors
    assert not db.session.scalars(select(Complaint)).all()


def test_a_part_of_the_name_is_enough_for_a_unit(client: Client) -> None:
    send(client, unit="自然资源局")
    assert only().respondents[0].unit.name == DEPARTMENT


@pytest.mark.requirement("INF-07")
def test_a_joint_report_keeps_the_others_sealed_and_speaks_to_one(client: Client) -> None:
    others = "陶格斯、阿木尔"
    refused = send(
        client, status=422, **{**NAMED, "stands": "joint"}, joint_count="3", joint_names=others,
        facts="我和阿木尔都没有收到答复。",
    )  # fmt: skip
    assert "以免泄露" in refused.text
    send(client, **{**NAMED, "stands": "joint"}, joint_count="3", joint_names=others)
    complaint = only()
    row = db.session.scalars(select(Reporter)).one()
    assert (row.kind, row.joint_count) == (ReporterKind.JOINT, 3)
    assert "阿木尔" not in str(db.session.execute(text("SELECT * FROM reporters")).one())
    assert make.viewed(complaint).joint_names == others
    with pytest.raises(Refused):
        services.answer_message(complaint, actor("intake"), text="阿木尔您好", token="t" * 32)


@pytest.mark.requirement("SEC-02")
def test_a_report_about_the_receiver_or_what_is_above_it_is_not_taken(client: Client) -> None:
    for name in (unit("office").name, unit("government").name):
        assert "不能接收" in send(client, status=422, unit=name).text
    assert not db.session.scalars(select(Complaint)).all()


@pytest.mark.requirement("SEC-02")
def test_a_report_goes_up_from_whom_it_is_about(app: Flask) -> None:
    town, office = unit("town"), unit("office")
    town.takes_public_reports = True
    db.session.flush()
    assert services.public_receiver(town, [GivenRespondent(unit("department"))]) is town
    assert services.public_receiver(town, [GivenRespondent(town)]) is office
    # twin: without the rule about who stands under whom it would stay
    assert is_below(town.path, [town.path])
    assert not is_below(town.path, [office.path])


@pytest.mark.requirement("SEC-02")
def test_a_report_about_who_decides_goes_elsewhere(app: Flask) -> None:
    chief, office = person("supervisor"), unit("office")
    about = [GivenRespondent(unit("department"), "王𬭩")]
    assert services.public_receiver(office, about) is office
    person("principal").superior_id = chief.id  # whom it is about stands under who decides
    db.session.flush()
    assert services.public_receiver(office, about) is None
    new_user("deputy", "副主任", "office", (Role.DISCIPLINE_LEADER,))
    assert services.public_receiver(office, about) is office


@pytest.mark.requirement("SEC-02")
def test_of_several_who_bear_a_name_none_sees_it(client: Client, sign_in: SignIn) -> None:
    for username in ("one", "two"):
        new_user(username, "张伟", "department", (Role.STAFF,))
    page = send(client, person_name="张伟")
    assert code_on(page)  # and nobody was told that there are two
    rows = only().respondents
    assert len({row.person_id for row in rows}) == 2
    assert {row.post_title for row in rows} == {None}
    with pytest.raises(Refused):  # twin: an officer is asked which of them
        make.complaint(respondents=[GivenRespondent(unit("department"), "张伟")])


def test_a_form_of_another_site_is_refused(app: Flask, client: Client) -> None:
    form = client.get("/report").form()
    values = {item["name"]: item.get("value", "") for item in form.all("input", type="hidden")}
    receiver = str(unit("office").id)
    sent = {**values, **TYPED, "receiver": receiver, "kind": "report", "answer_by": "code"}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.test"}):
        answer = client.raw("POST", "/report", sent, headers)
        assert answer.status_code == 422
        assert "请在本网站的页面上" in answer.get_data(as_text=True)
    assert client.raw("POST", "/report", sent, {"Sec-Fetch-Site": "same-origin"}).status_code == 200


def test_sending_is_slowed_down_and_the_text_stays(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "throttle", Throttle(2, 5, timedelta(minutes=10)))
    for _number in range(2):
        send(client)
    page = send(client, status=429)
    assert "请过十分钟" in page.text
    assert page.one("textarea", name="facts").text == TYPED["facts"]
    assert len(db.session.scalars(select(Complaint)).all()) == 2


def test_where_nobody_receives_reports_the_page_says_where_to_turn(
    client: Client, open_office: Unit
) -> None:
    open_office.takes_public_reports = False
    assert "目前没有单位在本页接收" in client.get("/report").text


def test_a_file_of_the_public_is_small(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = client.get("/report")
    page.submit(status=200, **TYPED, files=(BytesIO("一张便条".encode()), "便条.txt"))
    complaint = only()
    row = db.session.execute(text("SELECT name, uploaded_by_id FROM attachments")).one()
    assert tuple(row) == ("材料1.txt", None)
    assert complaint.is_anonymous
    view = client.app.view_functions["complaints.report_new"]
    monkeypatch.setattr(view, "_wenze_accepts_files_of_public", 1000)
    client.get("/report").submit(status=413, **TYPED, files=(BytesIO(b"a" * 2000), "a.txt"))


@pytest.mark.requirement("CMP-11")
def test_each_channel_says_which_supervision_it_is() -> None:
    assert {origin_of(channel) for channel in Channel} == set(LeadOrigin)
    assert origin_of(Channel.MEDIA) is LeadOrigin.MEDIA
    assert origin_of(Channel.INTERNAL_CHECK) is LeadOrigin.INTERNAL
    assert origin_of(Channel.WEB) is LeadOrigin.SOCIAL


@pytest.mark.requirement("CMP-11")
@pytest.mark.parametrize("channel", sorted(FOUND))
def test_what_was_found_needs_nobody_who_reported(
    sign_in: SignIn, intake: User, channel: Channel
) -> None:
    clerk = sign_in(intake)
    values: dict[str, Any] = {
        "channel": channel.value,
        "title": "公开栏半年未更新",
        "facts": "检查发现，公开栏半年没有更新。",
        "respondents-0-unit": DEPARTMENT,
    }
    clerk.get("/complaints/new").submit(**values)
    assert only().is_anonymous
    again = clerk.get("/complaints/new").submit(status=422, **{**values, "channel": "written"})
    assert "姓名" in again.text  # twin


def test_the_next_entry_offers_the_channel_of_the_last(sign_in: SignIn, intake: User) -> None:
    clerk = sign_in(intake)
    typed: dict[str, Any] = {
        "channel": "box",
        "title": "公开栏半年未更新",
        "facts": "意见箱来信，公开栏半年没有更新。",
        "respondents-0-unit": DEPARTMENT,
        "is_anonymous": "y",
    }
    clerk.get("/complaints/new").submit(**typed)
    form = clerk.get("/complaints/new")
    assert form.one("select", name="channel").one("option", selected=True)["value"] == "box"


@pytest.mark.requirement("CMP-03")
def test_it_is_accepted_on_its_page_with_one_press(sign_in: SignIn, supervisor: User) -> None:
    complaint = make.complaint()
    leader = sign_in(supervisor)
    leader.get("/").follow("决定是否受理").submit("/accept")
    assert complaint.state is ComplaintState.ACCEPTED
    assert not leader.get(f"/complaints/{complaint.id}").has("textarea", name="reason")


def test_a_representative_is_asked_for_the_number(app: Flask) -> None:
    for reporter in (
        Identity(ReporterKind.JOINT, "祁听雪"),
        Identity(ReporterKind.PERSON, "祁听雪", joint_count=2),
        Identity(ReporterKind.PERSON, "祁听雪", answer_by=AnswerBy.POST),
    ):
        with pytest.raises(Refused):
            make.complaint(reporter=reporter)


def test_nobody_decides_who_is_told_of_themselves(app: Flask) -> None:
    pairs = [(None, unit("office").id)]
    assert not routing.has_decider(unit("office"), pairs)
    assert routing.has_decider(unit("office"), [(None, unit("department").id)])


@pytest.mark.requirement("SEC-05")
def test_one_about_retaliation_is_tied_without_a_word_about_the_old_one(client: Client) -> None:
    old = make.complaint(title="反映征收补偿")
    known = send(client, is_retaliation="y", earlier=old.number)
    unknown = send(client, is_retaliation="y", earlier="阿政公责举〔2019〕999号")
    by_code = send(client, earlier=code_on(known))
    tied = [
        one.retaliates_id for one in db.session.scalars(select(Complaint).order_by(Complaint.id))
    ]
    assert tied == [None, old.id, None, old.id + 1]

    def plain(page: Page) -> str:
        return re.sub(r"[0-9]", "", page.text)

    assert plain(known) == plain(unknown) == plain(by_code)
    first, second = (
        client.get("/follow-up").submit("/follow-up", status=200, code=code_on(page))
        for page in (known, unknown)
    )
    assert plain(first) == plain(second)


@pytest.mark.requirement("SEC-05", "SEC-01")
def test_a_receipt_code_typed_for_the_old_one_stays_in_no_table(client: Client) -> None:
    code = code_on(send(client))
    send(client, earlier=code)
    wanted = (code, code.replace(" ", ""))
    for table in db.session.execute(text(_TABLES[db.engine.dialect.name])).scalars().all():
        said = str(db.session.execute(text(f"SELECT * FROM {table}")).all())
        assert not any(one in said for one in wanted), table
