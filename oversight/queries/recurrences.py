"""Read which problems came back: the same unit, the same breach, another case before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import and_, extract, or_, select
from sqlalchemy.orm import aliased

from casework import queries as cases
from casework.models import Case, CaseRespondent
from casework.rules import CaseState
from core import moment
from core.access import Actor
from core.clocks.local import local_length, local_period
from core.clocks.models import LocalPeriod
from core.db import db
from core.identity.models import Unit
from oversight.rules import RECURRENCE_WINDOW
from regulations.registry import get_pack
from regulations.rules import breaches

#: What was not gone into, or ended without a finding, is no earlier problem.
NOT_COUNTED: Final = (CaseState.PROPOSED, CaseState.DISMISSED)
#: A page shows no more.
LIMIT: Final = 300


@dataclass(frozen=True)
class Recurrence:
    """A case, the unit it is about, and an earlier one about the same unit and breach."""

    unit: Unit
    case: Case
    earlier: Case

    @property
    def breach(self) -> str:
        """What came back, as the pack of the later case words it."""
        known = breaches(get_pack(self.case.substance_pack_id)).get(self.case.trigger_code)
        return known.label if known else self.case.trigger_code

    @property
    def months(self) -> int:
        """Whole months between the filing of the two."""
        return months_between(_filed(self.earlier), _filed(self.case))


def months_between(earlier: date, later: date) -> int:
    """Return the whole months from one day to a later one: from 31 January to 28 February none."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - (later.day < earlier.day)


def _filed(case: Case) -> date:
    assert case.filed_on is not None  # asked for by `recurrences`
    return case.filed_on


def recurrences(actor: Actor, year: int, within: int | None = None) -> list[Recurrence]:
    """Return what came back in cases filed in `year`, as far as `actor` may know both, the newest
    first; `within` so many months. At most LIMIT pairs, in one statement.
    """
    before = aliased(Case)
    about, before_about = aliased(CaseRespondent), aliased(CaseRespondent)
    seen = cases.visible_to(actor).with_only_columns(Case.id)
    rows = db.session.execute(
        select(Unit, Case, before)
        .join(about, about.case_id == Case.id)
        .join(Unit, Unit.id == about.unit_id)
        .join(before_about, before_about.unit_id == about.unit_id)
        .join(before, before.id == before_about.case_id)
        .where(
            extract("year", Case.filed_on) == year,
            Case.state.not_in(NOT_COUNTED),
            before.state.not_in(NOT_COUNTED),
            before.trigger_code == Case.trigger_code,
            or_(
                before.filed_on < Case.filed_on,
                and_(before.filed_on == Case.filed_on, before.id < Case.id),
            ),
            Case.id.in_(seen),
            before.id.in_(seen),
        )
        .order_by(Case.filed_on.desc(), Case.id.desc(), before.filed_on.desc(), before.id.desc())
        .distinct()
        .limit(LIMIT)
    ).all()
    found = [Recurrence(unit, case, earlier) for unit, case, earlier in rows]
    return [one for one in found if within is None or one.months <= within]


@dataclass(frozen=True)
class Earlier:
    """The cases that came before one; `within` so many months, None: whenever it was."""

    cases: Sequence[Case]
    within: int | None


def window_of(actor: Actor) -> LocalPeriod | None:
    """Return the window that the actor's office has set (two statements)."""
    unit = db.session.get(Unit, actor.unit_id) if actor.unit_id is not None else None
    return local_period(unit, RECURRENCE_WINDOW, moment.today()) if unit is not None else None


def earlier_cases(case: Case, actor: Actor) -> Earlier:
    """Return the cases that came before `case` about one of its units and the same breach, as far
    as `actor` may know them, the newest first; before any day where it is not filed yet. Only those
    within the window that its office has set (one statement).
    """
    about = aliased(CaseRespondent)
    units = select(about.unit_id).where(about.case_id == case.id)
    same = select(CaseRespondent.case_id).where(CaseRespondent.unit_id.in_(units))
    window = local_length(case.unit, RECURRENCE_WINDOW, moment.today())
    statement = (
        cases.visible_to(actor)
        .add_columns(window)
        .where(
            Case.id.in_(same),
            Case.id != case.id,
            Case.trigger_code == case.trigger_code,
            Case.filed_on.is_not(None),
            Case.state.not_in(NOT_COUNTED),
        )
    )
    if case.filed_on is not None:
        statement = statement.where(Case.filed_on <= case.filed_on)
    ordered = statement.order_by(Case.filed_on.desc(), Case.id.desc())
    rows = db.session.execute(ordered.limit(LIMIT)).all()
    within = rows[0][1] if rows else None
    on = case.filed_on or moment.today()
    found = [one for one, _window in rows]
    if within is not None:
        found = [one for one in found if months_between(_filed(one), on) <= within]
    return Earlier(found, within)
