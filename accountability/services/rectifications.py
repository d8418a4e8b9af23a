"""Report a rectification, accept or return its items, close it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accountability.correcting import items_of
from accountability.documents import rectification_order as letters
from accountability.models import Rectification, RectificationItem
from accountability.procedure.rectifications import RECTIFICATION_PROCEDURE, is_of
from accountability.rules import RectificationAction, RectificationState, VisitFinding
from complaints.services.identity import keep_reporters_out
from core import record
from core.access import Actor
from core.clocks import services as clocks
from core.db import Model, db, transactional
from core.documents import services as documents
from core.files.kinds import Upload
from core.files.services import attach
from core.identity.models import Unit
from core.procedure import Forbidden, perform, start_clock
from regulations.codes import TermId
from regulations.registry import get_pack
from regulations.rules import term


@transactional
def plan_rectification(
    rectification: Rectification,
    actor: Actor,
    *,
    plans: Mapping[int, tuple[str | None, str | None, date | None]],
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Say by item what will be done, who answers for it and until when.

    Raises Forbidden for who is not the unit's liaison. Refused: an item left out, a day that is
    past or after the day to report.
    """
    if not is_of(rectification, actor):
        raise Forbidden(RectificationAction.PLAN)
    action, data = RectificationAction.PLAN, {"plans": plans}
    act(rectification, action, actor, seen_version, token, data, following=True)


@transactional
def report_rectification(
    rectification: Rectification,
    actor: Actor,
    *,
    text: str,
    deeds: Mapping[int, tuple[str | None, date | None]],
    files: Mapping[int, Sequence[Upload]] | None = None,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Report the correction in writing (ACC-15): as a whole, and by item what was done and when,
    with the evidence of it.

    Items accepted before need no new deed. Raises Forbidden for who is not the unit's liaison: the
    permission is asked in that unit, not where the case lies; therefore here. Refused: an item
    without deed or day, a day in the future, a revoked decision.
    """
    if not is_of(rectification, actor):
        raise Forbidden(RectificationAction.REPORT)
    data = {"text": text, "deeds": deeds}
    act(
        rectification,
        RectificationAction.REPORT,
        actor,
        seen_version,
        token,
        data,
        following=True,
    )
    for item in rectification.items:
        attach(item, actor, (files or {}).get(item.id, ()))


@transactional
def explain_rectification(
    rectification: Rectification,
    actor: Actor,
    *,
    text: str,
    expected_on: date | None,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Explain in writing why nothing can be corrected yet; it stays open (003-17 art. 8).

    Raises Forbidden for who is not the unit's liaison. Refused where the pack knows no explanation.
    """
    if not is_of(rectification, actor):
        raise Forbidden(RectificationAction.EXPLAIN)
    data = {"text": text, "expected_on": expected_on}
    act(
        rectification,
        RectificationAction.EXPLAIN,
        actor,
        seen_version,
        token,
        data,
        following=True,
    )


@transactional
def resume_rectification(
    rectification: Rectification,
    actor: Actor,
    *,
    due_on: date,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Ask for the report of what was explained, now that the conditions are ripe, by `due_on`."""
    data = {"due_on": due_on}
    act(rectification, RectificationAction.RESUME, actor, seen_version, token, data)


@dataclass(frozen=True)
class Order:
    """What orders a rectification where no decision does: an aggregate of a package above.

    The term of the pack runs from `on`, the day the unit had the notice; where the source states no
    number, to `due_on`. `problems` one a line. `as_letter`: no other paper tells the unit, so the
    order itself is issued under `number` (002-11 art. 7).
    """

    origin: Model
    unit: Unit
    owner: Unit
    pack_id: str
    term: TermId
    title: str
    number: str
    on: date
    problems: str
    due_on: date | None = None
    as_letter: bool = False


@transactional
def order_rectification(order: Order, actor: Actor) -> Rectification:
    """Order a rectification of a unit and start its period. Raises SourceSilent without a term.

    Raises MissingGlyphs for a letter with a character that cannot be printed.
    """
    rectification = Rectification(
        origin_type=order.origin.__tablename__,
        origin_id=order.origin.id,  # type: ignore[attr-defined]  # every aggregate has one
        unit=order.unit,
        owner_unit=order.owner,
        pack_id=order.pack_id,
        title=order.title,
        number=order.number,
        term_id=order.term,
        state=RectificationState.ORDERED,
        ordered_on=order.on,
        due_on=order.due_on or order.on,
        items=[RectificationItem(problem=text) for text in items_of(order.problems)],
    )
    db.session.add(rectification)
    db.session.flush()
    term(get_pack(order.pack_id), order.term)
    start_clock(RECTIFICATION_PROCEDURE, rectification, order.term, actor)
    clock = clocks.open_clock(Rectification.__tablename__, rectification.id, order.term)
    assert clock is not None  # a clock just started has a last day
    assert clock.due_on is not None
    rectification.due_on = clock.due_on
    record.append(
        "order",
        rectification,
        actor_id=actor.id,
        after={"due_on": rectification.due_on, "items": len(rectification.items)},
    )
    if order.as_letter:
        documents.issue(
            letters.KIND,
            Rectification.__tablename__,
            rectification.id,
            f"责令整改通知书（{order.unit.name}）"[:200],
            order.number,
            letters.letter(rectification),
            actor.id,
        )
    return rectification


@transactional
def accept_item(
    rectification: Rectification,
    actor: Actor,
    *,
    item_id: int,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Accept one item as done (INF-28)."""
    act(
        rectification,
        RectificationAction.ACCEPT_ITEM,
        actor,
        seen_version,
        token,
        {"item_id": item_id},
    )


@transactional
def return_item(
    rectification: Rectification,
    actor: Actor,
    *,
    item_id: int,
    reason: str,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Mark one item as not done, with the reason (INF-28)."""
    data = {"item_id": item_id, "reason": reason}
    act(
        rectification,
        RectificationAction.RETURN_ITEM,
        actor,
        seen_version,
        token,
        data,
        reason=reason,
    )


@transactional
def return_rectification(
    rectification: Rectification,
    actor: Actor,
    *,
    due_on: date,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Send the rectification back with the returned items, to be reported anew by `due_on`."""
    act(
        rectification,
        RectificationAction.RETURN,
        actor,
        seen_version,
        token,
        {"due_on": due_on},
    )


@transactional
def close_rectification(
    rectification: Rectification,
    actor: Actor,
    *,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Close a rectification; refused while an item is not accepted (ACC-15, INF-28)."""
    act(rectification, RectificationAction.CLOSE, actor, seen_version, token)


@transactional
def record_visit(
    rectification: Rectification,
    actor: Actor,
    *,
    visited_on: date,
    place: str,
    visitors: str,
    finding: VisitFinding,
    found: str,
    item_id: int | None = None,
    files: Sequence[Upload] = (),
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Record a visit on the spot, of one item or the whole, with its files.

    In every state, also after closing: whether it lasts. It decides nothing. Refused: a day before
    the order or after today, a visit without place, people or finding, a revoked decision.
    """
    data = {
        "visited_on": visited_on,
        "place": place,
        "visitors": visitors,
        "finding": finding,
        "found": found,
        "item_id": item_id,
        "files": files,
    }
    act(rectification, RectificationAction.RECORD_VISIT, actor, seen_version, token, data)


@transactional
def feed_back(
    rectification: Rectification,
    actor: Actor,
    *,
    to_whom: str,
    sent_on: date,
    way: str,
    text: str,
    number: str | None = None,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Record that the outcome was fed back to the body that the rules name (ACC-15, XAC-15).

    Only where the pack names one. Refused: before the unit has reported, a day before the report or
    after today, without receiver, way or content, for a text that names who reported, and once the
    decision is revoked.
    """
    complaint = rectification.case.complaint if rectification.case else None
    keep_reporters_out(complaint, actor, to_whom, way, text)
    data = {
        "to_whom": to_whom.strip(),
        "sent_on": sent_on,
        "way": way.strip(),
        "number": (number or "").strip() or None,
        "text": text.strip(),
    }
    act(rectification, RectificationAction.FEED_BACK, actor, seen_version, token, data)


def act(
    rectification: Rectification,
    action: RectificationAction,
    actor: Actor,
    seen_version: int | None,
    token: str | None,
    data: dict[str, Any] | None = None,
    *,
    reason: str | None = None,
    following: bool = False,
) -> None:
    """Do what the procedure of a rectification allows."""
    perform(
        RECTIFICATION_PROCEDURE,
        rectification,
        action,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
        reason=reason,
        following=following,
    )
