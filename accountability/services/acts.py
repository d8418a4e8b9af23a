"""Record the facts of an act, confirm its shares, reopen it."""

from __future__ import annotations

from collections.abc import Mapping

from accountability.models import ResponsibleAct
from accountability.procedure.acts import (
    ACT_PROCEDURE,
    case_is_open,
    facts_entry,
    facts_hold,
    write_facts,
)
from accountability.rules import ActAction, ActFacts, ActState, ShareValue
from accountability.tracing import Days, days_wrong
from casework import queries as cases
from casework.models import Case
from core import moment, record
from core.access import Actor, Permission
from core.db import transactional
from core.procedure import Forbidden, create_once, perform
from core.refusals import Refused


@transactional
def create_act(
    case: Case,
    actor: Actor,
    facts: ActFacts,
    *,
    days: Days | None = None,
    token: str | None = None,
) -> ResponsibleAct:
    """Record an act of the case with its facts and the days of what led to it; the shares are
    proposed from the facts when shown.

    Raises Forbidden for who is not of the team, Refused where the case is not under investigation
    or deliberation, where a person is no respondent, where the facts contradict themselves or a day
    is still to come; AlreadyDone for a form sent twice.
    """
    if not may_record(case, actor):
        raise Forbidden(ActAction.SAVE_FACTS)
    known = days or {}
    refusal = case_is_open(case) or facts_hold(case, facts) or days_wrong(known, moment.today())
    if refusal is not None:
        raise Refused(refusal)

    def build() -> ResponsibleAct:
        act = ResponsibleAct(case=case, state=ActState.DRAFT)
        write_facts(act, facts, known)
        return act

    act: ResponsibleAct = create_once(token, ResponsibleAct, build)
    record.append("create", act, actor_id=actor.id, after=facts_entry(facts, known))
    return act


def may_record(case: Case, actor: Actor) -> bool:
    """Tell whether `actor` may record acts of the case: of its team, with the permission there."""
    return actor.may(Permission.APPORTIONMENT_PREPARE, case.unit.path) and cases.is_member(
        case, actor
    )


@transactional
def save_facts(
    act: ResponsibleAct,
    actor: Actor,
    facts: ActFacts,
    *,
    days: Days | None = None,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Write the facts of an act whose shares are not confirmed yet. Refuses as `create_act`."""
    perform(
        ACT_PROCEDURE,
        act,
        ActAction.SAVE_FACTS,
        actor,
        seen_version=seen_version,
        token=token,
        data={"facts": facts, "days": days or {}},
    )


@transactional
def confirm_act(
    act: ResponsibleAct,
    actor: Actor,
    *,
    shares: Mapping[int, ShareValue] | None = None,
    reasons: Mapping[int, str] | None = None,
    chosen_rows: str | None = None,
    choice_reason: str | None = None,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Confirm the shares of an act; the proposal is kept beside what was confirmed.

    `shares` names by respondent only those that depart from the proposal, `reasons` why (INF-30).
    Where the source can be read in two ways, `chosen_rows` names the reading and `choice_reason`
    why (OQ-03). Refused while facts are missing, without a reason, and for shares that cannot stand
    together.
    """
    perform(
        ACT_PROCEDURE,
        act,
        ActAction.CONFIRM,
        actor,
        seen_version=seen_version,
        token=token,
        data={
            "shares": shares or {},
            "reasons": reasons or {},
            "chosen_rows": chosen_rows,
            "choice_reason": choice_reason,
        },
        reason=choice_reason,
    )


@transactional
def reopen_act(
    act: ResponsibleAct,
    actor: Actor,
    *,
    reason: str,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Take the confirmed shares back; the record keeps them. Refused once a decision is signed."""
    perform(
        ACT_PROCEDURE,
        act,
        ActAction.REOPEN,
        actor,
        seen_version=seen_version,
        token=token,
        data={"reason": reason},
        reason=reason,
    )
