"""Propose a sanction to the organ that may decide it, and register what it decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from accountability.documents import proposal
from accountability.models import NoticeService, Sanction
from accountability.procedure.sanctions import (
    SANCTION_PROCEDURE,
    TERMS,
    call_off,
    is_own,
    may_be_proposed,
    sound_proposal,
)
from accountability.queries import notices
from accountability.queries.decisions import dossier_of, letter_prefix
from accountability.sanctioning import Imposed, Organ, SanctionAction
from casework import queries as cases
from complaints.services.identity import keep_reporters_out
from core import moment, record
from core.access import Actor, Permission
from core.clocks import services as clocks
from core.db import transactional
from core.documents import services as documents
from core.numbering import allocate
from core.procedure import Forbidden, create_once, perform
from core.refusals import Refused


def may_propose(service: NoticeService, actor: Actor) -> bool:
    """Tell whether `actor` may propose the sanction: of the team, with the permission to serve."""
    case = service.decision.case
    return actor.may(Permission.SERVICE_RECORD, case.unit.path) and cases.is_member(case, actor)


@transactional
def propose_sanction(
    service: NoticeService,
    actor: Actor,
    *,
    organ: Organ,
    receiver: str,
    materials: str,
    own_basis: str | None = None,
    other_act_reason: str | None = None,
    token: str | None = None,
) -> Sanction:
    """Propose the sanction a decision wants for the addressee of its notice (domain §0 11).

    The letter to the competent organ gets its number and is issued. Where the organ of the case
    decides itself, by `own_basis`, there is none. Raises Forbidden for who is not of the team,
    AlreadyDone for a form sent twice; Refused before the decision has effect, twice, for an act for
    which the person was sanctioned already, and for a text that names who reported.
    """
    if not may_propose(service, actor) or actor.id is None:
        raise Forbidden("propose")
    proposer_id = actor.id
    values: dict[str, Any] = {
        "organ": organ,
        "receiver": "".join(receiver.split()),
        "materials": materials.strip(),
        "own_basis": own_basis or None,
        "other_act_reason": other_act_reason or None,
    }
    keep_reporters_out(
        service.decision.case.complaint, actor, values["receiver"], values["materials"]
    )

    def build() -> Sanction:
        notices.lock(service)
        if refusal := may_be_proposed(service) or sound_proposal(service, values):
            raise Refused(refusal)
        own = is_own(service, values["receiver"])
        return Sanction(
            service=service,
            proposed_on=moment.today(),
            proposed_by_id=proposer_id,
            **{**values, "own_basis": values["own_basis"] if own else None},
        )

    sanction: Sanction = create_once(token, Sanction, build)
    if sanction.own_basis is None:
        _issue(sanction, actor)
    after = {"organ": organ, "receiver": values["receiver"]}
    record.append(
        "propose", sanction, actor_id=actor.id, after=after, reason=values["other_act_reason"]
    )
    return sanction


def _issue(sanction: Sanction, actor: Actor) -> None:
    case = sanction.service.decision.case
    number = allocate(letter_prefix(case.unit) + proposal.SERIES, moment.today().year)
    sanction.document = documents.issue(
        proposal.CODE,
        Sanction.__tablename__,
        sanction.id,
        f"处理建议书（{sanction.service.respondent.display_name}）",
        number,
        proposal.letter(sanction, dossier_of(case), number),
        actor.id,
    )


@transactional
def receive_sanction(
    sanction: Sanction,
    actor: Actor,
    *,
    received_on: date,
    received_by: str | None,
    receipt_number: str | None,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Register the receipt that came back for the letter: the day, who signed, the number there."""
    data = {
        "received_on": received_on,
        "received_by": received_by or None,
        "receipt_number": receipt_number or None,
    }
    _act(sanction, SanctionAction.RECEIVE, actor, seen_version, token, data)


@transactional
def impose_sanction(
    sanction: Sanction,
    actor: Actor,
    *,
    imposed: Imposed,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Register the sanction as the competent organ decided it; its period runs (领域手册 F).

    Refused: no body or number, days out of order, another sanction for the same act meanwhile.
    """
    _act(sanction, SanctionAction.IMPOSE, actor, seen_version, token, {"imposed": imposed})


@transactional
def change_sanction(
    sanction: Sanction,
    actor: Actor,
    *,
    imposed: Imposed,
    reason: str,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Register that the competent organ changed the sanction after review; what it had decided
    before stays readable, its period is called off and that of the new one runs.

    Refused: the same kind, no body, number or reason, days out of order.
    """
    said = reason.strip()
    keep_reporters_out(sanction.service.decision.case.complaint, actor, said)
    data = {"imposed": imposed, "reason": said}
    _act(sanction, SanctionAction.CHANGE, actor, seen_version, token, data, said)


@transactional
def spare_sanction(
    sanction: Sanction,
    actor: Actor,
    *,
    decided_on: date,
    number: str | None,
    note: str,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Register that the competent organ gives no sanction, with its reasons."""
    data = {"decided_on": decided_on, "number": number or None, "note": note}
    keep_reporters_out(sanction.service.decision.case.complaint, actor, note)
    _act(sanction, SanctionAction.SPARE, actor, seen_version, token, data, note)


@transactional
def lift_sanction(
    sanction: Sanction,
    actor: Actor,
    *,
    ended_on: date,
    ended_note: str,
    ended_number: str | None = None,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Register that the sanction is lifted after its last day, and who was told."""
    data = {"ended_on": ended_on, "ended_number": ended_number or None, "ended_note": ended_note}
    _act(sanction, SanctionAction.LIFT, actor, seen_version, token, data)
    for term_id in TERMS:
        clock = clocks.open_clock(Sanction.__tablename__, sanction.id, term_id)
        if clock is not None and clock.due_on is not None:
            clocks.meet(clock, clock.due_on, actor.id, "处分期满，自动解除")


@transactional
def revoke_sanction(
    sanction: Sanction,
    actor: Actor,
    *,
    ended_on: date,
    ended_number: str,
    ended_note: str,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Register that the sanction was revoked, by which document and why; its period is called
    off.
    """
    data = {"ended_on": ended_on, "ended_number": ended_number, "ended_note": ended_note}
    _act(sanction, SanctionAction.REVOKE, actor, seen_version, token, data, ended_note)
    call_off(sanction, ended_on, actor, f"处分已撤销（{ended_number}）")


def _act(
    sanction: Sanction,
    action: SanctionAction,
    actor: Actor,
    seen_version: int | None,
    token: str | None,
    data: Mapping[str, Any],
    reason: str | None = None,
) -> None:
    perform(
        SANCTION_PROCEDURE,
        sanction,
        action,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
        reason=reason,
    )
