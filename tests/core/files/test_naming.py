"""Names: Chinese ones are kept as they are, long ones are shortened, deceiving ones are undone."""

from __future__ import annotations

import pytest

from core.files.kinds import FileKind, Unfit
from core.files.naming import MAX_NAME, clean_name, promised_kind
from core.files.sending import disposition

NAMES = [
    ("关于征收补偿方案的说明（第2稿）.pdf", "关于征收补偿方案的说明（第2稿）.pdf"),
    ("王𬭩的证言.docx", "王𬭩的证言.docx"),  # beyond U+FFFF
    ("\U00031350.pdf", "\U00031350.pdf"),  # newer than the tables of this Python
    ("e\u0301tat.txt", "\u00e9tat.txt"),
    ("../../etc/passwd.txt", "passwd.txt"),
    ("C:\\Users\\举报人\\材料.pdf", "材料.pdf"),
    ("报告\u202efdp.exe", "报告fdp.exe"),  # turned round it reads 报告exe.pdf
    ("说\u200b明\x00.pdf", "说明.pdf"),
    ('a"b;\r\nSet-Cookie: x.pdf', "a_b;Set-Cookie_ x.pdf"),
    ("  证据  一 .pdf. ", "证据 一.pdf"),
    ("CON.pdf", "_CON.pdf"),
    ("无扩展名", "无扩展名"),
]


@pytest.mark.parametrize(("sent", "kept"), NAMES)
def test_what_is_kept_of_a_name(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept
    assert clean_name(kept) == kept


@pytest.mark.parametrize("length", [199, 200, 201, 300, 5_000])
def test_a_long_name_keeps_its_beginning_and_its_ending(length: int) -> None:
    kept = clean_name("证" * (length - 4) + ".pdf")
    assert len(kept) == min(length, MAX_NAME)
    assert kept.startswith("证证")
    assert promised_kind(kept) is FileKind.PDF
    assert ("…" in kept) == (length > MAX_NAME)


@pytest.mark.parametrize("sent", ["", " ", "...", "/", "a/", "\u202e", "a." + "x" * 300])
def test_a_name_of_which_nothing_remains(sent: str) -> None:
    with pytest.raises(Unfit, match="file_name_unusable"):
        clean_name(sent)


@pytest.mark.parametrize("name", [kept for _sent, kept in NAMES] + ["证" * 196 + ".pdf"])
def test_a_name_travels_in_one_line_of_plain_characters(name: str) -> None:
    header = disposition(name)
    assert header.startswith('attachment; filename="')
    assert header.isascii()
    assert header.isprintable()
    assert len(header) < 4_000
    assert header.count('"') == 2
