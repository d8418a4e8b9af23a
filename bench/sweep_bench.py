"""Sweep a million open clocks of which one in a hundred turns: `python -m bench.sweep_bench`.

What a sweep noted is taken back before each round, its leads with it. Printed are the seconds of a
run that announces one in a hundred, of the next one that finds nothing, and how much memory grew
from the tenth part of the run to its end. One in ten of those is a duty, for which a lead opens.
"""

from __future__ import annotations

import secrets
import time
from datetime import date, timedelta
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import func, select, update

from bench import ground
from complaints.models import Complaint
from complaints.rules import Channel
from core import hooks, moment
from core.access import Role
from core.clocks import sweeping
from core.clocks.models import Clock
from core.clocks.periods import Light
from core.db import db
from core.identity import services as identity

TODAY = date(2026, 3, 2)
#: Of a thousand clocks: announced as late long ago, turning red, turning yellow; the rest has time.
LONG_RED, TURNS_RED, TURNS_YELLOW = 200, 5, 5
#: Of the clocks that turn red, in a thousand of all: duties that a unit bears.
DUTIES = 1
#: Units that bear them.
BEARERS = 60


def main() -> None:
    """Make the data if needed, then measure."""
    parser = ground.parser(__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    app = ground.application(ground.DATA / f"sweep-{options.rows}", options.url)
    with app.app_context(), moment.frozen(f"{TODAY}T09:00"):
        upgrade()
        if db.session.scalar(select(Clock.id).limit(1)) is None:
            _fill(options.rows)
        print(f"{db.engine.dialect.name}, {options.rows:,} open clocks")
        grown: list[int] = []
        hooks.subscribe(app, sweeping.ClocksBreached, lambda _event: grown.append(ground.peak()))
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
        f" then nothing in {quiet * 1000:.0f} ms; memory {ground.peak() // 1024} MB, {grew} kB more"
        " than after the first tenth"
    )


def _leads() -> int:
    return db.session.scalar(select(func.count(Complaint.id))) or 0


def _take_back() -> None:
    """Let the clocks that are to turn be unannounced again, and their leads be those of others."""
    turning = (Clock.id % 1000).between(LONG_RED, LONG_RED + TURNS_RED + TURNS_YELLOW - 1)
    for statement in (
        update(Clock).where(turning).values(told=Light.GREEN),
        update(Complaint)
        .where(Complaint.clock_id.is_not(None))
        .values(clock_id=None, channel=Channel.WEB),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.commit()
    ground.settle("clocks")


def _fill(rows: int) -> None:
    started = time.perf_counter()
    made = ground.town(BEARERS)
    roles, password = (Role.DISCIPLINE_LEADER,), secrets.token_urlsafe(12)
    identity.create_user("bench", "基准", made.office, password, roles=roles, since=ground.SINCE)
    db.session.commit()
    bearers = [unit.id for unit in made.departments]
    for keys in ground.batches(rows):
        ground.insert_clocks([_clock(key, bearers[key // 1000 % BEARERS]) for key in keys])
        db.session.commit()
    if db.engine.dialect.name == "postgresql":  # the clocks of the leads come after ours
        sequence = func.pg_get_serial_sequence("clocks", "id")
        db.session.execute(select(func.setval(sequence, rows)))
        db.session.commit()
    print(f"filled {rows:,} clocks in {time.perf_counter() - started:,.0f} s")


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
    return ground.clock_row(
        key,
        due - timedelta(days=30),
        due,
        warn_on=due - timedelta(days=5),
        told=told,
        is_duty=is_duty,
        bearer_unit_id=bearer_id if is_duty else None,
    )


if __name__ == "__main__":
    main()
