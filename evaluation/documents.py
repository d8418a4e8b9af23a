"""The feedback notice to an evaluated unit, as PDF.

An official document: Chinese whatever the language of the officer's pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.documents import Block, Heading, Letter, Paragraph, Table, render
from core.documents.wording import ordinal


@dataclass(frozen=True)
class NoticeFacts:
    """What a feedback notice says. `opinions` is empty where there is nothing to rectify.

    `shares` are (option, count, share in words) of the overall question, empty where too few sheets
    came in to show them.
    """

    organiser: str
    number: str
    on: date
    unit: str
    round_title: str
    method: str
    regime: str
    returned: int
    valid: int
    shares: Sequence[tuple[str, str, str]]
    grade: str
    opinions: Sequence[str]
    addressee: str
    days: int
    report_article: str
    range_words: str


def feedback_notice(facts: NoticeFacts) -> bytes:
    """Return the notice of the grade and of what people ask for. Raises MissingGlyphs.

    Source: 003-17 arts 7 and 8.
    """
    body: list[Block] = [
        Paragraph(
            f"根据《{facts.regime}》，本机关组织开展了“{facts.round_title}”（{facts.method}）。"
            f"评定结果已经主管部门同意，现将你单位的评议情况反馈如下："
        ),
        Heading(1, f"{ordinal(1, 1)}评议情况"),
        Paragraph(f"本次共收回涉及你单位的问卷{facts.returned}份，其中有效问卷{facts.valid}份。"),
    ]
    if facts.shares:
        body.append(Table((("总体评价", "人数", "占比"), *facts.shares), (10, 6, 8), header=True))
        body.append(Paragraph("占比以作出评价的人数为分母，选择“不了解”的不计入。"))
    else:
        body.append(Paragraph("有效问卷不足5份，为保护参评人员，不列各选项人数。"))
    body += [
        Heading(1, f"{ordinal(1, 2)}评定结果"),
        Paragraph(f"你单位本次政务公开社会评议的评定结果为：{facts.grade}。"),
        Heading(1, f"{ordinal(1, 3)}意见和建议"),
    ]
    if facts.opinions:
        body += [Paragraph(f"{ordinal(3, n)}{text}") for n, text in enumerate(facts.opinions, 1)]
        body += [
            Heading(1, f"{ordinal(1, 4)}整改要求"),
            Paragraph(
                f"依照{facts.report_article}，你单位对上述意见和建议具备整改条件的，应当自接到本通知"
                f"后{facts.days}个工作日内向{facts.addressee}书面报送整改报告；不具备整改条件的，应当在"
                "同一期限内书面作出专题说明，待条件成熟时整改到位。整改报告和专题说明应当及时向公众反馈。"
            ),
        ]
    else:
        body.append(Paragraph("本次评议没有需要你单位整改的意见和建议，请继续做好政务公开工作。"))
    letter = Letter(
        head=facts.organiser,
        number=facts.number,
        title="政务公开社会评议反馈通知书",
        addressee=facts.unit,
        body=tuple(body),
        signer=facts.organiser,
        on=facts.on,
    )
    return render(letter)
