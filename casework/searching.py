"""How a case is found: by its number, what it is about, what was found, and whom it is about."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import joinedload, selectinload

from casework.models import Case, CaseMember, CaseRespondent
from casework.queries import visible_to
from core.access.actor import Actor
from core.access.permissions import Permission
from core.search.services import Description, Source, unit_keys, unit_reach


def describe(case: Case) -> Description:
    """Describe a case. Evidence stays out: it may be the reporter's own words."""
    named = [
        (r.unit.name, r.name if r.name != r.unit.name else None, r.post_title)
        for r in case.respondents
    ]
    members = [m.user_id for m in case.members if m.left_on is None]
    return Description(
        title=case.title,
        number=case.number,
        unit_id=case.unit_id,
        keys=[*unit_keys(case.unit), *(_member(user_id) for user_id in members)],
        parts=[
            "；".join(" ".join(filter(None, words)) for words in named),
            case.summary,
            case.findings,
            case.effect_found,
            case.dismissal_reason,
        ],
        names=[respondent.name for respondent in case.respondents],
        created_at=case.created_at,
    )


def reach(actor: Actor) -> Iterable[str]:
    """Return the keys of the cases that `actor` oversees, and of those on whose team they are."""
    if actor.id is None or not actor.has(Permission.CASE_READ):
        return []
    return [*unit_reach(actor, Permission.CASE_OVERSEE), _member(actor.id)]


def _member(user_id: int) -> str:
    return f"m{user_id}"


CASES = Source(
    kind=Case.__tablename__,
    model=Case,
    label=_("案件"),
    order=20,
    describe=describe,
    visible=visible_to,
    reach=reach,
    url=lambda key: url_for("casework.case_detail", case_id=key),
    loads=[
        joinedload(Case.unit),
        selectinload(Case.members),
        selectinload(Case.respondents).joinedload(CaseRespondent.unit),
    ],
    belongs={
        CaseMember: lambda member: member.case_id,
        CaseRespondent: lambda respondent: respondent.case_id,
    },
)
