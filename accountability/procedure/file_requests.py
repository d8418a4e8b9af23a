"""The procedure of a request to see the file: asked by the party, answered by the team."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from accountability.documents import file_answer
from accountability.documents.file_answer import case_of
from accountability.labels import file_requests as labels
from accountability.models import FileRequest, NoticeService
from accountability.procedure.remedies import may_be_sought
from accountability.queries import notices, remedies
from accountability.viewing import FileRequestAction, FileRequestState
from casework import queries as cases
from casework.defence.material import material_of, note_guess
from casework.rules import SECRECY_ARTICLE
from core import moment
from core.access import Actor, Permission
from core.documents import services as documents
from core.documents.printing import unprintable
from core.procedure import Procedure, Transition
from core.refusals import Refusal

S, A, P = FileRequestState, FileRequestAction, Permission
Data = Mapping[str, Any]
TELLS = "file_request_tells"


def may_be_asked(service: NoticeService, sent_on: date | None = None) -> Refusal | None:
    """Refuse a request where no remedy can be sought, or its period is over and none is pending;
    on paper `sent_on` counts, the day it was posted or received, else today.
    """
    if refusal := may_be_sought(service):
        return refusal
    clock = notices.remedy_clocks([service]).get(service.id)
    if clock is None or clock.due_on is None or (sent_on or moment.today()) <= clock.due_on:
        return None
    if remedies.open_of(service):
        return None
    return Refusal("file_request_past", {"on": clock.due_on}, clock.article)


def _sound(request: FileRequest, actor: Actor, data: Data) -> Refusal | None:
    """Refuse an answer that keeps back without a reason, names or hints at who reported or
    testified, or cannot be printed (SEC-04).
    """
    if not data["reason"]:
        return Refusal("file_request_reason_needed")
    case, said = case_of(request), "\n".join(filter(None, (data["reason"], data["basis"])))
    if material_of(case).tells(said):
        note_guess(case, actor, said)
        return Refusal(TELLS, article=SECRECY_ARTICLE)
    return unprintable("file_request_unprintable", said)


def _something_is_free(request: FileRequest, _actor: Actor) -> Refusal | None:
    free = file_answer.free_ids(material_of(case_of(request)))
    return None if any(free.values()) else Refusal("file_request_nothing_free")


def _sound_part(request: FileRequest, actor: Actor, data: Data) -> Refusal | None:
    if not (data["fact_ids"] or data["evidence_ids"]):
        return Refusal("file_request_none_chosen")
    material = material_of(case_of(request))
    if barred := material.barred_of(data["fact_ids"], data["evidence_ids"]):
        return Refusal("file_request_barred", {"names": "、".join(barred)}, SECRECY_ARTICLE)
    return _sound(request, actor, data)


def _show(request: FileRequest, actor: Actor, data: Data) -> dict[str, Any]:
    """Show what was chosen, all that may be shown where nothing is to be chosen."""
    material = material_of(case_of(request))
    chosen = {name: data[name] for name in ("fact_ids", "evidence_ids") if name in data}
    state = S.PARTLY if chosen else S.GRANTED
    chosen = chosen or file_answer.free_ids(material)
    request.fact_ids, request.evidence_ids = chosen["fact_ids"], chosen["evidence_ids"]
    kept_back = material.withheld(**chosen)
    request.withheld = {why.value: count for why, count in kept_back.items()}
    return {**chosen, "withheld": request.withheld, **_answer(request, actor, data, state)}


def _refuse(request: FileRequest, actor: Actor, data: Data) -> dict[str, Any]:
    return _answer(request, actor, data, S.REFUSED)


def _answer(
    request: FileRequest, actor: Actor, data: Data, state: FileRequestState
) -> dict[str, Any]:
    """Issue the answer under the number of the request; its bytes are kept."""
    request.reason, request.basis = data.get("reason"), data.get("basis")
    request.answered_on, request.answered_by_id = moment.today(), actor.id
    request.document = documents.issue(
        file_answer.CODE,
        FileRequest.__tablename__,
        request.id,
        f"{file_answer.TITLE}（{request.service.respondent.display_name}）",
        request.number,
        file_answer.letter(request, state),
        actor.id,
    )
    return {"answered_on": request.answered_on, "basis": request.basis}


def _row(action: FileRequestAction, target: FileRequestState, **more: Any) -> Transition:
    return Transition(
        action,
        frozenset({S.REQUESTED}),
        target,
        P.CASE_INVESTIGATE,
        labels.ACTIONS[action],
        who=lambda request, actor: cases.is_member(case_of(request), actor),
        document=file_answer.CODE,
        **more,
    )


FILE_REQUEST_PROCEDURE = Procedure(
    name="file_request",
    model=FileRequest,
    states=FileRequestState,
    unit_path=lambda request: case_of(request).unit.path,
    path=(S.REQUESTED, S.GRANTED),
    state_labels=labels.STATES,
    extra_labels=labels.EXTRA,
    transitions=(
        _row(A.GRANT, S.GRANTED, guard=_something_is_free, effect=_show),
        _row(A.GRANT_PART, S.PARTLY, guard=_something_is_free, check=_sound_part, effect=_show),
        _row(A.REFUSE, S.REFUSED, check=_sound, effect=_refuse),
    ),
)
