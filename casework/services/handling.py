"""Act on a case: one function an action, each one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from casework import queries
from casework.defending import Adoption, DefenceManner
from casework.models import Case
from casework.procedure import CASE_PROCEDURE
from casework.rules import (
    OPEN_STATES,
    CaseAction,
    DefenceOutcome,
    EvidenceKind,
    PersonRole,
    RespondentKind,
)
from casework.services.proposing import known_person
from casework.services.recusing import ask_where_found
from complaints import services as complaints
from complaints.events import ComplaintWithdrawn
from complaints.models import Complaint
from complaints.rules import ComplaintState
from core.access.actor import Actor
from core.db import db, transactional
from core.files.kinds import Upload
from core.identity import queries as identity
from core.identity.models import User
from core.procedure import perform


@transactional
def file_case(
    case: Case, actor: Actor, *, opinion: str | None, seen_version: int, token: str | None = None
) -> None:
    """File a proposed case, with an opinion if there is one; starts the period of investigation."""
    _act(case, CaseAction.FILE, actor, seen_version, token, reason=opinion or None)


@transactional
def name_member(
    case: Case,
    actor: Actor,
    *,
    user_id: int,
    is_lead: bool,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Put an investigator of the unit on the team (CMP-05); refused where they have an interest.

    Where the data shows an earlier role in the matter, their recusal is asked for by itself.
    """
    user = db.session.get(User, user_id)
    data = {"user_id": user_id, "is_lead": is_lead, "name": user.name if user else str(user_id)}
    _act(case, CaseAction.NAME_MEMBER, actor, seen_version, token, data)
    ask_where_found(case)


@transactional
def start_investigation(
    case: Case, actor: Actor, *, seen_version: int, token: str | None = None
) -> None:
    """Begin the investigation; refused below the pack's minimum of investigators (CMP-05)."""
    _act(case, CaseAction.START_INVESTIGATION, actor, seen_version, token)


@transactional
def add_respondent(
    case: Case,
    actor: Actor,
    *,
    kind: RespondentKind,
    unit_id: int,
    name: str | None,
    post_title: str | None,
    role: PersonRole | None,
    entry_id: int | None = None,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Add a unit or person the case is about, or complete the entry `entry_id`.

    A name is looked up among the people of the unit, so that exclusions hold for that person.
    Refused: two people of that name, an entry that is there already. For members of the team who
    have an interest in it a recusal is asked for by itself.
    """
    is_person = kind is RespondentKind.PERSON
    person = known_person(unit_id, name) if is_person and name else None
    data: dict[str, Any] = {
        "entry_id": entry_id,
        "kind": kind,
        "unit_id": unit_id,
        "person_id": person.id if person else None,
        "name": (person.name if person else name or None) if is_person else None,
        "post_title": (post_title or (person.post_title if person else None))
        if is_person
        else None,
        "rank": person.rank if person else None,
        "role": role if is_person else None,
    }
    _act(case, CaseAction.ADD_RESPONDENT, actor, seen_version, token, data)
    ask_where_found(case)
    if case.complaint is not None:
        complaints.concern(
            case.complaint,
            actor,
            unit_id=unit_id,
            person_id=person.id if person else None,
            person_name=data["name"],
            post_title=data["post_title"],
        )


@transactional
def record_evidence(
    case: Case,
    actor: Actor,
    *,
    kind: EvidenceKind,
    on_date: date,
    place: str,
    persons: str | None,
    summary: str,
    investigator_ids: Collection[int],
    credentials_shown: bool,
    seen_version: int,
    token: str | None = None,
    files: Sequence[Upload] = (),
) -> None:
    """Record one act of gathering evidence, with its files (CMP-05 to CMP-07).

    Refused: fewer investigators than the pack wants, one who is not on the team, an inquiry or
    inspection without credentials shown, a file that `core.files` does not accept.
    """
    data: dict[str, Any] = {
        "kind": kind,
        "on_date": on_date,
        "place": place,
        "persons": persons or None,
        "summary": summary,
        "investigator_ids": list(investigator_ids),
        "credentials_shown": credentials_shown,
        "files": files,
    }
    _act(case, CaseAction.RECORD_EVIDENCE, actor, seen_version, token, data)


@transactional
def attach_files(
    case: Case,
    actor: Actor,
    *,
    evidence_id: int,
    files: Sequence[Upload],
    seen_version: int,
    token: str | None = None,
) -> None:
    """Add files to evidence of the case; refused without one, and for what is not accepted."""
    data = {"evidence_id": evidence_id, "files": files}
    _act(case, CaseAction.ATTACH_FILES, actor, seen_version, token, data)


@transactional
def record_fact(
    case: Case,
    actor: Actor,
    *,
    on_date: date | None,
    text: str,
    evidence_ids: Collection[int],
    seen_version: int,
    token: str | None = None,
) -> None:
    """Record a fact found; refused unless it cites evidence of the case."""
    data = {"on_date": on_date, "text": text, "evidence_ids": list(evidence_ids)}
    _act(case, CaseAction.RECORD_FACT, actor, seen_version, token, data)


@transactional
def open_defence(case: Case, actor: Actor, *, seen_version: int, token: str | None = None) -> None:
    """Let the respondents be heard on the report."""
    _act(case, CaseAction.OPEN_DEFENCE, actor, seen_version, token)


@transactional
def record_defence(
    case: Case,
    actor: Actor,
    *,
    respondent_id: int,
    outcome: DefenceOutcome,
    heard_on: date,
    text: str | None,
    response: str | None,
    manner: DefenceManner | None = None,
    adoption: Adoption | None = None,
    files: Sequence[Upload] = (),
    seen_version: int,
    token: str | None = None,
) -> None:
    """Record what a respondent said in defence, that they declined, or did not come (ACC-13).

    What was said has its `manner`, and what the team makes of it with reasons (`response`).
    """
    data: dict[str, Any] = {
        "respondent_id": respondent_id,
        "outcome": outcome,
        "heard_on": heard_on,
        "manner": manner,
        "text": text or None,
        "adoption": adoption,
        "response": response or None,
        "files": files,
    }
    _act(case, CaseAction.RECORD_DEFENCE, actor, seen_version, token, data)


@transactional
def deliberate_case(
    case: Case, actor: Actor, *, seen_version: int, token: str | None = None
) -> None:
    """Take the case to deliberation; refused until each respondent was heard (ACC-13)."""
    _act(case, CaseAction.DELIBERATE, actor, seen_version, token)


@transactional
def suspend_case(
    case: Case, actor: Actor, *, reason: str, seen_version: int, token: str | None = None
) -> None:
    """Let an investigation stand still for a written reason, and its period with it."""
    _act(case, CaseAction.SUSPEND, actor, seen_version, token, {"reason": reason}, reason)


@transactional
def resume_case(
    case: Case, actor: Actor, *, reason: str, seen_version: int, token: str | None = None
) -> None:
    """Let a suspended investigation go on, and its period from the next day."""
    _act(case, CaseAction.RESUME, actor, seen_version, token, {"reason": reason}, reason)


@transactional
def extend_case(
    case: Case,
    actor: Actor,
    *,
    days: int,
    reason: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Give an investigation `days` more, counted as its period is. Refused without reasons, where
    no period runs and after its last day.
    """
    data = {"days": days, "reason": reason}
    _act(case, CaseAction.EXTEND, actor, seen_version, token, data, reason)


@transactional
def dismiss_case(
    case: Case, actor: Actor, *, reason: str, seen_version: int, token: str | None = None
) -> None:
    """End a case without a decision, for a written reason."""
    _act(case, CaseAction.DISMISS, actor, seen_version, token, {"reason": reason}, reason)


@transactional
def close_case(case: Case, actor: Actor, *, seen_version: int, token: str | None = None) -> None:
    """Close an effective case, and with it the complaints that were replied to, or its lead."""
    _act(case, CaseAction.CLOSE, actor, seen_version, token)
    complaint = case.complaint
    if complaint is None:
        return
    for one in (complaint, *complaint.joined):
        if one.state is ComplaintState.REPLIED:
            complaints.close_complaint(one, actor, following=True)
    if complaint.is_lead:
        complaints.close_lead(complaint, actor, reason=f"案件{case.number}已办结", following=True)


@transactional
def follow(
    case: Case,
    action: CaseAction,
    actor: Actor,
    reason: str | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Move the case as an act on its report, decision or remedy demands, in the same transaction.

    Only for the rows that are the system's; the permission was asked where the act was done.
    """
    if not CASE_PROCEDURE.row(action).by_system:
        raise ValueError(f"{action} does not follow from another act")
    perform(
        CASE_PROCEDURE,
        case,
        action,
        actor,
        seen_version=None,
        following=True,
        data=data,
        reason=reason,
    )


def note_withdrawal(event: ComplaintWithdrawn) -> None:
    """Write into the record of the case that its complaint was withdrawn; the case goes on.

    A public duty was breached or not whoever complains; whether to go on is decided by people.
    """
    complaint = db.session.get_one(Complaint, event.complaint_id)
    case = queries.case_of_complaint(complaint)
    if case is None or case.state not in OPEN_STATES:
        return
    actor = identity.load_actor(event.actor_id) if event.actor_id is not None else None
    joined = f"并入的{complaint.number}撤回：" if complaint.leading_id is not None else ""
    follow(case, CaseAction.NOTE_WITHDRAWAL, actor or Actor.system(), joined + event.reason)


def _act(
    case: Case,
    action: CaseAction,
    actor: Actor,
    seen_version: int,
    token: str | None,
    data: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    perform(
        CASE_PROCEDURE,
        case,
        action,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
        reason=reason,
    )
