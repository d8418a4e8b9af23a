"""Requests to see the file, with the notice they rest on."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from accountability.models import Decision, FileRequest, NoticeService
from accountability.queries.desk import is_party
from accountability.viewing import FileRequestState
from casework import queries as cases
from casework.models import Case, CaseRespondent
from core.access import Actor
from core.db import MAX_ID, db


def whole() -> Select[FileRequest]:
    """Select requests with notice, addressee, decision, case and answer (one statement)."""
    service = joinedload(FileRequest.service)
    return select(FileRequest).options(
        service.joinedload(NoticeService.respondent).joinedload(CaseRespondent.unit),
        service.joinedload(NoticeService.document),
        service.joinedload(NoticeService.decision).joinedload(Decision.case).joinedload(Case.unit),
        joinedload(FileRequest.asked_by),
        joinedload(FileRequest.answered_by),
        joinedload(FileRequest.document),
    )


def get_visible_request(request_id: int, actor: Actor) -> FileRequest:
    """Return a request; 404 where its case is not the actor's to see."""
    found = _find(request_id)
    if found is None:
        abort(404)
    cases.get_visible_case(found.service.decision.case_id, actor)
    return found


def get_own_request(request_id: int, actor: Actor) -> FileRequest:
    """Return a request from `actor`'s desk; 404 for any other."""
    found = _find(request_id)
    if found is None or not is_party(found.service, actor):
        abort(404)
    return found


def of_service(service_id: int) -> Sequence[FileRequest]:
    """Return the requests that rest on one notice, oldest first (one statement)."""
    return db.session.scalars(
        select(FileRequest)
        .where(FileRequest.service_id == service_id)
        .options(joinedload(FileRequest.document))
        .order_by(FileRequest.id)
    ).all()


def waiting_of(service: NoticeService) -> FileRequest | None:
    """Return the request of a notice that is not answered yet, if there is one."""
    waits = FileRequest.state == FileRequestState.REQUESTED
    return db.session.scalars(
        select(FileRequest).where(FileRequest.service_id == service.id, waits)
    ).one_or_none()


def of_decision(decision_id: int) -> Sequence[FileRequest]:
    """Return the requests of all parties of a decision, oldest first (one statement)."""
    return db.session.scalars(
        whole()
        .join(FileRequest.service)
        .where(NoticeService.decision_id == decision_id)
        .order_by(FileRequest.id)
    ).all()


def _find(request_id: int) -> FileRequest | None:
    if request_id > MAX_ID:
        return None
    return db.session.scalars(whole().where(FileRequest.id == request_id)).one_or_none()
