"""The circular of criticism (通报), and the one that corrects it, to the same recipients.

No source of the set says what it must hold: it names whom, for what, by which decision and article,
and what is asked of those who read it; a correction names the circular it corrects and the ruling.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from accountability.circulating import CircularKind
from accountability.labels.remedies import OUTCOMES
from accountability.models import Circular, DecisionMeasure
from accountability.rules import RemedyState
from casework.rules import RespondentKind
from core.documents import Letter
from core.documents.templates.composing import compose
from core.documents.templates.kinds import Field, Kind, Occasion
from core.documents.wording import chinese_date, closed, in_chinese
from regulations.registry import get_pack
from regulations.rules import cite

CODE: Final = "criticism_circular"
CORRECTION: Final = "criticism_correction"
#: What follows the unit's prefix in its number.
SERIES: Final = "通"
_FATES: Final = {
    CircularKind.MODIFIED: RemedyState.MODIFIED,
    CircularKind.REVOKED: RemedyState.REVOKED,
}


@in_chinese
def letter(
    circular: Circular,
    measures: Sequence[DecisionMeasure],
    number: str | None,
    first: Circular | None = None,
) -> Letter:
    """Compose the circular; `first` is the one it corrects. Without a number it is a draft."""
    code = CODE if circular.kind is CircularKind.CRITICISM else CORRECTION
    return compose(code, occasion(circular, measures, number, first))


@in_chinese
def occasion(
    circular: Circular,
    measures: Sequence[DecisionMeasure],
    number: str | None,
    first: Circular | None = None,
) -> Occasion:
    """Return the values of the circular; nothing of who reported is among them."""
    decision = circular.decision
    case = decision.case
    pack = get_pack(case.substance_pack_id)
    articles = dict.fromkeys(cite(pack, m.article) for m in measures if m.article)
    values = {
        "案件名称": case.title,
        "处理决定文号": decision.number or "",
        "被通报对象": "、".join(_who(measure) for measure in measures),
        "通报依据": "、".join(articles) or "作出处理决定的理由",
        "通报内容": closed(circular.text),
        "通报日期": chinese_date(circular.issued_on),
    }
    if first is not None:
        values |= {
            "原通报文号": (first.document.number if first.document else None) or "",
            "原通报日期": chinese_date(first.sent_on or first.issued_on),
            "处理结果": str(OUTCOMES[_FATES[circular.kind]]),
        }
    return Occasion(
        head=case.unit.name,
        number=number,
        addressee="、".join(unit.name for unit in circular.recipients) or None,
        signer=case.unit.name,
        on=circular.issued_on,
        values=values,
        draft=number is None,
    )


def _who(measure: DecisionMeasure) -> str:
    respondent = measure.respondent
    if respondent.kind is RespondentKind.UNIT:
        return respondent.unit.name
    return f"{respondent.unit.name}{respondent.post_title or ''}{respondent.name}"


_COMMON: Final = (
    Field("案件名称", "案件的名称", "未依法公开征收补偿方案", required=True),
    Field("处理决定文号", "处理决定的文号", "阿政公责〔2026〕12号", required=True),
    Field("被通报对象", "受通报批评的单位和人员", "自然资源局科员张三", required=True),
    Field("通报依据", "处理决定依据的条款", "第七条（二）"),
    Field("通报内容", "调查组写明的内容，不写投诉举报人", "未在规定期限内公开。", required=True),
    Field("通报日期", "通报的日期", "2026年3月20日"),
)

KIND: Final = Kind(
    code=CODE,
    label="通报批评",
    fields=_COMMON,
    title="关于对有关单位和人员通报批评的通报",
    body="\n".join(
        (
            "{{案件名称}}一案，本机关已作出处理决定（{{处理决定文号}}）。现将有关情况通报如下。",
            "{{通报内容}}",
            "依据{{通报依据}}，对{{被通报对象}}予以通报批评。",
            "各单位要引以为戒，对照检查，依法履行政务公开职责。",
        )
    ),
)

CORRECTION_KIND: Final = Kind(
    code=CORRECTION,
    label="更正通报",
    fields=(
        *_COMMON,
        Field("原通报文号", "所更正通报的文号", "阿政通〔2026〕2号", required=True),
        Field("原通报日期", "所更正通报印发的日期", "2026年3月20日"),
        Field("处理结果", "复核、申诉的结果", "撤销原处理决定", required=True),
    ),
    title="关于更正通报批评的通报",
    body="\n".join(
        (
            "{{案件名称}}一案，本机关{{原通报日期}}印发的《关于对有关单位和人员通报批评的通报》（{{原通报文号}}），"
            "对{{被通报对象}}予以通报批评。经复核或者申诉审理，决定{{处理结果}}"
            "（{{处理决定文号}}）。现更正如下。",
            "{{通报内容}}",
            "原通报与本通报不一致的，以本通报为准。",
        )
    ),
)
