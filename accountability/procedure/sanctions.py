"""What may be registered of a sanction that the competent organ decides, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _

from accountability.labels import sanctions as labels
from accountability.models import NoticeService, Sanction, SanctionChange
from accountability.procedure.notices import FILED_IN, IN_FORCE, pack_of
from accountability.queries import sanctions as queries
from accountability.sanctioning import (
    FROM_DECISION,
    LIFTED,
    PERIODS,
    Imposed,
    Organ,
    SanctionAction,
    SanctionState,
    last_day,
    sound,
    sound_change,
)
from casework import queries as cases
from casework.rules import RespondentKind
from core import moment
from core.access import Actor, Permission
from core.clocks import services as clocks
from core.clocks.periods import Period, Unit
from core.documents.printing import unprintable
from core.procedure import ClockStart, Procedure, Transition
from core.refusals import Refusal
from regulations.codes import GuardId
from regulations.labels import term_words
from regulations.model import Term
from regulations.rules import EffectivePack, SourceSilent, guard, term

S, A = SanctionState, SanctionAction
Data = Mapping[str, Any]
#: All periods a sanction may have.
TERMS = tuple(dict.fromkeys(found for kinds in PERIODS.values() for found in kinds.values()))


def article_of(pack: EffectivePack, guard_id: GuardId) -> str | None:
    """Return the article of a switch that is on; None where the pack has none."""
    found = guard(pack, guard_id)
    return found.value.article if found is not None and found.value.value else None


def period_of(sanction: Sanction) -> Term | None:
    """Return how long the sanction lasts by the law of its organ; None for expulsion, for one not
    imposed, and where the pack is silent.
    """
    if sanction.kind is None:
        return None
    term_id = PERIODS[sanction.organ].get(sanction.kind)
    try:
        return term(pack_of(sanction.service), term_id) if term_id is not None else None
    except SourceSilent:
        return None


def from_decision(sanction: Sanction) -> str | None:
    """Return the article by which it has effect from the day of its decision."""
    return article_of(pack_of(sanction.service), FROM_DECISION[sanction.organ])


def lifted_by(sanction: Sanction) -> str | None:
    """Return the article by which it is lifted when its period is over."""
    return article_of(pack_of(sanction.service), LIFTED[sanction.organ])


def may_be_proposed(service: NoticeService) -> Refusal | None:
    """Refuse what the decision does not say, before it has effect, and a second time."""
    name = service.respondent.display_name
    is_person = service.respondent.kind is RespondentKind.PERSON
    if not is_person or queries.measure_of(service) is None:
        return Refusal("sanction_not_decided", {"name": name})
    decision = service.decision
    if decision.state not in IN_FORCE or decision.case.state not in FILED_IN:
        return Refusal("sanction_not_effective")
    if queries.of_service(service) is not None:
        return Refusal("sanction_there_already", {"name": name})
    return None


def sound_proposal(service: NoticeService, data: Data) -> Refusal | None:
    """Refuse a proposal without receiver, papers or its own right, and one for an act for which
    the person was sanctioned, or another sanction is proposed (一事不二罚).
    """
    texts = (data["receiver"], data["materials"])
    if not all(text.strip() for text in texts):
        return Refusal("sanction_materials_needed")
    if is_own(service, data["receiver"]):
        if data["organ"] is not Organ.APPOINTING:
            return Refusal("sanction_own_is_appointing")
        if not data["own_basis"]:
            return Refusal("sanction_own_basis_needed")
    refusal = not_twice(service, data["organ"], data["other_act_reason"])
    return refusal or unprintable("sanction_unprintable", *texts)


def is_own(service: NoticeService, receiver: str) -> bool:
    """Tell whether the receiver is the organ that decided the case: it writes no letter to
    itself.
    """
    unit = service.decision.case.unit
    return receiver in (unit.name, unit.short_name)


def not_twice(service: NoticeService, organ: Organ, other_act_reason: str | None) -> Refusal | None:
    """Refuse a second sanction of the person for the same act: in the same case always, in another
    for an act of the same day unless it is said why it is another act.
    """
    others = queries.of_the_same_person(service)
    if not others:
        return None
    respondents = [service.respondent_id, *(one.service.respondent_id for one in others)]
    days = queries.days_of_acts(respondents)
    own = days.get(service.respondent_id, set())
    for other in others:
        article = _no_second(service, other, organ)
        params = {"name": service.respondent.display_name, "what": _called(other)}
        if other.service.decision.case_id == service.decision.case_id:
            return Refusal("sanction_twice_in_case", params, article)
        same = own & days.get(other.service.respondent_id, set())
        if same and not other_act_reason:
            return Refusal("sanction_twice", {**params, "on": min(same)}, article)
    return None


def _no_second(service: NoticeService, other: Sanction, organ: Organ) -> str | None:
    """Return the article: of the law on civil servants where the supervision organ was first."""
    first = other.organ is Organ.SUPERVISION and organ is Organ.APPOINTING
    rule = GuardId.SANCTION_NO_SECOND if first else GuardId.PUBLIC_SANCTION_NO_REPEAT
    return article_of(pack_of(service), rule)


def _called(other: Sanction) -> str:
    if other.kind is None:
        return other.receiver
    return f"{other.body}，{labels.KINDS[other.kind]}，{other.number}"


def _clock_start(sanction: Sanction, term_id: str) -> ClockStart | None:
    """Run to the last day of the period; it is no time limit, so that no rest day moves it."""
    row = period_of(sanction)
    if row is None or row.id != term_id or sanction.effective_on is None:
        return None
    person = sanction.service.respondent
    return ClockStart(
        period=Period(None, Unit.FIXED_DATE, warn=row.warn, article=row.article, source=row.source),
        pack_id=pack_of(sanction.service).id,
        label=f"{term_words(row.id)}（{person.display_name}）",
        on=sanction.effective_on,
        bearer_unit_id=person.unit_id,
        due=sanction.ends_on,
    )


def _of_team(sanction: Sanction, actor: Actor) -> bool:
    return cases.is_member(sanction.service.decision.case, actor)


def _sound_receipt(sanction: Sanction, _actor: Actor, data: Data) -> Refusal | None:
    in_order = sanction.proposed_on <= data["received_on"] <= moment.today()
    on = {"on": sanction.proposed_on}
    return None if in_order else Refusal("sanction_receipt_day_wrong", on)


def _receive(sanction: Sanction, _actor: Actor, data: Data) -> dict[str, Any]:
    for name in ("received_on", "received_by", "receipt_number"):
        setattr(sanction, name, data[name])
    return {"received_on": sanction.received_on, "receipt_number": sanction.receipt_number}


def _sound_sanction(sanction: Sanction, _actor: Actor, data: Data) -> Refusal | None:
    first = sanction.service.decision.issued_on or sanction.proposed_on
    refusal = sound(data["imposed"], not_before=first, today=moment.today())
    if refusal is not None:
        return refusal
    return not_twice(sanction.service, sanction.organ, sanction.other_act_reason)


def _impose(sanction: Sanction, _actor: Actor, data: Data) -> dict[str, Any]:
    imposed: Imposed = data["imposed"]
    for name in ("kind", "body", "number", "decided_on", "effective_on"):
        setattr(sanction, name, getattr(imposed, name))
    row = period_of(sanction)
    sanction.ends_on = None
    if row is not None and row.length is not None:
        sanction.ends_on = last_day(imposed.effective_on, row.length)
    return {
        "kind": imposed.kind,
        "number": imposed.number,
        "decided_on": imposed.decided_on,
        "effective_on": imposed.effective_on,
        "ends_on": sanction.ends_on,
    }


def _standing(sanction: Sanction) -> Imposed:
    """Return what the competent organ decided so far."""
    kind, body, number = sanction.kind, sanction.body, sanction.number
    decided_on, effective_on = sanction.decided_on, sanction.effective_on
    assert kind is not None  # the table says so of what is imposed
    assert body is not None
    assert number is not None
    assert decided_on is not None
    assert effective_on is not None
    return Imposed(kind, body, number, decided_on, effective_on)


def _sound_change(sanction: Sanction, _actor: Actor, data: Data) -> Refusal | None:
    if not data["reason"]:
        return Refusal("sanction_change_reason_needed")
    return sound_change(_standing(sanction), data["imposed"], today=moment.today())


def _change(sanction: Sanction, actor: Actor, data: Data) -> dict[str, Any]:
    """Keep the sanction as it stood, call its period off, and take over what was decided."""
    assert actor.id is not None  # the system changes no sanction
    was, imposed = _standing(sanction), data["imposed"]
    kept = {name: getattr(was, name) for name in Imposed.__dataclass_fields__}
    sanction.changes.append(
        SanctionChange(
            **kept,
            ends_on=sanction.ends_on,
            reason=data["reason"],
            changed_on=moment.today(),
            changed_by_id=actor.id,
        )
    )
    call_off(sanction, imposed.decided_on, actor, f"处分已变更（{imposed.number}）")
    return {**_impose(sanction, actor, data), "was": {"kind": was.kind, "number": was.number}}


def call_off(sanction: Sanction, on: date, actor: Actor, reason: str) -> None:
    """Call the period of a sanction off, if one runs."""
    for term_id in TERMS:
        clock = clocks.open_clock(Sanction.__tablename__, sanction.id, term_id)
        if clock is not None:
            clocks.cancel(clock, on, actor.id, reason)


def _sound_reason(sanction: Sanction, _actor: Actor, data: Data) -> Refusal | None:
    if not data["note"]:
        return Refusal("sanction_reason_needed")
    first = sanction.service.decision.issued_on or sanction.proposed_on
    in_order = first <= data["decided_on"] <= moment.today()
    return None if in_order else Refusal("sanction_day_wrong", {"on": first})


def _spare(sanction: Sanction, _actor: Actor, data: Data) -> dict[str, Any]:
    for name in ("decided_on", "number", "note"):
        setattr(sanction, name, data[name])
    return {"decided_on": sanction.decided_on, "number": sanction.number}


def _is_over(sanction: Sanction, _actor: Actor) -> Refusal | None:
    if sanction.ends_on is None:
        return Refusal("sanction_without_end")
    row = period_of(sanction)
    if sanction.ends_on >= moment.today():
        on = {"on": sanction.ends_on}
        return Refusal("sanction_period_runs", on, row.article if row else None)
    return None


def _sound_end(sanction: Sanction, _actor: Actor, data: Data) -> Refusal | None:
    if not data["ended_note"]:
        return Refusal("sanction_note_needed")
    return _end_in_order(data, sanction.ends_on)


def _sound_revoking(sanction: Sanction, _actor: Actor, data: Data) -> Refusal | None:
    if not (data["ended_note"] and data["ended_number"]):
        return Refusal("sanction_end_reason_needed")
    return _end_in_order(data, sanction.decided_on)


def _end_in_order(data: Data, first: Any) -> Refusal | None:
    in_order = first <= data["ended_on"] <= moment.today()
    return None if in_order else Refusal("sanction_end_day_wrong", {"on": first})


def _end(sanction: Sanction, _actor: Actor, data: Data) -> dict[str, Any]:
    for name in ("ended_on", "ended_number", "ended_note"):
        setattr(sanction, name, data.get(name))
    return {"ended_on": sanction.ended_on, "ended_number": sanction.ended_number}


def _row(
    action: SanctionAction, sources: set[SanctionState], target: SanctionState | None, **more: Any
) -> Transition:
    return Transition(
        action,
        frozenset(sources),
        target,
        Permission.SERVICE_RECORD,
        labels.ACTIONS[action],
        **{"who": _of_team, **more},
    )


SANCTION_PROCEDURE = Procedure(
    name="sanction",
    model=Sanction,
    states=SanctionState,
    unit_path=lambda sanction: sanction.service.decision.case.unit.path,
    path=(S.WAITING, S.IMPOSED, S.ENDED),
    rests={S.ENDED: _("处分已经解除，只有有权机关可以撤销")},
    state_labels=labels.STATES,
    extra_labels=labels.EXTRA,
    clock_start=_clock_start,
    transitions=(
        _row(
            A.RECEIVE,
            {S.WAITING},
            None,
            who=lambda sanction, actor: (
                _of_team(sanction, actor)
                and sanction.document_id is not None
                and sanction.received_on is None
            ),
            check=_sound_receipt,
            effect=_receive,
        ),
        _row(
            A.IMPOSE,
            {S.WAITING},
            S.IMPOSED,
            check=_sound_sanction,
            effect=_impose,
            starts=TERMS,
        ),
        _row(
            A.CHANGE,
            {S.IMPOSED},
            S.IMPOSED,
            check=_sound_change,
            effect=_change,
            starts=TERMS,
        ),
        _row(A.SPARE, {S.WAITING}, S.SPARED, check=_sound_reason, effect=_spare),
        _row(A.LIFT, {S.IMPOSED}, S.ENDED, guard=_is_over, check=_sound_end, effect=_end),
        _row(A.REVOKE, {S.IMPOSED, S.ENDED}, S.REVOKED, check=_sound_revoking, effect=_end),
    ),
)
