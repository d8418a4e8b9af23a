"""Breaches, shares, who answers, grades with their measures, ladders and remedies in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from regulations import labels
from regulations.codes import Regime, Role, State, WordList
from regulations.lines.line import Line, line
from regulations.lines.line import say as _
from regulations.model import (
    ApportionmentRow,
    Consequence,
    Remedy,
    Responsibility,
    Severity,
    Step,
    Trigger,
    When,
)
from regulations.rules import EffectivePack, Fact, Found
from regulations.topics import Topic, topic_of_regime


def responsibility(pack: EffectivePack) -> Iterator[Line]:
    """Yield what a pack says on breaches, shares, measures and remedies."""
    for trigger in pack.triggers:
        yield _trigger(trigger)
    for row in pack.rows:
        yield _share_row(row)
    for answering in pack.responsibilities:
        yield _answering(answering)
    measures = {found.value.code: found.value.label for found in pack.words[WordList.MEASURE]}
    for severity in pack.severities:
        yield _severity(severity, measures)
    for ladder in pack.consequences:
        yield _ladder(ladder)
    if pack.remedy is not None:
        yield from _remedy(pack.remedy)


def _trigger(found: Found[Trigger]) -> Line:
    trigger = found.value
    details = [_("追究：%(who)s", who="、".join(trigger.pursues))] if trigger.pursues else []
    key = f"{trigger.regime}.{trigger.code}"
    label = _("追责情形")
    if trigger.regime is not Regime.ACCOUNTABILITY:
        label += f"（{labels.REGIMES[trigger.regime]}）"
    topic = topic_of_regime(trigger.regime)
    return line(found, topic, "trigger", key, label, trigger.label, details)


def _share_row(found: Found[ApportionmentRow]) -> Line:
    row = found.value
    details = list(_conditions(row.when))
    if row.inferred:
        roles = "、".join(str(labels.ROLES[role]) for role in row.inferred)
        details.append(_("推定：%(roles)s的份额来源没有直接写明", roles=roles))
    if row.overrides:
        details.append(_("优先于：%(rows)s", rows="、".join(map(_overridden, row.overrides))))
    if row.conflict:
        pairs = "；".join(f"{one}与{other}" for one, other in row.conflict)
        details.append(_("来源自相矛盾：%(rows)s", rows=pairs))
    value = _shares(row) if row.state is State.STATED else ""
    label = f"{row.id} {row.label}"
    return line(found, Topic.APPORTIONMENT, "row", row.id, label, value, details, row.state)


def _overridden(target: str) -> str:
    """Name a row that gives way, or the one role of it that does: A4（主管领导）."""
    row_id, _dot, role = target.partition(".")
    return f"{row_id}（{labels.ROLES[Role(role)]}）" if role else row_id


def _shares(row: ApportionmentRow) -> str:
    if row.conflict:
        return _("两种读法并列")
    return "，".join(
        f"{labels.ROLES[role]}{labels.SHARES[share]}" for role, share in row.shares.items()
    )


def _conditions(when: When) -> Iterator[str]:
    for fact in Fact:
        values: Sequence[str] = getattr(when, fact.value)
        if values:
            said = "或".join(labels.fact_value(fact, value) for value in values)
            yield f"{labels.FACTS[fact]}：{said}"


def _answering(found: Found[Responsibility]) -> Line:
    row = found.value
    value = "；".join(f"{answer.wording}——{answer.word}" for answer in row.answers)
    own = row.regime is Regime.ACCOUNTABILITY
    topic = Topic.APPORTIONMENT if own else topic_of_regime(row.regime)
    key = f"{row.situation}.{row.code}"
    label = f"{row.situation} {row.label}"
    return line(found, topic, "answering", key, label, value, (), row.state)


def _severity(found: Found[Severity], measures: Mapping[str, str]) -> Line:
    row = found.value
    said = [
        f"{labels.MEASURE_BEARERS[bearer]}：" + "、".join(measures[code] for code in codes)
        for bearer, codes in row.measures.items()
    ]
    details = [_("对象：%(who)s", who=row.persons)] if row.persons else []
    key = f"{row.grade}.grave" if row.grave else row.grade
    label = f"{labels.GRADES[row.grade]}（{row.wording}）"
    return line(found, Topic.SEVERITY, "severity", key, label, "；".join(said), details)


def _ladder(found: Found[Consequence]) -> Line:
    row = found.value
    topic = topic_of_regime(row.regime)
    if topic is Topic.TRIGGERS:
        topic = Topic.SEVERITY
    value = " → ".join(_step(step) for step in row.steps)
    return line(found, topic, "consequence", row.code, row.label, value)


def _step(step: Step) -> str:
    text = f"{step.when}：{step.wording}" if step.when else step.wording
    named = [part for part in (step.on, step.by) if part]
    return f"{text}（{'，'.join(named)}）" if named else text


def _remedy(found: Found[Remedy]) -> Iterator[Line]:
    row = found.value
    kinds = "、".join(str(labels.REMEDY_KINDS[kind]) for kind in row.kinds)
    bodies = "、".join(str(labels.REMEDY_BODIES[body]) for body in row.to)
    wording = [_("原文：%(words)s", words=row.to_wording)] if row.to_wording else []
    yield line(found, Topic.REMEDY, "remedy", "kinds", _("救济途径"), kinds, (), row.state)
    yield line(found, Topic.REMEDY, "remedy", "to", _("向谁提出"), bodies, wording, row.state)
