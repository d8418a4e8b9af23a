"""What this package has in the file of a case: from the proposal to the end, and who did what.

What the team wrote stands as the team wrote it. Of the report nothing stands but its number: its
text, its letters and its files may give the reporter away (SEC-01), and are kept with the report.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from casework import deadlines
from casework.archive.pieces import Piece, Sheet, attached, form, issued
from casework.archive.serving import invited, told
from casework.custody.labels import FORMS, event_label
from casework.custody.letters import source_words as origin_words
from casework.custody.letters import standing
from casework.custody.queries import custodies_of
from casework.labels import ADOPTIONS, DEFENCE_MANNERS, OUTCOMES
from casework.models import (
    Case,
    CaseParticipant,
    Defence,
    Evidence,
    EvidenceCustody,
    InvestigationPlan,
    InvestigationReport,
    Recusal,
)
from casework.participants.labels import ROLES, STATES
from casework.participants.queries import participants_of
from casework.plans.labels import STEP_STATES
from casework.plans.queries import plan_of
from casework.recusal.labels import EARLIER_ACTS, GROUND_ARTICLES, GROUNDS, ORIGINS
from casework.recusal.labels import STATES as RECUSAL_STATES
from casework.recusal.queries import recusals_of
from casework.referral.labels import COURSES, KINDS
from casework.referral.labels import STATES as REFERRAL_STATES
from casework.referral.queries import referrals_of
from casework.reporting.building import respondent_lines, source_words
from casework.reporting.queries import reports_of
from casework.rules import CaseAction, CaseState
from casework.rules.notices import TellingKind
from core import moment
from core.db import db
from core.documents import Table
from core.documents.wording import chinese_date
from core.files.labels import size_words
from core.files.models import Attachment
from core.files.queries import attachments_of
from core.identity.models import User
from regulations.registry import get_pack, title_of
from regulations.rules import breaches

#: Where the documents of this package stand among those of the packages above.
BEFORE_DECISION, AFTER_ALL = 10, 90

RECORD_TITLE = "办理过程记录"


def opening(case: Case) -> Iterator[Piece]:
    """Yield what came before a decision: filing, team, evidence with its files, report, defence."""
    office = case.unit.short_name
    yield _filing(case, office)
    if case.members:
        yield _team(case, office)
    if case.recusals:
        yield _recusals(case, office)
    if (plan := plan_of(case)) is not None:
        yield _plan(plan, office)
    files = attachments_of(Evidence, [item.id for item in case.evidence])
    for item in case.evidence:
        rows = files.get(item.id, ())
        name = deadlines.evidence_name(item)
        yield _evidence(item, rows, office)
        for row in rows:
            yield attached(row, office, f"{name.partition(' ')[0]}附件")
    if kept := custodies_of(case).values():
        yield _custody(kept, office)
    if people := participants_of(case):
        yield _participants(people, office)
    yield from _reports(case, office)
    yield from _referrals(case, office)
    yield from told(case, TellingKind.INVESTIGATION, office)
    yield from invited(case, office)
    if heard := [r.defence for r in case.respondents if r.defence]:
        yield _defences(case, office)
        handed_in = attachments_of(Defence, [said.id for said in heard])
        for said in heard:
            for row in handed_in.get(said.id, ()):
                yield attached(row, office, "陈述申辩附件")


def ending(case: Case) -> Iterator[Piece]:
    """Yield how the case ended, and the record of all that was done."""
    office = case.unit.short_name
    history = deadlines.history(case.id, None)[::-1]
    rows = [deadlines.record_line(case, entry) for entry in history]
    yield _end(case, office)
    yield from told(case, TellingKind.CLOSING, office)
    lines = (
        (_minute(line["when"]), line["who"], line["title"], line["body"] or "") for line in rows
    )
    table = Table((("时间", "办理人", "事项", "对象和理由"), *lines), (7, 4, 7, 10), header=True)
    yield Piece(RECORD_TITLE, office, case.closed_on, Sheet((table,)), inner=True)


def _filing(case: Case, office: str) -> Piece:
    pack = get_pack(case.substance_pack_id)
    trigger = breaches(pack).get(case.trigger_code)
    label = f"{trigger.label}（{trigger.article}）" if trigger else case.trigger_code
    proposer = db.session.get_one(User, case.created_by_id)
    filer = db.session.get(User, case.filed_by_id) if case.filed_by_id else None
    entries = (e for e in deadlines.history(case.id, None) if e.action == CaseAction.FILE)
    opinion = next((e.reason for e in entries if e.subject_type == Case.__tablename__), None)
    table = form(
        ("案号", case.number),
        ("案由", case.title),
        ("承办单位", case.unit.name),
        ("案件来源", source_words(case)),
        ("被调查对象", "\n".join(respondent_lines(case))),
        ("追责情形", label),
        ("行为发生日期", chinese_date(case.act_on)),
        ("适用制度", "\n".join(dict.fromkeys(_packs(case)))),
        ("主要问题", case.summary),
        ("提出人", f"{proposer.name}　{chinese_date(moment.local(case.created_at).date())}"),
        ("立案意见", opinion),
        (
            "批准人",
            f"{filer.name}　{chinese_date(case.filed_on)}" if filer and case.filed_on else "",
        ),
    )
    sheet = Sheet((table,))
    return Piece("立案审批表", office, case.filed_on, sheet, number=case.number, inner=True)


def _packs(case: Case) -> Iterable[str]:
    return (title_of(case.substance_pack_id), title_of(case.procedure_pack_id))


def _team(case: Case, office: str) -> Piece:
    rows = [("姓名", "职责", "参加日期", "离开日期和事由（回避、交接）")]
    for member in case.members:
        away = ""
        if member.left_on:
            away = f"{chinese_date(member.left_on)}　{member.leaving_reason}"
        duty = "组长" if member.is_lead else "成员"
        rows.append((member.user.name, duty, chinese_date(member.joined_on), away))
    table = Table(tuple(rows), (5, 4, 7, 12), header=True)
    return Piece("调查组组成表", office, case.members[0].joined_on, Sheet((table,)))


def _recusals(case: Case, office: str) -> Piece:
    """Write who was to keep away from the case, who asked, and who decided what."""
    asked = recusals_of(case)[::-1]
    tables = tuple(
        form(
            ("回避人员", one.user.name),
            ("提出方式和日期", f"{ORIGINS[one.origin]}　{chinese_date(one.filed_on)}"),
            ("回避情形", f"{GROUNDS[one.ground]}（{GROUND_ARTICLES[one.ground]}）"),
            ("事实和理由", one.reason),
            ("决定", str(RECUSAL_STATES[one.state])),
            ("决定人和日期", _decided(one)),
            ("决定的理由", one.decision_reason),
            (
                "此前取证和认定的事实",
                str(EARLIER_ACTS[one.earlier_acts]) if one.earlier_acts else "",
            ),
            ("接替人员", one.successor.name if one.successor else ""),
        )
        for one in asked
    )
    last = max(one.decided_on or one.filed_on for one in asked)
    return Piece("回避审批表", office, last, Sheet(tables), inner=True)


def _decided(one: Recusal) -> str:
    if one.decided_by is None or one.decided_on is None:
        return ""
    return f"{one.decided_by.name}　{chinese_date(one.decided_on)}"


def _plan(plan: InvestigationPlan, office: str) -> Piece:
    """Write what was to be found out, and what became of each step; for the house alone."""
    facts = form(("调查目标", plan.goals), ("需要查清的问题", plan.questions))
    rows = [("步骤", "依据", "负责人", "完成日期", "情况")]
    for step in plan.steps:
        by = ""
        if step.done_by and step.done_on:
            by = f"{step.done_by.name}　{chinese_date(step.done_on)}"
        said = (str(STEP_STATES[step.state]), by, step.note)
        rows.append(
            (
                f"{step.number}.{step.text}",
                step.basis or "",
                step.owner.name if step.owner else "",
                chinese_date(step.due_on) if step.due_on else "",
                "\n".join(filter(None, said)),
            )
        )
    table = Table(tuple(rows), (9, 6, 4, 4, 5), header=True)
    on = moment.local(plan.created_at).date()
    return Piece("调查方案", office, on, Sheet((facts, table)), inner=True)


def _evidence(item: Evidence, files: Iterable[Attachment], office: str) -> Piece:
    name = deadlines.evidence_name(item)
    who = "、".join(sorted(user.name for user in item.investigators))
    table = form(
        ("取证方式", name),
        ("日期", chinese_date(item.on_date)),
        ("地点", item.place),
        ("被调查人和在场人员", item.persons),
        ("取证人员", who),
        ("出示证件", "已出示" if item.credentials_shown else "未记载"),
        ("取证内容", item.summary),
        ("附件", "\n".join(f"{row.name}（{size_words(row.size)}）" for row in files) or "无"),
    )
    return Piece(f"取证记录（{name}）", office, item.on_date, Sheet((table,)))


def _custody(kept: Collection[EvidenceCustody], office: str) -> Piece:
    """Write the list of evidence, and through whose hands each piece went."""
    rows = [("编号", "证据名称", "来源", "形态和数量", "保管情况")]
    hands = [("编号", "日期", "事项", "交出人", "接收人", "备注")]
    for one in kept:
        number = str(one.evidence.number)
        form_and_amount = f"{FORMS[one.form]}，{one.amount}"
        rows.append((number, one.title, origin_words(one), form_and_amount, standing(one)))
        for event in one.events:
            day, what = chinese_date(event.on_date), event_label(event.kind)
            hands.append((number, day, what, event.from_whom, event.to_whom, event.note or ""))
    tables = (
        Table(tuple(rows), (3, 6, 7, 5, 7), header=True),
        Table(tuple(hands), (3, 7, 4, 5, 5, 4), header=True),
    )
    last = max(event.on_date for one in kept for event in one.events)
    return Piece("证据清单和交接记录", office, last, Sheet(tables))


def _participants(people: Sequence[CaseParticipant], office: str) -> Piece:
    rows = [("名称或者姓名", "身份", "参加事项", "陈述或者意见")]
    for one in people:
        name = "\n".join(filter(None, (one.name, one.affiliation)))
        day = f"{chinese_date(one.stated_on)}：" if one.stated_on else ""
        said = f"{day}{one.statement}" if one.statement else one.absence_reason
        rows.append((name, str(ROLES[one.role]), one.matter, said or str(STATES[one.state])))
    table = Table(tuple(rows), (6, 4, 6, 12), header=True)
    return Piece("其他参与人登记表", office, people[-1].invited_on, Sheet((table,)), inner=True)


def _reports(case: Case, office: str) -> Iterator[Piece]:
    """Yield how each report was approved and the report; the oldest came without either."""
    reports = reports_of(case)[::-1]
    for report in reports:
        if report.hand_ins:
            yield _approval(report, office)
        if report.document is not None:
            yield issued(report.document, office)
    if case.findings and not any(report.document for report in reports):
        yield _report_before(case, office)


def _approval(report: InvestigationReport, office: str) -> Piece:
    rows = [("送审", "签署人员", "审核意见", "退回理由")]
    for one in report.hand_ins:
        signed = "、".join(s.user.name for s in report.signatures if s.edition == one.edition)
        review = (one.opinion, _by(one.reviewed_by, one.reviewed_at))
        back = (one.return_reason, _by(one.returned_by, one.returned_at))
        handed_in = _by(one.handed_in_by, one.handed_in_at)
        rows.append(
            (handed_in, signed, "\n".join(filter(None, review)), "\n".join(filter(None, back)))
        )
    approved = _by(report.approved_by, report.approved_at)
    facts = form(
        ("案号", report.case.number),
        ("起草人", _by(report.drafted_by, report.created_at)),
        ("批准人", approved or "未批准"),
    )
    on = moment.local(report.approved_at).date() if report.approved_at else None
    table = Table(tuple(rows), (7, 5, 8, 8), header=True)
    return Piece("调查报告审批表", office, on, Sheet((facts, table)), inner=True)


def _referrals(case: Case, office: str) -> Iterator[Piece]:
    """Yield, for each referral, who approved it with what came back, and its letter."""
    for one in referrals_of(case)[::-1]:
        back = (one.received_on, one.received_by, one.receipt_number)
        answer = (one.answered_on, one.answer_number, one.answer)
        decider = one.decided_by.name if one.decided_by else ""
        facts = form(
            ("受送机关", one.receiver),
            ("移送种类", f"{KINDS[one.kind]}（{one.article}）"),
            ("移送后本案", str(COURSES[one.course])),
            ("提出人", f"{one.proposed_by.name}　{chinese_date(one.proposed_on)}"),
            ("审批", "　".join((str(REFERRAL_STATES[one.state]), decider, one.opinion or ""))),
            ("回执", "　".join(_words(back))),
            ("答复", "　".join(_words(answer))),
        )
        yield Piece("移送审批表", office, one.decided_on, Sheet((facts,)), inner=True)
        if one.document is not None:
            letter = issued(one.document, office)
            yield replace(letter, title="移送函", inner=True)  # the title names the receiver


def _words(parts: Iterable[date | str | None]) -> list[str]:
    return [chinese_date(p) if isinstance(p, date) else p for p in parts if p]


def _by(user: User | None, instant: datetime | None) -> str:
    if user is None or instant is None:
        return ""
    return f"{user.name}　{chinese_date(moment.local(instant).date())}"


def _minute(instant: datetime) -> str:
    """Write an instant of Shanghai to the minute."""
    return f"{chinese_date(instant.date())} {instant:%H:%M}"


def _report_before(case: Case, office: str) -> Piece:
    """Write the report of a case reported before reports were signed and approved here."""
    rows = [("序号", "日期", "认定的事实", "依据的证据")]
    for number, fact in enumerate(case.facts, 1):
        cited = "、".join(deadlines.evidence_name(item) for item in fact.evidence)
        day = chinese_date(fact.on_date) if fact.on_date else ""
        rows.append((str(number), day, fact.text, cited))
    facts = Table(tuple(rows), (3, 7, 12, 6), header=True)
    said = form(
        ("调查结论", case.findings),
        ("造成的影响或者后果", case.effect_found),
        ("提交日期", chinese_date(case.reported_on) if case.reported_on else ""),
    )
    return Piece("调查报告", office, case.reported_on, Sheet((facts, said)))


def _defences(case: Case, office: str) -> Piece:
    heard = [r for r in case.respondents if r.defence]
    tables = tuple(
        form(
            ("陈述申辩人", r.display_name),
            ("情况", str(OUTCOMES[r.defence.outcome])),
            ("日期", chinese_date(r.defence.heard_on)),
            ("方式", str(DEFENCE_MANNERS[r.defence.manner]) if r.defence.manner else None),
            ("陈述申辩的内容", r.defence.text),
            ("是否采纳", str(ADOPTIONS[r.defence.adoption]) if r.defence.adoption else None),
            ("答复意见", r.defence.response),
        )
        for r in heard
        if r.defence
    )
    last = max(r.defence.heard_on for r in heard if r.defence)
    return Piece("陈述申辩记录", office, last, Sheet(tables))


def _end(case: Case, office: str) -> Piece:
    dismissed = case.state is CaseState.DISMISSED
    table = form(
        ("案号", case.number),
        ("结案方式", "终止案件" if dismissed else "办结"),
        ("结案日期", chinese_date(case.closed_on) if case.closed_on else ""),
        *((("终止理由", case.dismissal_reason),) if dismissed else ()),
        ("告知投诉举报人", _told(case)),
    )
    return Piece("结案登记表", office, case.closed_on, Sheet((table,)))


def _told(case: Case) -> str:
    complaint = case.complaint
    if complaint is None or complaint.is_lead:
        return "本案没有投诉举报人"
    if complaint.withdrawn_on is not None:
        return "投诉举报人已撤回"
    day = complaint.replied_on
    return f"{chinese_date(day)}已答复办理结果，答复文书随投诉举报材料保存" if day else "未记载"
