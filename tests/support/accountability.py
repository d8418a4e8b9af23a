"""Acts and decisions in every state, reached by calling the services as the cast would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from accountability.models import Decision, ResponsibleAct
from accountability.queries import acts as act_queries
from accountability.queries import decisions as decision_queries
from accountability.rules import (
    ActFacts,
    ApprovalState,
    ChosenMeasure,
    DecidedBy,
    DecisionDraft,
    DecisionState,
    Grade,
    Participant,
    ReviewState,
    Role,
    ShareValue,
)
from accountability.services import acts as act_services
from accountability.services import decisions as decision_services
from casework.models import Case
from casework.rules import CaseState
from core import moment
from tests.support import casework
from tests.support.factories import actor

ACT_TITLE = "逾期未答复政府信息公开申请"
REASON = "经集体研究，认为该情形更符合实际。"
GRADE_REASON = "申请人多次往返，影响正常办理。"


def case(
    state: CaseState = CaseState.DELIBERATING,
    *,
    leader: Role | None = Role.SUPERVISOR,
    of_complaint: bool = False,
) -> Case:
    """Return a case in `state` about the department's official, the handler, and the principal
    as `leader` (None: the official alone).
    """
    made = casework.case(CaseState.INVESTIGATING, of_complaint=of_complaint)
    casework.know_role(made)
    if leader is not None:
        casework.add_respondent(made, role=leader)
    course: tuple[tuple[CaseState, Callable[[Case], None]], ...] = (
        (CaseState.REPORTED, casework.report),
        (CaseState.DEFENCE, casework.open_defence),
        (CaseState.DELIBERATING, casework.deliberate),
    )
    for reached, step in course:
        if made.state is state:
            break
        step(made)
        assert made.state is reached
    return made


def facts(made: Case, **changes: Any) -> ActFacts:
    """Return the facts of an act approved by the supervisor and reviewed (A3)."""
    known = ActFacts(
        title=ACT_TITLE,
        on_date=made.act_on,
        decided_by=DecidedBy.INDIVIDUAL,
        approval_state=ApprovalState.GIVEN,
        review_state=ReviewState.DONE,
        participants=tuple(
            Participant(r.id, r.role) for r in act_queries.people_of(made) if r.role is not None
        ),
    )
    return replace(known, **changes)


def act(made: Case, by: str = "handler", **changes: Any) -> ResponsibleAct:
    """Return an act of the case, its shares not confirmed."""
    return act_services.create_act(made, actor(by), facts(made, **changes))


def confirm(made: ResponsibleAct, by: str = "supervisor", **changes: Any) -> None:
    """Confirm the shares as proposed; `changes` replace arguments."""
    act_services.confirm_act(made, actor(by), **{"seen_version": made.version, **changes})


def reopen(made: ResponsibleAct, by: str = "supervisor", reason: str = REASON) -> None:
    """Take the confirmed shares back."""
    act_services.reopen_act(made, actor(by), reason=reason, seen_version=made.version)


def draft(made: Case, grade: Grade = Grade.DISRUPTIVE, **changes: Any) -> DecisionDraft:
    """Return a draft with the first measure the pack offers to each party."""
    dossier = decision_queries.dossier_of(made)
    measures = tuple(
        ChosenMeasure(r.id, offer.measures[0].code)
        for r in dossier.respondents
        if (offer := dossier.offer_to(r, grade, False)).measures
    )
    written = DecisionDraft(
        facts_text="经查，经办人收到申请后未登记，期满未答复。",
        grade=grade,
        grade_reason=GRADE_REASON,
        requirement="改正上述问题，并将改正情况以书面形式报告局办公室。",
        correction_due_on=moment.today() + timedelta(days=30),
        measures=measures,
    )
    return replace(written, **changes)


def ready(**changes: Any) -> Case:
    """Return a case in deliberation whose only act is confirmed; `changes` are facts."""
    made = case()
    confirm(act(made, **changes))
    return made


def decision(
    state: DecisionState = DecisionState.DRAFTED,
    made: Case | None = None,
    changes: Mapping[str, Any] | None = None,
) -> Decision:
    """Return the decision of a case (`ready()` unless given) in `state`; `changes` to the draft."""
    about = made or ready()
    drafted = decision_services.create_decision(
        about, actor("handler"), draft(about, **(changes or {}))
    )
    if state is DecisionState.RETURNED:
        submit(drafted)
        send_back(drafted)
        return drafted
    for reached, step in _COURSE:
        if drafted.state is state:
            break
        step(drafted)
        assert drafted.state is reached
    return drafted


def submit(made: Decision, by: str = "handler") -> None:
    """Hand the draft to the reviewer."""
    decision_services.submit_decision(made, actor(by), seen_version=made.version)


def send_back(made: Decision, by: str = "reviewer") -> None:
    """Return the draft to the team."""
    decision_services.return_decision(
        made, actor(by), reason="请补充理由。", seen_version=made.version
    )


def approve(made: Decision, by: str = "reviewer") -> None:
    """Approve the draft."""
    decision_services.approve_decision(made, actor(by), seen_version=made.version)


def sign(made: Decision, by: str = "signer") -> None:
    """Sign the decision."""
    decision_services.sign_decision(made, actor(by), seen_version=made.version)


def issue(made: Decision, by: str = "supervisor") -> None:
    """Issue the letters."""
    decision_services.issue_decision(made, actor(by), seen_version=made.version)


_COURSE: tuple[tuple[DecisionState, Callable[[Decision], None]], ...] = (
    (DecisionState.IN_REVIEW, submit),
    (DecisionState.REVIEWED, approve),
    (DecisionState.SIGNED, sign),
    (DecisionState.ISSUED, issue),
)

FULL, PRIMARY, SECONDARY, NONE = (
    ShareValue.FULL,
    ShareValue.PRIMARY,
    ShareValue.SECONDARY,
    ShareValue.NONE,
)
