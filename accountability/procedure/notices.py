"""The procedure of a service: a notice is prepared, then served with its proof, or not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accountability.labels import decisions as decision_labels
from accountability.labels import services as labels
from accountability.models import NoticeService
from accountability.rules import DecisionState, ServiceAction, ServiceState
from casework import queries as cases
from casework.rules import CaseState, RespondentKind
from core import moment
from core.access import Actor, Permission
from core.clocks.queries import calendar_in_force
from core.documents.printing import unprintable
from core.procedure import ClockStart, Procedure, Transition
from core.refusals import Refusal
from core.serving.rules import Delivery, unfit
from regulations.codes import GuardId, State, TermId
from regulations.labels import term_words
from regulations.model import Remedy as RemedyRule
from regulations.registry import get_pack
from regulations.rules import EffectivePack, SourceSilent, guard, remedy, term

#: From the day a decision has effect, it goes into the person's file.
FILED_IN = frozenset({CaseState.EFFECTIVE, CaseState.CLOSED})
_FILING = ("filed_on", "filed_with", "filed_by", "filed_to")
IN_FORCE = frozenset({DecisionState.ISSUED, DecisionState.MODIFIED})


def pack_of(service: NoticeService) -> EffectivePack:
    """Return the pack that governs the procedure of the case, and so its remedies."""
    return get_pack(service.decision.case.procedure_pack_id)


def stated_remedy(pack: EffectivePack) -> RemedyRule | None:
    """Return what the addressee may seek; None where the pack states nothing (INF-32)."""
    offered = remedy(pack)
    if offered is None or offered.state is not State.STATED or not offered.kinds:
        return None
    return offered


def _clock_start(service: NoticeService, term_id: str) -> ClockStart | None:
    """Start the remedy period of this addressee on the day of proven receipt (ACC-14, INF-08)."""
    pack = pack_of(service)
    offered = stated_remedy(pack)
    if offered is None or offered.term != term_id or service.received_on is None:
        return None
    try:
        row = term(pack, term_id)
    except SourceSilent:
        return None
    if row.length is None:
        return None
    return ClockStart(
        period=row.period(),
        pack_id=pack.id,
        label=f"{term_words(row.id)}（{service.respondent.display_name}）",
        on=service.received_on,
        bearer_unit_id=service.respondent.unit_id,
    )


def _in_force(service: NoticeService, _actor: Actor) -> Refusal | None:
    state = service.decision.state
    if state in IN_FORCE:
        return None
    return Refusal("service_decision_not_in_force", {"state": str(decision_labels.STATES[state])})


def _check(service: NoticeService, _actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    delivery: Delivery = data["delivery"]
    return unfit(
        delivery,
        issued_on=service.decision.issued_on or moment.today(),
        today=moment.today(),
        calendar=calendar_in_force(),
    ) or unprintable("service_text_unprintable", *delivery.texts)


def _record(service: NoticeService, actor: Actor, data: Mapping[str, Any]) -> dict[str, Any]:
    delivery: Delivery = data["delivery"]
    service.recorded_by_id = actor.id
    return service.keep(delivery, calendar_in_force())


def _reason_check(
    _service: NoticeService, _actor: Actor, data: Mapping[str, Any]
) -> Refusal | None:
    return None if data.get("reason") else Refusal("service_reason_needed")


def _fail(service: NoticeService, actor: Actor, data: Mapping[str, Any]) -> None:
    service.failure_reason = data["reason"]
    service.recorded_by_id = actor.id


def _retry(service: NoticeService, _actor: Actor, _data: Mapping[str, Any]) -> dict[str, Any]:
    failed = service.failure_reason
    service.failure_reason = None
    return {"failed_before": failed}


def _of_team(service: NoticeService, actor: Actor) -> bool:
    return cases.is_member(service.decision.case, actor)


def filing_rule(service: NoticeService) -> str | None:
    """Return the article by which what was decided goes into the person's own file; None for a
    unit, and where the pack has none (ARC-04).
    """
    if service.respondent.kind is not RespondentKind.PERSON:
        return None
    found = guard(pack_of(service), GuardId.PERSONAL_FILE)
    return found.value.article if found is not None and found.value.value else None


def is_filed(service: NoticeService) -> bool:
    """Tell whether it was said what became of the decision in the person's file."""
    return service.filed_on is not None or service.not_filed_reason is not None


def _may_file(service: NoticeService, actor: Actor) -> Refusal | None:
    effective = service.decision.case.state in FILED_IN
    refusal = None if effective else Refusal("service_filing_not_effective")
    return _in_force(service, actor) or refusal


def _sound_filing(service: NoticeService, _actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    if not data["filed"]:
        said = data["not_filed_reason"]
        return None if said else Refusal("service_filing_reason_needed", {}, filing_rule(service))
    if not all(data[name] for name in _FILING):
        return Refusal("service_filing_incomplete")
    first = service.decision.issued_on or moment.today()
    sound = first <= data["filed_on"] <= moment.today()
    return None if sound else Refusal("service_filing_date_wrong", {"on": first})


def _file(service: NoticeService, _actor: Actor, data: Mapping[str, Any]) -> dict[str, Any]:
    if data["filed"]:
        for name in _FILING:
            setattr(service, name, data[name])
    else:
        service.not_filed_reason = data["not_filed_reason"]
    return {"filed_on": service.filed_on, "filed_with": service.filed_with}


def _row(
    action: ServiceAction, sources: set[ServiceState], target: ServiceState | None, **more: Any
) -> Transition:
    return Transition(
        action,
        frozenset(sources),
        target,
        Permission.SERVICE_RECORD,
        labels.ACTIONS[action],
        **{"who": _of_team, "guard": _in_force, **more},
    )


SERVICE_PROCEDURE = Procedure(
    name="service",
    model=NoticeService,
    states=ServiceState,
    unit_path=lambda service: service.decision.case.unit.path,
    path=(ServiceState.PREPARED, ServiceState.SERVED),
    state_labels=labels.STATES,
    extra_labels=labels.EXTRA,
    clock_start=_clock_start,
    transitions=(
        _row(
            ServiceAction.RECORD,
            {ServiceState.PREPARED, ServiceState.FAILED},
            ServiceState.SERVED,
            check=_check,
            effect=_record,
            starts=(TermId.REMEDY_PERIOD,),
        ),
        _row(
            ServiceAction.FAIL,
            {ServiceState.PREPARED},
            ServiceState.FAILED,
            check=_reason_check,
            effect=_fail,
        ),
        _row(ServiceAction.RETRY, {ServiceState.FAILED}, ServiceState.PREPARED, effect=_retry),
        _row(
            ServiceAction.FILE,
            {ServiceState.SERVED},
            None,
            who=lambda service, actor: (
                _of_team(service, actor)
                and filing_rule(service) is not None
                and not is_filed(service)
            ),
            guard=_may_file,
            check=_sound_filing,
            effect=_file,
        ),
    ),
)
