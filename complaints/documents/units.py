"""The letters to a unit to which a report was passed on; nothing of who reported stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from complaints.documents.facts import (
    COMMON,
    LetterFacts,
    draft_facts,
    examples,
    occasion,
    seen,
)
from complaints.rules import DocumentKind, UrgingStep
from core.access import Actor
from core.documents import Letter
from core.documents.templates.composing import compose
from core.documents.templates.kinds import Field, Kind, Occasion
from core.documents.wording import chinese_date


@dataclass(frozen=True)
class Slip:
    """What a slip of transfer says: to whom, why, what, until when, and the rule for returns."""

    unit: str
    reason: str
    content: str
    due_on: date
    return_rule: str | None


@dataclass(frozen=True)
class Urging:
    """What a letter says by which a unit is urged; `talk_on` for a red card."""

    step: UrgingStep
    unit: str
    slip_number: str
    due_on: date
    is_signed: bool
    text: str
    talk_on: date | None


#: What the letter of a step is called; a spoken reminder has none.
NAMES: Final = {
    UrgingStep.URGE: "催办通知单",
    UrgingStep.YELLOW: "工作提示（黄牌）",
    UrgingStep.RED: "工作督办函（红牌）",
}


def transfer_slip(facts: LetterFacts, slip: Slip) -> Letter:
    """Return the slip by which a report is passed on; nothing of who reported stands in it."""
    return compose(DocumentKind.TRANSFER_SLIP, _slip_occasion(facts, slip))


def urging_letter(facts: LetterFacts, urging: Urging) -> Letter:
    """Return the letter by which a unit is urged: an urging, a yellow card or a red one."""
    return compose(DocumentKind.URGING_NOTICE, _urging_occasion(facts, urging))


def _urging_occasion(facts: LetterFacts, urging: Urging, *, draft: bool = False) -> Occasion:
    talk = chinese_date(urging.talk_on) if urging.talk_on else ""
    then = {
        UrgingStep.YELLOW: "请对没有按期办理的原因作出书面说明。",
        UrgingStep.RED: f"请立即作出书面说明，并请你单位负责人于{talk}到本机关接受约谈。",
    }
    values = {
        "文书名称": NAMES[urging.step],
        "承办单位": urging.unit,
        "转办文号": urging.slip_number,
        "办理期限": chinese_date(urging.due_on),
        "办理状态": "尚未反馈办理情况" if urging.is_signed else "尚未签收",
        "督办要求": urging.text,
        "后续要求": then.get(urging.step, "请抓紧办理并反馈。"),
    }
    return occasion(facts, values, addressee=urging.unit, draft=draft)


def _slip_occasion(facts: LetterFacts, slip: Slip, *, draft: bool = False) -> Occasion:
    values = {
        "承办单位": slip.unit,
        "转办理由": slip.reason,
        "转办内容": slip.content,
        "办理期限": chinese_date(slip.due_on),
        "退回要求": f"应当于收到当日退回并说明原因（{slip.return_rule}）"
        if slip.return_rule
        else "请及时退回并说明原因",
    }
    return occasion(facts, values, addressee=slip.unit, draft=draft)


def _slip_on(actor: Actor, complaint_id: int) -> Occasion | None:
    complaint = seen(actor, complaint_id)
    if complaint is None:
        return None
    facts = draft_facts(complaint)
    if not complaint.transfers:
        shown = {field.name: field.example for field in _OF_SLIP}
        return occasion(facts, shown, addressee=shown["承办单位"], draft=True)
    sent = complaint.transfers[-1]
    slip = Slip(sent.unit.name, sent.reason, sent.content, sent.due_on, None)
    return _slip_occasion(facts, slip, draft=True)


def _urging_on(actor: Actor, complaint_id: int) -> Occasion | None:
    complaint = seen(actor, complaint_id)
    if complaint is None:
        return None
    shown = {field.name: field.example for field in _OF_URGING}
    if complaint.transfers:
        shown["承办单位"] = complaint.transfers[-1].unit.name
    addressee = shown["承办单位"]
    return occasion(draft_facts(complaint), shown, addressee=addressee, draft=True)


_OF_SLIP: Final = (
    Field("承办单位", "转给哪个单位", "阿尔山市生态环境局", required=True),
    Field("转办理由", "为什么由该单位办理", "所反映的事项属于该局职责。", required=True),
    Field("转办内容", "转给承办单位看的内容", "某企业排污许可信息没有公开。", required=True),
    Field("办理期限", "最迟哪一天反馈", "2026年3月20日", required=True),
    Field("退回要求", "不属于职责的怎样退回", "请及时退回并说明原因"),
)

_OF_URGING: Final = (
    Field("文书名称", "催办通知单、工作提示或者工作督办函", "催办通知单", required=True),
    Field("承办单位", "催办、督办哪个单位", "阿尔山市生态环境局"),
    Field("转办文号", "转办通知单的文号", "阿举告〔2026〕3号", required=True),
    Field("办理期限", "最迟哪一天反馈", "2026年3月20日", required=True),
    Field("办理状态", "是否签收、反馈", "尚未反馈办理情况", required=True),
    Field("督办要求", "催办、督办人写明的要求", "请于三日内反馈核实的情况。", required=True),
    Field("后续要求", "书面说明、约谈", "请抓紧办理并反馈。", required=True),
)

KINDS: Final = (
    Kind(
        code=DocumentKind.URGING_NOTICE,
        label="催办、督办文书",
        fields=(*COMMON, *_OF_URGING),
        title="{{文书名称}}",
        body="\n".join(
            (
                "你单位承办的“{{事由}}”（登记编号{{登记编号}}，{{转办文号}}转办），"
                "办理期限为{{办理期限}}，{{办理状态}}。",
                "{{督办要求}}",
                "{{后续要求}}",
            )
        ),
        examples=examples,
        occasion=_urging_on,
    ),
    Kind(
        code=DocumentKind.TRANSFER_SLIP,
        label="转办通知单",
        fields=(*COMMON, *_OF_SLIP),
        title="转办通知单",
        body="\n".join(
            (
                "本机关于{{收到日期}}收到“{{事由}}”（登记编号{{登记编号}}）。{{转办理由}}"
                "现转你单位办理，请于{{办理期限}}前书面反馈办理情况。",
                "转办内容：",
                "{{转办内容}}",
                "不属于你单位职责的，{{退回要求}}。",
                "投诉举报人的身份信息不随件转送，也不得自行查找；不得将本件的内容透露给被反映的"
                "单位和人员。",
                "转办存根：登记编号{{登记编号}}，{{告知日期}}转{{承办单位}}办理，"
                "{{办理期限}}前反馈。",
            )
        ),
        examples=examples,
        occasion=_slip_on,
    ),
)
