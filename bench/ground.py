"""What the benchmarks share: an application on data of its own, a town, clocks written by bulk.

Data are ours and seeded, written into the project's own schema, kept under `bench/data` and made
once for each size.
"""

from __future__ import annotations

import argparse
import resource
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert

from app import create_app
from config import read_settings
from core.clocks.models import Clock, ClockEvent
from core.clocks.periods import Direction, EventKind, State, Unit
from core.db import db
from core.identity import services as identity
from core.identity.models import Unit as Organ
from core.identity.models import UnitKind, UnitPack

DATA = Path(__file__).parent / "data"
BATCH = 10_000
PACK = "aershan-2021"
SINCE = date(2016, 1, 4)
Rows = list[dict[str, Any]]

_ENTERED_AT = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Town:
    """The government, its office that receives reports, and its departments."""

    root: Organ
    office: Organ
    departments: list[Organ]


def parser(description: str | None, rows: int = 1_000_000) -> argparse.ArgumentParser:
    """Return a parser that knows how many rows and on which database."""
    made = argparse.ArgumentParser(description=description)
    made.add_argument("--rows", type=int, default=rows)
    made.add_argument("--url", help="a PostgreSQL database; the default is SQLite")
    return made


def application(folder: Path, url: str | None = None) -> Flask:
    """Return the project's application on the data in `folder`, or in the database at `url`."""
    folder.mkdir(parents=True, exist_ok=True)
    url = url or f"sqlite:///{folder / 'wenze.db'}"
    return create_app(
        read_settings({"WENZE_ENV": "test", "WENZE_INSTANCE": str(folder), "DATABASE_URL": url})
    )


def town(departments: int) -> Town:
    """Make a town that follows PACK."""
    root = identity.create_unit("基准市人民政府", "市政府", UnitKind.GOVERNMENT, None)
    office = identity.create_unit("基准市政务公开办公室", "市公开办", UnitKind.OFFICE, root, "基政")
    made = [
        identity.create_unit(f"基准市第{n}局", f"第{n}局", UnitKind.DEPARTMENT, root)
        for n in range(1, departments + 1)
    ]
    db.session.add(UnitPack(unit_id=root.id, pack_id=PACK, effective_from=SINCE))
    return Town(root, office, made)


def batches(rows: int) -> Iterator[range]:
    """Yield the keys from 1 to `rows`, a batch at a time."""
    for first in range(1, rows + 1, BATCH):
        yield range(first, min(first + BATCH, rows + 1))


def clock_row(key: int, started_on: date, due_on: date, **more: Any) -> dict[str, Any]:
    """Return the row of a running clock; `more` replaces what is usual."""
    return {
        "id": key,
        "subject_type": "applications",
        "subject_id": key,
        "term_id": "doa.reply",
        "pack_id": PACK,
        "label": "答复期限",
        "bearer_unit_id": None,
        "length": 30,
        "unit": Unit.CALENDAR_DAY,
        "direction": Direction.AFTER,
        "warn": 5,
        "article": "—",
        "source": "—",
        "state": State.RUNNING,
        "started_on": started_on,
        "due_on": due_on,
        "provisional": False,
        "awaits_next": False,
        "updated_at": _ENTERED_AT,
        "version": 1,
        **more,
    }


def insert_clocks(clocks: Rows) -> None:
    """Write clocks, each with the event that started it."""
    started = [
        {
            "clock_id": clock["id"],
            "seq": 1,
            "kind": EventKind.START,
            "on_date": clock["started_on"],
            "reason": "",
            "article": "",
            "at": clock["updated_at"],
        }
        for clock in clocks
    ]
    db.session.execute(insert(Clock), clocks)
    db.session.execute(insert(ClockEvent), started)


def settle(table: str = "") -> None:
    """Let the engine look at what was written by bulk, as it does by itself in time."""
    is_postgresql = db.engine.dialect.name == "postgresql"
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"{'VACUUM ANALYZE' if is_postgresql else 'ANALYZE'} {table}")


def peak() -> int:
    """Return the most memory that this process has had, in kB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
