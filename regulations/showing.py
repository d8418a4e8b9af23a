"""A whole pack as lines of text: every value with its article and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from flask_babel import gettext

from regulations import labels
from regulations.codes import Silence, State, WordList
from regulations.model import (
    ApportionmentRow,
    Assessment,
    Consequence,
    Guard,
    Item,
    Remedy,
    Responsibility,
    Row,
    Severity,
    Term,
)
from regulations.rules import EffectivePack, Found, cautions, words

R = TypeVar("R", bound=Row)


def _(message: str, **values: object) -> str:
    """Return a message in the reader's language, with its values filled in."""
    text: str = gettext(message, **values)
    return text


def pack_lines(pack: EffectivePack) -> list[str]:
    """Return everything a pack says, one line a row: text, article, quote, origin."""
    return [
        *_head(pack),
        *(_("注意：%(text)s", text=labels.caution(item)) for item in cautions(pack)),
        *_periods(pack),
        *_responsibility(pack),
        *_papers(pack),
        *(_standard(pack.assessment) if pack.assessment else ()),
        *_lists(pack),
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


def _periods(pack: EffectivePack) -> Iterator[str]:
    for term in pack.terms.values():
        row = term.value
        register = f"（{row.register}）" if row.register else ""
        yield _line(f"{row.id.value}　{labels.TERMS[row.id]}{register}：{_term(row)}", term)
    for guard in pack.guards.values():
        name = labels.GUARDS[guard.value.id]
        yield _line(f"{guard.value.id.value}　{name}：{_switch(guard.value)}", guard)
    for rule in pack.counting.values():
        yield _line(f"{rule.value.id.value}　{labels.COUNTING[rule.value.id]}", rule)


def _responsibility(pack: EffectivePack) -> Iterator[str]:
    for trigger in pack.triggers:
        row = trigger.value
        pursued = "、".join(row.pursues)
        whom = _("（追究：%(names)s）", names=pursued) if pursued else ""
        yield _line(f"{labels.REGIMES[row.regime]}　{row.code}　{row.label}{whom}", trigger)
    for shared in pack.rows:
        text = f"{shared.value.id}　{shared.value.label}：{_shares(shared.value)}"
        yield _line(text, shared)
    for held in pack.responsibilities:
        text = f"{held.value.situation}　{held.value.label}：{_answers(held.value)}"
        yield _line(text, held)
    for grade in pack.severities:
        name = f"{labels.GRADES[grade.value.grade]}　{grade.value.wording}"
        yield _line(f"{name}：{_measures(pack, grade.value)}", grade)
    for ladder in pack.consequences:
        name = f"{labels.REGIMES[ladder.value.regime]}　{ladder.value.label}"
        yield _line(f"{name}：{_ladder(ladder.value)}", ladder)
    if pack.remedy is not None:
        yield _line(_remedy(pack.remedy.value), pack.remedy)


def _papers(pack: EffectivePack) -> Iterator[str]:
    for review in pack.reviews:
        steps = " → ".join(f"{step.by}（{step.what}）" for step in review.value.levels)
        yield _line(f"{review.value.label}：{steps}", review)
    for post in pack.posts:
        name = labels.OFFICES[post.value.office]
        yield _line(_("职务：%(word)s＝%(name)s", word=post.value.wording, name=name), post)
    for duty in pack.duties:
        kind = labels.DUTY_KINDS[duty.value.kind]
        to = f" → {duty.value.addressee}" if duty.value.addressee else ""
        yield _line(f"{kind}　{duty.value.label}：{duty.value.bearer}{to}", duty)
    for paper in pack.documents:
        use = labels.DOCUMENT_USES[paper.value.used_at]
        variants = f"（{'、'.join(paper.value.variants)}）" if paper.value.variants else ""
        yield _line(_("文书：%(name)s", name=paper.value.label) + f"{variants}　{use}", paper)


def _standard(found: Found[Assessment]) -> Iterator[str]:
    standard = found.value
    total = _("%(points)s分", points=standard.total) if standard.total else _("不计分")
    yield _line(f"{standard.title}：{total}", found)
    names = {dimension.code: dimension.label for dimension in standard.dimension}
    for item in standard.item:
        text = f"{item.id}　{names[item.dimension]}　{item.label}：{_item(item)}"
        yield _line(text, Found(item, found.origin, found.pack_id))
    for band in standard.band:
        text = _("等次：%(name)s", name=band.label)
        if band.lower is not None:
            top = f"{band.upper}" if band.upper is not None else ""
            text += f"　{band.lower}–{top}"
        yield _line(text, Found(band, found.origin, found.pack_id))
    if standard.falsification is not None:
        faking = standard.falsification
        text = _("弄虚作假扣 %(low)s 至 %(high)s 分", low=faking.minimum, high=faking.maximum)
        yield _line(text, Found(faking, found.origin, found.pack_id))
    for rule in standard.rule:
        name = str(labels.ASSESSMENT_RULES[rule.id])
        yield _line(name, Found(rule, found.origin, found.pack_id))
    yield _("分数之间的小数：%(rule)s", rule=labels.FRACTIONS[standard.fractions])


def _lists(pack: EffectivePack) -> Iterator[str]:
    for name, group in pack.words.items():
        for word in group:
            local = _("（地方做法）") if word.value.local else ""
            yield _line(f"{labels.WORD_LISTS[name]}　{word.value.label}{local}", word)


def _line(text: str, found: Found[R]) -> str:
    """Add what proves a row and where it comes from; an old rule says what replaced it."""
    row = found.value
    old = ""
    if row.until is not None:
        old = _("（至%(day)s，由%(name)s代替）", day=row.until.isoformat(), name=row.replaced_by)
    origin = labels.ORIGINS[found.origin]
    return f"{text}{old}　{row.article}　{row.source}“{row.quote}”　[{origin}]"


def _term(term: Term) -> str:
    text = labels.length(term)
    if term.extension is not None:
        kind = labels.EXTENSIONS[term.extension.kind]
        text += _("（可延长，%(kind)s %(length)s）", kind=kind, length=term.extension.length)
    if term.is_settable:
        text += _("（可由管理员设定，未设定的只显示已过天数）")
    return text


def _switch(guard: Guard) -> str:
    if guard.state is not State.STATED:
        return str(labels.STATES[guard.state])
    if isinstance(guard.value, bool):
        return _("是") if guard.value else _("否")
    try:
        return str(labels.SILENCES[Silence(str(guard.value))])
    except ValueError:
        return str(guard.value)


def _shares(row: ApportionmentRow) -> str:
    if row.conflict:
        return _("两种读法并列")
    shares = [f"{labels.ROLES[role]}{labels.SHARES[share]}" for role, share in row.shares.items()]
    return "，".join(shares) or str(labels.STATES[row.state])


def _answers(row: Responsibility) -> str:
    named = "；".join(f"{answer.wording}——{answer.word}" for answer in row.answers)
    return named or str(labels.STATES[row.state])


def _measures(pack: EffectivePack, row: Severity) -> str:
    known = {word.code: word.label for word in words(pack, WordList.MEASURE)}
    return "；".join(
        f"{labels.MEASURE_BEARERS[bearer]}：" + "、".join(known[code] for code in codes)
        for bearer, codes in row.measures.items()
    )


def _ladder(row: Consequence) -> str:
    return " → ".join((f"{step.when}：" if step.when else "") + step.wording for step in row.steps)


def _remedy(row: Remedy) -> str:
    if row.state is not State.STATED:
        return _("救济：%(state)s", state=labels.STATES[row.state])
    kinds = "、".join(str(labels.REMEDY_KINDS[kind]) for kind in row.kinds)
    bodies = row.to_wording or "、".join(str(labels.REMEDY_BODIES[body]) for body in row.to)
    return _("救济：%(kinds)s，向%(to)s提出", kinds=kinds, to=bodies)


def _item(item: Item) -> str:
    taken = "；".join(f"{cut.label}扣{cut.points}分" for cut in item.deductions)
    return _("%(points)s分", points=item.points) + f"（{taken}）"
