"""The letters to who is accused: 立案调查通知书, 结案通知书. Nothing of who reported is in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from casework import queries as cases
from casework.defence.letters import suspected, title_of
from casework.defence.material import Material, material_of
from casework.models import Case, CaseNotice, CaseRespondent
from casework.rules import CaseState, RespondentKind
from casework.rules.notices import TellingKind
from core import moment
from core.access.actor import Actor
from core.db import db
from core.documents import Letter
from core.documents.templates.composing import compose
from core.documents.templates.kinds import Example, Field, Kind, Occasion
from core.documents.wording import chinese_date, closed, in_chinese

#: What each is called; the code of its wording, and what stands before the year of its number.
TITLES: Final[Mapping[TellingKind, str]] = {
    TellingKind.INVESTIGATION: "立案调查通知书",
    TellingKind.CLOSING: "结案通知书",
}
CODES: Final[Mapping[TellingKind, str]] = {
    TellingKind.INVESTIGATION: "investigation_notice",
    TellingKind.CLOSING: "closing_notice",
}
SERIES: Final[Mapping[TellingKind, str]] = {
    TellingKind.INVESTIGATION: "立通",
    TellingKind.CLOSING: "结通",
}
#: How many real cases a preview offers.
EXAMPLES: Final = 30


@in_chinese
def letter(notice: CaseNotice, number: str | None = None) -> Letter:
    """Compose the notice; without its number every page is marked as a draft."""
    drawn = occasion(notice, material_of(notice.case), number)
    return compose(CODES[notice.kind], replace(drawn, draft=number is None))


@in_chinese
def occasion(notice: CaseNotice, material: Material, number: str | None = None) -> Occasion:
    """Return the values of the notice."""
    case, respondent = notice.case, notice.respondent
    is_ended = case.state is CaseState.DISMISSED
    holds = {
        "单位": respondent.kind is RespondentKind.UNIT,
        "终止调查": is_ended,
    }
    asked = (notice.request or "").strip()
    own = {
        "立案日期": chinese_date(case.filed_on or moment.today()),
        "调查事项": closed(notice.text.strip()),
        "调查人员": "、".join(m.user.name for m in case.members if not m.left_on),
        "配合要求": closed(asked) if asked else "",
    }
    if notice.kind is TellingKind.CLOSING:
        own = {
            "结案日期": chinese_date(case.closed_on or moment.today()),
            "办理结果": closed(notice.text.strip()),
            "后续事项": closed(asked) if asked else "",
        }
    return Occasion(
        head=case.unit.name,
        number=number,
        addressee=respondent.display_name,
        signer=case.unit.name,
        on=notice.issued_on or moment.today(),
        values={
            "案件名称": title_of(material),
            "案号": case.number,
            "当事人": respondent.display_name,
            "通知机关": case.unit.name,
            **own,
        },
        holds=frozenset(name for name, is_so in holds.items() if is_so),
    )


def document_title(kind: TellingKind, respondent: CaseRespondent) -> str:
    """Return what a notice is called in registers."""
    return f"{TITLES[kind]}（{respondent.display_name}）"


@in_chinese
def first_text(case: Case, kind: TellingKind) -> str:
    """Return what the notice says of the case, to start from."""
    if kind is TellingKind.INVESTIGATION:
        found = suspected(case)
        return f"是否存在{found[0]}规定的“{found[1]}”情形。" if found else ""
    if case.state is CaseState.DISMISSED:
        said = case.dismissal_reason or ""
        return "" if material_of(case).tells(said) else said
    return "本案的处理决定已经送达并生效，有关事项已经办结，本机关决定结案。"


@in_chinese
def first_request(case: Case, kind: TellingKind) -> str:
    """Return what is asked of who reads it, to start from."""
    if kind is TellingKind.CLOSING:
        return ""
    return f"请按照{case.unit.name}调查组通知的时间和地点说明情况，提供与调查事项有关的材料。"


def _examples(actor: Actor, kind: TellingKind) -> list[Example]:
    seen = cases.visible_to(actor).with_only_columns(Case.id)
    rows = db.session.execute(
        select(CaseNotice.id, Case.number, Case.title)
        .join(Case, Case.id == CaseNotice.case_id)
        .where(CaseNotice.case_id.in_(seen), CaseNotice.kind == kind)
        .order_by(CaseNotice.id.desc())
        .limit(EXAMPLES)
    )
    return [Example(found, f"{number}　{words}") for found, number, words in rows]


def _example(actor: Actor, telling_id: int) -> Occasion | None:
    found = db.session.get(CaseNotice, telling_id)
    try:
        if found is not None:
            cases.get_visible_case(found.case_id, actor)
    except NotFound:
        return None
    if found is None:
        return None
    return replace(occasion(found, material_of(found.case)), draft=True)


_CASE = (
    Field("案件名称", "案件的名称；会暴露应当保密的人员的，写作“本案”", "未公开征收补偿方案"),
    Field("案号", "案件的编号", "阿案〔2026〕3号", required=True),
    Field("当事人", "受通知的人员或者单位", "张三"),
    Field("通知机关", "办理案件的单位", "阿尔山市政务公开办公室"),
)
_OF_UNIT = {"单位": "当事人是单位"}

KINDS: Final = (
    Kind(
        code=CODES[TellingKind.INVESTIGATION],
        label=TITLES[TellingKind.INVESTIGATION],
        fields=(
            *_CASE,
            Field("立案日期", "批准立案的日期", "2026年3月2日", required=True),
            Field(
                "调查事项",
                "调查什么，不写线索的来源",
                "是否存在未按规定公开的情形。",
                required=True,
            ),
            Field("调查人员", "调查组现有的成员", "韩志远、佟丽华", required=True),
            Field("配合要求", "请当事人做什么", "请提供收文登记。", required=True),
        ),
        conditions=_OF_UNIT,
        title=TITLES[TellingKind.INVESTIGATION],
        body="\n".join(
            (
                "{{案件名称}}（{{案号}}）一案已于{{立案日期}}立案，由本机关依法调查。"
                "现将有关事项通知[[若单位]]你单位[[结束]][[若非单位]]你[[结束]]。",
                "# 调查事项\n{{调查事项}}",
                "# 调查人员\n{{调查人员}}。"
                "认为调查人员与本案有利害关系、可能影响公正处理的，可以申请其回避，并说明理由。",
                "# 配合调查\n{{配合要求}}",
                "请如实说明情况，不得隐匿、毁弃、伪造材料，不得干扰、妨碍调查。",
                "# 陈述和申辩\n调查期间可以说明情况、提供材料；调查终结后，本机关另行告知"
                "拟认定的事实和陈述申辩的权利。",
            )
        ),
        examples=lambda actor: _examples(actor, TellingKind.INVESTIGATION),
        occasion=_example,
    ),
    Kind(
        code=CODES[TellingKind.CLOSING],
        label=TITLES[TellingKind.CLOSING],
        fields=(
            *_CASE,
            Field("结案日期", "批准结案或者终止调查的日期", "2026年6月2日", required=True),
            Field("办理结果", "案件怎样结束", "处理决定已经生效，本机关决定结案。", required=True),
            Field("后续事项", "还要当事人做什么；没有的为空", "请领回调取的材料。", required=True),
        ),
        conditions={
            **_OF_UNIT,
            "终止调查": "案件没有作出处理决定而终止",
        },
        title=TITLES[TellingKind.CLOSING],
        body="\n".join(
            (
                "{{案件名称}}（{{案号}}）一案已于{{结案日期}}"
                "[[若终止调查]]终止调查[[结束]][[若非终止调查]]办结[[结束]]。"
                "现将结果通知[[若单位]]你单位[[结束]][[若非单位]]你[[结束]]。",
                "# 办理结果\n{{办理结果}}",
                "[[若非终止调查]]本通知不改变已经送达的处理决定，也不影响其救济途径。[[结束]]",
                "# 后续事项\n{{后续事项}}",
            )
        ),
        examples=lambda actor: _examples(actor, TellingKind.CLOSING),
        occasion=_example,
    ),
)
