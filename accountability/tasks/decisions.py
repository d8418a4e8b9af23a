"""Decisions that wait: to be drafted, submitted, reviewed, signed, issued."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from accountability.labels.decisions import ACTIONS
from accountability.models import Decision, DecisionDiscussion, ResponsibleAct
from accountability.rules import ActState, DecisionAction, DecisionState
from casework import queries as cases
from casework.models import Case, CaseMember
from casework.rules import CaseState
from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.db import db
from core.worklist import Task
from regulations.codes import GuardId
from regulations.registry import all_packs, get_pack
from regulations.rules import is_on

LIMIT = 100

#: Who has to do what in which state.
NEXT = {
    DecisionState.DRAFTED: (Permission.DECISION_DRAFT, DecisionAction.SUBMIT),
    DecisionState.RETURNED: (Permission.DECISION_DRAFT, DecisionAction.REDRAFT),
    DecisionState.IN_REVIEW: (Permission.DECISION_REVIEW, DecisionAction.APPROVE),
    DecisionState.REVIEWED: (Permission.DECISION_SIGN, DecisionAction.SIGN),
    DecisionState.SIGNED: (Permission.DECISION_ISSUE, DecisionAction.ISSUE),
}


def drafts_waiting(actor: Actor) -> Iterable[Task]:
    """Return the cases of the actor's teams that are ready for a first draft (one statement)."""
    if not actor.has(Permission.DECISION_DRAFT):
        return []
    act_of_case = ResponsibleAct.case_id == Case.id
    found = db.session.scalars(
        select(Case)
        .options(joinedload(Case.unit))
        .where(
            Case.state == CaseState.DELIBERATING,
            _on_team(actor),
            Case.id.in_(cases.visible_to(actor).with_only_columns(Case.id)),
            exists().where(act_of_case),
            ~exists().where(act_of_case, ResponsibleAct.state != ActState.CONFIRMED),
            ~exists().where(Decision.case_id == Case.id, Decision.state != DecisionState.REVOKED),
        )
        .order_by(Case.id)
        .limit(LIMIT)
    )
    return [
        Task(
            title=case.title,
            number=case.number,
            action=_("起草处理决定"),
            url=url_for("accountability.decision_new", case_id=case.id),
            unit=case.unit.short_name,
        )
        for case in found
    ]


def decisions_waiting(actor: Actor) -> Iterable[Task]:
    """Return the decisions whose next step is the actor's (one statement).

    Who drafted or investigated is not asked to review or sign.
    """
    steps = [_step(actor, state) for state, (needed, _act) in NEXT.items() if actor.has(needed)]
    if actor.has(Permission.CASE_DELIBERATE):
        minutes = in_scope(Case.unit_id, actor, Permission.CASE_DELIBERATE)
        steps.append(and_(_to_discuss(), Case.state == CaseState.DELIBERATING, minutes))
    if not steps:
        return []
    found = db.session.execute(
        select(Decision, _to_discuss())
        .join(Decision.case)
        .options(contains_eager(Decision.case).joinedload(Case.unit))
        .where(or_(*steps), Case.id.in_(cases.visible_to(actor).with_only_columns(Case.id)))
        .order_by(Decision.id)
        .limit(LIMIT)
    )
    return [
        Task(
            title=decision.case.title,
            number=decision.number or decision.case.number,
            action=ACTIONS[DecisionAction.DISCUSS if to_discuss else NEXT[decision.state][1]],
            url=url_for("accountability.decision_detail", decision_id=decision.id),
            unit=decision.case.unit.short_name,
        )
        for decision, to_discuss in found
    ]


def _step(actor: Actor, state: DecisionState) -> ColumnElement[bool]:
    permission = NEXT[state][0]
    conditions = [Decision.state == state, in_scope(Case.unit_id, actor, permission)]
    if state is not DecisionState.SIGNED:  # the draft of a case that has ended waits for nobody
        conditions.append(Case.state == CaseState.DELIBERATING)
    if permission is Permission.DECISION_DRAFT:
        conditions.append(_on_team(actor))
    if permission in (Permission.DECISION_REVIEW, Permission.DECISION_SIGN):
        conditions += [Decision.drafted_by_id != actor.id, ~_was_on_team(actor)]
    if permission is Permission.DECISION_SIGN:
        conditions += [Decision.reviewed_by_id != actor.id, ~_to_discuss()]
    return and_(*conditions)


def _to_discuss() -> ColumnElement[bool]:
    """Say that a collective has yet to discuss the draft before it can be signed (FIN-32)."""
    demanding = [i for i in all_packs() if is_on(get_pack(i), GuardId.COLLECTIVE_DISCUSSION)]
    stands = DecisionDiscussion.stands.is_(True)
    return and_(
        Decision.state == DecisionState.REVIEWED,
        cases.pinned_to(demanding),
        ~exists().where(DecisionDiscussion.decision_id == Decision.id, stands),
    )


def _on_team(actor: Actor) -> ColumnElement[bool]:
    return exists().where(
        CaseMember.case_id == Case.id,
        CaseMember.user_id == actor.id,
        CaseMember.left_on.is_(None),
    )


def _was_on_team(actor: Actor) -> ColumnElement[bool]:
    return exists().where(CaseMember.case_id == Case.id, CaseMember.user_id == actor.id)
