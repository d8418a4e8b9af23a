"""Terms, switches and rules of counting in words."""

from __future__ import annotations

from collections.abc import Iterator

from core.clocks.labels import UNITS
from core.clocks.periods import Direction
from regulations import labels
from regulations.codes import Silence, StartEvent, State
from regulations.lines.line import Line, line
from regulations.lines.line import say as _
from regulations.model import Counting, Extension, Guard, Term
from regulations.rules import EffectivePack, Found
from regulations.topics import Topic, topic_of


def periods(pack: EffectivePack) -> Iterator[Line]:
    """Yield the terms, switches and rules of counting of a pack."""
    for term in pack.terms.values():
        yield _term(term)
    for guard in pack.guards.values():
        yield _guard(guard)
    for rule in pack.counting.values():
        yield _counting(rule)


def _term(found: Found[Term]) -> Line:
    term = found.value
    stated = term.state is State.STATED
    return line(
        found,
        topic_of(term.id),
        "term",
        term.id,
        labels.TERMS[term.id],
        labels.length(term) if stated else "",
        list(_of_term(term)),
        term.state,
    )


def _of_term(term: Term) -> Iterator[str]:
    if term.starts is StartEvent.NOT_STATED:
        yield str(labels.STARTS[term.starts])
    elif term.starts is not None:
        event = labels.STARTS[term.starts]
        if term.direction is Direction.BEFORE:
            yield _("在%(event)s之前", event=event)
        else:
            yield _("自%(event)s起算", event=event)
    if term.bearer is not None:
        yield _("义务人：%(who)s", who=labels.BEARERS[term.bearer])
    if term.extension is not None:
        yield _extension(term, term.extension)
    if term.is_settable:
        yield _("可由管理员设定，未设定的只显示已过天数")


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
    value = _switch(guard.value) if guard.state is State.STATED else ""
    name = labels.GUARDS[guard.id]
    return line(found, topic_of(guard.id), "guard", guard.id, name, value, (), guard.state)


def _switch(value: bool | int | str | None) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    try:
        return str(labels.SILENCES[Silence(str(value))])
    except ValueError:
        return str(value)


def _counting(found: Found[Counting]) -> Line:
    rule = found.value.id
    return line(found, Topic.COUNTING, "counting", rule, _("期间计算"), str(labels.COUNTING[rule]))
