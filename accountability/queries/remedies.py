"""Remedies with the notice and the decision they are brought against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from flask import abort
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from accountability.models import Decision, NoticeService, Remedy
from accountability.rules import RemedyState
from casework import queries as cases
from casework.models import Case, CaseRespondent
from core.access import Actor
from core.db import MAX_ID, db
from core.documents.models import IssuedDocument

#: The kind of the letter that tells whether a remedy is taken up.
RECEIPT: Final = "remedy_receipt"
OPEN = (RemedyState.FILED, RemedyState.UNDER_REVIEW)


def _whole() -> Select[Remedy]:
    """Select remedies with service, addressee, decision, case, filer and ruler (one statement)."""
    service = joinedload(Remedy.service)
    return select(Remedy).options(
        service.joinedload(NoticeService.respondent).joinedload(CaseRespondent.unit),
        service.joinedload(NoticeService.document),
        joinedload(Remedy.decision).joinedload(Decision.case).joinedload(Case.unit),
        joinedload(Remedy.filed_by),
        joinedload(Remedy.ruled_by),
        joinedload(Remedy.document),
    )


def get_visible_remedy(remedy_id: int, actor: Actor) -> Remedy:
    """Return a remedy; 404 where its case is not the actor's to see."""
    remedy = find_remedy(remedy_id)
    if remedy is None:
        abort(404)
    cases.get_visible_case(remedy.decision.case_id, actor)
    return remedy


def find_remedy(remedy_id: int) -> Remedy | None:
    """Return a remedy whoever asks: the caller says who may see it."""
    if remedy_id > MAX_ID:
        return None
    return db.session.scalars(_whole().where(Remedy.id == remedy_id)).one_or_none()


def of_service(service_id: int) -> Sequence[Remedy]:
    """Return the remedies brought from one notice, oldest first, with their rulings' letters."""
    return db.session.scalars(
        select(Remedy)
        .where(Remedy.service_id == service_id)
        .options(joinedload(Remedy.document), joinedload(Remedy.decision))
        .order_by(Remedy.id)
    ).all()


def receipts_of(remedies: Iterable[Remedy]) -> dict[int, IssuedDocument]:
    """Return the letters by which the parties were told whether their remedies are taken up, by
    remedy: one statement.
    """
    found = db.session.scalars(
        select(IssuedDocument).where(
            IssuedDocument.kind == RECEIPT,
            IssuedDocument.subject_type == Remedy.__tablename__,
            IssuedDocument.subject_id.in_([remedy.id for remedy in remedies]),
        )
    )
    return {document.subject_id: document for document in found}


def open_of(service: NoticeService, kind: str | None = None) -> Remedy | None:
    """Return a remedy that the party has brought and that is not answered yet, of this kind where
    one is named.
    """
    found = select(Remedy).where(Remedy.service_id == service.id, Remedy.state.in_(OPEN))
    if kind is not None:
        found = found.where(Remedy.kind == kind)
    return db.session.scalars(found.limit(1)).first()


def open_against(decision: Decision) -> Sequence[Remedy]:
    """Return the remedies against a decision that are not answered yet."""
    return db.session.scalars(
        _whole()
        .where(Remedy.decision_id == decision.id, Remedy.state.in_(OPEN))
        .order_by(Remedy.id)
    ).all()
