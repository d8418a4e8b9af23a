"""The procedure of a remedy: filed by the party, admitted or not, ruled by the competent body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accountability.labels import remedies as labels
from accountability.models import Decision, NoticeService, Remedy
from accountability.procedure.notices import stated_remedy
from accountability.queries.desk import is_party
from accountability.rules import (
    DecisionState,
    FiledVia,
    RemedyAction,
    RemedyState,
    ServiceState,
)
from casework import queries as cases
from casework.rules import RECUSAL_ARTICLE, CaseState
from core import moment
from core.access import Actor, Permission
from core.documents.printing import unprintable
from core.procedure import ClockStart, Procedure, Transition
from core.refusals import Refusal
from regulations.codes import GuardId, TermId
from regulations.labels import term_words
from regulations.local import local_start
from regulations.registry import get_pack
from regulations.rules import EffectivePack, SourceSilent, guard, is_on, term

S, A, P = RemedyState, RemedyAction, Permission
Data = Mapping[str, Any]

#: A remedy that waits for an answer.
OPEN = frozenset({S.FILED, S.UNDER_REVIEW})
#: What can still be sought against: a decision that reached its addressee and was not revoked.
STANDING = frozenset({DecisionState.ISSUED, DecisionState.MODIFIED})


def pack_of(remedy: Remedy) -> EffectivePack:
    """Return the pack that governs the procedure of the case, and so its remedies."""
    return get_pack(remedy.decision.case.procedure_pack_id)


def may_be_sought(service: NoticeService) -> Refusal | None:
    """Refuse a remedy where the pack states none, nothing was served, or nothing stands."""
    if stated_remedy(get_pack(service.decision.case.procedure_pack_id)) is None:
        return Refusal("remedy_not_stated")
    if service.state is not ServiceState.SERVED:
        return Refusal("remedy_notice_not_served")
    if service.decision.state not in STANDING:
        return Refusal("remedy_decision_gone")
    return None


def deciders_of(decision: Decision) -> frozenset[int]:
    """Return who drafted, reviewed and signed the decision."""
    people = {decision.drafted_by_id, decision.reviewed_by_id, decision.signed_by_id}
    return frozenset(person for person in people if person is not None)


def reviewed_by_decider(pack: EffectivePack) -> bool:
    """Tell whether the pack sends remedies to the body that decided (OQ-38); else others rule."""
    return is_on(pack, GuardId.REVIEW_BY_DECIDER)


def _clock_start(remedy: Remedy, term_id: str) -> ClockStart | None:
    """Start the period for the ruling: the pack's, else (Aershan states none) the unit's own."""
    try:
        row = term(pack_of(remedy), term_id)
    except SourceSilent:
        return local_start(pack_of(remedy), remedy.decision.case.unit, term_id, remedy.filed_on)
    if row.length is None:
        return None
    return ClockStart(
        period=row.period(),
        pack_id=pack_of(remedy).id,
        label=f"{term_words(row.id)}（{remedy.number}）",
        on=remedy.filed_on,
        bearer_unit_id=remedy.decision.case.unit_id,
    )


def _admit_check(remedy: Remedy, _actor: Actor, data: Data) -> Refusal | None:
    if remedy.is_late and not data.get("reason"):
        return Refusal("remedy_admission_reason_needed")
    return None


def _admit(remedy: Remedy, _actor: Actor, _data: Data) -> dict[str, Any]:
    remedy.admitted_on = moment.today()
    return {"admitted_on": remedy.admitted_on, "late": remedy.is_late}


def _reject_check(_remedy: Remedy, _actor: Actor, data: Data) -> Refusal | None:
    if not data.get("reason"):
        return Refusal("remedy_reason_needed")
    return unprintable("remedy_text_unprintable", data["reason"])


def _reject(remedy: Remedy, _actor: Actor, data: Data) -> None:
    remedy.rejection_reason = data["reason"]


def kept_apart(decision: Decision, actor: Actor) -> Refusal | None:
    """Refuse to change a decision who keeps away from its case, or investigated it (INF-19)."""
    if cases.is_recused(decision.case, actor):
        return Refusal("case_actor_recused", article=RECUSAL_ARTICLE)
    if any(member.user_id == actor.id for member in decision.case.members):
        return Refusal("remedy_ruler_investigated")
    return None


def undoing_barred(decision: Decision) -> Refusal | None:
    """Refuse to take a decision back before all parties have it, or after the case has ended."""
    state = decision.case.state
    if state is CaseState.DECIDED:
        return Refusal("remedy_case_not_served")
    if state not in (CaseState.SERVED, CaseState.EFFECTIVE):
        return Refusal("remedy_case_ended")
    return None


def _ruler_apart(remedy: Remedy, actor: Actor) -> Refusal | None:
    """Refuse who keeps away from the case or investigated; and who decided, unless the pack sends
    it to the deciding body.
    """
    decision = remedy.decision
    if refusal := kept_apart(decision, actor):
        return refusal
    pack = pack_of(remedy)
    if actor.id in deciders_of(decision) and not reviewed_by_decider(pack):
        found = guard(pack, GuardId.REVIEW_BY_DECIDER)
        return Refusal("remedy_ruler_decided", article=found.value.article if found else None)
    return None


def _may_undo(remedy: Remedy, actor: Actor) -> Refusal | None:
    return _ruler_apart(remedy, actor) or undoing_barred(remedy.decision)


def _ruling_check(_remedy: Remedy, _actor: Actor, data: Data) -> Refusal | None:
    if not data.get("ruling"):
        return Refusal("remedy_ruling_needed")
    return unprintable("remedy_text_unprintable", data["ruling"])


def _rule(remedy: Remedy, actor: Actor, data: Data) -> dict[str, Any]:
    remedy.ruling = data["ruling"]
    remedy.ruled_on, remedy.ruled_by_id = moment.today(), actor.id
    return {
        "ruled_on": remedy.ruled_on,
        "by_decider": actor.id in deciders_of(remedy.decision),
        "switch": reviewed_by_decider(pack_of(remedy)),
    }


def _knows(remedy: Remedy, actor: Actor) -> bool:
    return cases.knows(remedy.decision.case, actor)


def is_filer(remedy: Remedy, actor: Actor) -> bool:
    """Tell whether `actor` may take the remedy back: who filed it, or the party behind a paper."""
    if remedy.filed_via is FiledVia.DESK:
        return actor.id is not None and remedy.filed_by_id == actor.id
    return is_party(remedy.service, actor)


def _ruling(action: RemedyAction, target: RemedyState, **more: Any) -> Transition:
    more.setdefault("guard", _ruler_apart)
    return Transition(
        action,
        frozenset({S.UNDER_REVIEW}),
        target,
        P.REMEDY_DECIDE,
        labels.ACTIONS[action],
        who=_knows,
        check=_ruling_check,
        effect=_rule,
        meets=(TermId.REMEDY_DECISION,),
        document="remedy_ruling",
        **more,
    )


#: Handled where the case lies. Withdrawn where the party is; `services` asks `is_filer`.
REMEDY_PROCEDURE = Procedure(
    name="remedy",
    model=Remedy,
    states=RemedyState,
    unit_path=lambda remedy: remedy.decision.case.unit.path,
    path=(S.FILED, S.UNDER_REVIEW, S.UPHELD),
    state_labels=labels.STATES,
    extra_labels=labels.EXTRA,
    clock_start=_clock_start,
    transitions=(
        Transition(
            A.ADMIT,
            frozenset({S.FILED}),
            S.UNDER_REVIEW,
            P.REMEDY_ADMIT,
            labels.ACTIONS[A.ADMIT],
            who=_knows,
            check=_admit_check,
            effect=_admit,
            document="remedy_receipt",
        ),
        Transition(
            A.REJECT,
            frozenset({S.FILED}),
            S.REJECTED,
            P.REMEDY_ADMIT,
            labels.ACTIONS[A.REJECT],
            who=_knows,
            check=_reject_check,
            effect=_reject,
            document="remedy_receipt",
            meets=(TermId.REMEDY_DECISION,),
        ),
        Transition(
            A.WITHDRAW,
            OPEN,
            S.WITHDRAWN,
            P.REMEDY_FILE,
            labels.ACTIONS[A.WITHDRAW],
            who=is_filer,
            meets=(TermId.REMEDY_DECISION,),
        ),
        _ruling(A.UPHOLD, S.UPHELD),
        _ruling(A.MODIFY, S.MODIFIED),
        _ruling(A.REVOKE, S.REVOKED, guard=_may_undo),
        _ruling(A.REMAND, S.REMANDED, guard=_may_undo),
    ),
)
