"""Register administrative reviews and lawsuits; a lost one opens a lead, and is carried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from accountability.challenging import Challenge, LawsuitAction, LawsuitState, Result
from accountability.labels.lawsuits import KINDS, OUTCOMES
from accountability.models import Decision, Lawsuit
from accountability.procedure.lawsuits import LAWSUIT_PROCEDURE, is_lost, overturned_rule
from accountability.rules import RemedyAction
from accountability.services.remedies import change_decision, take_back
from complaints.models import Complaint
from complaints.rules import Channel, ComplaintKind
from complaints.services import Given, GivenRespondent, receiving_unit, register_several
from core import moment, numbering, record
from core.access import Actor, Permission
from core.db import transactional
from core.documents.wording import chinese_date, in_chinese
from core.files.kinds import Upload
from core.files.services import attach
from core.identity.models import Unit
from core.procedure import Forbidden, create_once, perform
from core.refusals import Refusal, Refused
from regulations.model import Consequence

#: What stands between the prefix of the unit and the year.
SERIES: Final = "诉登"
#: What takes a decision back, and the ruling it is like.
_UNDOES: Final[Mapping[LawsuitAction, RemedyAction]] = {
    LawsuitAction.REVOKE: RemedyAction.REVOKE,
    LawsuitAction.REMAND: RemedyAction.REMAND,
}


@transactional
def register_lawsuit(
    unit: Unit,
    actor: Actor,
    challenge: Challenge,
    *,
    sued_unit: Unit,
    decision: Decision | None = None,
    token: str | None = None,
) -> Lawsuit:
    """Register a review or a lawsuit against an act of `sued_unit`, or against `decision`.

    Raises Forbidden for who may not record them in `unit`, AlreadyDone for a form sent twice.
    Refused: days out of order, a decision that is not signed yet.
    """
    if not actor.may(Permission.LAWSUIT_RECORD, unit.path) or actor.id is None:
        raise Forbidden("register")
    registrar_id = actor.id
    if decision is not None and decision.number is None:
        raise Refused(Refusal("lawsuit_decision_unsigned"))
    if refusal := challenge.unfit(moment.today()):
        raise Refused(refusal)

    def build() -> Lawsuit:
        series = f"{unit.document_prefix or unit.short_name}{SERIES}"
        return Lawsuit(
            number=numbering.allocate(series, moment.today().year),
            unit=unit,
            sued_unit=sued_unit,
            decision=decision,
            kind=challenge.kind,
            state=LawsuitState.ACCEPTED if challenge.accepted_on else LawsuitState.FILED,
            body=challenge.body,
            body_number=challenge.body_number,
            subject=challenge.subject,
            acted_on=challenge.acted_on,
            filed_on=challenge.filed_on,
            accepted_on=challenge.accepted_on,
            registered_by_id=registrar_id,
        )

    lawsuit: Lawsuit = create_once(token, Lawsuit, build)
    record.append(
        "register",
        lawsuit,
        actor_id=actor.id,
        after={
            "number": lawsuit.number,
            "kind": lawsuit.kind,
            "body": lawsuit.body,
            "sued_unit_id": sued_unit.id,
            "decision_id": lawsuit.decision_id,
            "filed_on": lawsuit.filed_on,
            "accepted_on": lawsuit.accepted_on,
        },
    )
    return lawsuit


@transactional
def accept_lawsuit(
    lawsuit: Lawsuit,
    actor: Actor,
    *,
    accepted_on: date,
    body_number: str | None,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Record that the organ or the court took it up; refused for days out of order."""
    data = {"accepted_on": accepted_on, "body_number": body_number or None}
    _act(lawsuit, LawsuitAction.ACCEPT, actor, seen_version, token, data)


@transactional
def record_result(
    lawsuit: Lawsuit,
    actor: Actor,
    *,
    result: Result,
    files: Sequence[Upload] = (),
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Record the result that took effect, with its document; what is lost opens a lead (XAC-12).

    Once; what was recorded wrongly is corrected by `correct_result`. No lead where no rule in
    force for the unit on the day of its act pursues it, or nobody stands above the unit who may
    decide about reports.
    """
    data = {"result": result}
    _act(lawsuit, LawsuitAction.RECORD_RESULT, actor, seen_version, token, data)
    attach(lawsuit, actor, files)
    _open_lead(lawsuit)


@transactional
def correct_result(
    lawsuit: Lawsuit,
    actor: Actor,
    *,
    result: Result,
    reason: str,
    files: Sequence[Upload] = (),
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Correct a result that was recorded wrongly, with the reason; the old one is kept.

    A lead that it opened stays, and who handles it is told; one that is lost only now opens one. A
    decision that was changed or revoked by it stays so. Refused without a reason, and where nothing
    changes.
    """
    data = {"result": result, "reason": reason}
    _act(lawsuit, LawsuitAction.CORRECT_RESULT, actor, seen_version, token, data, reason)
    attach(lawsuit, actor, files)
    _open_lead(lawsuit)


def _open_lead(lawsuit: Lawsuit) -> None:
    """Open the lead of what was lost, where a rule pursues it and somebody may receive it, once."""
    if lawsuit.lead_id is not None:
        return
    rule = overturned_rule(lawsuit) if is_lost(lawsuit) else None
    receiver = receiving_unit(lawsuit.sued_unit) if rule else None
    if rule is None or receiver is None:
        return
    given = lead_given(lawsuit, receiver, rule)
    (lead,) = register_several(Actor.system(), receiver, [given])
    _tie(lawsuit, lead)


def _tie(lawsuit: Lawsuit, lead: Complaint) -> None:
    lawsuit.lead_id = lead.id
    record.append(
        "open_lead", lawsuit, actor_id=None, after={"lead_id": lead.id, "number": lead.number}
    )


@transactional
def carry_out(
    lawsuit: Lawsuit,
    actor: Actor,
    *,
    action: LawsuitAction,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Do to the decision what the result says: change it, revoke it, or revoke and remand.

    As a ruling on a remedy does it; refused to the team, to whom a recusal keeps away, and before
    all parties have the decision.
    """
    _act(lawsuit, action, actor, seen_version, token)
    decision = lawsuit.decision
    assert decision is not None  # the procedure offers it for those only
    if action is LawsuitAction.MODIFY:
        change_decision(decision, actor)
        return
    number = lawsuit.result_number or lawsuit.number
    take_back(decision, actor, number, lawsuit.result or "", _UNDOES[action])


@in_chinese
def lead_given(lawsuit: Lawsuit, receiver: Unit, rule: Consequence) -> Given:
    """Return the lead: what was decided about which act, and the article; it concludes nothing."""
    assert lawsuit.outcome is not None  # it ended
    assert lawsuit.decided_on is not None
    assert lawsuit.effective_on is not None
    kind, outcome = str(KINDS[lawsuit.kind]), str(OUTCOMES[lawsuit.outcome])
    unit, number = lawsuit.sued_unit, lawsuit.body_number
    paper = lawsuit.result_number if lawsuit.result_number != number else None
    lines = [
        f"{unit.name}的下列行为经{kind}，结果为“{outcome}”。",
        f"行为：{lawsuit.subject}（{chinese_date(lawsuit.acted_on)}）",
        f"审理机关：{lawsuit.body}",
        *(f"{name}：{said}" for name, said in (("案号", number), ("文书号", paper)) if said),
        f"文书日期：{chinese_date(lawsuit.decided_on)}"
        f"；生效日期：{chinese_date(lawsuit.effective_on)}",
        f"登记编号：{lawsuit.number}",
        f"依据：{rule.article}“{rule.quote}”",
        "本件由系统在登记生效结果后登记，只说明该结果；是否属于上述规定的情形、何人应当承担责任，"
        "由受理单位核查认定。",
    ]
    return Given(
        unit=receiver,
        received_on=moment.today(),
        kind=ComplaintKind.REPORT,
        channel=Channel.OVERTURNED_ACT,
        title=f"{unit.short_name}{kind}结果：{outcome}（{lawsuit.number}）",
        facts="\n".join(lines),
        respondents=[GivenRespondent(unit)],
        reporter=None,
        occurred_from=lawsuit.acted_on,
    )


def _act(
    lawsuit: Lawsuit,
    action: LawsuitAction,
    actor: Actor,
    seen_version: int | None,
    token: str | None,
    data: dict[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    perform(
        LAWSUIT_PROCEDURE,
        lawsuit,
        action,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
        reason=reason,
    )
