"""Requests to see the file that wait for their answer."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import exists

from accountability.documents.file_answer import case_of
from accountability.models import Decision, FileRequest, NoticeService
from accountability.queries.file_requests import whole
from accountability.viewing import FileRequestState
from casework import queries as cases
from casework.models import Case, CaseMember
from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.db import db
from core.worklist import Task

LIMIT = 100


def file_requests_waiting(actor: Actor) -> Iterable[Task]:
    """Return the requests that the actor's teams have to answer (one statement)."""
    if not actor.has(Permission.CASE_INVESTIGATE):
        return []
    found = db.session.scalars(
        whole()
        .join(FileRequest.service)
        .join(NoticeService.decision)
        .join(Decision.case)
        .where(
            FileRequest.state == FileRequestState.REQUESTED,
            in_scope(Case.unit_id, actor, Permission.CASE_INVESTIGATE),
            exists().where(
                CaseMember.case_id == Case.id,
                CaseMember.user_id == actor.id,
                CaseMember.left_on.is_(None),
            ),
            Case.id.in_(cases.visible_to(actor).with_only_columns(Case.id)),
        )
        .order_by(FileRequest.id)
        .limit(LIMIT)
    )
    return [
        Task(
            title=_(
                "%(case)s：%(name)s",
                case=case_of(one).title,
                name=one.service.respondent.display_name,
            ),
            number=one.number,
            action=_("答复查阅案卷申请"),
            url=url_for("accountability.file_request_detail", file_request_id=one.id),
            unit=one.service.respondent.unit.short_name,
            since=one.asked_on,
        )
        for one in found
    ]
