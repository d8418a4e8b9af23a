"""File remedies, admit or reject them, rule on them; a ruling moves the decision and the case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from accountability.documents import admission
from accountability.documents import ruling as letters
from accountability.models import Decision, NoticeService, Remedy
from accountability.procedure.decisions import DECISION_PROCEDURE
from accountability.procedure.notices import stated_remedy
from accountability.procedure.remedies import (
    REMEDY_PROCEDURE,
    is_filer,
    may_be_sought,
)
from accountability.queries import notices, remedies
from accountability.queries.decisions import letter_prefix
from accountability.queries.desk import is_party
from accountability.rules import (
    DecisionAction,
    FiledVia,
    RemedyAction,
    RemedyKind,
    RemedyState,
)
from accountability.seeking import Petition, days_unfit
from accountability.services.notices import end_duties
from casework import queries as cases
from casework import services as casework
from casework.rules import CaseAction
from core import moment, record
from core.access import Actor, Permission
from core.clocks import services as clocks
from core.clocks.models import Clock
from core.clocks.periods import State
from core.db import transactional
from core.documents import services as documents
from core.documents.printing import unprintable
from core.numbering import allocate
from core.procedure import Forbidden, create_once, perform, start_clock
from core.refusals import Refusal, Refused
from regulations.codes import TermId
from regulations.labels import REMEDY_KINDS
from regulations.registry import get_pack

#: What follows the unit's prefix: remedies received, and rulings on them.
RECEIVED: Final[Mapping[RemedyKind, str]] = {
    RemedyKind.RECONSIDERATION: "复受",
    RemedyKind.APPEAL: "申受",
}
RULED: Final[Mapping[RemedyKind, str]] = {
    RemedyKind.RECONSIDERATION: "复决",
    RemedyKind.APPEAL: "申决",
}
#: The state each ruling leads to.
RULINGS: Final[Mapping[RemedyAction, RemedyState]] = {
    RemedyAction.UPHOLD: RemedyState.UPHELD,
    RemedyAction.MODIFY: RemedyState.MODIFIED,
    RemedyAction.REVOKE: RemedyState.REVOKED,
    RemedyAction.REMAND: RemedyState.REMANDED,
}


@transactional
def file_remedy(
    service: NoticeService, actor: Actor, petition: Petition, *, token: str | None = None
) -> Remedy:
    """File a remedy from the party's own desk, today.

    Raises Forbidden for who is not the party (or the liaison of its unit). A late one is filed as
    late with its reason, never refused for it (OQ-11, INF-11). Refused: no such remedy in the pack
    (INF-32), a revoked decision, the same kind still open.
    """
    if not (is_party(service, actor) and actor.has(Permission.REMEDY_FILE)):
        raise Forbidden("file")
    return _file(service, actor, petition, FiledVia.DESK, moment.today(), token)


@transactional
def register_remedy(
    service: NoticeService, actor: Actor, petition: Petition, *, token: str | None = None
) -> Remedy:
    """Register a remedy that came on paper; what was posted in time is in time (art. 85).

    Raises Forbidden for who is not of the team; refused as `file_remedy`, and for days out of
    order.
    """
    if not may_register(service, actor):
        raise Forbidden("register")
    received_on = petition.received_on or moment.today()
    return _file(service, actor, petition, FiledVia.PAPER, received_on, token)


def may_register(service: NoticeService, actor: Actor) -> bool:
    """Tell whether `actor` may register a remedy from paper: of the team, with the permission."""
    case = service.decision.case
    return actor.may(Permission.REMEDY_REGISTER, case.unit.path) and cases.is_member(case, actor)


def _file(
    service: NoticeService,
    actor: Actor,
    petition: Petition,
    via: FiledVia,
    filed_on: date,
    token: str | None,
) -> Remedy:
    def build() -> Remedy:
        notices.lock(service)
        clock = notices.remedy_clocks([service]).get(service.id)
        in_time = petition.is_in_time(filed_on, clock.due_on if clock else None)
        if refusal := _unfit(service, petition, filed_on, clock if not in_time else None):
            raise Refused(refusal)
        assert actor.id is not None  # the system files nothing
        prefix = letter_prefix(service.decision.case.unit) + RECEIVED[petition.kind]
        return Remedy(
            number=allocate(prefix, moment.today().year),
            decision=service.decision,
            service=service,
            kind=petition.kind,
            state=RemedyState.FILED,
            filed_on=filed_on,
            posted_on=petition.posted_on,
            filed_via=via,
            filed_by_id=actor.id,
            grounds=petition.grounds,
            request=petition.request,
            is_late=not in_time,
            late_reason=None if in_time else petition.late_reason,
        )

    remedy: Remedy = create_once(token, Remedy, build)
    clock = notices.remedy_clocks([service]).get(service.id)
    if clock is not None and clock.state is State.RUNNING and not remedy.is_late:
        clocks.meet(clock, petition.posted_on or filed_on, actor.id, remedy.number)
    record.append(
        "file",
        remedy,
        actor_id=actor.id,
        after={
            "number": remedy.number,
            "kind": remedy.kind,
            "via": via,
            "filed_on": filed_on,
            "posted_on": petition.posted_on,
            "is_late": remedy.is_late,
        },
        reason=remedy.late_reason,
    )
    start_clock(REMEDY_PROCEDURE, remedy, TermId.REMEDY_DECISION, actor)
    return remedy


def _unfit(
    service: NoticeService, petition: Petition, filed_on: date, run_out: Clock | None
) -> Refusal | None:
    """Say what bars a remedy; `run_out` is the clock where it comes late."""
    offered = stated_remedy(get_pack(service.decision.case.procedure_pack_id))
    if refusal := may_be_sought(service):
        return refusal
    if offered is not None and petition.kind not in offered.kinds:
        return Refusal("remedy_kind_not_offered", {"kind": str(REMEDY_KINDS[petition.kind])})
    same = remedies.open_of(service, petition.kind)
    if same is not None:
        params = {"kind": str(REMEDY_KINDS[petition.kind]), "number": same.number}
        return Refusal("remedy_same_kind_open", params)
    if not petition.request or not petition.grounds:
        return Refusal("remedy_text_needed")
    typed = (petition.request, petition.grounds, petition.late_reason)
    if refusal := unprintable("remedy_text_unprintable", *typed):
        return refusal  # the ruling repeats them, and could never be issued
    served_on, today = service.received_on, moment.today()
    posted_on = petition.posted_on
    if refusal := days_unfit(posted_on, filed_on=filed_on, served_on=served_on, today=today):
        return refusal
    if run_out is not None and run_out.due_on and not petition.late_reason:
        return Refusal("remedy_late_reason_needed", {"on": run_out.due_on}, run_out.article)
    return None


@transactional
def admit_remedy(
    remedy: Remedy,
    actor: Actor,
    *,
    reason: str | None = None,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Take a remedy up for review, and tell the party by a letter; a late one only with a reason
    (INF-11).
    """
    _act(remedy, RemedyAction.ADMIT, actor, seen_version, token, {"reason": reason}, reason)
    _tell(remedy, actor)


@transactional
def reject_remedy(
    remedy: Remedy,
    actor: Actor,
    *,
    reason: str,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Decline to take a remedy up, with a reason: a person decides so, never the machine. The
    party is told by a letter.
    """
    _act(remedy, RemedyAction.REJECT, actor, seen_version, token, {"reason": reason}, reason)
    _tell(remedy, actor)


@transactional
def withdraw_remedy(
    remedy: Remedy, actor: Actor, *, seen_version: int | None, token: str | None = None
) -> None:
    """Take a remedy back before it is answered.

    Raises Forbidden for who did not file it: asked here, for the party has no post where the case
    lies.
    """
    if not (is_filer(remedy, actor) and actor.has(Permission.REMEDY_FILE)):
        raise Forbidden(RemedyAction.WITHDRAW)
    _act(remedy, RemedyAction.WITHDRAW, actor, seen_version, token, following=True)


@transactional
def rule_remedy(
    remedy: Remedy,
    actor: Actor,
    *,
    action: RemedyAction,
    ruling: str,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Rule on a remedy: uphold, modify, revoke, or revoke and remand; the letter is issued at once.

    Modify and revoke change the decision, remand takes the case back to investigation. What takes
    the decision back also answers the other remedies against it, and ends the periods that ran from
    its notices. Refused to the team (INF-19), and to who decided where the pack wants others to
    rule (OQ-38).
    """
    _act(remedy, action, actor, seen_version, token, {"ruling": ruling})
    _issue(remedy, actor)
    decision = remedy.decision
    if action is RemedyAction.MODIFY:
        change_decision(decision, actor)
    if action not in (RemedyAction.REVOKE, RemedyAction.REMAND):
        return
    take_back(decision, actor, remedy.number, remedy.ruling or "", action)


def change_decision(decision: Decision, actor: Actor) -> None:
    """Mark a decision as changed by what follows from a ruling or a judgment."""
    _follow(decision, DecisionAction.MODIFY, actor)


def take_back(
    decision: Decision,
    actor: Actor,
    number: str,
    ruling: str,
    action: RemedyAction,
) -> None:
    """Revoke a decision as `number` says: the remedies still open against it are answered with it,
    the periods from its notices end; REMAND also takes the case back to investigation.
    """
    for other in remedies.open_against(decision):
        _answer_with(other, number, ruling, action, actor)
    _follow(decision, DecisionAction.REVOKE, actor)
    reason = f"处理决定已撤销（{number}）"
    end_duties(notices.services_of(decision.id), actor, moment.today(), reason)
    if action is RemedyAction.REMAND:
        casework.follow(decision.case, CaseAction.REMAND, actor, number)


def _answer_with(
    other: Remedy, number: str, ruling: str, action: RemedyAction, actor: Actor
) -> None:
    """Answer another party's remedy by the ruling that takes the same decision back."""
    why = f"与{number}一并审理。"
    data = {"reason": why, "ruling": f"{why}{ruling}"}
    if other.state is RemedyState.FILED:
        _act(other, RemedyAction.ADMIT, actor, None, None, data, why, following=True)
    _act(other, action, actor, None, None, data, following=True)
    _issue(other, actor)


def _tell(remedy: Remedy, actor: Actor) -> None:
    documents.issue(
        admission.KIND,
        Remedy.__tablename__,
        remedy.id,
        f"{admission.title(remedy)}（{remedy.service.respondent.display_name}）",
        remedy.number,
        admission.letter(remedy),
        actor.id,
    )


def _issue(remedy: Remedy, actor: Actor) -> None:
    number = allocate(
        letter_prefix(remedy.decision.case.unit) + RULED[remedy.kind], moment.today().year
    )
    document = documents.issue(
        letters.KIND,
        Remedy.__tablename__,
        remedy.id,
        f"{letters.TITLES[remedy.kind]}（{remedy.service.respondent.display_name}）",
        number,
        letters.letter(remedy, number),
        actor.id,
    )
    remedy.document = document


def _follow(decision: Decision, action: DecisionAction, actor: Actor) -> None:
    perform(DECISION_PROCEDURE, decision, action, actor, seen_version=None, following=True)


def _act(
    remedy: Remedy,
    action: RemedyAction,
    actor: Actor,
    seen_version: int | None,
    token: str | None,
    data: dict[str, Any] | None = None,
    reason: str | None = None,
    *,
    following: bool = False,
) -> None:
    perform(
        REMEDY_PROCEDURE,
        remedy,
        action,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
        reason=reason,
        following=following,
    )
