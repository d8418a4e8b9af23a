"""The letter by which a case, or a clue in it, is referred (移送函), with its list of papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from casework import queries as cases
from casework.models import Case, CaseReferral
from casework.rules.referrals import ReferralKind
from core import moment
from core.access.actor import Actor
from core.db import db
from core.documents import Letter
from core.documents.templates.composing import compose
from core.documents.templates.kinds import Example, Field, Kind, Occasion
from core.documents.wording import chinese_date, closed, in_chinese
from regulations.registry import get_pack
from regulations.rules import cite

CODE: Final = "referral_letter"
RECEIPT: Final = "referral_receipt"
#: What stands between the prefix of the unit and the year.
SERIES: Final = "移"
#: How many real cases a preview offers.
EXAMPLES: Final = 30

NAMES: Final[Mapping[ReferralKind, str]] = {
    ReferralKind.JUDICIARY: "涉嫌犯罪案件移送函",
    ReferralKind.SUPERVISION: "问题线索移送函",
    ReferralKind.SANCTION: "处理建议函",
    ReferralKind.COMPETENT: "案件材料移送函",
}
_ASKS: Final[Mapping[ReferralKind, str]] = {
    ReferralKind.JUDICIARY: "现将有关情况和材料移送你单位，请依法处理",
    ReferralKind.SUPERVISION: "现将有关问题线索和材料移送你单位，请依法处置",
    ReferralKind.SANCTION: "现向你单位提出上述处理建议，请按照管理权限研究决定",
    ReferralKind.COMPETENT: "现将有关材料转送你单位，请按照职权办理",
}


@in_chinese
def letter(referral: CaseReferral, number: str | None) -> Letter:
    """Compose the letter; without a number every page is marked as a draft."""
    return compose(CODE, occasion(referral, number))


@in_chinese
def occasion(referral: CaseReferral, number: str | None) -> Occasion:
    """Return the values of the letter; nothing of who reported is among them."""
    case, papers = referral.case, referral.papers
    on = referral.decided_on or moment.today()
    return Occasion(
        head=case.unit.name,
        number=number,
        addressee=referral.receiver,
        signer=case.unit.name,
        on=on,
        values={
            "文书名称": NAMES[referral.kind],
            "受送机关": referral.receiver,
            "案号": case.number,
            "案由": case.title,
            "移送事项": closed(referral.matter),
            "移送理由": closed(referral.reason),
            "移送依据": cite(get_pack(case.procedure_pack_id), referral.article),
            "移送请求": _ASKS[referral.kind],
            "序号": "\n".join(str(n) for n, _paper in enumerate(papers, 1)),
            "材料名称": "\n".join(papers),
            "材料件数": f"{len(papers)}件",
            "移送日期": chinese_date(on),
        },
        draft=number is None,
    )


@in_chinese
def receipt(referral: CaseReferral) -> Letter:
    """Compose the receipt that goes along and is sent back, filled in by the other body."""
    return compose(RECEIPT, receipt_occasion(referral))


@in_chinese
def receipt_occasion(referral: CaseReferral) -> Occasion:
    """Return the values of the receipt."""
    document = referral.document
    return Occasion(
        head=None,
        number=None,
        addressee=None,
        signer=None,
        on=referral.decided_on or moment.today(),
        values={
            "发出机关": referral.case.unit.name,
            "文书名称": NAMES[referral.kind],
            "文书编号": (document.number if document else None) or "——",
            "案号": referral.case.number,
            "材料件数": f"{len(referral.papers)}件",
            "受送机关": referral.receiver,
        },
    )


def _examples(actor: Actor) -> list[Example]:
    seen = cases.visible_to(actor).with_only_columns(Case.id)
    rows = db.session.execute(
        select(CaseReferral.id, Case.number, CaseReferral.receiver)
        .join(Case, Case.id == CaseReferral.case_id)
        .where(CaseReferral.case_id.in_(seen))
        .order_by(CaseReferral.id.desc())
        .limit(EXAMPLES)
    )
    return [Example(found, f"{number}　{receiver}") for found, number, receiver in rows]


def _seen(actor: Actor, referral_id: int) -> CaseReferral | None:
    referral = db.session.get(CaseReferral, referral_id)
    try:
        if referral is not None:
            cases.get_visible_case(referral.case_id, actor)
    except NotFound:
        return None
    return referral


def _example(actor: Actor, referral_id: int) -> Occasion | None:
    referral = _seen(actor, referral_id)
    return occasion(referral, None) if referral is not None else None


def _receipt_example(actor: Actor, referral_id: int) -> Occasion | None:
    referral = _seen(actor, referral_id)
    return receipt_occasion(referral) if referral is not None else None


KIND: Final = Kind(
    code=CODE,
    label="移送函",
    fields=(
        Field("文书名称", "按移送的种类确定", "问题线索移送函", required=True),
        Field("受送机关", "收到移送的机关", "阿尔山市监察委员会"),
        Field("案号", "案件的编号", "阿案〔2026〕3号", required=True),
        Field("案由", "案件的名称", "未依法公开征收补偿方案", required=True),
        Field(
            "移送事项",
            "发现的问题，只写事实，不写投诉举报人",
            "发现经办人员涉嫌收受申请人财物的问题线索。",
            required=True,
        ),
        Field("移送理由", "移送的理由", "上述问题超出本机关的职权。", required=True),
        Field("移送依据", "依据的条款", "《公务员法》第五十七条", required=True),
        Field(
            "移送请求",
            "请受送机关办理的事项",
            "现将有关问题线索和材料移送你单位，请依法处置",
            required=True,
        ),
        Field("序号", "材料的序号，每件一行", "1"),
        Field("材料名称", "材料的名称和数量，每件一行", "询问笔录，1份3页", required=True),
        Field("材料件数", "材料的件数", "1件"),
        Field("移送日期", "批准移送的日期", "2026年3月12日"),
    ),
    title="{{文书名称}}",
    body="\n".join(
        (
            "本机关在办理“{{案由}}”（{{案号}}）一案中，发现下列问题：",
            "{{移送事项}}",
            "{{移送理由}}根据{{移送依据}}，{{移送请求}}。",
            "是否接收以及办理结果，请书面告知本机关；不接收的，请说明理由并退回材料。",
            "移送材料清单（共{{材料件数}}）：",
            "|序号|材料名称和数量|",
            "|{{序号}}|{{材料名称}}|",
        )
    ),
    widths=(4, 24),
    examples=_examples,
    occasion=_example,
)

RECEIPT_KIND: Final = Kind(
    code=RECEIPT,
    label="移送回执",
    fields=(
        Field("发出机关", "发出移送函的机关", "阿尔山市政务公开办公室", required=True),
        Field("文书名称", "随附的文书", "问题线索移送函", required=True),
        Field("文书编号", "移送函的文号", "阿政移〔2026〕3号", required=True),
        Field("案号", "案件的编号", "阿案〔2026〕3号"),
        Field("材料件数", "材料的件数", "1件"),
        Field("受送机关", "收到移送的机关", "阿尔山市监察委员会", required=True),
    ),
    title="移送回执",
    body="\n".join(
        (
            "{{受送机关}}收到{{发出机关}}的下列文书和材料，请填写后退回发出机关。",
            "|文书名称|{{文书名称}}|",
            "|文号|{{文书编号}}|",
            "|案号|{{案号}}|",
            "|材料|{{材料件数}}，见清单|",
            "||收到日期|　|",
            "||收文编号|　|",
            "||签收人（盖章）|　|",
        )
    ),
    is_form=True,
    examples=_examples,
    occasion=_receipt_example,
)
