"""How cases stand with their periods and how long ago they were filed: one meaning for the filters
of the list and for the numbers of the overview.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, and_, case, or_

from casework.deadlines import cases_with
from casework.models import Case
from casework.rules import CaseState
from core import moment
from core.clocks.models import Clock
from core.clocks.periods import State

#: What still has to be done something about.
OPEN: Final = tuple(s for s in CaseState if s not in (CaseState.CLOSED, CaseState.DISMISSED))


class Pace(StrEnum):
    """How a case stands with its periods; the first that fits."""

    LATE = "late"
    SOON = "soon"
    CALM = "calm"


class Age(StrEnum):
    """How long ago a case was filed."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    OLDER = "older"


PACES: Final[Mapping[Pace, LazyString]] = {
    Pace.LATE: _("已超期"),
    Pace.SOON: _("临近期限"),
    Pace.CALM: _("期限内"),
}
AGES: Final[Mapping[Age, LazyString]] = {
    Age.MONTH: _("30日以内"),
    Age.QUARTER: _("31日至90日"),
    Age.HALF: _("91日至180日"),
    Age.OLDER: _("超过180日"),
}
#: The most days of each age but the last.
DAYS: Final = {Age.MONTH: 30, Age.QUARTER: 90, Age.HALF: 180}


def pace() -> ColumnElement[str]:
    """Return in SQL how a case stands, by the days of its running clocks and of its own's."""
    return case(
        (Case.id.in_(cases_with(_late())), Pace.LATE.value),
        (Case.id.in_(cases_with(_soon())), Pace.SOON.value),
        else_=Pace.CALM.value,
    )


def age() -> ColumnElement[str | None]:
    """Return in SQL how long ago a case was filed; NULL of one not yet filed."""
    today = moment.today()
    bands = [(Case.filed_on >= today - timedelta(days=n), a.value) for a, n in DAYS.items()]
    return case(*bands, (Case.filed_on.is_not(None), Age.OLDER.value))


def narrowed(
    statement: Select[Any], *, pace_is: str | None = None, age_is: str | None = None
) -> Select[Any]:
    """Leave of the cases those still open that stand so and are so old; what is not given is not
    asked.
    """
    if pace_is is None and age_is is None:
        return statement
    statement = statement.where(Case.state.in_(OPEN))
    if pace_is is not None:
        statement = statement.where(_stands(Pace(pace_is)))
    if age_is is not None:
        statement = statement.where(age() == age_is)
    return statement


def _stands(wanted: Pace) -> ColumnElement[bool]:
    late, soon = Case.id.in_(cases_with(_late())), Case.id.in_(cases_with(_soon()))
    if wanted is Pace.LATE:
        return late
    return and_(~late, soon) if wanted is Pace.SOON else ~or_(late, soon)


def _late() -> ColumnElement[bool]:
    return and_(Clock.state == State.RUNNING, Clock.due_on < moment.today())


def _soon() -> ColumnElement[bool]:
    today = moment.today()
    return and_(Clock.state == State.RUNNING, Clock.warn_on <= today, Clock.due_on >= today)
