"""Acts on a rectification whose decision is not carried out: the court is asked to enforce it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accountability.models import Enforcement, Rectification
from accountability.rules import CourtRuling
from casework.rules import CaseState
from core import moment
from core.access import Actor
from core.refusals import Refusal
from regulations.codes import GuardId
from regulations.registry import get_pack
from regulations.rules import guard

Data = Mapping[str, Any]


def enforcement_article(rectification: Rectification) -> str | None:
    """Return the article by which the court may be asked, None where no rule has it (CMP-09)."""
    case = rectification.case
    if case is None:
        return None
    found = guard(get_pack(case.procedure_pack_id), GuardId.COURT_ENFORCEMENT)
    return found.value.article if found and found.value.value else None


def pending(rectification: Rectification) -> Enforcement | None:
    """Return the application on which the court has not ruled."""
    return next((e for e in rectification.enforcements if e.ruling is None), None)


def granted(rectification: Rectification) -> Enforcement | None:
    """Return the application by which the court enforces the decision."""
    return next((e for e in rectification.enforcements if e.ruling is CourtRuling.GRANTED), None)


def is_refused(rectification: Rectification) -> bool:
    """Tell whether a rule lets the court be asked, and the addressee let the time pass: of what was
    sent back, the new period too.
    """
    late = rectification.due_on < moment.today()
    return late and enforcement_article(rectification) is not None


def may_apply(rectification: Rectification, _actor: Actor) -> Refusal | None:
    """Refuse to ask the court before the decision is final, and twice."""
    case = rectification.case
    if case is None or case.state is not CaseState.EFFECTIVE:
        return Refusal(
            "rectification_enforcement_not_effective", {}, enforcement_article(rectification)
        )
    if granted(rectification):
        return Refusal("rectification_enforcement_granted")
    return Refusal("rectification_enforcement_pending") if pending(rectification) else None


def apply_check(rectification: Rectification, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse an application without court or grounds, in the future, or before the period ended."""
    if not (data["court"] and data["grounds"]):
        return Refusal("rectification_enforcement_incomplete")
    if data["applied_on"] > moment.today():
        return Refusal("rectification_enforcement_in_future")
    if data["applied_on"] <= rectification.due_on:
        article = enforcement_article(rectification)
        return Refusal("rectification_enforcement_too_early", {"on": rectification.due_on}, article)
    return None


def apply(rectification: Rectification, actor: Actor, data: Data) -> dict[str, Any]:
    """Write the application down."""
    assert actor.id is not None  # the system asks no court
    made = Enforcement(
        court=data["court"],
        applied_on=data["applied_on"],
        grounds=data["grounds"],
        applied_by_id=actor.id,
    )
    rectification.enforcements.append(made)
    return {"court": made.court, "applied_on": made.applied_on}


def ruling_check(rectification: Rectification, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse a ruling of a day that cannot be."""
    waiting = pending(rectification)
    assert waiting is not None  # offered only where one waits
    if data["ruled_on"] > moment.today():
        return Refusal("rectification_enforcement_in_future")
    return (
        Refusal("rectification_enforcement_order")
        if data["ruled_on"] < waiting.applied_on
        else None
    )


def rule(rectification: Rectification, _actor: Actor, data: Data) -> dict[str, Any]:
    """Write down what the court said."""
    waiting = pending(rectification)
    assert waiting is not None  # offered only where one waits
    waiting.ruling, waiting.ruled_on = data["ruling"], data["ruled_on"]
    waiting.ruling_number = data["number"]
    return {"ruling": waiting.ruling, "ruled_on": waiting.ruled_on, "number": data["number"]}


def end_check(rectification: Rectification, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse to end without saying how and when it was carried out."""
    enforced = granted(rectification)
    assert enforced is not None  # offered only where the court enforces
    assert enforced.ruled_on is not None
    if not data["text"]:
        return Refusal("rectification_enforcement_end_needed")
    if data["on"] > moment.today():
        return Refusal("rectification_enforcement_in_future")
    return Refusal("rectification_enforcement_order") if data["on"] < enforced.ruled_on else None


def end(rectification: Rectification, _actor: Actor, data: Data) -> dict[str, Any]:
    """End the duty: the court carried out what the decision wants."""
    enforced = granted(rectification)
    assert enforced is not None  # offered only where the court enforces
    enforced.carried_out, enforced.carried_out_on = data["text"], data["on"]
    rectification.closed_on = moment.today()
    return {"carried_out": data["text"], "on": data["on"]}
