"""Notices to rectify that follow from a check or from an unqualified result.

They go through the one rectification of `accountability`: its clock, its desk, its letter. All in
the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Final

from accountability.services.rectifications import Order, order_rectification
from assessment.models import AssessedUnit, PointDeduction, SpotCheck
from core import moment, numbering
from core.access import Actor
from core.db import Model, db
from core.documents import MissingGlyphs
from core.refusals import Refusal, Refused
from regulations.codes import TermId

#: What follows the unit's prefix in the number of a notice to rectify.
SERIES: Final = "整"


@contextmanager
def printable() -> Iterator[None]:
    """Turn a character that cannot be printed into a refusal that names it."""
    try:
        yield
    except MissingGlyphs as missing:
        params = {"characters": "、".join(missing.characters)}
        raise Refused(Refusal("assessment_unprintable", params)) from missing


def order_after_check(assessed: AssessedUnit, check: SpotCheck, due_on: date, actor: Actor) -> None:
    """Order what a check found and what cost points to be rectified by `due_on` (ASM-06)."""
    found = _problems([one for one in assessed.deductions if one.check_id == check.id])
    _order(check, assessed, TermId.ASSESSMENT_CHECK_RECTIFY, found, due_on, actor)


def order_unqualified(assessed: AssessedUnit, due_on: date, actor: Actor) -> None:
    """Order an unqualified unit to rectify what cost points, and what the band says (XAS-09)."""
    problems = _problems(assessed.deductions)
    problems += [text for text in (assessed.falsification_reason, assessed.band_reason) if text]
    _order(assessed, assessed, TermId.ASSESSMENT_RECTIFY, problems, due_on, actor)


def _problems(deductions: Sequence[PointDeduction]) -> list[str]:
    return list(dict.fromkeys(one.reason for one in deductions if one.withdrawn_on is None))


def _order(
    origin: Model,
    assessed: AssessedUnit,
    term: TermId,
    problems: Sequence[str],
    due_on: date,
    actor: Actor,
) -> None:
    assessment, owner = assessed.assessment, assessed.assessed_by
    prefix = owner.document_prefix or owner.short_name
    order = Order(
        origin=origin,
        unit=assessed.unit,
        owner=owner,
        pack_id=assessment.pack_id,
        term=term,
        title=assessment.title,
        number=numbering.allocate(prefix + SERIES, moment.today().year),
        on=moment.today(),
        due_on=due_on,
        problems="\n".join("".join(text.splitlines()) for text in problems),
        as_letter=True,
    )
    with printable():
        order_rectification(order, actor)
    db.session.expire(origin, ["order"])
