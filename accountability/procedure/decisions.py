"""The procedure of a decision: drafted by the team, reviewed, signed and issued by others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from accountability.documents import comparison
from accountability.labels import decisions as labels
from accountability.models import Decision, DecisionMeasure
from accountability.procedure import discussions
from accountability.queries import decisions as queries
from accountability.queries.decisions import Dossier
from accountability.rules import (
    ActState,
    ChosenMeasure,
    DecisionAction,
    DecisionDraft,
    DecisionState,
)
from casework import queries as cases
from casework.models import Case
from casework.rules import RECUSAL_ARTICLE, CaseState
from core import moment
from core.access import Actor, Permission
from core.numbering import allocate
from core.procedure import Procedure, Transition
from core.refusals import Refusal
from regulations.codes import GuardId
from regulations.model import Row, Severity
from regulations.rules import EffectivePack, cite, guard, remedy, severity

IN_DRAFT = frozenset({DecisionState.DRAFTED, DecisionState.RETURNED})
IN_FORCE = frozenset({DecisionState.SIGNED, DecisionState.ISSUED})


def ready_to_decide(dossier: Dossier) -> Refusal | None:
    """Refuse a decision without acts, with shares not confirmed, or before the defence (ACC-13)."""
    if dossier.case.state is not CaseState.DELIBERATING:
        return Refusal("decision_case_not_deliberating")
    if not dossier.acts:
        return Refusal("decision_needs_act")
    if any(act.state is not ActState.CONFIRMED for act in dossier.acts):
        return Refusal("decision_acts_unconfirmed")
    silent = queries.without_defence(dossier.case, dossier.respondents)
    if silent:
        found = guard(dossier.procedure, GuardId.STATEMENT_AND_DEFENCE)
        names = "、".join(r.display_name for r in silent)
        return Refusal(
            "decision_defence_missing", {"names": names}, found.value.article if found else None
        )
    return None


def draft_holds(dossier: Dossier, draft: DecisionDraft) -> Refusal | None:
    """Refuse a grade the pack has not, a grade or a departing measure without reasons, and a
    measure without what is to be put right and until when.
    """
    if not severity(dossier.substance, draft.grade, draft.is_grave):
        return Refusal("decision_grade_not_in_pack")
    if not draft.grade_reason.strip():
        return Refusal("decision_grade_reason_needed")
    if draft.measures and not (draft.requirement.strip() and draft.correction_due_on):
        return Refusal("decision_correction_missing")
    if draft.correction_due_on and draft.correction_due_on < moment.today():
        return Refusal("decision_correction_in_past")
    for chosen in draft.measures:
        if refusal := _measure_holds(dossier, draft, chosen):
            return refusal
    return None


def _measure_holds(dossier: Dossier, draft: DecisionDraft, chosen: ChosenMeasure) -> Refusal | None:
    respondent = next((r for r in dossier.respondents if r.id == chosen.respondent_id), None)
    if respondent is None:
        return Refusal("decision_person_not_of_case")
    words = dossier.measure_words()
    if chosen.code not in words:
        return Refusal("decision_measure_unknown", {"code": chosen.code})
    offer = dossier.offer_to(respondent, draft.grade, draft.is_grave)
    if offer.article_of(chosen.code) is None and not chosen.reason:
        return Refusal(
            "decision_measure_reason_needed",
            {"name": respondent.display_name, "measure": words[chosen.code]},
        )
    return None


def write_draft(decision: Decision, dossier: Dossier, draft: DecisionDraft) -> dict[str, Any]:
    """Write the draft into `decision` and return it as plain values for the record."""
    for name in (
        "facts_text",
        "grade",
        "is_grave",
        "grade_reason",
        "circumstances",
        "requirement",
    ):
        setattr(decision, name, getattr(draft, name))
    # who imposes nothing need not set a day: no letter, page or clock shows the one kept then
    decision.correction_due_on = draft.correction_due_on or moment.today()
    _write_measures(decision, dossier, draft)
    return {
        "grade": draft.grade,
        "is_grave": draft.is_grave,
        "grade_reason": draft.grade_reason,
        "correction_due_on": decision.correction_due_on.isoformat(),
        "measures": [f"{m.respondent_id}:{m.code}" for m in draft.measures],
    }


def _write_measures(decision: Decision, dossier: Dossier, draft: DecisionDraft) -> None:
    words = dossier.measure_words()
    offers = {r.id: dossier.offer_to(r, draft.grade, draft.is_grave) for r in dossier.respondents}
    wanted = {(m.respondent_id, m.code): m for m in draft.measures}
    for measure in list(decision.measures):
        if (measure.respondent_id, measure.code) not in wanted:
            decision.measures.remove(measure)
    kept = {(m.respondent_id, m.code): m for m in decision.measures}
    for key, chosen in wanted.items():
        measure = kept.get(key) or DecisionMeasure(
            respondent_id=chosen.respondent_id, code=chosen.code
        )
        measure.label = words[chosen.code]
        measure.article = offers[chosen.respondent_id].article_of(chosen.code)
        measure.departure_reason = chosen.reason if measure.article is None else None
        if key not in kept:
            decision.measures.append(measure)


def _case_ready(decision: Decision, _actor: Actor) -> Refusal | None:
    return ready_to_decide(queries.dossier_of(decision.case))


def _draft_check(decision: Decision, _actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    return draft_holds(queries.dossier_of(decision.case), data["draft"])


def _redraft(decision: Decision, actor: Actor, data: Mapping[str, Any]) -> dict[str, Any]:
    assert actor.id is not None  # the system drafts nothing
    decision.drafted_by_id = actor.id
    return write_draft(decision, queries.dossier_of(decision.case), data["draft"])


def _submit(decision: Decision, _actor: Actor, _data: Mapping[str, Any]) -> None:
    decision.review_note = None


def _team_of(case: Case, actor: Actor) -> bool:
    """Tell whether `actor` is or was of the team: who investigated does not decide (INF-19)."""
    return any(member.user_id == actor.id for member in case.members)


def _reviewer_apart(decision: Decision, actor: Actor) -> Refusal | None:
    """Refuse the review of one's own work (INF-19), by who keeps away from the case, and of a draft
    whose case has ended.
    """
    if cases.is_recused(decision.case, actor):
        return Refusal("case_actor_recused", article=RECUSAL_ARTICLE)
    if actor.id == decision.drafted_by_id or _team_of(decision.case, actor):
        return Refusal("decision_reviewer_is_party_to_it")
    if decision.case.state is not CaseState.DELIBERATING:
        return Refusal("decision_case_left")
    return None


def _reason_check(_decision: Decision, _actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    return None if data.get("reason") else Refusal("decision_reason_needed")


def _return(decision: Decision, _actor: Actor, data: Mapping[str, Any]) -> dict[str, Any]:
    decision.review_note = data["reason"]
    decision.reviewed_by_id = decision.reviewed_at = None
    discussions.set_aside(decision)
    return {"note": data["reason"]}


def _approve(decision: Decision, actor: Actor, data: Mapping[str, Any]) -> dict[str, Any]:
    decision.reviewed_by_id, decision.reviewed_at = actor.id, moment.now()
    decision.review_note = data.get("note") or None
    return {"note": decision.review_note}


def _may_be_signed(decision: Decision, actor: Actor) -> Refusal | None:
    if cases.is_recused(decision.case, actor):
        return Refusal("case_actor_recused", article=RECUSAL_ARTICLE)
    if actor.id in (decision.drafted_by_id, decision.reviewed_by_id) or _team_of(
        decision.case, actor
    ):
        return Refusal("decision_signer_is_party_to_it")
    if queries.series_prefix(decision.case.unit) is None:
        return Refusal("decision_unit_without_prefix", {"unit": decision.case.unit.name})
    dossier = queries.dossier_of(decision.case)
    if refusal := ready_to_decide(dossier) or discussions.still_needed(decision):
        return refusal
    different = comparison.differing(comparison.compare(decision, dossier))
    if different:
        what = "；".join(f"{labels.COMPARED[f.what]}“{f.expected}”" for f in different)
        return Refusal("decision_draft_differs", {"what": what})
    return None


def _sign(decision: Decision, actor: Actor, _data: Mapping[str, Any]) -> dict[str, Any]:
    dossier = queries.dossier_of(decision.case)
    prefix = queries.series_prefix(decision.case.unit)
    assert prefix is not None  # the guard refused it
    decision.number = allocate(prefix, moment.today().year)
    decision.signed_by_id, decision.signed_at = actor.id, moment.now()
    decision.basis = basis_of(decision, dossier)
    return {"number": decision.number, "basis": decision.basis}


def basis_of(decision: Decision, dossier: Dossier) -> list[dict[str, Any]]:
    """Return the articles the decision rests on, frozen with their source and quote, those of the
    grade with its wording.
    """
    rows = {found.value.id: found.value for found in dossier.substance.rows}
    used = dict.fromkeys(s.row for act in dossier.acts for s in act.shares if s.row in rows)
    found: list[tuple[str, EffectivePack, Row]] = [
        ("apportionment", dossier.substance, rows[row]) for row in used if row
    ]
    found += [
        ("severity", dossier.substance, row)
        for row in severity(dossier.substance, decision.grade, decision.is_grave)
    ]
    offered = remedy(dossier.procedure)
    basis: list[dict[str, Any]] = [
        {
            "kind": kind,
            "pack": pack.id,
            "article": cite(pack, row.article),
            "source": row.source,
            "quote": row.quote,
            **({"wording": row.wording} if isinstance(row, Severity) else {}),
        }
        for kind, pack, row in found
    ]
    if offered is not None:
        basis.append(
            {
                "kind": "remedy",
                "pack": dossier.procedure.id,
                "article": cite(dossier.procedure, offered.article),
                "source": offered.source,
                "quote": offered.quote,
            }
        )
    return basis


def _issue(decision: Decision, _actor: Actor, _data: Mapping[str, Any]) -> dict[str, Any]:
    decision.issued_on = moment.today()
    return {"issued_on": decision.issued_on.isoformat()}


def _modify(decision: Decision, _actor: Actor, _data: Mapping[str, Any]) -> None:
    decision.times_modified += 1


def _is_member(decision: Decision, actor: Actor) -> bool:
    return cases.is_member(decision.case, actor)


def _row(
    action: DecisionAction,
    sources: frozenset[DecisionState],
    target: DecisionState,
    permission: Permission,
    **more: Any,
) -> Transition:
    return Transition(
        action=action,
        sources=sources,
        target=target,
        permission=permission,
        label=labels.ACTIONS[action],
        **more,
    )


DECISION_PROCEDURE = Procedure(
    name="decision",
    model=Decision,
    states=DecisionState,
    unit_path=lambda decision: decision.case.unit.path,
    path=(
        DecisionState.DRAFTED,
        DecisionState.IN_REVIEW,
        DecisionState.REVIEWED,
        DecisionState.SIGNED,
        DecisionState.ISSUED,
    ),
    state_labels=labels.STATES,
    extra_labels=labels.EXTRA,
    rests={
        DecisionState.ISSUED: _("已经印发，只有复核、申诉可以改变"),
        DecisionState.MODIFIED: _("已经变更，只有复核、申诉可以再改变"),
    },
    transitions=(
        _row(
            DecisionAction.REDRAFT,
            IN_DRAFT,
            DecisionState.DRAFTED,
            Permission.DECISION_DRAFT,
            who=_is_member,
            guard=_case_ready,
            check=_draft_check,
            effect=_redraft,
        ),
        _row(
            DecisionAction.SUBMIT,
            IN_DRAFT,
            DecisionState.IN_REVIEW,
            Permission.DECISION_DRAFT,
            who=_is_member,
            guard=_case_ready,
            effect=_submit,
        ),
        _row(
            DecisionAction.RETURN,
            frozenset({DecisionState.IN_REVIEW, DecisionState.REVIEWED}),
            DecisionState.RETURNED,
            Permission.DECISION_REVIEW,
            guard=_reviewer_apart,
            check=_reason_check,
            effect=_return,
        ),
        _row(
            DecisionAction.APPROVE,
            frozenset({DecisionState.IN_REVIEW}),
            DecisionState.REVIEWED,
            Permission.DECISION_REVIEW,
            guard=_reviewer_apart,
            effect=_approve,
        ),
        _row(
            DecisionAction.DISCUSS,
            frozenset({DecisionState.REVIEWED}),
            DecisionState.REVIEWED,
            Permission.CASE_DELIBERATE,
            guard=discussions.may_be_discussed,
            check=discussions.sound_minutes,
            effect=discussions.keep_minutes,
        ),
        _row(
            DecisionAction.TURN_DOWN,
            frozenset({DecisionState.REVIEWED}),
            DecisionState.RETURNED,
            Permission.CASE_DELIBERATE,
            effect=discussions.turn_down,
            by_system=True,
        ),
        _row(
            DecisionAction.SIGN,
            frozenset({DecisionState.REVIEWED}),
            DecisionState.SIGNED,
            Permission.DECISION_SIGN,
            guard=_may_be_signed,
            effect=_sign,
        ),
        _row(
            DecisionAction.ISSUE,
            frozenset({DecisionState.SIGNED}),
            DecisionState.ISSUED,
            Permission.DECISION_ISSUE,
            effect=_issue,
            document="decision_notice",
        ),
        _row(
            DecisionAction.MODIFY,
            IN_FORCE | {DecisionState.MODIFIED},
            DecisionState.MODIFIED,
            Permission.REMEDY_DECIDE,
            effect=_modify,
            by_system=True,
        ),
        _row(
            DecisionAction.REVOKE,
            IN_FORCE | {DecisionState.MODIFIED},
            DecisionState.REVOKED,
            Permission.REMEDY_DECIDE,
            by_system=True,
        ),
    ),
)
