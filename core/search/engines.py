"""The full-text index on both engines: SQLite's FTS5 and PostgreSQL's tsvector under GIN.

Both hold a set of tokens for each entry and neither keeps the text. On SQLite entries stream out of
the index newest first (`rowid` descending); nothing here ever sorts by a date.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, TableClause, bindparam, cast, column, func, table, text
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


def index_of(session: Session) -> tuple[TableClause, ColumnElement[int]]:
    """Return the index as a table, and in it the id of the entry."""
    name = _dialect(session)
    found = INDEXES[name]
    return found, found.c[_KEYS[name]]


def matches(session: Session, terms: Sequence[Term], keys: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that an entry has all `terms` and at least one of `keys`."""
    if _dialect(session) == "sqlite":
        query = _expression(terms, keys, " AND ", " OR ", "")
        return INDEXES["sqlite"].c.search_index.op("MATCH", is_comparison=True)(query)
    query = _expression(terms, keys, " & ", " | ", "'")
    asked = cast(bindparam(None, query), TSQUERY)
    return INDEXES["postgresql"].c.tokens.op("@@", is_comparison=True)(asked)


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
        needed = both.join(map(name, term.tokens))
        if term.initials is not None:
            needed = f"({needed}{either}{name(term.initials)})"
        parts.append(needed)
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
