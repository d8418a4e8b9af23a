"""What is written beside evidence and facts that somebody recorded who keeps away since."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext

from casework.models import Case
from casework.recusal import queries
from casework.rules import RecusalState


def _(words: str, **params: Any) -> str:
    return str(gettext(words, **params))


@dataclass(frozen=True)
class Marks:
    """Words by the id of evidence and of facts; nothing where nobody keeps away."""

    evidence: dict[int, str] = field(default_factory=dict)
    facts: dict[int, str] = field(default_factory=dict)


def marks_of(case: Case) -> Marks:
    """Return the marks of a loaded case; asks nothing of the database."""
    marks = Marks()
    names = {member.user_id: member.user.name for member in case.members}
    void, no_facts = queries.evidence_set_aside(case), queries.facts_set_aside(case)
    away = [r for r in case.recusals if r.state is RecusalState.GRANTED and r.user_id in names]
    for recusal in away:
        name = names[recusal.user_id]
        stands = _("%(name)s已回避，其所取证据经决定继续有效", name=name)
        again = _("%(name)s已回避，经决定重新取证，不再作为依据", name=name)
        for item in case.evidence:
            if queries.is_by(item, {recusal.user_id}):
                marks.evidence[item.id] = again if item.id in void else stands
        for fact in case.facts:
            if fact.recorded_by_id == recusal.user_id:
                marks.facts[fact.id] = _("记录人%(name)s已回避，经决定继续有效", name=name)
    for fact_id in no_facts:
        marks.facts[fact_id] = _("有关人员已回避，经决定重新认定，不再作为认定的事实")
    return marks
