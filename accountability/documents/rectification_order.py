"""The order to rectify (责令整改通知书) with its receipt, item by item (domain E-3).

A form where it follows from a decision or another notice that was served and bears the number; a
numbered letter of its own where nothing else tells the unit (002-11 art. 7). The unit fills
the receipt in: who answers for an item, what is done, until when; where it has planned that
before the paper is made, the paper says it.
"""

from __future__ import annotations

from typing import Final

from accountability.models import Rectification
from accountability.queries.rectifications import ORDER
from core.documents import Letter
from core.documents.templates.composing import compose
from core.documents.templates.kinds import Field, Occasion
from core.documents.wording import chinese_date, in_chinese
from regulations.codes import GuardId, Regime
from regulations.registry import get_pack
from regulations.rules import cite, find_term, wording

KIND: Final = ORDER
#: Stands for what an item without a plan has not, where others have one.
NOT_PLANNED: Final = "—"
FIELDS: Final = (
    Field("整改单位", "报告整改情况的单位", "自然资源局"),
    Field("整改对象", "被责令整改的人员或者单位", "张三", required=True),
    Field("事由", "案件、评议或者考核的名称", "未依法公开征收补偿方案", required=True),
    Field("依据文号", "文号，考核整改的写条款", "阿政公责〔2026〕12号", required=True),
    Field("责令日期", "期限从这一天起算", "2026年3月13日"),
    Field("整改期限", "报告整改情况的最后日期", "2026年4月12日", required=True),
    Field("报送", "整改情况报告送谁", "市政务公开办公室", required=True),
    Field("责令机关", "责令整改的机关", "阿尔山市政务公开办公室"),
    Field("整改事项", "每项一行", "1.立即公开征收补偿方案。", required=True),
    Field("责任人", "每项一行，整改方案列明的", "李四"),
    Field("整改措施", "每项一行，整改方案列明的", "三日内在门户网站公开。"),
    Field("完成日期", "每项一行，整改方案列明的", "2026年4月1日"),
)
CONDITIONS: Final = {"有整改方案": "制作本通知书时整改单位已经制定整改方案"}
BODY: Final = "\n".join(
    (
        "“{{事由}}”一事，依据{{依据文号}}，责令{{整改对象}}整改下列事项。"
        "请在{{整改期限}}以前将整改情况书面报送{{报送}}。",
        "[[若非有整改方案]]整改事项和回执（后三栏由整改单位逐项填写）：[[结束]]"
        "[[若有整改方案]]整改事项（后三栏按整改单位制定的整改方案列明）：[[结束]]",
        "|整改事项|责任人|措施和完成情况|完成日期|",
        "||{{整改事项}}|{{责任人}}|{{整改措施}}|{{完成日期}}|",
        "完成情况请附佐证材料。经核查符合要求的逐项销号，不符合要求的退回重新整改。",
    )
)


def letter(rectification: Rectification) -> Letter:
    """Compose the form, or the letter, in the wording of the day of the order."""
    return compose(KIND, occasion(rectification))


def is_letter(rectification: Rectification) -> bool:
    """Tell whether no other paper orders it: the order itself bears the number."""
    return rectification.decision is None and not rectification.is_of_evaluation


@in_chinese
def occasion(rectification: Rectification) -> Occasion:
    """Return the values of the form; the last day is that of the clock of the rectification."""
    items = [f"{n}.{_flat(item.problem)}" for n, item in enumerate(rectification.items, 1)]
    planned = any(item.planned_on for item in rectification.items)
    plan = rectification.items if planned else ()
    return Occasion(
        head=rectification.owner.name if is_letter(rectification) else None,
        number=rectification.number if is_letter(rectification) else None,
        addressee=rectification.unit.name,
        signer=rectification.owner.name,
        on=rectification.ordered_on,
        values={
            "整改单位": rectification.unit.name,
            "整改对象": rectification.name,
            "事由": rectification.subject,
            "依据文号": _basis(rectification),
            "责令日期": chinese_date(rectification.ordered_on),
            "整改期限": chinese_date(rectification.due_on),
            "报送": _addressee(rectification) or rectification.owner.name,
            "责令机关": rectification.owner.name,
            "整改事项": "\n".join(items),
            "责任人": "\n".join(_flat(item.responsible) for item in plan),
            "整改措施": "\n".join(_flat(item.measure) for item in plan),
            "完成日期": "\n".join(
                chinese_date(item.planned_on) if item.planned_on else NOT_PLANNED for item in plan
            ),
        },
        holds=frozenset({"有整改方案"} if planned else ()),
    )


def _flat(text: str | None) -> str:
    """Return a text on one line, so that each item is one row."""
    return "".join(text.splitlines()) if text else NOT_PLANNED


def _basis(rectification: Rectification) -> str:
    """Return the number of the paper that ordered it, or the article of the rule."""
    if not is_letter(rectification):
        return rectification.subject_number
    pack = get_pack(rectification.pack_id or "")
    found = find_term(pack, rectification.term_id or "")
    return cite(pack, found.value.article, Regime.ASSESSMENT) if found else ""


def _addressee(rectification: Rectification) -> str | None:
    case = rectification.case
    if is_letter(rectification):
        return None
    if case is not None:
        return wording(get_pack(case.procedure_pack_id), GuardId.FEEDBACK_ADDRESSEE)
    pack = get_pack(rectification.pack_id or "")
    return wording(pack, GuardId.EVALUATION_REPORT_ADDRESSEE)
