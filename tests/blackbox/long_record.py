"""A record of a million entries, made by the chain's own arithmetic, and how long it verifies."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from flask import current_app

from core.db import db, snapshot
from core.record import services
from core.record.chain import FIELDS, GENESIS, link, seal_head
from tests.blackbox.report import Section
from tests.blackbox.target import Target
from tests.support import application

WITHIN = 60
#: As long as the entries of the demo are on average, and of their kinds of values.
BEFORE, AFTER = '{"state": "drafted"}', '{"number": "阿政公责〔2026〕5号", "state": "signed"}'
PIECE = 20_000
COLUMNS = (*FIELDS, "link")


def measure(target: Target, length: int, section: Section) -> None:
    """Verify a record of so many entries in a database of its own; then again with one changed."""
    folder = target.served.clock.parent / "long-record"
    folder.mkdir()
    with target.another_database(folder) as url:
        app = application.build(url, folder)
        application.migrate(app)
        with app.app_context():
            _fill(length)
            began, busy = time.perf_counter(), time.process_time()
            with snapshot():
                faults = list(services.verify())
            wall, busy = time.perf_counter() - began, time.process_time() - busy
            db.session.rollback()
            if faults:
                section.found(f"{length} sound entries: {faults[:3]}")
            if wall > WITHIN:
                section.found(f"{length} entries took {wall:.0f} s ({busy:.0f} s busy)")
            _must_name(length - length // 3, section)
        application.close(app)
    section.figures[f"{length:,} entries verified in"] = f"{wall:.1f} s ({busy:.1f} s busy)"


def _fill(length: int) -> None:
    """Write the entries and their head, past the services: those write one act at a time."""
    key: bytes = current_app.extensions["wenze.record"]
    last = GENESIS
    connection = db.engine.raw_connection()
    try:
        for rows in _pieces(key, length):
            _insert(connection, rows)
            last = rows[-1][-1]
        connection.commit()
    finally:
        connection.close()
    head = {"seq": length, "link": last, "seal": seal_head(key, length, last)}
    db.session.execute(db.text("UPDATE record_head SET seq=:seq, link=:link, seal=:seal"), head)
    db.session.commit()


def _pieces(key: bytes, length: int) -> Iterator[list[tuple[Any, ...]]]:
    last, rows = GENESIS, []
    for seq in range(1, length + 1):
        entry = (
            *(seq, f"2026-03-02T09:{seq % 60:02}:00+08:00", None, "sign", "decisions"),
            *(seq % 5000, BEFORE, AFTER, "事实清楚，同意。" if seq % 4 == 0 else None),
        )
        last = link(key, last, dict(zip(FIELDS, entry, strict=True)))
        rows.append((*entry, last))
        if len(rows) == PIECE or seq == length:
            yield rows
            rows = []


def _insert(connection: Any, rows: list[tuple[Any, ...]]) -> None:
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    cursor = connection.cursor()
    if db.engine.dialect.name == "sqlite":
        marks = ", ".join("?" * len(COLUMNS))
        cursor.executemany(f"INSERT INTO record_entries ({names}) VALUES ({marks})", rows)
        return
    with cursor.copy(f"COPY record_entries ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _must_name(seq: int, section: Section) -> None:
    """Change one entry deep in the record: it must be named, and no other."""
    from tests.support.tampering import drop_triggers

    drop_triggers()
    change = "UPDATE record_entries SET reason = '改过' WHERE seq = :seq"
    db.session.execute(db.text(change), {"seq": seq})
    found = [fault.seq for fault in services.verify()]
    db.session.rollback()
    if found != [seq]:
        section.found(f"entry {seq} of a long record was changed, named: {found[:3]}")
