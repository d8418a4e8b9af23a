"""Which towns of a government reported the results of their evaluations, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.db import db
from core.identity.models import Unit, UnitKind
from evaluation.models import TownReport
from evaluation.queries.rounds import units_below

_TOWNS = frozenset({UnitKind.TOWN, UnitKind.SUBDISTRICT})


@dataclass(frozen=True)
class TownLine:
    """One town with what it reported in a year, the first report first; none yet is empty."""

    town: Unit
    reports: tuple[TownReport, ...]


def towns_of(owner: Unit) -> list[Unit]:
    """Return the towns and sub-districts whose results `owner` collects."""
    return [unit for unit in units_below(owner) if unit.kind in _TOWNS]


def lines_of(owner: Unit, year: int) -> list[TownLine]:
    """Return every town with its reports of a year (two statements)."""
    found: Sequence[TownReport] = db.session.scalars(
        select(TownReport)
        .where(TownReport.owner_unit_id == owner.id, TownReport.year == year)
        .order_by(TownReport.reported_on, TownReport.id)
    ).all()
    return [
        TownLine(town, tuple(report for report in found if report.unit_id == town.id))
        for town in towns_of(owner)
    ]
