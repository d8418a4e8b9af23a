"""Keep the index true: what a transaction changed is described anew just before it commits.

A feature registers how its things are described; its services need no call of their own, so none
can be forgotten. What is written around the session (bulk statements) needs `rebuild`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from flask import Flask, current_app
from flask_babel import LazyString
from sqlalchemy import Select, delete, insert, inspect, select, update
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction
from sqlalchemy.orm.interfaces import ORMOption

from core import moment
from core.access.actor import Actor
from core.access.permissions import Permission
from core.db import db, transactional
from core.identity.models import Unit
from core.search import engines
from core.search.initials import name_tokens, title_tokens
from core.search.models import SearchEntry
from core.search.text import clean, tokens

#: The key of what everybody may reach.
EVERYBODY = "all"

_PENDING = "wenze.search.pending"
_BATCH = 500


@dataclass(frozen=True)
class Description:
    """What of a thing can be found and is shown; never anything sealed.

    `parts` are shown one after the other, title and `names` are found by pinyin too, `keys` say
    who may reach it (see `Source.reach`).
    """

    title: str
    unit_id: int
    keys: Iterable[str]
    number: str | None = None
    parts: Sequence[str | None] = ()
    names: Sequence[str | None] = ()
    created_at: datetime | None = None


@dataclass(frozen=True)
class Source:
    """A kind of thing that can be found.

    `visible` is the feature's own condition of who sees what, asked inside every query. `reach`
    gives the keys by which an actor reaches things at all: whatever `visible` lets through must
    bear one of them; no keys, nothing found. `belongs` names the rows that change how a thing is
    described, and for each the id of that thing; `loads` what a rebuild loads along.
    """

    kind: str
    model: type[Any]
    label: LazyString
    order: int
    describe: Callable[[Any], Description | None]
    visible: Callable[[Actor], Select[Any]]
    reach: Callable[[Actor], Iterable[str]]
    url: Callable[[int], str] | None = None
    belongs: Mapping[type[Any], Callable[[Any], int | None]] = field(default_factory=dict)
    loads: Sequence[ORMOption] = ()


def register(app: Flask, source: Source) -> None:
    """Let things of `source` be found in `app`. Refuses a second source of the same kind."""
    known: dict[str, Source] = app.extensions["wenze.search"]
    if source.kind in known:
        raise ValueError(f"{source.kind} can be found already")
    known[source.kind] = source


def sources() -> list[Source]:
    """Return what can be found, in the order in which it is shown."""
    known: dict[str, Source] = current_app.extensions["wenze.search"]
    return sorted(known.values(), key=lambda source: source.order)


def unit_keys(unit: Unit) -> list[str]:
    """Return the keys of what belongs to `unit`: it and the units above it."""
    return [f"u{part}" for part in unit.path.strip("/").split("/")]


def unit_reach(actor: Actor, permission: Permission) -> list[str]:
    """Return the keys of all that lies where `actor` holds `permission`."""
    return [f"u{path.strip('/').split('/')[-1]}" for path in actor.scope(permission)]


def key_token(kind: str, key: str) -> str:
    """Return the token of a key, as the index holds it."""
    return f"k{kind}{key}"


@transactional
def rebuild() -> dict[str, int]:
    """Write the whole index anew; return how many entries of each kind it has now.

    Ids follow the order in which things of one kind were entered. One transaction: readers see the
    old index until the new one is complete.
    """
    session = db.session()
    engines.clear(session)
    session.execute(delete(SearchEntry))
    return {source.kind: _rebuild(session, source) for source in sources()}


def notice_changes(session: Session, _context: UOWTransaction) -> None:
    """Note what a flush touches (session event after_flush)."""
    known: dict[str, Source] = current_app.extensions["wenze.search"]
    pending: set[tuple[str, int]] = session.info.setdefault(_PENDING, set())
    for row in (*session.new, *session.deleted, *session.dirty):
        for source in known.values():
            subject_id = _subject_of(source, row)
            if subject_id is not None:
                pending.add((source.kind, subject_id))
        if isinstance(row, Unit) and inspect(row).attrs.path.history.has_changes():
            found = select(SearchEntry.kind, SearchEntry.subject_id)
            moved = session.execute(found.where(SearchEntry.unit_id == row.id))
            pending.update((kind, subject_id) for kind, subject_id in moved)


def write_pending(session: Session) -> None:
    """Describe anew what was touched (session event before_commit)."""
    if session.in_nested_transaction():
        return
    session.flush()
    pending: set[tuple[str, int]] = session.info.pop(_PENDING, set())
    known: dict[str, Source] = current_app.extensions["wenze.search"]
    for kind, touched in groupby(sorted(pending), key=lambda item: item[0]):
        ids = [subject_id for _kind, subject_id in touched]
        for start in range(0, len(ids), _BATCH):
            _write_batch(session, known[kind], ids[start : start + _BATCH])


def forget_pending(session: Session, undone: SessionTransaction) -> None:
    """Drop what was noted in a transaction that is undone (session event after_soft_rollback).

    After the end of a savepoint alone, what was noted is described from what is left.
    """
    if undone.parent is None:
        session.info.pop(_PENDING, None)


def _subject_of(source: Source, row: Any) -> int | None:
    if isinstance(row, source.model):
        subject_id: int = row.id
        return subject_id
    owner = source.belongs.get(type(row))
    return owner(row) if owner is not None else None


def _write_batch(session: Session, source: Source, ids: Sequence[int]) -> None:
    """Describe subjects of one kind; what is new comes into the index in one statement."""
    table = SearchEntry.__table__
    there = session.execute(
        select(table).where(table.c.kind == source.kind, table.c.subject_id.in_(ids))
    )
    entries = {row["subject_id"]: dict(row) for row in there.mappings()}
    subjects = {} if len(ids) == 1 else _together(session, source, ids)
    fresh = []
    for subject_id in ids:
        subject = subjects.get(subject_id) or session.get(source.model, subject_id)
        description = source.describe(subject) if subject is not None else None
        new = _values(source, subject_id, description) if description is not None else None
        if subject_id in entries:
            _write(session, entries[subject_id], new)
        elif new is not None:
            fresh.append(new)
    _insert(session, fresh)


def _together(session: Session, source: Source, ids: Sequence[int]) -> dict[int, Any]:
    """Load many subjects, with what describing them needs, in a few statements."""
    statement = select(source.model).where(source.model.id.in_(ids)).options(*source.loads)
    return {subject.id: subject for subject in session.scalars(statement).unique()}


def _write(session: Session, old: dict[str, Any], new: dict[str, Any] | None) -> None:
    """Bring the entry `old` up to date; None takes it out."""
    if new is None:
        engines.remove(session, [(old["id"], _tokens(old))])
        session.execute(delete(SearchEntry).where(SearchEntry.id == old["id"]))
        return
    new["created_at"] = old["created_at"]  # an entry keeps its place
    if all(old[name] == value for name, value in new.items()):
        return
    session.execute(
        update(SearchEntry)
        .where(SearchEntry.id == old["id"])
        .values(new)
        .execution_options(synchronize_session=False)
    )
    before, after = _tokens(old), _tokens(new)
    if before != after:
        engines.remove(session, [(old["id"], before)])
        engines.add(session, [(old["id"], after)])


def _rebuild(session: Session, source: Source) -> int:
    count = 0
    for subjects in _batches(session, source):
        described = [(s.id, source.describe(s)) for s in subjects]
        rows = [_values(source, key, found) for key, found in described if found is not None]
        _insert(session, rows)
        count += len(rows)
        session.expunge_all()
    return count


def _batches(session: Session, source: Source) -> Iterator[Sequence[Any]]:
    last = 0
    while True:
        statement = select(source.model).where(source.model.id > last).options(*source.loads)
        batch = session.scalars(statement.order_by(source.model.id).limit(_BATCH)).all()
        if not batch:
            return
        last = batch[-1].id
        yield batch


def _insert(session: Session, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    ids = session.scalars(
        insert(SearchEntry).returning(SearchEntry.id, sort_by_parameter_order=True), rows
    ).all()
    engines.add(session, [(key, _tokens(row)) for key, row in zip(ids, rows, strict=True)])


def _values(source: Source, subject_id: int, description: Description) -> dict[str, Any]:
    keys = {key_token(source.kind, key) for key in description.keys}
    for name in description.names:
        keys |= name_tokens(name or "")
    keys |= title_tokens(description.title)
    return {
        "kind": source.kind,
        "subject_id": subject_id,
        "unit_id": description.unit_id,
        "number": clean(description.number or ""),
        "title": clean(description.title),
        "text": "\n".join(clean(part) for part in description.parts if part),
        "keys": " ".join(sorted(keys)),
        "created_at": description.created_at or moment.now(),
    }


def _tokens(row: Mapping[str, Any]) -> set[str]:
    """Return the tokens of an entry: the same for the same row, so that it can be taken out."""
    text = f"{row['number']}\n{row['title']}\n{row['text']}"
    return tokens(text) | set(row["keys"].split())
