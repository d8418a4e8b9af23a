"""The inspection folder of one assessed unit (迎检材料): by item what was said, proved and found.

An index, for every item a sheet with its figures, the evidence behind it, the summary, the checks
and the notices to rectify, bound as one volume. Nothing of a report or of who made it gets in: only
what the unit said itself and what it was told. `told` False leaves out what the panel found, which
the unit does not see before the result is proposed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import force_locale

from accountability.labels.rectifications import STATES as ORDER_STATES
from accountability.models import Rectification
from assessment.labels import UNIT_STATES
from assessment.models import AssessedUnit
from assessment.queries.packs import methods, pack_of
from assessment.queries.scores import ItemScore, UnitScore, score_of
from assessment.rules import points_words
from casework.archive.paging import LOOSE, hashes, paged, sheet
from casework.archive.pieces import Piece, Sheet, attached, form
from core.documents import Table
from core.documents.binding import Part, bind, pages_in
from core.documents.compose import cover, sheets
from core.documents.draw import write
from core.documents.fonts import printable
from core.documents.wording import chinese_date
from core.files.models import Attachment

TITLE = "迎检材料"
Evidence = Mapping[int, Sequence[Attachment]]


def pieces_of(
    assessed: AssessedUnit,
    evidence: Evidence,
    orders: Mapping[int | None, Rectification],
    *,
    told: bool,
) -> list[Piece]:
    """Return the documents of the folder in their order; `evidence` by the id of the self-score."""
    with force_locale("zh"):
        score = score_of(assessed)
        unit = assessed.unit.name
        found = [Piece("考核情况统计", unit, None, Sheet((_figures(score, evidence, told),)))]
        if assessed.summary:
            found.append(
                Piece("总结和自评", unit, assessed.reported_on, Sheet((_summary(assessed),)))
            )
        for row in score.items:
            found.append(Piece(_name(row), unit, None, Sheet(_item(row, told))))
            if row.own is not None:
                files = evidence.get(row.own.id, ())
                found += [attached(one, unit, f"{row.item.code}佐证") for one in files]
        if told and (assessed.checks or orders):
            found.append(
                Piece(
                    "检查和整改情况",
                    assessed.assessed_by.name,
                    None,
                    Sheet(_checks(assessed, orders)),
                )
            )
        return found


def bound(assessed: AssessedUnit, pieces: Sequence[Piece], on: date) -> bytes:
    """Bind the folder: cover, index, the documents under one count of pages, the hashes.

    Raises DamagedFile where a piece of evidence is no longer what it was.
    """
    assessment, office = assessed.assessment, assessed.unit.name
    title = f"{assessment.title}{TITLE}"
    with force_locale("zh"):
        made = paged(pieces, on)
        listed = sheet("文件校验清单", hashes(pieces), on)
        last = made.after + pages_in(listed) - 1
        head = form(
            ("考核", printable(assessment.title)),
            ("编号", assessment.number),
            ("考核对象", printable(office)),
            ("组织单位", printable(assessment.unit.name)),
            ("自评情况", str(UNIT_STATES[assessed.state])),
            ("件数和页数", f"{len(pieces)}件，{last}页"),
            ("生成日期", chinese_date(on)),
        )
        pages = [
            *cover(printable(office), TITLE, head),
            *sheets("目录", [_index(pieces, made.starts)]),
        ]
        front = write(
            pages, title=title, author=office, subject=assessment.number, on=on, seed=title
        )
        parts = [*made.parts(pieces), Part("文件校验清单", listed)]
        return bind(front, parts, title=title, author=office, on=on)


def _index(pieces: Sequence[Piece], starts: Sequence[int | None]) -> Table:
    """Return the index: every document of the folder is the unit's, so its title and page do."""
    rows: list[tuple[str, ...]] = [("序号", "题名", "页号", "备注")]
    for number, (piece, start) in enumerate(zip(pieces, starts, strict=True), 1):
        note = piece.note if start else f"{piece.note}（{LOOSE}）"
        rows.append((str(number), printable(piece.title), str(start or "—"), printable(note)))
    return Table(tuple(rows), (3, 16, 3, 6), header=True)


def _name(row: ItemScore) -> str:
    return f"{row.item.code} {row.item.label}" if row.item.area else row.item.label


def _figures(score: UnitScore, evidence: Evidence, told: bool) -> Table:
    """Return points and counts item by item; what the panel found only where it is told."""
    head = ("考核内容", "分值", "自评", "佐证", *(("扣分", "考评") if told else ()))
    rows = [head]
    for row in score.items:
        count = len(evidence.get(row.own.id, ())) if row.own else 0
        line = (
            printable(_name(row)),
            points_words(row.item.points),
            points_words(row.own.score) if row.own else "未填",
            f"{count}件",
        )
        rows.append((*line, points_words(row.lost), points_words(row.left)) if told else line)
    own, total = points_words(score.own), points_words(score.total)
    everything = sum(len(files) for files in evidence.values())
    line = ("合计", "", own, f"{everything}件")
    rows.append((*line, "", total) if told else line)
    widths = (12, 3, 3, 3, 3, 3) if told else (15, 3, 4, 4)
    return Table(tuple(rows), widths, header=True)


def _summary(assessed: AssessedUnit) -> Table:
    return form(
        ("报送单位", printable(assessed.unit.name)),
        ("报送日期", chinese_date(assessed.reported_on) if assessed.reported_on else None),
        ("总结", printable(assessed.summary or "")),
    )


def _item(row: ItemScore, told: bool) -> tuple[Table, ...]:
    item, own = row.item, row.own
    said = form(
        ("考核内容", printable(item.label)),
        ("方面", item.area),
        ("依据", item.article),
        ("分值", points_words(item.points) if item.points is not None else None),
        ("自评得分", points_words(own.score) if own and own.score is not None else None),
        ("完成情况", printable(own.text) if own else "未填写自评。"),
    )
    if not (told and row.standing):
        return (said,)
    lost = tuple(
        (chinese_date(one.found_on), points_words(one.points), printable(one.reason))
        for one in row.standing
    )
    return (said, Table((("发现日期", "扣分", "理由"), *lost), (7, 3, 18), header=True))


def _checks(
    assessed: AssessedUnit, orders: Mapping[int | None, Rectification]
) -> tuple[Table, ...]:
    ways = methods(pack_of(assessed.assessment))
    checks = tuple(
        (
            chinese_date(one.on_date),
            ways.get(one.method_code, one.method_code),
            printable(one.findings),
        )
        for one in assessed.checks
    )
    notices = tuple(
        (one.number or "", chinese_date(one.due_on), str(ORDER_STATES[one.state]))
        for one in orders.values()
    )
    tables = []
    if checks:
        tables.append(Table((("检查日期", "方式", "情况"), *checks), (7, 6, 15), header=True))
    if notices:
        head = ("整改通知书", "整改期限", "状态")
        tables.append(Table((head, *notices), (12, 9, 7), header=True))
    return tuple(tables)
