"""What things are kept in, so that one that nobody follows can be shown to whom it may be shown.

Every procedure is watched by itself: what can still be moved on is open, unless `rests` says why
nothing is owed. A package says of its own tables in which file each thing is kept, and who may
see that file; what has no file is counted and shown to nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app
from sqlalchemy import ColumnElement, Executable, Select, and_, or_, select
from werkzeug.exceptions import HTTPException

from core.access.actor import Actor
from core.access.permissions import Permission
from core.access_log.watching import table_of
from core.db import db
from core.procedure import Procedure, registered

_FILES, _KEPT = "wenze.watched_files", "wenze.watched_things"


@dataclass(frozen=True)
class File:
    """A kind of file: who may see one, and where.

    `reader` is the permission to open such files: whoever holds it by the post that lets them act
    must be able to see the file, or cannot act. `url` takes the id. `number` and `title` name the
    columns that are shown; None: there is none. `dated` selects the ids of those in which a period
    runs, also one of what is kept in them; `held_up` gives the files that wait for this one.
    """

    model: type[Any]
    reader: Permission
    visible: Callable[[Actor], Select[Any]]
    url: Callable[[int], str]
    number: str | None = "number"
    title: str | None = "title"
    dated: Callable[[], Executable] | None = None
    held_up: Callable[[Any], Iterable[Any]] = lambda _file: ()


#: Returns the row that is the file of a thing.
Keep = Callable[[Any], Any]
#: A table and the id of one of its rows.
Key = tuple[str, int]


def init_app(app: Flask) -> None:
    """Give `app` its empty tables."""
    app.extensions[_FILES], app.extensions[_KEPT] = {}, {}


def register(app: Flask, *kinds: File) -> None:
    """Make kinds of files known, each kept in itself; ValueError where one is known already."""
    for kind in kinds:
        register_kept(app, kind, lambda file: file)


def register_kept(app: Flask, kind: File, where: Keep) -> None:
    """Make a kind of file known whose rows may be kept in another file, as `where` says."""
    table = kind.model.__tablename__
    if table in app.extensions[_FILES]:
        raise ValueError(f"{table} is known already")
    app.extensions[_FILES][table] = kind
    keep(app, where, kind.model)


def keep(app: Flask, where: Keep, *models: type[Any]) -> None:
    """Say in which file things are kept. ValueError where that was said already."""
    for model in models:
        if model.__tablename__ in app.extensions[_KEPT]:
            raise ValueError(f"{model.__tablename__} is kept already")
        app.extensions[_KEPT][model.__tablename__] = where


def files() -> Mapping[str, File]:
    """Return the kinds of files by the name of their table."""
    known: dict[str, File] = current_app.extensions[_FILES]
    return known


def file_of(thing: Any) -> Any | None:
    """Return the file in which `thing` is kept; None where no package says so."""
    where: Keep | None = current_app.extensions[_KEPT].get(thing.__tablename__)
    return where(thing) if where is not None else None


def file_of_page(url: str) -> Key | None:
    """Return the file of what a page of this application shows, by the last id of its address; None
    where it names nothing that is kept in a file.
    """
    try:
        _endpoint, values = current_app.url_map.bind("").match(urlsplit(url).path)
    except HTTPException:
        return None
    for argument, value in reversed(list(values.items())):
        table = table_of(argument)
        if table is None or not has_file(table) or not isinstance(value, int):
            continue
        thing = db.session.get(registered()[table].model, value)
        owner = file_of(thing) if thing is not None else None
        return (owner.__tablename__, owner.id) if owner is not None else None
    return None


def kept_in(table: Any, row_id: Any, actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the file with this table and id is one that `actor` may see: that
    of each kind of file, asked inside the query.
    """
    return or_(
        *(
            and_(
                table == kind.model.__tablename__,
                row_id.in_(kind.visible(actor).with_only_columns(kind.model.id)),
            )
            for kind in files().values()
        )
    )


def names_of(keys: Iterable[Key]) -> dict[Key, tuple[str, str]]:
    """Return number and title of files: a statement for each kind among them."""
    wanted: dict[str, set[int]] = {}
    for table, row_id in keys:
        wanted.setdefault(table, set()).add(row_id)
    return {
        (table, file.id): (_said(file, kind.number), _said(file, kind.title))
        for table, ids in wanted.items()
        for kind in [files()[table]]
        for file in db.session.scalars(select(kind.model).where(kind.model.id.in_(ids)))
    }


def _said(file: Any, column: str | None) -> str:
    return str(getattr(file, column) or "") if column is not None else ""


def has_file(table: str) -> bool:
    """Tell whether a package says where the things of `table` are kept."""
    return table in current_app.extensions[_KEPT]


def open_states(procedure: Procedure) -> list[Any]:
    """Return the states from which something is to be moved on: a row leads out, and nothing says
    that it may rest there.
    """
    return [s for s in procedure.states if leads_on(procedure, s) and s not in procedure.rests]


def leads_on(procedure: Procedure, state: Any) -> bool:
    """Tell whether a row of `procedure` leads out of `state`."""
    return any(
        state in row.sources and row.target not in (None, state) for row in procedure.transitions
    )
