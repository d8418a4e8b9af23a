"""What the search page shows: hits by kind, counted no further than is of use."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request, url_for
from flask_babel import LazyString
from markupsafe import Markup

from core.access import Actor, Permission
from core.identity.models import Unit, User
from core.search import queries
from core.search.models import SearchEntry
from core.search.services import Source, sources
from core.search.text import terms
from core.web.lists import read_cursor, write_cursor
from oversight.excerpts import excerpt, marked

#: More than this is shown as "100+".
CAP = 100
#: Hits of each kind on the page of all kinds, and on the page of one.
FEW, MANY = 5, 20


@dataclass(frozen=True)
class Hit:
    """One thing found; `url` is None where there is no page of it for the reader."""

    title: Markup
    number: Markup
    unit: str | None
    text: Markup
    on: datetime | None
    url: str | None


@dataclass(frozen=True)
class Group:
    """The hits of one kind on this page; `url` leads to all of them."""

    kind: str
    label: LazyString
    count: str
    hits: Sequence[Hit]
    url: str
    has_more: bool


@dataclass(frozen=True)
class Facet:
    """A kind with how much was found of it."""

    label: LazyString | None
    count: str
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Found:
    """A page of results."""

    facets: Sequence[Facet]
    groups: Sequence[Group]
    next_url: str | None = None
    first_url: str | None = None


def goal(actor: Actor, query: str) -> str | None:
    """Return the page of the thing whose number `query` is, if `actor` may see it."""
    entry = queries.numbered(sources(), actor, query)
    return _url(_source(entry.kind), entry, actor) if entry is not None else None


def search(actor: Actor, query: str, kind: str | None, after: str) -> Found:
    """Return what `query` finds: the newest of each kind, or one page of `kind`."""
    counts = queries.counts(sources(), actor, query, CAP)
    chosen = [source for source in sources() if counts.get(source.kind)]
    facets = [_facet(None, query, counts.values(), kind is None)]
    facets += [_facet(s, query, [counts[s.kind]], s.kind == kind) for s in chosen]
    if kind is None:
        groups = [_group(s, actor, query, counts[s.kind], None, FEW)[0] for s in chosen]
        return Found(facets, groups)
    cursor = read_cursor(after, [SearchEntry.id])
    start = cursor[0] if cursor else None
    found = [_group(s, actor, query, counts[s.kind], start, MANY) for s in chosen if s.kind == kind]
    last = found[0][1] if found else None
    return Found(
        facets,
        [group for group, _last in found],
        next_url=_here(query, kind, write_cursor(last)) if last else None,
        first_url=_here(query, kind) if start is not None else None,
    )


def search_box(_subject: object, visitor: object) -> str | None:
    """Draw the search box of the top bar for whoever is signed in."""
    if visitor is None:
        return None
    here = request.endpoint == "oversight.search_page"
    query = request.args.get("q", "") if here else ""
    return Markup(render_template("oversight/_search_box.html", query=query))  # noqa: S704 - our template


def _group(
    source: Source, actor: Actor, query: str, count: int, after: int | None, limit: int
) -> tuple[Group, tuple[int, ...] | None]:
    page = queries.find(source, actor, query, after=after, limit=limit, is_rare=count <= CAP)
    runs = [term.run for term in terms(query)]
    hits = [_hit(source, entry, actor, runs) for entry in page.rows]
    url = _here(query, source.kind)
    more = page.next_after is not None
    return Group(source.kind, source.label, _capped(count), hits, url, more), page.next_after


def _hit(source: Source, entry: SearchEntry, actor: Actor, runs: Sequence[str]) -> Hit:
    of_office = source.model not in (Unit, User)
    return Hit(
        title=marked(entry.title, runs),
        number=marked(entry.number, runs),
        unit=entry.unit.short_name if of_office else None,
        text=excerpt(entry.text, runs),
        on=entry.created_at if of_office else None,
        url=_url(source, entry, actor),
    )


def _url(source: Source, entry: SearchEntry, actor: Actor) -> str | None:
    """Return where a hit leads; a unit to its cases or complaints, a person to what names them."""
    if source.url is not None:
        return source.url(entry.subject_id)
    if source.model is Unit:
        for permission, endpoint in _LISTS:
            if actor.has(permission):
                return url_for(endpoint, unit=entry.subject_id)
        return None
    return _here(entry.title)


_LISTS = (
    (Permission.CASE_READ, "casework.case_list"),
    (Permission.COMPLAINT_READ, "complaints.complaint_list"),
)


def _facet(source: Source | None, query: str, counts: Collection[int], is_chosen: bool) -> Facet:
    capped = any(count > CAP for count in counts)
    total = sum(min(count, CAP) for count in counts)
    return Facet(
        label=source.label if source else None,
        count=f"{total}+" if capped else str(total),
        url=_here(query, source.kind if source else None),
        is_chosen=is_chosen,
    )


def _capped(count: int) -> str:
    return f"{CAP}+" if count > CAP else str(count)


def _here(query: str, kind: str | None = None, after: str | None = None) -> str:
    return url_for("oversight.search_page", q=query, kind=kind, after=after)


def _source(kind: str) -> Source:
    return next(source for source in sources() if source.kind == kind)
