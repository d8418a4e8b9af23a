"""What this package has in a case file: shares, decision, service, remedies, rectification."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from accountability.documents.registered import loss_sheet, on_day, sanction_sheet
from accountability.labels.acts import SHARES
from accountability.labels.decisions import GRADES, PARTS
from accountability.labels.decisions import STATES as DECISION_STATES
from accountability.labels.rectifications import FINDINGS, ITEM_STATES, OVERDUE_STEPS, RULINGS
from accountability.labels.rectifications import STATES as RECTIFICATION_STATES
from accountability.labels.remedies import FILED_VIA, REMEDY_KINDS
from accountability.labels.remedies import STATES as REMEDY_STATES
from accountability.labels.services import STATES as SERVICE_STATES
from accountability.models import (
    Decision,
    DecisionDiscussion,
    Enforcement,
    NoticeService,
    Rectification,
    RectificationFeedback,
    RectificationItem,
    RectificationUrging,
    RectificationVisit,
    Remedy,
    ResponsibleAct,
)
from accountability.queries.acts import acts_of
from accountability.queries.circulars import of_decision as circulars_on
from accountability.queries.file_requests import of_decision as file_requests_on
from accountability.queries.losses import of_case as losses_of
from accountability.queries.remedies import receipts_of
from accountability.queries.sanctions import of_decision
from casework.archive.pieces import Piece, Sheet, form, issued
from casework.models import Case, CaseRespondent
from core import moment
from core.db import db
from core.documents import Table
from core.documents.wording import chinese_date
from core.identity.models import User
from core.serving.labels import METHODS
from regulations.labels import ROLES

#: Where these documents stand in the file of a case.
ORDER = 50


def pieces(case: Case) -> Iterator[Piece]:
    """Yield the documents in the order in which things took their course."""
    office = case.unit.short_name
    for act in acts_of(case):
        yield _shares(act, case, office)
    for decision in _decisions(case):
        yield _approval(decision, office)
        for discussion in decision.discussions:
            yield _minutes(discussion, office)
        services = _services(decision)
        for service in services:
            yield issued(service.document, office)
        for service in services:
            yield _receipt(service, office)
        brought = _remedies(decision)
        receipts = receipts_of(brought) if brought else {}
        for remedy in brought:
            yield _petition(remedy, office)
            if remedy.id in receipts:
                yield issued(receipts[remedy.id], office)
            if remedy.document is not None:
                yield issued(remedy.document, office)
        for request in file_requests_on(decision.id):
            if request.document is not None:
                yield issued(request.document, office)
        for rectification in _rectifications(decision):
            yield _rectification(rectification, office)
        for circular in circulars_on(decision.id):
            if circular.document is not None:
                yield issued(circular.document, office)
        for sanction in of_decision(decision.id):
            if sanction.document is not None:
                yield issued(sanction.document, office)
            yield sanction_sheet(sanction, office)
    for loss in losses_of(case.id):
        yield loss_sheet(loss, office)


def _decisions(case: Case) -> list[Decision]:
    loads = (
        joinedload(Decision.drafted_by),
        joinedload(Decision.reviewed_by),
        joinedload(Decision.signed_by),
        selectinload(Decision.measures),
        selectinload(Decision.discussions).joinedload(DecisionDiscussion.recorded_by),
    )
    statement = select(Decision).where(Decision.case_id == case.id).options(*loads)
    return list(db.session.scalars(statement.order_by(Decision.id)))


def _services(decision: Decision) -> list[NoticeService]:
    statement = (
        select(NoticeService)
        .where(NoticeService.decision_id == decision.id)
        .options(
            joinedload(NoticeService.document),
            joinedload(NoticeService.respondent).joinedload(CaseRespondent.unit),
        )
        .order_by(NoticeService.id)
    )
    return list(db.session.scalars(statement))


def _remedies(decision: Decision) -> list[Remedy]:
    statement = (
        select(Remedy)
        .where(Remedy.decision_id == decision.id)
        .options(joinedload(Remedy.document), joinedload(Remedy.service))
        .order_by(Remedy.id)
    )
    return list(db.session.scalars(statement))


def _rectifications(decision: Decision) -> list[Rectification]:
    statement = (
        select(Rectification)
        .where(Rectification.decision_id == decision.id)
        .options(selectinload(Rectification.items), joinedload(Rectification.respondent))
        .order_by(Rectification.id)
    )
    return list(db.session.scalars(statement))


def _shares(act: ResponsibleAct, case: Case, office: str) -> Piece:
    names = {r.id: r.display_name for r in case.respondents}
    facts = form(("责任行为", act.title), ("行为日期", chinese_date(act.on_date)))
    rows = [("姓名", "身份", "规则建议", "认定", "依据或者理由")]
    for share in act.shares:
        why = "\n".join(filter(None, (share.article, share.departure_reason)))
        rows.append(
            (
                names[share.respondent_id],
                str(ROLES[share.role]),
                str(SHARES[share.proposed_share]),
                str(SHARES[share.share]),
                why,
            )
        )
    table = Table(tuple(rows), (4, 5, 5, 5, 9), header=True)
    return Piece(f"责任划分认定表（{act.title}）", office, None, Sheet((facts, table)))


def _approval(decision: Decision, office: str) -> Piece:
    names = {r.id: r.display_name for r in decision.case.respondents}
    measures = "\n".join(
        f"{names[m.respondent_id]}：{m.label}（{m.article or m.departure_reason}）"
        for m in decision.measures
    )
    signed = moment.local(decision.signed_at).date() if decision.signed_at else None
    table = form(
        ("文号", decision.number),
        ("查明的事实", decision.facts_text),
        ("情节认定", f"{GRADES[decision.grade]}　{decision.grade_reason}"),
        ("从轻从重情节", decision.circumstances),
        ("处理措施", measures or "不予追究责任"),
        ("改正要求", decision.requirement if decision.measures else None),
        ("改正期限", chinese_date(decision.correction_due_on) if decision.measures else None),
        ("拟稿人", decision.drafted_by.name),
        ("审核人", _when(decision.reviewed_by, decision.reviewed_at)),
        ("审核意见", decision.review_note),
        ("签发人", _when(decision.signed_by, decision.signed_at)),
        ("现状", str(DECISION_STATES[decision.state])),
    )
    number = decision.number or ""
    return Piece("处理决定审批表", office, signed, Sheet((table,)), number=number, inner=True)


def _minutes(discussion: DecisionDiscussion, office: str) -> Piece:
    """Return the minutes of a collective discussion; they stay within the office."""
    people = [
        (str(words), "、".join(discussion.names[part]))
        for part, words in PARTS.items()
        if part in discussion.names
    ]
    table = form(
        ("讨论机关", discussion.body),
        ("讨论日期", chinese_date(discussion.held_on)),
        ("地点", discussion.place),
        ("主持人", discussion.chair),
        *people,
        ("讨论情况和意见", discussion.minutes),
        ("结论", "同意处理意见" if discussion.is_agreed else "不同意，退回修改"),
        ("记录人", _when(discussion.recorded_by, discussion.recorded_at)),
    )
    return Piece("集体讨论记录", office, discussion.held_on, Sheet((table,)), inner=True)


def _when(user: User | None, instant: datetime | None) -> str:
    if user is None or instant is None:
        return ""
    return f"{user.name}　{chinese_date(moment.local(instant).date())}"


def _receipt(service: NoticeService, office: str) -> Piece:
    """Return the proof of service as the system holds it; the signed paper is filed beside it."""
    receiver = "，".join(filter(None, (service.received_by, service.receiver_relation)))
    table = form(
        ("送达文书", service.document.title),
        ("受送达人", service.respondent.display_name),
        ("送达情况", str(SERVICE_STATES[service.state])),
        ("送达方式", str(METHODS[service.method]) if service.method else None),
        ("送达地点", service.place),
        ("发出日期", on_day(service.dispatched_on)),
        ("收到日期", on_day(service.received_on)),
        ("签收人", receiver or None),
        ("见证人", service.witnesses),
        ("送达人", service.servers),
        ("送达凭证", service.proof),
        ("未能送达的原因", service.failure_reason),
    )
    title = f"送达登记表（{service.respondent.display_name}）"
    return Piece(title, office, service.received_on, Sheet((table,)))


def _petition(remedy: Remedy, office: str) -> Piece:
    kind = str(REMEDY_KINDS[remedy.kind])
    applicant = remedy.service.respondent.display_name
    table = form(
        ("编号", remedy.number),
        ("申请人", applicant),
        ("提出日期", on_day(remedy.filed_on)),
        ("提出方式", str(FILED_VIA[remedy.filed_via])),
        ("请求", remedy.request),
        ("理由", remedy.grounds),
        ("逾期理由", remedy.late_reason if remedy.is_late else None),
        ("受理日期", on_day(remedy.admitted_on)),
        ("不予受理的理由", remedy.rejection_reason),
        ("处理结果", str(REMEDY_STATES[remedy.state])),
        ("处理意见", remedy.ruling),
        ("处理日期", on_day(remedy.ruled_on)),
    )
    title = f"{kind}登记表（{applicant}）"
    return Piece(title, office, remedy.filed_on, Sheet((table,)), number=remedy.number)


def _rectification(rectification: Rectification, office: str) -> Piece:
    facts = form(
        ("整改对象", rectification.name),
        ("责令日期", on_day(rectification.ordered_on)),
        ("期限", on_day(rectification.due_on)),
        ("整改报告", rectification.report_text),
        ("报告日期", on_day(rectification.reported_on)),
        ("情况说明", rectification.explanation),
        ("现状", str(RECTIFICATION_STATES[rectification.state])),
        ("办结日期", on_day(rectification.closed_on)),
    )
    rows = [("存在问题", "整改情况", "完成日期", "核查结果")]
    rows += [
        (
            _planned(item),
            item.done_text or "",
            on_day(item.done_on) or "",
            str(ITEM_STATES[item.status]),
        )
        for item in rectification.items
    ]
    tables: tuple[Table, ...] = (
        facts,
        *map(_enforced, rectification.enforcements),
        *map(_visited, rectification.visits),
        *map(_urged, rectification.urgings),
        *map(_fed_back, rectification.feedbacks),
    )
    if rectification.items:
        tables += (Table(tuple(rows), (9, 9, 6, 4), header=True),)
    title = f"整改登记表（{rectification.name}）"
    on = rectification.closed_on or rectification.reported_on or rectification.ordered_on
    return Piece(title, office, on, Sheet(tables))


def _planned(item: RectificationItem) -> str:
    """Return what was wrong and, where there was a plan, who was to do what until when."""
    if item.planned_on is None:
        return item.problem
    until = chinese_date(item.planned_on)
    return f"{item.problem}\n措施：{item.measure}（{item.responsible}，{until}）"


def _visited(visit: RectificationVisit) -> Table:
    return form(
        ("现场核查", on_day(visit.visited_on)),
        ("核查项目", visit.item.problem if visit.item else "全部项目"),
        ("核查地点", visit.place),
        ("核查人员", visit.visitors),
        ("核查结论", str(FINDINGS[visit.finding])),
        ("核查情况", visit.found),
    )


def _urged(urging: RectificationUrging) -> Table:
    return form(
        (str(OVERDUE_STEPS[urging.step]), on_day(urging.raised_on)),
        ("原定期限", on_day(urging.due_on)),
        ("方式", urging.way),
        ("文号", urging.document.number if urging.document else None),
        ("内容", urging.text),
        ("通报依据", urging.article),
        ("通报范围", urging.recipients),
    )


def _fed_back(feedback: RectificationFeedback) -> Table:
    return form(
        ("反馈", on_day(feedback.sent_on)),
        ("反馈对象", feedback.to_whom),
        ("反馈方式", feedback.way),
        ("反馈文号", feedback.number),
        ("反馈内容", feedback.text),
    )


def _enforced(application: Enforcement) -> Table:
    ruling = application.ruling
    return form(
        ("申请强制执行", on_day(application.applied_on)),
        ("受理法院", application.court),
        ("申请理由", application.grounds),
        ("裁定结果", str(RULINGS[ruling]) if ruling else None),
        ("裁定日期", on_day(application.ruled_on)),
        ("裁定书文号", application.ruling_number),
        ("执行情况", application.carried_out),
        ("执行完毕日期", on_day(application.carried_out_on)),
    )
