"""The letters of an assessment: the notice that it is held, the circular of its results.

Official documents: Chinese whatever the language of the officer's pages.
"""

from __future__ import annotations

from typing import Final

from werkzeug.exceptions import NotFound

from assessment.models import AssessedUnit, Assessment
from assessment.queries import assessments as queries
from assessment.queries.packs import bands, pack_of, standard_of
from assessment.queries.results import ranked
from assessment.rules import points_words
from core import moment
from core.access import Actor
from core.db import db
from core.documents import Letter
from core.documents.agreement import Listed, disagreements, text_of
from core.documents.templates.composing import compose
from core.documents.templates.kinds import Example, Field, Kind, Occasion
from core.documents.wording import chinese_date, ordinal
from regulations.codes import GuardId, Regime, TermId
from regulations.model import Assessment as Standard
from regulations.rules import SourceSilent, has_points, term, wording

ASSESSMENT_NOTICE: Final = "assessment_notice"
CIRCULAR: Final = "assessment_circular"

#: How many real assessments a preview offers.
EXAMPLES: Final = 30


def notice_letter(assessment: Assessment, number: str) -> Letter:
    """Return the notice to all units that they are assessed (003-15 art. 9 (1))."""
    return compose(ASSESSMENT_NOTICE, _occasion(assessment, number))


def circular_letter(assessment: Assessment, number: str) -> Letter:
    """Return the circular of the approved results (002-11 art. 8, 003-15 art. 9 (4))."""
    return compose(CIRCULAR, _occasion(assessment, number))


def circular_faults(assessment: Assessment) -> list[str]:
    """Return in words where title, counts and lists of the circular are not those of the result.

    Its wording may be edited by staff: what it says is read as it would be printed.
    """
    letter = compose(CIRCULAR, _occasion(assessment, None))
    labels = bands(standard_of(assessment))
    units = [
        Listed((one.unit.name, one.unit.short_name), labels.get(one.band_code or "", ""))
        for one in assessment.assessed
    ]
    title = letter.title.replace(assessment.title, "")  # its year was asked for in the plan
    return disagreements(title, text_of(letter), units, list(labels.values()), assessment.year)


def _occasion(assessment: Assessment, number: str | None) -> Occasion:
    pack, standard = pack_of(assessment), standard_of(assessment)
    units = ranked(assessment)
    labels = bands(standard)
    has_score = has_points(standard)
    return Occasion(
        head=assessment.unit.name,
        number=number,
        addressee="各考核对象",
        signer=assessment.unit.name,
        on=moment.today(),
        values={
            "考核名称": assessment.title,
            "考核年度": str(assessment.year),
            "考核依据": f"《{pack.title(Regime.ASSESSMENT)}》",
            "组织单位": assessment.unit.name,
            "审定单位": wording(pack, GuardId.ASSESSMENT_APPROVAL) or "",
            "考核对象": "、".join(one.unit.name for one in assessment.assessed),
            "考核方案": assessment.plan,
            "考核小组": assessment.panel,
            "考核日期": chinese_date(assessment.assess_on) if assessment.assess_on else "",
            "考核内容": "\n".join(
                f"{ordinal(3, n)}{item.label}"
                + (f"（{points_words(item.points)}分）" if item.points is not None else "")
                for n, item in enumerate(assessment.items, 1)
            ),
            "自评要求": _duty(assessment),
            "单位": "\n".join(one.unit.name for one in units),
            "得分": "\n".join(points_words(one.score) if has_score else "不计分" for one in units),
            "等次": "\n".join(labels.get(one.band_code or "", "") for one in units),
            "优秀单位": _named(units, standard, "excellent"),
            "不合格单位": _named(units, standard, "unqualified"),
            "文书日期": chinese_date(moment.today()),
        },
        draft=number is None,
    )


def _named(units: list[AssessedUnit], standard: Standard, which: str) -> str:
    codes = {band.code for band in standard.band if getattr(band, which)}
    return "、".join(one.unit.name for one in units if one.band_code in codes) or "无"


def _duty(assessment: Assessment) -> str:
    """Say by when the units report on themselves, in the words of the rule where it states it."""
    pack = pack_of(assessment)
    said = wording(pack, GuardId.ASSESSMENT_SELF_REPORT) or "考核对象先行总结和自评"
    try:
        row = term(pack, TermId.ASSESSMENT_SELF_REPORT)
    except SourceSilent:
        return f"{said}，在考核之日以前报送{assessment.unit.name}。"
    return f"{said}（{row.article}）。"


def _examples(actor: Actor) -> list[Example]:
    rows = db.session.scalars(
        queries.visible_to(actor).order_by(Assessment.id.desc()).limit(EXAMPLES)
    )
    return [Example(row.id, f"{row.number}　{row.title}") for row in rows]


def _example(actor: Actor, assessment_id: int) -> Occasion | None:
    try:
        return _occasion(queries.get_visible_assessment(assessment_id, actor), None)
    except NotFound:
        return None


_COMMON = (
    Field("考核名称", "这次考核的名称", "2025年度政府信息公开考核", required=True),
    Field("考核年度", "考核的年度", "2025"),
    Field("考核依据", "适用的考核制度", "《政府信息公开工作考核制度》", required=True),
    Field("组织单位", "组织考核的单位", "某某市政务公开办公室"),
    Field("审定单位", "审定结果的机构，按制度的表述", "市政务公开领导小组"),
    Field("考核日期", "考核之日", "2025年12月20日"),
    Field("文书日期", "文书的日期", "2025年12月5日"),
)

KINDS: Final = (
    Kind(
        code=ASSESSMENT_NOTICE,
        label="考核通知",
        fields=(
            *_COMMON,
            Field("考核对象", "本次考核的全部单位", "市财政局、市教育局", required=True),
            Field("考核方案", "方案的内容", "采取实地检查和网站抽查的方式。", required=True),
            Field("考核小组", "考核小组的组成", "公开办牵头，司法局和专家参加。"),
            Field("考核内容", "逐项列出，有分值的写明分值", "1.组织领导（15分）", required=True),
            Field("自评要求", "自评的要求和期限，及其依据", "先行总结和自评。", required=True),
        ),
        title="关于开展{{考核名称}}的通知",
        body="\n".join(
            (
                "根据{{考核依据}}，现就开展{{考核名称}}的有关事项通知如下。",
                "# 考核对象\n{{考核对象}}。",
                "# 考核时间\n考核之日为{{考核日期}}。",
                "# 考核小组\n{{考核小组}}",
                "# 考核方案\n{{考核方案}}",
                "# 考核内容\n{{考核内容}}",
                "# 总结和自评\n{{自评要求}}",
            )
        ),
        examples=_examples,
        occasion=_example,
    ),
    Kind(
        code=CIRCULAR,
        label="考核结果通报",
        fields=(
            *_COMMON,
            Field("单位", "考核对象，每行一个，等次高的在前", "市财政局\n市教育局", required=True),
            Field("得分", "各单位的得分，每行一个；没有分值的写“不计分”", "95\n88.5"),
            Field("等次", "各单位的等次，每行一个", "优秀\n合格", required=True),
            Field("优秀单位", "评为最高等次的单位；没有的写“无”", "市财政局"),
            Field("不合格单位", "评为不合格的单位；没有的写“无”", "无"),
        ),
        title="关于{{考核名称}}结果的通报",
        body="\n".join(
            (
                "根据{{考核依据}}，本机关组织开展了{{考核名称}}。考核结果已经审定，现通报如下。",
                "# 考核结果",
                "|等次|单位|得分|",
                "|{{等次}}|{{单位}}|{{得分}}|",
                "# 优秀等次\n{{优秀单位}}。",
                "# 不合格等次\n{{不合格单位}}。",
                "请各单位对照考核中指出的问题认真整改，不断提高政府信息公开工作水平。",
            )
        ),
        examples=_examples,
        occasion=_example,
    ),
)
