"""What the pages of cases show: values ready for the templates, no markup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from flask import url_for
from flask_babel import gettext

from casework import labels, queries
from casework.deadlines import evidence_name
from casework.forms.cases import (
    CaseAddRespondentForm,
    CaseAttachFilesForm,
    CaseNewForm,
    CaseRecordDefenceManner,
    CaseRecordFactForm,
    CaseSearch,
)
from casework.models import Case, CaseArchive
from casework.procedure import CASE_PROCEDURE, has_team, present_team, undefended
from casework.procedure.cases import can_report
from casework.procedure.team import pack_of
from casework.recusal.queries import NEEDS_TEAM
from casework.rules import CaseAction, CaseState
from complaints.labels import STATES as COMPLAINT_STATES
from complaints.models import Complaint
from core import moment
from core.access.actor import Actor
from core.access.permissions import Permission
from core.clocks.labels import LIGHTS
from core.clocks.models import Clock
from core.clocks.periods import Light
from core.clocks.periods import State as ClockState
from core.clocks.presenting import standing
from core.clocks.queries import light, reading
from core.clocks.replay import Reading
from core.files.labels import KIND_WORDS
from core.files.models import Attachment
from core.identity.models import Unit as OrganUnit
from core.identity.queries import all_units, assigned_packs
from core.procedure import Available, available_actions
from core.refusals import Refusal, say
from regulations.local import Elapsed, elapsed
from regulations.model import TermId, Trigger
from regulations.registry import breach_labels, get_pack
from regulations.rules import breaches


def _(words: str, **params: Any) -> str:
    return str(gettext(words, **params))


#: Words by enum member, for templates.
WORDS = SimpleNamespace(
    states=labels.STATES,
    tones=labels.TONES,
    kinds=labels.RESPONDENT_KINDS,
    evidence=labels.EVIDENCE_KINDS,
    outcomes=labels.OUTCOMES,
    adoptions=labels.ADOPTIONS,
    manners=labels.DEFENCE_MANNERS,
    roles=labels.PERSON_ROLES,
    files=KIND_WORDS,
)

#: Acts that end something for good.
GRAVE = frozenset({CaseAction.DISMISS})
#: Acts that move the case, but not on.
ASIDE = frozenset({CaseAction.SUSPEND})
#: Acts that stand beside what they change.
BESIDE = frozenset({CaseAction.EXTEND})
YEARS = 6


@dataclass(frozen=True)
class Due:
    """A date with its light and what a reader of the light is told."""

    clock: Clock
    light: Light
    words: str
    reading: Reading | None = None


@dataclass(frozen=True)
class Action:
    """An act open to the reader now; `barred` says what is still missing, with its article."""

    label: str
    url: str
    kind: str
    barred: str | None


def action_url(case: Case, action: CaseAction) -> str:
    """Return the address of the page of an act."""
    return url_for(f"casework.case_{action.value}", case_id=case.id)


def attachment_url(case: Case, attachment: Attachment) -> str:
    """Return where a file of the evidence is saved from."""
    return url_for("casework.case_attachment", case_id=case.id, attachment_id=attachment.id)


def actions(case: Case, actor: Actor) -> list[Action]:
    """Return the acts open to `actor`: what moves the case on first, what ends it last."""
    found = available_actions(CASE_PROCEDURE, case, actor)
    shown = [o for o in found if o.transition.action not in BESIDE]
    listed = [_action(case, offered) for offered in sorted(shown, key=_rank)]
    return [*_report_act(case, actor), *listed]


def extend_url(case: Case, actor: Actor, found: Iterable[Clock]) -> str | None:
    """Return where the period of the investigation is extended, for who may while it runs."""
    row = CASE_PROCEDURE.row(CaseAction.EXTEND)
    may = actor.may(row.permission, case.unit.path) and case.state in row.sources
    runs = any(
        clock.term_id == TermId.INVESTIGATION_PERIOD
        and clock.state is ClockState.RUNNING
        and clock.due_on is not None
        and clock.due_on >= moment.today()
        for clock in found
    )
    return action_url(case, CaseAction.EXTEND) if may and runs else None


def _report_act(case: Case, actor: Actor) -> list[Action]:
    """Return the way to the report for the team that investigates; it ends the investigation."""
    if case.state is not CaseState.INVESTIGATING or not queries.is_member(case, actor):
        return []
    refusal = can_report(case, actor)
    url = url_for("casework.report_detail", case_id=case.id)
    return [Action(_("办理调查报告"), url, "primary", say(refusal) if refusal else None)]


def why_not(case: Case, action: CaseAction, actor: Actor) -> str | None:
    """Return why `action` cannot be done now, None where it can. The permission is not asked."""
    row = CASE_PROCEDURE.row(action)
    if case.state not in row.sources:
        state, label = str(labels.STATES[case.state]), str(row.label)
        return say(Refusal("wrong_state", {"state": state, "action": label}))
    for offered in available_actions(CASE_PROCEDURE, case, actor):
        if offered.transition.action == action:
            return say(offered.refusal) if offered.refusal else None
    return None


def steps(case: Case) -> list[tuple[str, str, str | None]]:
    """Return the step bar: label, done / current / coming, and the day where one is kept."""
    days = {
        CaseState.FILED: case.filed_on,
        CaseState.REPORTED: case.reported_on,
        CaseState.CLOSED: case.closed_on,
    }
    path: Sequence[Any] = CASE_PROCEDURE.path
    if case.state is CaseState.DISMISSED:
        passed = [CaseState.PROPOSED]
        passed += [CaseState.FILED] if case.filed_on else []
        passed += [CaseState.REPORTED] if case.reported_on else []
        path = [*passed, CaseState.DISMISSED]
        days[CaseState.DISMISSED] = case.closed_on
    if case.state is CaseState.SUSPENDED:  # it stands in place of the investigation
        path = [case.state if step is CaseState.INVESTIGATING else step for step in path]
    here = path.index(case.state)
    last = len(path) - 1
    bar = []
    for index, state in enumerate(path):
        ended = index == here == last
        status = "done" if index < here or ended else "current" if index == here else "coming"
        day = days.get(state) if index <= here else None
        bar.append((str(labels.STEPS[state]), status, f"{day.month}月{day.day}日" if day else None))
    return bar


def due(clock: Clock, *, with_ledger: bool = False) -> Due:
    """Return what is shown of a clock; the ledger replays its events."""
    said, lamp = reading(clock) if with_ledger else None, light(clock)
    return Due(clock, lamp, standing(said) if said is not None else str(LIGHTS[lamp]), said)


_OPEN = (ClockState.RUNNING, ClockState.PAUSED)


def elapsed_of(case: Case, clocks: Iterable[Clock]) -> Elapsed | None:
    """Return the days since the case was filed, while it is investigated without a number.

    `clocks` are those of the case.
    """
    runs = case.state in (CaseState.FILED, CaseState.INVESTIGATING)
    counted = any(
        clock.term_id == TermId.INVESTIGATION_PERIOD and clock.state in _OPEN for clock in clocks
    )
    if not runs or counted:
        return None
    return elapsed(pack_of(case), TermId.INVESTIGATION_PERIOD, case.filed_on)


def trigger_label(case: Case) -> Trigger | None:
    """Return the breach the case is about, as its pack words it."""
    return breaches(get_pack(case.substance_pack_id)).get(case.trigger_code)


def pack_titles(case: Case) -> list[tuple[str, str]]:
    """Return the titles of the packs of substance and procedure, once where they are one."""
    substance, procedure = get_pack(case.substance_pack_id), get_pack(case.procedure_pack_id)
    if substance.id == procedure.id:
        return [(_("适用制度"), substance.header.title)]
    return [
        (_("实体适用"), substance.header.title),
        (_("程序适用"), procedure.header.title),
    ]


def retention_words(years: int | None) -> str:
    """Write how long a file is kept: for good, or so many years."""
    return _("永久") if years is None else _("%(n)s年", n=years)


def is_due(archive: CaseArchive) -> bool:
    """Tell whether somebody has to look at how long an archived file is kept."""
    return archive.review_on is not None and archive.review_on <= moment.today()


def team_notice(case: Case) -> str | None:
    """Return why the team holds the case up: below the pack's minimum, or nobody leads it."""
    if case.state not in NEEDS_TEAM:
        return None
    refusal = has_team(case, Actor.system())
    if refusal is not None:
        return say(refusal)
    leads = {member.user_id for member in case.members if member.is_lead}
    return None if leads & set(present_team(case)) else _("调查组没有组长，请办理交接，指定组长。")


def unheard_ids(case: Case) -> set[int]:
    """Return the respondents who are still to be heard on the present report."""
    return {respondent.id for respondent in undefended(case)}


def complaint_of(case: Case, actor: Actor) -> Mapping[str, Any] | None:
    """Return what `actor` may see of the complaint that the case was opened from."""
    return _shown(case, case.complaint, actor) if case.complaint is not None else None


def complaints_of(case: Case, actor: Actor) -> list[Mapping[str, Any]]:
    """Return what `actor` may see of each complaint handled in the case, the leading one first."""
    if case.complaint is None:
        return []
    return [_shown(case, one, actor) for one in (case.complaint, *case.complaint.joined)]


def _shown(case: Case, complaint: Complaint, actor: Actor) -> Mapping[str, Any]:
    """Return what `actor` may see of a complaint: its text for the team, a link in scope."""
    may = actor.may(Permission.COMPLAINT_READ, complaint.unit.path)
    url = url_for("complaints.complaint_detail", complaint_id=complaint.id) if may else None
    in_scope = actor.may(Permission.COMPLAINT_READ, case.unit.path)
    shows_text = in_scope or actor.id in present_team(case)
    return {
        "it": complaint,
        "url": url,
        "state": COMPLAINT_STATES[complaint.state],
        "facts": complaint.facts if shows_text else None,
    }


def offer_filters(search: CaseSearch) -> None:
    """Offer all units, the triggers of the packs they follow or followed, and the last years."""
    known = breach_labels(assigned_packs())
    this_year = moment.today().year
    search.offer(unit_options(all_units()), known, range(this_year, this_year - YEARS, -1))


def offer_new(form: CaseNewForm, units: Sequence[OrganUnit], complaint: Complaint | None) -> None:
    """Offer units and the triggers of the packs in force; with a complaint, ask nothing known."""
    if complaint is not None:
        form.drop_respondents()
        pack_ids = {complaint.procedure_pack_id}
    else:
        form.unit.choices = unit_options(units)
        form.accused_unit.choices = [("", _("请选择")), *unit_options(all_units())]
        pack_ids = {p for unit in units if (p := queries.pack_today(unit)) is not None}
    known = breach_labels(sorted(pack_ids))
    form.trigger_code.choices = [("", _("请选择")), *known.items()]


def unit_options(units: Sequence[OrganUnit]) -> list[tuple[str, str]]:
    """Return units as options, those below another one indented."""
    return [(str(u.id), "　" * (u.path.count("/") - 2) + u.name) for u in units]


def _action(case: Case, offered: Available) -> Action:
    row = offered.transition
    action = CaseAction(row.action)
    moves = row.target is not None and action not in GRAVE | ASIDE
    kind = "grave" if action in GRAVE else "primary" if moves else "secondary"
    barred = say(offered.refusal) if offered.refusal else None
    return Action(str(row.label), action_url(case, action), kind, barred)


def _rank(offered: Available) -> int:
    action = CaseAction(offered.transition.action)
    if action in GRAVE:
        return 2
    return 0 if offered.transition.target is not None and action not in ASIDE else 1


def offer_respondents(form: CaseAddRespondentForm, case: Case) -> None:
    """Offer all units, and the entries that are not complete."""
    entries = [(str(r.id), _("补充：%(name)s", name=r.display_name)) for r in case.respondents]
    form.offer(unit_options(all_units()), entries)


def entry_preset(case: Case, entry_id: int | None) -> dict[str, Any]:
    """Return what is known of the respondent `entry_id`, to start from."""
    for entry in case.respondents:
        if entry.id == entry_id:
            return {
                "entry_id": str(entry.id),
                "kind": entry.kind.value,
                "unit_id": str(entry.unit_id),
                "name": entry.name,
                "post_title": entry.post_title,
                "role": entry.role.value if entry.role else "",
            }
    return {"kind": "person"}


def offer_evidence(form: CaseRecordFactForm | CaseAttachFilesForm, case: Case) -> None:
    """Offer the evidence of the case by number, kind, day and place."""
    form.offer(
        [
            (str(item.id), f"{evidence_name(item)} · {item.on_date} · {item.place}")
            for item in case.evidence
        ]
    )


def offer_unheard(form: CaseRecordDefenceManner, case: Case) -> None:
    """Offer the respondents, those still to be heard first."""
    missing = unheard_ids(case)
    ordered = sorted(case.respondents, key=lambda r: r.id not in missing)
    done = _("（已记录，将更正）")
    form.offer([(str(r.id), r.display_name + ("" if r.id in missing else done)) for r in ordered])
