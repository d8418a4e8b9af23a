"""The procedure of a rectification: reported by the unit, accepted or returned item by item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import force_locale

from accountability.correcting import WARN_DAYS
from accountability.labels import rectifications as labels
from accountability.models import Rectification, RectificationItem
from accountability.rules import (
    DecisionState,
    ItemState,
    RectificationAction,
    RectificationState,
)
from casework import queries as cases
from core import moment
from core.access import Actor, Permission
from core.clocks.periods import Period, Unit
from core.procedure import ClockStart, Procedure, Transition
from core.refusals import Refusal
from regulations.codes import GuardId, TermId
from regulations.labels import TERMS
from regulations.registry import get_pack
from regulations.rules import EffectivePack, find_term, guard

S, A = RectificationState, RectificationAction
Data = Mapping[str, Any]


def pack_of(rectification: Rectification) -> EffectivePack:
    """Return the pack that governs the procedure of the case, and so the duty to report."""
    return get_pack(rectification.decision.case.procedure_pack_id)


def feedback_article(pack: EffectivePack) -> str | None:
    """Return the article of the duty to report the correction, None where no rule has it."""
    found = guard(pack, GuardId.FEEDBACK_DUTY)
    return found.value.article if found and found.value.value else None


def _clock_start(rectification: Rectification, term_id: str) -> ClockStart:
    """Start the period for the report: the pack's number if it has one, else the day set.

    Aershan's rule says "in time" and no number (ACC-15), so the decision sets the day.
    """
    pack = pack_of(rectification)
    again = rectification.state is S.RETURNED
    found = find_term(pack, term_id)
    numbered = found is not None and found.value.length is not None and not again
    if numbered and found is not None:
        period = found.value.period()
    else:
        period = Period(
            None,
            Unit.FIXED_DATE,
            warn=found.value.warn or WARN_DAYS if found else WARN_DAYS,
            article=feedback_article(pack) or "",
            source=found.value.source if found else "",
        )
    with force_locale("zh"):
        label = f"{TERMS[TermId(term_id)]}（{rectification.respondent.display_name}）"
    return ClockStart(
        period=period,
        pack_id=pack.id,
        label=label,
        on=moment.today() if again else rectification.ordered_on,
        bearer_unit_id=rectification.unit_id,
        due=None if numbered else rectification.due_on,
    )


def is_standing(rectification: Rectification) -> bool:
    """Tell whether there is still something to correct: the decision is not revoked."""
    return rectification.decision.state is not DecisionState.REVOKED


def _stands(rectification: Rectification, _actor: Actor) -> Refusal | None:
    if is_standing(rectification):
        return None
    return Refusal("rectification_decision_gone")


def _report_check(rectification: Rectification, _actor: Actor, data: Data) -> Refusal | None:
    if not data["text"]:
        return Refusal("rectification_text_needed")
    for item in rectification.items:
        text, on = data["deeds"].get(item.id, (None, None))
        if item.status is not ItemState.ACCEPTED and not (text and on):
            return Refusal("rectification_item_missing", {"problem": item.problem[:30]})
        if on is not None and on > moment.today():
            return Refusal("rectification_in_future")
    return None


def _report(rectification: Rectification, actor: Actor, data: Data) -> dict[str, Any]:
    rectification.report_text = data["text"]
    rectification.reported_on = moment.today()
    rectification.reported_by_id = actor.id
    for item in rectification.items:
        if item.status is not ItemState.ACCEPTED:
            item.done_text, item.done_on = data["deeds"][item.id]
            item.return_reason = None
    return {"items": {str(i.id): i.done_on for i in rectification.items}}


def _item(rectification: Rectification, data: Data) -> RectificationItem | None:
    return next((i for i in rectification.items if i.id == data.get("item_id")), None)


def _accept_check(rectification: Rectification, _actor: Actor, data: Data) -> Refusal | None:
    item = _item(rectification, data)
    if item is None or item.status not in (ItemState.REPORTED, ItemState.RETURNED):
        return Refusal("rectification_item_unknown")
    return None


def _accept_item(rectification: Rectification, actor: Actor, data: Data) -> dict[str, Any]:
    item = _item(rectification, data)
    assert item is not None  # the check refused it
    item.return_reason = None
    item.accepted_on, item.accepted_by_id = moment.today(), actor.id
    return {"item": item.id}


def _return_check(rectification: Rectification, _actor: Actor, data: Data) -> Refusal | None:
    item = _item(rectification, data)
    if item is None or item.status not in (ItemState.REPORTED, ItemState.ACCEPTED):
        return Refusal("rectification_item_unknown")
    return None if data.get("reason") else Refusal("rectification_reason_needed")


def _return_item(rectification: Rectification, _actor: Actor, data: Data) -> dict[str, Any]:
    item = _item(rectification, data)
    assert item is not None  # the check refused it
    item.accepted_on = item.accepted_by_id = None
    item.return_reason = data["reason"]
    return {"item": item.id, "was": item.done_text}


def _has_returned(rectification: Rectification, actor: Actor) -> Refusal | None:
    if refusal := _stands(rectification, actor):
        return refusal
    if any(item.status is ItemState.RETURNED for item in rectification.items):
        return None
    return Refusal("rectification_nothing_returned")


def _due_check(_rectification: Rectification, _actor: Actor, data: Data) -> Refusal | None:
    if data["due_on"] < moment.today():
        return Refusal("rectification_due_in_past")
    return None


def _return(rectification: Rectification, _actor: Actor, data: Data) -> dict[str, Any]:
    was, rectification.due_on = rectification.due_on, data["due_on"]
    return {"due_on": rectification.due_on, "was": was}


def _all_accepted(rectification: Rectification, _actor: Actor) -> Refusal | None:
    """Refuse to close while an item is not accepted (ACC-15, INF-28)."""
    missing = sum(item.status is not ItemState.ACCEPTED for item in rectification.items)
    if not missing:
        return None
    return Refusal(
        "rectification_items_open", {"n": missing}, feedback_article(pack_of(rectification))
    )


def _close(rectification: Rectification, _actor: Actor, _data: Data) -> None:
    rectification.closed_on = moment.today()


def _knows(rectification: Rectification, actor: Actor) -> bool:
    return cases.knows(rectification.decision.case, actor)


def is_of(rectification: Rectification, actor: Actor) -> bool:
    """Tell whether `actor` reports for the unit that has to correct: its own liaison."""
    return rectification.unit_id in actor.unit_ids and actor.may(
        Permission.RECTIFICATION_REPORT, rectification.unit.path
    )


def _row(
    action: RectificationAction,
    source: RectificationState,
    target: RectificationState | None,
    **more: Any,
) -> Transition:
    more.setdefault("guard", _stands)
    return Transition(
        action,
        frozenset({source}),
        target,
        Permission.RECTIFICATION_CHECK,
        labels.ACTIONS[action],
        who=_knows,
        **more,
    )


#: Checked where the case lies. The report is made where the unit lies; `services` asks `is_of`.
RECTIFICATION_PROCEDURE = Procedure(
    name="rectification",
    model=Rectification,
    states=RectificationState,
    unit_path=lambda rectification: rectification.decision.case.unit.path,
    path=(S.ORDERED, S.REPORTED, S.CLOSED),
    state_labels=labels.STATES,
    extra_labels=labels.EXTRA,
    clock_start=_clock_start,
    transitions=(
        Transition(
            A.REPORT,
            frozenset({S.ORDERED, S.RETURNED}),
            S.REPORTED,
            Permission.RECTIFICATION_REPORT,
            labels.ACTIONS[A.REPORT],
            who=is_of,
            guard=_stands,
            check=_report_check,
            effect=_report,
            meets=(TermId.FEEDBACK_PERIOD,),
        ),
        _row(A.ACCEPT_ITEM, S.REPORTED, None, check=_accept_check, effect=_accept_item),
        _row(A.RETURN_ITEM, S.REPORTED, None, check=_return_check, effect=_return_item),
        _row(
            A.RETURN,
            S.REPORTED,
            S.RETURNED,
            guard=_has_returned,
            check=_due_check,
            effect=_return,
            starts=(TermId.FEEDBACK_PERIOD,),
        ),
        _row(A.CLOSE, S.REPORTED, S.CLOSED, guard=_all_accepted, effect=_close),
    ),
)
