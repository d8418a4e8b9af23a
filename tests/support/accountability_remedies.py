"""Services, remedies and rectifications in every state, reached by calling the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from accountability.documents.file_answer import free_ids
from accountability.models import Decision, FileRequest, NoticeService, Rectification, Remedy
from accountability.queries import notices, rectifications
from accountability.rules import (
    ApprovalState,
    DecisionState,
    RectificationState,
    RemedyAction,
    RemedyKind,
    RemedyState,
    ServiceState,
)
from accountability.seeking import Petition
from accountability.services import file_requests as file_services
from accountability.services import notices as service_services
from accountability.services import rectifications as rectification_services
from accountability.services import remedies as remedy_services
from accountability.services import urging
from casework.defence.material import material_of
from casework.models import Case
from core import moment
from core.clocks.models import Clock
from core.serving.rules import Delivery, ServiceMethod
from regulations.codes import TermId
from tests.support import accountability as build
from tests.support.factories import actor, unit

GROUNDS = "逾期系因系统故障，并非本人责任。"
REQUEST = "请求撤销对本人的处理。"
RULING = "经审查，原处理决定认定事实清楚，责任划分适当。"
LATE_REASON = "住院治疗，出院后才收到文书。"
REPORT = "已经逐项改正，现将情况报告如下。"
REASON = "没有附佐证材料。"
WANTED = "认定逾期未答复所依据的证据。"
KEPT_BACK = "其余材料涉及其他人员，与对你的处理没有关系。"


def decided(requirement: str = "补办答复。\n完善登记制度。", **changes: Any) -> Decision:
    """Return an issued decision on the official and the principal, each with a measure."""
    return build.decision(DecisionState.ISSUED, changes={"requirement": requirement, **changes})


def alone(**changes: Any) -> Decision:
    """Return an issued decision on the official alone."""
    made = build.case(leader=None)
    build.confirm(build.act(made, approval_state=ApprovalState.NONE))
    return build.decision(DecisionState.ISSUED, made, changes or None)


def notices_of(decision: Decision) -> list[NoticeService]:
    """Return the services of a decision: the official's first."""
    return list(notices.services_of(decision.id))


def delivery(**changes: Any) -> Delivery:
    """Return a service in person today; `changes` replace fields."""
    values: dict[str, Any] = {
        "method": ServiceMethod.IN_PERSON,
        "received_on": moment.today(),
        "received_by": "王𬭩",
        "place": "市自然资源局",
        "servers": "韩志远、佟丽华",
        "proof": "送达回证签收原件",
    }
    return Delivery(**{**values, **changes})


def serve(service: NoticeService, by: str = "handler", **changes: Any) -> NoticeService:
    """Record the service of a notice."""
    service_services.record_service(
        service, actor(by), delivery(**changes), seen_version=service.version
    )
    return service


def service(
    state: ServiceState = ServiceState.SERVED, decision: Decision | None = None
) -> NoticeService:
    """Return the official's service in `state`; the decision is on the official alone if none is
    given.
    """
    made = notices_of(decision or alone())[0]
    if state is ServiceState.FAILED:
        fail(made)
    if state is ServiceState.SERVED:
        serve(made)
    return made


def fail(made: NoticeService, by: str = "handler") -> None:
    """Record that the notice could not be served."""
    service_services.fail_service(
        made, actor(by), reason="三次上门，均无人在家。", seen_version=made.version
    )


def retry(made: NoticeService, by: str = "handler") -> None:
    """Prepare the notice anew."""
    service_services.retry_service(made, actor(by), seen_version=made.version)


def served_all(decision: Decision | None = None) -> Decision:
    """Return a decision all of whose notices were served today."""
    made = decision or decided()
    for notice in notices_of(made):
        serve(notice)
    return made


def remedy_clock(made: NoticeService) -> Clock:
    """Return the clock of the period in which the addressee may seek a remedy."""
    return notices.remedy_clocks([made])[made.id]


def take_effect(case: Case, by: str = "supervisor") -> None:
    """Let the decision take effect."""
    service_services.take_effect(case, actor(by), seen_version=case.version)


def petition(**changes: Any) -> Petition:
    """Return a request for reconsideration; `changes` replace fields."""
    values: dict[str, Any] = {
        "kind": RemedyKind.RECONSIDERATION,
        "request": REQUEST,
        "grounds": GROUNDS,
    }
    return Petition(**{**values, **changes})


def file(made: NoticeService, by: str = "official", **changes: Any) -> Remedy:
    """File a remedy at the desk."""
    return remedy_services.file_remedy(made, actor(by), petition(**changes))


def register(made: NoticeService, by: str = "handler", **changes: Any) -> Remedy:
    """Register a remedy that came on paper."""
    return remedy_services.register_remedy(made, actor(by), petition(**changes))


def admit(made: Remedy, by: str = "supervisor", reason: str | None = None) -> None:
    """Take the remedy up."""
    remedy_services.admit_remedy(made, actor(by), reason=reason, seen_version=made.version)


def reject(made: Remedy, by: str = "supervisor", reason: str = "逾期没有正当理由。") -> None:
    """Decline to take the remedy up."""
    remedy_services.reject_remedy(made, actor(by), reason=reason, seen_version=made.version)


def withdraw(made: Remedy, by: str = "official") -> None:
    """Take the remedy back."""
    remedy_services.withdraw_remedy(made, actor(by), seen_version=made.version)


def rule(made: Remedy, action: RemedyAction, by: str = "reviewer", ruling: str = RULING) -> None:
    """Rule on the remedy."""
    remedy_services.rule_remedy(
        made, actor(by), action=action, ruling=ruling, seen_version=made.version
    )


_RULED = {
    RemedyState.UPHELD: RemedyAction.UPHOLD,
    RemedyState.MODIFIED: RemedyAction.MODIFY,
    RemedyState.REVOKED: RemedyAction.REVOKE,
    RemedyState.REMANDED: RemedyAction.REMAND,
}


def remedy(state: RemedyState = RemedyState.FILED, made: NoticeService | None = None) -> Remedy:
    """Return the official's remedy in `state`, in a case served on all."""
    filed = file(made or service())
    if state is RemedyState.REJECTED:
        reject(filed)
    elif state is RemedyState.WITHDRAWN:
        withdraw(filed)
    elif state is not RemedyState.FILED:
        admit(filed)
        if state in _RULED:
            rule(filed, _RULED[state])
    return filed


def ask_for_file(made: NoticeService, by: str = "official", **changes: Any) -> FileRequest:
    """Ask at the desk to see the file."""
    return file_services.ask_for_file(made, actor(by), **{"wanted": WANTED, **changes})


def grant_file(made: FileRequest, by: str = "handler") -> None:
    """Show all that may be shown."""
    file_services.grant_file(made, actor(by), seen_version=made.version)


def grant_part(made: FileRequest, by: str = "handler", **changes: Any) -> None:
    """Show the first fact alone; `changes` replace arguments."""
    free = free_ids(material_of(made.service.decision.case))
    values: dict[str, Any] = {"fact_ids": free["fact_ids"][:1], "evidence_ids": []}
    values |= {"reason": KEPT_BACK, "seen_version": made.version, **changes}
    file_services.grant_part(made, actor(by), **values)


def refuse_file(made: FileRequest, by: str = "handler", **changes: Any) -> None:
    """Show nothing; `changes` replace arguments."""
    values: dict[str, Any] = {"reason": KEPT_BACK, "seen_version": made.version, **changes}
    file_services.refuse_file(made, actor(by), **values)


def plan(made: Rectification, by: str = "liaison", **changes: Any) -> None:
    """Plan all items until today in ten days; `changes` replace arguments."""
    until = moment.today() + timedelta(days=10)
    values: dict[str, Any] = {
        "plans": {item.id: ("补办并完善登记。", "张科长", until) for item in made.items},
        "seen_version": made.version,
    }
    rectification_services.plan_rectification(made, actor(by), **{**values, **changes})


def report(made: Rectification, by: str = "liaison", **changes: Any) -> None:
    """Report all items as done today; `changes` replace arguments."""
    values: dict[str, Any] = {
        "text": REPORT,
        "deeds": {item.id: ("已改正。", moment.today()) for item in made.items},
        "seen_version": made.version,
    }
    rectification_services.report_rectification(made, actor(by), **{**values, **changes})


def accept_item(made: Rectification, index: int = 0, by: str = "handler") -> None:
    """Accept an item."""
    rectification_services.accept_item(
        made, actor(by), item_id=made.items[index].id, seen_version=made.version
    )


def return_item(made: Rectification, index: int = 0, by: str = "handler") -> None:
    """Return an item."""
    rectification_services.return_item(
        made, actor(by), item_id=made.items[index].id, reason=REASON, seen_version=made.version
    )


def send_back(made: Rectification, by: str = "handler", due_on: date | None = None) -> None:
    """Send the rectification back to be reported anew."""
    rectification_services.return_rectification(
        made,
        actor(by),
        due_on=due_on or moment.today() + timedelta(days=10),
        seen_version=made.version,
    )


def close(made: Rectification, by: str = "handler") -> None:
    """Close the rectification."""
    rectification_services.close_rectification(made, actor(by), seen_version=made.version)


def feed_back(made: Rectification, by: str = "handler", **changes: Any) -> None:
    """Feed the outcome back to the office today; `changes` replace arguments."""
    values: dict[str, Any] = {
        "to_whom": "局办公室",
        "sent_on": moment.today(),
        "way": "机要交换",
        "number": "阿政函〔2026〕5号",
        "text": "已补办答复，登记制度已完善。",
    }
    rectification_services.feed_back(made, actor(by), **values | changes, seen_version=made.version)


def accept_all(made: Rectification) -> None:
    """Accept every item."""
    for index in range(len(made.items)):
        accept_item(made, index)


def _return_one(made: Rectification) -> None:
    return_item(made)
    send_back(made)


_COURSES: dict[RectificationState, tuple[Callable[[Rectification], None], ...]] = {
    RectificationState.ORDERED: (),
    RectificationState.REPORTED: (report,),
    RectificationState.RETURNED: (report, _return_one),
    RectificationState.CLOSED: (report, accept_all, close),
}


def rectification(
    state: RectificationState = RectificationState.ORDERED, made: NoticeService | None = None
) -> Rectification:
    """Return the official's rectification in `state`; or one that was explained."""
    if state is RectificationState.EXPLAINED:
        return explained()
    ordered = rectifications.of_service(made or service())
    assert ordered is not None
    for step in _COURSES[state]:
        step(ordered)
    return ordered


def ordered_otherwise() -> Rectification:
    """Return a rectification that the office orders of the department without any decision."""
    return rectification_services.order_rectification(
        rectification_services.Order(
            origin=unit("office"),
            unit=unit("department"),
            owner=unit("office"),
            pack_id="xx-county-2022",
            term=TermId.EVALUATION_RECTIFY,
            title="政务公开社会评议",
            number="评反1号",
            on=moment.today(),
            problems="办事指南更新不及时\n电话无人接听",
        ),
        actor("handler"),
    )


def explained() -> Rectification:
    """Return a rectification that the unit explained instead of reporting it."""
    made = ordered_otherwise()
    rectification_services.explain_rectification(
        made,
        actor("liaison"),
        text="网站改版须等上级统一部署。",
        expected_on=None,
        seen_version=made.version,
    )
    return made


def urge(made: Rectification, by: str = "handler", **changes: Any) -> None:
    """Take the next step on an overdue rectification: remind it, then supervise it."""
    values: dict[str, Any] = {"text": "请立即整改并报告。", "way": "电话提醒，陈静接听"}
    urging.urge_rectification(made, actor(by), **values | changes, seen_version=made.version)


def overdue(made: Rectification) -> date:
    """Return the day after the last day of a rectification."""
    return made.due_on + timedelta(days=1)


def supervised(made: Rectification | None = None) -> Rectification:
    """Return a rectification that is overdue: the unit was reminded, then supervised."""
    ordered = made or rectification()
    with moment.frozen(overdue(ordered)):
        urge(ordered)
        urge(ordered, way=None)
    return ordered
