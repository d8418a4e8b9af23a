"""How a reader has a list shown: which columns, in which order, as a page or as a ledger to print.

A feature registers its list once; the macros `filter_bar`, `data_table` and `td` do the rest, so
that no list does it its own way. All of it stands in the address: what can be opened can be kept
under a name (`core.saved_views`), and the reader's scope is asked anew whoever opens it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import LazyString
from markupsafe import Markup
from wtforms import StringField

from core import moment
from core.web.forms import SearchForm

#: Rows on one page of a ledger: about four sheets of paper.
LEDGER_SIZE = 100
#: What the address says beside the filters of a list.
COLUMNS, ORDER, LAYOUT, START = "columns", "order", "layout", "start"
OLDEST, LEDGER = "oldest", "ledger"
MAX_START = 10_000_000
#: So long a value, and so many of one name, are taken along.
MAX_VALUE, MAX_VALUES = 200, 40


@dataclass(frozen=True)
class Listing:
    """A list: its endpoint, its filters (None: none), its columns by key.

    The first column names the row and always stands. `further` are shown only where chosen;
    `is_turned` tells that the list can begin with the oldest.
    """

    endpoint: str
    label: LazyString
    search: type[SearchForm] | None = None
    columns: Mapping[str, LazyString] = field(default_factory=dict)
    further: frozenset[str] = frozenset()
    is_turned: bool = True
    has_ledger: bool = True

    @property
    def usual(self) -> tuple[str, ...]:
        """Return the columns shown where none were chosen."""
        return tuple(key for key in self.columns if key not in self.further)

    @property
    def known(self) -> frozenset[str]:
        """Return all that the address of this list may say, and a view may keep."""
        return frozenset(_fields(self.search)) | {COLUMNS, ORDER}

    @property
    def typed(self) -> frozenset[str]:
        """Return the filters into which anything can be typed: a name of a person, too."""
        kinds = _fields(self.search).items()
        return frozenset(name for name, kind in kinds if issubclass(kind, StringField))

    @property
    def labels(self) -> dict[str, str]:
        """Return the label of each filter, as the reader reads it."""
        form = self.search(formdata=None) if self.search is not None else ()
        return {f.name: str(f.label.text) for f in form}


class Shape:
    """One list as this request asks for it; what it does not know it leaves out."""

    def __init__(self, listing: Listing, args: Any) -> None:
        self.listing = listing
        asked = set(args.getlist(COLUMNS))
        first = next(iter(listing.columns), None)
        chosen = tuple(key for key in listing.columns if key in asked or key == first)
        self.chosen = chosen if asked & set(listing.columns) else listing.usual
        self.oldest_first = listing.is_turned and args.get(ORDER) == OLDEST
        self.is_ledger = listing.has_ledger and args.get(LAYOUT) == LEDGER
        self._number = _start(args.get(START, "")) - 1

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Return the headings that are not shown, in the reader's language."""
        columns = self.listing.columns.items()
        return frozenset(str(label) for key, label in columns if key not in self.chosen)

    def shows(self, key: str) -> bool:
        """Tell whether the column `key` is shown."""
        return key in self.chosen

    def after(self, rows: int) -> str | None:
        """Return where the ledger goes on behind `rows` more, None for a plain list."""
        return str(self._number + rows + 1) if self.is_ledger else None

    @property
    def is_usual(self) -> bool:
        """Tell whether the list stands as it does for everybody."""
        return self.chosen == self.listing.usual and not self.oldest_first

    def choices(self) -> Sequence[tuple[str, LazyString, bool]]:
        """Return key and heading of each column that can be left out, and whether it is shown."""
        columns = list(self.listing.columns.items())[1:]
        return [(key, label, key in self.chosen) for key, label in columns]

    def first(self) -> str | None:
        """Return the key of the column that always stands."""
        return next(iter(self.listing.columns), None)

    def kept(self) -> Sequence[tuple[str, str]]:
        """Return columns and order, for the form of the filters to carry along."""
        return [pair for pair in self._asked if pair[0] in (COLUMNS, ORDER)]

    def filters(self) -> Sequence[tuple[str, str]]:
        """Return the filters, for the form of columns and order to carry along."""
        return [pair for pair in self._asked if pair[0] not in (COLUMNS, ORDER)]

    @property
    def _asked(self) -> list[tuple[str, str]]:
        asked = asked_of(self.listing, request.args).items()
        return [(name, value) for name, values in asked for value in values]

    def numbered(self, row: str, heading: str) -> Markup:
        """Return a row as a table draws it with its running number in front."""
        self._number += 1
        cell = Markup('<td class="num" data-label="{}">{}</td>').format(heading, self._number)
        head, mark, rest = row.partition("<tr>")
        return Markup(head + mark) + cell + Markup(rest)  # noqa: S704 - drawn by our own macro

    @property
    def today(self) -> date:
        """Return the day on which the ledger is drawn."""
        return moment.today()

    @property
    def ledger_size(self) -> int:
        """Return how many rows a page of the ledger has."""
        return LEDGER_SIZE

    def url(self, layout: str | None = None) -> str:
        """Return the address of the first page of what is shown, in another layout."""
        return url_for(self.listing.endpoint, **asked_of(self.listing, request.args), layout=layout)


def init_app(app: Flask) -> None:
    """Give `app` its empty registry, and templates the functions `list_shape` and `is_hidden`."""
    app.extensions.setdefault("wenze.lists", {})
    app.jinja_env.globals.update(list_shape=list_shape, is_hidden=is_hidden)


def register(app: Flask, *listings: Listing) -> None:
    """Make lists known. Refuses a second one at the same endpoint (ValueError)."""
    known: dict[str, Listing] = app.extensions.setdefault("wenze.lists", {})
    for listing in listings:
        if listing.endpoint in known:
            raise ValueError(f"{listing.endpoint} is a list already")
        known[listing.endpoint] = listing


def listing_of(endpoint: str) -> Listing | None:
    """Return the list at `endpoint`; None where there is none."""
    known: dict[str, Listing] = current_app.extensions["wenze.lists"]
    return known.get(endpoint)


def list_shape() -> Shape | None:
    """Return how the list of this request is shown; None where the page is no list."""
    if "list_shape" not in g:
        listing = listing_of(request.endpoint or "")
        g.list_shape = Shape(listing, request.args) if listing is not None else None
    shape: Shape | None = g.list_shape
    return shape


def is_hidden(label: object) -> bool:
    """Tell whether the column under this heading is left out of the list of this request."""
    shape = list_shape()
    return shape is not None and bool(shape.hidden) and str(label) in shape.hidden


def asked_of(listing: Listing, args: Any) -> dict[str, Any]:
    """Return of an address what belongs to the list and not to one page of it."""
    asked = {
        key: [value[:MAX_VALUE] for value in args.getlist(key)[:MAX_VALUES] if value]
        for key in sorted(listing.known)
    }
    return {key: values for key, values in asked.items() if values}


def _fields(form: type[SearchForm] | None) -> dict[str, type[Any]]:
    if form is None:
        return {}
    # unbound: a class holds how its fields are made, an instance would need a request
    fields = ((name, getattr(form, name, None)) for name in dir(form) if name[:1] != "_")
    return {
        name: f.field_class for name, f in fields if f is not None and hasattr(f, "field_class")
    }


def _start(text: str) -> int:
    is_number = text.isascii() and text.isdecimal() and 0 < len(text) < 9
    return min(max(int(text), 1), MAX_START) if is_number else 1
