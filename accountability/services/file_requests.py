"""A party asks to see the file, at the desk or on paper, and the team answers.

Each function is one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from accountability.models import FileRequest, NoticeService
from accountability.procedure.file_requests import (
    FILE_REQUEST_PROCEDURE,
    may_be_asked,
)
from accountability.queries import file_requests, notices
from accountability.queries.decisions import letter_prefix
from accountability.queries.desk import is_party
from accountability.seeking import days_unfit
from accountability.services.remedies import may_register
from accountability.viewing import FileRequestAction
from core import moment, record
from core.access import Actor, Permission
from core.db import transactional
from core.documents.printing import unprintable
from core.numbering import allocate
from core.procedure import Forbidden, create_once, perform
from core.refusals import Refusal, Refused

#: What follows the unit's prefix in the number of a request and of its answer.
SERIES: Final = "阅"


@transactional
def ask_for_file(
    service: NoticeService, actor: Actor, *, wanted: str, token: str | None = None
) -> FileRequest:
    """Ask from the party's own desk to see the file of the case.

    Raises Forbidden for who is not the party (or the liaison of its unit), AlreadyDone for a form
    sent twice. Refused: nothing wanted, no remedy to be sought, its period over with none pending,
    a request that still waits.
    """
    if not (is_party(service, actor) and actor.has(Permission.REMEDY_FILE)):
        raise Forbidden("ask")
    return _ask(service, actor, "ask", wanted, moment.today(), None, token)


@transactional
def register_file_request(
    service: NoticeService,
    actor: Actor,
    *,
    wanted: str,
    received_on: date,
    posted_on: date | None = None,
    token: str | None = None,
) -> FileRequest:
    """Register a request that came on paper; what was posted in time is in time (art. 85).

    Raises Forbidden for who may not register remedies from paper. Refused as `ask_for_file`, and
    for days out of order.
    """
    if not may_register(service, actor):
        raise Forbidden("register")
    return _ask(service, actor, "register", wanted, received_on, posted_on, token)


def _ask(
    service: NoticeService,
    actor: Actor,
    act: str,
    wanted: str,
    asked_on: date,
    posted_on: date | None,
    token: str | None,
) -> FileRequest:
    on_paper = act == "register"

    def build() -> FileRequest:
        notices.lock(service)
        if refusal := _unfit(service, wanted, asked_on, posted_on):
            raise Refused(refusal)
        assert actor.id is not None  # the system asks for nothing
        prefix = letter_prefix(service.decision.case.unit) + SERIES
        return FileRequest(
            number=allocate(prefix, moment.today().year),
            service=service,
            asked_on=asked_on,
            asked_by_id=actor.id,
            on_paper=on_paper,
            posted_on=posted_on,
            wanted=wanted,
        )

    request: FileRequest = create_once(token, FileRequest, build)
    after = {"number": request.number, "asked_on": asked_on, "posted_on": posted_on}
    record.append(act, request, actor_id=actor.id, after=after)
    return request


def _unfit(
    service: NoticeService, wanted: str, asked_on: date, posted_on: date | None
) -> Refusal | None:
    served_on, today = service.received_on, moment.today()
    if refusal := days_unfit(posted_on, filed_on=asked_on, served_on=served_on, today=today):
        return refusal
    if refusal := may_be_asked(service, posted_on or asked_on):
        return refusal
    if waiting := file_requests.waiting_of(service):
        return Refusal("file_request_waits", {"number": waiting.number})
    if not wanted:
        return Refusal("file_request_text_needed")
    return unprintable("file_request_unprintable", wanted)


@transactional
def grant_file(
    request: FileRequest, actor: Actor, *, seen_version: int | None, token: str | None = None
) -> None:
    """Show all of the case that may reach a party, in an extract. Refused where there is nothing
    such.
    """
    _act(request, FileRequestAction.GRANT, actor, seen_version, token, {})


@transactional
def grant_part(
    request: FileRequest,
    actor: Actor,
    *,
    fact_ids: Sequence[int],
    evidence_ids: Sequence[int],
    reason: str,
    basis: str | None = None,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Show the pieces chosen, and say why not the others.

    Refused: nothing chosen, a piece that is barred or of another case, no reason, words that name
    or hint at who reported or testified.
    """
    chosen = {"fact_ids": list(fact_ids), "evidence_ids": list(evidence_ids)}
    data = {**chosen, "reason": reason, "basis": basis}
    _act(request, FileRequestAction.GRANT_PART, actor, seen_version, token, data)


@transactional
def refuse_file(
    request: FileRequest,
    actor: Actor,
    *,
    reason: str,
    basis: str | None = None,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Show nothing, with the reason and the article where one says so. Refused as `grant_part`."""
    data = {"reason": reason, "basis": basis}
    _act(request, FileRequestAction.REFUSE, actor, seen_version, token, data)


def _act(
    request: FileRequest,
    action: FileRequestAction,
    actor: Actor,
    seen_version: int | None,
    token: str | None,
    data: dict[str, Any],
) -> None:
    perform(
        FILE_REQUEST_PROCEDURE,
        request,
        action,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
        reason=data.get("reason"),
    )
