"""Write, approve and give up versions of wordings."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from core import moment, record
from core.access import Actor, Permission
from core.db import db, transactional
from core.documents.templates.composing import version_of, wording_on
from core.documents.templates.kinds import Kind
from core.documents.templates.language import clean
from core.documents.templates.models import TemplateState, TemplateVersion
from core.procedure import Forbidden, create_once, perform
from core.refusals import Refusal, Refused
from wording import queries
from wording.procedure import TEMPLATE_PROCEDURE
from wording.rules import TemplateAction


@transactional
def draft_wording(kind: Kind, actor: Actor, *, token: str | None = None) -> TemplateVersion:
    """Begin a new version with the words in force today. Refused while the kind has a draft."""
    if not queries.may(actor, Permission.TEMPLATE_EDIT):
        raise Forbidden("draft")
    if kind.code in queries.drafts():
        raise Refused(Refusal("template_has_draft"))
    in_force = version_of(wording_on(kind.code, moment.today()))
    of_kind = TemplateVersion.kind == kind.code
    last = db.session.scalar(select(func.max(TemplateVersion.number)).where(of_kind)) or 0
    version: TemplateVersion = create_once(
        token,
        TemplateVersion,
        lambda: TemplateVersion(
            kind=kind.code,
            number=last + 1,
            title=in_force.title,
            body=in_force.body,
            note="",
            state=TemplateState.DRAFT,
            drafted_by_id=actor.id,
        ),
    )
    record.append(
        "draft", version, actor_id=actor.id, after={"kind": kind.code, "number": version.number}
    )
    return version


@transactional
def edit_wording(
    version: TemplateVersion,
    actor: Actor,
    *,
    title: str,
    body: str,
    note: str,
    effective_from: date | None,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Write the words of a draft and the day they are to begin.

    Refused with unknown fields, marks that are not in pairs, a required field missing, or a day
    that is not later than today.
    """
    perform(
        TEMPLATE_PROCEDURE,
        version,
        TemplateAction.EDIT,
        actor,
        seen_version=seen_version,
        token=token,
        data={
            "title": clean(title),
            "body": clean(body),
            "note": note,
            "effective_from": effective_from,
        },
    )


@transactional
def approve_wording(
    version: TemplateVersion, actor: Actor, *, seen_version: int | None, token: str | None = None
) -> None:
    """Approve a draft: it is in force from its day. Refused to who wrote it."""
    perform(
        TEMPLATE_PROCEDURE,
        version,
        TemplateAction.APPROVE,
        actor,
        seen_version=seen_version,
        token=token,
    )


@transactional
def discard_wording(
    version: TemplateVersion, actor: Actor, *, seen_version: int | None, token: str | None = None
) -> None:
    """Give a draft up; its number is not used again."""
    perform(
        TEMPLATE_PROCEDURE,
        version,
        TemplateAction.DISCARD,
        actor,
        seen_version=seen_version,
        token=token,
    )
