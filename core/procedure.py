"""State machines as tables, and the one function that changes a state.

A feature declares one `Procedure` per aggregate, a row an action. `perform` is the only code that
assigns `state`: it locks the subject, checks what the actor saw, asks the guards, does the effect,
keeps the clocks and appends the record, all in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask import Flask, current_app
from flask_babel import LazyString
from sqlalchemy import inspect, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from core import moment, record
from core.access.actor import Actor
from core.access.permissions import Permission
from core.clocks import services as clocks
from core.clocks.replay import Period
from core.db import Model, UtcDateTime, db
from core.record.services import of_subject
from core.refusals import Refusal, Refused

__all__ = [
    "AlreadyDone",
    "Available",
    "ClockStart",
    "Forbidden",
    "PerformedAct",
    "Procedure",
    "Refusal",
    "Refused",
    "Stale",
    "Transition",
    "available_actions",
    "barred",
    "check_seen",
    "create_once",
    "perform",
]

Guard = Callable[[Any, Actor], Refusal | None]
Check = Callable[[Any, Actor, Mapping[str, Any]], Refusal | None]
Effect = Callable[[Any, Actor, Mapping[str, Any]], Mapping[str, Any] | None]


class PerformedAct(Model):
    """A form that was acted on: the same form sent again finds its own token here."""

    __tablename__ = "performed_acts"

    token: Mapped[str] = mapped_column(primary_key=True)
    subject_type: Mapped[str]
    subject_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Forbidden(Exception):
    """The actor may not do this to this subject."""


class AlreadyDone(Exception):
    """The same form was acted on before; `subject_id` is what it acted on. Not an error for the
    user.
    """

    def __init__(self, subject_id: int | None) -> None:
        super().__init__(subject_id)
        self.subject_id = subject_id


class Stale(Exception):
    """The subject changed since the actor saw it: who changed it, what they did, and when (UTC)."""

    def __init__(self, who: str | None, what: str | None, when: datetime | None) -> None:
        super().__init__(what)
        self.who, self.what, self.when = who, what, when


@dataclass(frozen=True)
class ClockStart:
    """How a clock is started: the period that runs, the pack it comes from, and the day of the
    event. `is_duty`: its breach is looked into (see docs/decisions/0018).
    """

    period: Period
    pack_id: str
    label: str
    on: date
    bearer_unit_id: int | None = None
    due: date | None = None
    is_duty: bool = False


@dataclass(frozen=True)
class Transition:
    """One row of a procedure: what may be done in which states, by whom, and what follows.

    `target` None keeps the state. `who` is the personal condition (a member of the team, the unit's
    own liaison). `guard` asks whether the subject is ready; `check` looks at what was typed.
    `meets` names the terms whose clocks the act meets, `starts` those it starts.
    """

    action: StrEnum
    sources: frozenset[StrEnum]
    target: StrEnum | None
    permission: Permission
    label: str | LazyString
    who: Callable[[Any, Actor], bool] = lambda _subject, _actor: True
    guard: Guard = lambda _subject, _actor: None
    check: Check = lambda _subject, _actor, _data: None
    effect: Effect = lambda _subject, _actor, _data: None
    meets: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    document: str | None = None
    by_system: bool = False


@dataclass(frozen=True)
class Procedure:
    """The table of one aggregate.

    `unit_path` gives the path of the unit under which the subject lies, for the scope of a
    permission; `clock_start` the start of a term's clock; `path` the states of the ordinary course,
    for the step bar. `rests`: states that can be left though nothing is owed there, and why.
    """

    name: str
    model: type[Any]
    states: type[StrEnum]
    transitions: tuple[Transition, ...]
    unit_path: Callable[[Any], str]
    path: tuple[StrEnum, ...]
    state_labels: Mapping[Any, str | LazyString]
    clock_start: Callable[[Any, str], ClockStart | None] = lambda _subject, _term: None
    extra_labels: Mapping[str, str | LazyString] = field(default_factory=dict)
    rests: Mapping[Any, str | LazyString] = field(default_factory=dict)

    def row(self, action: StrEnum) -> Transition:
        """Return the row of `action`; KeyError if the table has none."""
        for transition in self.transitions:
            if transition.action == action:
                return transition
        raise KeyError(action)


@dataclass(frozen=True)
class Available:
    """An action offered to an actor now; `refusal` says why it cannot be done yet, None if it
    can.
    """

    transition: Transition
    refusal: Refusal | None


def init_app(app: Flask) -> None:
    """Give `app` its table of procedures."""
    app.extensions["wenze.procedures"] = {}


def register(app: Flask, procedure: Procedure) -> None:
    """Make `procedure` known to `app`, for labels of the record, diagrams and tests."""
    app.extensions["wenze.procedures"][procedure.model.__tablename__] = procedure


def require(app: Flask, model: type[Any], action: StrEnum, guard: Guard) -> None:
    """Let a floor above add a condition to `action` on `model` (a case closes only when
    rectified).
    """
    extra: dict[tuple[str, str], list[Guard]] = app.extensions.setdefault("wenze.guards", {})
    extra.setdefault((model.__tablename__, action.value), []).append(guard)


def registered() -> Mapping[str, Procedure]:
    """Return the procedures of the running application by the name of their table."""
    table: dict[str, Procedure] = current_app.extensions["wenze.procedures"]
    return table


def action_label(subject_type: str, action: str) -> str:
    """Return the words for an action of the record; the code itself where no table knows it."""
    procedure = registered().get(subject_type)
    if procedure is None:
        return action
    for transition in procedure.transitions:
        if transition.action == action:
            return str(transition.label)
    return str(procedure.extra_labels.get(action, action))


def perform(
    procedure: Procedure,
    subject: Any,
    action: StrEnum,
    actor: Actor,
    *,
    seen_version: int | None,
    token: str | None = None,
    data: Mapping[str, Any] | None = None,
    reason: str | None = None,
    following: bool = False,
) -> None:
    """Do `action` to `subject` as its procedure allows, in the current transaction.

    `seen_version` is the version the actor's page showed (None: an act of the system, or one that
    follows). `following` marks an act that follows from another one of the same actor in the same
    transaction (a signed decision moves its case): the permission was asked there; only such acts
    may take a row that is the system's. Raises AlreadyDone for a form sent twice, Stale where the
    subject changed meanwhile, Forbidden where the actor may not, Refused where the table, a guard
    or the law says no.
    """
    values = data or {}
    row = procedure.row(action)
    _lock(subject)
    _consume(token, subject)
    if seen_version is not None and seen_version != subject.version:
        raise _stale(subject)
    if not following and not _may(procedure, row, subject, actor):
        raise Forbidden(action)
    if subject.state not in row.sources:
        raise Refused(_wrong_state(procedure, subject, row))
    refusal = barred(row, subject, actor) or row.check(subject, actor, values)
    if refusal is not None:
        raise Refused(refusal)
    before = subject.state
    after = row.effect(subject, actor, values)
    if row.target is not None:
        subject.state = row.target
    subject.touch()
    db.session.flush()
    _keep_clocks(procedure, row, subject, actor)
    stood_in = actor.stands_in_for(row.permission, procedure.unit_path(subject))
    record.append(
        action,
        subject,
        actor_id=actor.id,
        before={"state": before},
        after={
            "state": subject.state,
            **(after or {}),
            **({"stands_in_for": stood_in} if stood_in else {}),
        },
        reason=reason,
    )


def available_actions(procedure: Procedure, subject: Any, actor: Actor) -> list[Available]:
    """Return the actions `actor` may take on `subject` in its present state, each with what still
    bars it.
    """
    return [
        Available(row, barred(row, subject, actor))
        for row in procedure.transitions
        if not row.by_system
        and subject.state in row.sources
        and _may(procedure, row, subject, actor)
    ]


def check_seen(subject: Any, *, seen_version: int, token: str | None) -> None:
    """Raise as `perform` would for who saw an older version: AlreadyDone where it was their own
    form, sent twice, else Stale. For a form refused before it came to `perform`.
    """
    done = db.session.get(PerformedAct, token) if token else None
    if done is not None:
        raise AlreadyDone(done.subject_id)
    db.session.refresh(subject, ["version"])  # another may have won while the page was read
    if seen_version != subject.version:
        raise _stale(subject)


def create_once(token: str | None, model: type[Any], build: Callable[[], Any]) -> Any:
    """Add what `build` returns, once per form token; raise AlreadyDone with its id for a form
    sent twice.
    """
    if token is not None:
        _claim(token, model.__tablename__, None)
    subject = build()
    db.session.add(subject)
    db.session.flush()
    if token is not None:
        act = db.session.get_one(PerformedAct, token)
        act.subject_id = subject.id
    return subject


def _lock(subject: Any) -> None:
    """Take the row lock and read the subject afresh, so that of several actors one wins."""
    model = type(subject)
    db.session.flush()
    key = inspect(subject).identity
    if key is None:
        raise ValueError("the subject must be stored before it can be acted on")
    db.session.scalars(
        select(model)
        .where(model.id == key[0])
        .with_for_update(of=model)
        .execution_options(populate_existing=True)
    ).unique().one()


def _consume(token: str | None, subject: Any) -> None:
    if token is not None:
        _claim(token, subject.__tablename__, subject.id)


def _claim(token: str, subject_type: str, subject_id: int | None) -> None:
    insert = postgresql_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    claimed = db.session.execute(
        insert(PerformedAct)
        .values(token=token, subject_type=subject_type, subject_id=subject_id, at=moment.now())
        .on_conflict_do_nothing(index_elements=["token"])
        .returning(PerformedAct.token)
    ).scalar()
    if claimed is None:
        raise AlreadyDone(db.session.get_one(PerformedAct, token).subject_id)


def _may(procedure: Procedure, row: Transition, subject: Any, actor: Actor) -> bool:
    if actor.is_system:
        return True
    return (
        not row.by_system
        and actor.may(row.permission, procedure.unit_path(subject))
        and row.who(subject, actor)
    )


def barred(row: Transition, subject: Any, actor: Actor) -> Refusal | None:
    """Return what bars `actor` from a row now, whatever would be typed; None where nothing does."""
    refusal = row.guard(subject, actor)
    extra = current_app.extensions.get("wenze.guards", {})
    for guard in extra.get((subject.__tablename__, row.action.value), ()):
        refusal = refusal or guard(subject, actor)
    return refusal


def _wrong_state(procedure: Procedure, subject: Any, row: Transition) -> Refusal:
    return Refusal(
        "wrong_state",
        {"state": str(procedure.state_labels[subject.state]), "action": str(row.label)},
    )


def _stale(subject: Any) -> Stale:
    from core.identity.models import User

    entries = of_subject(subject.__tablename__, subject.id, limit=1)
    if not entries:
        return Stale(None, None, subject.updated_at)
    entry = entries[0]
    user = db.session.get(User, entry.actor_id) if entry.actor_id else None
    return Stale(
        user.name if user else None,
        action_label(entry.subject_type, entry.action),
        datetime.fromisoformat(entry.at),
    )


def _keep_clocks(procedure: Procedure, row: Transition, subject: Any, actor: Actor) -> None:
    for term in row.meets:
        clock = clocks.open_clock(subject.__tablename__, subject.id, term)
        if clock is not None:
            clocks.meet(clock, on=moment.today(), actor_id=actor.id, reason=str(row.label))
    for term in row.starts:
        start_clock(procedure, subject, term, actor)


def start_clock(
    procedure: Procedure, subject: Any, term: str, actor: Actor, *, is_first: bool = False
) -> None:
    """Start the clock of `term` on `subject` if its pack has that term (also for one just
    created; `is_first` as in `clocks.start`).
    """
    start = procedure.clock_start(subject, term)
    if start is None:
        return
    clocks.start(
        subject_type=subject.__tablename__,
        subject_id=subject.id,
        period=start.period,
        term_id=term,
        pack_id=start.pack_id,
        label=start.label,
        on=start.on,
        actor_id=actor.id,
        bearer_unit_id=start.bearer_unit_id,
        due=start.due,
        is_first=is_first,
        is_duty=start.is_duty,
    )
