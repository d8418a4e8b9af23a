"""What may happen to an invitation to state and defend: written, issued with extract, served."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework import queries
from casework.defence import letters
from casework.defence.labels import ACTIONS, EVENTS, STATES
from casework.defence.material import material_of, note_guess
from casework.defence.queries import standing
from casework.defending import InvitationAction, InvitationState
from casework.models import Case, DefenceInvitation
from casework.rules import (
    DEFENCES_IN_WORDS,
    SECRECY_ARTICLE,
    CaseState,
    DefenceOutcome,
    still_counts,
)
from core import moment, numbering
from core.access.actor import Actor
from core.access.permissions import Permission
from core.clocks.queries import calendar_in_force
from core.documents import services as documents
from core.documents.printing import unprintable
from core.procedure import Procedure, Refusal, Transition
from core.serving.rules import unfit

S, A, P = InvitationState, InvitationAction, Permission
Data = Mapping[str, Any]

#: What is typed of an invitation, and what is chosen for its extract.
TYPED = ("facts_text", "basis", "answer_by", "answer_to", "fact_ids", "evidence_ids")
SERIES = "申"
TELLS = "invitation_tells"


def sound_text(case: Case, actor: Actor, data: Data) -> Refusal | None:
    """Refuse what `unfit_to_leave` does; words that gave away who reported are noted as a guess,
    for the refusal may tell that it was right.
    """
    refusal = unfit_to_leave(case, data)
    if refusal is not None and refusal.code == TELLS:
        note_guess(case, actor, _said(data))
    return refusal


def unfit_to_leave(case: Case, data: Data) -> Refusal | None:
    """Refuse an invitation outside the stage of defence, a day that is past, pieces that a
    respondent must not read, and words that name or hint at who reported or testified (SEC-04).
    """
    if case.state is not CaseState.DEFENCE:
        return Refusal("invitation_not_open")
    if data["answer_by"] < moment.today():
        return Refusal("invitation_answer_past")
    material = material_of(case)
    if barred := material.barred_of(data["fact_ids"], data["evidence_ids"]):
        return Refusal("invitation_piece_barred", {"names": "、".join(barred)}, SECRECY_ARTICLE)
    if material.tells(_said(data)):
        return Refusal(TELLS, article=SECRECY_ARTICLE)
    return unprintable("invitation_unprintable", _said(data))


def _said(data: Data) -> str:
    return "\n".join((data["facts_text"], data["basis"], data["answer_to"]))


def write(invitation: DefenceInvitation, data: Data) -> dict[str, Any]:
    """Put what was typed and chosen into an invitation."""
    for name in TYPED:
        setattr(invitation, name, data[name])
    return {name: data[name] for name in ("answer_by", "fact_ids", "evidence_ids")}


def _check(invitation: DefenceInvitation, actor: Actor, data: Data) -> Refusal | None:
    return sound_text(invitation.case, actor, data)


def _still_sound(invitation: DefenceInvitation, _actor: Actor) -> Refusal | None:
    """Ask again before it leaves: a witness may have come since, or a day passed."""
    return unfit_to_leave(invitation.case, {name: getattr(invitation, name) for name in TYPED})


def _edit(invitation: DefenceInvitation, _actor: Actor, data: Data) -> dict[str, Any]:
    return write(invitation, data)


def _issue(invitation: DefenceInvitation, actor: Actor, _data: Data) -> dict[str, Any]:
    """Number and issue the invitation, and with it the extract of what was chosen."""
    case, table, key = invitation.case, DefenceInvitation.__tablename__, invitation.id
    prefix = (case.unit.document_prefix or case.unit.short_name) + SERIES
    number = numbering.allocate(prefix, moment.today().year)
    chosen = (invitation.fact_ids, invitation.evidence_ids)
    invitation.withheld = {
        why.value: count for why, count in material_of(case).withheld(*chosen).items()
    }
    title = letters.document_title(letters.INVITATION, invitation.respondent)
    letter = letters.letter(invitation, number)
    invitation.document = documents.issue(
        letters.INVITATION, table, key, title, number, letter, actor.id
    )
    if letters.has_extract(invitation):
        title = letters.document_title(letters.EXTRACT, invitation.respondent)
        letter = letters.extract(invitation, draft=False)
        invitation.extract = documents.issue(
            letters.EXTRACT, table, key, title, None, letter, actor.id
        )
    invitation.issued_on = moment.today()
    return {
        "number": number,
        "respondent_id": invitation.respondent_id,
        "answer_by": invitation.answer_by,
        "withheld": invitation.withheld,
    }


def _sound_delivery(invitation: DefenceInvitation, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse a service that proves nothing, and one after the day to answer had passed."""
    delivery = data["delivery"]
    assert invitation.issued_on is not None  # an issued one has it
    refusal = unfit(
        delivery,
        issued_on=invitation.issued_on,
        today=moment.today(),
        calendar=calendar_in_force(),
    ) or unprintable("service_text_unprintable", *delivery.texts)
    if refusal is not None or delivery.received_on is None:
        return refusal
    if delivery.received_on > invitation.answer_by:
        words = {"received": delivery.received_on, "on": invitation.answer_by}
        return Refusal("invitation_served_late", words)
    return None


def _serve(invitation: DefenceInvitation, actor: Actor, data: Data) -> dict[str, Any]:
    invitation.recorded_by_id = actor.id
    kept = invitation.keep(data["delivery"], calendar_in_force())
    return {"respondent_id": invitation.respondent_id, **kept}


def _row(
    action: InvitationAction, source: InvitationState, target: InvitationState | None, **more: Any
) -> Transition:
    return Transition(
        action,
        frozenset({source}),
        target,
        P.CASE_INVESTIGATE,
        ACTIONS[action],
        who=lambda invitation, actor: queries.is_member(invitation.case, actor),
        **more,
    )


INVITATION_PROCEDURE = Procedure(
    name="invitation",
    model=DefenceInvitation,
    states=InvitationState,
    unit_path=lambda invitation: invitation.case.unit.path,
    path=(S.DRAFTED, S.ISSUED, S.SERVED),
    state_labels=STATES,
    extra_labels=EVENTS,
    transitions=(
        _row(A.EDIT, S.DRAFTED, None, check=_check, effect=_edit),
        _row(A.ISSUE, S.DRAFTED, S.ISSUED, guard=_still_sound, effect=_issue),
        _row(A.SERVE, S.ISSUED, S.SERVED, check=_sound_delivery, effect=_serve),
    ),
)


def sound_defence(case: Case, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse a defence before the report or without words; one that spoke without saying how it
    came and what is made of it; that nobody came while the day of the invitation is not over.
    """
    respondent = next((r for r in case.respondents if r.id == data["respondent_id"]), None)
    if respondent is None:
        return Refusal("case_unknown_respondent")
    if data["heard_on"] > moment.today():
        return Refusal("case_date_in_future")
    if case.reported_on and not still_counts(data["heard_on"], case.reported_on):
        return Refusal("case_defence_before_report", {"on": case.reported_on})
    if data["outcome"] in DEFENCES_IN_WORDS and not data["text"]:
        return Refusal("case_defence_text_missing")
    if data["outcome"] is DefenceOutcome.STATED:
        if data["manner"] is None:
            return Refusal("case_defence_manner_missing")
        missing = data["adoption"] is None or not data["response"]
        return Refusal("case_defence_adoption_missing") if missing else None
    if data["outcome"] is DefenceOutcome.ABSENT:
        told = standing(respondent)
        served = told is not None and told.state is InvitationState.SERVED
        if told is not None and not (served and told.answer_by < data["heard_on"]):
            return Refusal("case_defence_not_due", {"on": told.answer_by})
    return None
