"""Propose a case: from an accepted complaint, or from a finding of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casework import queries
from casework.labels import CONFLICTS
from casework.models import Case, CaseRespondent
from casework.rules import (
    RECUSAL_ARTICLE,
    SECRECY_ARTICLE,
    RespondentKind,
    is_own_body_competent,
)
from complaints import services as complaints
from complaints.models import Complaint
from core import moment, numbering, record
from core.access.actor import Actor
from core.access.permissions import Permission
from core.db import db, transactional
from core.identity import queries as identity
from core.identity.models import Unit, User
from core.procedure import Forbidden, create_once
from core.refusals import Refusal, Refused
from regulations.registry import get_pack
from regulations.rules import EffectivePack, breaches


@dataclass(frozen=True)
class Accused:
    """A unit, or a person in it, as typed: a name is looked up among the people of the unit."""

    unit_id: int
    name: str | None = None
    post_title: str | None = None


@transactional
def propose_case(
    actor: Actor,
    *,
    unit: Unit,
    title: str,
    trigger_code: str,
    act_on: date,
    summary: str,
    complaint: Complaint | None = None,
    accused: Sequence[Accused] = (),
    token: str | None = None,
) -> Case:
    """Propose a case from an accepted complaint, or from a finding of one's own.

    The packs are pinned: that of the day of the act for the substance, that of the day of
    acceptance (today for an own finding) for the procedure. The complaint's respondents become
    those of the case. Refused: no pack on the day, a trigger the pack does not know (ACC-04), an
    act in the future, a unit that would look into itself without its pack's leave (OQ-35), a
    proposer who is among the respondents, works in an accused unit, or stands above or below a
    person named (Regulation on Sanctions art. 42).
    """
    unit = complaint.unit if complaint is not None else unit
    if not actor.may(Permission.CASE_PROPOSE, unit.path):
        raise Forbidden("propose")
    if act_on > moment.today():
        raise Refused(Refusal("case_act_in_future"))
    substance = _pack_on(unit, act_on)
    procedure_on = complaint.decided_on if complaint is not None else None
    procedure = _pack_on(unit, procedure_on or moment.today())
    pack = get_pack(substance)
    if trigger_code not in breaches(pack):
        raise Refused(Refusal("case_unknown_trigger", {"pack": pack.header.title}))
    respondents = _from_complaint(complaint) if complaint is not None else _typed(accused)
    own = any(respondent.unit_id == unit.id for respondent in respondents)
    if own and not is_own_body_competent(get_pack(procedure)):
        raise Refused(Refusal("case_own_unit", article=SECRECY_ARTICLE))
    _keep_away(actor, unit, get_pack(procedure), respondents)

    def build() -> Case:
        if complaint is not None:
            complaints.put_in_case(complaint, actor)
        prefix = (unit.document_prefix or unit.short_name) + "案"
        return Case(
            number=numbering.allocate(prefix, moment.today().year),
            title=title,
            unit=unit,
            complaint=complaint,
            trigger_code=trigger_code,
            act_on=act_on,
            substance_pack_id=substance,
            procedure_pack_id=procedure,
            summary=summary,
            created_by_id=actor.id,
            respondents=respondents,
        )

    case: Case = create_once(token, Case, build)
    record.append(
        "propose",
        case,
        actor_id=actor.id,
        after={
            "state": case.state,
            "number": case.number,
            "complaint_id": case.complaint_id,
            "packs": [substance, procedure],
        },
    )
    return case


def _keep_away(
    actor: Actor, unit: Unit, pack: EffectivePack, respondents: Sequence[CaseRespondent]
) -> None:
    """Refuse a proposal by somebody who would have to keep away from the case."""
    units = {r.unit_id for r in respondents}
    people = {r.person_id for r in respondents if r.person_id is not None}
    if actor.id is not None:
        conflict = queries.barred(unit.id, pack, units, people).get(actor.id)
        if conflict is not None:
            params = {"conflict": str(CONFLICTS[conflict])}
            raise Refused(Refusal("case_proposer_conflict", params, RECUSAL_ARTICLE))


def _pack_on(unit: Unit, day: date) -> str:
    pack_id = identity.pack_id_of(unit, day)
    if pack_id is None:
        raise Refused(Refusal("case_no_pack", {"unit": unit.name, "on": day}))
    return pack_id


def _from_complaint(complaint: Complaint) -> list[CaseRespondent]:
    found = []
    for named in complaint.respondents:
        person = db.session.get(User, named.person_id) if named.person_id else None
        name = named.person_name or (person.name if person else None)
        found.append(_respondent(named.unit_id, name, named.post_title, person))
    return found


def _typed(accused: Sequence[Accused]) -> list[CaseRespondent]:
    return [
        _respondent(
            entry.unit_id,
            entry.name or None,
            entry.post_title or None,
            known_person(entry.unit_id, entry.name) if entry.name else None,
        )
        for entry in accused
    ]


def _respondent(
    unit_id: int, name: str | None, post_title: str | None, person: User | None
) -> CaseRespondent:
    return CaseRespondent(
        kind=RespondentKind.PERSON if name else RespondentKind.UNIT,
        unit_id=unit_id,
        person_id=person.id if person else None,
        name=person.name if person else name,
        post_title=post_title or (person.post_title if person else None),
        rank=person.rank if person else None,
    )


def known_person(unit_id: int, name: str) -> User | None:
    """Return the user of the unit who is called `name`; refused where there are several."""
    found = queries.find_people(unit_id, name)
    if len(found) > 1:
        raise Refused(Refusal("case_person_ambiguous", {"name": name}))
    return found[0] if found else None
