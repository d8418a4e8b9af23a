"""Find what was reported before about the same matter (CMP-02, INF-03).

Starts from what the reader may see, as every list does, and looks at nothing of who reported.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from complaints.models import Complaint, ComplaintRespondent
from complaints.queries.complaints import visible_to
from complaints.rules import Likeness, looks_alike, overlap, same_time
from core.access import Actor
from core.db import db
from core.search.text import tokens

#: Looked at are so many of the newest about the same unit or person; shown so many.
LOOKED_AT, SHOWN = 100, 5
#: So much of a text is compared: the matter is said at the beginning.
COMPARED = 1_000
#: Single characters stand in any text; pairs of them and words do not.
_PAIR = len("h" + 2 * "00000")


@dataclass(frozen=True)
class Similar:
    """A report about what seems to be the same matter, and what it has in common."""

    complaint: Complaint
    alike: Sequence[Likeness]


def similar_to(complaint: Complaint, actor: Actor) -> list[Similar]:
    """Return what `actor` may see and looks like `complaint`, most alike and oldest first; one
    statement.

    At the same receiving unit, about the same unit or person. For one that is joined to another,
    that other one stands, once.
    """
    found: dict[int, Similar] = {}
    own = _words_of(complaint)
    for one in _about_the_same(complaint, actor):
        alike = _alike(complaint, own, one)
        shown = one.leading or one
        if looks_alike(alike) and shown.id != complaint.id:
            known = found.get(shown.id)
            more = {*alike, *(known.alike if known else ())}
            found[shown.id] = Similar(shown, [each for each in Likeness if each in more])
    order = sorted(found.values(), key=lambda s: (-len(s.alike), s.complaint.id))
    return order[:SHOWN]


def _about_the_same(complaint: Complaint, actor: Actor) -> Sequence[Complaint]:
    rows = complaint.respondents
    about = or_(
        ComplaintRespondent.unit_id.in_({row.unit_id for row in rows}),
        ComplaintRespondent.person_id.in_({row.person_id for row in rows if row.person_id}),
    )
    statement = (
        visible_to(actor)
        .where(
            Complaint.id.in_(select(ComplaintRespondent.complaint_id).where(about)),
            Complaint.id != complaint.id,
            Complaint.unit_id == complaint.unit_id,
            or_(Complaint.leading_id.is_(None), Complaint.leading_id != complaint.id),
        )
        .options(joinedload(Complaint.respondents), joinedload(Complaint.leading))
        .order_by(Complaint.id.desc())
        .limit(LOOKED_AT)
    )
    return db.session.scalars(statement).unique().all()


def _alike(complaint: Complaint, own: Set[str], other: Complaint) -> set[Likeness]:
    """Return what the two have in common."""
    mine, theirs = complaint.respondents, other.respondents
    pairs = [(a, b) for a in mine for b in theirs]
    names = {name for row in mine for name in (row.unit.name, row.unit.short_name)}
    said = set().union(*map(_pairs, names))
    found = {
        Likeness.UNIT: any(a.unit_id == b.unit_id for a, b in pairs),
        Likeness.PERSON: any(
            (a.person_id or a.person_name) is not None
            and (a.person_id, a.person_name) == (b.person_id, b.person_name)
            and (a.person_id is not None or a.unit_id == b.unit_id)
            for a, b in pairs
        ),
        Likeness.PERIOD: same_time(
            (complaint.occurred_from, complaint.occurred_to),
            (other.occurred_from, other.occurred_to),
        ),
        Likeness.BREACH: complaint.trigger_code is not None
        and complaint.trigger_code == other.trigger_code,
        Likeness.TEXT: overlap(own - said, _words_of(other) - said),
    }
    return {likeness for likeness, holds in found.items() if holds}


def _words_of(complaint: Complaint) -> set[str]:
    return _pairs(f"{complaint.title}\n{complaint.facts}"[:COMPARED])


def _pairs(text: str) -> set[str]:
    """Return what the full-text index finds a text by, single characters left out."""
    return {token for token in tokens(text) if token[0] == "w" or len(token) >= _PAIR}
