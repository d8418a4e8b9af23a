"""Words for lights, states, events and units of clocks, and for what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from core.clocks.ledger import N_
from core.clocks.periods import EventKind, Fault, Light, State, Unit

LIGHTS: Final[Mapping[Light, LazyString]] = {
    Light.GREEN: _("正常"),
    Light.YELLOW: _("临近到期"),
    Light.RED: _("逾期"),
    Light.OFF: _("停止计时"),
}

STATES: Final[Mapping[State, LazyString]] = {
    State.RUNNING: _("计时中"),
    State.PAUSED: _("中止"),
    State.MET: _("已办结"),
    State.CANCELLED: _("已取消"),
}

EVENTS: Final[Mapping[EventKind, LazyString]] = {
    EventKind.START: _("起算"),
    EventKind.PAUSE: _("中止"),
    EventKind.RESUME: _("恢复"),
    EventKind.RESTART: _("重新起算"),
    EventKind.EXTEND: _("延长"),
    EventKind.MEET: _("办结"),
    EventKind.CANCEL: _("取消"),
    EventKind.RECOMPUTE: _("重新计算"),
    EventKind.TARGET: _("内部时限"),
}

#: How the record writes an event of a clock (`services.record_event`).
RECORDED: Final = "clock_"


def recorded(code: str) -> str | None:
    """Return the words for an event of a clock as the record writes it; None for another code."""
    kind = code.removeprefix(RECORDED)
    return str(EVENTS[EventKind(kind)]) if code != kind and kind in EVENTS else None


UNITS: Final[Mapping[Unit, LazyString]] = {
    Unit.CALENDAR_DAY: _("日"),
    Unit.WORKING_DAY: _("个工作日"),
    Unit.MINUTE: _("分钟"),
    Unit.HOUR: _("小时"),
    Unit.MONTH: _("个月"),
    Unit.YEAR: _("年"),
    Unit.SAME_DAY: _("当日"),
    Unit.FIXED_DATE: _("指定日期"),
    Unit.PER_WEEK: _("每周"),
    Unit.PER_MONTH: _("每月"),
    Unit.PER_QUARTER: _("每季度"),
    Unit.PER_YEAR: _("每年"),
}

FAULTS: Final[Mapping[Fault, str]] = {
    Fault.NOT_STARTED: N_("期限“%(label)s”尚未起算。"),
    Fault.ALREADY_STARTED: N_("期限“%(label)s”已经起算。"),
    Fault.CLOSED: N_("期限“%(label)s”已经结束，不能再变更。"),
    Fault.OUT_OF_ORDER: N_("期限“%(label)s”：日期早于此前已登记的事项。"),
    Fault.NOT_PAUSED: N_("期限“%(label)s”没有中止，无从恢复。"),
    Fault.ALREADY_PAUSED: N_("期限“%(label)s”已经中止。"),
    Fault.NOT_PAUSABLE: N_("期限“%(label)s”不能中止。"),
    Fault.NOT_EXTENDABLE: N_("期限“%(label)s”不能延长。"),
    Fault.EXTENSION_NOT_LONGER: N_("期限“%(label)s”：延长后的期限应当长于原期限。"),
    Fault.LENGTH_UNKNOWN: N_("期限“%(label)s”的长度没有规定，请先设定或者指定届满日期。"),
    Fault.DUE_NOT_EXPECTED: N_("期限“%(label)s”的长度已有规定，不能另行指定届满日期。"),
    Fault.INSTANT_MISSING: N_("期限“%(label)s”按时刻计算，请填写具体时刻。"),
    Fault.PERIOD_EXPIRED: N_("期限“%(label)s”已经届满，不能再中止或者延长。"),
    Fault.ALREADY_RUNNING: N_("期限“%(label)s”正在计算，不能重复起算。"),
    Fault.IN_FUTURE: N_("期限“%(label)s”：日期不能晚于今天。"),
    Fault.TARGET_NOT_EARLIER: N_("内部时限应当早于法定期限的届满日。"),
    Fault.TARGET_IN_PAST: N_("内部时限不能早于今天。"),
    Fault.TARGET_NEEDS_REASON: N_("请写明设定内部时限的理由。"),
    Fault.NO_DUE_DATE: N_("期限“%(label)s”现在没有届满日，不能设定内部时限。"),
}

REFUSALS: Final[Mapping[str, str]] = {
    "clock_preview_outdated": "预览之后期限又有变化，请重新核对后再保存。",
    **{f"clock_{fault}": words for fault, words in FAULTS.items()},
}
