"""What may be done to a case, in which state, by whom, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework import effects, queries
from casework.labels import ACTIONS, EVENTS, STATES
from casework.models import Case, CaseRespondent
from casework.procedure.archives import sound_retention
from casework.procedure.defence import sound_defence
from casework.procedure.entries import sound_evidence, sound_fact, sound_files, sound_respondent
from casework.procedure.team import (
    fit_for_team,
    has_team,
    may_leave,
    pack_of,
    still_with,
)
from casework.recusal import queries as recusals
from casework.rules import (
    ENDED_STATES,
    OPEN_STATES,
    RECUSAL_ARTICLE,
    TEAM_STATES,
    CaseAction,
    CaseState,
    RespondentKind,
    article_of,
    still_counts,
)
from casework.rules.elevations import MOVABLE
from complaints.models import Complaint, ReplyDraft
from complaints.rules import TOLD, ComplaintState
from core import moment
from core.access.actor import Actor
from core.access.permissions import Permission
from core.clocks import services as clocks
from core.procedure import ClockStart, Procedure, Refusal, Transition
from regulations.labels import term_words
from regulations.local import local_start
from regulations.model import GuardId, TermId
from regulations.rules import SourceSilent, is_on, term

S, A, P = CaseState, CaseAction, Permission
Data = Mapping[str, Any]


def undefended(case: Case) -> list[CaseRespondent]:
    """Return the respondents who were not yet heard on the present report, nor declined."""
    return [
        respondent
        for respondent in case.respondents
        if respondent.defence is None
        or not still_counts(respondent.defence.heard_on, case.reported_on)
    ]


# Guards: is the case ready?


def can_report(case: Case, actor: Actor) -> Refusal | None:
    """Refuse a report without team, evidence, fact, or a person whose part in the act is known."""
    if refusal := has_team(case, actor):
        return refusal
    if not case.evidence:
        return Refusal("case_no_evidence")
    if not case.facts:
        return Refusal("case_no_fact")
    if {fact.id for fact in case.facts} <= recusals.facts_set_aside(case):
        return Refusal("case_nothing_stands")
    people = [r for r in case.respondents if r.kind is RespondentKind.PERSON and r.role]
    return None if people else Refusal("case_no_person_with_role")


def all_heard(case: Case, _actor: Actor) -> Refusal | None:
    """Refuse while a respondent has neither spoken nor declined to (ACC-13)."""
    pack = pack_of(case)
    missing = undefended(case)
    if not missing or not is_on(pack, GuardId.STATEMENT_AND_DEFENCE):
        return None
    return Refusal(
        "case_defence_missing",
        {"names": "、".join(r.display_name for r in missing)},
        article_of(pack, GuardId.STATEMENT_AND_DEFENCE),
    )


def complainant_told(case: Case, _actor: Actor) -> Refusal | None:
    """Refuse to close while a complainant has not been told the outcome, also one whose report is
    joined; one who withdrew need not be.
    """
    complaint = case.complaint
    if complaint is None or complaint.is_lead:
        return None
    for one in (complaint, *complaint.joined):
        if one.state not in TOLD and one.withdrawn_on is None:
            return Refusal("case_complaint_not_replied", {"number": one.number})
    return None


def keeps_away(complaint: Complaint, actor: Actor) -> Refusal | None:
    """Refuse who keeps away from the case to have a hand in the reply (a guard on drafting it)."""
    if complaint.state is not ComplaintState.IN_CASE:
        return None
    case = queries.case_of_complaint(complaint)
    if case is not None and queries.is_recused(case, actor):
        return Refusal("case_actor_recused", article=RECUSAL_ARTICLE)
    return None


def keeps_away_from_draft(draft: ReplyDraft, actor: Actor) -> Refusal | None:
    """Refuse who keeps away from the case to write at a reply, to sign it or to send it back."""
    return keeps_away(draft.complaint, actor)


def complainant_waits(complaint: Complaint, actor: Actor) -> Refusal | None:
    """Refuse to tell the complainant an outcome before the case has one, and who keeps away from
    the case (a guard on replying, and on closing a lead).
    """
    if (away := keeps_away(complaint, actor)) or complaint.state is not ComplaintState.IN_CASE:
        return away
    case = queries.case_of_complaint(complaint)
    ended = (CaseState.EFFECTIVE, CaseState.DISMISSED, CaseState.CLOSED)
    if case is None or case.state in ended:
        return None
    return Refusal("case_still_open")  # who replies may not know the case


# Checks: what was typed?


def _sound_report(_case: Case, _actor: Actor, data: Data) -> Refusal | None:
    said = data["findings"] and data["effect_found"]
    return None if said else Refusal("case_findings_missing")


def _with_reason(_case: Case, _actor: Actor, data: Data) -> Refusal | None:
    return None if data["reason"] else Refusal("case_reason_missing")


def _may_take_longer(case: Case, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse more time without reasons, where no period runs, and after its last day: what is late
    stays late.
    """
    if not data["reason"]:
        return Refusal("case_reason_missing")
    clock = clocks.open_clock(Case.__tablename__, case.id, TermId.INVESTIGATION_PERIOD)
    if clock is None or clock.due_on is None:
        return Refusal("case_no_period")
    if clock.due_on < moment.today():
        return Refusal("case_period_over", {"on": clock.due_on})
    return None


def _clock_start(case: Case, term_id: str) -> ClockStart | None:
    """Return the start of a period of the case: by the number of the pack, or where the source is
    silent by the unit's own (OQ-34); None where there is neither.
    """
    pack = pack_of(case)
    if case.filed_on is None:
        return None
    try:
        row = term(pack, term_id)
    except SourceSilent:
        return local_start(pack, case.unit, term_id, case.filed_on)
    if row.length is None:
        return None
    return ClockStart(
        period=row.period(),
        pack_id=pack.id,
        label=term_words(row.id),
        on=case.filed_on,
        bearer_unit_id=case.unit_id,
    )


def _row(
    action: CaseAction,
    sources: set[CaseState] | frozenset[CaseState],
    target: CaseState | None,
    permission: Permission,
    **more: Any,
) -> Transition:
    """Return a row for those who may know the case; `who` narrows it further."""
    more.setdefault("who", queries.knows)
    return Transition(action, frozenset(sources), target, permission, ACTIONS[action], **more)


def _gathering(action: CaseAction, **more: Any) -> Transition:
    """Return a row of what the team gathers while it investigates."""
    return _row(action, {S.INVESTIGATING}, None, P.CASE_INVESTIGATE, **TEAM, **more)


TEAM = {"who": queries.is_member}
BEFORE_DECISION = {S.FILED, S.INVESTIGATING, S.SUSPENDED, S.REPORTED, S.DEFENCE, S.DELIBERATING}

CASE_PROCEDURE = Procedure(
    name="case",
    model=Case,
    states=CaseState,
    unit_path=lambda case: case.unit.path,
    path=(
        S.PROPOSED,
        S.FILED,
        S.INVESTIGATING,
        S.REPORTED,
        S.DEFENCE,
        S.DELIBERATING,
        S.DECIDED,
        S.SERVED,
        S.EFFECTIVE,
        S.CLOSED,
    ),
    state_labels=STATES,
    clock_start=_clock_start,
    extra_labels=EVENTS,
    transitions=(
        _row(
            A.FILE,
            {S.PROPOSED},
            S.FILED,
            P.CASE_FILE,
            effect=effects.file,
            starts=(TermId.INVESTIGATION_PERIOD,),
        ),
        _row(
            A.START_INVESTIGATION,
            {S.FILED},
            S.INVESTIGATING,
            P.CASE_FILE,
            guard=has_team,
            effect=effects.team,
        ),
        _row(
            A.NAME_MEMBER,
            TEAM_STATES,
            None,
            P.CASE_TEAM,
            check=fit_for_team,
            effect=effects.name_member,
        ),
        _row(
            A.HAND_OVER,
            TEAM_STATES,
            None,
            P.CASE_TEAM,
            guard=lambda case, _actor: (
                None if any(m.left_on is None for m in case.members) else Refusal("case_no_team")
            ),
            check=may_leave,
            effect=effects.leave_team,
        ),
        _row(
            A.REPORT,
            {S.INVESTIGATING},
            S.REPORTED,
            P.CASE_FILE,
            guard=can_report,
            check=_sound_report,
            effect=effects.report,
            meets=(TermId.INVESTIGATION_PERIOD,),
            by_system=True,
        ),
        _gathering(
            A.RECORD_EVIDENCE,
            guard=has_team,
            check=sound_evidence,
            effect=effects.record_evidence,
        ),
        _gathering(
            A.ATTACH_FILES,
            guard=lambda case, _actor: (
                None if case.evidence else Refusal("case_attach_without_evidence")
            ),
            check=sound_files,
            effect=effects.attach_files,
        ),
        _gathering(
            A.RECORD_FACT,
            guard=lambda case, _actor: (
                None if case.evidence else Refusal("case_fact_without_evidence")
            ),
            check=sound_fact,
            effect=effects.record_fact,
        ),
        _row(
            A.ADD_RESPONDENT,
            {S.FILED, S.INVESTIGATING},
            None,
            P.CASE_INVESTIGATE,
            check=sound_respondent,
            effect=effects.add_respondent,
            **TEAM,
        ),
        _row(A.OPEN_DEFENCE, {S.REPORTED}, S.DEFENCE, P.CASE_DELIBERATE),
        _row(
            A.EXTEND,
            {S.INVESTIGATING},
            None,
            P.CASE_FILE,
            check=_may_take_longer,
            effect=effects.extend,
        ),
        _row(
            A.RECORD_DEFENCE,
            {S.DEFENCE},
            None,
            P.CASE_INVESTIGATE,
            check=sound_defence,
            effect=effects.record_defence,
            **TEAM,
        ),
        _row(A.DELIBERATE, {S.DEFENCE}, S.DELIBERATING, P.CASE_DELIBERATE, guard=all_heard),
        _row(
            A.CLOSE,
            {S.EFFECTIVE},
            S.CLOSED,
            P.CASE_CLOSE,
            guard=complainant_told,
            effect=effects.close,
        ),
        _row(
            A.SUSPEND,
            {S.INVESTIGATING},
            S.SUSPENDED,
            P.CASE_FILE,
            check=_with_reason,
            effect=effects.suspend,
        ),
        _row(
            A.RESUME,
            {S.SUSPENDED},
            S.INVESTIGATING,
            P.CASE_FILE,
            check=_with_reason,
            effect=effects.resume,
        ),
        _row(
            A.DISMISS,
            BEFORE_DECISION,
            S.DISMISSED,
            P.CASE_FILE,
            check=_with_reason,
            effect=effects.dismiss,
        ),
        _row(
            A.END_REFERRED,
            BEFORE_DECISION,
            S.DISMISSED,
            P.CASE_INVESTIGATE,
            effect=effects.dismiss,
            by_system=True,
        ),
        _row(
            A.ARCHIVE,
            ENDED_STATES,
            None,
            P.CASE_ARCHIVE,
            who=lambda case, actor: case.archive is None and queries.knows(case, actor),
            check=sound_retention,
            effect=effects.archive,
        ),
        _row(
            A.RECUSE_MEMBER,
            TEAM_STATES,
            None,
            P.RECUSAL_DECIDE,
            check=may_leave,
            effect=effects.leave_team,
            by_system=True,
        ),
        _row(A.DECIDE, {S.DELIBERATING}, S.DECIDED, P.DECISION_SIGN, by_system=True),
        _row(A.SERVE, {S.DECIDED}, S.SERVED, P.SERVICE_RECORD, by_system=True),
        _row(A.TAKE_EFFECT, {S.SERVED}, S.EFFECTIVE, P.CASE_CLOSE, by_system=True),
        _row(A.REMAND, {S.SERVED, S.EFFECTIVE}, S.INVESTIGATING, P.REMEDY_DECIDE, by_system=True),
        _row(
            A.MOVE_UP,
            MOVABLE,
            None,
            P.CASE_FILE,
            check=still_with,
            effect=effects.move_up,
            by_system=True,
        ),
        _row(A.NOTE_WITHDRAWAL, OPEN_STATES, None, P.COMPLAINT_REGISTER, by_system=True),
    ),
)
