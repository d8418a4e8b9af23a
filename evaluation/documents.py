"""The letters of a round of evaluation: their fields, first wording, and the values of one round.

The notice that a round is held goes to the units to be evaluated when the plan is published; the
feedback notice tells each of them its result (003-17 arts 7 and 8). Official documents: Chinese
whatever the language of the officer's pages.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import joinedload
from werkzeug.exceptions import NotFound

from core import moment
from core.access import Actor
from core.db import db
from core.documents import Letter
from core.documents.templates.composing import compose
from core.documents.templates.kinds import Example, Field, Kind, Occasion
from core.documents.wording import chinese_date, ordinal
from evaluation.models import EvaluationRound, RoundUnit
from evaluation.queries import results
from evaluation.queries import rounds as queries
from evaluation.queries.packs import article_of, grades, method_label, pack_of
from evaluation.rules import SMALLEST_GROUP
from regulations.codes import GuardId, Regime, TermId
from regulations.rules import SourceSilent, term, wording

ROUND_NOTICE: Final = "evaluation_notice"
FEEDBACK_NOTICE: Final = "feedback_notice"

#: How many real rounds a preview offers.
EXAMPLES: Final = 30


def round_letter(round_: EvaluationRound, number: str) -> Letter:
    """Return the notice to all its units that a round is held."""
    return compose(ROUND_NOTICE, _round_occasion(round_, number))


def feedback_letter(round_: EvaluationRound, result: results.UnitResult, number: str) -> Letter:
    """Return the notice that tells a unit its grade and what people ask for."""
    return compose(FEEDBACK_NOTICE, _feedback_occasion(round_, result, number))


def opinions_of(unit: RoundUnit) -> list[str]:
    """Return what a unit is asked to rectify, one each."""
    return [line.strip() for line in (unit.opinions or "").splitlines() if line.strip()]


def _common(round_: EvaluationRound) -> dict[str, str]:
    pack = pack_of(round_)
    return {
        "评议名称": round_.title,
        "评议编号": round_.number,
        "评议方式": method_label(pack, round_.method_code),
        "评议依据": f"《{pack.title(Regime.EVALUATION)}》",
        "组织单位": round_.unit.name,
        "文书日期": chinese_date(moment.today()),
    }


def _round_occasion(round_: EvaluationRound, number: str | None) -> Occasion:
    scale = "、".join(grades(pack_of(round_)).values())
    return Occasion(
        head=round_.unit.name,
        number=number,
        addressee="各被评议单位",
        signer=round_.unit.name,
        on=moment.today(),
        values={
            **_common(round_),
            "被评议单位": "、".join(unit.unit.name for unit in round_.units),
            "评议方案": round_.plan,
            "评议内容": "\n".join(
                f"{ordinal(3, n)}{question.text}"
                for n, question in enumerate(round_.questionnaire.questions, 1)
            ),
            "开始日期": chinese_date(round_.starts_on),
            "截止日期": chinese_date(round_.ends_on),
            "评定档次": scale,
        },
        holds=frozenset({"有档次"} if scale else ()),
        draft=number is None,
    )


def _feedback_occasion(
    round_: EvaluationRound, result: results.UnitResult, number: str | None
) -> Occasion:
    unit, opinions, shares = result.unit, opinions_of(result.unit), _shares(result)
    grade = grades(pack_of(round_)).get(unit.grade_code or "", "")
    return Occasion(
        head=round_.unit.name,
        number=number,
        addressee=unit.unit.name,
        signer=round_.unit.name,
        on=moment.today(),
        values={
            **_common(round_),
            "被评议单位": unit.unit.name,
            "收回问卷": str(result.figures.returned),
            "有效问卷": str(result.figures.valid),
            "评价选项": "\n".join(label for label, _, _ in shares),
            "评价人数": "\n".join(count for _, count, _ in shares),
            "评价占比": "\n".join(share for _, _, share in shares),
            "最少份数": str(SMALLEST_GROUP),
            "评定结果": grade,
            "意见和建议": "\n".join(f"{ordinal(3, n)}{text}" for n, text in enumerate(opinions, 1))
            or "本次评议没有需要你单位整改的意见和建议，请继续做好政务公开工作。",
            "整改要求": _duty(round_) if opinions else "",
        },
        holds=frozenset(
            name for name, is_so in {"有统计": shares, "有意见": opinions}.items() if is_so
        ),
        draft=number is None,
    )


def _duty(round_: EvaluationRound) -> str:
    """Say what is to be reported, to whom and within how many working days (003-17 art. 8)."""
    pack = pack_of(round_)
    addressee = wording(pack, GuardId.EVALUATION_REPORT_ADDRESSEE) or round_.unit.name
    try:
        row = term(pack, TermId.EVALUATION_RECTIFY)
    except SourceSilent:
        return ""
    basis = article_of(pack, GuardId.EVALUATION_RECTIFY_DUTY) or row.article
    return (
        f"依照{basis}，你单位对上述意见和建议具备整改条件的，应当自接到本通知后{row.length}个工作日内向"
        f"{addressee}书面报送整改报告；不具备整改条件的，应当在同一期限内书面作出专题说明，待条件成熟时"
        "整改到位。整改报告和专题说明应当及时向公众反馈。"
    )


def _shares(result: results.UnitResult) -> list[tuple[str, str, str]]:
    """Return option, count and share in words; empty where too few sheets came in to show them."""
    overall = result.overall
    if overall is None:
        return []
    labels = {option.id: option.label for option in overall.question.options}
    return [
        (
            labels[part.option_id],
            str(part.count),
            "不计入" if part.share is None else f"{part.share:.1%}",
        )
        for part in overall.tally.portions
    ]


def _examples(actor: Actor) -> list[Example]:
    statement = queries.visible_to(actor).order_by(EvaluationRound.id.desc()).limit(EXAMPLES)
    rows = db.session.scalars(statement.options(joinedload(EvaluationRound.unit)))
    return [Example(row.id, f"{row.number}　{row.title}") for row in rows]


def _seen(actor: Actor, round_id: int) -> EvaluationRound | None:
    try:
        return queries.get_visible_round(round_id, actor)
    except NotFound:
        return None


def _round_example(actor: Actor, round_id: int) -> Occasion | None:
    round_ = _seen(actor, round_id)
    return _round_occasion(round_, None) if round_ is not None else None


def _feedback_example(actor: Actor, round_id: int) -> Occasion | None:
    """Return the values of the notice to the first unit of a round."""
    round_ = _seen(actor, round_id)
    found = results.results_of(round_) if round_ is not None else []
    return _feedback_occasion(round_, found[0], None) if round_ is not None and found else None


_COMMON = (
    Field("评议名称", "这次评议的名称", "2026年政务公开社会评议", required=True),
    Field("评议编号", "这次评议的登记编号", "评〔2026〕1号"),
    Field("评议方式", "网络评议、问卷评议等", "问卷评议"),
    Field("评议依据", "适用的评议制度", "《政务公开社会评议制度》", required=True),
    Field("组织单位", "组织评议的单位", "某某县人民政府办公室"),
    Field("文书日期", "文书的日期", "2026年3月12日"),
)

KINDS: Final = (
    Kind(
        code=ROUND_NOTICE,
        label="社会评议通知",
        fields=(
            *_COMMON,
            Field("被评议单位", "本次评议的全部单位", "县教育局、县民政局", required=True),
            Field("评议方案", "方案的内容", "向办事群众发放问卷。", required=True),
            Field("评议内容", "问卷的题目，逐条列出", "1.是否及时公开。\n2.内容是否准确。"),
            Field("开始日期", "开始收集的日期", "2026年3月15日", required=True),
            Field("截止日期", "收集的最后一日", "2026年3月29日", required=True),
            Field("评定档次", "制度规定的档次", "满意、基本满意、不满意"),
        ),
        conditions={"有档次": "制度规定了评定档次"},
        title="关于开展{{评议名称}}的通知",
        body="\n".join(
            (
                "根据{{评议依据}}，现就开展{{评议名称}}的有关事项通知如下。",
                "# 被评议单位\n{{被评议单位}}。",
                "# 评议方式和时间",
                "本次评议采取{{评议方式}}的方式，自{{开始日期}}开始，至{{截止日期}}结束。",
                "# 评议方案\n{{评议方案}}",
                "# 评议内容\n{{评议内容}}",
                "# 结果和反馈",
                "[[若有档次]]评议结果分为{{评定档次}}，报主管部门同意后向各被评议单位反馈。[[结束]]"
                "[[若非有档次]]评议结果汇总后在一定范围公开，不评定档次。[[结束]]"
                "问卷不记名，任何单位和个人不得追查参评人员。",
            )
        ),
        examples=_examples,
        occasion=_round_example,
    ),
    Kind(
        code=FEEDBACK_NOTICE,
        label="社会评议反馈通知书",
        fields=(
            *_COMMON,
            Field("被评议单位", "受文的单位", "县教育局"),
            Field("收回问卷", "收回的份数", "60", required=True),
            Field("有效问卷", "有效的份数", "58", required=True),
            Field("评价选项", "总体评价的各个选项，每行一个", "满意\n基本满意\n不满意\n不了解"),
            Field("评价人数", "各选项的人数，每行一个", "40\n12\n4\n2"),
            Field("评价占比", "各选项的占比，每行一个", "71.4%\n21.4%\n7.1%\n不计入"),
            Field("最少份数", "少于这个份数时不列人数", "5"),
            Field("评定结果", "评定的档次", "基本满意", required=True),
            Field(
                "意见和建议",
                "需要整改的意见建议，逐条列出；没有的写明没有",
                "1.办事指南更新不及时。",
                required=True,
            ),
            Field(
                "整改要求",
                "报送什么、向谁、几日内，及其依据；没有意见建议的为空",
                "依照第八条，应当自接到本通知后10个工作日内书面报送整改报告。",
                required=True,
            ),
        ),
        conditions={
            "有统计": f"有效问卷不少于{SMALLEST_GROUP}份，列出各选项人数",
            "有意见": "有需要整改的意见和建议",
        },
        title="政务公开社会评议反馈通知书",
        body="\n".join(
            (
                "根据{{评议依据}}，本机关组织开展了“{{评议名称}}”（{{评议方式}}）。"
                "评定结果已经主管部门同意，现将你单位的评议情况反馈如下。",
                "# 评议情况",
                "本次共收回涉及你单位的问卷{{收回问卷}}份，其中有效问卷{{有效问卷}}份。",
                "[[若有统计]]",
                "|总体评价|人数|占比|",
                "|{{评价选项}}|{{评价人数}}|{{评价占比}}|",
                "占比以作出评价的人数为分母，选择“不了解”的不计入。",
                "[[结束]]",
                "[[若非有统计]]有效问卷不足{{最少份数}}份，为保护参评人员，不列各选项人数。[[结束]]",
                "# 评定结果\n你单位本次政务公开社会评议的评定结果为：{{评定结果}}。",
                "# 意见和建议\n{{意见和建议}}",
                "# 整改要求\n{{整改要求}}",
            )
        ),
        examples=_examples,
        occasion=_feedback_example,
    ),
)
