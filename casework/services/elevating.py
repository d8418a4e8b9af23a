"""Let a case go to the organ above. Each function is one transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from casework import queries
from casework.elevation.queries import staying
from casework.models import Case, CaseElevation
from casework.procedure import CASE_PROCEDURE
from casework.procedure.elevations import ELEVATION_PROCEDURE, can_go_up
from casework.procedure.team import pack_of
from casework.rules import CaseAction
from casework.rules.elevations import (
    ElevationAction,
    ElevationGround,
    ElevationKind,
    ElevationState,
    elevation_article,
)
from complaints.services.identity import keep_reporters_out
from core import moment, record
from core.access.actor import Actor
from core.access.permissions import Permission
from core.db import db, transactional
from core.identity.models import Unit
from core.procedure import Forbidden, create_once, perform
from core.refusals import Refused


def may_ask(case: Case, actor: Actor) -> bool:
    """Tell whether `actor` may ask the organ above: files cases of the unit, and knows this one."""
    return actor.may(Permission.CASE_FILE, case.unit.path) and queries.knows(case, actor)


def may_take_over(case: Case, actor: Actor, unit: Unit) -> bool:
    """Tell whether `actor` may take the case over for `unit`: files cases there, knows this one."""
    return actor.may(Permission.CASE_FILE, unit.path) and queries.knows(case, actor)


@transactional
def ask_elevation(
    case: Case,
    actor: Actor,
    *,
    to_unit: Unit,
    ground: ElevationGround,
    reason: str,
    token: str | None = None,
) -> CaseElevation:
    """Ask the organ above to handle a case; until it decides the case stays and goes on.

    Raises Forbidden for who does not file cases of the unit; Refused as `can_go_up`, and for a
    reason that names who reported.
    """
    if not may_ask(case, actor):
        raise Forbidden("ask")
    values = {"kind": ElevationKind.HAND_UP, "ground": ground, "to_unit": to_unit, "reason": reason}
    return _make(case, actor, values, "ask", token, ElevationState.ASKED)


@transactional
def take_over(
    case: Case,
    actor: Actor,
    *,
    to_unit: Unit,
    ground: ElevationGround,
    reason: str,
    seen_version: int,
    token: str | None = None,
) -> CaseElevation:
    """Take a case of a unit below over, at once: see `_move`. Refused as `ask_elevation`."""
    if not may_take_over(case, actor, to_unit):
        raise Forbidden("take_over")
    values = {
        "kind": ElevationKind.TAKE_OVER,
        "ground": ground,
        "to_unit": to_unit,
        "reason": reason,
    }
    made = _make(case, actor, values, "take_over", token, ElevationState.MOVED)
    _move(made, actor, seen_version)
    return made


@transactional
def accept_elevation(
    elevation: CaseElevation,
    actor: Actor,
    *,
    opinion: str | None = None,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Take the case that a unit below asked to be relieved of: see `_move`."""
    _act(elevation, ElevationAction.ACCEPT, actor, seen_version, token, opinion or None)
    _move(elevation, actor, None)


@transactional
def refuse_elevation(
    elevation: CaseElevation,
    actor: Actor,
    *,
    opinion: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Leave the case where it is, for a written reason."""
    _act(elevation, ElevationAction.REFUSE, actor, seen_version, token, opinion)


def _move(elevation: CaseElevation, actor: Actor, seen_version: int | None) -> None:
    """Move the case in this transaction: unit, the clocks it bears, the team that is not of the
    organ above. The old unit keeps the stub.
    """
    case, unit = elevation.case, elevation.to_unit
    perform(
        CASE_PROCEDURE,
        case,
        CaseAction.MOVE_UP,
        actor,
        seen_version=seen_version,
        following=True,
        data={
            "from_unit_id": elevation.from_unit_id,
            "unit": unit,
            "staying": staying(unit, case),
            "reason": f"案件由{unit.name}提级办理",
        },
        reason=elevation.reason,
    )


def _make(
    case: Case,
    actor: Actor,
    values: dict[str, Any],
    event: str,
    token: str | None,
    state: ElevationState,
) -> CaseElevation:
    assert actor.id is not None  # the system asks nobody
    asked_by_id, today = actor.id, moment.today()
    db.session.scalars(select(Case.id).where(Case.id == case.id).with_for_update()).one()
    keep_reporters_out(case.complaint, actor, values["reason"])

    def build() -> CaseElevation:
        if refusal := can_go_up(case, values):
            raise Refused(refusal)
        at_once = state is ElevationState.MOVED
        return CaseElevation(
            case=case,
            state=state,
            from_unit_id=case.unit_id,
            article=elevation_article(pack_of(case), values["kind"], values["ground"]),
            asked_on=today,
            asked_by_id=asked_by_id,
            decided_on=today if at_once else None,
            decided_by_id=asked_by_id if at_once else None,
            **{**values, "reason": values["reason"].strip()},
        )

    made: CaseElevation = create_once(token, CaseElevation, build)
    after = {
        "ground": made.ground,
        "from_unit_id": made.from_unit_id,
        "to_unit_id": made.to_unit_id,
    }
    record.append(event, made, actor_id=actor.id, after=after, reason=made.reason)
    return made


def _act(
    elevation: CaseElevation,
    action: ElevationAction,
    actor: Actor,
    seen_version: int,
    token: str | None,
    opinion: str | None,
) -> None:
    perform(
        ELEVATION_PROCEDURE,
        elevation,
        action,
        actor,
        seen_version=seen_version,
        token=token,
        data={"opinion": opinion},
        reason=opinion,
    )
