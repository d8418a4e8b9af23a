"""Importing work orders: once, all or none, sealed, and out of sight of whom they are about."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select, text, update

from complaints import queries, services
from complaints.hotline.columns import Column
from complaints.models import Complaint, HotlineImport, ImportColumns, WorkOrder
from complaints.rules import Channel, ComplaintKind, ImportState
from complaints.services import Identity
from core import moment
from core.access import Actor, Role
from core.clocks.queries import for_subject
from core.db import db
from core.files.sealing import file_seal
from core.identity.models import Post
from core.procedure import AlreadyDone, Forbidden, Stale
from core.record.services import of_subject
from core.refusals import Refused, say
from tests.complaints.test_register import bytes_naming
from tests.support import hotline
from tests.support.client import Client
from tests.support.factories import actor, person, unit

SignIn = Callable[..., Client]

FAULTY = {
    2: {"被反映单位": "没有这个局"},
    4: {"受理时间": "昨天", "来电号码": "138"},
}


def registered() -> list[Complaint]:
    return list(db.session.scalars(select(Complaint).order_by(Complaint.id)))


def confirm(made: HotlineImport, by: str | Actor = "intake") -> None:
    who = actor(by) if isinstance(by, str) else by
    services.confirm_import(made, who, seen_version=made.version)


def refused(call: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as caught:
        call()
    db.session.rollback()
    return caught.value.refusal.code


def seconded(username: str = "official") -> Actor:
    """Let somebody of the department keep the office's register, as a town sends people."""
    post = Post(
        user=person(username),
        unit=unit("office"),
        role=Role.INTAKE_OFFICER,
        starts_on=date(2020, 1, 1),
    )
    db.session.add(post)
    db.session.commit()
    return actor(username)


# what becomes of a row


@pytest.mark.requirement("CMP-01", "CMP-02", "CMP-03", "SEC-01")
def test_a_sound_row_becomes_a_complaint_like_any_other() -> None:
    hotline.done(hotline.orders(2))
    first, second = registered()
    assert [first.number, second.number] == ["阿政公责举〔2026〕1号", "阿政公责举〔2026〕2号"]
    assert (first.channel, first.kind) == (Channel.HOTLINE, ComplaintKind.COMPLAINT)
    assert (first.title, first.received_on) == (hotline.SOUND["标题"], date(2026, 2, 26))
    assert [item.unit for item in first.respondents] == [unit("department")]
    assert first.reporter is not None
    assert first.reporter.name is not None
    assert first.reporter.name.open() == hotline.NAME
    order = first.work_order
    assert order is not None
    assert (order.number, order.deadline) == ("AES202602260001", date(2026, 3, 12))
    assert (order.origin, order.wants_secrecy) == ("电话", True)
    (clock,) = for_subject("complaints", first.id)
    assert (clock.started_on, clock.due_on) == (date(2026, 2, 26), date(2026, 3, 13))
    (entry,) = of_subject("complaints", first.id)
    assert (entry.action, entry.actor_id) == ("register", person("intake").id)


def test_numbers_follow_the_year_of_each_work_order() -> None:
    hotline.done([hotline.order(1), hotline.order(2, 受理时间="2025-12-30"), hotline.order(3)])
    assert [complaint.number for complaint in registered()] == [
        *("阿政公责举〔2026〕1号", "阿政公责举〔2025〕1号", "阿政公责举〔2026〕2号"),
    ]


@pytest.mark.requirement("INF-06")
def test_who_left_no_name_is_anonymous_and_who_left_a_number_can_be_told() -> None:
    nobody = {"来电人姓名": "匿名", "来电号码": None, "联系地址": None}
    hotline.done([hotline.order(1, **nobody), hotline.order(2, 来电人姓名="不详")])
    first, second = registered()
    assert (first.is_anonymous, first.reporter) == (True, None)
    assert not second.is_anonymous
    assert queries.from_phone(actor("intake"), second.reporter.phone_index or "") == [second]  # type: ignore[union-attr]


def test_faulty_rows_are_left_out_and_counted() -> None:
    made = hotline.done(hotline.orders(5, FAULTY))
    assert len(registered()) == 3
    assert (made.row_count, made.imported_count, made.faulty_count) == (5, 3, 2)


def test_every_fault_is_named_by_row_and_column() -> None:
    made = hotline.waiting(hotline.orders(5, FAULTY))
    _sheet, found = services.sorted_for(made, actor("intake"))
    assert found is not None
    assert [(f.row, f.column, f.refusal.code) for f in found.faults] == [
        (3, Column.UNIT, "order_unit_unknown"),
        (5, Column.RECEIVED, "order_day"),
        (5, Column.PHONE, "order_phone"),
    ]
    assert [order.row for order in found.good] == [2, 4, 6]


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"被反映单位": "市公开办"}, None, None),  # the importer's own: see below
        ({"工单编号": "AES202602260001"}, Column.NUMBER, "order_twice"),
        ({"受理时间": "2019-12-31"}, Column.RECEIVED, "complaint_no_pack"),
        ({"诉求内容": "=A1"}, Column.FACTS, "order_formula"),
        ({"诉求内容": f"{hotline.NAME}反映"}, Column.FACTS, "order_names_reporter"),
    ],
)
def test_what_only_the_register_knows_is_a_fault_too(
    changes: dict[str, str], column: Column | None, code: str | None
) -> None:
    made = hotline.waiting([hotline.order(1), hotline.order(2, **changes)])
    _sheet, found = services.sorted_for(made, actor("intake"))
    assert found is not None
    expected = [(3, column, code)] if code else []
    assert [(f.row, f.column, f.refusal.code) for f in found.faults] == expected


def test_names_in_the_text_are_replaced_where_the_importer_says_so() -> None:
    made = hotline.waiting([hotline.order(1, 诉求内容=f"{hotline.NAME}（{hotline.DIGITS}）反映")])
    services.choose_columns(
        made,
        actor("intake"),
        columns=services.meanings(made),
        takes_names_out=True,
        seen_version=made.version,
    )
    confirm(made)
    assert [complaint.facts for complaint in registered()] == ["投诉举报人（投诉举报人）反映"]


# once, and all or none


def test_the_same_file_adds_nothing_the_second_time() -> None:
    file = hotline.upload(hotline.xlsx(hotline.orders(3)))
    first = services.upload_orders(actor("intake"), unit("office"), file)
    confirm(first)
    again = services.upload_orders(actor("intake"), unit("office"), file)
    assert queries.imported_before(again) == first
    with pytest.raises(Refused) as caught:
        confirm(again)
    assert caught.value.refusal.code == "import_known_already"
    assert "白玉兰于2026年3月2日 09:00" in say(caught.value.refusal)
    db.session.rollback()
    assert len(registered()) == 3
    assert again.state is ImportState.WAITING


def test_of_a_corrected_file_only_what_is_new_is_added() -> None:
    hotline.done(hotline.orders(5, FAULTY))
    made = hotline.done(hotline.orders(5))
    assert (made.imported_count, made.known_count) == (2, 3)
    assert len(registered()) == 5


def test_nothing_is_half_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row fails at the very end: no complaint, no number, no clock, and the file still waits."""
    made = hotline.waiting(hotline.orders(3))
    real, count = Identity, iter(range(100))

    def fails_late(*args: Any, **kw: Any) -> Any:
        if next(count) == 4:  # looked at three times, and then registered
            raise RuntimeError("the disk is full")
        return real(*args, **kw)

    monkeypatch.setattr("complaints.services.sorting.Identity", fails_late)
    with pytest.raises(RuntimeError):
        confirm(made)
    monkeypatch.undo()
    assert registered() == []
    assert made.state is ImportState.WAITING
    assert for_subject("complaints", 1) == []
    confirm(made)
    assert [complaint.number[-2:] for complaint in registered()] == ["1号", "2号", "3号"]


def test_who_confirms_second_learns_who_was_first() -> None:
    made = hotline.waiting(hotline.orders(2))
    seen = made.version
    colleague = seconded("stranger")
    services.confirm_import(made, colleague, seen_version=seen)
    with pytest.raises(Stale) as caught:
        services.confirm_import(made, actor("intake"), seen_version=seen)
    db.session.rollback()
    assert (caught.value.who, caught.value.what) == ("苏日娜", "确认导入")
    assert caught.value.when == moment.now()
    assert len(registered()) == 2


def test_the_same_form_sent_twice_imports_once() -> None:
    made = hotline.waiting(hotline.orders(1))
    seen = made.version
    services.confirm_import(made, actor("intake"), seen_version=seen, token="t" * 32)
    with pytest.raises(AlreadyDone):
        services.confirm_import(made, actor("intake"), seen_version=seen, token="t" * 32)
    db.session.rollback()
    assert len(registered()) == 1


def test_two_registers_may_hold_the_same_work_order() -> None:
    hotline.done(hotline.orders(1))
    made = services.upload_orders(
        actor("stranger"), unit("town"), hotline.upload(hotline.xlsx(hotline.orders(1)))
    )
    confirm(made, "stranger")
    assert len(registered()) == 2


# whom a report is about does not see it


@pytest.mark.requirement("SEC-02")
def test_a_report_about_the_importers_own_unit_is_counted_and_not_shown() -> None:
    """An officer of the department imports for the office: theirs are entered out of sight."""
    who = seconded()
    rows = [
        hotline.order(1),
        hotline.order(2, 被反映单位="天池镇"),
        hotline.order(3, 来电类别="错"),
    ]
    made = services.upload_orders(who, unit("office"), hotline.upload(hotline.xlsx(rows)))
    sheet, found = services.sorted_for(made, who)
    assert found is not None
    assert [order.row for order in found.good] == [3]
    assert found.counts == {"imported": 1, "unseen": 1, "known": 0, "faulty": 0, "withheld": 1}
    assert services.rejected_sheet(sheet, services.meanings(made), found) is None
    confirm(made, who)
    assert len(registered()) == 2
    seen = db.session.scalars(queries.visible_to(who)).all()
    assert [complaint.respondents[0].unit for complaint in seen] == [unit("town")]
    assert len(db.session.scalars(queries.visible_to(actor("intake"))).all()) == 2
    again = services.upload_orders(who, unit("office"), hotline.upload(hotline.xlsx(rows)))
    _sheet, found = services.sorted_for(again, who)
    assert found is not None
    assert [known.row for known in found.known] == [3]
    assert found.counts["known"] == 2


@pytest.mark.requirement("SEC-02")
def test_a_report_about_somebody_below_the_importer_is_not_shown_either() -> None:
    person("official").superior_id = person("intake").id
    db.session.commit()
    rows = [hotline.order(1), hotline.order(2, 被反映人="王𬭩")]
    content = hotline.xlsx(rows, (*hotline.HEADINGS, "被反映人"))
    made = services.upload_orders(actor("intake"), unit("office"), hotline.upload(content))
    _sheet, found = services.sorted_for(made, actor("intake"))
    assert found is not None
    assert ([order.row for order in found.good], len(found.unseen)) == ([2], 1)
    confirm(made)
    assert len(registered()) == 2
    assert len(db.session.scalars(queries.visible_to(actor("intake"))).all()) == 1


@pytest.mark.requirement("SEC-02")
@pytest.mark.parametrize("ignored", ["被反映人", "被反映单位"])
def test_no_choice_of_columns_shows_somebody_what_is_about_them(ignored: str) -> None:
    """A colleague of who uploaded it says that the column with their own name means nothing."""
    person("official").superior_id = person("intake").id
    db.session.commit()
    headings = (*hotline.HEADINGS, "被反映人", "承办处室")
    rows = [
        hotline.order(1, 承办处室="天池镇"),
        hotline.order(2, 被反映人="王𬭩", 承办处室="天池镇"),
    ]
    made = services.upload_orders(
        actor("intake"), unit("office"), hotline.upload(hotline.xlsx(rows, headings))
    )
    chosen = services.meanings(made)
    chosen[headings.index(ignored)] = None
    if ignored == "被反映单位":
        chosen[-1] = Column.UNIT
    services.choose_columns(
        made, actor("intake"), columns=chosen, takes_names_out=False, seen_version=made.version
    )
    _sheet, found = services.sorted_for(made, actor("intake"))
    assert found is not None
    assert ([order.row for order in found.good], found.unseen, found.withheld) == ([2], [], 1)
    confirm(made)
    assert len(registered()) == 1


@pytest.mark.requirement("SEC-02")
def test_a_report_about_the_register_itself_is_not_taken_and_not_listed() -> None:
    made = hotline.waiting([hotline.order(1), hotline.order(2, 被反映单位="市公开办")])
    _sheet, found = services.sorted_for(made, actor("intake"))
    assert found is not None
    assert (found.faults, found.withheld, found.unseen) == ([], 1, [])
    confirm(made)
    assert (made.imported_count, made.withheld_count) == (1, 1)
    assert services.rejected_file(made, actor("intake")) is None


# what is kept, and how long


@pytest.mark.requirement("SEC-01")
def test_who_called_stands_nowhere_in_clear(app: Flask) -> None:
    secrets = (hotline.NAME, hotline.PHONE, hotline.DIGITS, hotline.ADDRESS)
    made = hotline.waiting(hotline.orders(4, FAULTY))
    assert bytes_naming(app, *secrets) == []
    confirm(made)
    assert made.rejected is not None
    assert bytes_naming(app, *secrets) == []


def test_the_search_for_who_called_finds_what_is_not_sealed(app: Flask) -> None:
    """The twin: the same file kept as it came."""
    made = hotline.waiting(hotline.orders(1))
    content = hotline.csv_of(hotline.orders(1))
    db.session.execute(update(HotlineImport).values(content=content))
    assert bytes_naming(app, hotline.NAME)
    assert made.state is ImportState.WAITING


def test_the_file_is_gone_once_confirmed_or_given_up() -> None:
    done = hotline.done(hotline.orders(1))
    given_up = hotline.waiting(hotline.orders(2))
    services.discard_import(given_up, actor("intake"), seen_version=given_up.version)
    for made in (done, given_up):
        db.session.refresh(made, ["content"])
        assert made.content is None


def test_after_a_day_the_file_cannot_be_had_and_then_is_gone() -> None:
    made = hotline.waiting(hotline.orders(1))
    with moment.frozen((moment.now() + timedelta(hours=25)).isoformat()):
        assert refused(lambda: services.sorted_for(made, actor("intake"))) == "import_expired"
        assert refused(lambda: confirm(made)) == "import_expired"
        assert services.expire_imports() == 1
        assert services.expire_imports() == 0
    db.session.refresh(made, ["content", "state"])
    assert (made.state, made.content) == (ImportState.EXPIRED, None)
    assert registered() == []


def test_rejected_rows_are_there_for_three_days_for_who_confirmed() -> None:
    made = hotline.done(hotline.orders(3, {2: FAULTY[2]}))
    assert services.rejected_file(made, actor("intake")) is not None
    assert services.rejected_file(made, seconded("stranger")) is None
    with moment.frozen((moment.now() + timedelta(days=3)).isoformat()):
        assert services.rejected_file(made, actor("intake")) is None
        services.expire_imports()
    db.session.refresh(made, ["rejected"])
    assert (made.state, made.rejected) == (ImportState.DONE, None)


def test_rejected_rows_are_masked_text_with_their_reasons() -> None:
    wrong = {
        "被反映单位": "没有这个局",
        "诉求内容": f"=1+1 {hotline.NAME}说{hotline.DIGITS}，另有13500001111和152202199001011234",
    }
    made = hotline.done([hotline.order(1), hotline.order(2, **wrong)])
    content = services.rejected_file(made, actor("intake"))
    assert content is not None
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    (headings, line) = list(sheet.iter_rows())
    row = dict(zip((cell.value for cell in headings), (cell.value for cell in line), strict=True))
    assert row["表中行号"] == "3"
    assert (row["来电人姓名"], row["来电号码"], row["联系地址"]) == (
        "萨*",
        "139****0071",
        "林海****",
    )
    assert row["诉求内容"] == "=1+1 投诉举报人说投诉举报人，另有135****1111和1********4"
    assert row["不能导入的原因"] == (
        "诉求内容：单元格是公式，不能导入，请改为数值或者文字。\n"
        "诉求内容：含有来电人的姓名、电话、住址或者证件号码，请改用“投诉举报人”；"
        "标题和内容中的可以由系统替换。\n"
        "被反映单位：没有这个单位，请填写全称或者简称。"
    )
    assert {cell.data_type for cell in line} == {"s"}
    assert "序号" not in row


# columns


def test_what_columns_mean_is_remembered_by_unit_and_headings() -> None:
    strange = {**dict(zip(hotline.HEADINGS, hotline.HEADINGS, strict=True)), "工单编号": "单子"}
    headings = [strange[heading] for heading in hotline.HEADINGS]

    def content(order: list[str]) -> bytes:
        row = {strange[name]: value for name, value in hotline.order(1).items()}
        return hotline.xlsx([row], order)

    made = services.upload_orders(
        actor("intake"), unit("office"), hotline.upload(content(headings))
    )
    assert services.sorted_for(made, actor("intake"))[1] is None
    assert refused(lambda: confirm(made)) == "import_columns_missing"
    chosen = services.meanings(made)
    chosen[1] = Column.NUMBER
    services.choose_columns(
        made, actor("intake"), columns=chosen, takes_names_out=True, seen_version=made.version
    )
    turned = content(headings[::-1])
    again = services.upload_orders(actor("intake"), unit("office"), hotline.upload(turned))
    assert services.meanings(again) == chosen[::-1]
    assert again.takes_names_out
    town = services.upload_orders(actor("stranger"), unit("town"), hotline.upload(turned))
    assert Column.NUMBER not in services.meanings(town)
    (kept,) = db.session.scalars(select(ImportColumns))
    assert "单子" not in str(vars(kept))


def test_one_meaning_is_one_column_and_what_is_required_has_one() -> None:
    made = hotline.waiting(hotline.orders(1))

    def choose(columns: list[Column | None]) -> Callable[[], None]:
        return lambda: services.choose_columns(
            made,
            actor("intake"),
            columns=columns,
            takes_names_out=False,
            seen_version=made.version,
        )

    twice = services.meanings(made)
    twice[0] = Column.NUMBER
    assert refused(choose(twice)) == "import_column_twice"
    less: list[Column | None] = [
        None if column is Column.FACTS else column for column in services.meanings(made)
    ]
    assert refused(choose(less)) == "import_columns_missing"


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8-sig", ","), ("gb18030", ";"), ("utf-8", "\t")]
)
def test_a_csv_is_imported_alike(encoding: str, delimiter: str) -> None:
    content = hotline.csv_of(hotline.orders(2), delimiter=delimiter, encoding=encoding)
    made = services.upload_orders(
        actor("intake"), unit("office"), hotline.upload(content, "工单.csv")
    )
    confirm(made)
    assert len(registered()) == 2


# who may, and how much


def test_nobody_imports_into_a_register_they_do_not_keep() -> None:
    content = hotline.upload(hotline.xlsx(hotline.orders(1)))
    with pytest.raises(Forbidden):
        services.upload_orders(actor("intake"), unit("town"), content)
    made = hotline.waiting(hotline.orders(1))
    with pytest.raises(Forbidden):
        services.confirm_import(made, actor("stranger"), seen_version=made.version)


def test_more_than_the_limit_is_refused() -> None:
    content = hotline.csv_of(hotline.orders(services.MAX_ORDERS + 1))
    upload = hotline.upload(content, "a.csv")
    code = refused(lambda: services.upload_orders(actor("intake"), unit("office"), upload))
    assert code == "sheet_rows"


def test_ten_uploads_wait_and_no_more() -> None:
    for _ in range(services.MAX_WAITING):
        hotline.waiting(hotline.orders(1))
    assert refused(lambda: hotline.waiting(hotline.orders(1))) == "import_too_many"


def test_a_sheet_without_rows_is_refused() -> None:
    assert refused(lambda: hotline.waiting([])) == "import_empty"


def test_the_record_keeps_the_file_and_the_counts_and_names_nobody() -> None:
    made = hotline.done(hotline.orders(3, {2: FAULTY[2]}))
    confirmed, uploaded = of_subject("hotline_imports", made.id)
    assert (uploaded.action, confirmed.action) == ("upload", "confirm")
    assert made.sha256 in (confirmed.after or "")
    assert '"imported": 2' in (confirmed.after or "")
    assert "萨" not in f"{uploaded.after}{confirmed.after}"


def test_the_database_refuses_a_work_order_twice_and_a_file_after_its_end() -> None:
    made = hotline.done(hotline.orders(1))
    order = db.session.scalars(select(WorkOrder)).one()
    second = registered()[0]
    values = {"unit": order.unit_id, "number": order.number, "made": made.id, "c": second.id + 1}
    with pytest.raises(Exception, match=r"(?i)unique|constraint"):
        db.session.execute(
            text(
                "INSERT INTO work_orders (complaint_id, unit_id, number, wants_secrecy, import_id)"
                " VALUES (:c, :unit, :number, false, :made)"
            ),
            values,
        )
    db.session.rollback()
    with pytest.raises(Exception, match=r"(?i)check|constraint"):
        db.session.execute(update(HotlineImport).values(content=file_seal().seal(b"x")))
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(WorkOrder)) == 1
