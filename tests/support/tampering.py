"""What somebody with full power over the database, but without the key, can do to the record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.db import db
from core.record.chain import FIELDS, GENESIS, link, seal_head

#: How many entries the tests tamper with.
LENGTH = 12
WRONG_KEY = b"x" * 43


def drop_triggers() -> None:
    """Take the triggers away, as the owner of the database may."""
    if db.engine.dialect.name == "sqlite":
        names = db.session.scalars(db.text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        statements = [f"DROP TRIGGER {name}" for name in names]
    else:
        statements = ["DROP FUNCTION record_refuse() CASCADE"]
    for statement in statements:
        db.session.execute(db.text(statement))
    db.session.commit()


def run(*statements: str) -> None:
    """Execute and commit."""
    for statement in statements:
        db.session.execute(db.text(statement))
    db.session.commit()


@dataclass(frozen=True)
class Tampering:
    """One way to tamper; `seq` is the first entry the verification must name."""

    name: str
    seq: int
    code: str
    act: Callable[[], None]


def _set(column: str, value: str, where: int = 5) -> Callable[[], None]:
    return lambda: run(f"UPDATE record_entries SET {column} = {value} WHERE seq = {where}")


def _swap() -> None:
    run(
        "UPDATE record_entries SET seq = -1 WHERE seq = 4",
        "UPDATE record_entries SET seq = 4 WHERE seq = 9",
        "UPDATE record_entries SET seq = 9 WHERE seq = -1",
    )


def _swap_contents() -> None:
    rows = {row["seq"]: dict(row) for row in _rows()}
    for here, there in ((4, 9), (9, 4)):
        content = {name: rows[there][name] for name in FIELDS if name != "seq"}
        assignments = ", ".join(f'"{name}" = :{name}' for name in content)
        db.session.execute(
            db.text(f"UPDATE record_entries SET {assignments} WHERE seq = {here}"), content
        )
    db.session.commit()


def _insert_in_the_middle() -> None:
    run(
        f"UPDATE record_entries SET seq = -seq WHERE seq >= 6 AND seq <= {LENGTH}",
        "UPDATE record_entries SET seq = 1 - seq WHERE seq < 0",
        "INSERT INTO record_entries SELECT 6, at, actor_id, action, subject_type, subject_id, "
        "before, after, '伪造', link FROM record_entries WHERE seq = 5",
    )


def _append() -> None:
    run(
        f"INSERT INTO record_entries SELECT {LENGTH + 1}, at, actor_id, action, subject_type, "
        f"subject_id, before, after, reason, link FROM record_entries WHERE seq = {LENGTH}"
    )


def _insert_before_the_first() -> None:
    run(
        "INSERT INTO record_entries SELECT 0, at, actor_id, action, subject_type, "
        "subject_id, before, after, reason, link FROM record_entries WHERE seq = 1"
    )


def _rechain(link_of: Callable[[str, dict[str, Any]], str], *, head: bool) -> Callable[[], None]:
    """Alter entry 5 and link everything from there anew, as well as one can without the key."""

    def act() -> None:
        rows = [dict(row) for row in _rows()]
        previous = GENESIS
        for row in rows:
            if row["seq"] == 5:
                row["reason"] = "改过"
            if row["seq"] >= 5:
                row["link"] = link_of(previous, row)
                db.session.execute(
                    db.text(
                        "UPDATE record_entries SET reason = :reason, link = :link WHERE seq = :seq"
                    ),
                    {name: row[name] for name in ("reason", "link", "seq")},
                )
            previous = row["link"]
        if head:
            seal = seal_head(WRONG_KEY, LENGTH, previous)
            db.session.execute(
                db.text("UPDATE record_head SET link = :link, seal = :seal"),
                {"link": previous, "seal": seal},
            )
        db.session.commit()

    return act


def _plain_hash(previous: str, row: dict[str, Any]) -> str:
    text = json.dumps([previous, *(row[name] for name in FIELDS)], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _rows() -> list[Any]:
    return list(db.session.execute(db.text("SELECT * FROM record_entries ORDER BY seq")).mappings())


TAMPERINGS = [
    # a column of one entry edited, each of them
    Tampering("instant edited", 5, "altered", _set("at", "'2020-01-01T00:00:00+00:00'")),
    Tampering("actor edited", 5, "altered", _set("actor_id", "2")),
    Tampering("actor removed", 5, "altered", _set("actor_id", "NULL")),
    Tampering("action edited", 5, "altered", _set("action", "'signed'")),
    Tampering("subject type edited", 5, "altered", _set("subject_type", "'cases'")),
    Tampering("subject edited", 5, "altered", _set("subject_id", "999")),
    Tampering("before edited", 5, "altered", _set("before", "'{}'")),
    Tampering("after edited", 5, "altered", _set("after", "'{}'")),
    Tampering("reason edited", 5, "altered", _set("reason", "'改过'")),
    Tampering("link edited", 5, "altered", _set("link", f"'{'f' * 64}'")),
    Tampering("number edited", 5, "missing", _set("seq", "500")),
    Tampering("first edited", 1, "altered", _set("reason", "'改过'", where=1)),
    Tampering("last edited", LENGTH, "altered", _set("reason", "'改过'", where=LENGTH)),
    # entries taken away
    Tampering(
        "first deleted", 1, "missing", lambda: run("DELETE FROM record_entries WHERE seq = 1")
    ),
    Tampering("one deleted", 6, "missing", lambda: run("DELETE FROM record_entries WHERE seq = 6")),
    Tampering(
        "three deleted",
        6,
        "missing",
        lambda: run("DELETE FROM record_entries WHERE seq IN (6, 7, 8)"),
    ),
    Tampering("tail cut", 10, "cut", lambda: run("DELETE FROM record_entries WHERE seq >= 10")),
    Tampering("all deleted", 1, "cut", lambda: run("DELETE FROM record_entries")),
    # entries put in
    Tampering("inserted in the middle", 6, "altered", _insert_in_the_middle),
    Tampering("appended by hand", LENGTH + 1, "altered", _append),
    Tampering("put before the first", 0, "out_of_order", _insert_before_the_first),
    # order
    Tampering("two swapped", 4, "altered", _swap),
    Tampering("contents of two swapped", 4, "altered", _swap_contents),
    # linked anew without the key
    Tampering("re-chained with a plain hash", 5, "altered", _rechain(_plain_hash, head=False)),
    Tampering(
        "re-chained with another key, head too",
        5,
        "altered",
        _rechain(lambda previous, row: link(WRONG_KEY, previous, row), head=True),
    ),
    # the head
    Tampering(
        "head length edited", LENGTH, "head_altered", lambda: run("UPDATE record_head SET seq = 9")
    ),
    Tampering(
        "head link edited",
        LENGTH,
        "head_altered",
        lambda: run(
            "UPDATE record_head SET link = (SELECT link FROM record_entries WHERE seq = 9)"
        ),
    ),
    Tampering("head removed", LENGTH, "head_missing", lambda: run("DELETE FROM record_head")),
    Tampering(
        "tail cut and head shortened without the key",
        9,
        "head_altered",
        lambda: run(
            "DELETE FROM record_entries WHERE seq > 9",
            "UPDATE record_head SET seq = 9, "
            "link = (SELECT link FROM record_entries WHERE seq = 9)",
        ),
    ),
    Tampering(
        "everything wiped",
        0,
        "head_missing",
        lambda: run("DELETE FROM record_entries", "DELETE FROM record_head"),
    ),
]
