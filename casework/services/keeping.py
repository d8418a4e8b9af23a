"""Take evidence into custody and pass it on. Each function is one transaction."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from casework import queries
from casework.deadlines import evidence_name
from casework.models import Case, CustodyEvent, EvidenceCustody
from casework.models.custody import RECEIVE
from casework.procedure.custody import CUSTODY_PROCEDURE
from casework.rules import CustodyAction, EvidenceForm, EvidenceOrigin
from core import moment, record
from core.access.actor import Actor
from core.access.permissions import Permission
from core.db import db, transactional
from core.documents.printing import unprintable
from core.procedure import Forbidden, create_once, perform
from core.refusals import Refusal, Refused


def may_keep(case: Case, actor: Actor) -> bool:
    """Tell whether `actor` may take evidence into custody: of the team, with the permission."""
    may = actor.may(Permission.CASE_INVESTIGATE, case.unit.path)
    return may and queries.is_member(case, actor)


@transactional
def receive(
    case: Case,
    actor: Actor,
    *,
    evidence_id: int,
    title: str,
    origin: EvidenceOrigin,
    source: str,
    shape: EvidenceForm,
    amount: str,
    keeper: str,
    on_date: date,
    note: str | None = None,
    token: str | None = None,
) -> EvidenceCustody:
    """Take a piece of evidence into custody: whence it came, in what form, who keeps it.

    Raises Forbidden for who is not of the team, AlreadyDone for a form sent twice; Refused for
    evidence of another case or kept already, a day to come, and what no font prints.
    """
    db.session.scalars(select(Case.id).where(Case.id == case.id).with_for_update()).one()
    if not may_keep(case, actor) or actor.id is None:
        raise Forbidden(RECEIVE)
    item = next((one for one in case.evidence if one.id == evidence_id), None)
    recorded_by_id = actor.id

    def build() -> EvidenceCustody:
        if item is None:
            raise Refused(Refusal("case_unknown_evidence"))
        kept = select(EvidenceCustody.id).where(EvidenceCustody.evidence_id == item.id)
        if db.session.scalar(kept) is not None:
            raise Refused(Refusal("custody_kept_already", {"name": evidence_name(item)}))
        if on_date > moment.today():
            raise Refused(Refusal("case_date_in_future"))
        if refusal := unprintable("custody_unprintable", title, source, amount, keeper, note):
            raise Refused(refusal)
        custody = EvidenceCustody(
            evidence=item,
            title=title,
            origin=origin,
            source=source,
            form=shape,
            amount=amount,
            keeper=keeper,
            holder=keeper,
        )
        custody.events.append(
            CustodyEvent(
                kind=RECEIVE,
                on_date=on_date,
                from_whom=source,
                to_whom=keeper,
                note=note or None,
                recorded_by_id=recorded_by_id,
            )
        )
        return custody

    custody: EvidenceCustody = create_once(token, EvidenceCustody, build)
    after = {"evidence_id": evidence_id, "on_date": on_date, "from": source, "to": keeper}
    record.append(RECEIVE, custody, actor_id=actor.id, after=after)
    return custody


@transactional
def pass_on(
    custody: EvidenceCustody,
    actor: Actor,
    *,
    action: CustodyAction,
    on_date: date,
    to_whom: str | None = None,
    due_on: date | None = None,
    note: str | None = None,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Seal, unseal, hand over, lend, take back or give back a piece of evidence.

    Refused: a day before the last event or to come, no taker where another takes it, a loan
    without a day of return, a seal opened without saying why and before whom.
    """
    data: dict[str, Any] = {
        "on_date": on_date,
        "to_whom": to_whom or None,
        "due_on": due_on,
        "note": note or None,
    }
    perform(
        CUSTODY_PROCEDURE,
        custody,
        action,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
        reason=note or None,
    )
