"""The volume of a case: cover, contents, the documents in order, hashes, and the closing sheet.

The layout is that of offices: 卷内目录 with 序号, 文号, 责任者, 题名, 日期, 页号 and 备注, pages
numbered as one in the upper right corner, a 备考表 at the end. What cannot be pages (tables,
texts, pictures too large) stands in the contents without a page, and with its hash in the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from casework.archive.paging import LOOSE, contents, hashes, paged, sheet
from casework.archive.pieces import Original, Piece, for_others, form
from casework.models import Case, CaseArchive
from core.documents import Block, Paragraph
from core.documents.binding import Part, bind, pages_in
from core.documents.compose import cover, sheets
from core.documents.draw import write
from core.documents.fonts import printable
from core.documents.wording import chinese_date

TITLE, COPY_TITLE = "责任追究案卷", "责任追究案卷（查阅件）"


@dataclass(frozen=True)
class Volume:
    """A bound file: its pages as PDF, and its contents by document, for `CaseArchive.contents`."""

    pdf: bytes
    contents: list[dict[str, Any]]


def bound(archive: CaseArchive, pieces: Sequence[Piece]) -> Volume:
    """Bind the documents of an archived case, in Chinese whatever the reader's language.

    Raises DamagedFile where a document is no longer what it was.
    """
    with force_locale("zh"):
        return _bound(archive, pieces, TITLE)


def copied(archive: CaseArchive, pieces: Sequence[Piece]) -> bytes:
    """Bind a copy for others: without what leaders said among themselves (SEC-03).

    Raises DamagedFile where a document is no longer what it was.
    """
    with force_locale("zh"):
        return _bound(archive, for_others(pieces), COPY_TITLE).pdf


def _bound(archive: CaseArchive, pieces: Sequence[Piece], heading: str) -> Volume:
    on = archive.archived_on
    made = paged(pieces, on)
    starts = made.starts
    listed_hashes = sheet("卷内文件校验清单", hashes(pieces), on)
    last = made.after + pages_in(listed_hashes)
    closing = sheet("卷内备考表", _closing(archive, pieces, starts, last), on)
    if (more := pages_in(closing) - 1) > 0:
        last += more
        closing = sheet("卷内备考表", _closing(archive, pieces, starts, last), on)
    parts = made.parts(pieces)
    parts += [Part("卷内文件校验清单", listed_hashes), Part("卷内备考表", closing)]
    front = _front(archive, pieces, starts, last, heading)
    office = archive.case.unit.name
    title = f"{heading} {archive.number}"
    listed = [_listed(piece, start) for piece, start in zip(pieces, starts, strict=True)]
    return Volume(bind(front, parts, title=title, author=office, on=on), listed)


def _listed(piece: Piece, start: int | None) -> dict[str, Any]:
    """Return a line of the contents as plain values; `source` says where the bytes are from."""
    line: dict[str, Any] = {
        "title": piece.title,
        "author": piece.author,
        "on": piece.on.isoformat() if piece.on else None,
        "number": piece.number,
        "note": piece.note,
        "page": start,
    }
    if isinstance(piece.body, Original):
        source = piece.body.source
        line |= {"name": piece.body.name, "sha256": piece.body.sha256}
        line["source"] = [source.__tablename__, source.id]
    return line


def _front(
    archive: CaseArchive,
    pieces: Sequence[Piece],
    starts: Sequence[int | None],
    last: int,
    heading: str,
) -> bytes:
    """Return cover and contents as one PDF, which bears no numbers."""
    case, on = archive.case, archive.archived_on
    names = "、".join(respondent.display_name for respondent in case.respondents)
    first = case.filed_on or on
    table = form(
        ("案号", case.number),
        ("案由", printable(case.title)),
        ("被调查对象", printable(names)),
        ("起止日期", f"{chinese_date(first)}至{chinese_date(case.closed_on or on)}"),
        ("归档日期", chinese_date(on)),
        ("保管期限", retention(archive.retention_years)),
        ("件数和页数", f"{len(pieces)}件，{last}页"),
        ("档号", archive.number),
    )
    pages = [
        *cover(case.unit.name, heading, table),
        *sheets("卷内目录", _contents(case, pieces, starts)),
    ]
    title = f"{heading} {archive.number}"
    return write(pages, title=title, author=case.unit.name, subject=case.number, on=on, seed=title)


def retention(years: int | None) -> str:
    """Write how long a file is kept: 永久, or 10年."""
    return "永久" if years is None else f"{years}年"


def _contents(
    case: Case, pieces: Sequence[Piece], starts: Sequence[int | None]
) -> tuple[Block, ...]:
    notes = ["说明："]
    if any(start is None for start in starts):
        notes.append(f"备注为“{LOOSE}”的文件不能印成页，原件和校验值见归档数据包。")
    notes += left_out(case)
    table = contents(pieces, starts)
    return (table, *((Paragraph("\n".join(notes)),) if len(notes) > 1 else ()))


def left_out(case: Case) -> list[str]:
    """Say what of a report is not in the file, and why (SEC-01)."""
    complaint = case.complaint
    if complaint is None or complaint.is_lead:
        return []
    return [
        _(
            "投诉举报%(number)s的登记内容、来往信函、附件和投诉举报人身份材料，"
            "依法为投诉举报人保密，随投诉举报另行保存，不入本卷。",
            number=complaint.number,
        )
    ]


def _closing(
    archive: CaseArchive, pieces: Sequence[Piece], starts: Sequence[int | None], last: int
) -> tuple[Block, ...]:
    loose = sum(start is None for start in starts)
    said = [f"本卷共{len(pieces)}件，{last}页。"]
    if loose:
        said.append(f"其中{loose}件为电子件，没有印成页。")
    said += left_out(archive.case)
    return (
        form(
            ("本卷情况说明", "\n".join(said)),
            ("保管期限", retention(archive.retention_years)),
            ("保管期限依据", archive.retention_basis),
            ("期限设定人", archive.retention_set_by.name),
            ("立卷人", archive.archived_by.name),
            ("检查人", ""),
            ("立卷日期", chinese_date(archive.archived_on)),
        ),
    )
