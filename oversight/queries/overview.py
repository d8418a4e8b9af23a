"""Count the open cases by stage, unit and age, each by how it stands with its periods.

Every number is of what the reader may know, and opens the list of just these cases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from casework import queries as cases
from casework.models import Case
from casework.narrowing import OPEN, Age, Pace, age, pace
from casework.rules import CaseState
from core.access import Actor
from core.db import db
from core.identity.models import Unit


@dataclass
class Bar:
    """So many cases under one heading, by how they stand; `asks` are the filters of their list."""

    label: str
    asks: Mapping[str, str]
    numbers: dict[Pace, int] = field(default_factory=lambda: dict.fromkeys(Pace, 0))

    @property
    def total(self) -> int:
        """Return all of them."""
        return sum(self.numbers.values())


@dataclass(frozen=True)
class Overview:
    """The open cases of a reader, counted three times; each adds up to the same."""

    stages: Sequence[Bar]
    units: Sequence[Bar]
    ages: Sequence[Bar]
    total: Bar


def overview(
    actor: Actor,
    *,
    state_label: Callable[[CaseState], str],
    age_label: Callable[[Age], str],
    unfiled: str,
) -> Overview:
    """Count the open cases of `actor` today: two statements."""
    counted = (
        cases.visible_to(actor)
        .where(Case.state.in_(OPEN))
        .with_only_columns(Case.state, Case.unit_id, age().label("age"), pace().label("pace"))
        .subquery()
    )
    columns = (counted.c.state, counted.c.unit_id, counted.c.age, counted.c.pace)
    rows = db.session.execute(select(*columns, func.count()).group_by(*columns)).all()
    names = _names({row.unit_id for row in rows})
    stages = {s: Bar(state_label(s), {"state": s.value}) for s in OPEN}
    units = {key: Bar(name, {"unit": str(key)}) for key, name in names.items()}
    ages: dict[str | None, Bar] = {a.value: Bar(age_label(a), {"age": a.value}) for a in Age}
    ages[None] = Bar(unfiled, {"state": CaseState.PROPOSED.value})
    total = Bar("", {})
    for state, unit_id, old, how, number in rows:
        for bar in (stages[state], units[unit_id], ages[old], total):
            bar.numbers[Pace(how)] += number
    return Overview(
        _filled(stages.values()), _filled(units.values()), _filled(ages.values()), total
    )


def _names(unit_ids: set[int]) -> dict[int, str]:
    found = db.session.scalars(select(Unit).where(Unit.id.in_(unit_ids)).order_by(Unit.path))
    return {unit.id: unit.name for unit in found}


def _filled(bars: Iterable[Bar]) -> list[Bar]:
    return [bar for bar in bars if bar.total]
