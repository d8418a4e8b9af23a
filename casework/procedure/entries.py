"""Whether what was typed about respondents, evidence and facts may stand in the case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework.deadlines import evidence_name
from casework.models import Case, CaseRespondent
from casework.procedure.team import pack_of, present_team
from casework.recusal import queries as recusals
from casework.rules import (
    CREDENTIALS_NEEDED,
    RECUSAL_DECISION_ARTICLE,
    RespondentKind,
    article_of,
    is_own_body_competent,
    minimum_of_investigators,
    not_of_team,
)
from core import moment
from core.access.actor import Actor
from core.procedure import Refusal
from regulations.model import GuardId
from regulations.registry import get_pack
from regulations.rules import is_on

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


def sound_evidence(case: Case, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse too few of the team, credentials not shown, a day to come (CMP-05, CMP-06)."""
    pack, chosen = pack_of(case), set(data["investigator_ids"])
    if not_of_team(chosen, present_team(case)):
        return Refusal("case_not_member")
    needed = minimum_of_investigators(pack)
    if len(chosen) < needed:
        article = article_of(pack, GuardId.MIN_INVESTIGATORS)
        return Refusal("case_evidence_too_few", {"needed": needed}, article)
    asked = data["kind"] in CREDENTIALS_NEEDED and is_on(pack, GuardId.CREDENTIALS)
    if asked and not data["credentials_shown"]:
        return Refusal("case_credentials_not_shown", article=article_of(pack, GuardId.CREDENTIALS))
    return Refusal("case_date_in_future") if data["on_date"] > moment.today() else None


def sound_files(case: Case, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse files for evidence of another case, and none."""
    if data["evidence_id"] not in {item.id for item in case.evidence}:
        return Refusal("case_unknown_evidence")
    return None if data["files"] else Refusal("case_files_missing")


def sound_fact(case: Case, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse a fact that rests on nothing, on another case's evidence or on what was set aside."""
    chosen = set(data["evidence_ids"])
    if not chosen:
        return Refusal("case_fact_without_evidence")
    if chosen - {item.id for item in case.evidence}:
        return Refusal("case_unknown_evidence")
    void = chosen & recusals.evidence_set_aside(case)
    if void:
        names = "、".join(evidence_name(item) for item in case.evidence if item.id in void)
        return Refusal("case_evidence_set_aside", {"names": names}, RECUSAL_DECISION_ARTICLE)
    late = data["on_date"] is not None and data["on_date"] > moment.today()
    return Refusal("case_date_in_future") if late else None
