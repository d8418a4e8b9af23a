"""Sweep a million open clocks of which one in a hundred turns: `python -m bench.sweep_bench`.

The clocks are ours and seeded, written into the project's own schema and made once for each size;
what a sweep noted is taken back before each run. Printed are the seconds of a run that announces
one in a hundred, of the next one that finds nothing, and how much memory grew from the tenth part
of the run to its end. One in ten of those is a duty: the first run opens a lead for each.
"""

from __future__ import annotations

import argparse
import resource
import secrets
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import func, insert, select, update

from app import create_app
from bench.cases import BATCH, DATA, PACK, Rows
from complaints.models import Complaint
from config import read_settings
from core import hooks, moment
from core.access import Role
from core.clocks import sweeping
from core.clocks.models import Clock, ClockEvent
from core.clocks.periods import Direction, EventKind, Light, State, Unit
from core.db import db
from core.identity import services as identity
from core.identity.models import UnitKind, UnitPack

TODAY = date(2026, 3, 2)
#: Of a thousand clocks: announced as late long ago, turning red, turning yellow; the rest has time.
LONG_RED, TURNS_RED, TURNS_YELLOW = 200, 5, 5
#: Of the clocks that turn red, in a thousand of all: duties that a unit bears.
DUTIES = 1


def main() -> None:
    """Make the data if needed, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--url", help="a PostgreSQL database; the default is SQLite")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    folder = DATA / f"sweep-{options.rows}"
    folder.mkdir(parents=True, exist_ok=True)
    url = options.url or f"sqlite:///{folder / 'wenze.db'}"
    app = create_app(
        read_settings({"WENZE_ENV": "test", "WENZE_INSTANCE": str(folder), "DATABASE_URL": url})
    )
    with app.app_context(), moment.frozen(f"{TODAY}T09:00"):
        upgrade()
        if db.session.scalar(select(Clock.id).limit(1)) is None:
            _fill(options.rows)
        print(f"{db.engine.dialect.name}, {options.rows:,} open clocks")
        grown: list[int] = []
        hooks.subscribe(app, sweeping.ClockBreached, lambda _event: grown.append(_memory()))
        for _ in range(options.rounds):
            _measure(grown)


def _measure(grown: list[int]) -> None:
    _take_back()
    grown.clear()
    leads = _leads()
    started = time.perf_counter()
    found = sweeping.sweep()
    took = time.perf_counter() - started
    started = time.perf_counter()
    again = sweeping.sweep()
    quiet = time.perf_counter() - started
    assert (again.red, again.yellow) == (0, 0)
    grew = grown[-1] - grown[len(grown) // 10]
    print(
        f"{found.red + found.yellow:,} turned, {_leads() - leads:,} leads opened, in {took:.1f} s;"
        f" then nothing in {quiet * 1000:.0f} ms; memory {_memory() // 1024} MB, {grew} kB more"
        " than after the first tenth"
    )


def _leads() -> int:
    return db.session.scalar(select(func.count(Complaint.id))) or 0


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _take_back() -> None:
    """Let the clocks that are to turn be unannounced again."""
    turning = Clock.id % 1000
    db.session.execute(
        update(Clock)
        .where(turning.between(LONG_RED, LONG_RED + TURNS_RED + TURNS_YELLOW - 1))
        .values(told=Light.GREEN)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE clocks")


def _fill(rows: int) -> None:
    started = time.perf_counter()
    bearer_id = _town()
    for clocks in _batches(rows, bearer_id):
        db.session.execute(insert(Clock), clocks)
        db.session.execute(insert(ClockEvent), [_start(clock) for clock in clocks])
        db.session.commit()
    if db.engine.dialect.name == "postgresql":  # the clocks of the leads come after ours
        sequence = func.pg_get_serial_sequence("clocks", "id")
        db.session.execute(select(func.setval(sequence, rows)))
        db.session.commit()
    print(f"filled {rows:,} clocks in {time.perf_counter() - started:,.0f} s")


def _town() -> int:
    """Make who receives leads; return the id of the unit that bears the duties."""
    root = identity.create_unit("基准市人民政府", "市政府", UnitKind.GOVERNMENT, None)
    office = identity.create_unit("基准市政务公开办公室", "市公开办", UnitKind.OFFICE, root, "基政")
    bearer = identity.create_unit("基准市第一局", "第一局", UnitKind.DEPARTMENT, root)
    db.session.add(UnitPack(unit_id=root.id, pack_id=PACK, effective_from=date(2021, 3, 26)))
    roles, password = (Role.DISCIPLINE_LEADER,), secrets.token_urlsafe(12)
    identity.create_user("bench", "基准", office, password, roles=roles, since=date(2021, 3, 26))
    db.session.commit()
    return bearer.id


def _batches(rows: int, bearer_id: int) -> Iterator[Rows]:
    for first in range(1, rows + 1, BATCH):
        yield [_clock(key, bearer_id) for key in range(first, min(first + BATCH, rows + 1))]


def _clock(key: int, bearer_id: int) -> dict[str, Any]:
    place = key % 1000
    if place < LONG_RED:
        left, told = -30 - place, Light.RED
    elif place < LONG_RED + TURNS_RED:
        left, told = -1, Light.GREEN
    elif place < LONG_RED + TURNS_RED + TURNS_YELLOW:
        left, told = 5, Light.GREEN
    else:
        left, told = 6 + place % 300, Light.GREEN
    due = TODAY + timedelta(days=left)
    is_duty = LONG_RED <= place < LONG_RED + DUTIES
    return {
        "id": key,
        "subject_type": "applications",
        "subject_id": key,
        "term_id": "doa.reply",
        "pack_id": PACK,
        "label": "答复期限",
        "length": 30,
        "unit": Unit.CALENDAR_DAY,
        "direction": Direction.AFTER,
        "warn": 5,
        "article": "—",
        "source": "—",
        "state": State.RUNNING,
        "started_on": due - timedelta(days=30),
        "due_on": due,
        "warn_on": due - timedelta(days=5),
        "provisional": False,
        "is_duty": is_duty,
        "bearer_unit_id": bearer_id if is_duty else None,
        "told": told,
        "awaits_next": False,
        "updated_at": datetime(2026, 1, 1, tzinfo=UTC),
        "version": 1,
    }


def _start(clock: dict[str, Any]) -> dict[str, Any]:
    return {
        "clock_id": clock["id"],
        "seq": 1,
        "kind": EventKind.START,
        "on_date": clock["started_on"],
        "reason": "",
        "article": "",
        "at": clock["updated_at"],
    }


if __name__ == "__main__":
    main()
