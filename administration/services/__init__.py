"""What administrators do: units, users, and changes for a second person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from administration.models import PendingChange
from administration.procedure import CHANGE_PROCEDURE, may_assign, may_set, unfit
from administration.rules import ChangeAction, ChangeKind
from administration.services.proposing import ask, propose
from administration.services.tokens import propose_token as propose_token
from administration.services.tokens import withdraw_token as withdraw_token
from core import moment, record
from core.access import Actor, Permission, Role
from core.calendar.services import may_adopt
from core.calendar.typed import FaultyNotice, read_notice
from core.clocks.periods import Unit as Counted
from core.clocks.queries import calendar_in_force
from core.db import db, transactional
from core.identity import accounts, passwords, posts, services, sessions
from core.identity.models import Post, Unit, UnitKind, User
from core.procedure import Forbidden, create_once, perform
from core.refusals import Refusal, Refused
from regulations.codes import GuardId
from regulations.registry import all_packs, common_packs, get_pack, in_two, selection
from regulations.rules import wording


@dataclass(frozen=True)
class UnitFacts:
    """What is known of a unit besides where it stands."""

    name: str
    short_name: str
    kind: UnitKind
    code: str | None = None
    document_prefix: str | None = None
    takes_public_reports: bool = False


@transactional
def add_unit(actor: Actor, facts: UnitFacts, parent: Unit) -> Unit:
    """Add a unit below `parent`. Refuses a name or code that another unit has."""
    ask(actor, Permission.UNIT_MANAGE, parent)
    _refuse_taken(facts, None)
    unit = services.create_unit(
        facts.name, facts.short_name, facts.kind, parent, facts.document_prefix, actor_id=actor.id
    )
    unit.code = facts.code
    unit.takes_public_reports = facts.takes_public_reports
    return unit


@transactional
def edit_unit(actor: Actor, unit: Unit, facts: UnitFacts) -> None:
    """Rename a unit, change its kind, code or prefix. Nothing is deleted; what was issued keeps the
    old name.
    """
    ask(actor, Permission.UNIT_MANAGE, unit)
    _refuse_taken(facts, unit.id)
    names = ("name", "short_name", "kind", "code", "document_prefix", "takes_public_reports")
    before = {name: getattr(unit, name) for name in names}
    for name in names:
        setattr(unit, name, getattr(facts, name))
    db.session.flush()
    record.append(
        "unit_changed",
        unit,
        actor_id=actor.id,
        before=before,
        after={name: getattr(facts, name) for name in names},
    )


@transactional
def add_user(
    actor: Actor,
    username: str,
    name: str,
    unit: Unit,
    post_title: str | None,
    token: str | None,
    *,
    rank: str | None = None,
) -> tuple[User, str]:
    """Add a user without any post; return them and their one-time password, which is kept nowhere.

    Refuses a taken username; raises AlreadyDone for a form sent twice.
    """
    ask(actor, Permission.USER_MANAGE, unit)
    password = passwords.generate()

    def build() -> User:
        return services.create_user(
            username,
            name,
            unit,
            password,
            post_title=post_title,
            rank=rank,
            one_time=True,
            actor_id=actor.id,
        )

    return create_once(token, User, build), password


@transactional
def reset_password(actor: Actor, user: User, reason: str) -> str:
    """Give `user` a one-time password and return it. Nobody resets their own."""
    ask(actor, Permission.USER_MANAGE, user.unit)
    if actor.id == user.id:
        raise Forbidden("reset_password")
    return accounts.reset_password(user.id, actor.id, reason)


@transactional
def set_leaving(actor: Actor, user: User, last_day: date | None, reason: str) -> None:
    """Let `user` leave with `last_day`, or stay after all. Refuses a day that is over."""
    ask(actor, Permission.USER_MANAGE, user.unit)
    if last_day is not None and last_day < moment.today():
        raise Refused(Refusal("leaving_in_past"))
    accounts.set_leaving(user.id, last_day, actor.id, reason)


@transactional
def set_position(
    actor: Actor, user: User, post_title: str | None, rank: str | None, reason: str
) -> None:
    """Enter the post and the rank of `user`."""
    ask(actor, Permission.USER_MANAGE, user.unit)
    accounts.set_position(user.id, post_title, rank, actor.id, reason)


@transactional
def release_lock(actor: Actor, user: User, reason: str) -> None:
    """Unlock an account that wrong passwords locked."""
    ask(actor, Permission.ACCOUNT_GUARD, user.unit)
    accounts.release_lock(user.id, actor.id, reason)


@transactional
def end_sessions(actor: Actor, user: User, reason: str) -> None:
    """Sign `user` out everywhere, in force at their next request."""
    ask(actor, Permission.ACCOUNT_GUARD, user.unit)
    sessions.end_sessions_of(user.id)
    record.append("sessions_ended", user, actor_id=actor.id, reason=reason)


@transactional
def propose_post(
    actor: Actor,
    user: User,
    unit: Unit,
    role: Role,
    starts_on: date,
    ends_on: date | None,
    stands_in_for: User | None,
    *,
    reason: str,
    token: str | None,
) -> PendingChange:
    """Propose to give a post. Refuses what could not take effect."""
    ask(actor, Permission.POST_MANAGE, unit)
    if starts_on < moment.today():
        raise Refused(Refusal("post_of_the_past"))
    refusal = posts.may_give(user, unit, role, starts_on, ends_on, stands_in_for)
    if refusal is not None:
        raise Refused(refusal)
    details: dict[str, Any] = {"role": role.value, "starts_on": starts_on.isoformat()}
    if ends_on is not None:
        details["ends_on"] = ends_on.isoformat()
    if stands_in_for is not None:
        details["stands_in_for"] = stands_in_for.id
    return propose(actor, ChangeKind.POST_GIVE, unit, user, details, reason, token)


@transactional
def propose_post_end(
    actor: Actor, post: Post, last_day: date, *, reason: str, token: str | None
) -> PendingChange:
    """Propose to end a post with `last_day`."""
    ask(actor, Permission.POST_MANAGE, post.unit)
    if last_day < post.starts_on:
        raise Refused(Refusal("post_dates_wrong"))
    details = {"post_id": post.id, "role": post.role.value, "last_day": last_day.isoformat()}
    return propose(actor, ChangeKind.POST_END, post.unit, post.user, details, reason, token)


@transactional
def propose_pack(
    actor: Actor,
    unit: Unit,
    pack_id: str,
    day: date,
    *,
    common: Sequence[str] = (),
    reason: str,
    token: str | None,
) -> PendingChange:
    """Propose that `unit` follows a pack, with the common rules it switches on, from `day`.

    The day lies ahead and within the pack's own dates. Refuses what would change nothing, common
    rules that settle the same point twice, and those that would change who is competent.
    """
    ask(actor, Permission.UNIT_MANAGE, unit)
    pinned = chosen_pack(pack_id, common)
    refusal = may_assign(unit, pinned, day)
    if refusal is not None:
        raise Refused(refusal)
    details = {"pack_id": pinned, "effective_from": day.isoformat()}
    return propose(actor, ChangeKind.PACK_ASSIGN, unit, None, details, reason, token)


@transactional
def propose_period(
    actor: Actor,
    unit: Unit,
    term_id: str,
    length: int | None,
    counted: Counted,
    day: date,
    *,
    reason: str,
    token: str | None,
) -> PendingChange:
    """Propose that `unit` counts a period, to which its source gives no number, by one of its own
    from `day`; None takes back what was set. Refuses what `may_set` refuses.
    """
    ask(actor, Permission.UNIT_MANAGE, unit)
    refusal = may_set(unit, term_id, day, counted)
    if refusal is not None:
        raise Refused(refusal)
    details = {
        "term_id": term_id,
        "length": length,
        "counted": counted.value,
        "effective_from": day.isoformat(),
    }
    return propose(actor, ChangeKind.PERIOD_SET, unit, None, details, reason, token)


@transactional
def propose_notice(actor: Actor, text: str, *, reason: str, token: str | None) -> PendingChange:
    """Propose that the calendar follows the holiday notice that `text` is.

    It holds for the whole installation, so the one who proposes it answers for the uppermost unit.
    Refuses a text with faults, a notice of the future, and what is in force already.
    """
    unit = db.session.scalars(
        select(Unit).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1)
    ).one()
    ask(actor, Permission.CALENDAR_MANAGE, unit)
    try:
        notice = read_notice(text, calendar_in_force())
    except FaultyNotice as faulty:
        raise Refused(unfit(faulty)) from faulty
    refusal = may_adopt(notice)
    if refusal is not None:
        raise Refused(refusal)
    details = {
        "year": notice.year,
        "number": notice.number,
        "issued_on": notice.issued_on.isoformat(),
        "text": text,
    }
    return propose(actor, ChangeKind.CALENDAR_IMPORT, unit, None, details, reason, token)


@transactional
def propose_factor_reset(
    actor: Actor, user: User, *, reason: str, token: str | None
) -> PendingChange:
    """Propose that `user`, who lost the second factor, enrols anew."""
    ask(actor, Permission.USER_MANAGE, user.unit)
    return propose(actor, ChangeKind.FACTOR_RESET, user.unit, user, {}, reason, token)


@transactional
def decide_change(
    change: PendingChange,
    actor: Actor,
    action: ChangeAction,
    *,
    reason: str | None = None,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Confirm, reject or withdraw a change; confirming makes it take effect."""
    perform(
        CHANGE_PROCEDURE,
        change,
        action,
        actor,
        seen_version=seen_version,
        token=token,
        reason=reason,
    )


def chosen_pack(pack_id: str, common: Sequence[str]) -> str:
    """Return the id under which a pack with common rules is pinned. Refuses what cannot be."""
    if pack_id not in all_packs():
        raise Refused(Refusal("pack_unknown", {"pack": pack_id}))
    for name in common:
        if name not in {pack.id for pack in common_packs()}:
            raise Refused(Refusal("pack_common_unknown", {"pack": name}))
    pinned = selection(pack_id, common)
    if twice := in_two(pinned):
        raise Refused(Refusal("pack_common_twice", {"rows": "、".join(twice)}))
    bodies = {wording(get_pack(i), GuardId.INVESTIGATING_BODY) for i in (pack_id, pinned)}
    if len(bodies) > 1:
        raise Refused(Refusal("pack_common_competence"))
    return pinned


def _refuse_taken(facts: UnitFacts, own_id: int | None) -> None:
    taken = select(Unit.id).where(
        or_(Unit.name == facts.name, Unit.code == facts.code if facts.code else Unit.id < 0),
        Unit.id != (own_id or 0),
    )
    if db.session.scalars(taken).first() is not None:
        raise Refused(Refusal("unit_name_taken"))
