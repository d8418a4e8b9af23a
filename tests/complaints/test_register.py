"""Registering: number, clock, sealed identity, and what is not taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import LazyString, get_locale
from sqlalchemy import delete, inspect, select, text

from complaints import services
from complaints.models import Complaint, Reporter
from complaints.queries import registered_with
from complaints.rules import BY_HAND, Channel, ComplaintState, ReporterKind
from complaints.services import GivenRespondent, Identity
from core.access import Role
from core.clocks.queries import for_subject
from core.db import db
from core.identity.models import Post, Unit, UnitPack, User
from core.procedure import AlreadyDone, Forbidden
from core.record.services import of_subject
from core.refusals import Refused, say
from regulations.labels import TERMS
from regulations.model import TermId
from tests.support import complaints as make
from tests.support.factories import actor, new_user, unit


def refused(code: str, **changes: object) -> Refused:
    with pytest.raises(Refused) as caught:
        services.register_complaint(actor("intake"), make.given(**changes))
    assert caught.value.refusal.code == code
    assert not db.session.scalars(select(Complaint)).all()
    return caught.value


@pytest.mark.requirement("CMP-02")
def test_each_report_gets_the_next_number_of_its_unit_and_year(app: Flask) -> None:
    first, second = make.complaint(), make.complaint()
    assert [first.number, second.number] == ["阿政公责举〔2026〕1号", "阿政公责举〔2026〕2号"]
    late = make.complaint(received_on=date(2025, 12, 30))
    assert late.number == "阿政公责举〔2025〕1号"


@pytest.mark.requirement("CMP-02")
def test_a_refused_report_takes_no_number(app: Flask) -> None:
    refused("complaint_needs_respondent", respondents=[])
    assert make.complaint().number.endswith("1号")


@pytest.mark.requirement("CMP-03")
def test_fifteen_calendar_days_run_from_the_day_of_receipt(office: Unit) -> None:
    complaint = make.complaint(received_on=date(2026, 3, 2))
    (clock,) = for_subject("complaints", complaint.id)
    assert (clock.started_on, clock.due_on) == (date(2026, 3, 2), date(2026, 3, 17))
    assert (clock.length, clock.unit.value, clock.bearer_unit_id) == (15, "calendar_day", office.id)
    assert clock.label == "举报受理期限"
    assert "受理程序" in clock.article


@pytest.mark.requirement("CMP-01")
@pytest.mark.parametrize("channel", BY_HAND)
@pytest.mark.parametrize("kind", list(ReporterKind))
def test_anyone_may_report_by_any_channel(channel: Channel, kind: ReporterKind) -> None:
    count = 3 if kind is ReporterKind.JOINT else None
    reporter = Identity(kind, "哈拉哈河旅行社", joint_count=count)
    complaint = make.complaint(channel=channel, reporter=reporter)
    assert complaint.reporter is not None
    assert (complaint.channel, complaint.reporter.kind) == (channel, kind)


@pytest.mark.requirement("CMP-01", "SEC-01")
def test_an_anonymous_report_has_no_identity_row() -> None:
    complaint = make.complaint(reporter=None)
    assert complaint.is_anonymous
    assert db.session.scalars(select(Reporter)).all() == []


def virtual() -> set[str]:
    """Return SQLite's virtual tables: what they hold stands in tables of their own."""
    if db.engine.dialect.name != "sqlite":
        return set()
    found = text("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")
    return set(db.session.scalars(found))


def stored_bytes(app: Flask) -> Iterator[bytes]:
    """Yield every stored value of every table, and every stored file."""
    for table in sorted(set(inspect(db.session.connection()).get_table_names()) - virtual()):
        for row in db.session.execute(text(f'SELECT * FROM "{table}"')):
            for value in row:
                yield value if isinstance(value, bytes) else str(value).encode()
    folder: Path = app.extensions["wenze.settings"].files_dir
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.read_bytes()


def bytes_naming(app: Flask, *secrets: str | None) -> list[bytes]:
    wanted = [secret.encode() for secret in secrets if secret]
    return [value for value in stored_bytes(app) if any(secret in value for secret in wanted)]


IDENTITY = (make.REPORTER.name, make.REPORTER.phone, make.REPORTER.address)


@pytest.mark.requirement("SEC-01")
@pytest.mark.parametrize("state", list(ComplaintState))
def test_who_reported_stands_nowhere_in_clear(app: Flask, state: ComplaintState) -> None:
    complaint = make.complaint(state)
    make.viewed(complaint)
    assert bytes_naming(app, *IDENTITY) == []


def test_the_search_for_the_identity_finds_it_when_it_is_there(app: Flask) -> None:
    make.complaint(title=f"{make.REPORTER.name}反映的问题", reporter=None)
    db.session.flush()
    assert bytes_naming(app, *IDENTITY)


@pytest.mark.requirement("SEC-01")
def test_an_identity_does_not_show_itself() -> None:
    assert make.REPORTER.name not in repr(make.REPORTER)
    assert make.REPORTER.name not in repr(make.given())


@pytest.mark.requirement("SEC-01")
@pytest.mark.parametrize("field", ["title", "facts"])
@pytest.mark.parametrize(
    "secret", [*IDENTITY, "敖日 格勒", "１３９—0482 0017", "（+86 13904820017）", "林海路 八号"]
)
def test_a_text_that_names_who_reported_is_refused(field: str, secret: str) -> None:
    error = refused("complaint_text_names_reporter", **{field: f"来访人{secret}反映"})
    assert "第三十条" in say(error.refusal)


@pytest.mark.requirement("SEC-02")
def test_a_report_is_not_routed_to_the_unit_it_is_about() -> None:
    error = refused("complaint_routed_to_respondent", respondents=[GivenRespondent(unit("office"))])
    assert say(error.refusal).endswith("（《信访工作条例》第三十条）")


@pytest.mark.requirement("SEC-02")
def test_a_report_about_a_unit_below_may_be_taken_by_the_unit_above() -> None:
    """Unit equality decides, not the subtree: a government hears of its departments."""
    government = unit("government")
    clerk = new_user("clerk", "市府办", "office")
    db.session.add(
        Post(user=clerk, unit=government, role=Role.INTAKE_OFFICER, starts_on=date(2020, 1, 1))
    )
    db.session.commit()
    made = services.register_complaint(actor(clerk), make.given(unit=government))
    assert made.unit is government


@pytest.mark.requirement("SEC-02")
@pytest.mark.parametrize("name", ["白玉兰"])
def test_nobody_registers_a_report_about_themselves(name: str, intake: User) -> None:
    """The intake officer belongs to the office, so only another unit's register can be meant."""
    intake.unit_id = unit("town").id
    db.session.commit()
    refused("complaint_about_registrar", respondents=[GivenRespondent(unit("town"), name)])


def test_nobody_registers_for_a_unit_where_they_have_no_such_post() -> None:
    with pytest.raises(Forbidden):
        services.register_complaint(actor("intake"), make.given(unit=unit("town")))


def test_a_report_from_tomorrow_is_refused() -> None:
    refused("complaint_received_in_future", received_on=date(2026, 3, 3))


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        (date(2026, 2, 2), date(2026, 2, 1)),
        (date(2026, 3, 3), None),
        (None, date(2026, 3, 3)),
    ],
)
def test_days_of_the_act_out_of_order_are_refused(begin: date | None, end: date | None) -> None:
    refused("complaint_period_out_of_order", occurred_from=begin, occurred_to=end)


def test_a_breach_unknown_to_the_pack_is_refused() -> None:
    refused("complaint_trigger_unknown", trigger_code="no_such_breach")


def test_a_unit_without_rules_on_that_day_takes_nothing() -> None:
    db.session.execute(delete(UnitPack))
    db.session.commit()
    refused("complaint_no_pack")


def test_a_person_named_is_tied_to_their_account(official: User) -> None:
    complaint = make.complaint()
    assert [item.person_id for item in complaint.respondents] == [official.id]
    unknown = make.complaint(respondents=[GivenRespondent(unit("department"), "无此人")])
    assert [item.person_id for item in unknown.respondents] == [None]


def test_of_two_of_the_same_name_the_post_decides_and_without_it_nobody() -> None:
    twin = new_user("namesake", "王𬭩", "department")
    twin.post_title = "档案室主任"
    db.session.commit()
    refused("complaint_person_ambiguous")
    respondent = GivenRespondent(unit("department"), "王𬭩", "档案室主任")
    complaint = make.complaint(respondents=[respondent])
    assert [item.person_id for item in complaint.respondents] == [twin.id]


def test_the_same_form_sent_twice_registers_once(app: Flask) -> None:
    made = services.register_complaint(actor("intake"), make.given(), token="t" * 32)
    with pytest.raises(AlreadyDone) as caught:
        services.register_complaint(actor("intake"), make.given(), token="t" * 32)
    assert caught.value.subject_id == made.id == registered_with("t" * 32)
    assert len(db.session.scalars(select(Complaint)).all()) == 1


def test_the_record_keeps_number_and_channel_and_names_nobody(app: Flask) -> None:
    complaint = make.complaint()
    (entry,) = of_subject("complaints", complaint.id)
    assert entry.action == "register"
    assert complaint.number in (entry.after or "")
    assert "王" not in (entry.after or "")


def test_the_label_of_the_clock_is_chinese_whatever_the_reader_reads(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    tells_language = LazyString(lambda: str(get_locale()))
    monkeypatch.setitem(TERMS, TermId.COMPLAINT_ACCEPTANCE, tells_language)
    with app.test_request_context("/?lang=en"):
        assert str(tells_language) == "en"
        assert for_subject("complaints", make.complaint().id)[0].label == "zh"
