"""Lists: the cursor in the address, the link to the next page, counts that stop at a thousand."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from flask import request, url_for
from flask_babel import gettext
from sqlalchemy import Select, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import TypeDecorator

from core.db import MAX_ID, db, keyset
from core.web.shapes import LEDGER_SIZE, list_shape

Row = TypeVar("Row")
COUNT_CAP = 1_000
PAGE_SIZE = 50
MAX_CURSOR = 500


@dataclass(frozen=True)
class Capped:
    """A count that was stopped after COUNT_CAP rows; prints as 37条 or 更多于1000条."""

    number: int
    capped: bool

    def __str__(self) -> str:
        if self.capped:
            return str(gettext("更多于%(n)s条", n=COUNT_CAP))
        return str(gettext("%(n)s条", n=self.number))


@dataclass(frozen=True)
class ListPage(Generic[Row]):
    """One page of a list: rows, address of the next page, and of the first if elsewhere."""

    rows: Sequence[Row]
    next_url: str | None
    first_url: str | None
    count: Capped | None = None


def list_page(
    statement: Select[Any],
    order: Sequence[InstrumentedAttribute[Any]],
    *,
    size: int = PAGE_SIZE,
    counted: bool = False,
) -> ListPage[Any]:
    """Return the page of `statement` that the address asks for by `?after=`.

    `order` as in `core.db.keyset` (newest first, the last column unique); the reader may turn it,
    and have it as a ledger of longer pages (`core.web.shapes`). A cursor that was cut, forged or
    made for another list shows the first page. `counted` adds a capped count (one statement more).
    """
    after = read_cursor(request.args.get("after", ""), order)
    shape = list_shape()
    turned = shape is not None and shape.oldest_first
    size = LEDGER_SIZE if shape is not None and shape.is_ledger else size
    page = keyset(statement, order, after=after, limit=size, oldest_first=turned)
    start = shape.after(len(page.rows)) if shape is not None else None
    return ListPage(
        rows=page.rows,
        next_url=_here(after=write_cursor(page.next_after), start=start)
        if page.next_after
        else None,
        first_url=_here(after=None, start=None) if after else None,
        count=capped_count(statement) if counted else None,
    )


def capped_count(statement: Select[Any], cap: int = COUNT_CAP) -> Capped:
    """Count the rows of `statement`, looking at no more than `cap` + 1 of them."""
    bare: Select[Any] = statement.order_by(None).with_only_columns(
        literal_column("1"), maintain_column_froms=True
    )
    limited = bare.limit(cap + 1).subquery()
    number = db.session.scalar(select(func.count()).select_from(limited)) or 0
    return Capped(min(number, cap), number > cap)


def write_cursor(key: Sequence[Any]) -> str:
    """Write the key of a row as a token for the address."""
    parts = [_mark(value) for value in key]
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def read_cursor(token: str, order: Sequence[InstrumentedAttribute[Any]]) -> tuple[Any, ...] | None:
    """Read such a token back for the columns `order`; None where it does not fit them."""
    if not token or len(token) > MAX_CURSOR or not token.isascii():
        return None
    try:
        parts = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        if not isinstance(parts, list) or len(parts) != len(order):
            return None
        return tuple(_unmark(part, column) for part, column in zip(parts, order, strict=True))
    except (binascii.Error, ValueError, TypeError, KeyError, RecursionError):
        return None


def _mark(value: Any) -> list[Any]:
    if isinstance(value, datetime):
        return ["t", value.isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    if isinstance(value, int):
        return ["i", value]
    return ["s", str(value)]


def _unmark(part: Any, column: InstrumentedAttribute[Any]) -> Any:
    kind, raw = part
    readers: Mapping[str, Any] = {
        "t": datetime.fromisoformat,
        "d": date.fromisoformat,
        "i": _bounded,
        "s": _plain,
    }
    value = readers[kind](raw)
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    if type(value) is not _python_type(column):
        raise ValueError("made for another list")
    return value


def _python_type(column: InstrumentedAttribute[Any]) -> type[Any]:
    kind = column.type
    return (kind.impl_instance if isinstance(kind, TypeDecorator) else kind).python_type


def _bounded(raw: Any) -> int:
    if type(raw) is not int or not -MAX_ID <= raw <= MAX_ID:
        raise ValueError("no such key")
    return raw


def _plain(raw: Any) -> str:
    if not isinstance(raw, str) or "\x00" in raw or not raw.isprintable():
        raise ValueError("no such key")
    return raw


def _here(**changes: str | None) -> str:
    args: dict[str, Any] = {
        k: v for k, v in request.args.to_dict(flat=False).items() if k != "lang"
    }
    args.update(changes)
    kept = {key: value for key, value in args.items() if value is not None}
    return url_for(request.endpoint or "", **(request.view_args or {}), **kept)
