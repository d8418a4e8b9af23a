"""The letters to who reported: their fields, their first wording, and the values of one report.

They are official documents: Chinese whatever the language of the officer's pages. The addressee is
the number of the report; a name never stands in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import force_locale
from sqlalchemy.orm import joinedload

from complaints import queries
from complaints.labels import CHANNELS
from complaints.models import Complaint
from complaints.rules import Channel, DocumentKind, UrgingStep
from core import moment
from core.access import Actor
from core.db import db
from core.documents import Letter
from core.documents.templates.composing import compose
from core.documents.templates.kinds import Example, Field, Kind, Occasion
from core.documents.wording import chinese_date
from regulations import registry
from regulations.model import WordList
from regulations.rules import words

#: How many real cases a preview offers.
EXAMPLES: Final = 30

_OPENING = "本机关于{{收到日期}}收到您以{{反映渠道}}方式反映的“{{事由}}”，登记编号为{{登记编号}}。"
_SECRECY = "本机关依法为投诉举报人保密，不向被投诉举报的单位和个人透露投诉举报人的情况。"
_FURTHER = (
    "认为行政机关在政府信息公开工作中侵犯您的合法权益的，可以依照《中华人民共和国政府信息公开条例》"
    "第五十一条，向上一级行政机关或者政府信息公开工作主管部门投诉、举报，也可以依法申请行政复议或者"
    "提起行政诉讼。"
)
_COMMON = (
    Field("登记编号", "投诉举报的登记编号", "阿举〔2026〕12号", required=True),
    Field("事由", "登记的事由", "申请公开征收补偿方案逾期未答复", required=True),
    Field("收到日期", "收到投诉举报的日期", "2026年3月2日"),
    Field("反映渠道", "来访、来信、电话等", "来访"),
    Field("承办机关", "发出告知书的单位", "阿尔山市政务公开办公室"),
    Field("告知日期", "告知书的日期", "2026年3月12日"),
)


@dataclass(frozen=True)
class LetterFacts:
    """What every letter on a complaint says: who writes, under which number, when, on what."""

    unit: str
    number: str | None
    on: date
    complaint_number: str
    complaint_title: str
    received_on: date
    channel: Channel


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


def decline_letter(facts: LetterFacts, ground: str, reason: str) -> Letter:
    """Return the notice that a report is not accepted: the ground and the reasons.

    As shipped it cites no article for itself: the only source that asks for it is no enactment.
    CMP-04.
    """
    values = {"不予受理的情形": ground, "不予受理的理由": reason}
    return compose(DocumentKind.DECLINE_NOTICE, _occasion(facts, values))


def result_letter(facts: LetterFacts, text: str) -> Letter:
    """Return the letter that tells what came of a report."""
    return compose(DocumentKind.RESULT_NOTICE, _occasion(facts, {"办理结果": text}))


def supplement_letter(facts: LetterFacts, missing: str, due_on: date) -> Letter:
    """Return the notice of what is missing and until when it can be added; it cites no article:
    no source has one.
    """
    values = {"补充内容": missing, "补充期限": chinese_date(due_on)}
    return compose(DocumentKind.SUPPLEMENT_NOTICE, _occasion(facts, values))


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
    return _occasion(facts, values, addressee=urging.unit, draft=draft)


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
    return _occasion(facts, values, addressee=slip.unit, draft=draft)


def _occasion(
    facts: LetterFacts,
    values: dict[str, str],
    *,
    addressee: str | None = None,
    draft: bool = False,
) -> Occasion:
    with force_locale("zh"):
        channel = str(CHANNELS[facts.channel])
    return Occasion(
        head=facts.unit,
        number=facts.number,
        addressee=addressee or f"投诉举报人（{facts.complaint_number}）",
        signer=facts.unit,
        on=facts.on,
        values={
            "登记编号": facts.complaint_number,
            "事由": facts.complaint_title,
            "收到日期": chinese_date(facts.received_on),
            "反映渠道": channel,
            "承办机关": facts.unit,
            "告知日期": chinese_date(facts.on),
            **values,
        },
        draft=draft,
    )


def _examples(actor: Actor) -> list[Example]:
    statement = queries.visible_to(actor).order_by(Complaint.id.desc()).limit(EXAMPLES)
    return [Example(row.id, f"{row.number}　{row.title}") for row in db.session.scalars(statement)]


def _seen(actor: Actor, complaint_id: int) -> Complaint | None:
    statement = queries.visible_to(actor).options(joinedload(Complaint.unit))
    return db.session.scalars(statement.where(Complaint.id == complaint_id)).first()


def _draft_facts(complaint: Complaint) -> LetterFacts:
    return LetterFacts(
        unit=complaint.unit.name,
        number=None,
        on=moment.today(),
        complaint_number=complaint.number,
        complaint_title=complaint.title,
        received_on=complaint.received_on,
        channel=complaint.channel,
    )


def _decline_on(actor: Actor, complaint_id: int) -> Occasion | None:
    """Return the values of a real report; what is not decided yet is shown by its example."""
    complaint = _seen(actor, complaint_id)
    if complaint is None:
        return None
    pack = registry.get_pack(complaint.procedure_pack_id)
    grounds = {word.code: word.label for word in words(pack, WordList.DECLINE_REASON)}
    values = {
        "不予受理的情形": grounds.get(complaint.decline_code or "", _GROUND.example),
        "不予受理的理由": complaint.decline_reason or _REASON.example,
    }
    return _occasion(_draft_facts(complaint), values, draft=True)


def _result_on(actor: Actor, complaint_id: int) -> Occasion | None:
    complaint = _seen(actor, complaint_id)
    if complaint is None:
        return None
    values = {"办理结果": complaint.reply_text or _RESULT.example}
    return _occasion(_draft_facts(complaint), values, draft=True)


def _supplement_on(actor: Actor, complaint_id: int) -> Occasion | None:
    complaint = _seen(actor, complaint_id)
    if complaint is None:
        return None
    asked = complaint.supplements[-1] if complaint.supplements else None
    values = {
        "补充内容": asked.missing if asked else _MISSING.example,
        "补充期限": chinese_date(asked.due_on) if asked else _UNTIL.example,
    }
    return _occasion(_draft_facts(complaint), values, draft=True)


def _slip_on(actor: Actor, complaint_id: int) -> Occasion | None:
    complaint = _seen(actor, complaint_id)
    if complaint is None:
        return None
    facts = _draft_facts(complaint)
    if not complaint.transfers:
        examples = {field.name: field.example for field in _OF_SLIP}
        return _occasion(facts, examples, addressee=examples["承办单位"], draft=True)
    sent = complaint.transfers[-1]
    slip = Slip(sent.unit.name, sent.reason, sent.content, sent.due_on, None)
    return _slip_occasion(facts, slip, draft=True)


def _urging_on(actor: Actor, complaint_id: int) -> Occasion | None:
    complaint = _seen(actor, complaint_id)
    if complaint is None:
        return None
    examples = {field.name: field.example for field in _OF_URGING}
    if complaint.transfers:
        examples["承办单位"] = complaint.transfers[-1].unit.name
    addressee = examples["承办单位"]
    return _occasion(_draft_facts(complaint), examples, addressee=addressee, draft=True)


_GROUND: Final = Field(
    "不予受理的情形", "规则列明的情形", "不属于本机关职责管辖范围", required=True
)
_REASON: Final = Field(
    "不予受理的理由", "承办人写明的理由", "反映的事项由上级机关管辖。", required=True
)
_RESULT: Final = Field(
    "办理结果", "答复的内容", "经查，该单位未在规定期限内答复，已责令改正。", required=True
)
_MISSING: Final = Field(
    "补充内容", "还缺什么材料或者情况", "申请公开的回执或者邮寄凭证。", required=True
)
_UNTIL: Final = Field("补充期限", "最迟在哪一天补充", "2026年3月20日", required=True)
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
        fields=(*_COMMON, *_OF_URGING),
        title="{{文书名称}}",
        body="\n".join(
            (
                "你单位承办的“{{事由}}”（登记编号{{登记编号}}，{{转办文号}}转办），"
                "办理期限为{{办理期限}}，{{办理状态}}。",
                "{{督办要求}}",
                "{{后续要求}}",
            )
        ),
        examples=_examples,
        occasion=_urging_on,
    ),
    Kind(
        code=DocumentKind.TRANSFER_SLIP,
        label="转办通知单",
        fields=(*_COMMON, *_OF_SLIP),
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
        examples=_examples,
        occasion=_slip_on,
    ),
    Kind(
        code=DocumentKind.SUPPLEMENT_NOTICE,
        label="补充材料通知书",
        fields=(*_COMMON, _MISSING, _UNTIL),
        title="补充材料通知书",
        body="\n".join(
            (
                _OPENING,
                "经审查，现有材料不足以决定是否受理，请您于{{补充期限}}前补充下列材料或者情况：",
                "{{补充内容}}",
                "您可以凭登记回执上的回执码在网上补充，也可以书面、电话或者当面补充。"
                "期满没有补充的，本机关按照现有材料决定是否受理。",
                _SECRECY,
            )
        ),
        examples=_examples,
        occasion=_supplement_on,
    ),
    Kind(
        code=DocumentKind.DECLINE_NOTICE,
        label="不予受理告知书",
        fields=(*_COMMON, _GROUND, _REASON),
        title="不予受理告知书",
        body="\n".join(
            (
                _OPENING,
                "经审查，该事项属于下列不予受理的情形：{{不予受理的情形}}。"
                "本机关决定不予受理，现书面告知并说明理由。",
                "不予受理的理由：{{不予受理的理由}}",
                _FURTHER,
                _SECRECY,
            )
        ),
        examples=_examples,
        occasion=_decline_on,
    ),
    Kind(
        code=DocumentKind.RESULT_NOTICE,
        label="投诉举报办理结果告知书",
        fields=(*_COMMON, _RESULT),
        title="投诉举报办理结果告知书",
        body="\n".join(
            (
                _OPENING,
                "本机关依法受理并进行了办理，现将办理结果告知如下：",
                "{{办理结果}}",
                _SECRECY,
            )
        ),
        examples=_examples,
        occasion=_result_on,
    ),
)
