"""The only reader of the clock: legal dates in Asia/Shanghai, instants in UTC."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)
_clock_file: Path | None = None


def now() -> datetime:
    """Return this instant, aware, in UTC."""
    instant = _frozen.get()
    if instant is not None:
        return instant
    if _clock_file is not None and (text := _clock_file.read_text("ascii").strip()):
        return datetime.fromisoformat(text).astimezone(UTC)
    return datetime.now(UTC)


def today() -> date:
    """Return the legal date: the day it is in Asia/Shanghai."""
    return now().astimezone(SHANGHAI).date()


def local(instant: datetime) -> datetime:
    """Return `instant` as Shanghai wall-clock time, for showing."""
    return instant.astimezone(SHANGHAI)


def start_of(day: date) -> datetime:
    """Return the first instant of a Shanghai day, in UTC."""
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def span_of_year(year: int) -> tuple[datetime, datetime]:
    """Return the first instant of a year and the first of the next one."""
    return start_of(date(year, 1, 1)), start_of(date(year + 1, 1, 1))


@contextmanager
def frozen(instant: datetime | date | str) -> Iterator[None]:
    """Stop the clock at `instant` inside the block (tests and demo data only).

    A date, or an ISO text of one, means 09:00 that day in Shanghai.
    """
    if isinstance(instant, str):
        instant = datetime.fromisoformat(instant) if "T" in instant else date.fromisoformat(instant)
    if not isinstance(instant, datetime):
        instant = datetime(instant.year, instant.month, instant.day, 9, tzinfo=SHANGHAI)
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=SHANGHAI)
    token = _frozen.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)


@contextmanager
def by_the_day() -> Iterator[None]:
    """Let this instant be the first of today inside the block: what is written tells no hour.

    For what somebody sends whom an hour could give away (who was away from the desk just then).
    """
    with frozen(start_of(today())):
        yield


def is_a_day(instant: datetime) -> bool:
    """Tell whether `instant` was kept by the day: it is the first one of it in Shanghai."""
    return local(instant).time() == time()


def read_from_file(path: Path | None) -> None:
    """Let a test drive a running server's clock through `path`; the settings allow it in tests
    only.
    """
    global _clock_file
    _clock_file = path
