"""The letters by which an overdue rectification is pressed: 整改督办函, 通报批评."""

from __future__ import annotations

from typing import Final

from accountability.models import Rectification, RectificationUrging
from accountability.urging import OverdueStep
from core.documents import Letter
from core.documents.templates.composing import compose
from core.documents.templates.kinds import Field, Kind, Occasion
from core.documents.wording import chinese_date, closed, in_chinese

SUPERVISION: Final = "rectification_supervision"
CRITICISM: Final = "rectification_criticism"
CODES: Final = {OverdueStep.SUPERVISE: SUPERVISION, OverdueStep.CRITICISE: CRITICISM}
TITLES: Final = {
    OverdueStep.SUPERVISE: "整改督办函",
    OverdueStep.CRITICISE: "关于逾期未整改的通报批评",
}
#: What follows the unit's prefix in the number of each.
SERIES: Final = {OverdueStep.SUPERVISE: "整督", OverdueStep.CRITICISE: "通"}


def letter(urging: RectificationUrging, number: str) -> Letter:
    """Compose the letter of a step; nothing of who reported is among its values."""
    return compose(CODES[urging.step], occasion(urging.rectification, urging, number))


@in_chinese
def occasion(rectification: Rectification, urging: RectificationUrging, number: str) -> Occasion:
    """Return the values of the letter."""
    is_criticism = urging.step is OverdueStep.CRITICISE
    values = {
        "整改对象": rectification.name,
        "整改单位": rectification.unit.name,
        "事由": rectification.subject,
        "依据文号": rectification.subject_number,
        "整改期限": chinese_date(urging.due_on),
        "督办要求": closed(urging.text),
    }
    if is_criticism:
        values = {**values, "通报依据": urging.article or "", "通报内容": closed(urging.text)}
        del values["督办要求"]
    owner = rectification.owner.name
    return Occasion(
        head=owner,
        number=number,
        addressee=urging.recipients if is_criticism else rectification.unit.name,
        signer=owner,
        on=urging.raised_on,
        values=values,
    )


_COMMON: Final = (
    Field("整改对象", "被责令整改的人员或者单位", "自然资源局", required=True),
    Field("整改单位", "报告整改情况的单位", "自然资源局"),
    Field("事由", "案件或者评议、考核的名称", "未依法公开征收补偿方案", required=True),
    Field("依据文号", "责令整改所依据的文书的文号", "阿政公责〔2026〕12号", required=True),
    Field("整改期限", "报告整改情况的最后日期", "2026年4月12日", required=True),
)
KINDS: Final = (
    Kind(
        code=SUPERVISION,
        label=TITLES[OverdueStep.SUPERVISE],
        fields=(
            *_COMMON,
            Field("督办要求", "督办人写明的要求", "请立即整改并报告。", required=True),
        ),
        title=TITLES[OverdueStep.SUPERVISE],
        body="\n".join(
            (
                "“{{事由}}”一事，本机关依据{{依据文号}}责令{{整改对象}}整改，"
                "期限为{{整改期限}}。期限已经届满，至今没有收到整改情况报告，经提醒仍未报告。",
                "{{督办要求}}",
                "请对没有按期整改的原因作出书面说明。",
            )
        ),
    ),
    Kind(
        code=CRITICISM,
        label=TITLES[OverdueStep.CRITICISE],
        fields=(
            *_COMMON,
            Field("通报依据", "写明逾期不改予以通报批评的条款", "第十六条", required=True),
            Field("通报内容", "写明的事实，不写投诉举报人", "经督办仍未整改。", required=True),
        ),
        title=TITLES[OverdueStep.CRITICISE],
        body="\n".join(
            (
                "“{{事由}}”一事，本机关依据{{依据文号}}责令{{整改对象}}整改，"
                "期限为{{整改期限}}。经提醒和督办，至今没有整改。现将有关情况通报如下。",
                "{{通报内容}}",
                "依据{{通报依据}}，对{{整改对象}}予以通报批评。",
                "各单位要引以为戒，对责令整改的事项按期整改、如实报告。",
            )
        ),
    ),
)
