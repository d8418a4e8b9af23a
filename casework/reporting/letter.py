"""The report on the GB/T 9704 page, in the wording staff have given it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import NotFound

from casework import queries as cases
from casework.models import Case, InvestigationReport
from casework.reporting import queries
from core import moment
from core.access.actor import Actor
from core.db import db
from core.documents import Letter
from core.documents.templates.composing import compose
from core.documents.templates.kinds import Example, Field, Kind, Occasion
from core.documents.wording import chinese_date, in_chinese

CODE: Final = "investigation_report"
#: How many real cases a preview offers.
EXAMPLES: Final = 30


@in_chinese
def letter(report: InvestigationReport) -> Letter:
    """Compose the report as it stands; before the approval every page is marked as a draft."""
    return replace(compose(CODE, occasion(report)), sealed=False)


@in_chinese
def occasion(report: InvestigationReport) -> Occasion:
    """Return the values of the report; its date is that of the approval, till then today."""
    case = report.case
    approved = report.approved_at
    on = moment.local(approved).date() if approved else moment.today()
    signatures = [
        f"{one.user.name}　{chinese_date(moment.local(one.signed_at).date())}"
        for one in queries.signed_by(report)
    ]
    return Occasion(
        head=None,
        number=None,
        addressee=None,
        signer=f"{case.unit.name}调查组",
        on=on,
        values={
            "案件名称": case.title,
            "案号": case.number,
            "承办单位": case.unit.name,
            "案件来源和调查经过": report.course,
            "被调查对象": report.respondents_text,
            "查明的事实": report.facts_text,
            "证据情况": report.evidence_text,
            "影响和后果": report.effect_found,
            "调查结论": report.findings,
            "定性和处理建议": report.qualification,
            "调查人员签名": "\n".join(signatures),
        },
        draft=approved is None,
    )


def title(case: Case) -> str:
    """Return what the document is called in registers."""
    return f"调查报告（{case.number}）"


def _examples(actor: Actor) -> list[Example]:
    seen = cases.visible_to(actor).with_only_columns(Case.id)
    rows = db.session.execute(
        select(InvestigationReport.id, Case.number, Case.title)
        .join(Case, Case.id == InvestigationReport.case_id)
        .where(InvestigationReport.case_id.in_(seen))
        .order_by(InvestigationReport.id.desc())
        .limit(EXAMPLES)
    )
    return [Example(found, f"{number}　{words}") for found, number, words in rows]


def _example(actor: Actor, report_id: int) -> Occasion | None:
    report = (
        db.session.scalars(
            select(InvestigationReport)
            .where(InvestigationReport.id == report_id)
            .options(joinedload(InvestigationReport.signatures))
        )
        .unique()
        .one_or_none()
    )
    if report is None:
        return None
    try:
        cases.get_visible_case(report.case_id, actor)
    except NotFound:
        return None
    return replace(occasion(report), draft=True)


KIND: Final = Kind(
    code=CODE,
    label="调查报告",
    fields=(
        Field("案件名称", "案件的名称", "未依法公开征收补偿方案", required=True),
        Field("案号", "案件的编号", "阿案〔2026〕3号"),
        Field("承办单位", "办理案件的单位", "阿尔山市政务公开办公室"),
        Field(
            "案件来源和调查经过",
            "来源、立案、调查组和取证的经过",
            "本案来源：投诉举报（阿诉〔2026〕8号）。调查组由韩某（组长）、佟某组成。",
            required=True,
        ),
        Field(
            "被调查对象",
            "单位和人员，及其职务和在行为中的身份",
            "张三（自然资源局，科员，承办人）",
            required=True,
        ),
        Field(
            "查明的事实",
            "按时间列出，每项写明依据的证据",
            "1.2026年2月3日，收到申请后未登记。（证据1）",
            required=True,
        ),
        Field(
            "证据情况",
            "按编号列出取证的时间、地点、人员和内容",
            "证据1：询问，2026年3月2日，自然资源局。承认未登记。",
            required=True,
        ),
        Field("影响和后果", "查明的影响或者后果", "申请人多次往返。", required=True),
        Field("调查结论", "调查组的结论", "举报属实。", required=True),
        Field(
            "定性和处理建议",
            "适用的规定和调查组的建议；是否追究由有权机关决定",
            "上述行为属于《责任追究办法》第五条规定的情形。",
            required=True,
        ),
        Field(
            "调查人员签名",
            "签署报告的调查人员和日期",
            "韩某　2026年3月9日",
            required=True,
        ),
    ),
    title="关于{{案件名称}}的调查报告",
    body="\n".join(
        (
            "# 案件来源和调查经过\n{{案件来源和调查经过}}",
            "# 被调查对象\n{{被调查对象}}",
            "# 查明的事实\n{{查明的事实}}",
            "# 证据情况\n{{证据情况}}",
            "# 造成的影响或者后果\n{{影响和后果}}",
            "# 调查结论\n{{调查结论}}",
            "# 定性和处理建议\n{{定性和处理建议}}",
            "||调查人员签名|{{调查人员签名}}|",
        )
    ),
    widths=(8, 20),
    examples=_examples,
    occasion=_example,
)
