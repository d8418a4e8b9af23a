"""The letter that proposes a sanction to the organ that may decide it (处理建议书, domain E-3).

It says what the signed decision says of the person: facts, evidence, defence, shares, grade,
measure; nothing of who reported, and nothing that was not signed. No source gives it a form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from accountability.documents import decision as notices
from accountability.models import Sanction
from accountability.queries.decisions import Dossier, measures_on
from accountability.sanctioning import MEASURES, Organ
from core.documents import Letter
from core.documents.templates.composing import compose
from core.documents.templates.kinds import Field, Kind, Occasion
from core.documents.wording import chinese_date, in_chinese
from regulations.codes import GuardId
from regulations.rules import cite, guard

CODE: Final = "sanction_proposal"
#: What follows the unit's prefix in its number.
SERIES: Final = "建"
#: What the organ is asked to give.
_ASKED: Final[Mapping[Organ, str]] = {Organ.APPOINTING: "处分", Organ.SUPERVISION: "政务处分"}


@in_chinese
def letter(sanction: Sanction, dossier: Dossier, number: str | None) -> Letter:
    """Compose the letter; without a number every page is marked as a draft."""
    return compose(CODE, occasion(sanction, dossier, number))


@in_chinese
def occasion(sanction: Sanction, dossier: Dossier, number: str | None) -> Occasion:
    """Return the values of the letter, those of the person's notice among them."""
    service = sanction.service
    decision, person, case = service.decision, service.respondent, dossier.case
    said = notices.occasion(decision, dossier, person, draft=number is None).values
    measures = [m for m in measures_on(decision, person) if m.code in MEASURES]
    articles = [cite(dossier.substance, m.article) for m in measures if m.article]
    proposes = guard(dossier.procedure, GuardId.REFERRAL_SANCTION)
    if proposes is not None and proposes.value.value:
        articles.append(cite(dossier.procedure, proposes.value.article))
    papers = sanction.papers
    return Occasion(
        head=case.unit.name,
        number=number,
        addressee=sanction.receiver,
        signer=case.unit.name,
        on=sanction.proposed_on,
        values={
            **{name: said[name] for name in _OF_THE_NOTICE},
            "受文机关": sanction.receiver,
            "处理决定文号": decision.number or "",
            "建议种类": _ASKED[sanction.organ],
            "建议依据": "、".join(dict.fromkeys(articles)),
            "序号": "\n".join(str(n) for n, _paper in enumerate(papers, 1)),
            "材料名称": "\n".join(papers),
            "材料件数": f"{len(papers)}件",
            "建议日期": chinese_date(sanction.proposed_on),
        },
        draft=number is None,
    )


_OF_THE_NOTICE: Final = (
    "案件名称",
    "案号",
    "当事人",
    "当事人情况",
    "查明的事实",
    "主要证据",
    "陈述和申辩",
    "责任划分",
    "情节认定",
)

KIND: Final = Kind(
    code=CODE,
    label="处理建议书",
    fields=(
        Field("受文机关", "有权决定处分的机关", "阿尔山市监察委员会"),
        Field("案件名称", "案件的名称", "未依法公开征收补偿方案", required=True),
        Field("案号", "案件的编号", "阿案〔2026〕3号", required=True),
        Field("处理决定文号", "本机关处理决定的文号", "阿政公责〔2026〕12号", required=True),
        Field("当事人", "建议给予处分的人员", "张三", required=True),
        Field("当事人情况", "姓名、职务、单位", "姓名：张三，职务：科员，单位：自然资源局。"),
        Field("查明的事实", "处理决定查明的事实", "未在规定期限内公开。", required=True),
        Field("主要证据", "证据逐条列出", "1.书证，2026年3月3日，自然资源局。", required=True),
        Field("陈述和申辩", "听取的陈述申辩和答复意见", "2026年3月9日听取张三的陈述和申辩。"),
        Field("责任划分", "责任份额和依据", "作为承办人，承担主要责任（第六条）。", required=True),
        Field("情节认定", "情节的等次、依据和理由", "认定情节严重（第七条）。", required=True),
        Field("建议种类", "处分或者政务处分", "政务处分", required=True),
        Field("建议依据", "依据的条款", "附件3 第七条（三）", required=True),
        Field("序号", "材料的序号，每件一行", "1"),
        Field("材料名称", "材料的名称和数量，每件一行", "调查报告，1份9页", required=True),
        Field("材料件数", "材料的件数", "1件"),
        Field("建议日期", "提出建议的日期", "2026年3月12日"),
    ),
    title="处理建议书",
    body="\n".join(
        (
            "本机关办理的{{案件名称}}一案（案号：{{案号}}），已作出处理决定（{{处理决定文号}}）。"
            "{{当事人}}的行为应当由有权机关追究责任，现按照管理权限提出处理建议。",
            "# 当事人\n{{当事人情况}}",
            "# 查明的事实\n{{查明的事实}}",
            "# 主要证据\n{{主要证据}}",
            "# 陈述和申辩\n{{陈述和申辩}}",
            "# 责任划分\n{{责任划分}}",
            "# 情节认定\n{{情节认定}}",
            "# 处理建议\n依据{{建议依据}}，建议对{{当事人}}依法给予{{建议种类}}。"
            "处分的种类由你单位按照管理权限决定。\n"
            "是否给予处分以及处分决定的文号、作出和生效日期，请书面告知本机关；"
            "不予处分的，请说明理由。",
            "# 移送材料\n随附材料{{材料件数}}：",
            "|序号|材料名称和数量|",
            "|{{序号}}|{{材料名称}}|",
        )
    ),
    widths=(4, 24),
)
