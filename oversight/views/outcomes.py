"""The page of outcomes, and the list that each of its bars opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from accountability.labels.rectifications import STATES as RECTIFICATIONS
from accountability.labels.remedies import STATES as REMEDIES
from casework.labels import STATES as CASE_STATES
from casework.models import Case
from complaints.labels import STATES as REPORT_STATES
from complaints.models import Complaint
from core import moment
from core.access import Permission
from core.access.gate import actor, requires
from core.identity.queries import all_units, assigned_packs
from core.web.lists import list_page
from core.web.pages import page
from oversight import forms, labels, presenting
from oversight.queries import outcomes
from oversight.queries.standing import standings
from oversight.rules import FlowEnd, Part, Section, span_of
from oversight.views.blueprint import bp
from regulations.registry import breach_labels

#: The years whose outcomes can be asked for.
YEARS = 6


@dataclass(frozen=True)
class Bar:
    """So many under one heading; `url` opens just these."""

    label: str
    number: int
    url: str


@bp.get("/overview/outcomes")
@requires(Permission.CASE_READ)
def outcome_page() -> ResponseReturnValue:
    """Show what became of the reports and cases of a period; every number opens what it counts."""
    search, asked, title = _asked()
    counts = outcomes.counts(actor(), asked)
    return page(
        "oversight/outcomes.html",
        search=search,
        title=title,
        today=moment.today(),
        flow=presenting.drawn(counts[Section.FLOW]),
        sections=[
            (labels.SECTIONS[section], bars)
            for section in Section
            if (bars := list(_bars(section, counts[section], search)))
        ],
        standings=standings(actor(), asked),
        durations=[
            (labels.DURATIONS[what], days)
            for what, days in outcomes.durations(actor(), asked).items()
        ],
    )


@bp.get("/overview/outcomes/list")
@requires(Permission.CASE_READ)
def outcome_list() -> ResponseReturnValue:
    """List the reports or cases that one bar counts."""
    search, asked, title = _asked()
    section, key = _which(request.args.get("section", "")), request.args.get("key", "")[:60]
    of_reports = section in outcomes.OF_REPORTS
    wanted = outcomes.listed(actor(), asked, section, key)
    return page(
        "oversight/outcome_list.html",
        back=url_for("oversight.outcome_page", **search.values),
        title=title,
        heading=labels.SECTIONS[section][0],
        label=_words(section)(key),
        found=list_page(wanted, [Complaint.id if of_reports else Case.id], counted=True),
        of_reports=of_reports,
        states=REPORT_STATES if of_reports else CASE_STATES,
        units={unit.id: unit.short_name for unit in all_units()},
    )


def _which(name: str) -> Section:
    """Return the section asked for; 404 for what there is not."""
    return Section(name) if name in set(Section) else abort(404)


def _asked() -> tuple[forms.OutcomeSearch, outcomes.Asked, str]:
    """Return the choice, what is asked for, and the words for the period."""
    this_year = moment.today().year
    search = forms.OutcomeSearch(request.args)
    search.offer(range(this_year, this_year - YEARS, -1))
    search.offer_units((str(unit.id), unit.name) for unit in all_units())
    year = int(search.values.get("year", this_year))
    part = Part(search.values.get("part", Part.YEAR))
    unit = search.values.get("unit")
    words = {"year": year, "part": labels.PARTS[part]}
    title = gettext("%(year)s年%(part)s", **words)
    return search, outcomes.Asked(*span_of(year, part), int(unit) if unit else None), title


def _bars(
    section: Section, counts: Mapping[str, int], search: forms.OutcomeSearch
) -> Iterator[Bar]:
    """Yield the bars of a section: steps in their order, the others by their number."""
    words = _words(section)
    order = list(_KNOWN.get(section, {}))
    keys = sorted(counts, key=lambda key: (-counts[key], key))
    if section in (Section.FLOW, Section.REPORTS, Section.CASES):
        keys = [key for key in order if key in counts]
    for key in keys:
        url = url_for("oversight.outcome_list", section=section.value, key=key, **search.values)
        yield Bar(words(key), counts[key], url)


def _words(section: Section) -> Callable[[str], str]:
    """Return what says a key of a section; a measure is kept in words, what is unknown too."""
    known: Mapping[str, object] = _KNOWN.get(section, {})
    if section is Section.TRIGGERS:
        known = breach_labels(assigned_packs())
    return lambda key: str(known.get(key, key))


_KNOWN: Mapping[Section, Mapping[str, object]] = {
    Section.FLOW: {end.value: labels.FLOW[end] for end in FlowEnd},
    Section.REPORTS: {step.value: word for step, word in labels.REPORT_STEPS.items()},
    Section.CASES: {step.value: word for step, word in labels.CASE_STEPS.items()},
    Section.REMEDIES: {state.value: word for state, word in REMEDIES.items()},
    Section.RECTIFICATIONS: {
        outcomes.LATE: labels.COUNTED_LATE,
        **{state.value: word for state, word in RECTIFICATIONS.items()},
    },
}
