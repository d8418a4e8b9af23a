"""The standard of an assessment in words: items with their deductions, bands, rules of the sum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from regulations import labels
from regulations.codes import State
from regulations.lines.line import Line
from regulations.lines.line import line as make
from regulations.lines.line import say as _
from regulations.model import Assessment, Band, Item, Row
from regulations.rules import Found
from regulations.topics import Topic


def standard(found: Found[Assessment]) -> Iterator[Line]:
    """Yield the lines of a standard: itself, its dimensions, items, bands and rules."""
    whole = found.value

    def line(
        row: Row, kind: str, key: str, label: object, value: str, details: Sequence[str] = ()
    ) -> Line:
        state = State.STATED if value else State.NOT_STATED
        part = Found(row, found.origin, found.pack_id)
        return make(part, Topic.ASSESSMENT, kind, key, label, value, details, state)

    total = _("%(points)s分", points=whole.total) if whole.total else _("不计分")
    fractions = _("分数之间的小数：%(rule)s", rule=labels.FRACTIONS[whole.fractions])
    yield line(whole, "assessment", "total", _("考核标准"), total, [whole.title, fractions])
    for dimension in whole.dimension:
        points = _("%(points)s分", points=dimension.points) if dimension.points else ""
        name = f"{_('考核内容')} {dimension.label}"
        yield line(dimension, "dimension", dimension.code, name, points)
    for item in whole.item:
        value = _("%(points)s分", points=item.points)
        yield line(item, "item", item.id, f"{item.id} {item.label}", value, list(_cuts(item)))
    for band in whole.band:
        name = _("等次：%(name)s", name=band.label)
        yield line(band, "band", band.code, name, _range(band))
    if whole.falsification is not None:
        faking = whole.falsification
        value = _("扣 %(low)s 至 %(high)s 分", low=faking.minimum, high=faking.maximum)
        yield line(faking, "assessment", "falsification", _("弄虚作假"), value)
    for rule in whole.rule:
        yield line(rule, "sum", rule.id, _("计分规则"), str(labels.ASSESSMENT_RULES[rule.id]))


def _cuts(item: Item) -> Iterator[str]:
    for cut in item.deductions:
        proof = labels.EVIDENCE[cut.evidence]
        values = {"what": cut.label, "points": cut.points, "proof": proof}
        yield _("%(what)s，扣%(points)s分（%(proof)s）", **values)


def _range(band: Band) -> str:
    if band.lower is None and band.upper is None:
        return band.wording
    if band.upper is None:
        return _("%(low)s分以上", low=band.lower)
    if not band.lower:
        return _("至 %(high)s 分", high=band.upper)
    return _("%(low)s 至 %(high)s 分", low=band.lower, high=band.upper)
