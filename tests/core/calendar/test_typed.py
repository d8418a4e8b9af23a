"""A notice is taken as it was published; what is wrong in it is said line by line, all at once."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import labels
from core.calendar.typed import STATUTORY, FaultyNotice, LineFault, read_notice
from core.workdays import Calendar, Notice, shipped_calendar, shipped_notices
from tests.core.calendar.notices import OF_2026, OF_2027, PUBLISHED

CALENDAR = shipped_calendar()


def faults(text: str, calendar: Calendar = CALENDAR) -> list[tuple[int, str]]:
    with pytest.raises(FaultyNotice) as caught:
        read_notice(text, calendar)
    for fault in caught.value.faults:
        said(fault)
    return [(fault.line, fault.refusal.code) for fault in caught.value.faults]


def said(fault: LineFault) -> str:
    """Return the words of a fault; every fault must have some, with all its values."""
    return labels.REFUSALS[fault.refusal.code] % fault.refusal.params


def changed(right: str, wrong: str, text: str = OF_2027) -> str:
    assert text.count(right) == 1, right
    return text.replace(right, wrong)


@pytest.mark.requirement("INF-01")
@pytest.mark.parametrize("number", [*PUBLISHED, "国办发明电〔2025〕7号"])
def test_a_published_notice_reads_as_the_one_that_is_shipped(number: str) -> None:
    text = PUBLISHED.get(number, OF_2026)
    shipped = next(notice for notice in shipped_notices() if notice.number == number)
    read = read_notice(text, Calendar(()))
    assert (read.year, read.number, read.issued_on) == (shipped.year, number, shipped.issued_on)
    assert read.days == shipped.days


def test_a_notice_for_the_next_year_is_read() -> None:
    read = read_notice(OF_2027, CALENDAR)
    assert (read.year, read.number) == (2027, "测试办〔2026〕1号")
    assert read.issued_on == date(2026, 11, 9)
    assert [day.on for day in read.days if not day.is_rest] == [
        date(2027, 2, 13), date(2027, 9, 26), date(2027, 10, 9),
    ]  # fmt: skip
    assert sum(day.is_rest for day in read.days) == 3 + 7 + 3 + 3 + 1 + 1 + 7


@pytest.mark.parametrize(
    ("right", "other"),
    [
        ("四、劳动节：5月1日至3日放假，共3天。", "四、劳动节：5月1日\n至3日放假，共3天。"),
        ("五、端午节：6月9日放假。", "（五、）\n五、端午节：6月9日（农历五月初五、周三）放假。"),
        ("测试办〔2026〕1号", "测试办[2026]1号"),
        ("共7天。2月13日（星期六）上班。", "共7天。２月１３日(星期六)上班。"),
        ("五、端午节：6月9日放假。", "五、端午节：6月9日放假。鼓励在6月10日安排带薪年休假。"),
        ("2026年11月9日", "2026年11月9日\nhttps://www.example.org/a.htm"),
        ("国务院办公厅\n", "来源：中国政府网\n\n国务院办公厅\n"),
    ],
)
def test_other_ways_of_writing_the_same(right: str, other: str) -> None:
    assert read_notice(changed(right, other), CALENDAR).days == read_notice(OF_2027, CALENDAR).days


def test_the_address_is_kept() -> None:
    text = OF_2027 + "https://www.example.org/a.htm\n"
    assert read_notice(text, CALENDAR).url == "https://www.example.org/a.htm"


@pytest.mark.requirement("INF-01")
@pytest.mark.parametrize(
    ("right", "wrong", "line", "code"),
    [
        ("6月9日放假。", "6月9日放假。5月2日（星期日）上班。", 7, "notice_day_twice"),
        ("五、端午节：6月9日", "五、端午节：5月3日", 7, "notice_day_twice"),
        ("2月13日（星期六）上班", "2028年2月12日（星期六）上班", 4, "notice_outside_year"),
        ("2月13日（星期六）上班", "2月12日（星期五）上班", 4, "notice_works_already"),
        ("2月13日（星期六）上班", "2月13日（星期日）上班", 4, "notice_weekday_wrong"),
        ("4月3日至5日放假，共3天", "4月3日至6日放假，共3天", 5, "notice_count_wrong"),
        ("4月3日至5日放假", "4月5日至3日放假", 5, "notice_range_wrong"),
        ("4月3日至5日放假", "4月3日至7月5日放假", 5, "notice_range_wrong"),
        ("6月9日放假", "6月31日放假", 7, "notice_no_such_day"),
        ("6月9日放假", "9日放假", 7, "notice_month_missing"),
        ("6月9日放假", "6月9日休息", 7, "notice_line_unclear"),
        ("6月9日放假", "6月9日放假，6月10日也放", 7, "notice_line_unclear"),
        ("五、端午节：6月9日放假。", "端午节6月9日放假。", 7, "notice_line_unclear"),
        ("测试办〔2026〕1号\n", "\n", 0, "notice_without_number"),
        ("2026年11月9日", "", 0, "notice_without_date"),
        ("2026年11月9日", "2026年11月31日", 0, "notice_without_date"),
        ("五、端午节：6月9日放假。\n", "", 0, "notice_holiday_missing"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(right: str, wrong: str, line: int, code: str) -> None:
    assert (line, code) in faults(changed(right, wrong))


def test_all_faults_are_said_at_once() -> None:
    text = changed("共3天。\n二、", "共4天。\n二、")
    text = changed("2月13日（星期六）", "2月13日（星期五）", text)
    text = changed("6月9日放假", "5月3日放假", text)
    assert faults(text) == [
        (3, "notice_count_wrong"),
        (4, "notice_weekday_wrong"),
        (7, "notice_day_twice"),
    ]


@pytest.mark.parametrize("text", ["", "春节放假七天", "\n" * 50, "□" * 5000])
def test_what_is_no_notice_is_refused(text: str) -> None:
    assert {"notice_without_year", "notice_empty"} <= {code for _, code in faults(text)}


@pytest.mark.parametrize("year", ["1812", "9999"])
def test_a_far_year_is_refused(year: str) -> None:
    assert (0, "notice_year_far") in faults(OF_2027.replace("2027", year))


@given(st.data())
def test_whatever_is_pasted_is_read_or_refused_in_words(data: st.DataObject) -> None:
    """A notice with pieces cut out, doubled and put elsewhere never ends in a traceback."""
    cuts = st.integers(0, len(OF_2027))
    start, end, to = data.draw(cuts), data.draw(cuts), data.draw(cuts)
    piece = data.draw(st.sampled_from(["", "日", "月", "\n", "3", "〔", "至", "（", "0月0日放假"]))
    text = OF_2027[:to] + OF_2027[start : start + 20] + piece + OF_2027[to : max(to, end)]
    try:
        read_notice(text + OF_2027[min(to, end) :][:200], CALENDAR)
    except FaultyNotice as faulty:
        words = [said(fault) for fault in faulty.faults]
    else:
        return
    assert words
    assert "" not in words


def test_what_a_fault_says() -> None:
    with pytest.raises(FaultyNotice) as caught:
        read_notice(changed("2月13日（星期六）上班", "2月12日（星期五）上班"), CALENDAR)
    (fault,) = [f for f in caught.value.faults if f.refusal.code == "notice_works_already"]
    assert said(fault) == "2027年2月12日本来就是工作日，不能安排为调休上班日。"


def test_a_later_notice_may_let_a_holiday_be_worked_after_all() -> None:
    """The twin of `notice_works_already`: what is free by an earlier notice can be made worked."""
    text = """关于调整2026年劳动节放假安排的通知
测试办〔2026〕2号
劳动节：5月5日（周二）上班。
2026年3月1日
"""
    later = read_notice(text, CALENDAR)
    assert not CALENDAR.is_working_day(date(2026, 5, 5))
    assert CALENDAR.with_notice(later).is_working_day(date(2026, 5, 5))
    assert faults(text.replace("5月5日（周二）", "5月6日（周三）")) == [(3, "notice_works_already")]


def test_a_corrected_notice_is_not_held_against_its_own_earlier_text() -> None:
    worked = changed("5月1日（周五）至5日（周二）放假调休，共5天。",
                     "5月1日（周五）至4日（周一）放假调休，共4天。", OF_2026)  # fmt: skip
    assert not CALENDAR.is_working_day(date(2026, 5, 5))
    assert CALENDAR.with_notice(read_notice(worked, CALENDAR)).is_working_day(date(2026, 5, 5))


def test_the_statutory_holidays_are_those_that_every_yearly_notice_has() -> None:
    yearly = [n for n in shipped_notices() if len({day.name for day in n.days}) > 1]
    assert len(yearly) == 8
    for notice in yearly:
        names = _names(notice)
        assert all(name in names for name in STATUTORY), notice.number


def _names(notice: Notice) -> str:
    return "".join(sorted({day.name for day in notice.days}))
