"""Cases in every state, reached by calling the services as the cast would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from casework import services
from casework.defending import Adoption, DefenceManner
from casework.models import (
    Case,
    CaseElevation,
    CaseNotice,
    CaseParticipant,
    CaseReferral,
    DefenceInvitation,
    EvidenceCustody,
    InvestigationPlan,
    InvestigationReport,
    Recusal,
)
from casework.reporting import building
from casework.rules import (
    CaseAction,
    CaseState,
    DefenceOutcome,
    EarlierActs,
    EvidenceForm,
    EvidenceKind,
    EvidenceOrigin,
    ParticipantRole,
    PersonRole,
    RecusalGround,
    RecusalOrigin,
    RespondentKind,
)
from casework.rules.elevations import ElevationGround
from casework.rules.notices import kind_for
from casework.rules.referrals import ReferralCourse, ReferralKind
from casework.services import (
    Accused,
    elevating,
    inviting,
    keeping,
    participating,
    planning,
    referring,
    reporting,
    telling,
)
from complaints.models import Complaint
from complaints.rules import ComplaintState
from core import moment
from core.access.actor import Actor
from core.access.permissions import Role
from core.clocks import services as clocks
from core.clocks.periods import Period
from core.clocks.periods import Unit as DayUnit
from core.identity import queries as identity
from core.serving.rules import Delivery, ServiceMethod
from regulations.codes import TermId
from tests.support import complaints
from tests.support.factories import actor, new_user, person, unit

TITLE = "市自然资源局逾期未答复政府信息公开申请"
SUMMARY = "二月三日收到公开征收补偿方案的申请，期满未答复，也未告知延期。"
FINDINGS = "经查，经办人收到申请后未登记，期满未答复。"
EFFECT = "申请人多次往返，造成不良影响。"
OPINION = "事实清楚，证据充分，程序合法，同意报批。"
REASON = "经查不属于应当追究责任的情形。"


def proposed(complaint: Complaint | None = None, by: str = "supervisor", **changes: Any) -> Case:
    """Return a case just proposed by the office: about the department's official, by a finding of
    its own unless `complaint` is given; `changes` replace arguments.
    """
    values: dict[str, Any] = {
        "unit": unit("office"),
        "title": TITLE,
        "trigger_code": "duty_not_performed",
        "act_on": moment.today(),
        "summary": SUMMARY,
        "complaint": complaint,
        "accused": [Accused(unit("department").id, "王𬭩", "科员")],
    }
    return services.propose_case(actor(by), **{**values, **changes})


def case(state: CaseState = CaseState.PROPOSED, *, of_complaint: bool = False) -> Case:
    """Return a case in `state`, the department's official being its respondent.

    From DECIDED on it is moved as accountability would, without a decision (those are made there).
    """
    if state is CaseState.SUSPENDED:
        made = case(CaseState.INVESTIGATING, of_complaint=of_complaint)
        suspend(made)
        return made
    complaint = complaints.complaint(ComplaintState.ACCEPTED) if of_complaint else None
    made = proposed(complaint)
    if state is CaseState.DISMISSED:
        file(made)
        services.dismiss_case(made, actor("supervisor"), reason=REASON, seen_version=made.version)
        return made
    for reached, step in _COURSE:
        if made.state is state:
            break
        step(made)
        assert made.state is reached
    return made


def file(made: Case) -> None:
    """File as the discipline leader."""
    services.file_case(made, actor("supervisor"), opinion="同意立案。", seen_version=made.version)


def name(made: Case, *usernames: str) -> None:
    """Name members of the team."""
    for username in usernames:
        services.name_member(
            made,
            actor("supervisor"),
            user_id=person(username).id,
            is_lead=False,
            seen_version=made.version,
        )


def investigate(made: Case) -> None:
    """Begin the investigation with two investigators."""
    name(made, "handler", "colleague")
    services.start_investigation(made, actor("supervisor"), seen_version=made.version)


def ask_recusal(made: Case, username: str, **changes: Any) -> Recusal:
    """Ask that somebody keeps away, as the leader found; `changes` replace arguments."""
    values: dict[str, Any] = {
        "user_id": person(username).id,
        "origin": RecusalOrigin.BY_ORGAN,
        "ground": RecusalGround.RELATIVE,
        "reason": "与当事人是亲属。",
    }
    who = actor(changes.pop("by", "supervisor"))
    return services.ask_recusal(made, who, **{**values, **changes})


def grant(recusal: Recusal, by: str = "supervisor", **changes: Any) -> None:
    """Grant it; `changes` replace arguments."""
    values: dict[str, Any] = {
        "reason": "情况属实，应当回避。",
        "earlier_acts": EarlierActs.STAND,
        "seen_version": recusal.version,
    }
    services.grant_recusal(recusal, actor(by), **{**values, **changes})


def recuse(made: Case, username: str, **changes: Any) -> Recusal:
    """Ask for a recusal and grant it; `changes` replace arguments of granting."""
    recusal = ask_recusal(made, username)
    grant(recusal, **changes)
    return recusal


def hand_over(made: Case, username: str, successor: str | None = None, **changes: Any) -> None:
    """Let a member leave, and `successor` take over; `changes` replace arguments."""
    values: dict[str, Any] = {
        "user_id": person(username).id,
        "successor_id": person(successor).id if successor else None,
        "reason": "工作调动，材料已当面移交。",
        "seen_version": made.version,
    }
    services.hand_over(made, actor("supervisor"), **{**values, **changes})


def suspend(made: Case, reason: str = "被调查人下落不明。") -> None:
    """Let the investigation stand still."""
    services.suspend_case(made, actor("supervisor"), reason=reason, seen_version=made.version)


def resume(made: Case, reason: str = "被调查人已到案。") -> None:
    """Let it go on."""
    services.resume_case(made, actor("supervisor"), reason=reason, seen_version=made.version)


def add_respondent(made: Case, by: str = "handler", **changes: Any) -> None:
    """Add the department's principal as its leader; `changes` replace arguments."""
    values: dict[str, Any] = {
        "kind": RespondentKind.PERSON,
        "unit_id": unit("department").id,
        "name": "李建国",
        "post_title": "局长",
        "role": PersonRole.PRINCIPAL_LEADER,
        "seen_version": made.version,
    }
    services.add_respondent(made, actor(by), **{**values, **changes})


def know_role(made: Case) -> None:
    """Complete the entry of the respondent with the part in the act."""
    entry = made.respondents[0]
    add_respondent(
        made, entry_id=entry.id, name=entry.name, post_title="科员", role=PersonRole.HANDLER
    )


def record_evidence(made: Case, by: str | Actor = "handler", **changes: Any) -> None:
    """Record an inquiry by both investigators; `changes` replace arguments."""
    values: dict[str, Any] = {
        "kind": EvidenceKind.INQUIRY,
        "on_date": moment.today(),
        "place": "市自然资源局会议室",
        "persons": "王𬭩",
        "summary": "王𬭩承认收到申请后未登记。",
        "investigator_ids": [person("handler").id, person("colleague").id],
        "credentials_shown": True,
        "seen_version": made.version,
    }
    who = actor(by) if isinstance(by, str) else by
    services.record_evidence(made, who, **{**values, **changes})


def record_fact(made: Case, **changes: Any) -> None:
    """Record a fact that rests on all evidence so far; `changes` replace arguments."""
    values: dict[str, Any] = {
        "on_date": moment.today(),
        "text": "收到申请后未登记，期满未答复。",
        "evidence_ids": [item.id for item in made.evidence],
        "seen_version": made.version,
    }
    services.record_fact(made, actor("handler"), **{**values, **changes})


def report(made: Case) -> None:
    """Gather what a report needs, and end the investigation as the approval of a report does.

    Most tests start behind it; where the report itself is asked for, `report_in_writing` makes it.
    """
    gather(made)
    services.follow(
        made,
        CaseAction.REPORT,
        actor("supervisor"),
        data={"findings": FINDINGS, "effect_found": EFFECT},
    )


def report_in_writing(made: Case) -> None:
    """Gather what a report needs; have it drafted, signed, reviewed and approved."""
    gather(made)
    approve(review(submit(draft(made))))


def gather(made: Case) -> None:
    """Find out the part of the first respondent; record evidence and a fact that rests on it."""
    if made.respondents[0].role is None:
        know_role(made)
    record_evidence(made)
    record_fact(made)


def draft(made: Case, by: str = "handler", **parts: str) -> InvestigationReport:
    """Draft the report from what the case holds; `parts` replace its text."""
    text = building.first_text(made)
    said = {"findings": FINDINGS, "effect_found": EFFECT, **parts}
    return reporting.draft_report(made, actor(by), replace(text, **said))


def submit(report: InvestigationReport) -> InvestigationReport:
    """Sign as the one investigator, and as the other sign and hand in."""
    reporting.sign_report(report, actor("colleague"), seen_version=report.version)
    reporting.submit_report(report, actor("handler"), seen_version=report.version)
    return report


def review(report: InvestigationReport) -> InvestigationReport:
    """Pass the report on as the reviewer."""
    reporting.review_report(report, actor("reviewer"), opinion=OPINION, seen_version=report.version)
    return report


def approve(report: InvestigationReport) -> InvestigationReport:
    """Approve the report as the leader who filed the case."""
    reporting.approve_report(report, actor("supervisor"), seen_version=report.version)
    return report


def participant(made: Case, by: str = "handler", **changes: Any) -> CaseParticipant:
    """Enter a witness who takes part; `changes` replace arguments."""
    values: dict[str, Any] = {
        "role": ParticipantRole.WITNESS,
        "name": "苏日娜",
        "affiliation": "市政务服务中心窗口人员",
        "matter": "就收件登记的经过作证",
        "invited_on": moment.today(),
    }
    return participating.invite(made, actor(by), **{**values, **changes})


def plan(made: Case, by: str = "handler", **changes: Any) -> InvestigationPlan:
    """Write the plan from the list for disclosure; `changes` replace arguments."""
    values: dict[str, Any] = {
        "checklist": "disclosure",
        "goals": "查明申请为何逾期未答复。",
        "questions": "1.由谁收件。2.由谁决定不答复。",
    }
    return planning.draft_plan(made, actor(by), **{**values, **changes})


def kept(made: Case, by: str = "handler", **changes: Any) -> EvidenceCustody:
    """Take the first evidence of a case into custody; `changes` replace arguments."""
    values: dict[str, Any] = {
        "evidence_id": made.evidence[0].id,
        "title": "收文登记簿",
        "origin": EvidenceOrigin.TAKEN,
        "source": "市自然资源局档案室",
        "shape": EvidenceForm.ORIGINAL,
        "amount": "1册36页",
        "keeper": "韩志远",
        "on_date": moment.today(),
    }
    return keeping.receive(made, actor(by), **{**values, **changes})


def referral(made: Case, by: str = "handler", **changes: Any) -> CaseReferral:
    """Propose to refer a clue to the supervision body; `changes` replace arguments."""
    values: dict[str, Any] = {
        "kind": ReferralKind.SUPERVISION,
        "receiver": "阿尔山市监察委员会",
        "matter": "账册载明经办人员按月收受打印社转账。",
        "reason": "涉嫌职务违法，不属于本机关处理的事项。",
        "materials": "打印社账册复印件，1份5页\n询问笔录，1份4页",
        "course": ReferralCourse.GOES_ON,
    }
    return referring.propose_referral(made, actor(by), **{**values, **changes})


def send(referral: CaseReferral, by: str = "supervisor") -> CaseReferral:
    """Approve a referral: the letter goes out."""
    referring.approve_referral(
        referral, actor(by), opinion="同意移送。", seen_version=referral.version
    )
    return referral


def hand_up(made: Case, by: str = "supervisor", **changes: Any) -> CaseElevation:
    """Ask the government to handle the office's case; `changes` replace arguments. Somebody who may
    answer for it there is added where there is none.
    """
    if not identity.users_with_role(Role.DISCIPLINE_LEADER, unit("government")):
        new_user("superior", "上级负责人", "government", (Role.DISCIPLINE_LEADER,))
    values: dict[str, Any] = {
        "to_unit": unit("government"),
        "ground": ElevationGround.MAJOR,
        "reason": "涉及多个部门，本单位难以协调。",
    }
    return elevating.ask_elevation(made, actor(by), **{**values, **changes})


def open_defence(made: Case) -> None:
    """Let the respondents be heard."""
    services.open_defence(made, actor("supervisor"), seen_version=made.version)


def hear(made: Case, **changes: Any) -> None:
    """Record the defence of every respondent; `changes` replace arguments."""
    for respondent in list(made.respondents):
        values: dict[str, Any] = {
            "respondent_id": respondent.id,
            "outcome": DefenceOutcome.STATED,
            "heard_on": moment.today(),
            "manner": DefenceManner.ORAL,
            "text": "当时科室人手不足。",
            "adoption": Adoption.REJECTED,
            "response": "不属于免责事由，不予采纳。",
            "seen_version": made.version,
        }
        services.record_defence(made, actor("handler"), **{**values, **changes})


def invitation(made: Case, by: str = "handler", **changes: Any) -> DefenceInvitation:
    """Draft an invitation to the first respondent, with all facts in its extract; `changes`
    replace arguments.
    """
    values: dict[str, Any] = {
        "respondent_id": made.respondents[0].id,
        "facts_text": "1.收到申请后未登记，期满未答复。",
        "basis": "上述行为涉嫌属于规定的情形。",
        "answer_by": moment.today() + timedelta(days=5),
        "answer_to": "向调查组提交书面意见，也可以当面口头陈述。",
        "fact_ids": [fact.id for fact in made.facts],
        "evidence_ids": [],
    }
    return inviting.draft_invitation(made, actor(by), **{**values, **changes})


def issue(invitation: DefenceInvitation) -> DefenceInvitation:
    """Issue an invitation."""
    inviting.issue_invitation(invitation, actor("handler"), seen_version=invitation.version)
    return invitation


def serve(invitation: DefenceInvitation, **changes: Any) -> DefenceInvitation:
    """Serve an invitation in person today; `changes` replace parts of the delivery."""
    inviting.serve_invitation(
        invitation, actor("handler"), _in_person(**changes), seen_version=invitation.version
    )
    return invitation


def _in_person(**changes: Any) -> Delivery:
    values: dict[str, Any] = {
        "method": ServiceMethod.IN_PERSON,
        "received_on": moment.today(),
        "received_by": "王𬭩",
        "servers": "韩志远、佟丽华",
        "proof": "送达回证",
    }
    return Delivery(**{**values, **changes})


def told(made: Case, **changes: Any) -> CaseNotice:
    """Draft the notice that is given in the state of the case, to the first respondent, and issue
    it; `changes` replace arguments.
    """
    kind = kind_for(made.state)
    assert kind is not None
    values: dict[str, Any] = {
        "kind": kind,
        "respondent_id": made.respondents[0].id,
        "text": "是否存在收到申请后期满未答复的情形。",
        "request": "请提供收文登记簿。",
    }
    notice = telling.draft_telling(made, actor("handler"), **{**values, **changes})
    telling.issue_telling(notice, actor("handler"), seen_version=notice.version)
    return notice


def serve_telling(notice: CaseNotice, **changes: Any) -> CaseNotice:
    """Serve a notice in person today; `changes` replace parts of the delivery."""
    telling.serve_telling(
        notice, actor("handler"), _in_person(**changes), seen_version=notice.version
    )
    return notice


def deliberate(made: Case) -> None:
    """Hear the respondents and take the case to deliberation."""
    hear(made)
    services.deliberate_case(made, actor("supervisor"), seen_version=made.version)


def follow(action: CaseAction) -> Callable[[Case], None]:
    """Return a step that follows from an act on the decision."""

    def step(made: Case) -> None:
        services.follow(made, action, actor("signer"))

    return step


def close(made: Case) -> None:
    """Close, after the complainant was told."""
    if made.complaint is not None and made.complaint.state is ComplaintState.IN_CASE:
        complaints.reply(made.complaint)
    services.close_case(made, actor("supervisor"), seen_version=made.version)


_COURSE: tuple[tuple[CaseState, Callable[[Case], None]], ...] = (
    (CaseState.FILED, file),
    (CaseState.INVESTIGATING, investigate),
    (CaseState.REPORTED, report),
    (CaseState.DEFENCE, open_defence),
    (CaseState.DELIBERATING, deliberate),
    (CaseState.DECIDED, follow(CaseAction.DECIDE)),
    (CaseState.SERVED, follow(CaseAction.SERVE)),
    (CaseState.EFFECTIVE, follow(CaseAction.TAKE_EFFECT)),
    (CaseState.CLOSED, close),
)


def investigation_clock(made: Case, length: int = 10) -> None:
    """Start a period of so many working days, as a rule or a unit would set it."""
    period = Period(
        length, DayUnit.WORKING_DAY, warn=3, article="《某县办法》第九条", source="000-18"
    )
    clocks.start(
        Case.__tablename__,
        made.id,
        period,
        TermId.INVESTIGATION_PERIOD,
        "aershan-2021",
        "调查期限",
        moment.today(),
        None,
        made.unit_id,
    )
