"""The kinds of letters of this package: fields, first wording, and real cases to try it on."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import NotFound

from accountability.documents import (
    admission,
    circular,
    file_answer,
    proposal,
    rectification_order,
    return_receipt,
    ruling,
    urging,
)
from accountability.documents import decision as letters
from accountability.models import Decision, NoticeService, Rectification, Remedy, Sanction
from accountability.queries import decisions, notices, rectifications, remedies, sanctions
from casework import queries as cases
from casework.models import Case
from core.access import Actor
from core.db import db
from core.documents.templates.kinds import Example, Field, Kind, Occasion

#: How many real cases a preview offers.
EXAMPLES: Final = 30


def _decisions(actor: Actor) -> list[Example]:
    seen = cases.visible_to(actor).with_only_columns(Case.id)
    rows = db.session.execute(
        select(Decision.id, Case.number, Case.title)
        .join(Case, Case.id == Decision.case_id)
        .where(Decision.case_id.in_(seen))
        .order_by(Decision.id.desc())
        .limit(EXAMPLES)
    )
    return [Example(found, f"{number}　{title}") for found, number, title in rows]


def _decision(actor: Actor, decision_id: int) -> Occasion | None:
    """Return the values of the letter to the first party of a decision."""
    try:
        decision = decisions.get_visible_decision(decision_id, actor)
    except NotFound:
        return None
    dossier = decisions.dossier_of(decision.case)
    if not dossier.respondents:
        return None
    return letters.occasion(decision, dossier, dossier.respondents[0], draft=True)


def _remedies(actor: Actor) -> list[Example]:
    seen = cases.visible_to(actor).with_only_columns(Case.id)
    found = db.session.scalars(
        select(Remedy)
        .join(Decision, Decision.id == Remedy.decision_id)
        .where(Decision.case_id.in_(seen))
        .options(joinedload(Remedy.decision).joinedload(Decision.case))
        .order_by(Remedy.id.desc())
        .limit(EXAMPLES)
    ).unique()
    return [Example(row.id, f"{row.number}　{row.decision.case.title}") for row in found]


def _remedy(actor: Actor, remedy_id: int) -> Occasion | None:
    try:
        return ruling.occasion(remedies.get_visible_remedy(remedy_id, actor), None, draft=True)
    except NotFound:
        return None


def _petition(actor: Actor, remedy_id: int) -> Occasion | None:
    try:
        return admission.occasion(remedies.get_visible_remedy(remedy_id, actor), draft=True)
    except NotFound:
        return None


def _rectifications(actor: Actor) -> list[Example]:
    seen = cases.visible_to(actor).with_only_columns(Case.id)
    found = db.session.execute(
        select(Rectification.id, Decision.number, Case.title)
        .join(Decision, Decision.id == Rectification.decision_id)
        .join(Case, Case.id == Decision.case_id)
        .where(Case.id.in_(seen))
        .order_by(Rectification.id.desc())
        .limit(EXAMPLES)
    )
    return [Example(one, f"{number}　{title}") for one, number, title in found]


def _rectification(actor: Actor, rectification_id: int) -> Occasion | None:
    try:
        found = rectifications.get_visible_rectification(rectification_id, actor)
    except NotFound:
        return None
    return rectification_order.occasion(found)


def _services(actor: Actor) -> list[Example]:
    seen = cases.visible_to(actor).with_only_columns(Case.id)
    found = db.session.scalars(
        select(NoticeService)
        .join(Decision, Decision.id == NoticeService.decision_id)
        .where(Decision.case_id.in_(seen))
        .options(
            joinedload(NoticeService.decision).joinedload(Decision.case),
            joinedload(NoticeService.respondent),
            joinedload(NoticeService.document),
        )
        .order_by(NoticeService.id.desc())
        .limit(EXAMPLES)
    ).unique()
    return [
        Example(row.id, f"{row.document.number}　{row.respondent.display_name}") for row in found
    ]


def _service(actor: Actor, service_id: int) -> Occasion | None:
    try:
        return return_receipt.occasion(notices.get_visible_service(service_id, actor))
    except NotFound:
        return None


def _sanctions(actor: Actor) -> list[Example]:
    seen = cases.visible_to(actor).with_only_columns(Case.id)
    found = db.session.scalars(
        sanctions.with_service()
        .join(Sanction.service)
        .join(Decision, Decision.id == NoticeService.decision_id)
        .where(Decision.case_id.in_(seen))
        .order_by(Sanction.id.desc())
        .limit(EXAMPLES)
    ).unique()
    return [
        Example(row.id, f"{row.service.respondent.display_name}　{row.receiver}") for row in found
    ]


def _sanction(actor: Actor, sanction_id: int) -> Occasion | None:
    try:
        found = sanctions.get_visible_sanction(sanction_id, actor)
    except NotFound:
        return None
    return proposal.occasion(found, decisions.dossier_of(found.service.decision.case), None)


KINDS: Final = (
    Kind(
        code=letters.KIND,
        label="处理决定书、处理通知书",
        fields=(
            Field(
                "文书名称",
                "对个人是处理决定书，对单位是处理通知书，不予追究的是结果通知书",
                "责任追究处理决定书",
                required=True,
            ),
            Field("案件名称", "案件的名称", "未依法公开征收补偿方案"),
            Field("案号", "案件的编号", "阿案〔2026〕3号", required=True),
            Field("处理依据", "行为发生时适用的规则", "《责任追究办法》"),
            Field("当事人", "受文者的姓名或者单位名称", "张三"),
            Field("处理机关", "作出决定的机关", "阿尔山市政务公开办公室"),
            Field("决定日期", "签发的日期", "2026年3月12日"),
            Field("听取经过", "听取了陈述申辩、当事人放弃或者未到场", "并听取陈述和申辩"),
            Field(
                "当事人情况",
                "姓名、职务、单位",
                "姓名：张三，职务：科员，单位：自然资源局。",
                required=True,
            ),
            Field("查明的事实", "决定中写明的事实", "未在规定期限内公开。", required=True),
            Field("主要证据", "证据逐条列出", "1.书证，2026年3月3日，自然资源局。"),
            Field(
                "陈述和申辩",
                "听取的陈述申辩和答复意见",
                "2026年3月9日听取张三的陈述和申辩：无异议。",
                required=True,
            ),
            Field(
                "责任划分",
                "每项行为的责任份额和依据",
                "作为承办人，承担主要责任（第六条）。",
                required=True,
            ),
            Field("情节认定", "情节的等次、依据和理由", "认定情节较轻（第七条）。"),
            Field(
                "处理决定", "对当事人的措施和依据", "对张三：批评教育（第八条）。", required=True
            ),
            Field(
                "改正要求",
                "改正的内容和期限；没有处理措施的为空",
                "立即公开。改正期限：2026年4月12日。",
                required=True,
            ),
            Field(
                "救济途径",
                "规则规定的复核、申诉；规则没有规定的为空",
                "对本决定不服的，可以自收到之日起30日内申请复核（第九条）。",
                required=True,
            ),
        ),
        conditions={
            "单位": "受文者是单位",
            "有处理措施": "对当事人有处理措施",
            "已陈述申辩": "当事人作了陈述申辩",
            "放弃陈述申辩": "当事人放弃陈述申辩",
            "未到场陈述申辩": "当事人经告知未到场、未提出陈述申辩",
            "有救济": "规则规定了救济途径",
        },
        title="{{文书名称}}",
        body="\n".join(
            (
                "{{案件名称}}一案（案号：{{案号}}），经调查终结，{{听取经过}}。"
                "现依据{{处理依据}}"
                "[[若有处理措施]]作出如下处理决定。[[结束]]"
                "[[若非有处理措施]]将认定和处理结果通知如下。[[结束]]",
                "# 当事人\n{{当事人情况}}",
                "# 查明的事实\n{{查明的事实}}",
                "# 主要证据\n{{主要证据}}",
                "# 陈述和申辩\n{{陈述和申辩}}",
                "# 责任划分\n{{责任划分}}",
                "# 情节认定\n{{情节认定}}",
                "# 处理决定\n{{处理决定}}",
                "# 改正要求\n{{改正要求}}",
                "# 救济途径\n{{救济途径}}",
            )
        ),
        examples=_decisions,
        occasion=_decision,
    ),
    Kind(
        code=ruling.KIND,
        label="复核决定书、申诉处理决定书",
        fields=(
            Field("文书名称", "复核决定书或者申诉处理决定书", "复核决定书", required=True),
            Field("申请人", "申请人的姓名或者单位名称", "张三", required=True),
            Field("申请人情况", "姓名、职务、单位", "姓名：张三，职务：科员，单位：自然资源局。"),
            Field("原决定机关", "作出原决定的机关", "阿尔山市政务公开办公室"),
            Field("原决定文号", "原决定的文号", "阿政公责〔2026〕12号", required=True),
            Field("申请日期", "提出申请的日期", "2026年4月2日"),
            Field("申请方式", "申请复核或者提出申诉", "申请复核"),
            Field("申请编号", "复核、申诉的登记编号", "阿复〔2026〕1号"),
            Field("请求事项", "申请人的请求", "撤销原决定", required=True),
            Field("申请理由", "申请人的理由", "事实认定不清。", required=True),
            Field("审查情况", "送达、受理的经过", "本机关于2026年4月8日受理。"),
            Field("审查意见", "审查认定的意见", "原决定事实清楚。", required=True),
            Field("决定", "审查的结果和依据", "本机关决定：维持原处理决定。", required=True),
            Field("决定日期", "作出决定的日期", "2026年5月6日"),
        ),
        conditions={"逾期提出": "申请逾期提出"},
        title="{{文书名称}}",
        body="\n".join(
            (
                "{{申请人}}对{{原决定机关}}作出的处理决定（{{原决定文号}}）不服，"
                "于{{申请日期}}{{申请方式}}（{{申请编号}}）。本机关依法进行了审查，现已审理终结。",
                "# 申请人\n{{申请人情况}}",
                "# 请求和理由\n请求事项：{{请求事项}}\n理由：{{申请理由}}",
                "# 审查情况\n{{审查情况}}",
                "# 认定和决定\n{{审查意见}}\n{{决定}}",
            )
        ),
        examples=_remedies,
        occasion=_remedy,
    ),
    Kind(
        code=admission.KIND,
        label="复核、申诉受理通知书",
        fields=(
            Field("文书名称", "受理或者不予受理通知书", "复核申请受理通知书", required=True),
            Field("申请人", "申请人的姓名或者单位名称", "张三"),
            Field("原决定机关", "作出原决定的机关", "阿尔山市政务公开办公室"),
            Field("原决定文号", "原决定的文号", "阿政公责〔2026〕12号", required=True),
            Field("申请日期", "提出申请的日期", "2026年4月2日", required=True),
            Field("申请方式", "申请复核或者提出申诉", "申请复核"),
            Field("申请编号", "复核、申诉的登记编号", "阿复受〔2026〕1号", required=True),
            Field("请求事项", "申请人的请求", "撤销原决定。", required=True),
            Field("决定日期", "决定受理或者不予受理的日期", "2026年4月8日"),
            Field(
                "审查结论",
                "受理，或者不予受理和理由",
                "自2026年4月8日起予以受理。",
                required=True,
            ),
            Field(
                "答复期限",
                "作出决定的最后日期；不予受理或者没有规定期限的为空",
                "本机关将在2026年4月28日以前作出决定，并书面告知。",
                required=True,
            ),
        ),
        conditions={
            "单位": "申请人是单位",
            "受理": "决定受理",
            "逾期提出": "申请逾期提出",
        },
        title="{{文书名称}}",
        body="\n".join(
            (
                "[[若单位]]你单位[[结束]][[若非单位]]你[[结束]]对{{原决定机关}}作出的处理决定（{{原决定文号}}）不服，于{{申请日期}}"
                "{{申请方式}}[[若逾期提出]]（逾期提出）[[结束]]，登记编号为{{申请编号}}。"
                "请求事项：{{请求事项}}",
                "经审查，本机关决定{{审查结论}}",
                "{{答复期限}}",
                "[[若受理]]作出决定前，可以撤回。[[结束]]",
            )
        ),
        examples=_remedies,
        occasion=_petition,
    ),
    Kind(
        code=rectification_order.KIND,
        label="责令整改通知书",
        fields=rectification_order.FIELDS,
        title="责令整改通知书",
        body=rectification_order.BODY,
        conditions=rectification_order.CONDITIONS,
        widths=(11, 4, 8, 5),
        examples=_rectifications,
        occasion=_rectification,
    ),
    Kind(
        code=return_receipt.KIND,
        label="送达回证",
        fields=(
            Field("机关名称", "作出决定的机关", "阿尔山市政务公开办公室", required=True),
            Field("案由", "案件的名称", "未依法公开征收补偿方案", required=True),
            Field("案号", "案件的编号", "阿案〔2026〕3号"),
            Field(
                "送达文书",
                "文书的名称、文号和件数",
                "处理决定书（阿政公责〔2026〕12号）1件",
                required=True,
            ),
            Field("受送达人", "姓名或者单位名称", "张三（自然资源局）", required=True),
            Field("送达地点", "送达后填写", "自然资源局会议室", required=True),
            Field("送达方式", "送达后是所用的方式，送达前供勾选", "直接送达", required=True),
            Field("发出日期", "发出或者交邮的日期", "2026年3月12日"),
            Field("收到日期", "收到的日期，救济期限从次日起算", "2026年3月13日"),
            Field("受送达人签收", "本人签收的姓名和日期", "张三　2026年3月13日", required=True),
            Field("代收情况", "代收人、日期和与受送达人的关系", "", required=True),
            Field("拒收情况", "留置送达的事由、经过和日期", "", required=True),
            Field("见证人", "留置送达的见证人", "", required=True),
            Field("送达人", "送达的人员，一般两人", "王某、李某", required=True),
            Field("备考", "其他证明", "邮件回执号 1234567890", required=True),
        ),
        conditions={"已送达": "已登记送达；送达前打印的留空"},
        title="送达回证",
        body="\n".join(
            (
                "|机关名称|{{机关名称}}|",
                "|案由|{{案由}}|",
                "|案号|{{案号}}|",
                "|送达文书名称及件数|{{送达文书}}|",
                "|受送达人|{{受送达人}}|",
                "|送达地点|{{送达地点}}|",
                "|送达方式、发出日期|{{送达方式}}[[若已送达]]，{{发出日期}}[[结束]]|",
                "||受送达人签名或者盖章、日期|{{受送达人签收}}|",
                "||代收人签名、与受送达人关系和代收理由|{{代收情况}}|",
                "||拒收事由和日期|{{拒收情况}}|",
                "|见证人签名|{{见证人}}|",
                "|送达人|{{送达人}}|",
                "|填发人||",
                "|备考|{{备考}}|",
            )
        ),
        is_form=True,
        examples=_services,
        occasion=_service,
    ),
    replace(proposal.KIND, examples=_sanctions, occasion=_sanction),
    *(circular.KIND, file_answer.KIND, circular.CORRECTION_KIND, *urging.KINDS),
)
