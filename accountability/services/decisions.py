"""Draft, review, sign and issue a decision."""

from __future__ import annotations

from sqlalchemy import select

from accountability.discussing import Minutes
from accountability.documents import decision as letters
from accountability.models import Decision, NoticeService
from accountability.procedure.decisions import (
    DECISION_PROCEDURE,
    draft_holds,
    ready_to_decide,
    write_draft,
)
from accountability.queries import decisions as queries
from accountability.rules import DecisionAction, DecisionDraft, DecisionState
from casework import queries as cases
from casework import services as casework
from casework.models import Case
from casework.rules import CaseAction
from core import record
from core.access import Actor, Permission
from core.db import db, transactional
from core.documents import services as documents
from core.procedure import Forbidden, create_once, perform
from core.refusals import Refusal, Refused


def may_draft(case: Case, actor: Actor) -> bool:
    """Tell whether `actor` may draft the decision of the case: of its team, with the permission."""
    return actor.may(Permission.DECISION_DRAFT, case.unit.path) and cases.is_member(case, actor)


def draft_refusal(case: Case) -> Refusal | None:
    """Return what still bars a first draft: no acts, shares, defence, or a decision that stands."""
    if queries.standing_decision(case) is not None:
        return Refusal("decision_exists")
    return ready_to_decide(queries.dossier_of(case))


@transactional
def create_decision(
    case: Case, actor: Actor, draft: DecisionDraft, *, token: str | None = None
) -> Decision:
    """Draft the decision of a case; one that takes the place of a revoked one names it.

    Raises Forbidden for who is not of the team, AlreadyDone for a form sent twice; Refused while
    acts, confirmed shares or a defence are missing (ACC-13), while another decision stands, and
    for a grade or a departing measure without reasons.
    """
    db.session.scalars(select(Case.id).where(Case.id == case.id).with_for_update()).one()
    if not may_draft(case, actor) or actor.id is None:
        raise Forbidden(DecisionAction.REDRAFT)
    drafter_id = actor.id

    def build() -> Decision:
        dossier = queries.dossier_of(case)
        if refusal := draft_refusal(case) or draft_holds(dossier, draft):
            raise Refused(refusal)
        revoked = queries.revoked_decision(case)
        decision = Decision(
            case=case,
            state=DecisionState.DRAFTED,
            drafted_by_id=drafter_id,
            supersedes_id=revoked.id if revoked else None,
        )
        written.update(write_draft(decision, dossier, draft))
        return decision

    written: dict[str, object] = {}
    decision: Decision = create_once(token, Decision, build)
    record.append("create", decision, actor_id=actor.id, after=written)
    return decision


@transactional
def redraft_decision(
    decision: Decision,
    actor: Actor,
    draft: DecisionDraft,
    *,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Change a draft that is not in review. Refuses as `create_decision`."""
    perform(
        DECISION_PROCEDURE,
        decision,
        DecisionAction.REDRAFT,
        actor,
        seen_version=seen_version,
        token=token,
        data={"draft": draft},
    )


@transactional
def submit_decision(
    decision: Decision, actor: Actor, *, seen_version: int | None, token: str | None = None
) -> None:
    """Hand the draft to the reviewer."""
    perform(
        DECISION_PROCEDURE,
        decision,
        DecisionAction.SUBMIT,
        actor,
        seen_version=seen_version,
        token=token,
    )


@transactional
def return_decision(
    decision: Decision,
    actor: Actor,
    *,
    reason: str,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Return the draft to the team with a reason. Refused to its drafter and the team."""
    perform(
        DECISION_PROCEDURE,
        decision,
        DecisionAction.RETURN,
        actor,
        seen_version=seen_version,
        token=token,
        data={"reason": reason},
        reason=reason,
    )


@transactional
def approve_decision(
    decision: Decision,
    actor: Actor,
    *,
    note: str | None = None,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Approve the draft for signature. Refused to its drafter and the team (INF-19)."""
    perform(
        DECISION_PROCEDURE,
        decision,
        DecisionAction.APPROVE,
        actor,
        seen_version=seen_version,
        token=token,
        data={"note": note},
    )


@transactional
def discuss_decision(
    decision: Decision,
    actor: Actor,
    *,
    minutes: Minutes,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Keep the minutes of a collective discussion; a draft not agreed to goes back (FIN-32).

    Refused for minutes that contradict themselves, for the vote of a respondent, of the team or of
    who is recused, and a second time for the same draft.
    """
    data = {"minutes": minutes}
    perform(
        DECISION_PROCEDURE,
        decision,
        DecisionAction.DISCUSS,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
    )
    if not minutes.is_agreed:
        perform(
            DECISION_PROCEDURE,
            decision,
            DecisionAction.TURN_DOWN,
            actor,
            seen_version=None,
            following=True,
            data=data,
        )


@transactional
def sign_decision(
    decision: Decision, actor: Actor, *, seen_version: int | None, token: str | None = None
) -> None:
    """Sign: the decision gets its number, its articles are frozen, the case is decided.

    Refused to drafter, reviewer and team (INF-19), while the draft differs from the data, and
    before the collective discussion that the rules demand (FIN-32).
    """
    perform(
        DECISION_PROCEDURE,
        decision,
        DecisionAction.SIGN,
        actor,
        seen_version=seen_version,
        token=token,
    )
    casework.follow(decision.case, CaseAction.DECIDE, actor)


@transactional
def issue_decision(
    decision: Decision, actor: Actor, *, seen_version: int | None, token: str | None = None
) -> None:
    """Issue the letters, one to each party, and prepare their service."""
    perform(
        DECISION_PROCEDURE,
        decision,
        DecisionAction.ISSUE,
        actor,
        seen_version=seen_version,
        token=token,
    )
    dossier = queries.dossier_of(decision.case)
    for respondent in dossier.respondents:
        title = letters.notice_title(decision, respondent)
        document = documents.issue(
            letters.KIND,
            Decision.__tablename__,
            decision.id,
            f"{title}（{respondent.display_name}）",
            letters.notice_number(decision, dossier, respondent),
            letters.letter(decision, dossier, respondent, draft=False),
            actor.id,
        )
        notice = NoticeService(
            decision_id=decision.id, respondent_id=respondent.id, document_id=document.id
        )
        db.session.add(notice)
        db.session.flush()
        record.append("prepare", notice, actor_id=actor.id, after={"document": document.id})
