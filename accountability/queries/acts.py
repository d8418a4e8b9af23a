"""Acts with their people and shares, and what the pack answers for them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer
from sqlalchemy.orm.attributes import set_committed_value

from accountability.models import Decision, ResponsibleAct
from accountability.queries.proposals import Proposed, proposed_by, read_back
from accountability.rules import ActFacts, ActState, DecisionState, Participant, propose
from casework import queries as cases
from casework.models import Case, CaseRespondent
from casework.rules import RespondentKind
from core.access import Actor
from core.db import MAX_ID, db
from regulations.registry import get_pack

IN_REVIEW = (DecisionState.IN_REVIEW, DecisionState.REVIEWED)
SIGNED = (DecisionState.SIGNED, DecisionState.ISSUED, DecisionState.MODIFIED)


def get_visible_act(act_id: int, actor: Actor) -> ResponsibleAct:
    """Return the act with people and shares; 404 where its case is not the actor's to see."""
    if act_id > MAX_ID:
        abort(404)
    found = db.session.scalars(
        select(ResponsibleAct)
        .where(ResponsibleAct.id == act_id)
        .options(
            joinedload(ResponsibleAct.shares),
            joinedload(ResponsibleAct.people),
            undefer(ResponsibleAct.proposal),
        )
    )
    act = found.unique().one_or_none()
    if act is None:
        abort(404)
    set_committed_value(act, "case", cases.get_visible_case(act.case_id, actor))
    return act


def people_of(case: Case) -> list[CaseRespondent]:
    """Return the persons among the respondents of a case."""
    return [r for r in case.respondents if r.kind is RespondentKind.PERSON]


def acts_of(case: Case) -> Sequence[ResponsibleAct]:
    """Return the acts of a case in the order of their dates, with people and shares (one
    statement); whom these name is among the respondents of the case.
    """
    return (
        db.session.scalars(
            select(ResponsibleAct)
            .where(ResponsibleAct.case_id == case.id)
            .options(joinedload(ResponsibleAct.shares), joinedload(ResponsibleAct.people))
            .order_by(ResponsibleAct.on_date, ResponsibleAct.id)
        )
        .unique()
        .all()
    )


def newest_act_id(case: Case) -> int | None:
    """Return the id of the act recorded last, to go on to it after recording."""
    return db.session.scalars(
        select(ResponsibleAct.id)
        .where(ResponsibleAct.case_id == case.id)
        .order_by(ResponsibleAct.id.desc())
        .limit(1)
    ).first()


def has_signed_decision(case_id: int) -> bool:
    """Tell whether a decision of the case stands signed (a revoked one does not stand)."""
    return _has_decision(case_id, SIGNED)


def has_decision_in_review(case_id: int) -> bool:
    """Tell whether a draft of the case lies with its reviewer or signer."""
    return _has_decision(case_id, IN_REVIEW)


def _has_decision(case_id: int, states: tuple[DecisionState, ...]) -> bool:
    found = (
        select(Decision.id).where(Decision.case_id == case_id, Decision.state.in_(states)).limit(1)
    )
    return db.session.scalars(found).first() is not None


def facts_of(act: ResponsibleAct) -> ActFacts:
    """Return the facts as recorded."""
    return ActFacts(
        title=act.title,
        on_date=act.on_date,
        decided_by=act.decided_by,
        approval_state=act.approval_state,
        approval_by_id=act.approval_by_id,
        review_state=act.review_state,
        review_by_id=act.review_by_id,
        instruction_given=act.instruction_given,
        instruction_by_id=act.instruction_by_id,
        objection_made=act.objection_made,
        objection_by_id=act.objection_by_id,
        objection_evidence=act.objection_evidence,
        participants=tuple(Participant(p.respondent_id, p.role, p.vote) for p in act.people),
    )


def proposed_for(act: ResponsibleAct) -> Proposed:
    """Return what was proposed for confirmed shares; for open ones, what the pack of the day of the
    act proposes for the facts as recorded.

    Raises SourceSilent where that pack has no apportionment.
    """
    if act.state is ActState.CONFIRMED and act.proposal is not None:
        return read_back(act.proposal)
    return propose_by_pack(act.case, facts_of(act))


def propose_by_pack(case: Case, facts: ActFacts) -> Proposed:
    """Return what the pack of the day of the act proposes. Raises SourceSilent, FactsFaulty."""
    pack = get_pack(case.substance_pack_id)
    return proposed_by(pack, propose(pack, facts))
