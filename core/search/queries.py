"""Find what an actor may see. Visibility is part of each statement, never applied afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, or_, select
from sqlalchemy.orm import joinedload

from core.access.actor import Actor
from core.db import Page, db
from core.search import engines
from core.search.models import SearchEntry
from core.search.services import Source, key_token
from core.search.text import Term, number_form, terms

_WITH_UNIT = joinedload(SearchEntry.unit, innerjoin=True)


def find(
    source: Source,
    actor: Actor,
    query: str,
    *,
    after: int | None = None,
    limit: int = 20,
    is_rare: bool = False,
) -> Page[SearchEntry]:
    """Return one page of what `query` finds among the things of `source`, newest first.

    `after` is the id of the last entry of the page before; `is_rare` tells that little is found in
    all (a count said so), which spares PostgreSQL a statement. An empty query finds nothing.
    """
    asked = terms(query)
    keys = _keys(source, actor)
    if not asked or not keys:
        return Page([], None)
    rows: Sequence[SearchEntry] = []
    for ground in engines.grounds(db.session(), after, is_rare=is_rare):
        statement = _found(source, actor, asked, keys, SearchEntry, ground).options(_WITH_UNIT)
        if after is not None:
            statement = statement.where(ground.key < after)
        rows = db.session.scalars(statement.order_by(ground.order.desc()).limit(limit + 1)).all()
        if len(rows) > limit:
            break
    if len(rows) <= limit:
        return Page(rows, None)
    return Page(rows[:limit], (rows[limit - 1].id,))


def counts(sources: Sequence[Source], actor: Actor, query: str, cap: int) -> Mapping[str, int]:
    """Return how much `query` finds of each kind, counted up to `cap` + 1: one statement.

    Kinds that `actor` cannot reach at all are left out.
    """
    asked = terms(query)
    if not asked:
        return {}
    ground = engines.whole(db.session())
    columns = []
    for source in sources:
        keys = _keys(source, actor)
        if keys:
            found = _found(source, actor, asked, keys, literal_column("1"), ground).limit(cap + 1)
            number = select(func.count()).select_from(found.subquery()).scalar_subquery()
            columns.append(number.label(source.kind))
    if not columns:
        return {}
    row = db.session.execute(select(*columns)).one()
    return {kind: int(number) for kind, number in row._mapping.items()}


def numbered(sources: Sequence[Source], actor: Actor, query: str) -> SearchEntry | None:
    """Return the thing with exactly this number, if `actor` may see it; brackets of any kind."""
    number = number_form(query)
    reached = [source for source in sources if _keys(source, actor)]
    if not any(map(str.isdigit, number)) or not reached:
        return None
    of_kind = [and_(SearchEntry.kind == s.kind, _visible(s, actor)) for s in reached]
    statement = select(SearchEntry).where(SearchEntry.number == number, or_(*of_kind))
    return db.session.scalars(statement.order_by(SearchEntry.id)).first()


def _found(
    source: Source,
    actor: Actor,
    asked: Sequence[Term],
    keys: Sequence[str],
    what: Any,
    ground: engines.Ground,
) -> Select[Any]:
    session = db.session()
    haystack = SearchEntry.number + "\n" + SearchEntry.title + "\n" + SearchEntry.text
    sure = [engines.contains(session, haystack, t.run) for t in asked if not t.is_sure]
    return (
        select(what)
        .select_from(ground.table)
        .join(SearchEntry, SearchEntry.id == ground.key)
        .where(engines.matches(session, ground, asked, keys), *sure, _visible(source, actor))
    )


def _visible(source: Source, actor: Actor) -> ColumnElement[bool]:
    seen: Select[Any] = (
        source.visible(actor)
        .with_only_columns(literal_column("1"))
        .where(source.model.id == SearchEntry.subject_id)
        .correlate(SearchEntry)
    )
    return engines.one_by_one(db.session(), seen).exists()


def _keys(source: Source, actor: Actor) -> list[str]:
    return sorted({key_token(source.kind, key) for key in source.reach(actor)})
