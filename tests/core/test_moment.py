"""One reader of the clock: legal dates are Shanghai's, instants are UTC."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from core import moment


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-03-01T15:59:59+00:00", date(2026, 3, 1)),
        ("2026-03-01T16:00:00+00:00", date(2026, 3, 2)),  # midnight in Shanghai
        ("2026-12-31T16:00:00+00:00", date(2027, 1, 1)),
    ],
)
def test_the_day_changes_at_midnight_in_shanghai(instant: str, day: date) -> None:
    with moment.frozen(datetime.fromisoformat(instant)):
        assert moment.today() == day


def test_a_frozen_date_means_nine_in_the_morning_in_shanghai() -> None:
    for value in (date(2026, 5, 6), "2026-05-06", "2026-05-06T09:00", "2026-05-06T01:00+00:00"):
        with moment.frozen(value):
            assert moment.now() == datetime(2026, 5, 6, 1, tzinfo=UTC)
            assert moment.local(moment.now()).hour == 9


def test_the_clock_runs_again_after_the_block() -> None:
    outside = moment.now()
    with moment.frozen("2030-01-01"):
        with moment.frozen("2031-01-01"):
            assert moment.today().year == 2031
        assert moment.today().year == 2030
    assert moment.now() == outside


def test_instants_are_aware_and_in_utc() -> None:
    eight = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=8)))
    with moment.frozen(eight):
        assert moment.now().tzinfo == UTC
        assert moment.now() == eight


@pytest.fixture
def clock_file(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "clock"
    moment.read_from_file(path)
    token = moment._frozen.set(None)
    yield path
    moment._frozen.reset(token)
    moment.read_from_file(None)


def test_a_file_may_drive_the_clock_of_a_test_server(clock_file: Path) -> None:
    clock_file.write_text("2026-04-01T09:00:00+08:00\n")
    assert moment.today() == date(2026, 4, 1)
    clock_file.write_text("2026-04-02T09:00:00+08:00\n")
    assert moment.now() == datetime(2026, 4, 2, 1, tzinfo=UTC)


def test_an_empty_clock_file_means_the_real_time(clock_file: Path) -> None:
    clock_file.write_text("")
    assert moment.now().year >= 2026
