"""Keep and remove views."""

from __future__ import annotations

from collections.abc import Mapping

from flask import current_app
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from core.access import gate
from core.access.actor import Actor
from core.access.permissions import Permission
from core.db import db, transactional
from core.refusals import Refusal, Refused
from core.saved_views.models import SavedView
from core.web.shapes import Listing, asked_of, listing_of

#: So many views of one list are kept for a person: more is no help to find anything.
MOST = 20


def open_list(endpoint: str, actor: Actor) -> Listing:
    """Return the list at `endpoint`. Refused where there is none that `actor` may open."""
    listing = listing_of(endpoint)
    needed = gate.declared(current_app, endpoint) if listing is not None else None
    if listing is None or not isinstance(needed, Permission) or not actor.has(needed):
        raise Refused(Refusal("view_no_list"))
    return listing


@transactional
def keep_view(
    actor: Actor, *, endpoint: str, name: str, asked: Mapping[str, list[str]], is_shared: bool
) -> SavedView:
    """Keep what an address asks of a list under `name`; the same name again replaces it.

    Refused for a list that `actor` cannot open, where a filter of free text would be shared (it may
    hold the name of a person whom the others must not know to be reported), and above MOST.
    """
    listing = open_list(endpoint, actor)
    kept = asked_of(listing, MultiDict(asked))
    if is_shared and (typed := sorted(listing.typed & kept.keys())):
        names = "、".join(listing.labels[name] for name in typed)
        raise Refused(Refusal("view_text_not_shared", {"names": names}))
    if is_shared and actor.unit_id not in actor.unit_ids:
        raise Refused(Refusal("view_without_office"))
    mine = (SavedView.owner_id == actor.id, SavedView.endpoint == endpoint)
    view = db.session.scalars(select(SavedView).where(*mine, SavedView.name == name)).one_or_none()
    if view is None:
        number = db.session.scalar(select(func.count()).select_from(SavedView).where(*mine)) or 0
        if number >= MOST:
            raise Refused(Refusal("view_too_many", {"most": MOST}))
        view = SavedView(owner_id=actor.id, endpoint=endpoint, name=name)
        db.session.add(view)
    view.asked = kept
    view.unit_id = actor.unit_id if is_shared else None
    return view


@transactional
def remove_view(view: SavedView) -> None:
    """Remove a view; nothing that it showed is touched."""
    db.session.delete(view)
