"""Conditions added to acts on a case: when its decision takes effect, when all is done."""

from __future__ import annotations

from accountability.models import Decision
from accountability.procedure.rectifications import feedback_article
from accountability.queries import notices as queries
from accountability.queries import remedies
from accountability.queries.notices import Aftermath
from accountability.rules import DecisionState, RectificationState, ServiceState
from casework.models import Case
from core import moment
from core.access import Actor
from core.clocks.periods import State
from core.refusals import Refusal
from regulations.registry import get_pack


def may_take_effect(case: Case, _actor: Actor) -> Refusal | None:
    """Refuse while a party has no notice, may still seek a remedy, or waits for a ruling (ACC-14).

    A revoked decision leaves nothing to wait for.
    """
    return what_runs(queries.aftermath_of(case))


def what_runs(found: Aftermath) -> Refusal | None:
    """Say what keeps a decision from taking effect, from what followed from it as loaded."""
    services = [s for s in found.services if s.decision.state is not DecisionState.REVOKED]
    if any(service.state is not ServiceState.SERVED for service in services):
        return Refusal("effect_case_not_served")
    for remedy in found.remedies:
        if remedy.state in remedies.OPEN:
            return Refusal("effect_remedy_open", {"number": remedy.number})
    ids = {service.id for service in services}
    clocks = [c for c in found.clocks if c.subject_id in ids and c.state is not State.CANCELLED]
    last = max(
        (c for c in clocks if c.due_on), key=lambda c: c.due_on or c.started_on, default=None
    )
    if last is not None and last.due_on is not None and last.due_on >= moment.today():
        return Refusal("effect_period_running", {"on": last.due_on}, last.article)
    return None


def all_is_done(case: Case, _actor: Actor) -> Refusal | None:
    """Refuse to close a case while a rectification or a remedy is open (ACC-15)."""
    found = queries.aftermath_of(case)
    names = "、".join(
        r.name
        for r in found.rectifications
        if r.state is not RectificationState.CLOSED and not _is_revoked(r.decision)
    )
    if names:
        article = feedback_article(get_pack(case.procedure_pack_id))
        return Refusal("rectification_case_open", {"names": names}, article)
    waiting = next((r for r in found.remedies if r.state in remedies.OPEN), None)
    return Refusal("remedy_case_open", {"number": waiting.number}) if waiting else None


def _is_revoked(decision: Decision | None) -> bool:
    return decision is not None and decision.state is DecisionState.REVOKED
