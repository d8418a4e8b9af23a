"""What an act on a case writes; called by `core.procedure.perform` alone, which keeps the record.

Each returns what the record says of the act: ids and codes, not the texts themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from casework.models import (
    Case,
    CaseArchive,
    CaseMember,
    CaseRespondent,
    Defence,
    Evidence,
    Fact,
)
from casework.rules import DefenceOutcome, review_day
from core import moment, numbering
from core.access.actor import Actor
from core.clocks import services as clocks
from core.clocks.periods import State as ClockState
from core.clocks.queries import for_subject
from core.db import db
from core.files.services import attach
from core.identity.models import User
from regulations.model import TermId

Data = Mapping[str, Any]
Written = Mapping[str, Any] | None


def file(case: Case, actor: Actor, _data: Data) -> Written:
    """Date the filing."""
    case.filed_on = moment.today()
    case.filed_by_id = actor.id
    return {"filed_on": case.filed_on}


def team(case: Case, _actor: Actor, _data: Data) -> Written:
    """Keep with whom the investigation begins."""
    return {"team": [m.user_id for m in case.members if m.left_on is None]}


def name_member(case: Case, _actor: Actor, data: Data) -> Written:
    """Add a member; the first one leads until another is named to."""
    present = [member for member in case.members if member.left_on is None]
    leads = data["is_lead"] or not any(member.is_lead for member in present)
    if leads:
        for member in present:
            member.is_lead = False
    case.members.append(
        CaseMember(user_id=data["user_id"], is_lead=leads, joined_on=moment.today())
    )
    return {"user_id": data["user_id"], "is_lead": leads}


def leave_team(case: Case, _actor: Actor, data: Data) -> Written:
    """Let a member leave, recused or after a hand-over. What was theirs to do is the team's; the
    lead goes to the successor where there is one (new, or of the team), else to who joined next.
    """
    member = next(m for m in case.members if m.user_id == data["user_id"] and m.left_on is None)
    member.left_on = moment.today()
    member.leaving_reason = data["reason"]
    written = {"user_id": member.user_id}
    present = {m.user_id: m for m in case.members if m.left_on is None}
    follows, joins = data["successor_id"], data["successor_id"] not in {None, *present}
    if member.is_lead:
        member.is_lead = False
        if not joins and present:
            heir = present.get(follows) or next(iter(present.values()))
            heir.is_lead, written["lead_id"] = True, heir.user_id
    if follows is not None:
        written["successor_id"] = follows
    return written


def add_respondent(case: Case, _actor: Actor, data: Data) -> Written:
    """Add a respondent, or complete one that is listed."""
    values = {
        key: data[key]
        for key in ("kind", "unit_id", "person_id", "name", "post_title", "rank", "role")
    }
    if data["entry_id"]:
        entry = next(r for r in case.respondents if r.id == data["entry_id"])
        before = {key: getattr(entry, key) for key in values}
        for key, value in values.items():
            setattr(entry, key, value)
        return {"respondent_id": entry.id, "was": before, **values}
    entry = CaseRespondent(case=case, **values)
    db.session.add(entry)
    db.session.flush()
    return {"respondent_id": entry.id, **values}


def record_evidence(case: Case, actor: Actor, data: Data) -> Written:
    """Add evidence with the investigators who gathered it."""
    chosen = db.session.scalars(select(User).where(User.id.in_(data["investigator_ids"]))).all()
    item = Evidence(
        case=case,
        number=max((other.number for other in case.evidence), default=0) + 1,
        kind=data["kind"],
        on_date=data["on_date"],
        place=data["place"],
        persons=data["persons"],
        summary=data["summary"],
        credentials_shown=data["credentials_shown"],
        recorded_by_id=_person(actor),
        investigators=list(chosen),
    )
    db.session.add(item)
    db.session.flush()
    attached = attach(item, actor, data["files"])
    return {
        "evidence_id": item.id,
        "number": item.number,
        "attachment_ids": [row.id for row in attached],
        "kind": item.kind,
        "on_date": item.on_date,
        "investigator_ids": sorted(user.id for user in chosen),
        "credentials_shown": item.credentials_shown,
    }


def attach_files(case: Case, actor: Actor, data: Data) -> Written:
    """Add files to evidence recorded before; what is there is never taken away."""
    item = next(item for item in case.evidence if item.id == data["evidence_id"])
    attached = attach(item, actor, data["files"])
    return {"evidence_id": item.id, "attachment_ids": [row.id for row in attached]}


def record_fact(case: Case, actor: Actor, data: Data) -> Written:
    """Add a fact with the evidence it rests on."""
    cited = [item for item in case.evidence if item.id in set(data["evidence_ids"])]
    fact = Fact(
        case=case,
        on_date=data["on_date"],
        text=data["text"],
        recorded_by_id=_person(actor),
        evidence=cited,
    )
    db.session.add(fact)
    db.session.flush()
    return {"fact_id": fact.id, "evidence_ids": sorted(item.id for item in cited)}


def report(case: Case, _actor: Actor, data: Data) -> Written:
    """Keep findings and effect; a report after a remand replaces the first, which the record
    keeps.
    """
    before = {"findings": case.findings, "effect_found": case.effect_found}
    case.findings = data["findings"]
    case.effect_found = data["effect_found"]
    case.reported_on = moment.today()
    return {"reported_on": case.reported_on, "was": before if before["findings"] else None}


def record_defence(case: Case, actor: Actor, data: Data) -> Written:
    """Keep what a respondent said, that they declined or did not come; a later hearing replaces
    an earlier one, which the record keeps.
    """
    respondent = next(r for r in case.respondents if r.id == data["respondent_id"])
    defence, was = respondent.defence, None
    if defence is None:
        defence = Defence(respondent=respondent)
    else:
        was = {
            "outcome": defence.outcome,
            "heard_on": defence.heard_on,
            "manner": defence.manner,
            "text": defence.text,
            "adoption": defence.adoption,
            "response": defence.response,
        }
    for key in ("outcome", "heard_on", "text", "response"):
        setattr(defence, key, data[key])
    spoke = data["outcome"] is DefenceOutcome.STATED
    defence.manner = data["manner"] if spoke else None
    defence.adoption = data["adoption"] if spoke else None
    defence.recorded_by_id = _person(actor)
    db.session.add(defence)
    db.session.flush()
    attached = attach(defence, actor, data["files"])
    return {
        "respondent_id": respondent.id,
        "outcome": defence.outcome,
        "adoption": defence.adoption,
        "attachment_ids": [row.id for row in attached],
        "was": was,
    }


def suspend(case: Case, actor: Actor, data: Data) -> Written:
    """Let the period of investigation stand still; one that has run out stays as it is."""
    clock = clocks.open_clock(Case.__tablename__, case.id, TermId.INVESTIGATION_PERIOD)
    counted = clock is not None and (clock.due_on is None or clock.due_on >= moment.today())
    if clock is not None and counted:
        clocks.pause(clock, moment.today(), actor.id, data["reason"])
    return {"stands_still": counted}


def resume(case: Case, actor: Actor, data: Data) -> Written:
    """Let the period of investigation go on, where it stood still."""
    clock = clocks.open_clock(Case.__tablename__, case.id, TermId.INVESTIGATION_PERIOD)
    stood = clock is not None and clock.state is ClockState.PAUSED
    if clock is not None and stood:
        clocks.resume(clock, moment.today(), actor.id, data["reason"])
    return {"goes_on": stood}


def extend(case: Case, actor: Actor, data: Data) -> Written:
    """Lengthen the period of investigation, counted as it is counted already."""
    clock = clocks.open_clock(Case.__tablename__, case.id, TermId.INVESTIGATION_PERIOD)
    assert clock is not None  # the check refused it
    was = clock.due_on
    clocks.extend(clock, moment.today(), actor.id, data["reason"], days=data["days"])
    return {"was": was, "due_on": clock.due_on}


def move_up(case: Case, _actor: Actor, data: Data) -> Written:
    """Give the case to the organ above: it bears the periods that run, and of the team nobody goes
    on who is not its own.
    """
    unit, staying = data["unit"], data["staying"]
    present = [member for member in case.members if member.left_on is None]
    for member in present:
        if member.user_id not in staying:
            member.left_on, member.is_lead = moment.today(), False
            member.leaving_reason = data["reason"]
    still = [member for member in present if member.left_on is None]
    if still and not any(member.is_lead for member in still):
        still[0].is_lead = True
    was = case.unit_id
    for clock in for_subject(Case.__tablename__, case.id):
        if clock.bearer_unit_id == was and clock.state in (ClockState.RUNNING, ClockState.PAUSED):
            clock.bearer_unit_id = unit.id
    case.unit = unit
    return {
        "from_unit_id": was,
        "to_unit_id": unit.id,
        "left": sorted(m.user_id for m in present if m.left_on is not None),
    }


def dismiss(case: Case, actor: Actor, data: Data) -> Written:
    """Keep the reason and call off the period of investigation."""
    case.dismissal_reason = data["reason"]
    case.closed_on = moment.today()
    clock = clocks.open_clock(Case.__tablename__, case.id, TermId.INVESTIGATION_PERIOD)
    if clock is not None:
        clocks.cancel(clock, moment.today(), actor.id, data["reason"])
    return {"closed_on": case.closed_on}


def close(case: Case, _actor: Actor, _data: Data) -> Written:
    """Date the end."""
    case.closed_on = moment.today()
    return {"closed_on": case.closed_on}


def archive(case: Case, actor: Actor, data: Data) -> Written:
    """Enter the file in the archive, under a number of the unit's own series."""
    prefix = (case.unit.document_prefix or case.unit.short_name) + "卷"
    made = CaseArchive(
        case=case,
        number=numbering.allocate(prefix, moment.today().year),
        archived_on=moment.today(),
        archived_by_id=_person(actor),
    )
    written = _retain(made, actor, data)
    db.session.add(made)
    db.session.flush()
    return {"number": made.number, **written}


def review(archive: CaseArchive, actor: Actor, data: Data) -> Written:
    """Set the retention anew from today; what it was stays in the record."""
    was = {
        "retention_years": archive.retention_years,
        "retention_basis": archive.retention_basis,
        "review_on": archive.review_on,
    }
    return {**_retain(archive, actor, data), "was": was}


def _retain(archive: CaseArchive, actor: Actor, data: Data) -> dict[str, Any]:
    archive.retention_years = data["years"]
    archive.retention_basis = data["basis"]
    archive.retention_set_by_id = _person(actor)
    archive.retention_set_on = moment.today()
    archive.review_on = review_day(moment.today(), data["years"])
    return {
        "retention_years": archive.retention_years,
        "retention_basis": archive.retention_basis,
        "review_on": archive.review_on,
    }


def _person(actor: Actor) -> int:
    """Return who acts; the system records no evidence and hears nobody."""
    if actor.id is None:
        raise ValueError("an act of a person")
    return actor.id
