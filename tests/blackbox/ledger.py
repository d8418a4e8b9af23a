"""i: the record, with full power over the database and without the key: every tampering is named.

Each is done in a transaction that is verified and undone. What the chain cannot show, a restored
old database, the checkpoint outside it must.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from core.db import db
from core.record import services
from core.record.chain import FIELDS, link, seal_head
from tests.blackbox import long_record
from tests.blackbox.report import Section
from tests.blackbox.target import Target
from tests.support.tampering import WRONG_KEY, drop_triggers

SEED = 20260302
#: A tampering changes the record from entry `k` on and returns the first number that is wrong.
Act = Callable[[random.Random, int, int], int]


def run(target: Target, tries: int = 500, length: int = 1_000_000) -> Section:
    """Tamper so many times; each must be named at its first wrong entry. Verify a record of
    `length` entries (0: none), made for that.
    """
    section = Section("i 记录防篡改")
    dice = random.Random(SEED)  # noqa: S311 - a seed, not a secret
    named = 0
    with target.inside():
        services.set_checkpoint()
        drop_triggers()
        head = services.head()
        assert head is not None
        own = head["seq"]
        began = time.perf_counter()
        sound = list(services.verify())
        seconds = time.perf_counter() - began
        if sound:
            section.found(f"the untouched record is not sound: {sound[:3]}")
        for n in range(tries):
            act = ACTS[n % len(ACTS)]
            k = dice.randrange(2, own - 1)
            wanted = act(dice, k, own)
            faults = list(services.verify())  # to its end, or a cursor stays open
            found = faults[0] if faults else None
            db.session.rollback()
            if found is None or found.seq != wanted:
                section.found(f"{act.__name__} at {k}: {found}, wanted {wanted}")
            else:
                named += 1
    section.figures |= {
        "named to the entry": f"{named} of {tries}",
        "entries": str(own),
        "a second verifies": f"{own / seconds:.0f}",
    }
    if length:
        long_record.measure(target, length, section)
    return section


def _do(statement: str, **values: Any) -> None:
    db.session.execute(db.text(statement), values)


def edit(dice: random.Random, k: int, _length: int) -> int:
    """Change a column of an entry."""
    column = dice.choice([name for name in FIELDS if name not in ("seq", "actor_id", "subject_id")])
    _do(f'UPDATE record_entries SET "{column}" = :value WHERE seq = :k', value="改过", k=k)
    return k


def edit_number(dice: random.Random, k: int, _length: int) -> int:
    """Change who did it, or to what."""
    change = dice.choice(
        (
            "actor_id = CASE WHEN actor_id IS NULL THEN 1 ELSE NULL END",
            "subject_id = subject_id + 1",
        )
    )
    _do(f"UPDATE record_entries SET {change} WHERE seq = :k", k=k)
    return k


def delete(_dice: random.Random, k: int, _length: int) -> int:
    """Take an entry out."""
    _do("DELETE FROM record_entries WHERE seq = :k", k=k)
    return k


def insert(_dice: random.Random, k: int, _length: int) -> int:
    """Put a forged entry in and count the others up."""
    _do("UPDATE record_entries SET seq = -seq WHERE seq >= :k", k=k)
    _do("UPDATE record_entries SET seq = 1 - seq WHERE seq < 0")
    columns = ", ".join(f'"{name}"' for name in FIELDS if name not in ("seq", "reason"))
    _do(
        f"INSERT INTO record_entries (seq, {columns}, reason, link) SELECT :k, {columns}, '伪造', "
        "link FROM record_entries WHERE seq = :b",
        k=k, b=k - 1,
    )  # fmt: skip
    return k


def swap(dice: random.Random, k: int, length: int) -> int:
    """Exchange two entries."""
    other = dice.choice([n for n in range(max(2, k - 50), min(length, k + 50)) if n != k])
    _do("UPDATE record_entries SET seq = -1 WHERE seq = :k", k=k)
    _do("UPDATE record_entries SET seq = :k WHERE seq = :other", k=k, other=other)
    _do("UPDATE record_entries SET seq = :other WHERE seq = -1", other=other)
    return min(k, other)


def rechain(_dice: random.Random, k: int, length: int) -> int:
    """Change an entry and link the ten after it anew, as well as one can without the key."""
    rows = db.session.execute(
        db.text("SELECT * FROM record_entries WHERE seq BETWEEN :a AND :b ORDER BY seq"),
        {"a": k - 1, "b": min(length, k + 10)},
    ).mappings()
    previous, *rest = [dict(row) for row in rows]
    before = previous["link"]
    for row in rest:
        row["reason"] = "改过"
        before = link(WRONG_KEY, before, row)
        _do(
            "UPDATE record_entries SET reason = '改过', link = :link WHERE seq = :seq",
            link=before, seq=row["seq"],
        )  # fmt: skip
    return k


def cut(_dice: random.Random, k: int, _length: int) -> int:
    """Cut the tail."""
    _do("DELETE FROM record_entries WHERE seq >= :k", k=k)
    return k


def restore(_dice: random.Random, k: int, _length: int) -> int:
    """Bring back an old database: its head is sealed with the key, for it was the head once."""
    from flask import current_app

    key: bytes = current_app.extensions["wenze.record"]
    last = db.session.scalar(db.text("SELECT link FROM record_entries WHERE seq = :k"), {"k": k})
    _do("DELETE FROM record_entries WHERE seq > :k", k=k)
    _do(
        "UPDATE record_head SET seq = :k, link = :link, seal = :seal",
        k=k, link=last, seal=seal_head(key, k, str(last)),
    )  # fmt: skip
    return k + 1


ACTS: tuple[Act, ...] = (edit, edit_number, delete, insert, swap, rechain, cut, restore)
