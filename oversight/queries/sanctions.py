"""Read the register of sanctions: what was proposed, what the competent organ decided, until when
it lasts.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, exists, func, or_

from accountability.models import Decision, NoticeService, Sanction, SanctionChange
from accountability.queries.sanctions import with_service
from accountability.sanctioning import SanctionState
from casework import queries as cases
from casework.models import Case, CaseRespondent
from core.access import Actor


def registered(
    actor: Actor, *, year: int, unit_id: int | None, state: SanctionState | None
) -> Select[Sanction]:
    """Select the sanctions of a year, of cases `actor` may know; by unit of the person, by state.

    The year is that in which the sanction was decided, before that the one in which it was
    proposed; one that was changed stands in the year of each of its decisions.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    day = func.coalesce(Sanction.decided_on, Sanction.proposed_on)
    changed = exists().where(
        SanctionChange.sanction_id == Sanction.id, SanctionChange.decided_on.between(first, last)
    )
    statement = (
        with_service()
        .join(Sanction.service)
        .join(Decision, Decision.id == NoticeService.decision_id)
        .where(
            or_(day.between(first, last), changed),
            Decision.case_id.in_(cases.visible_to(actor).with_only_columns(Case.id)),
        )
    )
    if unit_id is not None:
        person = CaseRespondent.id == NoticeService.respondent_id
        statement = statement.join(CaseRespondent, person).where(CaseRespondent.unit_id == unit_id)
    if state is not None:
        statement = statement.where(Sanction.state == state)
    return statement
