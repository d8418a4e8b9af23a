"""What is said of a notice that cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import gettext as _

from core.calendar.typed import LineFault
from core.refusals import say

REFUSALS: Final[Mapping[str, str]] = {
    "notice_without_year": "没有写明是哪一年的放假安排（如“关于2027年部分节假日安排的通知”）。",
    "notice_year_far": "年份%(year)s不在日历范围内。",
    "notice_without_number": "没有找到文号（如“国办发明电〔2025〕7号”）。",
    "notice_without_date": "没有找到印发日期，请将落款日期单独写成一行（如“2025年11月4日”）。",
    "notice_empty": "没有找到放假安排，请写成“春节：2月15日至23日放假。2月14日上班。”",
    "notice_holiday_missing": "%(year)s年尚无放假通知，本通知缺少：%(names)s。",
    "notice_line_unclear": "看不懂“%(text)s”。请写成“节日：几月几日至几日放假。几月几日上班。”",
    "notice_month_missing": "“%(text)s”没有写明月份。",
    "notice_no_such_day": "没有“%(text)s”这一天。",
    "notice_weekday_wrong": "%(day)s写作%(said)s，实为%(is_)s，请核对日期。",
    "notice_count_wrong": "%(name)s写明共%(said)s天，按起止日期为%(counted)s天，请核对。",
    "notice_range_wrong": "放假起止日期有误：%(first)s至%(last)s。",
    "notice_day_twice": "%(day)s重复，第%(first)s行已经写过。",
    "notice_outside_year": "%(day)s不属于%(year)s年的放假安排。",
    "notice_of_the_future": "通知的印发日期晚于今天，请核对。",
    "notice_in_force_already": "%(number)s已在用，内容与现行日历相同。",
    "notice_works_already": "%(day)s本来就是工作日，不能安排为调休上班日。",
}


def tell(fault: LineFault) -> str:
    """Return the words of a fault in the reader's language, its line before them."""
    what = say(fault.refusal).rstrip("。.")
    return _("第%(line)s行：%(what)s", line=fault.line, what=what) if fault.line else what
