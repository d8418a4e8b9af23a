"""The letters to who reported, as PDF.

They are official documents: Chinese whatever the language of the officer's pages. The addressee is
the number of the report; a name never stands in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import force_locale

from complaints.labels import CHANNELS
from complaints.rules import Channel
from core.documents import Letter, Paragraph, render
from core.documents.wording import chinese_date

_SECRECY = "本机关依法为投诉举报人保密，不向被投诉举报的单位和个人透露投诉举报人的情况。"
_FURTHER = (
    "认为行政机关在政府信息公开工作中侵犯您的合法权益的，可以依照《中华人民共和国政府信息公开条例》"
    "第五十一条，向上一级行政机关或者政府信息公开工作主管部门投诉、举报，也可以依法申请行政复议或者"
    "提起行政诉讼。"
)


@dataclass(frozen=True)
class LetterFacts:
    """What every letter on a complaint says: who writes, under which number, when, on what."""

    unit: str
    number: str
    on: date
    complaint_number: str
    complaint_title: str
    received_on: date
    channel: Channel


def decline_letter(facts: LetterFacts, ground: str, reason: str) -> bytes:
    """Return the notice that a report is not accepted: the ground and the reasons.

    It cites no article for itself: the only source that asks for it is no enactment. Raises
    MissingGlyphs. CMP-04.
    """
    return _letter(
        facts,
        "不予受理告知书",
        f"经审查，该事项属于下列不予受理的情形：{ground}。本机关决定不予受理，现书面告知并说明理由。",
        f"不予受理的理由：{reason}",
        _FURTHER,
    )


def result_letter(facts: LetterFacts, text: str) -> bytes:
    """Return the letter that tells what came of a report. Raises MissingGlyphs."""
    return _letter(
        facts,
        "投诉举报办理结果告知书",
        "本机关依法受理并进行了办理，现将办理结果告知如下：",
        text,
    )


def _letter(facts: LetterFacts, title: str, *paragraphs: str) -> bytes:
    with force_locale("zh"):
        channel = str(CHANNELS[facts.channel])
    opening = (
        f"本机关于{chinese_date(facts.received_on)}收到您以{channel}方式反映的"
        f"“{facts.complaint_title}”，登记编号为{facts.complaint_number}。"
    )
    letter = Letter(
        head=facts.unit,
        number=facts.number,
        title=title,
        addressee=f"投诉举报人（{facts.complaint_number}）",
        body=tuple(Paragraph(text) for text in (opening, *paragraphs, _SECRECY)),
        signer=facts.unit,
        on=facts.on,
    )
    return render(letter)
