"""Whether what was typed about a respondent may stand in the case: who it is, what they said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework.defence.queries import standing
from casework.defending import InvitationState
from casework.models import Case, CaseRespondent
from casework.rules import (
    DEFENCES_IN_WORDS,
    DefenceOutcome,
    RespondentKind,
    is_own_body_competent,
    still_counts,
)
from core import moment
from core.access.actor import Actor
from core.procedure import Refusal
from regulations.registry import get_pack

Data = Mapping[str, Any]


def sound_respondent(case: Case, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse an entry of another case, one listed before, and the unit's own without its pack's
    leave.

    Members of the team who have an interest in it do not stop it: a recusal is asked for by itself
    (`services.recusing.ask_where_found`), and the case is hidden from them at once.
    """
    if data["entry_id"] and data["entry_id"] not in {r.id for r in case.respondents}:
        return Refusal("case_unknown_respondent")
    if data["kind"] is RespondentKind.PERSON and not data["name"]:
        return Refusal("case_person_unnamed")
    if refusal := _changes_who_it_is(case, data):
        return refusal
    listed = [r for r in case.respondents if r.id != data["entry_id"] and _is_same(r, data)]
    if listed:
        return Refusal("case_respondent_listed", {"name": listed[0].display_name})
    if data["unit_id"] == case.unit_id and not is_own_body_competent(
        get_pack(case.procedure_pack_id)
    ):
        return Refusal("case_own_unit")
    return None


def _changes_who_it_is(case: Case, data: Data) -> Refusal | None:
    """Refuse to make a unit of a person, on whom facts may rest, and another of who was heard.

    What was heard and served stays theirs: the desk shows a notice to whom the entry names.
    """
    entry = next((r for r in case.respondents if r.id == data["entry_id"]), None)
    if entry is None:
        return None
    if entry.kind is RespondentKind.PERSON and data["kind"] is RespondentKind.UNIT:
        return Refusal("case_respondent_stays_person", {"name": entry.display_name})
    if entry.defence is not None and not _is_same(entry, data):
        return Refusal("case_respondent_heard", {"name": entry.display_name})
    return None


def _is_same(entry: CaseRespondent, data: Data) -> bool:
    """Tell whether an entry is the unit or person typed; namesakes differ by their account."""
    if (entry.kind, entry.unit_id) != (data["kind"], data["unit_id"]):
        return False
    if entry.person_id is not None and data["person_id"] is not None:
        return bool(entry.person_id == data["person_id"])
    return bool(entry.name == data["name"])


def sound_defence(case: Case, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse a defence before the report or without words; one that spoke without saying how it
    came and what is made of it; that nobody came while the day of the invitation is not over.
    """
    respondent = next((r for r in case.respondents if r.id == data["respondent_id"]), None)
    if respondent is None:
        return Refusal("case_unknown_respondent")
    if data["heard_on"] > moment.today():
        return Refusal("case_date_in_future")
    if case.reported_on and not still_counts(data["heard_on"], case.reported_on):
        return Refusal("case_defence_before_report", {"on": case.reported_on})
    if data["outcome"] in DEFENCES_IN_WORDS and not data["text"]:
        return Refusal("case_defence_text_missing")
    if data["outcome"] is DefenceOutcome.STATED:
        if data["manner"] is None:
            return Refusal("case_defence_manner_missing")
        missing = data["adoption"] is None or not data["response"]
        return Refusal("case_defence_adoption_missing") if missing else None
    if data["outcome"] is DefenceOutcome.ABSENT:
        told = standing(respondent)
        served = told is not None and told.state is InvitationState.SERVED
        if told is not None and not (served and told.answer_by < data["heard_on"]):
            return Refusal("case_defence_not_due", {"on": told.answer_by})
    return None
