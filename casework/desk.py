"""Whose a served document is: the person's named in it, or the liaison's of the unit."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, or_

from casework.models import CaseRespondent
from core.access.actor import Actor
from core.access.permissions import Role


def liaison_units(actor: Actor) -> frozenset[int]:
    """Return the units whose desk `actor` keeps: those of the liaison posts, none below."""
    return frozenset(post.unit_id for post in actor.posts if post.role is Role.LIAISON)


def of_desk(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a respondent is `actor`, or the unit (or one of its people) whose
    liaison `actor` is. Twin of `is_of_desk`.
    """
    if actor.id is None:
        return false()
    units = sorted(liaison_units(actor))
    own = [CaseRespondent.person_id == actor.id]
    return or_(*own, CaseRespondent.unit_id.in_(units)) if units else own[0]


def is_of_desk(respondent: CaseRespondent, actor: Actor) -> bool:
    """Tell whether a respondent is `actor`, or the unit (or one of its people) whose liaison
    `actor` is. Twin of `of_desk`.
    """
    if actor.id is not None and respondent.person_id == actor.id:
        return True
    return respondent.unit_id in liaison_units(actor)
