"""Words for the enums of rule packs, for the trace of an apportionment and for what is refused."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from core.clocks.labels import UNITS
from core.clocks.periods import RECURRENCES, Direction
from regulations.codes import Role, State, Vote
from regulations.labels.answers import CAUTIONS, FACTS, MISSING, OFFER_NOTES, ORIGINS, WHY
from regulations.labels.assessments import ASSESSMENT_RULES, EVIDENCE, FRACTIONS
from regulations.labels.clocks import clock_name, clock_with_article, term_name, term_words
from regulations.labels.faults import FAULTS, TYPES
from regulations.labels.guards import GUARDS, SILENCES
from regulations.labels.lists import DOCUMENT_USES, DUTY_KINDS, REGIMES, WORD_LISTS
from regulations.labels.responsibility import (
    APPROVALS,
    DECIDED_BY,
    GRADES,
    INSTRUCTIONS,
    MEASURE_BEARERS,
    OBJECTIONS,
    OFFICES,
    REMEDY_BODIES,
    REMEDY_KINDS,
    REVIEWS,
    ROLES,
    SHARES,
    VOTES,
)
from regulations.labels.terms import BEARERS, COUNTING, EXTENSIONS, STARTS, STATES, TERMS
from regulations.labels.topics import CHANGES, DIRECTIONS, TOPICS
from regulations.model import Term
from regulations.rules import Caution, Fact, Missing, MissingKind, Reason, TraceLine, Why

__all__ = [
    "APPROVALS",
    "ASSESSMENT_RULES",
    "BEARERS",
    "CAUTIONS",
    "CHANGES",
    "COUNTING",
    "DECIDED_BY",
    "DIRECTIONS",
    "DOCUMENT_USES",
    "DUTY_KINDS",
    "EVIDENCE",
    "EXTENSIONS",
    "FACTS",
    "FAULTS",
    "FRACTIONS",
    "GRADES",
    "GUARDS",
    "INSTRUCTIONS",
    "MEASURE_BEARERS",
    "MISSING",
    "OBJECTIONS",
    "OFFER_NOTES",
    "OFFICES",
    "ORIGINS",
    "REGIMES",
    "REMEDY_BODIES",
    "REMEDY_KINDS",
    "REVIEWS",
    "ROLES",
    "SHARES",
    "SILENCES",
    "STARTS",
    "STATES",
    "TERMS",
    "TOPICS",
    "TYPES",
    "VOTES",
    "WHY",
    "WORD_LISTS",
    "caution",
    "clock_name",
    "clock_with_article",
    "fact_value",
    "fault",
    "length",
    "missing",
    "reason",
    "term_name",
    "term_words",
    "why",
]

_OBJECTOR = _("异议由哪一位承办人提出")


def fact_value(fact: Fact, value: str) -> str:
    """Return the words of one value of a fact, such as "经主管领导批准或同意"."""
    tables: Mapping[Fact, Mapping[str, LazyString]] = {
        Fact.DECIDED_BY: {k.value: v for k, v in DECIDED_BY.items()},
        Fact.APPROVAL: {k.value: v for k, v in APPROVALS.items()},
        Fact.REVIEW: {k.value: v for k, v in REVIEWS.items()},
        Fact.INSTRUCTION: {k.value: v for k, v in INSTRUCTIONS.items()},
        Fact.OBJECTION: {k.value: v for k, v in OBJECTIONS.items()},
    }
    return str(tables[fact][value])


def reason(item: Reason) -> str:
    """Return one reason of a trace in words."""
    given = dict(item.params)
    shown = dict(given)
    if item.code is Why.NEEDS:
        fact = Fact(given["fact"])
        shown["needed"] = "或".join(fact_value(fact, v) for v in given["needed"].split("|"))
        shown["actual"] = fact_value(fact, given["actual"])
    elif "fact" in given:
        shown["fact"] = _fact_name(given["fact"])
    if "role" in given:
        shown["role"] = str(ROLES[Role(given["role"])])
    if "roles" in given:
        shown["roles"] = "、".join(str(ROLES[Role(r)]) for r in given["roles"].split("|"))
    if "people" in given:
        shown["people"] = given["people"].replace("|", "、")
    if "rows" in given:
        shown["rows"] = "；".join(pair.replace("|", "与") for pair in given["rows"].split(","))
    if item.code is Why.VOTES:
        shown["votes"] = "，".join(f"{VOTES[Vote(k)]} {n}" for k, n in item.params if n != "0")
    return str(WHY[item.code]) % shown


def why(line: TraceLine) -> str:
    """Return all reasons of a trace line as one Chinese sentence."""
    return "；".join(reason(item) for item in line.reasons)


def missing(item: Missing) -> str:
    """Return in words what the facts still lack."""
    person = item.kind is MissingKind.PERSON
    name = str(ROLES[Role(item.name)]) if person else _fact_name(item.name)
    return str(MISSING[item.kind]) % {"name": name}


def fault(code: str, params: Mapping[str, str]) -> str:
    """Return why a value of a pack or of the facts is refused."""
    shown = dict(params)
    if "expected" in shown:
        kinds = [kind for kind in shown["expected"].split(" | ") if kind != "null"]
        shown["expected"] = "或".join(str(TYPES.get(kind, kind)) for kind in kinds)
    return str(FAULTS[code]) % shown


def _fact_name(name: str) -> str:
    return str(_OBJECTOR) if name == MissingKind.OBJECTOR.value else str(FACTS[Fact(name)])


def length(term: Term) -> str:
    """Return how long a term is, in words: 20个工作日, 提前10日, 1月31日, 每季度1次, 来源未规定."""
    if term.state is not State.STATED or term.unit is None:
        return str(STATES[term.state])
    if term.month is not None and term.day is None:
        return str(_("每年%(month)s月", month=term.month))
    if term.month is not None:
        return str(_("%(month)s月%(day)s日", month=term.month, day=term.day))
    if term.unit in RECURRENCES:
        return str(_("%(unit)s%(times)s次", unit=UNITS[term.unit], times=term.length))
    text = f"{term.length or ''}{UNITS[term.unit]}"
    return str(_("提前%(length)s", length=text)) if term.direction is Direction.BEFORE else text


def caution(item: Caution) -> str:
    """Return in words why a rule is to be used with care."""
    statute = item.statute.value
    return str(CAUTIONS[item.kind]) % {
        "local": TERMS[item.local.value.id],
        "length": length(item.local.value),
        "statute": TERMS[statute.id],
        "statute_length": length(statute),
        "article": statute.article,
    }
