"""Due dates: the oracle table, every unit, and what pauses, restarts and extensions do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.clocks.periods import Direction, Event, EventKind, Fault, IllegalEvent, Period, Unit
from core.clocks.replay import Light, Reading, State, add_months, light, replay
from core.moment import SHANGHAI
from core.workdays import Calendar, Notice, NoticeDay, OutsideCalendar, shipped_calendar

CALENDAR = shipped_calendar()
K = EventKind

# received on; +5 +7 +10 +15 +20 +40 working days; 30 and 60 calendar days (domain facts, G-1)
ORACLE = """
2024-01-22 01-29 01-31 02-04 02-09 02-22 03-21 02-21 03-22
2024-09-02 09-09 09-11 09-14 09-24 09-30 11-01 10-08 11-01
2025-01-10 01-17 01-21 01-24 02-07 02-13 03-13 02-10 03-11
2025-09-08 09-15 09-17 09-22 09-28 10-11 11-07 10-09 11-07
2026-01-19 01-26 01-28 02-02 02-09 02-14 03-20 02-24 03-20
2026-02-06 02-13 02-24 02-27 03-05 03-12 04-10 03-09 04-07
2026-04-20 04-27 04-29 05-07 05-13 05-20 06-17 05-20 06-22
2026-09-01 09-08 09-10 09-15 09-21 09-29 11-02 10-08 11-02
2026-09-14 09-20 09-22 09-28 10-10 10-16 11-13 10-14 11-13
2026-09-30 10-13 10-15 10-20 10-27 11-03 12-01 10-30 11-30
"""
COLUMNS = [(n, Unit.WORKING_DAY) for n in (5, 7, 10, 15, 20, 40)]
COLUMNS += [(n, Unit.CALENDAR_DAY) for n in (30, 60)]


def cases() -> list[tuple[str, int, Unit, str]]:
    rows = []
    for line in ORACLE.split("\n"):
        if line:
            start, *dues = line.split()
            rows += [
                (start, length, unit, f"{start[:4]}-{due}")
                for (length, unit), due in zip(COLUMNS, dues, strict=True)
            ]
    return rows


def day(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def read(period: Period, *events: tuple[EventKind, str] | Event) -> Reading:
    listed = [e if isinstance(e, Event) else Event(e[0], day(e[1])) for e in events]
    return replay(period, listed, CALENDAR)


def working(length: int, warn: int | None = None) -> Period:
    return Period(length, Unit.WORKING_DAY, warn=warn)


def calendar_days(length: int) -> Period:
    return Period(length, Unit.CALENDAR_DAY)


@pytest.mark.requirement("INF-01")
@pytest.mark.parametrize(("start", "length", "unit", "due"), cases())
def test_the_oracle_table(start: str, length: int, unit: Unit, due: str) -> None:
    reading = read(Period(length, unit), (K.START, start))
    assert reading.due_on == day(due)
    assert not reading.provisional


def test_the_oracle_table_is_whole() -> None:
    assert len(cases()) == 80


def test_the_day_a_court_counted_to() -> None:
    """Signed for on 2022-09-30, last day 2022-11-02; ignoring make-up days gives the 4th."""
    start = [Event(K.START, date(2022, 9, 30))]
    naive = Calendar(
        Notice(n.year, n.number, n.issued_on, tuple(day for day in n.days if day.is_rest))
        for n in CALENDAR.notices
    )
    assert replay(working(20), start, CALENDAR).due_on == date(2022, 11, 2)
    assert replay(working(20), start, naive).due_on == date(2022, 11, 4)
    assert replay(working(20), start, Calendar(())).due_on == date(2022, 10, 28)
    assert replay(working(20), start, Calendar(())).provisional


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-10-03", "2026-10-13"),  # received in the holiday: count from the day after as ever
        ("2026-10-10", "2026-10-16"),  # received on a worked Saturday
        ("2024-02-08", "2024-02-21"),  # 9 February 2024 is a working day
    ],
)
def test_received_on_any_day(start: str, due: str) -> None:
    assert read(working(5), (K.START, start)).due_on == day(due)


@given(st.dates(date(2023, 1, 1), date(2026, 12, 31)), st.integers(1, 60))
def test_working_days_agree_with_an_independent_count(start: date, length: int) -> None:
    left, due = length, start
    try:
        while left:
            due += timedelta(days=1)
            left -= chinese_calendar.is_workday(due)
    except NotImplementedError:  # the library stops after 2026
        assume(False)
    reading = replay(working(length), [Event(K.START, start)], CALENDAR)
    assert (reading.due_on, reading.provisional) == (due, False)
    counted = [line.n for line in reading.ledger if line.counted]
    assert counted == list(range(1, length + 1))
    assert reading.ledger[-1].on == due


@st.composite
def histories(draw: st.DrawFn) -> tuple[Period, list[Event]]:
    """Periods in days or months, with any number of closed pauses and extensions in order."""
    unit = draw(st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH]))
    period = Period(draw(st.integers(1, 3 if unit is Unit.MONTH else 60)), unit)
    on = draw(st.dates(date(2023, 1, 1), date(2027, 3, 1)))
    events = [Event(K.START, on)]
    for _ in range(draw(st.integers(0, 3))):
        on += timedelta(days=draw(st.integers(0, 25)))
        events.append(Event(K.PAUSE, on))
        on += timedelta(days=draw(st.integers(0, 25)))
        events.append(Event(K.RESUME, on))
        if draw(st.booleans()):
            events.append(Event(K.EXTEND, on, days=draw(st.integers(1, 20))))
    return period, events


@given(histories())
def test_the_ledger_tells_the_same_as_the_arithmetic(
    history: tuple[Period, list[Event]],
) -> None:
    """The due date is reached by arithmetic, the ledger by walking the days: they must meet."""
    period, events = history
    reading = replay(period, events, CALENDAR)
    ledger = reading.ledger
    counted = [line for line in ledger if line.counted]
    assert [line.n for line in counted] == list(range(1, len(counted) + 1))
    if period.unit is not Unit.MONTH:
        assert len(counted) == reading.length
    assert counted[-1].on == reading.raw_on
    assert ledger[-1].on == reading.due_on
    assert [line.on for line in ledger] == [
        ledger[0].on + timedelta(days=offset) for offset in range(len(ledger))
    ]
    assert any(line.provisional for line in ledger) == reading.provisional
    assert reading.due_on is not None
    assert CALENDAR.is_working_day(reading.due_on)


@given(histories())
def test_a_pause_never_brings_the_due_date_nearer(history: tuple[Period, list[Event]]) -> None:
    period, events = history
    unpaused = [event for event in events if event.kind not in (K.PAUSE, K.RESUME)]
    paused, plain = replay(period, events, CALENDAR), replay(period, unpaused, CALENDAR)
    assert paused.due_on is not None
    assert plain.due_on is not None
    assert paused.due_on >= plain.due_on


def test_days_after_the_pause_up_to_and_including_the_resumption_are_not_counted() -> None:
    # 5 days by the 15th; 16, 17 and 18 September are not counted
    reading = read(
        working(20), (K.START, "2025-09-08"), (K.PAUSE, "2025-09-15"), (K.RESUME, "2025-09-18")
    )
    assert reading.due_on == day("2025-10-15")
    assert [line.on.day for line in reading.ledger if "中止" in line.why] == [16, 17, 18]


def test_paused_and_resumed_on_one_day_changes_nothing() -> None:
    plain = read(working(20), (K.START, "2025-09-08"))
    same = read(
        working(20), (K.START, "2025-09-08"), (K.PAUSE, "2025-09-15"), (K.RESUME, "2025-09-15")
    )
    assert same.due_on == plain.due_on


def test_a_calendar_day_term_is_paused_by_calendar_days() -> None:
    reading = read(
        calendar_days(30),
        (K.START, "2026-03-02"),
        (K.PAUSE, "2026-03-10"),
        (K.RESUME, "2026-03-20"),
    )
    assert reading.raw_on == day("2026-04-11")
    assert reading.due_on == day("2026-04-13")


def test_while_paused_there_is_no_due_date_but_what_is_left() -> None:
    reading = read(working(20), (K.START, "2025-09-08"), (K.PAUSE, "2025-09-15"))
    assert (reading.state, reading.due_on, reading.left) == (State.PAUSED, None, 15)
    assert reading.remaining(day("2025-12-01")) is None
    assert light(reading, day("2025-12-01")) is Light.OFF
    assert reading.ledger[-1].on == day("2025-09-16")
    assert not reading.ledger[-1].counted


@pytest.mark.parametrize("on", ["2025-09-15", "2025-09-30"])
def test_a_pause_on_or_after_the_last_day_changes_nothing(on: str) -> None:
    reading = read(working(5), (K.START, "2025-09-08"), (K.PAUSE, on))
    assert (reading.state, reading.due_on) == (State.RUNNING, day("2025-09-15"))
    assert light(reading, day("2025-09-16")) is Light.RED


def test_a_restart_counts_anew_and_drops_what_was_before() -> None:
    reading = read(
        working(20),
        (K.START, "2025-09-08"),
        Event(K.EXTEND, day("2025-09-09"), days=20),
        (K.PAUSE, "2025-09-15"),
        (K.RESTART, "2025-09-22"),
    )
    assert reading.due_on == read(working(20), (K.START, "2025-09-22")).due_on
    assert (reading.length, reading.state) == (20, State.RUNNING)
    assert reading.ledger[0].on == day("2025-09-08")
    whys = {line.on: line.why for line in reading.ledger}
    assert "重新起算" in whys[day("2025-09-10")]
    assert "重新起算当日" in whys[day("2025-09-22")]


@pytest.mark.requirement("DOA-09", "FIN-13", "DIR-07")
@pytest.mark.parametrize(
    ("length", "extension", "due"),
    [
        (20, Event(K.EXTEND, date(2025, 9, 10), days=20), "2025-11-07"),
        (15, Event(K.EXTEND, date(2025, 9, 10), total=30), "2025-10-24"),
        (5, Event(K.EXTEND, date(2025, 9, 10), total=10), "2025-09-22"),
    ],
)
def test_an_extension_adds_or_gives_a_total(length: int, extension: Event, due: str) -> None:
    reading = read(working(length), (K.START, "2025-09-08"), extension)
    assert reading.due_on == day(due)
    assert any("延长" in line.why for line in reading.ledger)


def test_an_extended_term_moves_off_the_rest_day_once_at_its_end() -> None:
    # 30 days end on 2 October 2024 (moved to the 8th); 40 end on the 12th, a worked Saturday
    extended = Event(K.EXTEND, day("2024-09-20"), days=10)
    reading = read(calendar_days(30), (K.START, "2024-09-02"), extended)
    assert reading.due_on == day("2024-10-12")


@pytest.mark.parametrize(
    ("start", "length", "unit", "raw", "due"),
    [
        ("2024-01-31", 1, Unit.MONTH, "2024-02-29", "2024-02-29"),
        ("2026-01-31", 1, Unit.MONTH, "2026-02-28", "2026-02-28"),  # a worked Saturday
        ("2025-01-31", 1, Unit.MONTH, "2025-02-28", "2025-02-28"),
        ("2025-07-01", 3, Unit.MONTH, "2025-10-01", "2025-10-09"),
        ("2025-12-31", 3, Unit.MONTH, "2026-03-31", "2026-03-31"),
        ("2024-02-29", 1, Unit.YEAR, "2025-02-28", "2025-02-28"),
        ("2025-05-02", 1, Unit.YEAR, "2026-05-02", "2026-05-06"),
    ],
)
def test_months_and_years_go_to_the_corresponding_day(
    start: str, length: int, unit: Unit, raw: str, due: str
) -> None:
    reading = read(Period(length, unit), (K.START, start))
    assert (reading.raw_on, reading.due_on) == (day(raw), day(due))


def test_a_month_term_moves_on_by_the_days_of_its_pause() -> None:
    reading = read(
        Period(3, Unit.MONTH),
        (K.START, "2026-03-02"),
        (K.PAUSE, "2026-03-10"),
        (K.RESUME, "2026-03-15"),
    )
    assert reading.raw_on == day("2026-06-07")
    assert reading.due_on == day("2026-06-08")
    still = read(Period(3, Unit.MONTH), (K.START, "2026-03-02"), (K.PAUSE, "2026-03-10"))
    assert still.left == 84


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 100))
def test_adding_months_stays_in_the_month_aimed_at(start: date, months: int) -> None:
    end = add_months(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end + timedelta(days=1)).day == 1


@pytest.mark.requirement("XAS-05")
@pytest.mark.parametrize(
    ("anchor", "length", "unit", "due"),
    [
        ("2026-11-20", 10, Unit.CALENDAR_DAY, "2026-11-10"),
        (
            "2026-10-16",
            10,
            Unit.CALENDAR_DAY,
            "2026-09-30",
        ),  # 6 October is free: earlier, not later
        ("2026-10-16", 5, Unit.WORKING_DAY, "2026-10-10"),
        ("2026-11-15", 1, Unit.MONTH, "2026-10-15"),
    ],
)
def test_a_term_before_an_event_keeps_its_full_length(
    anchor: str, length: int, unit: Unit, due: str
) -> None:
    period = Period(length, unit, Direction.BEFORE)
    reading = read(period, (K.START, anchor), (K.MEET, due))
    assert reading.due_on == day(due)
    assert not reading.is_late
    assert [line.on for line in reading.ledger] == [
        day(anchor) - timedelta(days=offset) for offset in range((day(anchor) - day(due)).days + 1)
    ]


@pytest.mark.requirement("OPN-04")
def test_hours_run_through_nights_and_holidays() -> None:
    start = Event(K.START, day("2026-10-01"), at=at("2026-10-01T22:30"))
    period = Period(24, Unit.HOUR, warn=4)
    reading = read(period, start)
    assert reading.due_at == at("2026-10-02T22:30")
    assert reading.due_on == day("2026-10-02")
    assert [line.why for line in reading.ledger] == [
        "起算时刻 2026年10月1日 22:30",
        "到期时刻 2026年10月2日 22:30",
    ]
    today = day("2026-10-02")
    assert light(reading, today, at("2026-10-02T18:29")) is Light.GREEN
    assert light(reading, today, at("2026-10-02T18:30")) is Light.YELLOW
    assert light(reading, today, at("2026-10-02T22:30")) is Light.YELLOW
    assert light(reading, today, at("2026-10-02T22:31")) is Light.RED
    late = Event(K.MEET, today, at=datetime(2026, 10, 2, 14, 31, tzinfo=UTC))
    assert read(period, start, late).is_late


def test_hours_step_over_a_pause_and_minutes_count_back() -> None:
    start = Event(K.START, day("2026-03-02"), at=at("2026-03-02T10:00"))
    pause = Event(K.PAUSE, day("2026-03-02"), at=at("2026-03-02T12:00"))
    resume = Event(K.RESUME, day("2026-03-02"), at=at("2026-03-02T13:30"))
    assert read(Period(48, Unit.HOUR), start, pause).left == 46
    assert read(Period(48, Unit.HOUR), start, pause, resume).due_at == at("2026-03-04T11:30")
    before = Period(10, Unit.MINUTE, Direction.BEFORE)
    assert read(before, start).due_at == at("2026-03-02T09:50")


def test_the_same_day_is_the_day_itself_unless_it_is_free() -> None:
    period = Period(None, Unit.SAME_DAY)
    assert read(period, (K.START, "2026-03-02")).due_on == day("2026-03-02")
    assert read(period, (K.START, "2026-10-01")).due_on == day("2026-10-08")


def test_a_date_a_body_sets_stands_as_set() -> None:
    period = Period(None, Unit.FIXED_DATE, warn=5)
    start = Event(K.START, day("2026-01-05"), due=day("2026-01-31"))  # a Saturday
    reading = read(period, start)
    assert (reading.due_on, reading.provisional) == (day("2026-01-31"), False)
    assert reading.warn_on == day("2026-01-26")
    moved = read(period, start, Event(K.EXTEND, day("2026-01-20"), due=day("2026-02-10")))
    assert moved.due_on == day("2026-02-10")


@pytest.mark.parametrize(
    ("unit", "due"),
    [
        (Unit.PER_WEEK, "2026-11-15"),
        (Unit.PER_MONTH, "2026-11-30"),
        (Unit.PER_QUARTER, "2026-12-31"),
        (Unit.PER_YEAR, "2026-12-31"),
    ],
)
def test_a_recurrence_ends_with_its_window(unit: Unit, due: str) -> None:
    assert read(Period(1, unit), (K.START, "2026-11-11")).due_on == day(due)


@pytest.mark.requirement("INF-01")
@pytest.mark.parametrize(
    ("period", "start", "provisional"),
    [
        (working(20), "2026-12-20", True),
        (working(5), "2026-12-20", False),
        (calendar_days(30), "2026-12-20", True),
        (calendar_days(10), "2026-12-20", False),
        (Period(1, Unit.MONTH), "2026-12-31", True),
        (Period(10, Unit.CALENDAR_DAY, Direction.BEFORE), "2027-01-05", False),
        (Period(3, Unit.CALENDAR_DAY, Direction.BEFORE), "2027-01-05", True),
        (Period(None, Unit.SAME_DAY), "2027-01-05", True),
    ],
)
def test_what_rests_on_a_year_without_notice_is_provisional(
    period: Period, start: str, provisional: bool
) -> None:
    reading = read(period, (K.START, start))
    assert reading.provisional is provisional
    assert any(line.provisional for line in reading.ledger) is provisional


def test_a_notice_that_comes_later_moves_the_date_and_settles_it() -> None:
    days = tuple(NoticeDay(date(2027, 1, d), True, "元旦") for d in (1, 2, 3))
    known = Calendar((*CALENDAR.notices, Notice(2027, "测试", date(2026, 11, 9), days)))
    start = [Event(K.START, day("2026-12-20"))]
    assert replay(working(20), start, CALENDAR).due_on == day("2027-01-15")
    after = replay(working(20), start, known)
    assert (after.due_on, after.provisional) == (day("2027-01-18"), False)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-03-18", Light.GREEN),
        ("2026-03-19", Light.YELLOW),  # three working days before Tuesday the 24th
        ("2026-03-22", Light.YELLOW),
        ("2026-03-24", Light.YELLOW),  # the last day is still in time
        ("2026-03-25", Light.RED),
    ],
)
def test_the_light_counts_in_the_unit_of_the_term(today: str, expected: Light) -> None:
    reading = read(working(16, warn=3), (K.START, "2026-03-02"))
    assert reading.due_on == day("2026-03-24")
    assert light(reading, day(today)) is expected
    met = read(working(16, warn=3), (K.START, "2026-03-02"), (K.MEET, today))
    assert met.is_late is (expected is Light.RED)
    assert light(met, day("2026-12-01")) is (Light.RED if met.is_late else Light.GREEN)


def test_remaining_counts_in_the_unit_of_the_term() -> None:
    by_work = read(working(16), (K.START, "2026-03-02"))
    assert by_work.remaining(day("2026-03-20")) == 2
    assert by_work.remaining(day("2026-03-30")) == -4
    by_day = read(calendar_days(30), (K.START, "2026-03-02"))
    assert by_day.remaining(day("2026-03-30")) == 2


def test_a_clock_that_is_called_off_shows_no_light() -> None:
    reading = read(working(5), (K.START, "2026-03-02"), (K.CANCEL, "2026-03-03"))
    assert (reading.state, reading.is_late) == (State.CANCELLED, False)
    assert light(reading, day("2026-12-01")) is Light.OFF


def test_a_recomputation_is_no_event_of_the_period() -> None:
    told = Event(K.RECOMPUTE, day("2020-01-01"), due=day("2020-01-02"))
    reading = read(working(5), (K.START, "2026-03-02"), told, (K.MEET, "2026-03-03"))
    assert reading.due_on == day("2026-03-09")


START = Event(K.START, date(2026, 3, 2))
ON = date(2026, 3, 4)
EARLIER = date(2026, 3, 3)
BEFORE = Period(10, Unit.CALENDAR_DAY, Direction.BEFORE)
FIXED = Period(None, Unit.FIXED_DATE)
FIXED_START = Event(K.START, date(2026, 3, 2), due=date(2026, 3, 31))
HOURS = Period(24, Unit.HOUR)
HOUR_START = Event(K.START, date(2026, 3, 2), at=at("2026-03-02T10:00"))


@pytest.mark.parametrize(
    ("period", "events", "fault"),
    [
        (working(5), [], Fault.NOT_STARTED),
        (working(5), [Event(K.MEET, ON)], Fault.NOT_STARTED),
        (working(5), [START, START], Fault.ALREADY_STARTED),
        (working(5), [START, Event(K.RESUME, ON)], Fault.NOT_PAUSED),
        (working(5), [START, Event(K.PAUSE, ON), Event(K.PAUSE, ON)], Fault.ALREADY_PAUSED),
        (working(5), [START, Event(K.PAUSE, ON), Event(K.RESUME, EARLIER)], Fault.OUT_OF_ORDER),
        (working(5), [START, Event(K.MEET, date(2026, 3, 1))], Fault.OUT_OF_ORDER),
        (working(5), [START, Event(K.MEET, ON), Event(K.PAUSE, ON)], Fault.CLOSED),
        (working(5), [START, Event(K.CANCEL, ON), Event(K.MEET, ON)], Fault.CLOSED),
        (working(5), [START, Event(K.EXTEND, ON)], Fault.EXTENSION_NOT_LONGER),
        (working(5), [START, Event(K.EXTEND, ON, days=0)], Fault.EXTENSION_NOT_LONGER),
        (working(5), [START, Event(K.EXTEND, ON, days=-3)], Fault.EXTENSION_NOT_LONGER),
        (working(5), [START, Event(K.EXTEND, ON, total=5)], Fault.EXTENSION_NOT_LONGER),
        (working(5), [START, Event(K.EXTEND, ON, days=1, total=9)], Fault.EXTENSION_NOT_LONGER),
        (working(5), [START, Event(K.EXTEND, ON, due=date(2026, 9, 1))], Fault.DUE_NOT_EXPECTED),
        (working(5), [FIXED_START], Fault.DUE_NOT_EXPECTED),
        (Period(None, Unit.WORKING_DAY), [START], Fault.LENGTH_UNKNOWN),
        (FIXED, [START], Fault.LENGTH_UNKNOWN),
        (FIXED, [FIXED_START, Event(K.PAUSE, ON)], Fault.NOT_PAUSABLE),
        (FIXED, [FIXED_START, Event(K.EXTEND, ON, days=3)], Fault.EXTENSION_NOT_LONGER),
        (FIXED, [FIXED_START, Event(K.EXTEND, ON, due=ON)], Fault.EXTENSION_NOT_LONGER),
        (FIXED, [Event(K.START, ON, due=EARLIER)], Fault.OUT_OF_ORDER),
        (BEFORE, [START, Event(K.PAUSE, ON)], Fault.NOT_PAUSABLE),
        (BEFORE, [START, Event(K.EXTEND, ON, days=3)], Fault.NOT_EXTENDABLE),
        (Period(1, Unit.PER_WEEK), [START, Event(K.EXTEND, ON, days=3)], Fault.NOT_EXTENDABLE),
        (HOURS, [START], Fault.INSTANT_MISSING),
        (HOURS, [HOUR_START, Event(K.PAUSE, ON)], Fault.INSTANT_MISSING),
        (HOURS, [HOUR_START, Event(K.MEET, ON)], Fault.INSTANT_MISSING),
        (
            HOURS,
            [HOUR_START, Event(K.PAUSE, date(2026, 3, 2), at=at("2026-03-02T09:00"))],
            Fault.OUT_OF_ORDER,
        ),
    ],
)
def test_events_that_contradict_are_refused_by_name(
    period: Period, events: list[Event], fault: Fault
) -> None:
    with pytest.raises(IllegalEvent) as refused:
        replay(period, events, CALENDAR)
    assert refused.value.fault is fault


def test_what_was_posted_in_time_may_be_entered_later() -> None:
    paused = Event(K.PAUSE, ON)
    reading = read(working(20), START, paused, Event(K.RESUME, ON), Event(K.MEET, EARLIER))
    assert (reading.state, reading.is_late) == (State.MET, False)


@pytest.mark.parametrize("length", [0, -1, 10_000])
def test_lengths_no_rule_can_mean_are_refused(length: int) -> None:
    with pytest.raises(ValueError, match="length"):
        Period(length, Unit.WORKING_DAY)
    with pytest.raises(ValueError, match="warn"):
        Period(5, Unit.WORKING_DAY, warn=-1)
    with pytest.raises(ValueError, match="zone"):
        Event(K.START, ON, at=datetime(2026, 3, 2))  # noqa: DTZ001 - a naive one is what is refused


@pytest.mark.parametrize("unit", [Unit.CALENDAR_DAY, Unit.WORKING_DAY, Unit.MONTH, Unit.YEAR])
def test_a_due_date_beyond_the_calendar_is_refused(unit: Unit) -> None:
    with pytest.raises(OutsideCalendar):
        read(Period(9999, unit), (K.START, "2090-01-01"))
    with pytest.raises(OutsideCalendar):
        read(Period(9999, unit), (K.START, "9999-12-30"))
