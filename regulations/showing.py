"""A whole pack as lines of text: every value with its article and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from regulations import labels
from regulations.lines import Line, lines
from regulations.lines.line import say as _
from regulations.rules import EffectivePack, cautions


def pack_lines(pack: EffectivePack) -> list[str]:
    """Return everything a pack says, one line a row: text, article, quote, origin."""
    return [
        *_head(pack),
        *(_("注意：%(text)s", text=labels.caution(item)) for item in cautions(pack)),
        *(_text(line) for line in lines(pack)),
    ]


def _head(pack: EffectivePack) -> Iterator[str]:
    head = pack.header
    yield f"{head.id}　{head.title}"
    yield _("制定机关：%(name)s", name=head.issuer)
    if head.number is not None:
        yield _("文号：%(number)s", number=head.number)
    if head.effective_from is not None:
        yield _("生效日期：%(day)s", day=head.effective_from.isoformat())
    if head.effective_to is not None:
        yield _("失效日期：%(day)s", day=head.effective_to.isoformat())
    if head.replaced_by is not None:
        yield _("由%(name)s代替", name=head.replaced_by)
    if head.parent is not None:
        yield _("上级规则：%(name)s", name=head.parent)
    if pack.includes:
        yield _("启用的通用规则：%(names)s", names="、".join(pack.includes))


def _text(line: Line) -> str:
    """Write a row with what proves it and where it comes from, then the particulars."""
    row = line.row
    old = ""
    if row.until is not None:
        old = _("（至%(day)s，由%(name)s代替）", day=row.until.isoformat(), name=row.replaced_by)
    said = f"{line.key}　{line.label}：{line.value or labels.STATES[line.state]}{old}"
    quotes = "".join(f"“{quote}”" for quote in row.quotes)
    proof = f"{row.article}　{row.source}{quotes}　[{labels.ORIGINS[line.origin]}]"
    return "　".join((said, proof, *line.details))
