"""What pages show of a clock: values ready for templates, no markup."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext

from core import moment
from core.clocks.labels import EVENTS, UNITS
from core.clocks.models import Clock, ClockEvent
from core.clocks.periods import EventKind, Light, State, Unit
from core.clocks.queries import reading
from core.clocks.replay import Reading, light
from core.web.filters import cn_date, cn_datetime


def _(words: str, **params: Any) -> str:
    return str(gettext(words, **params))


@dataclass(frozen=True)
class Line:
    """One event of a clock: its day, what happened, what that changed, why, by which article."""

    on: date
    what: str
    change: str
    reason: str
    article: str


@dataclass(frozen=True)
class Shown:
    """A clock with its light, the words of the light, its reading and its events.

    `length` is the period as the rule states it; `target` the inner date with its own light.
    """

    clock: Clock
    light: Light
    words: str
    reading: Reading
    length: str
    lines: tuple[Line, ...]
    target: date | None
    target_light: Light
    target_words: str
    target_reason: str


def shown(clock: Clock, *, is_right: bool = False) -> Shown:
    """Return what the page of a clock shows. A right that lapses breaches nothing: no red light."""
    said, today = reading(clock), moment.today()
    lamp = light(said, today, moment.now())
    lapsed = is_right and lamp is Light.RED
    named = next((e for e in reversed(clock.events) if e.kind is EventKind.TARGET), None)
    return Shown(
        clock,
        Light.OFF if lapsed else lamp,
        _("已届满") if lapsed else standing(said),
        said,
        _length(said),
        tuple(_line(event, clock.unit) for event in clock.events),
        clock.target,
        clock.target_light(today),
        _target_words(clock.target, today),
        named.reason if named is not None and clock.target is not None else "",
    )


def standing(said: Reading) -> str:
    """Say where a clock stands: what is left, by how much it is late, or how it ended."""
    if said.state is State.MET:
        return _("逾期完成") if said.is_late else _("按期完成")
    left = said.remaining(moment.today()) if said.state is State.RUNNING else None
    if left is None:
        return _("已取消") if said.state is State.CANCELLED else _("中止")
    unit = _("个工作日") if said.period.unit is Unit.WORKING_DAY else _("日")
    if left < 0:
        return _("已逾期 %(n)s %(unit)s", n=-left, unit=unit)
    if left == 0:
        return _("今日届满")
    return _("还剩 %(n)s %(unit)s", n=left, unit=unit)


def _target_words(target: date | None, today: date) -> str:
    if target is None:
        return ""
    left = (target - today).days
    if left < 0:
        return _("内部时限已过 %(n)s 日", n=-left)
    return _("距内部时限 %(n)s 日", n=left) if left else _("内部时限为今日")


def _length(said: Reading) -> str:
    unit = str(UNITS[said.period.unit])
    return f"{said.length} {unit}" if said.length and said.period.unit.has_length else unit


def _line(event: ClockEvent, unit: Unit) -> Line:
    on = event.happened_at
    return Line(
        event.on_date,
        str(EVENTS[event.kind]),
        _change(event, unit) or (cn_datetime(on) if on is not None else ""),
        event.reason,
        event.article,
    )


def _change(event: ClockEvent, unit: Unit) -> str:
    if event.kind is EventKind.RECOMPUTE:
        return _("届满日由%(a)s改为%(b)s", a=cn_date(event.old_due_on), b=cn_date(event.due_on))
    if event.kind is EventKind.TARGET:
        return cn_date(event.due_on) if event.due_on else _("不再设定")
    if event.days is not None:
        return _("延长 %(n)s %(unit)s", n=event.days, unit=UNITS[unit])
    if event.total is not None:
        return _("延长至共 %(n)s %(unit)s", n=event.total, unit=UNITS[unit])
    return _("定为%(date)s", date=cn_date(event.due_on)) if event.due_on else ""
