"""Who may see a complaint: in whose scope it is, whom it is not about, from whom it is kept.

Each condition has its twin in Python for one complaint (`rules.concerns`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask import Flask, current_app
from sqlalchemy import ColumnElement, and_, exists, or_, true

from complaints.models import Complaint, ComplaintRespondent
from core.access import Actor, Permission
from core.access.visibility import in_scope

#: Where an application keeps what floors above withhold.
_WITHHELD: Final = "wenze.complaints.withheld"


def may_see(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that `actor` may see a complaint."""
    scope = in_scope(Complaint.unit_id, actor, Permission.COMPLAINT_READ)
    return and_(scope, is_not_about(actor))


def withhold(app: Flask, condition: Callable[[Actor], ColumnElement[bool]]) -> None:
    """Let a floor above keep complaints from an actor: where its condition on `Complaint` holds,
    they are not there, in lists, counts, search, statistics and by their address.
    """
    app.extensions.setdefault(_WITHHELD, []).append(condition)


def is_not_about(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a complaint is not about this actor, nor the one for which somebody
    is retaliated against (twin of `rules.concerns`), nor withheld from them by a floor above.
    """
    if actor.is_system:
        return true()
    people, units = about(actor)
    of_it = ComplaintRespondent.complaint_id.in_((Complaint.id, Complaint.retaliates_id))
    named = exists().where(
        of_it,
        or_(ComplaintRespondent.person_id.in_(people), ComplaintRespondent.unit_id.in_(units)),
    )
    withheld = current_app.extensions.get(_WITHHELD, ())
    return and_(~named, *(~condition(actor) for condition in withheld))


def about(actor: Actor) -> tuple[frozenset[int], frozenset[int]]:
    """Return the people and the units whose reports `actor` must not see."""
    people = {*actor.subordinate_ids, actor.id}
    units = {*actor.unit_ids, actor.unit_id}
    return frozenset(i for i in people if i is not None), frozenset(
        i for i in units if i is not None
    )
