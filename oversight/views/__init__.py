"""Pages: the worklist (home), search, the record and its verification."""

from __future__ import annotations

from datetime import date, datetime

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from accountability.labels import sanctions as sanction_words
from accountability.models import DecisionMeasure, Rectification, Sanction
from accountability.sanctioning import SanctionState
from casework.labels import STATES as CASE_STATES
from casework.models import Case
from casework.narrowing import AGES, PACES
from core import moment, watching
from core import procedure as procedures
from core.access import Actor, Permission
from core.access.gate import actor, requires
from core.access_log import AccessEntry
from core.identity.models import User
from core.identity.queries import all_units
from core.record.models import RecordEntry
from core.search.text import MAX_QUERY
from core.web import exports
from core.web.lists import list_page
from core.web.pages import page, redirect_to
from oversight import finding, forms, labels, services
from oversight.models import Unattended
from oversight.queries import lists as queries
from oversight.queries import statistics as counting
from oversight.queries import team, unattended
from oversight.queries.honours import barred_in
from oversight.queries.overview import overview as counted_open
from oversight.queries.recurrences import earlier_cases, recurrences, window_of
from oversight.queries.sanctions import registered
from oversight.rules import Part, Urgency, span_of
from oversight.views import outcomes
from oversight.views.blueprint import bp

__all__ = ["bp", "corrected_panel", "earlier_panel", "outcomes"]

#: The years whose register can be asked for.
YEARS = 6


@bp.get("/")
@requires(Permission.DESK_READ)
def worklist() -> ResponseReturnValue:
    """Show what waits for the reader, in the order of the clock."""
    found = queries.worklist_of(actor(), _page_number())
    return page(
        "oversight/worklist.html",
        work=found,
        today=moment.today(),
        labels=labels,
        Urgency=Urgency,
        has_files=any(map(actor().has, team.KEEPERS)),
        next_url=url_for("oversight.worklist", page=found.page + 1) if found.has_next else None,
        first_url=url_for("oversight.worklist") if found.page > 1 else None,
    )


@bp.get("/worklist/awaited")
@requires(Permission.DESK_READ)
def awaited() -> ResponseReturnValue:
    """Show what the reader's own files wait for from others."""
    waits = team.awaited_by(actor())
    return page(
        "oversight/awaited.html",
        groups=team.grouped(waits[: team.SHOWN]),
        has_more=len(waits) > team.SHOWN,
        labels=labels,
        kinds=watching.files(),
        team=team,
    )


@bp.get("/team")
@requires(Permission.TEAM_READ)
def team_list() -> ResponseReturnValue:
    """Show who works in the reader's units, and how much waits for each."""
    found = list_page(team.people_of(actor()), [User.id])
    return page(
        "oversight/team_list.html",
        found=found,
        open=team.open_of(actor(), [user.id for user in found.rows]),
        today=moment.today(),
        labels=labels,
        Urgency=Urgency,
    )


@bp.get("/team/<int:user_id>")
@requires(Permission.TEAM_READ)
def team_member(user_id: int) -> ResponseReturnValue:
    """Show what waits for one of them."""
    user = team.member(user_id, actor())
    waits = team.of_person(actor(), user)
    return page(
        "oversight/team_member.html",
        user=user,
        groups=team.grouped(waits[: team.SHOWN]),
        has_more=len(waits) > team.SHOWN,
        labels=labels,
        kinds=watching.files(),
        team=team,
    )


@bp.get("/search")
@requires(Permission.DESK_READ)
def search_page() -> ResponseReturnValue:
    """Find things by what is written in them; a whole number leads straight to its page."""
    query = request.args.get("q", "").strip()[:MAX_QUERY]
    kind = request.args.get("kind") or None
    after = request.args.get("after", "")
    url = finding.goal(actor(), query) if query and kind is None else None
    if url is not None:
        return redirect_to(url)
    return page(
        "oversight/search_page.html",
        query=query,
        kind=kind,
        found=finding.search(actor(), query, kind, after),
    )


@bp.get("/overview")
@requires(Permission.CASE_READ)
def overview() -> ResponseReturnValue:
    """Show how the open cases stand, by stage, unit and age; every number opens its cases."""
    found = counted_open(
        actor(),
        state_label=lambda state: str(CASE_STATES[state]),
        age_label=lambda age: str(AGES[age]),
        unfiled=gettext("尚未立案"),
    )
    return page(
        "oversight/overview.html",
        found=found,
        paces=PACES,
        today=moment.today(),
    )


@bp.get("/unattended")
@requires(Permission.UNATTENDED_READ)
def unattended_list() -> ResponseReturnValue:
    """Show what the newest check found that nobody follows, as far as the reader may know it."""
    search = forms.UnattendedSearch(request.args)
    found = list_page(unattended.visible_to(actor(), search.values), [Unattended.id])
    return page(
        "oversight/unattended_list.html",
        fragment="oversight/_unattended_list.html",
        search=search,
        found=found,
        figured=[
            (
                labels.LAPSES[cause][0],
                number,
                url_for("oversight.unattended_list", cause=cause.value),
                "warning" if number else "plain",
            )
            for cause, number in unattended.counts(actor()).items()
        ],
        files=unattended.files_of(found.rows),
        kinds=watching.files(),
        procedures=procedures.registered(),
        checked=unattended.last_check(),
        labels=labels,
    )


@bp.get("/registers/cases")
@requires(Permission.CASE_READ)
def case_register() -> ResponseReturnValue:
    """Show the register of the cases filed in a year, to be printed as offices keep it."""
    this_year = moment.today().year
    search = forms.RegisterSearch(request.args)
    units = [(str(unit.id), unit.name) for unit in all_units()]
    search.offer(range(this_year, this_year - YEARS, -1), units)
    year, unit = int(search.values.get("year", this_year)), search.values.get("unit")
    number = _page_number()
    rows, has_next = queries.case_register(
        actor(), year=year, unit_id=int(unit) if unit else None, page=number
    )

    def at(number: int | None) -> str:
        return url_for("oversight.case_register", year=year, unit=unit, page=number)

    return page(
        "oversight/case_register.html",
        search=search,
        rows=rows,
        year=year,
        unit=dict(units).get(unit) if unit else None,
        today=moment.today(),
        states=CASE_STATES,
        next_url=at(number + 1) if has_next else None,
        first_url=at(None) if number > 1 else None,
    )


@bp.get("/registers/honours")
@requires(Permission.CASE_READ)
def honours_register() -> ResponseReturnValue:
    """Show who is barred from honours in a year, to be looked up before any are given."""
    this_year = moment.today().year
    search = forms.HonoursSearch(request.args)
    search.offer(range(this_year, this_year - YEARS, -1))
    year = int(search.values.get("year", this_year))
    return page(
        "oversight/honours_register.html",
        search=search,
        found=list_page(barred_in(year, actor()), [DecisionMeasure.id]),
        year=year,
        today=moment.today(),
        last=date(year, 12, 31),
    )


@bp.get("/registers/sanctions")
@requires(Permission.CASE_READ)
def sanction_register() -> ResponseReturnValue:
    """Show the sanctions proposed and decided in a year, to be printed as offices keep it."""
    this_year = moment.today().year
    search = forms.SanctionSearch(request.args)
    units = [(str(unit.id), unit.name) for unit in all_units()]
    search.offer(range(this_year, this_year - YEARS, -1), units)
    year, unit = int(search.values.get("year", this_year)), search.values.get("unit")
    state = search.values.get("state")
    statement = registered(
        actor(),
        year=year,
        unit_id=int(unit) if unit else None,
        state=SanctionState(state) if state else None,
    )
    return page(
        "oversight/sanction_register.html",
        search=search,
        found=list_page(statement, [Sanction.id]),
        year=year,
        unit=dict(units).get(unit) if unit else None,
        today=moment.today(),
        words=sanction_words,
    )


@bp.get("/registers/recurrences")
@requires(Permission.CASE_READ)
def recurrence_register() -> ResponseReturnValue:
    """Show which problems came back: the same unit and the same breach as in an earlier case."""
    this_year = moment.today().year
    search = forms.RecurrenceSearch(request.args)
    search.offer(range(this_year, this_year - YEARS, -1))
    own = window_of(actor())
    search.offer_window(own.length if own else None)
    year, within = int(search.values.get("year", this_year)), search.values.get("within")
    months = int(within) or None if within else own.length if own else None
    return page(
        "oversight/recurrence_register.html",
        search=search,
        rows=recurrences(actor(), year, months),
        own=own,
        months=months,
        year=year,
        today=moment.today(),
        states=CASE_STATES,
    )


def earlier_panel(case: Case, reader: Actor) -> Markup | None:
    """Draw beside the filing of a case what came before it about the same unit and breach."""
    found = earlier_cases(case, reader)
    if not found.cases:
        return None
    return Markup(  # noqa: S704 - a rendered template
        render_template("oversight/_earlier_cases.html", found=found, states=CASE_STATES)
    )


def corrected_panel(rectification: Rectification, reader: Actor) -> Markup | None:
    """Draw the same beside a rectification that a case ordered."""
    return earlier_panel(rectification.case, reader) if rectification.case else None


@bp.get("/statistics")
@requires(Permission.STATISTICS_READ)
def statistics() -> ResponseReturnValue:
    """Show what was handled in a period, by unit (CMP-10)."""
    search, year, part = _period()
    return page(
        "oversight/statistics.html",
        search=search,
        found=counting.statistic(actor(), *span_of(year, part)),
        title=labels.statistic_title(year, part),
        columns=labels.COUNTED,
        groups=labels.GROUPS,
        sheet_url=url_for("oversight.statistics_sheet", year=year, part=part.value),
    )


@bp.get("/statistics/sheet")
@requires(Permission.STATISTICS_READ)
def statistics_sheet() -> ResponseReturnValue:
    """Hand out the same as a spreadsheet, its words in the reader's language."""
    _search, year, part = _period()
    found = counting.statistic(actor(), *span_of(year, part))
    words = {what: str(label) for what, (label, _meaning) in labels.COUNTED.items()}
    lines = counting.rows(found, words, gettext("合计"))
    return exports.sheet(
        actor(),
        ("units", actor().unit_id or 0),
        [gettext("单位"), *words.values()],
        lines,
        gettext("统计表"),
        labels.statistic_title(year, part),
    )


def _period() -> tuple[forms.StatisticSearch, int, Part]:
    """Return the choice of a period, and the year and the part of it that are asked for."""
    this_year = moment.today().year
    search = forms.StatisticSearch(request.args)
    search.offer(range(this_year, this_year - YEARS, -1))
    year = int(search.values.get("year", this_year))
    return search, year, Part(search.values.get("part", Part.YEAR))


@bp.get("/record")
@requires(Permission.RECORD_READ)
def record_list() -> ResponseReturnValue:
    """Show who did what to which subject, newest first; never what was in it."""
    entries = list_page(queries.record_entries(), [RecordEntry.seq])
    return page(
        "oversight/record_list.html",
        entries=entries,
        names=queries.names_of(entries.rows),
        stand_ins=queries.stand_ins_of(entries.rows),
        labels=labels,
        instant=datetime.fromisoformat,
    )


@bp.get("/record/verification")
@requires(Permission.RECORD_READ)
def record_verification() -> ResponseReturnValue:
    """Verify the record now and show what was found."""
    return page(
        "oversight/record_verification.html",
        found=services.verify_record(),
        instant=datetime.fromisoformat,
    )


@bp.get("/access-log")
@requires(Permission.RECORD_READ)
def access_list() -> ResponseReturnValue:
    """Show who looked at what, newest first; never what was in it."""
    search = forms.AccessSearch(request.args)
    entries = list_page(queries.access_entries(search.values), [AccessEntry.id])
    return page(
        "oversight/access_list.html",
        fragment="oversight/_access_list.html",
        search=search,
        entries=entries,
        names=queries.names_of(entries.rows),
        labels=labels,
    )


def _page_number() -> int:
    text = request.args.get("page", "1")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 3 else 1
    return min(max(number, 1), queries.MAX_PAGE)
