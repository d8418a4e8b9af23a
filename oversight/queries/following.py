"""Look over every open thing: who can move it on, and by when.

The procedures say it themselves: which row leads on from where a thing stands, who may do it, and
what bars them. A procedure that is registered is looked over; nothing is listed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core import moment, watching
from core.access import Actor, Permission, Role
from core.access.grants import GRANTS
from core.clocks.models import Clock
from core.clocks.periods import State
from core.db import db
from core.identity.queries import actors_today
from core.procedure import Procedure, Transition, barred, registered
from core.refusals import Refusal
from oversight.rules import STILL_AFTER, Lapse, plain_refusal

_BATCH = 200
#: Acts of the party, done where its unit lies and not where the file is kept.
_OF_THE_PARTY = GRANTS[Role.LIAISON]
_Key = tuple[str, int]


@dataclass(frozen=True)
class Found:
    """An open thing that nobody follows, and what the words for it need."""

    subject: _Key
    state: str
    file: _Key | None
    unit_id: int
    cause: Lapse
    detail: Mapping[str, Any]


@dataclass(frozen=True)
class Checked:
    """What a check found, of so many open things."""

    looked_at: int
    found: Sequence[Found]


@dataclass
class _Open:
    """An open thing as it was looked at. `waits`: for something else than a person's act on it."""

    key: _Key
    state: str
    file: _Key | None
    unit_id: int
    moved_at: datetime
    clocks: frozenset[State]
    dated: bool
    holds_up: Sequence[_Key] = ()
    waits: bool = False
    cause: Lapse | None = None
    detail: dict[str, Any] = field(default_factory=dict)


def check() -> Checked:
    """Look over all open things of all procedures; writes nothing."""
    people = _People(actors_today())
    things = [
        _look(procedure, subject, people, clocks)
        for procedure in registered().values()
        for subject, clocks in _open_things(procedure)
    ]
    by_file: dict[_Key | None, list[_Open]] = {}
    for thing in things:
        for file in (thing.file, *thing.holds_up):
            by_file.setdefault(file, []).append(thing)
    dated = _dated_files()
    found = []
    for thing in things:
        if thing.cause is None:
            others = [other for other in by_file[thing.file] if other.key != thing.key]
            thing.cause = _stands_still(thing, others, dated)
            thing.detail = {"since": moment.local(thing.moved_at).date().isoformat()}
        if thing.cause is not None:
            found.append(
                Found(thing.key, thing.state, thing.file, thing.unit_id, thing.cause, thing.detail)
            )
    return Checked(len(things), found)


class _People:
    """Who is in service today, by what their posts let them do."""

    def __init__(self, actors: Sequence[Actor]) -> None:
        self._by_permission: dict[Permission, list[Actor]] = {}
        self._sees: dict[tuple[int | None, _Key], bool] = {}
        for actor in actors:
            for permission in actor.permissions:
                self._by_permission.setdefault(permission, []).append(actor)

    def who_may(
        self, row: Transition, subject: Any, path: str, file: _Key | None
    ) -> Iterator[Actor]:
        """Yield who may take `row` and can open the file for it."""
        paths = {path}
        unit = getattr(subject, "unit", None)
        if row.permission in _OF_THE_PARTY and unit is not None:
            paths.add(unit.path)
        for actor in self._by_permission.get(row.permission, ()):
            if (
                any(actor.may(row.permission, where) for where in paths)
                and row.who(subject, actor)
                and self._can_open(actor, row.permission, file)
            ):
                yield actor

    def _can_open(self, actor: Actor, permission: Permission, file: _Key | None) -> bool:
        """Tell whether `actor` sees the file, if the post that grants the act is one that works
        with files; a desk acts on what was served on it.
        """
        if file is None:
            return True
        kind = watching.files()[file[0]]
        granting = [GRANTS[post.role] for post in actor.posts if permission in GRANTS[post.role]]
        if any(kind.reader not in granted for granted in granting):
            return True
        asked = (actor.id, file)
        if asked not in self._sees:
            statement = kind.visible(actor).where(kind.model.id == file[1])
            seen = db.session.scalar(select(statement.with_only_columns(kind.model.id).exists()))
            self._sees[asked] = bool(seen)
        return self._sees[asked]


def _open_things(procedure: Procedure) -> Iterator[tuple[Any, list[Clock]]]:
    """Yield what is open of one procedure with its clocks, in batches by key."""
    model, table = procedure.model, procedure.model.__tablename__
    states, last = watching.open_states(procedure), 0
    while states:
        batch = db.session.scalars(
            select(model)
            .where(model.state.in_(states), model.id > last)
            .order_by(model.id)
            .limit(_BATCH)
        ).all()
        if not batch:
            return
        last = batch[-1].id
        clocks: dict[int, list[Clock]] = {}
        for clock in db.session.scalars(
            select(Clock).where(
                Clock.subject_type == table,
                Clock.subject_id.in_([subject.id for subject in batch]),
                Clock.state.in_((State.RUNNING, State.PAUSED)),
            )
        ):
            clocks.setdefault(clock.subject_id, []).append(clock)
        for subject in batch:
            yield subject, clocks.get(subject.id, [])


def _look(procedure: Procedure, subject: Any, people: _People, clocks: Sequence[Clock]) -> _Open:
    path = procedure.unit_path(subject)
    owner = watching.file_of(subject)
    file = (owner.__tablename__, owner.id) if owner is not None else None
    states = frozenset(clock.state for clock in clocks)
    thing = _Open(
        key=(procedure.model.__tablename__, subject.id),
        state=subject.state.value,
        file=file,
        unit_id=int(path.strip("/").split("/")[-1]),
        moved_at=subject.updated_at,
        clocks=states,
        dated=State.RUNNING in states or _own_date(subject),
        holds_up=_held_up(subject) if owner is subject else (),
    )
    _ask(thing, procedure, subject, path, people)
    return thing


def _ask(thing: _Open, procedure: Procedure, subject: Any, path: str, people: _People) -> None:
    """Note who can move the thing on: somebody; nobody; or none of those who may, and why."""
    rows = _steps(procedure, subject.state)
    refused: list[tuple[Transition, Refusal]] = []
    for row in rows:
        for actor in people.who_may(row, subject, path, thing.file):
            refusal = barred(row, subject, actor)
            if refusal is None:
                return
            refused.append((row, refusal))
    if not rows:
        thing.waits = True
    elif not refused:
        roles = {role for row in rows for role in Role if row.permission in GRANTS[role]}
        thing.cause = Lapse.NOBODY
        thing.detail = {"roles": [role.value for role in Role if role in roles]}
    elif any(barred(row, subject, Actor.system()) is None for row, _refusal in refused):
        thing.cause = Lapse.BARRED  # another person could: it is these persons who may not
        thing.detail = plain_refusal(refused[0][1])
    else:
        thing.waits = True


def _steps(procedure: Procedure, state: Any) -> list[Transition]:
    """Return the rows by which a person takes a thing further: along the ordinary course; where
    that goes by itself, what is done meanwhile or leads back to it; else whatever leads out.
    """
    path = list(procedure.path)
    rows = [row for row in procedure.transitions if state in row.sources and not row.by_system]
    leading = [row for row in rows if row.target not in (None, state)]
    if state not in path:
        return leading
    later = path[path.index(state) + 1 :]
    onwards = [row for row in leading if row.target in later]
    if onwards:
        return onwards
    meanwhile = [row for row in rows if row.target in (None, *path)]
    return meanwhile or ([] if any(_by_itself(procedure, state)) else leading)


def _by_itself(procedure: Procedure, state: Any) -> Iterator[bool]:
    return (state in row.sources and row.by_system for row in procedure.transitions)


def _own_date(subject: Any) -> bool:
    """Tell whether the thing has a day of its own by which something happens: one that it is due
    on, or one still ahead on which it ends or lapses.
    """
    if getattr(subject, "due_on", None) is not None:
        return True
    ends_on, lapses_at = getattr(subject, "ends_on", None), getattr(subject, "expires_at", None)
    is_ahead = ends_on is not None and ends_on >= moment.today()
    return is_ahead or (lapses_at is not None and lapses_at >= moment.now())


def _held_up(file: Any) -> list[_Key]:
    kind = watching.files()[file.__tablename__]
    return [(other.__tablename__, other.id) for other in kind.held_up(file)]


def _dated_files() -> set[_Key]:
    """Return the files in which some period runs: a statement for each kind that says so."""
    return {
        (table, file_id)
        for table, kind in watching.files().items()
        if kind.dated is not None
        for file_id in db.session.scalars(kind.dated())
    }


def _stands_still(thing: _Open, others: Sequence[_Open], dated: set[_Key]) -> Lapse | None:
    """Say of a thing without a date whether it has stood still too long: no period runs in its
    file, and where it waits, nothing else in the file goes on.
    """
    if thing.dated or thing.file in dated:
        return None
    if thing.waits and any(other.dated or not other.waits for other in others):
        return None
    if moment.now() - thing.moved_at <= STILL_AFTER:
        return None
    return Lapse.PAUSED if State.PAUSED in thing.clocks else Lapse.STILL
