"""The procedure of a rectification: reported by the unit, accepted or returned item by item."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from accountability.correcting import WARN_DAYS
from accountability.labels import rectifications as labels
from accountability.models import Rectification
from accountability.procedure import enforcement, feedbacks, item_plans, items, overdue, visits
from accountability.rules import DecisionState, ItemState, RectificationAction, RectificationState
from casework import queries as cases
from core import moment
from core.access import Actor, Permission
from core.clocks.periods import Period, Unit
from core.procedure import ClockStart, Procedure, Transition
from core.refusals import Refusal
from regulations.codes import GuardId, TermId
from regulations.labels import term_words
from regulations.registry import get_pack
from regulations.rules import EffectivePack, find_term, guard, is_on, wording

S, A, P = RectificationState, RectificationAction, Permission
Data = Mapping[str, Any]

#: The periods a report may have to keep: of a decision, of a notice of evaluation, of a notice that
#: follows from a check or a result of the assessment.
REPORT_TERMS = (
    TermId.FEEDBACK_PERIOD,
    TermId.EVALUATION_RECTIFY,
    TermId.ASSESSMENT_CHECK_RECTIFY,
    TermId.ASSESSMENT_RECTIFY,
)


def pack_of(rectification: Rectification) -> EffectivePack:
    """Return the pack that governs the duty to report: that of the case's procedure, or its own."""
    case = rectification.case
    pack_id = case.procedure_pack_id if case else rectification.pack_id
    assert pack_id is not None  # the table says so
    return get_pack(pack_id)


def feedback_article(pack: EffectivePack) -> str | None:
    """Return the article of the duty to report the correction, None where no rule has it."""
    found = guard(pack, GuardId.FEEDBACK_DUTY)
    return found.value.article if found and found.value.value else None


def article_of(rectification: Rectification) -> str | None:
    """Return the article of the duty to report this rectification, None where no rule has it."""
    pack = pack_of(rectification)
    if rectification.decision is not None:
        return feedback_article(pack)
    if not rectification.is_of_evaluation:
        ordered_by = find_term(pack, rectification.term_id or "")
        return ordered_by.value.article if ordered_by else None
    found = guard(pack, GuardId.EVALUATION_RECTIFY_DUTY)
    return found.value.article if found and found.value.value else None


def addressee_of(rectification: Rectification) -> str | None:
    """Return to whom the report goes: in the words of the pack, else who ordered it."""
    if rectification.decision is None and not rectification.is_of_evaluation:
        return rectification.owner.name
    of_case = rectification.decision is not None
    switch = GuardId.FEEDBACK_ADDRESSEE if of_case else GuardId.EVALUATION_REPORT_ADDRESSEE
    return wording(pack_of(rectification), switch)


def may_explain(rectification: Rectification) -> bool:
    """Tell whether the rule knows an explanation instead of a report (003-17 art. 8)."""
    return rectification.is_of_evaluation and is_on(
        pack_of(rectification), GuardId.EVALUATION_EXPLANATION
    )


def _clock_start(rectification: Rectification, term_id: str) -> ClockStart:
    """Start the period for the report: the pack's number if it has one, else the day set.

    Aershan's rule says "in time" and no number (ACC-15), so the decision sets the day.
    """
    pack = pack_of(rectification)
    again = rectification.state is S.RETURNED or rectification.explained_on is not None
    found = find_term(pack, term_id)
    numbered = found is not None and found.value.length is not None and not again
    if numbered and found is not None:
        period = found.value.period()
    else:
        period = Period(
            None,
            Unit.FIXED_DATE,
            warn=found.value.warn or WARN_DAYS if found else WARN_DAYS,
            article=article_of(rectification) or "",
            source=found.value.source if found else "",
        )
    return ClockStart(
        period=period,
        pack_id=pack.id,
        label=f"{term_words(TermId(term_id))}（{rectification.name}）",
        on=moment.today() if again else rectification.ordered_on,
        bearer_unit_id=rectification.unit_id,
        due=None if numbered else rectification.due_on,
        is_duty=bool(period.article),  # what no rule asks for is nobody's breach
    )


def is_standing(rectification: Rectification) -> bool:
    """Tell whether there is still something to correct: the decision is not revoked."""
    decision = rectification.decision
    return decision is None or decision.state is not DecisionState.REVOKED


def _stands(rectification: Rectification, _actor: Actor) -> Refusal | None:
    if is_standing(rectification):
        return None
    return Refusal("rectification_decision_gone")


def _report_check(rectification: Rectification, _actor: Actor, data: Data) -> Refusal | None:
    if not data["text"]:
        return Refusal("rectification_text_needed")
    for item in rectification.items:
        text, on = data["deeds"].get(item.id, (None, None))
        if item.status is not ItemState.ACCEPTED and not (text and on):
            return Refusal("rectification_item_missing", {"problem": item.problem[:30]})
        if on is not None and on > moment.today():
            return Refusal("rectification_in_future")
    return None


def _report(rectification: Rectification, actor: Actor, data: Data) -> dict[str, Any]:
    rectification.report_text = data["text"]
    rectification.reported_on = moment.today()
    rectification.reported_by_id = actor.id
    for item in rectification.items:
        if item.status is not ItemState.ACCEPTED:
            item.done_text, item.done_on = data["deeds"][item.id]
            item.return_reason = None
    return {"items": {str(i.id): i.done_on for i in rectification.items}}


def _explain_check(rectification: Rectification, _actor: Actor, data: Data) -> Refusal | None:
    if not may_explain(rectification):
        return Refusal("rectification_no_explanation")
    if not data["text"]:
        return Refusal("rectification_explanation_needed")
    expected_on = data["expected_on"]
    if expected_on is not None and expected_on < moment.today():
        return Refusal("rectification_expected_in_past")
    return None


def _explain(rectification: Rectification, actor: Actor, data: Data) -> dict[str, Any]:
    rectification.explanation, rectification.expected_on = data["text"], data["expected_on"]
    rectification.explained_on = moment.today()
    rectification.reported_by_id = actor.id
    return {"expected_on": rectification.expected_on}


def _has_returned(rectification: Rectification, actor: Actor) -> Refusal | None:
    if refusal := _stands(rectification, actor):
        return refusal
    if any(item.status is ItemState.RETURNED for item in rectification.items):
        return None
    return Refusal("rectification_nothing_returned")


def _due_check(_rectification: Rectification, _actor: Actor, data: Data) -> Refusal | None:
    if data["due_on"] < moment.today():
        return Refusal("rectification_due_in_past")
    return None


def _return(rectification: Rectification, _actor: Actor, data: Data) -> dict[str, Any]:
    was, rectification.due_on = rectification.due_on, data["due_on"]
    return {"due_on": rectification.due_on, "was": was}


def _all_accepted(rectification: Rectification, _actor: Actor) -> Refusal | None:
    """Refuse to close while an item is not accepted (ACC-15, INF-28)."""
    missing = sum(item.status is not ItemState.ACCEPTED for item in rectification.items)
    if not missing:
        return None
    return Refusal("rectification_items_open", {"n": missing}, article_of(rectification))


def _close(rectification: Rectification, _actor: Actor, _data: Data) -> None:
    rectification.closed_on = moment.today()


def _knows(rectification: Rectification, actor: Actor) -> bool:
    """Need to know: the case, or the evaluations of the unit that ordered it."""
    if rectification.case is not None:
        return cases.knows(rectification.case, actor)
    return actor.may(Permission.EVALUATION_ORGANISE, rectification.owner.path)


def is_of(rectification: Rectification, actor: Actor) -> bool:
    """Tell whether `actor` reports for the unit that has to correct: its own liaison."""
    return rectification.unit_id in actor.unit_ids and actor.may(
        Permission.RECTIFICATION_REPORT, rectification.unit.path
    )


def _row(
    action: RectificationAction,
    source: RectificationState,
    target: RectificationState | None,
    **more: Any,
) -> Transition:
    more.setdefault("guard", _stands)
    return Transition(
        action,
        frozenset({source}),
        target,
        Permission.RECTIFICATION_CHECK,
        labels.ACTIONS[action],
        who=_knows,
        **more,
    )


def _by_unit(
    action: RectificationAction,
    target: RectificationState | None,
    check: Any,
    effect: Any,
    **more: Any,
) -> Transition:
    """Return a row for what the unit itself does with what was ordered or sent back."""
    return Transition(
        action,
        frozenset({S.ORDERED, S.RETURNED}),
        target,
        Permission.RECTIFICATION_REPORT,
        labels.ACTIONS[action],
        who=is_of,
        guard=_stands,
        check=check,
        effect=effect,
        **more,
    )


def _enforcement(
    action: RectificationAction,
    target: RectificationState | None,
    offered: Callable[[Rectification], object],
    **more: Any,
) -> Transition:
    """Return a row for asking the court, offered where `offered` finds something (CMP-09)."""
    more.setdefault("guard", _stands)
    return Transition(
        action,
        frozenset({S.ORDERED, S.RETURNED}),
        target,
        Permission.DECISION_ISSUE,
        labels.ACTIONS[action],
        who=lambda rectification, actor: (
            bool(offered(rectification)) and _knows(rectification, actor)
        ),
        **more,
    )


def _may_feed_back(rectification: Rectification, actor: Actor) -> Refusal | None:
    refusal = feedbacks.is_reported(rectification, article_of(rectification))
    return _stands(rectification, actor) or refusal


def _pressing(
    action: RectificationAction,
    permission: Permission,
    offered: Callable[[Rectification], bool],
    check: Any,
    effect: Any,
    guard: Any = _stands,
) -> Transition:
    """Return a row by which what is overdue is pressed, offered where `offered` says so."""
    return Transition(
        action,
        overdue.OPEN,
        None,
        permission,
        labels.ACTIONS[action],
        who=lambda rectification, actor: offered(rectification) and _knows(rectification, actor),
        guard=guard,
        check=check,
        effect=effect,
    )


def _may_criticise(rectification: Rectification, actor: Actor) -> Refusal | None:
    return _stands(rectification, actor) or overdue.was_supervised(rectification)


def _may_apply(rectification: Rectification, actor: Actor) -> Refusal | None:
    return _stands(rectification, actor) or enforcement.may_apply(rectification, actor)


#: Checked where the case lies. The report is made where the unit lies; `services` asks `is_of`.
RECTIFICATION_PROCEDURE = Procedure(
    name="rectification",
    model=Rectification,
    states=RectificationState,
    unit_path=lambda rectification: rectification.owner.path,
    path=(S.ORDERED, S.REPORTED, S.CLOSED),
    state_labels=labels.STATES,
    extra_labels=labels.EXTRA,
    clock_start=_clock_start,
    transitions=(
        _by_unit(A.PLAN, None, item_plans.plan_check, item_plans.plan),
        _by_unit(A.REPORT, S.REPORTED, _report_check, _report, meets=REPORT_TERMS),
        _by_unit(A.EXPLAIN, S.EXPLAINED, _explain_check, _explain, meets=REPORT_TERMS),
        _row(
            A.RESUME,
            S.EXPLAINED,
            S.ORDERED,
            check=_due_check,
            effect=_return,
            starts=(TermId.FEEDBACK_PERIOD,),
        ),
        _row(A.ACCEPT_ITEM, S.REPORTED, None, check=items.accept_check, effect=items.accept_item),
        _row(A.RETURN_ITEM, S.REPORTED, None, check=items.return_check, effect=items.return_item),
        _row(
            A.RETURN,
            S.REPORTED,
            S.RETURNED,
            guard=_has_returned,
            check=_due_check,
            effect=_return,
            starts=(TermId.FEEDBACK_PERIOD,),
        ),
        _row(A.CLOSE, S.REPORTED, S.CLOSED, guard=_all_accepted, effect=_close),
        Transition(
            A.RECORD_VISIT,
            frozenset(S),  # also after it is closed: whether it lasts (回头看)
            None,
            Permission.RECTIFICATION_CHECK,
            labels.ACTIONS[A.RECORD_VISIT],
            who=_knows,
            guard=_stands,
            check=visits.visit_check,
            effect=visits.visit,
        ),
        Transition(
            A.FEED_BACK,
            frozenset(S),  # each time there is something new to tell, also after it is closed
            None,
            Permission.RECTIFICATION_CHECK,
            labels.ACTIONS[A.FEED_BACK],
            who=lambda rectification, actor: (
                addressee_of(rectification) is not None and _knows(rectification, actor)
            ),
            guard=_may_feed_back,
            check=feedbacks.feedback_check,
            effect=feedbacks.feed_back,
        ),
        _pressing(
            A.URGE, P.RECTIFICATION_CHECK, overdue.may_urge, overdue.urge_check, overdue.urge
        ),
        _pressing(
            A.CRITICISE,
            P.DECISION_ISSUE,
            overdue.may_criticise,
            overdue.criticism_check,
            overdue.criticise,
            guard=_may_criticise,
        ),
        _enforcement(
            A.APPLY_ENFORCEMENT,
            None,
            enforcement.is_refused,
            guard=_may_apply,
            check=enforcement.apply_check,
            effect=enforcement.apply,
        ),
        _enforcement(
            A.RULE_ENFORCEMENT,
            None,
            enforcement.pending,
            check=enforcement.ruling_check,
            effect=enforcement.rule,
        ),
        _enforcement(
            A.CLOSE_ENFORCED,
            S.CLOSED,
            enforcement.granted,
            check=enforcement.end_check,
            effect=enforcement.end,
            meets=REPORT_TERMS,
        ),
    ),
)
