"""The procedure of an act: facts are recorded, shares proposed by the pack and confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _

from accountability.labels import acts as labels
from accountability.models import ActPerson, ActShare, ResponsibleAct
from accountability.queries import acts as queries
from accountability.queries.proposals import kept
from accountability.rules import ActAction, ActFacts, ActState, ShareValue, propose
from accountability.tracing import DATED, Days, days_wrong
from casework import queries as cases
from casework.labels import STATES as CASE_STATES
from casework.models import Case
from casework.rules import CaseState
from core import moment
from core.access import Actor, Permission
from core.db import db
from core.procedure import Procedure, Transition
from core.refusals import Refusal
from regulations import labels as words
from regulations.registry import get_pack
from regulations.rules import (
    ActAnswer,
    FactsFaulty,
    Reading,
    Share,
    SourceSilent,
    is_consistent,
)

OPEN = frozenset(
    {
        CaseState.INVESTIGATING,
        CaseState.REPORTED,
        CaseState.DEFENCE,
        CaseState.DELIBERATING,
    }
)


def case_is_open(case: Case) -> Refusal | None:
    """Refuse facts while the case is not yet investigated, or already decided."""
    if case.state in OPEN:
        return None
    return Refusal("act_case_not_open", {"state": str(CASE_STATES[case.state])})


def facts_hold(case: Case, facts: ActFacts) -> Refusal | None:
    """Refuse persons who are not respondents of the case, facts that contradict themselves, and a
    day to come.

    Facts may be incomplete; then the pack says what is missing and the shares cannot be confirmed.
    """
    people = {r.id for r in case.respondents}
    if not {p.respondent_id for p in facts.participants} <= people:
        return Refusal("act_person_not_of_case")
    if facts.on_date > moment.today():
        return Refusal("act_in_future")
    if facts.objection_made and facts.objection_by_id is None:
        return Refusal("act_objector_missing")
    try:
        propose(get_pack(case.substance_pack_id), facts)
    except FactsFaulty:
        return Refusal("act_facts_contradict")
    except SourceSilent:
        return Refusal("act_pack_silent", {"pack": case.substance_pack_id})
    return None


def write_facts(act: ResponsibleAct, facts: ActFacts, days: Days) -> None:
    """Write facts, days and people of `act`; who takes no part any more is taken off."""
    for link, column in DATED.items():
        setattr(act, column, days.get(link))
    for name in (
        "title",
        "on_date",
        "decided_by",
        "approval_state",
        "approval_by_id",
        "review_state",
        "review_by_id",
        "instruction_given",
        "instruction_by_id",
        "objection_made",
        "objection_by_id",
        "objection_evidence",
    ):
        setattr(act, name, getattr(facts, name))
    wanted = {p.respondent_id: p for p in facts.participants}
    for person in list(act.people):
        part = wanted.pop(person.respondent_id, None)
        if part is None:
            act.people.remove(person)
            db.session.delete(person)
        else:
            person.role, person.vote = part.role, part.vote
    for part in wanted.values():
        act.people.append(
            ActPerson(respondent_id=part.respondent_id, role=part.role, vote=part.vote)
        )


def facts_entry(facts: ActFacts, days: Days) -> dict[str, Any]:
    """Return the facts as plain values for the record."""
    return {
        "title": facts.title,
        "on_date": facts.on_date.isoformat(),
        "decided_by": facts.decided_by,
        "approval": facts.approval_state,
        "approval_by": facts.approval_by_id,
        "review": facts.review_state,
        "review_by": facts.review_by_id,
        "instruction": facts.instruction_given,
        "instruction_by": facts.instruction_by_id,
        "objection": facts.objection_made,
        "objection_by": facts.objection_by_id,
        "people": {str(p.respondent_id): p.role for p in facts.participants},
        "votes": {str(p.respondent_id): p.vote for p in facts.participants if p.vote},
        "days": {link: on.isoformat() for link, on in days.items() if on is not None},
    }


def _facts_check(act: ResponsibleAct, _actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    return facts_hold(act.case, data["facts"]) or days_wrong(data["days"], moment.today())


def _save_facts(act: ResponsibleAct, _actor: Actor, data: Mapping[str, Any]) -> dict[str, Any]:
    write_facts(act, data["facts"], data["days"])
    return facts_entry(data["facts"], data["days"])


def _deliberating(act: ResponsibleAct, _actor: Actor) -> Refusal | None:
    if act.case.state is not CaseState.DELIBERATING:
        return Refusal("act_case_not_deliberating")
    if refusal := _not_in_review(act):
        return refusal
    try:
        answer = queries.proposed_for(act).answer
    except SourceSilent:
        return Refusal("act_pack_silent", {"pack": act.case.substance_pack_id})
    if answer.missing:
        what = "；".join(words.missing(item) for item in answer.missing)
        return Refusal("act_facts_incomplete", {"what": what})
    return None


def chosen_reading(answer: ActAnswer, chosen_rows: str | None) -> Reading | None:
    """Return the reading the shares follow: the only one, or the chosen one of several (A8)."""
    if answer.shares:
        return Reading(answer.rows, answer.shares)
    return next((r for r in answer.alternatives if reading_key(r) == chosen_rows), None)


def reading_key(reading: Reading) -> str:
    """Return what a form sends for a reading: its rows (`A2`, `A3`)."""
    return ",".join(reading.rows)


def _shares_check(act: ResponsibleAct, _actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    answer = queries.proposed_for(act).answer
    if answer.alternatives:
        if not data.get("chosen_rows"):
            return Refusal("act_reading_needed")
        if not data.get("choice_reason"):
            return Refusal("act_reading_reason_needed")
    reading = chosen_reading(answer, data.get("chosen_rows"))
    if reading is None:
        return Refusal("act_reading_unknown")
    names = {str(p.respondent_id): p.respondent.display_name for p in act.people}
    for share in reading.shares:
        person = int(share.person)
        if _given(share, data) is not share.share and not data["reasons"].get(person):
            return Refusal("act_departure_reason_needed", {"name": names[share.person]})
    if not is_consistent(replace(s, share=_given(s, data)) for s in reading.shares):
        return Refusal("act_shares_inconsistent")
    return None


def _given(share: Share, data: Mapping[str, Any]) -> ShareValue:
    """Return the confirmed share; who was given none of their own gets the proposed one."""
    given: ShareValue | None = data["shares"].get(int(share.person))
    return given or share.share


def _confirm(act: ResponsibleAct, _actor: Actor, data: Mapping[str, Any]) -> dict[str, Any]:
    proposed = queries.proposed_for(act)
    answer, act.proposal = proposed.answer, kept(proposed)
    reading = chosen_reading(answer, data.get("chosen_rows"))
    assert reading is not None  # the check refused it
    if answer.alternatives:
        act.chosen_rows, act.choice_reason = data["chosen_rows"], data["choice_reason"]
    for share in reading.shares:
        given = _given(share, data)
        departs = given is not share.share
        act.shares.append(
            ActShare(
                respondent_id=int(share.person),
                role=share.role,
                proposed_share=share.share,
                row=share.row,
                article=share.article,
                share=given,
                departure_reason=data["reasons"][int(share.person)] if departs else None,
            )
        )
    return {"rows": reading_key(reading), "shares": _entry(act)}


def _unsigned(act: ResponsibleAct, _actor: Actor) -> Refusal | None:
    """Refuse to take shares back once a decision rests on them, or the case has ended."""
    if queries.has_signed_decision(act.case_id):
        return Refusal("act_decision_signed")
    return _not_in_review(act) or case_is_open(act.case)


def _not_in_review(act: ResponsibleAct) -> Refusal | None:
    """Refuse to change shares behind the reviewer's back: what is signed is what was reviewed."""
    if queries.has_decision_in_review(act.case_id):
        return Refusal("act_decision_in_review")
    return None


def _reopen_check(_act: ResponsibleAct, _actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    return None if data.get("reason") else Refusal("act_reason_needed")


def _reopen(act: ResponsibleAct, _actor: Actor, _data: Mapping[str, Any]) -> dict[str, Any]:
    taken_back = _entry(act)
    for share in list(act.shares):
        act.shares.remove(share)
        db.session.delete(share)
    act.chosen_rows = act.choice_reason = act.proposal = None
    return {"taken_back": taken_back}


def _entry(act: ResponsibleAct) -> dict[str, Any]:
    return {
        str(s.respondent_id): {
            "proposed": s.proposed_share,
            "share": s.share,
            "reason": s.departure_reason,
        }
        for s in act.shares
    }


ACT_PROCEDURE = Procedure(
    name="act",
    model=ResponsibleAct,
    states=ActState,
    unit_path=lambda act: act.case.unit.path,
    path=(ActState.DRAFT, ActState.CONFIRMED),
    rests={ActState.CONFIRMED: _("责任已经确认，决定作出以前可以重新划分")},
    state_labels=labels.STATES,
    extra_labels=labels.EXTRA,
    transitions=(
        Transition(
            action=ActAction.SAVE_FACTS,
            sources=frozenset({ActState.DRAFT}),
            target=None,
            permission=Permission.APPORTIONMENT_PREPARE,
            label=labels.ACTIONS[ActAction.SAVE_FACTS],
            who=lambda act, actor: cases.is_member(act.case, actor),
            guard=lambda act, _actor: case_is_open(act.case),
            check=_facts_check,
            effect=_save_facts,
        ),
        Transition(
            action=ActAction.CONFIRM,
            sources=frozenset({ActState.DRAFT}),
            target=ActState.CONFIRMED,
            permission=Permission.APPORTIONMENT_CONFIRM,
            label=labels.ACTIONS[ActAction.CONFIRM],
            guard=_deliberating,
            check=_shares_check,
            effect=_confirm,
        ),
        Transition(
            action=ActAction.REOPEN,
            sources=frozenset({ActState.CONFIRMED}),
            target=ActState.DRAFT,
            permission=Permission.APPORTIONMENT_CONFIRM,
            label=labels.ACTIONS[ActAction.REOPEN],
            guard=_unsigned,
            check=_reopen_check,
            effect=_reopen,
        ),
    ),
)
