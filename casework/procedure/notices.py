"""What may happen to a notice to who is accused: written, issued, served (立案调查, 结案通知)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework import queries
from casework.defence.material import material_of, note_guess
from casework.labels import STATES as CASE_STATES
from casework.models import Case, CaseNotice
from casework.rules import SECRECY_ARTICLE
from casework.rules.notices import GIVEN_IN, TellingAction, TellingKind, TellingState
from casework.telling import letters
from casework.telling.labels import ACTIONS, EVENTS, KINDS, STATES
from core import moment, numbering
from core.access.actor import Actor
from core.access.permissions import Permission
from core.clocks.queries import calendar_in_force
from core.documents import services as documents
from core.documents.printing import unprintable
from core.procedure import Procedure, Refusal, Transition
from core.serving.rules import unfit

S, A = TellingState, TellingAction
Data = Mapping[str, Any]

#: What is typed of a notice.
TYPED = ("text", "request")
TELLS = "telling_tells"


def not_given_now(case: Case, kind: TellingKind) -> Refusal | None:
    """Refuse a notice outside its stage, of a case that was never filed, and of a filed-away one:
    its file is bound.
    """
    if case.state not in GIVEN_IN[kind]:
        params = {"state": str(CASE_STATES[case.state]), "kind": str(KINDS[kind])}
        return Refusal("telling_not_now", params)
    if case.filed_on is None:
        return Refusal("telling_never_filed")
    return Refusal("telling_archived") if case.archive is not None else None


def sound_text(case: Case, kind: TellingKind, actor: Actor, data: Data) -> Refusal | None:
    """Refuse what `unfit_to_leave` does; words that gave away who reported are noted as a guess."""
    refusal = unfit_to_leave(case, kind, data)
    if refusal is not None and refusal.code == TELLS:
        note_guess(case, actor, _said(data))
    return refusal


def unfit_to_leave(case: Case, kind: TellingKind, data: Data) -> Refusal | None:
    """Refuse a notice that is not given now, one that says nothing, and words that name or hint at
    who reported or testified (SEC-04).
    """
    if refusal := not_given_now(case, kind):
        return refusal
    asks = kind is TellingKind.INVESTIGATION
    if not data["text"] or (asks and not data["request"]):
        return Refusal("telling_incomplete")
    if material_of(case).tells(_said(data)):
        return Refusal(TELLS, article=SECRECY_ARTICLE)
    return unprintable("telling_unprintable", _said(data))


def _said(data: Data) -> str:
    return "\n".join(data[name] or "" for name in TYPED)


def write(notice: CaseNotice, data: Data) -> None:
    """Put what was typed into a notice."""
    for name in TYPED:
        setattr(notice, name, data[name] or None)


def _check(notice: CaseNotice, actor: Actor, data: Data) -> Refusal | None:
    return sound_text(notice.case, notice.kind, actor, data)


def _edit(notice: CaseNotice, _actor: Actor, data: Data) -> None:
    write(notice, data)


def _still_sound(notice: CaseNotice, _actor: Actor) -> Refusal | None:
    """Ask again before it leaves: a witness may have come since, or the case moved on."""
    return unfit_to_leave(notice.case, notice.kind, {name: getattr(notice, name) for name in TYPED})


def _issue(notice: CaseNotice, actor: Actor, _data: Data) -> dict[str, Any]:
    """Number and issue the notice; the bytes are kept."""
    unit = notice.case.unit
    series = (unit.document_prefix or unit.short_name) + letters.SERIES[notice.kind]
    number = numbering.allocate(series, moment.today().year)
    notice.document = documents.issue(
        letters.CODES[notice.kind],
        CaseNotice.__tablename__,
        notice.id,
        letters.document_title(notice.kind, notice.respondent),
        number,
        letters.letter(notice, number),
        actor.id,
    )
    notice.issued_on = moment.today()
    return {"kind": notice.kind, "number": number, "respondent_id": notice.respondent_id}


def _sound_delivery(notice: CaseNotice, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse a service that proves nothing."""
    assert notice.issued_on is not None  # an issued one has it
    calendar = calendar_in_force()
    return unfit(
        data["delivery"], issued_on=notice.issued_on, today=moment.today(), calendar=calendar
    ) or unprintable("service_text_unprintable", *data["delivery"].texts)


def _serve(notice: CaseNotice, actor: Actor, data: Data) -> dict[str, Any]:
    notice.recorded_by_id = actor.id
    kept = notice.keep(data["delivery"], calendar_in_force())
    return {"respondent_id": notice.respondent_id, **kept}


def _row(
    action: TellingAction, source: TellingState, target: TellingState | None, **more: Any
) -> Transition:
    return Transition(
        action,
        frozenset({source}),
        target,
        Permission.CASE_INVESTIGATE,
        ACTIONS[action],
        who=lambda notice, actor: queries.is_member(notice.case, actor),
        **more,
    )


TELLING_PROCEDURE = Procedure(
    name="telling",
    model=CaseNotice,
    states=TellingState,
    unit_path=lambda notice: notice.case.unit.path,
    path=(S.DRAFTED, S.ISSUED, S.SERVED),
    state_labels=STATES,
    extra_labels=EVENTS,
    transitions=(
        _row(A.EDIT, S.DRAFTED, None, check=_check, effect=_edit),
        _row(A.ISSUE, S.DRAFTED, S.ISSUED, guard=_still_sound, effect=_issue),
        _row(A.SERVE, S.ISSUED, S.SERVED, check=_sound_delivery, effect=_serve),
    ),
)
