"""Decide on acceptance, withdraw, answer, close."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from complaints import documents
from complaints.events import ComplaintWithdrawn
from complaints.models import Complaint, ComplaintRespondent
from complaints.procedure import COMPLAINT_PROCEDURE
from complaints.procedure.merging import share_respondents
from complaints.queries import can_be_told
from complaints.rules import ComplaintAction, ComplaintState, DocumentKind
from complaints.services.identity import refuse_naming
from complaints.services.letters import issue_letter
from complaints.services.merging import keep_pace, release, with_joined
from complaints.services.replies import note_delivered
from core import hooks, record
from core.access import Actor
from core.db import db, transactional
from core.documents.models import IssuedDocument
from core.files.kinds import Upload
from core.procedure import perform
from regulations import registry
from regulations.model import WordList
from regulations.rules import words


@transactional
def accept_complaint(
    complaint: Complaint,
    actor: Actor,
    *,
    seen_version: int | None,
    token: str | None = None,
    reason: str | None = None,
) -> None:
    """Decide to accept, with it those joined to it that wait for it; meets the clock of each.

    Whoever can be told gets the letter of acceptance, by post or by the receipt code; an anonymous
    report without a code, and a lead, have nobody to tell. CMP-03, INF-03.
    """
    for one in with_joined(complaint, ComplaintState.REGISTERED):
        refuse_naming(one, actor, reason)
        is_first = one is complaint
        perform(
            COMPLAINT_PROCEDURE,
            one,
            ComplaintAction.ACCEPT,
            actor,
            seen_version=seen_version if is_first else None,
            token=token if is_first else None,
            reason=reason,
            following=not is_first,
        )
        if can_be_told(one):
            _tell_accepted(one, actor)
    keep_pace(complaint, actor)


def _tell_accepted(complaint: Complaint, actor: Actor) -> None:
    said = documents.acceptance_of(complaint)
    issue_letter(
        complaint,
        actor,
        DocumentKind.ACCEPTANCE_NOTICE,
        "",
        lambda facts: documents.acceptance_letter(facts, said),
    )


@transactional
def decline_complaint(
    complaint: Complaint,
    actor: Actor,
    *,
    code: str,
    reason: str,
    seen_version: int | None,
    token: str | None = None,
) -> IssuedDocument | None:
    """Decide not to accept, for a ground of the pack and with written reasons; issue the notice
    (none on a lead: nobody is told) and return it.

    Those joined to it are declined with it, each by a notice of its own. Refused without ground or
    reasons, where the reasons name who reported, and for one that is joined. CMP-04, INF-03.
    """
    notices = [
        _decline(
            one,
            actor,
            code,
            reason,
            seen_version if one is complaint else None,
            token if one is complaint else None,
            following=one is not complaint,
        )
        for one in with_joined(complaint, ComplaintState.REGISTERED)
    ]
    return notices[0]


def _decline(
    complaint: Complaint,
    actor: Actor,
    code: str,
    reason: str,
    seen_version: int | None,
    token: str | None,
    *,
    following: bool,
) -> IssuedDocument | None:
    perform(
        COMPLAINT_PROCEDURE,
        complaint,
        ComplaintAction.DECLINE,
        actor,
        seen_version=seen_version,
        token=token,
        data={"code": code, "reason": reason},
        reason=reason,
        following=following,
    )
    if complaint.is_lead:
        return None
    pack = registry.get_pack(complaint.procedure_pack_id)
    ground = {word.code: word.label for word in words(pack, WordList.DECLINE_REASON)}[code]
    return issue_letter(
        complaint,
        actor,
        DocumentKind.DECLINE_NOTICE,
        reason,
        lambda facts: documents.decline_letter(facts, ground, reason),
    )


@transactional
def withdraw_complaint(
    complaint: Complaint,
    actor: Actor,
    *,
    reason: str,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Enter that who reported took the report back; a running case goes on by its own rules.

    Calls the clock of acceptance off and emits ComplaintWithdrawn; before a case those joined to it
    are parted from it. Refused without a reason, and where the reason names who reported.
    """
    refuse_naming(complaint, actor, reason)
    in_case = complaint.state is ComplaintState.IN_CASE
    perform(
        COMPLAINT_PROCEDURE,
        complaint,
        ComplaintAction.WITHDRAW_IN_CASE if in_case else ComplaintAction.WITHDRAW,
        actor,
        seen_version=seen_version,
        token=token,
        data={"reason": reason},
        reason=reason,
    )
    if not in_case:
        release(complaint, actor)
    hooks.emit(ComplaintWithdrawn(complaint.id, actor.id, reason))


@transactional
def add_material(
    complaint: Complaint,
    actor: Actor,
    *,
    files: Sequence[Upload],
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Keep what who reported handed in later, stripped of metadata and under neutral names.

    Refused without a file, and for what `core.files` does not accept.
    """
    perform(
        COMPLAINT_PROCEDURE,
        complaint,
        ComplaintAction.ADD_MATERIAL,
        actor,
        seen_version=seen_version,
        token=token,
        data={"files": files},
    )


@transactional
def put_in_case(complaint: Complaint, actor: Actor) -> None:
    """Mark an accepted complaint, and those accepted that are joined to it, as handled in a case;
    follows the act that opens the case.
    """
    for one in with_joined(complaint, ComplaintState.ACCEPTED):
        perform(
            COMPLAINT_PROCEDURE,
            one,
            ComplaintAction.OPEN_CASE,
            actor,
            seen_version=None,
            following=True,
        )


@transactional
def concern(
    complaint: Complaint,
    actor: Actor,
    *,
    unit_id: int,
    person_id: int | None,
    person_name: str | None,
    post_title: str | None,
) -> None:
    """Note that the report also concerns somebody the investigation found, who is kept from it.

    From then on that person, their superiors and their unit do not see it either, nor what is
    joined to it. Noted once.
    """
    there = {(r.unit_id, r.person_id, r.person_name) for r in complaint.respondents}
    if (unit_id, person_id, person_name) in there:
        return
    db.session.add(
        ComplaintRespondent(
            complaint=complaint,
            unit_id=unit_id,
            person_id=person_id,
            person_name=person_name,
            post_title=post_title,
        )
    )
    share_respondents(complaint)
    complaint.touch()
    after = {"unit_id": unit_id, "person_id": person_id}
    record.append("respondent_found", complaint, actor_id=actor.id, after=after)


@transactional
def reply_to_complaint(
    complaint: Complaint,
    actor: Actor,
    *,
    text: str,
    method: str,
    seen_version: int | None,
    token: str | None = None,
) -> IssuedDocument:
    """Tell who reported what came of it, and by which means; issues the letter.

    Refused without text or means, where either names who reported, and otherwise than the leader in
    charge signed it, or unsigned where the pack wants the signature (NET-08).
    """
    refuse_naming(complaint, actor, method)
    perform(
        COMPLAINT_PROCEDURE,
        complaint,
        ComplaintAction.REPLY,
        actor,
        seen_version=seen_version,
        token=token,
        data={"text": text, "method": method},
    )
    letter = issue_letter(
        complaint,
        actor,
        DocumentKind.RESULT_NOTICE,
        text,
        lambda facts: documents.result_letter(facts, text),
    )
    note_delivered(complaint, actor, letter)
    return letter


@transactional
def close_complaint(
    complaint: Complaint,
    actor: Actor,
    *,
    seen_version: int | None = None,
    token: str | None = None,
    told_on: date | None = None,
    method: str | None = None,
    following: bool = False,
) -> None:
    """Close what was answered or declined.

    A declined report, unless anonymous, needs the day and the means by which the notice reached
    who reported (CMP-04). `following`: it follows the closing of the case.
    """
    refuse_naming(complaint, actor, method)
    perform(
        COMPLAINT_PROCEDURE,
        complaint,
        ComplaintAction.CLOSE,
        actor,
        seen_version=seen_version,
        token=token,
        data={"told_on": told_on, "method": method},
        following=following,
    )


@transactional
def close_lead(
    complaint: Complaint,
    actor: Actor,
    *,
    reason: str,
    seen_version: int | None = None,
    token: str | None = None,
    following: bool = False,
) -> None:
    """Close a lead that was looked into: nobody waits for an answer, so the reasons stand here.

    Refused without them, and while its case is open. `following`: it follows the closing of the
    case.
    """
    perform(
        COMPLAINT_PROCEDURE,
        complaint,
        ComplaintAction.CLOSE_LEAD,
        actor,
        seen_version=seen_version,
        token=token,
        data={"reason": reason},
        reason=reason,
        following=following,
    )
