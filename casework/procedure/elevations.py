"""Whether a case may go to the organ above, who decides on it, and when it has to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework import queries
from casework.elevation.labels import ACTIONS, EVENTS, STATES
from casework.elevation.queries import leaders_of, open_elevation, units_above
from casework.models import Case, CaseElevation
from casework.procedure.team import pack_of
from casework.rules import SECRECY_ARTICLE, PersonRole
from casework.rules.elevations import (
    MOVABLE,
    ElevationAction,
    ElevationGround,
    ElevationKind,
    ElevationState,
    elevation_article,
)
from core import moment
from core.access.actor import Actor
from core.access.permissions import Permission
from core.identity.models import Unit
from core.procedure import Procedure, Refusal, Transition

S, A = ElevationState, ElevationAction
Data = Mapping[str, Any]


def can_go_up(case: Case, data: Data) -> Refusal | None:
    """Refuse without a rule of the pack, without a reason, once it is deliberated on, while another
    request is open, and what `fit_above` refuses.
    """
    if case.state not in MOVABLE:
        return Refusal("elevation_too_late")
    if elevation_article(pack_of(case), data["kind"], data["ground"]) is None:
        return Refusal("elevation_no_rule")
    if not data["reason"].strip():
        return Refusal("case_reason_missing")
    if (asked := open_elevation(case)) is not None:
        return Refusal("elevation_asked", {"unit": asked.to_unit.name})
    return fit_above(case, data["to_unit"])


def fit_above(case: Case, unit: Unit) -> Refusal | None:
    """Refuse a unit that does not stand above, is accused or under who is, or in which nobody may
    answer for the case.
    """
    if unit.id not in {one.id for one in units_above(case)}:
        accused = any(unit.path.startswith(r.unit.path) for r in case.respondents)
        code = "elevation_to_accused" if accused else "elevation_not_above"
        return Refusal(code, {"unit": unit.name}, SECRECY_ARTICLE if accused else None)
    if not leaders_of(unit, case):
        return Refusal("elevation_no_leader", {"unit": unit.name})
    return None


def hands_up_first(case: Case, _actor: Actor) -> Refusal | None:
    """Refuse that a unit deliberates on its own principal leader where its pack has that go up (a
    guard on the deliberation).
    """
    principal = [
        r
        for r in case.respondents
        if r.unit_id == case.unit_id and r.role is PersonRole.PRINCIPAL_LEADER
    ]
    by = (ElevationKind.HAND_UP, ElevationGround.PRINCIPAL)
    article = elevation_article(pack_of(case), *by) if principal else None
    if article is None:
        return None
    return Refusal("case_hand_up_first", {"name": principal[0].display_name}, article)


def _still_there(elevation: CaseElevation, _actor: Actor) -> Refusal | None:
    case = elevation.case
    if case.state not in MOVABLE:
        return Refusal("elevation_too_late")
    if case.unit_id != elevation.from_unit_id:
        return Refusal("elevation_moved_meanwhile")
    return fit_above(case, elevation.to_unit)


def _with_opinion(_elevation: CaseElevation, _actor: Actor, data: Data) -> Refusal | None:
    return None if data["opinion"] else Refusal("case_reason_missing")


def _decide(elevation: CaseElevation, actor: Actor, data: Data) -> dict[str, Any]:
    elevation.decided_on, elevation.decided_by_id = moment.today(), actor.id
    elevation.opinion = data["opinion"]
    return {"decided_on": elevation.decided_on, "to_unit_id": elevation.to_unit_id}


def _is_not_concerned(elevation: CaseElevation, actor: Actor) -> bool:
    case = elevation.case
    return not queries.is_recused(case, actor) and not queries.is_excluded(case, actor)


ELEVATION_PROCEDURE = Procedure(
    name="elevation",
    model=CaseElevation,
    states=ElevationState,
    unit_path=lambda elevation: elevation.to_unit.path,
    path=(S.ASKED, S.MOVED),
    state_labels=STATES,
    extra_labels=EVENTS,
    transitions=(
        Transition(
            A.ACCEPT,
            frozenset({S.ASKED}),
            S.MOVED,
            Permission.CASE_FILE,
            ACTIONS[A.ACCEPT],
            who=_is_not_concerned,
            guard=_still_there,
            effect=_decide,
        ),
        Transition(
            A.REFUSE,
            frozenset({S.ASKED}),
            S.REFUSED,
            Permission.CASE_FILE,
            ACTIONS[A.REFUSE],
            who=_is_not_concerned,
            check=_with_opinion,
            effect=_decide,
        ),
    ),
)
