"""Complaints in every state, reached by calling the services as the cast would."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from complaints import services
from complaints.models import (
    Complaint,
    ComplaintTransfer,
    ReplyDraft,
    ReporterOpening,
    TransferUrging,
)
from complaints.rules import (
    STEPS_OF,
    Channel,
    ComplaintAction,
    ComplaintKind,
    ComplaintState,
    OpeningState,
    ReporterKind,
    UrgingStep,
)
from complaints.services import Given, GivenRespondent, Identity
from core import moment
from core.access import Actor
from tests.support.factories import actor, unit

#: Who reports in the tests; nothing of it may turn up anywhere in clear.
REPORTER = Identity(
    ReporterKind.PERSON, name="敖日格勒", phone="13904820017", address="温泉街道林海路八号"
)
#: What a unit reads to which it was passed on.
CONTENT = "有群众反映，窗口递交的申请没有得到答复。"
#: Why it takes a unit longer.
WHY = "需要到村里逐户核对，已核对一半。"
#: What who reported is told in the end.
REPLY = "经查，该单位未在规定期限内答复，已责令改正。"
TITLE = "申请公开征收补偿方案逾期未答复"
FACTS = "二月三日在窗口递交申请，至今没有收到任何答复。"


def given(**changes: Any) -> Given:
    """Return a sound report to the office about the department; `changes` replace fields."""
    values: dict[str, Any] = {
        "unit": unit("office"),
        "received_on": moment.today(),
        "kind": ComplaintKind.REPORT,
        "channel": Channel.VISIT,
        "title": TITLE,
        "facts": FACTS,
        "respondents": [GivenRespondent(unit("department"), "王𬭩")],
        "reporter": REPORTER,
        "trigger_code": "duty_not_performed",
    }
    return Given(**{**values, **changes})


def complaint(
    state: ComplaintState = ComplaintState.REGISTERED, by: str = "intake", **changes: Any
) -> Complaint:
    """Return a complaint in `state`; IN_CASE stands without a case (casework makes those)."""
    made = services.register_complaint(actor(by), given(**changes))
    for step in _COURSES[state]:
        step(made)
    return made


def accept(made: Complaint) -> None:
    """Accept as the discipline leader."""
    services.accept_complaint(made, actor("supervisor"), seen_version=made.version)


def decline(made: Complaint) -> None:
    """Decline as the discipline leader."""
    services.decline_complaint(
        made,
        actor("supervisor"),
        code="outside_remit",
        reason="反映的事项由上级机关管辖。",
        seen_version=made.version,
    )


def withdraw(made: Complaint) -> None:
    """Enter the withdrawal as the intake officer."""
    services.withdraw_complaint(
        made, actor("intake"), reason="已经与单位协商解决。", seen_version=made.version
    )


def put_in_case(made: Complaint) -> None:
    """Mark as handled in a case."""
    services.put_in_case(made, actor("supervisor"))


def reply(made: Complaint, by: str = "intake") -> None:
    """Answer as the intake officer."""
    services.reply_to_complaint(
        made,
        actor(by),
        text=REPLY,
        method="当面送交",
        seen_version=made.version,
    )


def draft_reply(made: Complaint, by: str = "intake", **changes: Any) -> ReplyDraft:
    """Put a reply to the leader; `changes` replace arguments."""
    values: dict[str, Any] = {"text": REPLY, "method": "当面送交", "seen_version": made.version}
    return services.draft_reply(made, actor(by), **{**values, **changes})


def transfer(made: Complaint, key: str = "town", **changes: Any) -> ComplaintTransfer:
    """Pass on to the unit `key` as the discipline leader; `changes` replace arguments."""
    values: dict[str, Any] = {
        "unit": unit(key),
        "reason": "所反映的事项属于该单位职责。",
        "content": CONTENT,
        "due_on": moment.today() + timedelta(days=10),
        "seen_version": made.version,
    }
    by: Actor = changes.pop("by", None) or actor("supervisor")
    return services.transfer_complaint(made, by, **{**values, **changes})


def sign(made: ComplaintTransfer, by: str = "town_liaison") -> None:
    """Sign for what was passed on."""
    services.sign_transfer(made, actor(by), seen_version=made.version)


def ask_time(made: ComplaintTransfer, **changes: Any) -> None:
    """Sign for what was passed on, and ask for a week more; `changes` replace arguments."""
    if made.signed_on is None:
        sign(made)
    values: dict[str, Any] = {
        "text": WHY,
        "until": made.due_on + timedelta(days=7),
        "seen_version": made.version,
    }
    services.ask_time(made, actor("town_liaison"), **{**values, **changes})


def send_back(made: ComplaintTransfer, text: str = "不属于我单位职责。") -> None:
    """Return what was passed on."""
    services.return_transfer(made, actor("town_liaison"), text=text, seen_version=made.version)


def urge(
    made: ComplaintTransfer, step: UrgingStep = UrgingStep.URGE, by: str = "", **changes: Any
) -> TransferUrging:
    """Urge the unit as who may raise this step; `changes` replace arguments."""
    is_card = step in STEPS_OF[ComplaintAction.SUPERVISE]
    values: dict[str, Any] = {
        "text": "请于三日内反馈核实的结果。",
        "talk_on": moment.today() if step is UrgingStep.RED else None,
        "seen_version": made.complaint.version,
    }
    who = actor(by or ("supervisor" if is_card else "intake"))
    return services.urge_unit(
        made.complaint, who, transfer=made, step=step, **{**values, **changes}
    )


def report(made: ComplaintTransfer, **changes: Any) -> None:
    """Report on what was passed on; `changes` replace arguments."""
    values: dict[str, Any] = {"text": "已经公开，并向群众说明。", "seen_version": made.version}
    services.report_transfer(made, actor("town_liaison"), **{**values, **changes})


def ask_supplement(made: Complaint, missing: str, due_on: date) -> None:
    """Ask who reported for what is missing as the discipline leader."""
    services.ask_supplement(
        made, actor("supervisor"), missing=missing, due_on=due_on, seen_version=made.version
    )


def receive_supplement(made: Complaint, text: str = "来人补交了回执复印件。") -> None:
    """Enter what came as the intake officer."""
    services.receive_supplement(made, actor("intake"), text=text, seen_version=made.version)


def merge(made: Complaint, leading: Complaint, reason: str | None = None) -> None:
    """Join to another one as the discipline leader."""
    services.merge_complaint(
        made, actor("supervisor"), leading=leading, reason=reason, seen_version=made.version
    )


def unmerge(made: Complaint, reason: str = "经核对，不是同一事项。") -> None:
    """Part again as the discipline leader."""
    services.unmerge_complaint(made, actor("supervisor"), reason=reason, seen_version=made.version)


def close(made: Complaint, told_on: date | None = None) -> None:
    """Close as the discipline leader."""
    services.close_complaint(
        made,
        actor("supervisor"),
        told_on=told_on,
        method="邮寄" if told_on else None,
        seen_version=made.version,
    )


def opening(made: Complaint, state: OpeningState = OpeningState.REQUESTED) -> ReporterOpening:
    """Return a request of the intake officer to see who reported, in `state`."""
    found = services.request_opening(made, actor("intake"), reason="需要联系核实情况。")
    if state is OpeningState.REFUSED:
        services.refuse_opening(
            found, actor("supervisor"), reason="可以书面答复。", seen_version=found.version
        )
    elif state is not OpeningState.REQUESTED:
        services.consent_opening(found, actor("supervisor"), seen_version=found.version)
    if state is OpeningState.USED:
        services.view_reporter(found, actor("intake"), seen_version=found.version)
    if state is OpeningState.EXPIRED:
        with moment.frozen((moment.now() + timedelta(hours=1)).isoformat()):
            services.expire_openings()
    return found


def viewed(made: Complaint) -> Identity:
    """Return who reported as the intake officer sees it after the leader's consent."""
    found = opening(made, OpeningState.CONSENTED)
    return services.view_reporter(found, actor("intake"), seen_version=found.version)


_COURSES = {
    ComplaintState.REGISTERED: (),
    ComplaintState.ACCEPTED: (accept,),
    ComplaintState.DECLINED: (decline,),
    ComplaintState.WITHDRAWN: (withdraw,),
    ComplaintState.IN_CASE: (accept, put_in_case),
    ComplaintState.REPLIED: (accept, reply),
    ComplaintState.CLOSED: (accept, reply, close),
}
