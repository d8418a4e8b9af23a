"""Every row of a pack as a line that can be read: its label, its value in words, where it stands.

One shape for all kinds of rows, so that a page, a comparison and a command show whatever a pack
holds, and what is added to the model is added here once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from core.clocks.labels import UNITS
from core.clocks.periods import Direction
from regulations import labels
from regulations.codes import State, WordList
from regulations.model import (
    ApportionmentRow,
    Counting,
    Extension,
    Guard,
    Remedy,
    Row,
    Severity,
    Term,
    Trigger,
    When,
    Word,
)
from regulations.rules import EffectivePack, Fact, Found, Origin
from regulations.topics import BY_LIST, Topic, topic_of


@dataclass(frozen=True, slots=True)
class Line:
    """One row in words. `value` is empty where the source gives none; `state` then says why.

    `kind` and `key` together name the row within any pack, so that packs can be laid side by side.
    """

    topic: Topic
    kind: str
    key: str
    label: str
    value: str
    details: tuple[str, ...]
    state: State
    row: Row
    origin: Origin
    pack_id: str

    @property
    def anchor(self) -> str:
        """Return the id of the row on the page of its pack."""
        return anchor(self.kind, self.key)

    @property
    def said(self) -> tuple[State, str, tuple[str, ...]]:
        """Return what the row says, without where it says so."""
        return self.state, self.value, self.details

    @property
    def text(self) -> str:
        """Return everything a reader may look for, in one piece."""
        row = self.row
        return " ".join(
            (self.key, self.label, self.value, *self.details, row.article, row.quote, row.note)
        )


def anchor(kind: str, key: str) -> str:
    """Return the id under which a pack's page shows a row: `term`, `remedy.period`."""
    return f"{kind}-{key}".replace(".", "-").replace("_", "-").lower()


def lines(pack: EffectivePack) -> Iterator[Line]:
    """Yield every row of an effective pack, in the order in which the pack's kinds stand."""
    for term in pack.terms.values():
        yield _term(term)
    for guard in pack.guards.values():
        yield _guard(guard)
    for name, words in pack.words.items():
        for word in words:
            yield _word(name, word)
    for trigger in pack.triggers:
        yield _trigger(trigger)
    for row in pack.rows:
        yield _share_row(row)
    measures = {found.value.code: found.value.label for found in pack.words[WordList.MEASURE]}
    for severity in pack.severities:
        yield _severity(severity, measures)
    if pack.remedy is not None:
        yield from _remedy(pack.remedy)
    for rule in pack.counting.values():
        yield _counting(rule)


def length_of(term: Term) -> str:
    """Return a period in words, such as 20个工作日; what a row without a number says instead."""
    if term.state is not State.STATED or term.unit is None:
        return str(labels.STATES[term.state])
    return f"{term.length if term.length is not None else ''}{UNITS[term.unit]}"


def switch_of(guard: Guard) -> str:
    """Return what a switch says: yes, no, a number, a wording."""
    if guard.state is not State.STATED:
        return str(labels.STATES[guard.state])
    if isinstance(guard.value, bool):
        return _("是") if guard.value else _("否")
    return str(guard.value)


def shares_of(row: ApportionmentRow) -> str:
    """Return who bears which share under a row."""
    if row.conflict:
        return _("两种读法并列")
    shares = [f"{labels.ROLES[role]}{labels.SHARES[share]}" for role, share in row.shares.items()]
    return "，".join(shares) or str(labels.STATES[row.state])


def _term(found: Found[Term]) -> Line:
    term = found.value
    details: list[str] = []
    if term.starts is not None:
        starts = labels.STARTS[term.starts]
        before = term.direction is Direction.BEFORE
        details.append(
            _("%(event)s之前", event=starts) if before else _("自%(event)s起算", event=starts)
        )
    if term.bearer is not None:
        details.append(_("义务人：%(who)s", who=labels.BEARERS[term.bearer]))
    if term.extension is not None:
        details.append(_extension(term, term.extension))
    value = length_of(term) if term.state is State.STATED else ""
    return _line(found, topic_of(term.id), "term", term.id, labels.TERMS[term.id], value,
                 details, term.state)  # fmt: skip


def _extension(term: Term, extension: Extension) -> str:
    unit = UNITS[term.unit] if term.unit is not None else ""
    length = f"{extension.length}{unit}"
    said = labels.EXTENSIONS[extension.kind]
    text = _("可延长，%(kind)s%(length)s", kind=said, length=length)
    if extension.approver:
        text += _("，须经%(who)s同意", who=extension.approver)
    return text


def _guard(found: Found[Guard]) -> Line:
    guard = found.value
    value = switch_of(guard) if guard.state is State.STATED else ""
    return _line(found, topic_of(guard.id), "guard", guard.id, labels.GUARDS[guard.id], value,
                 (), guard.state)  # fmt: skip


def _word(name: WordList, found: Found[Word]) -> Line:
    word = found.value
    details = (_("地方做法"),) if word.local else ()
    return _line(found, BY_LIST.get(name, Topic.OTHER), "word", f"{name}.{word.code}",
                 labels.WORD_LISTS[name], word.label, details)  # fmt: skip


def _trigger(found: Found[Trigger]) -> Line:
    trigger = found.value
    details = (_("追究：%(who)s", who="、".join(trigger.pursues)),) if trigger.pursues else ()
    return _line(found, Topic.TRIGGERS, "trigger", trigger.code, _("追责情形"), trigger.label,
                 details)  # fmt: skip


def _share_row(found: Found[ApportionmentRow]) -> Line:
    row = found.value
    details = list(_conditions(row.when))
    if row.inferred:
        roles = "、".join(str(labels.ROLES[role]) for role in row.inferred)
        details.append(_("推定：%(roles)s的份额来源没有直接写明", roles=roles))
    if row.overrides:
        details.append(_("优先于：%(rows)s", rows="、".join(row.overrides)))
    if row.conflict:
        pairs = "；".join(f"{one}与{other}" for one, other in row.conflict)
        details.append(_("来源自相矛盾：%(rows)s", rows=pairs))
    value = shares_of(row) if row.state is State.STATED else ""
    return _line(found, Topic.APPORTIONMENT, "row", row.id, f"{row.id} {row.label}", value,
                 details, row.state)  # fmt: skip


def _conditions(when: When) -> Iterator[str]:
    for fact in Fact:
        values: Sequence[str] = getattr(when, fact.value)
        if values:
            said = "或".join(labels.fact_value(fact, value) for value in values)
            yield f"{labels.FACTS[fact]}：{said}"


def _severity(found: Found[Severity], measures: Mapping[str, str]) -> Line:
    row = found.value
    said = [
        f"{labels.MEASURE_BEARERS[bearer]}：" + "、".join(measures[code] for code in codes)
        for bearer, codes in row.measures.items()
    ]
    details = (_("对象：%(who)s", who=row.persons),) if row.persons else ()
    key = f"{row.grade}.grave" if row.grave else row.grade
    label = f"{labels.GRADES[row.grade]}（{row.wording}）"
    return _line(found, Topic.SEVERITY, "severity", key, label, "；".join(said), details)


def _remedy(found: Found[Remedy]) -> Iterator[Line]:
    row = found.value
    stated = row.state is State.STATED
    kinds = "、".join(str(labels.REMEDY_KINDS[kind]) for kind in row.kinds) if stated else ""
    bodies = "、".join(str(labels.REMEDY_BODIES[body]) for body in row.to) if stated else ""
    wording = (_("原文：%(words)s", words=row.to_wording),) if row.to_wording else ()
    yield _line(found, Topic.REMEDY, "remedy", "kinds", _("救济途径"), kinds, (), row.state)
    yield _line(found, Topic.REMEDY, "remedy", "to", _("向谁提出"), bodies, wording, row.state)


def _counting(found: Found[Counting]) -> Line:
    rule = found.value
    return _line(found, Topic.COUNTING, "counting", rule.id, _("期间计算"),
                 str(labels.COUNTING[rule.id]))  # fmt: skip


def _line(
    found: Found[Any],
    topic: Topic,
    kind: str,
    key: str,
    label: object,
    value: str,
    details: Sequence[str] = (),
    state: State = State.STATED,
) -> Line:
    return Line(
        topic=topic,
        kind=kind,
        key=str(key),
        label=str(label),
        value=value,
        details=tuple(details),
        state=state,
        row=found.value,
        origin=found.origin,
        pack_id=found.pack_id,
    )


def _(message: str, **values: object) -> str:
    """Return a message in the reader's language, with its values filled in."""
    text: str = gettext(message, **values)
    return text
