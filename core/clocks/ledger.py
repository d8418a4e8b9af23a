"""Write the day ledger: every day of a period, counted or not, and why. Pure.

Each line is a Chinese pattern with parameters, so that a page can translate it; `why` is the
Chinese text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from core.clocks.history import Pause, Run, instant
from core.clocks.periods import (
    DAY_UNITS,
    INSTANT_UNITS,
    MONTH_UNITS,
    Direction,
    Period,
    Unit,
)
from core.moment import SHANGHAI
from core.workdays import Calendar, DayKind

_DAY = timedelta(days=1)


def N_(pattern: str) -> str:
    """Mark a pattern for the message catalogue; it is translated where it is shown."""
    return pattern


START = N_("期间开始当日，不计")
ANCHOR = N_("以该日为准向前推算，当日不计")
RESTART = N_("重新起算当日，不计")
VOID = N_("已重新起算，此前的日期不再计算")
NTH = N_("第 %(n)s 日")
NTH_WORKING = N_("第 %(n)s 个工作日")
NTH_MAKE_UP = N_("第 %(n)s 个工作日（%(name)s，属工作日）")
NTH_REST = N_("第 %(n)s 日（%(name)s，仍计入）")
NTH_EXTENDED = N_("第 %(n)s 日（延长期间）")
NTH_WORKING_EXTENDED = N_("第 %(n)s 个工作日（延长期间）")
LAST = N_("第 %(n)s 日，期限届满")
LAST_WORKING = N_("第 %(n)s 个工作日，期限届满")
LAST_MAKE_UP = N_("第 %(n)s 个工作日（%(name)s，属工作日），期限届满")
LAST_REST = N_("第 %(n)s 日，末日为休假日（%(name)s），顺延")
LAST_REST_BACK = N_("第 %(n)s 日，末日为休假日（%(name)s），提前")
HOLIDAY = N_("%(name)s放假，不计")
WEEKEND = N_("%(name)s休息，不计")
PAUSED = N_("中止期间，不计")
PAUSED_STILL = N_("自本日起中止，尚未恢复，不计")
ROLL = N_("%(name)s，休假日，继续顺延")
ROLL_BACK = N_("%(name)s，休假日，继续提前")
DUE_ROLLED = N_("顺延后的期限届满日")
DUE_ROLLED_BACK = N_("提前后的最后一日")
START_INSTANT = N_("起算时刻 %(time)s")
DUE_INSTANT = N_("到期时刻 %(time)s")
PAUSED_INSTANT = N_("自 %(time)s 起中止，尚未恢复")
SET_FROM = N_("起算日")
SET_DATE = N_("指定的期限届满日，不顺延")
WINDOW_END = N_("本周期的最后一日，不顺延")
SAME_DAY = N_("当日办结")
SAME_DAY_REST = N_("当日为休假日（%(name)s），顺延")


@dataclass(frozen=True, slots=True)
class LedgerDay:
    """One line: the date, whether it counts, as which day of the period, and why."""

    on: date
    counted: bool
    n: int | None
    pattern: str
    params: Mapping[str, object] = field(default_factory=dict)
    provisional: bool = False

    @property
    def why(self) -> str:
        """Return the explanation in Chinese."""
        return self.pattern % self.params

    def as_json(self) -> dict[str, object]:
        """Return the line as plain values for `--json` and the API."""
        return {
            "date": self.on.isoformat(),
            "counted": self.counted,
            "n": self.n,
            "why": self.why,
            "provisional": self.provisional,
        }


def write(
    period: Period,
    run: Run,
    pauses: tuple[Pause, ...],
    raw_on: date | None,
    due_on: date | None,
    due_at: datetime | None,
    calendar: Calendar,
) -> tuple[LedgerDay, ...]:
    """Return the lines in the order of counting, from the first start to the due date.

    Minutes, hours, and dates that are set rather than counted get only their two ends. A period
    that is paused now ends with the first day that does not count.
    """
    if period.unit in INSTANT_UNITS:
        return tuple(_instants(run, due_at))
    if period.unit is Unit.SAME_DAY and due_on is not None:
        return tuple(_same_day(run.start.on, due_on, calendar))
    if run.due is not None or period.unit not in DAY_UNITS | MONTH_UNITS:
        lines = [LedgerDay(run.start.on, False, None, SET_FROM)]
        if due_on is not None:
            pattern = SET_DATE if run.due is not None else WINDOW_END
            lines.append(LedgerDay(due_on, True, None, pattern))
        return tuple(lines)
    return (*_before_restart(period, run), *_counted(period, run, pauses, raw_on, due_on, calendar))


def _before_restart(period: Period, run: Run) -> Iterator[LedgerDay]:
    if period.direction is Direction.BEFORE or run.first.on >= run.start.on:
        return
    yield LedgerDay(run.first.on, False, None, START)
    for offset in range(1, (run.start.on - run.first.on).days):
        yield LedgerDay(run.first.on + offset * _DAY, False, None, VOID)


def _counted(
    period: Period,
    run: Run,
    pauses: tuple[Pause, ...],
    raw_on: date | None,
    due_on: date | None,
    calendar: Calendar,
) -> Iterator[LedgerDay]:
    backwards = period.direction is Direction.BEFORE
    step = -_DAY if backwards else _DAY
    start = run.start.on
    first_line = ANCHOR if backwards else START if run.first is run.start else RESTART
    yield LedgerDay(start, False, None, first_line)
    last = pauses[-1].start.on if raw_on is None else raw_on
    n = 0
    for offset in range(1, abs((last - start).days) + 1):
        on = start + offset * step
        line = _line(period, run, pauses, on, n + 1, last_day=on == raw_on, calendar=calendar)
        n += line.counted
        yield line
    if raw_on is None:
        yield LedgerDay(last + _DAY, False, None, PAUSED_STILL)
    elif due_on is not None and due_on != raw_on:
        yield from _moved(raw_on, due_on, step, calendar)


def _line(
    period: Period,
    run: Run,
    pauses: tuple[Pause, ...],
    on: date,
    n: int,
    *,
    last_day: bool,
    calendar: Calendar,
) -> LedgerDay:
    if any(pause.start.on < on and (pause.end is None or on <= pause.end.on) for pause in pauses):
        return LedgerDay(on, False, None, PAUSED)
    day = calendar.day(on)
    working_unit = period.unit is Unit.WORKING_DAY
    name: dict[str, object] = {"name": day.name}
    if working_unit and not day.is_working:
        pattern = HOLIDAY if day.kind is DayKind.HOLIDAY else WEEKEND
        return LedgerDay(on, False, None, pattern, name, day.provisional)
    extended = period.unit in DAY_UNITS and run.base_length is not None and n > run.base_length
    if working_unit:
        if last_day:
            pattern = LAST_MAKE_UP if day.kind is DayKind.MAKE_UP else LAST_WORKING
        elif day.kind is DayKind.MAKE_UP:
            pattern = NTH_MAKE_UP
        else:
            pattern = NTH_WORKING_EXTENDED if extended else NTH_WORKING
    elif last_day and day.is_working:
        pattern = LAST
    elif last_day:
        pattern = LAST_REST_BACK if period.direction is Direction.BEFORE else LAST_REST
    elif not day.is_working:
        pattern = NTH_REST
    else:
        pattern = NTH_EXTENDED if extended else NTH
    params = {"n": n, **name} if "%(name)s" in pattern else {"n": n}
    return LedgerDay(on, True, n, pattern, params, day.provisional and (working_unit or last_day))


def _moved(raw_on: date, due_on: date, step: timedelta, calendar: Calendar) -> Iterator[LedgerDay]:
    """Name the rest days between the last day and the working day it moved to."""
    forward = step > timedelta()
    on = raw_on + step
    while on != due_on:
        day = calendar.day(on)
        pattern = ROLL if forward else ROLL_BACK
        yield LedgerDay(on, False, None, pattern, {"name": day.name}, day.provisional)
        on += step
    pattern = DUE_ROLLED if forward else DUE_ROLLED_BACK
    yield LedgerDay(due_on, False, None, pattern, {}, calendar.day(due_on).provisional)


def _same_day(on: date, due_on: date, calendar: Calendar) -> Iterator[LedgerDay]:
    if on == due_on:
        yield LedgerDay(on, True, None, SAME_DAY, {}, calendar.day(on).provisional)
        return
    day = calendar.day(on)
    yield LedgerDay(on, False, None, SAME_DAY_REST, {"name": day.name}, day.provisional)
    yield from _moved(on, due_on, _DAY, calendar)


def _instants(run: Run, due_at: datetime | None) -> Iterator[LedgerDay]:
    start = instant(run.start).astimezone(SHANGHAI)
    yield LedgerDay(start.date(), False, None, START_INSTANT, {"time": _clock_face(start)})
    if due_at is None:
        stop = instant(run.pauses[-1].start).astimezone(SHANGHAI)
        yield LedgerDay(stop.date(), False, None, PAUSED_INSTANT, {"time": _clock_face(stop)})
    else:
        due = due_at.astimezone(SHANGHAI)
        yield LedgerDay(due.date(), True, None, DUE_INSTANT, {"time": _clock_face(due)})


def _clock_face(local: datetime) -> str:
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
