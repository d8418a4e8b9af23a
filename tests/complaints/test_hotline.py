"""Work orders from the cells of a spreadsheet: names of columns, dates, numbers, faults. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints import naming
from complaints.hotline import columns, orders, values
from complaints.hotline.columns import Column
from complaints.hotline.orders import Fault, Order, Reading
from complaints.rules import ComplaintKind

TODAY = date(2026, 3, 2)
DAY = date(2026, 3, 2)


# columns


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("工单编号", Column.NUMBER),
        ("工单编号（必填）", Column.NUMBER),
        ("* 工 单 编 号：", Column.NUMBER),
        ("来电号码", Column.PHONE),
        ("联系号码", Column.PHONE),
        ("联系电话", Column.PHONE),
        ("受理时间", Column.RECEIVED),
        ("诉求内容", Column.FACTS),
        ("被反映单位", Column.UNIT),
        ("承办单位", Column.UNIT),
        ("截止时间", Column.DEADLINE),
        ("是否保密", Column.SECRECY),
        ("满意度", None),
        ("", None),
    ],
)
def test_headings_are_known_by_the_names_in_use(heading: str, meaning: Column | None) -> None:
    assert columns.meaning(heading) is meaning


def test_of_two_columns_that_fit_the_surer_name_is_taken() -> None:
    proposed = columns.propose(["编号", "工单编号", "承办单位", "被反映单位", "联系电话"])
    assert proposed == [None, Column.NUMBER, None, Column.UNIT, Column.PHONE]


def test_the_headings_are_found_below_a_title() -> None:
    title = ["12345热线工单导出表"]
    assert columns.find_headings([title, ["工单编号", "受理时间", "标题"], ["1", "2", "3"]]) == 1
    assert columns.find_headings([["a", "b"], ["1", "2"]]) == 0


def test_no_name_means_two_things() -> None:
    names = [name for listed in columns._NAMES.values() for name in listed.split()]
    assert len(names) == len(set(names))
    assert all(columns.plain(name) == name for name in names)


# days


@pytest.mark.parametrize(
    "text",
    [
        *("2026-03-02", "2026-3-2", "2026/3/2", "2026.3.2", "20260302", "2026年3月2日"),
        *("2026年3月2号", "2026年03月02日 09:30", "2026-03-02T09:30:00Z", "2026/3/2 9:30:15"),
        *("2026-03-02 09:30:15.000", "2026年3月2日上午9时30分", "2026年3月2日 下午3点20分"),
        *("20260302093015", "２０２６－０３－０２", "二〇二六年三月二日", " 2026-03-02\n", "46083"),
        *("46083.395833", "2026-03-02 周一 09:30", "2026 年 3 月 2 日"),
    ],
)
def test_a_day_is_read_as_offices_write_it(text: str) -> None:
    assert values.day_of(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        *("", "3月2日", "26-3-2", "2026-02-30", "2026-13-01", "昨天", "2026", "202603", "12345"),
        *("2026-03-02至2026-03-05", "1", "99999", "0000-00-00", "二六年三月二日", "2026年十三月"),
    ],
)
def test_what_is_no_whole_day_is_not_guessed(text: str) -> None:
    assert values.day_of(text) is None


WRITTEN = (
    "{0}-{1:02}-{2:02}",
    "{0}/{1}/{2}",
    "{0}.{1}.{2}",
    "{0}年{1}月{2}日",
    "{0}{1:02}{2:02}",
    "{0}-{1}-{2} 10:20",
    "{0}年{1}月{2}日 下午3时",
)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(WRITTEN), st.booleans())
def test_every_day_is_read_back_however_it_is_written(day: date, form: str, wide: bool) -> None:
    text = form.format(day.year, day.month, day.day)
    if wide:
        text = text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789-/.:"})
    assert values.day_of(text) == day


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_is_read_from_the_number_of_a_spreadsheet(day: date) -> None:
    assert values.day_of(str((day - date(1899, 12, 30)).days)) == day


@given(st.text(max_size=40))
def test_no_text_breaks_the_readers(text: str) -> None:
    day = values.day_of(text)
    assert day is None or timedelta(0) <= day - date(1900, 1, 1)
    phone = values.phone_of(text)
    assert phone is None or values.phone_of(phone) == phone
    values.kind_of(text)
    values.yes_or_no(text)
    naming.numbers_in(text)


# telephone numbers


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("139 0482 0017", "13904820017"),
        ("139-0482-0017", "13904820017"),
        ("+86 13904820017", "13904820017"),
        ("8613904820017", "13904820017"),
        ("１３９０４８２００１７", "13904820017"),
        ("0482-2321234", "04822321234"),
        ("（0482）2321234", "04822321234"),
        ("+86-482-2321234", "04822321234"),
        ("010-65431234", "01065431234"),
        ("2321234", "2321234"),
        ("0482-2321234转801", "04822321234转801"),
        ("400-810-1234", "4008101234"),
    ],
)
def test_a_number_is_read_with_its_blanks_and_hyphens(text: str, phone: str) -> None:
    assert values.phone_of(text) == phone


@pytest.mark.parametrize(
    "text",
    ["12345", "1390482001", "139048200171", "13904820017/13812345678", "王先生", "", "110", "0"],
)
def test_what_is_no_whole_number_is_none(text: str) -> None:
    assert values.phone_of(text) is None


MOBILE = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
GAPS = st.lists(st.sampled_from(["", "", " ", "-", "—", "\u3000", "  "]), min_size=11, max_size=11)


@given(MOBILE, GAPS, st.sampled_from(["", "+86", "86", "0086", "+86 ", "86-"]), st.booleans())
def test_every_mobile_number_is_read_however_it_is_parted(
    digits: str, gaps: list[str], prefix: str, wide: bool
) -> None:
    text = prefix + "".join(digit + gap for digit, gap in zip(digits, gaps, strict=True))
    if wide:
        text = text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789-+"})
    assert values.phone_of(text) == digits


# rows


@dataclass(frozen=True)
class Cell:
    text: str
    flaw: str | None = None


ROW = {
    Column.NUMBER: "AES1",
    Column.RECEIVED: "2026-02-26 10:20",
    Column.TITLE: "逾期未答复",
    Column.FACTS: "二月三日递交申请，至今没有答复。",
    Column.UNIT: "自然资源局",
    Column.NAME: "萨仁图雅",
    Column.PHONE: "139 0482-0071",
    Column.ADDRESS: "林海街道",
    Column.ID_NUMBER: "152202199001011234",
}
UNITS = {"自然资源局": [7], "两个": [8, 9]}


def read(*flawed: tuple[Column, str], **changes: str | None) -> Order | list[Fault]:
    """Read the sound row after `changes` by the name of a column; None leaves a cell empty."""
    flaws = dict(flawed)
    texts = {**ROW, **{Column(name): text for name, text in changes.items()}}
    cells = {
        column: Cell(text, flaws.get(column)) for column, text in texts.items() if text is not None
    }
    return orders.read(5, cells, Reading(list(Column), UNITS, TODAY))


def test_a_sound_row_is_a_work_order() -> None:
    order = read(kind="举报", secrecy="是", deadline="2026年3月12日", origin="电话")
    assert isinstance(order, Order)
    assert (order.row, order.number, order.unit_id) == (5, "AES1", 7)
    assert (order.received_on, order.deadline) == (date(2026, 2, 26), date(2026, 3, 12))
    assert (order.kind, order.wants_secrecy) == (ComplaintKind.REPORT, True)
    assert (order.name, order.phone) == ("萨仁图雅", "13904820071")
    assert not order.is_anonymous
    assert "萨仁图雅" not in repr(order)


@pytest.mark.requirement("INF-06")
def test_nobody_is_named_by_words_for_nobody() -> None:
    order = read(name="匿名", phone="无", address=None)
    assert isinstance(order, Order)
    assert order.is_anonymous
    left = read(name="不愿透露")
    assert isinstance(left, Order)
    assert (left.name, left.is_anonymous) == (None, False)


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"number": None}, Column.NUMBER, "order_missing"),
        ({"number": "A" * 61}, Column.NUMBER, "order_too_long"),
        ({"received": "昨天"}, Column.RECEIVED, "order_day"),
        ({"received": "2026-03-03"}, Column.RECEIVED, "complaint_received_in_future"),
        ({"title": "长" * 121}, Column.TITLE, "order_too_long"),
        ({"facts": None}, Column.FACTS, "order_missing"),
        ({"facts": "长" * 20_001}, Column.FACTS, "order_too_long"),
        ({"facts": "看\u202e这"}, Column.FACTS, "order_unseen"),
        ({"facts": "来电人萨仁图雅反映"}, Column.FACTS, "order_names_reporter"),
        ({"facts": "回电139—0482 0071"}, Column.FACTS, "order_names_reporter"),
        ({"title": "152202199001011234的诉求"}, Column.TITLE, "order_names_reporter"),
        (
            {"facts": "家住林海街 3号楼2单元501室", "address": "明水镇林海街3号楼2单元501室"},
            Column.FACTS,
            "order_names_reporter",
        ),
        ({"number": "12345-13904820071"}, Column.NUMBER, "order_names_reporter"),
        ({"origin": "微信（萨仁图雅）"}, Column.ORIGIN, "order_names_reporter"),
        ({"unit": "没有这个局"}, Column.UNIT, "order_unit_unknown"),
        ({"unit": "两 个"}, Column.UNIT, "order_unit_ambiguous"),
        ({"phone": "12"}, Column.PHONE, "order_phone"),
        ({"name": "某" * 41}, Column.NAME, "order_too_long"),
        ({"kind": "咨询"}, Column.KIND, "order_kind"),
        ({"deadline": "2026-02-01"}, Column.DEADLINE, "order_deadline_early"),
        ({"deadline": "尽快"}, Column.DEADLINE, "order_day"),
        ({"secrecy": "或许"}, Column.SECRECY, "order_secrecy"),
        ({"post": "局长"}, Column.PERSON, "order_post_without_person"),
    ],
)
def test_what_is_wrong_is_named_by_its_column(
    changes: dict[str, str | None], column: Column, code: str
) -> None:
    found = read(**changes)
    assert isinstance(found, list)
    assert [(f.row, f.column, f.refusal.code) for f in found] == [(5, column, code)]


@pytest.mark.parametrize("flaw", ["formula", "error", "imprecise"])
def test_a_cell_that_cannot_be_relied_on_is_refused(flaw: str) -> None:
    found = read((Column.NUMBER, flaw))
    assert isinstance(found, list)
    assert [(f.column, f.refusal.code) for f in found] == [(Column.NUMBER, f"order_{flaw}")]


def test_all_that_is_wrong_is_told_at_once() -> None:
    found = read(received="昨天", unit="没有", phone="1", kind="求助")
    assert isinstance(found, list)
    assert {fault.column for fault in found} == {
        *(Column.RECEIVED, Column.UNIT, Column.PHONE, Column.KIND)
    }


def test_names_are_taken_out_where_that_was_asked_for() -> None:
    cells = {
        column: Cell(text)
        for column, text in {**ROW, Column.FACTS: "萨仁图雅（139 0482 0071）来电反映"}.items()
    }
    reading = Reading(list(Column), UNITS, TODAY, takes_names_out=True)
    order = orders.read(5, cells, reading)
    assert isinstance(order, Order)
    assert order.facts == "投诉举报人（投诉举报人）来电反映"
    assert order.renamed


def test_units_are_known_by_full_and_by_short_name() -> None:
    known = orders.by_name([(1, "甲局", "甲"), (2, "乙局", "甲"), (3, "甲", "丙")])
    assert known == {"甲局": [1], "乙局": [2], "甲": [3], "丙": [3]}
    assert orders.by_name([(1, "甲局", "局"), (2, "乙局", "局")])["局"] == [1, 2]
