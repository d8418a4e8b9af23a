"""What a unit says of itself, and what the organiser finds on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from assessment.models import AssessedUnit, Assessment
from assessment.procedure.assessed import ASSESSED_PROCEDURE, is_of
from assessment.rules import AssessedAction
from assessment.services import rectifying
from core.access import Actor
from core.db import db, transactional
from core.files.kinds import Upload
from core.procedure import Forbidden, perform

A = AssessedAction


@dataclass(frozen=True)
class Finding:
    """A problem to be deducted: from which item, by which row of the standard, why.

    `code` and `times` where the source lists what costs how much, else `points`. `evidence` names
    the thing that proves it: the same one is never deducted twice.
    """

    item_id: int
    reason: str
    found_on: date
    code: str | None = None
    times: int = 1
    points: Decimal | None = None
    check_id: int | None = None
    evidence: tuple[str, int] | None = None
    rectify_by: date | None = None


@transactional
def fill_in(
    assessed: AssessedUnit,
    actor: Actor,
    *,
    item_id: int,
    score: Decimal | None,
    text: str,
    files: Sequence[Upload] = (),
    seen_version: int,
    token: str | None = None,
) -> None:
    """Say what the unit did on one item, with its own score and evidence; its liaison only."""
    data = {"item_id": item_id, "score": score, "text": text, "files": files}
    _own(assessed, A.FILL_IN, actor, seen_version, token, data)


@transactional
def self_report(
    assessed: AssessedUnit,
    actor: Actor,
    *,
    summary: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Hand in summary and self-assessment (XAS-06); every item must be filled in."""
    _own(assessed, A.SELF_REPORT, actor, seen_version, token, {"summary": summary})


@transactional
def object_to(
    assessed: AssessedUnit,
    actor: Actor,
    *,
    text: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Object to the proposed result, with reasons, once."""
    _own(assessed, A.OBJECT, actor, seen_version, token, {"text": text})


@transactional
def record_check(
    assessed: AssessedUnit,
    actor: Actor,
    *,
    method_code: str,
    on: date,
    findings: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Record a check through the year (ASM-05, ASM-06)."""
    data = {"method_code": method_code, "on": on, "findings": findings}
    _act(assessed, A.RECORD_CHECK, actor, seen_version, token, data)


@transactional
def deduct(
    assessed: AssessedUnit,
    actor: Actor,
    finding: Finding,
    *,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Take points off an item for one problem. Refused: the same problem a second time.

    With `rectify_by` the notice to rectify all that its check found goes out in the same act.
    """
    data = {**asdict(finding), "evidence": finding.evidence}
    _act(assessed, A.DEDUCT, actor, seen_version, token, data)
    if finding.rectify_by is not None:
        order_rectification(
            assessed,
            actor,
            check_id=finding.check_id or 0,
            due_on=finding.rectify_by,
            seen_version=assessed.version,
        )


@transactional
def withdraw(
    assessed: AssessedUnit,
    actor: Actor,
    *,
    deduction_id: int,
    reason: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Take a deduction back, with a reason; it stays to be read."""
    data = {"deduction_id": deduction_id, "reason": reason}
    _act(assessed, A.WITHDRAW, actor, seen_version, token, data, reason)


@transactional
def mark_falsification(
    assessed: AssessedUnit,
    actor: Actor,
    *,
    points: int,
    reason: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Take points off the total for faking (ASM-11); 0 takes the mark away."""
    data = {"points": points, "reason": reason}
    _act(assessed, A.MARK_FALSIFICATION, actor, seen_version, token, data, reason)


@transactional
def set_band(
    assessed: AssessedUnit,
    actor: Actor,
    *,
    band_code: str,
    reason: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Choose the band where the source has bands in words only (FIN-20)."""
    data = {"band_code": band_code, "reason": reason}
    _act(assessed, A.SET_BAND, actor, seen_version, token, data, reason)


@transactional
def answer(
    assessed: AssessedUnit,
    actor: Actor,
    *,
    text: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Answer an objection with reasons; what was wrong is withdrawn beside it."""
    _act(assessed, A.ANSWER, actor, seen_version, token, {"text": text})


@transactional
def order_rectification(
    assessed: AssessedUnit,
    actor: Actor,
    *,
    check_id: int,
    due_on: date,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Issue the notice to rectify what a check found and what cost points (ASM-06).

    Refused: a check without a deduction that stands, one that has its notice, a day not to come.
    """
    data = {"check_id": check_id, "due_on": due_on}
    _act(assessed, A.ORDER_RECTIFICATION, actor, seen_version, token, data)
    check = next(one for one in assessed.checks if one.id == check_id)
    rectifying.order_after_check(assessed, check, due_on, actor)


def _own(
    assessed: AssessedUnit,
    action: AssessedAction,
    actor: Actor,
    seen_version: int,
    token: str | None,
    data: dict[str, Any],
) -> None:
    """Do what only the unit's own liaison may; the permission is asked here, in their unit."""
    if not is_of(assessed, actor):
        raise Forbidden(action)
    _act(assessed, action, actor, seen_version, token, data, following=True)


def _act(
    assessed: AssessedUnit,
    action: AssessedAction,
    actor: Actor,
    seen_version: int,
    token: str | None,
    data: dict[str, Any],
    reason: str | None = None,
    *,
    following: bool = False,
) -> None:
    # the state of the whole is asked by the guards: nobody may freeze it between asking and writing
    db.session.scalars(
        select(Assessment)
        .where(Assessment.id == assessed.assessment_id)
        .with_for_update(of=Assessment)
        .execution_options(populate_existing=True)
    ).unique().one()
    perform(
        ASSESSED_PROCEDURE,
        assessed,
        action,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
        reason=reason,
        following=following,
    )
