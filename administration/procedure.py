"""A change: proposed by one, confirmed, rejected or withdrawn; what is confirmed takes effect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from administration import labels
from administration.models import PendingChange
from administration.rules import ChangeAction, ChangeKind, ChangeState
from core import moment, record
from core.access import Actor, Permission, Role
from core.access.permissions import Scope
from core.api import tokens
from core.calendar.labels import tell
from core.calendar.services import adopt
from core.calendar.typed import FaultyNotice
from core.clocks.models import LocalPeriod
from core.clocks.periods import Unit as Counted
from core.db import db
from core.identity import accounts, posts
from core.identity.models import Post, Unit, UnitPack, User
from core.identity.queries import pack_id_of
from core.procedure import Procedure, Transition
from core.refusals import Refusal, Refused
from regulations.local import is_settable
from regulations.registry import all_packs, get_pack

Data = Mapping[str, Any]
State = ChangeState

#: The longest a token holds, in days: somebody looks at it again once a year.
TOKEN_DAYS: Final = 366


def is_second_person(change: PendingChange, actor: Actor) -> bool:
    """Tell whether `actor` neither proposed the change nor is whom it concerns."""
    return actor.id not in (change.proposed_by_id, change.user_id)


def _is_proposer(change: PendingChange, actor: Actor) -> bool:
    return actor.id == change.proposed_by_id


def _decide(change: PendingChange, actor: Actor, _data: Data) -> None:
    change.decided_by_id = actor.id
    change.decided_at = moment.now()


def _confirm(change: PendingChange, actor: Actor, data: Data) -> Data:
    _decide(change, actor, data)
    _EFFECTS[change.kind](change, actor)
    return {"kind": change.kind, **change.details}


def _give_post(change: PendingChange, actor: Actor) -> None:
    absent = change.details.get("stands_in_for")
    ends_on = change.details.get("ends_on")
    posts.give_post(
        db.session.get_one(User, change.user_id),
        db.session.get_one(Unit, change.unit_id),
        Role(change.details["role"]),
        date.fromisoformat(change.details["starts_on"]),
        date.fromisoformat(ends_on) if ends_on else None,
        db.session.get_one(User, absent) if absent else None,
        actor_id=actor.id,
    )


def _end_post(change: PendingChange, actor: Actor) -> None:
    post = db.session.get_one(Post, change.details["post_id"])
    posts.end_post(post, date.fromisoformat(change.details["last_day"]), actor_id=actor.id)


def _assign_pack(change: PendingChange, actor: Actor) -> None:
    day = date.fromisoformat(change.details["effective_from"])
    refusal = may_assign(change.unit, change.details["pack_id"], day)
    if refusal is not None:
        raise Refused(refusal)
    assignment = UnitPack(
        unit_id=change.unit_id, pack_id=change.details["pack_id"], effective_from=day
    )
    db.session.add(assignment)
    db.session.flush()
    record.append("pack_assigned", assignment, actor_id=actor.id, after=change.details)


def _set_period(change: PendingChange, actor: Actor) -> None:
    details = change.details
    day = date.fromisoformat(details["effective_from"])
    counted = Counted(details["counted"])
    refusal = may_set(change.unit, details["term_id"], day, counted)
    if refusal is not None:
        raise Refused(refusal)
    period = LocalPeriod(
        unit_id=change.unit_id,
        term_id=details["term_id"],
        length=details.get("length"),
        unit=counted,
        effective_from=day,
        reason=change.reason,
    )
    db.session.add(period)
    db.session.flush()
    record.append("period_set", period, actor_id=actor.id, after=details, reason=change.reason)


def may_set(unit: Unit, term_id: str, day: date, counted: Counted) -> Refusal | None:
    """Return why `unit` cannot set a period of its own from `day`, or None: what has begun keeps
    what it began with, one number holds from a day, and a number of the source is not overridden.
    What no rule knows is set in months.
    """
    name = labels.term_name(term_id)
    if day <= moment.today():
        return Refusal("period_not_ahead")
    if term_id in labels.OWN_SETTINGS:
        if counted is not Counted.MONTH:
            return Refusal("period_in_months", {"term": name})
    else:
        pack_id = pack_id_of(unit, day)
        if pack_id is None or not is_settable(get_pack(pack_id), term_id):
            return Refusal("period_not_settable", {"term": name})
    taken = select(LocalPeriod.id).where(
        LocalPeriod.unit_id == unit.id,
        LocalPeriod.term_id == term_id,
        LocalPeriod.effective_from == day,
    )
    if db.session.scalars(taken).first() is not None:
        return Refusal("period_date_taken", {"term": name})
    return None


def _reset_factor(change: PendingChange, actor: Actor) -> None:
    assert change.user_id is not None
    accounts.reset_second_factor(change.user_id, actor.id, change.reason)


def _make_token(change: PendingChange, actor: Actor) -> None:
    details = change.details
    expires_on = date.fromisoformat(details["expires_on"])
    refusal = may_make_token(expires_on)
    if refusal is not None:
        raise Refused(refusal)
    tokens.make(
        actor,
        proposed_by_id=change.proposed_by_id,
        unit=change.unit,
        name=details["token_name"],
        scopes=[Scope(scope) for scope in details["scopes"]],
        expires_on=expires_on,
        token_hash=details["token_hash"],
        hint=details["hint"],
    )


def may_make_token(expires_on: date) -> Refusal | None:
    """Return why a token cannot end on this day, or None."""
    if expires_on < moment.today():
        return Refusal("token_ends_early")
    if expires_on > moment.today() + timedelta(days=TOKEN_DAYS):
        return Refusal("token_lasts_too_long", {"days": TOKEN_DAYS})
    return None


def _import_calendar(change: PendingChange, actor: Actor) -> None:
    try:
        adopt(change.details["text"], change.proposed_by_id, actor.id or 0)
    except FaultyNotice as faulty:
        raise Refused(unfit(faulty)) from faulty


def unfit(faulty: FaultyNotice) -> Refusal:
    """Return the refusal of a typed notice, with the first of its faults."""
    first = faulty.faults[0]
    return Refusal("notice_unfit", {"count": len(faulty.faults), "what": tell(first)})


def may_assign(unit: Unit, pinned: str, day: date) -> Refusal | None:
    """Return why `unit` cannot follow a pack from `day`, or None: the past is settled, one pack
    holds on a day, and only a pack that is law then.
    """
    if day <= moment.today():
        return Refusal("pack_not_ahead")
    taken = select(UnitPack.id).where(UnitPack.unit_id == unit.id, UnitPack.effective_from == day)
    if db.session.scalars(taken).first():
        return Refusal("pack_date_taken")
    if unknown := [name for name in pinned.split("+") if name not in all_packs()]:
        return Refusal("pack_unknown", {"pack": unknown[0]})
    for head in (all_packs()[name].pack for name in pinned.split("+")):
        if not head.is_in_force(day):
            return Refusal("pack_not_in_force", {"pack": head.title})
    return Refusal("pack_same") if pack_id_of(unit, day) == pinned else None


_EFFECTS: Final[Mapping[ChangeKind, Callable[[PendingChange, Actor], None]]] = {
    ChangeKind.POST_GIVE: _give_post,
    ChangeKind.POST_END: _end_post,
    ChangeKind.PACK_ASSIGN: _assign_pack,
    ChangeKind.FACTOR_RESET: _reset_factor,
    ChangeKind.CALENDAR_IMPORT: _import_calendar,
    ChangeKind.PERIOD_SET: _set_period,
    ChangeKind.TOKEN_MAKE: _make_token,
}

CHANGE_PROCEDURE: Final = Procedure(
    name="change",
    model=PendingChange,
    states=ChangeState,
    transitions=(
        Transition(
            action=ChangeAction.CONFIRM,
            sources=frozenset({State.PROPOSED}),
            target=State.CONFIRMED,
            permission=Permission.CHANGE_CONFIRM,
            label=labels.ACTIONS[ChangeAction.CONFIRM],
            who=is_second_person,
            effect=_confirm,
        ),
        Transition(
            action=ChangeAction.REJECT,
            sources=frozenset({State.PROPOSED}),
            target=State.REJECTED,
            permission=Permission.CHANGE_CONFIRM,
            label=labels.ACTIONS[ChangeAction.REJECT],
            who=is_second_person,
            effect=_decide,
        ),
        Transition(
            action=ChangeAction.WITHDRAW,
            sources=frozenset({State.PROPOSED}),
            target=State.WITHDRAWN,
            permission=Permission.ADMINISTRATION_READ,
            label=labels.ACTIONS[ChangeAction.WITHDRAW],
            who=_is_proposer,
            effect=_decide,
        ),
    ),
    unit_path=lambda change: change.unit.path,
    path=(State.PROPOSED, State.CONFIRMED),
    state_labels=labels.STATES,
    extra_labels={"propose": _("提出变更")},
)
