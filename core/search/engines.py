"""The full-text index on both engines: SQLite's FTS5 and PostgreSQL's tsvector under GIN.

Both hold a set of tokens for each entry and neither keeps the text. On SQLite entries stream out of
the index newest first (`rowid` descending); nothing here ever sorts by a date.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    TableClause,
    bindparam,
    cast,
    column,
    func,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from core.search.text import Term

#: The migration holds its own copy of these.
CREATE: Final[Mapping[str, Sequence[str]]] = {
    "sqlite": (
        "CREATE VIRTUAL TABLE search_index USING fts5"
        "(tokens, content='', columnsize=0, detail=none, tokenize='ascii')",
    ),
    "postgresql": (
        "CREATE TABLE search_index (entry_id integer PRIMARY KEY, tokens tsvector NOT NULL)",
        "CREATE INDEX ix_search_index_tokens ON search_index USING gin (tokens)",
    ),
}

_ADD = {
    "sqlite": "INSERT INTO search_index (rowid, tokens) VALUES (:id, :tokens)",
    "postgresql": "INSERT INTO search_index (entry_id, tokens)"
    " VALUES (:id, array_to_tsvector(string_to_array(:tokens, ' ')))",
}
_REMOVE = {
    # a contentless index forgets an entry only when told what it held
    "sqlite": "INSERT INTO search_index (search_index, rowid, tokens)"
    " VALUES ('delete', :id, :tokens)",
    "postgresql": "DELETE FROM search_index WHERE entry_id = :id",
}
_CLEAR = {
    "sqlite": "INSERT INTO search_index (search_index) VALUES ('delete-all')",
    "postgresql": "DELETE FROM search_index",
}

#: How many of the newest entries PostgreSQL walks back through before it collects.
NEAR = 2_000

_KEYS = {"sqlite": "rowid", "postgresql": "entry_id"}

#: Index and key of an entry in it, by engine.
INDEXES: Final[Mapping[str, TableClause]] = {
    name: table("search_index", column(key), column("tokens"), column("search_index"))
    for name, key in _KEYS.items()
}


def add(session: Session, rows: Iterable[tuple[int, Collection[str]]]) -> None:
    """Put entries into the index, each with its tokens."""
    _run(session, _ADD, rows)


def remove(session: Session, rows: Iterable[tuple[int, Collection[str]]]) -> None:
    """Take entries out of the index; their tokens must be those they were put in with."""
    _run(session, _REMOVE, rows)


def clear(session: Session) -> None:
    """Empty the index."""
    session.execute(text(_CLEAR[_dialect(session)]))


@dataclass(frozen=True)
class Ground:
    """Where to look: the index or its newest part, the id of an entry in it, how to order by it."""

    table: FromClause
    key: ColumnElement[int]
    order: ColumnElement[int]


def whole(session: Session) -> Ground:
    """Return the whole index."""
    name = _dialect(session)
    key = INDEXES[name].c[_KEYS[name]]
    # PostgreSQL takes every rare word for a common one and would walk through all entries; a sum
    # is no key of an index, so that it collects what matches and sorts that
    return Ground(INDEXES[name], key, key if name == "sqlite" else key + 0)


def grounds(session: Session, after: int | None, *, is_rare: bool = False) -> list[Ground]:
    """Return where to look for a page, one after the other until one fills it.

    SQLite streams newest first whatever the word. PostgreSQL walks back a bounded way, where a
    common word fills the page, and only then collects all that matches; at once where `is_rare`.
    """
    if is_rare or _dialect(session) == "sqlite":
        return [whole(session)]
    index = INDEXES["postgresql"]
    newest = select(index.c.entry_id, index.c.tokens).order_by(index.c.entry_id.desc())
    if after is not None:
        newest = newest.where(index.c.entry_id < after)
    near = newest.limit(NEAR).subquery("near")
    return [Ground(near, near.c.entry_id, near.c.entry_id), whole(session)]


def matches(
    session: Session, ground: Ground, terms: Sequence[Term], keys: Sequence[str]
) -> ColumnElement[bool]:
    """Return the condition that an entry has all `terms` and at least one of `keys`."""
    if _dialect(session) == "sqlite":
        query = _expression(terms, keys, " AND ", " OR ", "")
        return ground.table.c.search_index.op("MATCH", is_comparison=True)(query)
    query = _expression(terms, keys, " & ", " | ", "'")
    asked = cast(bindparam(None, query), TSQUERY)
    return ground.table.c.tokens.op("@@", is_comparison=True)(asked)


def one_by_one(session: Session, condition: Select[Any]) -> Select[Any]:
    """Have `condition` (of EXISTS) asked for each entry by its key, as SQLite does by itself.

    PostgreSQL would join all things and all their exclusions first; an OFFSET keeps it from that.
    """
    return condition if _dialect(session) == "sqlite" else condition.offset(0)


def contains(session: Session, haystack: Any, run: str) -> ColumnElement[bool]:
    """Return the condition that `run` (folded) stands in `haystack`, ASCII case aside."""
    if _dialect(session) == "sqlite":
        return func.instr(func.lower(haystack), run) > 0
    return func.strpos(func.lower(haystack.collate("C")), run) > 0


def _expression(
    terms: Sequence[Term], keys: Sequence[str], both: str, either: str, quote: str
) -> str:
    """Write the query; tokens are ASCII letters and digits, so that nothing can be injected."""

    def name(token: str) -> str:
        return f"{quote}{token}{quote}"

    parts = []
    for term in terms:
        ways = [both.join(map(name, tokens)) for tokens in (term.tokens, *term.initials)]
        parts.append(
            ways[0] if len(ways) == 1 else "(" + either.join(map("({})".format, ways)) + ")"
        )
    parts.append("(" + either.join(map(name, keys)) + ")")
    return both.join(parts)


def _run(
    session: Session, statements: Mapping[str, str], rows: Iterable[tuple[int, Collection[str]]]
) -> None:
    values = [{"id": key, "tokens": " ".join(sorted(tokens))} for key, tokens in rows]
    if values:
        session.execute(text(statements[_dialect(session)]), values)


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name
