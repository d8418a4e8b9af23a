"""Record that a town reported the results of its evaluations (XSE-08, 003-17 art. 9)."""

from __future__ import annotations

from datetime import date

from core import moment, record
from core.access import Actor, Permission
from core.db import db, transactional
from core.identity import queries as identity
from core.identity.models import Unit
from core.procedure import Forbidden
from core.refusals import Refusal, Refused
from evaluation.models import TownReport
from evaluation.queries import town_reports as queries
from regulations.codes import GuardId
from regulations.registry import get_pack
from regulations.rules import is_on


@transactional
def record_town_report(
    owner: Unit, actor: Actor, *, unit_id: int, reported_on: date, summary: str
) -> TownReport:
    """Keep the day on which a town reported to `owner`; the year is that of the day.

    Refused: a unit that is no town of this government, a day to come, rules that ask for none.
    """
    if not actor.may(Permission.EVALUATION_ORGANISE, owner.path):
        raise Forbidden("record_town_report")
    pack_id = identity.pack_id_of(owner, moment.today())
    if pack_id is None or not is_on(get_pack(pack_id), GuardId.EVALUATION_UPWARD_REPORT):
        raise Refused(Refusal("town_report_silent"))
    if unit_id not in {town.id for town in queries.towns_of(owner)}:
        raise Refused(Refusal("town_report_unit"))
    if reported_on > moment.today():
        raise Refused(Refusal("town_report_day"))
    report = TownReport(
        unit_id=unit_id,
        owner_unit_id=owner.id,
        year=reported_on.year,
        reported_on=reported_on,
        summary=summary,
        recorded_by_id=actor.id,
    )
    db.session.add(report)
    db.session.flush()
    record.append(
        "record_town_report",
        report,
        actor_id=actor.id,
        after={"unit": unit_id, "on": reported_on},
    )
    return report
