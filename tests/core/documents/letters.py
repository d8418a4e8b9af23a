"""Letters the tests measure."""

from __future__ import annotations

from datetime import date

from core.documents import Block, Heading, Imprint, Letter, Paragraph

OFFICE = "阿尔山市人民政府办公室"
RARE_NAMES = "李某𬭩、王𫖯、喆堃、昇玥、𰻞"
SENTENCE = "行政机关应当及时准确地公开政府信息并接受人民群众监督"
IN_BRACKETS = "（一）根据《条例》“第五条”，应当公开；未公开的，承担责任。"


def letter(
    *body: Block,
    number: str | None = "阿政公责〔2026〕12号",
    addressee: str | None = "某某局",
    signer: str | None = OFFICE,
    sealed: bool = True,
    draft: bool = False,
    imprint: Imprint | None = None,
    attachments: tuple[str, ...] = (),
    note: str | None = None,
    title: str = "关于对某某局作出处理的决定",
) -> Letter:
    """Build an ordinary letter with a body of one's own."""
    return Letter(
        head="阿尔山市人民政府文件",
        number=number,
        title=title,
        addressee=addressee,
        body=body or (Paragraph(SENTENCE + "。"),),
        signer=signer,
        on=date(2026, 1, 5),
        attachments=attachments,
        note=note,
        imprint=imprint,
        sealed=sealed,
        draft=draft,
    )


def full_page() -> Letter:
    """Build a letter whose second page is filled with unbroken lines of Chinese characters."""
    return letter(Paragraph("公" * (28 * 40 - 2)))


def punctuated() -> Letter:
    """Build a letter in which punctuation meets the end of the line at every offset."""
    body: list[Block] = [Heading(1, "一、事实")]
    body += [Paragraph("字" * offset + IN_BRACKETS * 6) for offset in range(28)]
    return letter(*body)
