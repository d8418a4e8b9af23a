"""The letters to who reported: their fields, their first wording, and the values of one report."""

from __future__ import annotations

from datetime import date
from typing import Final

from complaints.documents.facts import (
    COMMON,
    OPENING,
    SECRECY,
    LetterFacts,
    draft_facts,
    examples,
    occasion,
    seen,
)
from complaints.rules import DocumentKind
from core.access import Actor
from core.documents import Letter
from core.documents.templates.composing import compose
from core.documents.templates.kinds import Field, Kind, Occasion
from core.documents.wording import chinese_date
from regulations import registry
from regulations.model import WordList
from regulations.rules import words

_FURTHER = (
    "认为行政机关在政府信息公开工作中侵犯您的合法权益的，可以依照《中华人民共和国政府信息公开条例》"
    "第五十一条，向上一级行政机关或者政府信息公开工作主管部门投诉、举报，也可以依法申请行政复议或者"
    "提起行政诉讼。"
)


def decline_letter(facts: LetterFacts, ground: str, reason: str) -> Letter:
    """Return the notice that a report is not accepted: the ground and the reasons.

    As shipped it cites no article for itself: the only source that asks for it is no enactment.
    CMP-04.
    """
    values = {"不予受理的情形": ground, "不予受理的理由": reason}
    return compose(DocumentKind.DECLINE_NOTICE, occasion(facts, values))


def result_letter(facts: LetterFacts, text: str) -> Letter:
    """Return the letter that tells what came of a report."""
    return compose(DocumentKind.RESULT_NOTICE, occasion(facts, {"办理结果": text}))


def supplement_letter(facts: LetterFacts, missing: str, due_on: date) -> Letter:
    """Return the notice of what is missing and until when it can be added; it cites no article:
    no source has one.
    """
    values = {"补充内容": missing, "补充期限": chinese_date(due_on)}
    return compose(DocumentKind.SUPPLEMENT_NOTICE, occasion(facts, values))


def _decline_on(actor: Actor, complaint_id: int) -> Occasion | None:
    """Return the values of a real report; what is not decided yet is shown by its example."""
    complaint = seen(actor, complaint_id)
    if complaint is None:
        return None
    pack = registry.get_pack(complaint.procedure_pack_id)
    grounds = {word.code: word.label for word in words(pack, WordList.DECLINE_REASON)}
    values = {
        "不予受理的情形": grounds.get(complaint.decline_code or "", _GROUND.example),
        "不予受理的理由": complaint.decline_reason or _REASON.example,
    }
    return occasion(draft_facts(complaint), values, draft=True)


def _result_on(actor: Actor, complaint_id: int) -> Occasion | None:
    complaint = seen(actor, complaint_id)
    if complaint is None:
        return None
    values = {"办理结果": complaint.reply_text or _RESULT.example}
    return occasion(draft_facts(complaint), values, draft=True)


def _supplement_on(actor: Actor, complaint_id: int) -> Occasion | None:
    complaint = seen(actor, complaint_id)
    if complaint is None:
        return None
    asked = complaint.supplements[-1] if complaint.supplements else None
    values = {
        "补充内容": asked.missing if asked else _MISSING.example,
        "补充期限": chinese_date(asked.due_on) if asked else _UNTIL.example,
    }
    return occasion(draft_facts(complaint), values, draft=True)


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
KINDS: Final = (
    Kind(
        code=DocumentKind.SUPPLEMENT_NOTICE,
        label="补充材料通知书",
        fields=(*COMMON, _MISSING, _UNTIL),
        title="补充材料通知书",
        body="\n".join(
            (
                OPENING,
                "经审查，现有材料不足以决定是否受理，请您于{{补充期限}}前补充下列材料或者情况：",
                "{{补充内容}}",
                "您可以凭登记回执上的回执码在网上补充，也可以书面、电话或者当面补充。"
                "期满没有补充的，本机关按照现有材料决定是否受理。",
                SECRECY,
            )
        ),
        examples=examples,
        occasion=_supplement_on,
    ),
    Kind(
        code=DocumentKind.DECLINE_NOTICE,
        label="不予受理告知书",
        fields=(*COMMON, _GROUND, _REASON),
        title="不予受理告知书",
        body="\n".join(
            (
                OPENING,
                "经审查，该事项属于下列不予受理的情形：{{不予受理的情形}}。"
                "本机关决定不予受理，现书面告知并说明理由。",
                "不予受理的理由：{{不予受理的理由}}",
                _FURTHER,
                SECRECY,
            )
        ),
        examples=examples,
        occasion=_decline_on,
    ),
    Kind(
        code=DocumentKind.RESULT_NOTICE,
        label="投诉举报办理结果告知书",
        fields=(*COMMON, _RESULT),
        title="投诉举报办理结果告知书",
        body="\n".join(
            (
                OPENING,
                "本机关依法受理并进行了办理，现将办理结果告知如下：",
                "{{办理结果}}",
                SECRECY,
            )
        ),
        examples=examples,
        occasion=_result_on,
    ),
)
