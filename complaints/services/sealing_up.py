"""Note that a report went up sealed; one transaction."""

from __future__ import annotations

from datetime import date

from complaints.models import SealedReport
from complaints.rules import SealedWay
from complaints.services.registering import series
from core import moment, numbering, record
from core.access import Actor, Permission
from core.db import transactional
from core.identity.models import Unit
from core.procedure import Forbidden, create_once
from core.refusals import Refusal, Refused

#: What stands between the prefix of the unit and the year.
SEALED_SERIES = "径"


@transactional
def note_sealed(
    actor: Actor,
    unit: Unit,
    *,
    received_on: date,
    sent_on: date,
    sent_to: str,
    way: SealedWay,
    taken_by: str | None,
    token: str | None = None,
) -> SealedReport:
    """Give the report a number and keep to whom it went and when; nothing of what it says.

    Raises Forbidden for who registers no reports of the unit, AlreadyDone for a form sent twice;
    Refused for days to come and one sent before it came.
    """
    if not actor.may(Permission.COMPLAINT_REGISTER, unit.path) or actor.id is None:
        raise Forbidden("seal")
    entered_by_id = actor.id

    def build() -> SealedReport:
        if not received_on <= sent_on <= moment.today():
            raise Refused(Refusal("sealed_days_wrong"))
        return SealedReport(
            number=numbering.allocate(series(unit, SEALED_SERIES), received_on.year),
            unit=unit,
            received_on=received_on,
            sent_on=sent_on,
            sent_to=sent_to,
            way=way,
            taken_by=taken_by,
            entered_by_id=entered_by_id,
        )

    made: SealedReport = create_once(token, SealedReport, build)
    record.append("seal", made, actor_id=actor.id, after={"number": made.number})
    return made
