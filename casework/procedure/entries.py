"""Whether what was typed about a respondent may stand in the case, new or in place of an entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework import queries
from casework.models import Case, CaseRespondent
from casework.rules import RECUSAL_ARTICLE, RespondentKind, is_own_body_competent
from core.access.actor import Actor
from core.procedure import Refusal
from regulations.registry import get_pack

Data = Mapping[str, Any]


def sound_respondent(case: Case, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse an entry of another case, listed before, or in which the team has an interest."""
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
    people = [data["person_id"]] if data["person_id"] else []
    barred = queries.conflicts(case, [data["unit_id"]], people)
    names = [m.user.name for m in case.members if m.recused_on is None and m.user_id in barred]
    if names:
        return Refusal("case_team_conflict", {"names": "、".join(names)}, RECUSAL_ARTICLE)
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
