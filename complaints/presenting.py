"""From stored values to what the pages show, and from a form to what a service takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Generic, TypeVar

from flask import url_for
from flask_babel import gettext as _

from complaints import forms, labels, queries
from complaints.models import Complaint, ReporterOpening
from complaints.procedure import COMPLAINT_PROCEDURE
from complaints.rules import (
    Channel,
    ComplaintAction,
    ComplaintKind,
    ComplaintState,
    ReporterKind,
    course,
)
from complaints.services import Given, GivenRespondent, Identity
from core import moment
from core.access import Actor, Permission
from core.clocks import replay
from core.clocks.labels import LIGHTS
from core.clocks.models import Clock
from core.clocks.periods import Light
from core.clocks.periods import State as ClockState
from core.clocks.presenting import standing
from core.clocks.queries import light, reading
from core.files.labels import KIND_WORDS
from core.files.models import Attachment
from core.identity.models import Unit
from core.identity.queries import assigned_packs, pack_id_of
from core.procedure import action_label, available_actions
from core.record.models import RecordEntry
from core.record.services import of_subject
from core.refusals import say
from core.web.filters import cn_date, cn_datetime
from regulations import registry
from regulations.labels import clock_name
from regulations.model import WordList
from regulations.rules import breaches, words

WORDS: Final = {
    "state": labels.STATES,
    "tone": labels.TONES,
    "kind": labels.KINDS,
    "channel": labels.CHANNELS,
    "origin": labels.ORIGINS,
    "answer": labels.ANSWERS,
    "reporter": labels.REPORTER_KINDS,
    "document": labels.DOCUMENTS,
    "opening": labels.OPENING_STATES,
    "opening_tone": labels.OPENING_TONES,
    "file": KIND_WORDS,
    "likeness": labels.LIKENESS,
    "transfer": labels.TRANSFER_STATES,
    "transfer_tone": labels.TRANSFER_TONES,
    "urging": labels.URGING_STEPS,
    "urging_tone": labels.URGING_TONES,
}

#: Acts that are seldom meant: their buttons do not stand out.
QUIET: Final = {
    *("transfer", "recall_transfer", "urge", "supervise"),
    *("withdraw", "merge", "unmerge"),
}

History = Sequence[tuple[RecordEntry, str | None]]

T = TypeVar("T")


class Kept(Generic[T]):
    """Keeps what a service returned where `acted` only tells whether it went well."""

    def __init__(self, service: Callable[..., T]) -> None:
        self._service = service
        self.value: T | None = None

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        """Call the service and keep what it returns."""
        self.value = self._service(*args, **kwargs)


@dataclass(frozen=True)
class Protection:
    """What the page shows of who reported: nothing but where requests, receipt and letters stand.

    The requests are shown to those who may ask or consent; `unread` to those who may answer.
    """

    openings: Sequence[ReporterOpening]
    may_ask: bool
    may_issue: bool
    may_answer: bool
    issued_on: date | None
    unread: int


@dataclass(frozen=True)
class ClockPanel:
    """A clock as the page shows it; `it` where the clock has a page for the reader."""

    label: str
    term_id: str
    light: Light
    words: str
    rows: Sequence[tuple[str, str]]
    reading: replay.Reading
    it: Clock | None


@dataclass(frozen=True)
class Actions:
    """What the reader can do now, as buttons, and what still bars the rest."""

    open: Sequence[tuple[str, str, str]]
    barred: Sequence[tuple[str, str]]


def attachment_url(complaint: Complaint, attachment: Attachment) -> str:
    """Return where a file that the reporter handed in is saved from."""
    return url_for(
        "complaints.complaint_attachment",
        complaint_id=complaint.id,
        attachment_id=attachment.id,
    )


def page_name(action: ComplaintAction) -> str:
    """Return the name of the page on which an act is done."""
    return action.value.removesuffix("_in_case")


def actions(complaint: Complaint, actor: Actor) -> Actions:
    """Return the acts open to `actor`, the likely one first."""
    opened: list[tuple[str, str, str]] = []
    barred: list[tuple[str, str]] = []
    for item in available_actions(COMPLAINT_PROCEDURE, complaint, actor):
        label = str(item.transition.label)
        if item.refusal is not None:
            barred.append((label, say(item.refusal)))
            continue
        name = page_name(ComplaintAction(item.transition.action))
        kind = "quiet" if name in QUIET else "secondary" if opened else "primary"
        address = url_for(f"complaints.complaint_{name}", complaint_id=complaint.id)
        opened.append((label, address, kind))
    return Actions(opened, barred)


def quick_act(complaint: Complaint, actor: Actor) -> forms.ComplaintAcceptForm | None:
    """Return the form by which it is accepted right on its page, where that can be done now."""
    for item in available_actions(COMPLAINT_PROCEDURE, complaint, actor):
        if item.transition.action is ComplaintAction.ACCEPT and item.refusal is None:
            return forms.ComplaintAcceptForm(data={"seen_version": complaint.version})
    return None


def withdrawal_mark(complaint: Complaint) -> str | None:
    """Say that the report was taken back where the state does not say so: its case goes on."""
    if complaint.withdrawn_on is None or complaint.state is ComplaintState.WITHDRAWN:
        return None
    return str(_("投诉举报人已撤回"))


def protection(complaint: Complaint, actor: Actor) -> Protection:
    """Return what the page of a complaint shows of who reported."""
    path = complaint.unit.path
    may_open = actor.may(Permission.REPORTER_OPEN, path) and not complaint.is_anonymous
    sees = may_open or actor.may(Permission.REPORTER_CONSENT, path)
    told = queries.correspondence(complaint)
    openings = told.openings if sees and not complaint.is_anonymous else ()
    return Protection(
        openings=openings,
        may_ask=may_open and not any(opening.is_open_for(actor.id) for opening in openings),
        may_issue=actor.may(Permission.COMPLAINT_REGISTER, path) and not complaint.is_lead,
        may_answer=actor.may(Permission.COMPLAINT_REPLY, path) and not complaint.is_lead,
        issued_on=told.issued_on,
        unread=told.unread,
    )


def letters(complaint: Complaint) -> list[tuple[str, str, str, bool]]:
    """Return the messages of a complaint, opened, oldest first: day, who, text, whether unread."""
    return [
        (cn_date(message.sent_on), name or _("投诉举报人"), message.body.open(), message.is_unread)
        for message, name in queries.messages_of(complaint)
    ]


def opening_history(opening: ReporterOpening) -> list[dict[str, Any]]:
    """Return the record of a request to see who reported, newest first."""
    entries = of_subject(ReporterOpening.__tablename__, opening.id)
    names = {user.id: user.name for user in (opening.requested_by, opening.decided_by) if user}
    return timeline([(entry, names.get(entry.actor_id or 0)) for entry in entries])


def steps(complaint: Complaint, history: History) -> list[tuple[str, str, str | None]]:
    """Return the step bar: what the complaint passes, done, current or coming, with the dates."""
    acts = {entry.action for entry, _name in history}
    passed = course(complaint.state, acts, is_lead=complaint.is_lead)
    here = passed.index(complaint.state)
    dates: Mapping[ComplaintState, date | None] = {
        ComplaintState.REGISTERED: complaint.created_at.astimezone(moment.SHANGHAI).date(),
        ComplaintState.ACCEPTED: complaint.decided_on,
        ComplaintState.DECLINED: complaint.decided_on,
        ComplaintState.REPLIED: complaint.replied_on,
        ComplaintState.WITHDRAWN: complaint.withdrawn_on,
    }
    ended = here == len(passed) - 1
    bar = []
    for index, state in enumerate(passed):
        status = "done" if index < here or ended else "current" if index == here else "coming"
        day = dates.get(state) if index <= here else None
        bar.append((str(labels.STATES[state]), status, cn_date(day) if day else None))
    return bar


def lights(clocks: Mapping[int, Clock]) -> dict[int, tuple[Light, str, str]]:
    """Return for each complaint the light, its words and the due date of its running clock."""
    return {
        subject: (light(clock), str(LIGHTS[light(clock)]), _due(clock.due_on, clock.provisional))
        for subject, clock in clocks.items()
    }


def clock_panels(clocks: Iterable[Clock]) -> list[ClockPanel]:
    """Return the clocks with their readings."""
    return [_clock_panel(clock, reading(clock)) for clock in clocks]


def breached_panel(clock: Clock | None) -> ClockPanel | None:
    """Return the clock of a breached duty without its label, which may name whom it is about."""
    return _clock_panel(clock, reading(clock), _("逾期的期限")) if clock is not None else None


def timeline(history: History) -> list[dict[str, Any]]:
    """Return the record as entries of a timeline, newest first."""
    return [
        {
            "when": _when(datetime.fromisoformat(entry.at)),
            "title": action_label(entry.subject_type, entry.action),
            "who": name or _("系统"),
            "body": entry.reason,
        }
        for entry, name in history
    ]


def _when(instant: datetime) -> str:
    """Write an instant to the minute; one of which only the day was kept, as the day."""
    return cn_date(instant) if moment.is_a_day(instant) else cn_datetime(instant)


def trigger_label(complaint: Complaint) -> str | None:
    """Return the words of the breach reported, with its article."""
    code = complaint.trigger_code
    trigger = breaches(registry.get_pack(complaint.procedure_pack_id)).get(code or "")
    return f"{trigger.label}（{trigger.article}）" if trigger else code


def retaliation_rule(complaint: Complaint) -> str | None:
    """Return the article by which retaliation is a breach itself; None where the pack has none."""
    found = breaches(registry.get_pack(complaint.procedure_pack_id)).get("retaliation")
    return found.article if found is not None and complaint.is_retaliation else None


def grounds(complaint: Complaint) -> list[tuple[str, str]]:
    """Return the grounds on which this complaint may be declined."""
    pack = registry.get_pack(complaint.procedure_pack_id)
    return [(word.code, word.label) for word in words(pack, WordList.DECLINE_REASON)]


def grounds_origin(complaint: Complaint) -> str | None:
    """Say where the grounds come from if they are one place's practice and no general rule."""
    pack = registry.get_pack(complaint.procedure_pack_id)
    sources = {word.source for word in words(pack, WordList.DECLINE_REASON) if word.local}
    if not sources:
        return None
    origin = "、".join(sorted(sources))
    return str(_("参照地方做法（%(origin)s）；本地制度另有规定的，从其规定。", origin=origin))


def decline_ground(complaint: Complaint) -> str | None:
    """Return the words of the ground on which it was declined."""
    return dict(grounds(complaint)).get(complaint.decline_code or "", complaint.decline_code)


def offer_filters(search: forms.ComplaintSearch, units: Sequence[Unit]) -> None:
    """Fill the choices of the list's filters; the unit is not asked for where there is only one."""
    search.trigger.choices = [
        ("", _("全部")),
        *registry.breach_labels(assigned_packs()).items(),
    ]
    if len(units) > 1:
        search.unit.choices = [("", _("全部")), *((str(unit.id), unit.name) for unit in units)]
    else:
        del search.unit


def offer_choices(form: forms.ComplaintRegisterForm, units: Sequence[Unit]) -> None:
    """Fill the choices of the register form; a single receiving unit is not asked for."""
    if len(units) == 1:
        del form.unit
    else:
        form.unit.choices = [("", _("请选择")), *((str(unit.id), unit.name) for unit in units)]
    one = pack_id_of(units[0], moment.today()) if len(units) == 1 else None
    followed = [one] if one is not None else assigned_packs()
    form.trigger.choices = [("", _("暂不确定")), *registry.breach_labels(followed).items()]


def given(form: forms.ComplaintRegisterForm, units: Sequence[Unit]) -> Given:
    """Return what a sound register form says."""
    sent = form.data  # validated: what is required is there
    chosen = sent.get("unit", str(units[0].id))
    reporter = Identity(
        ReporterKind(sent["reporter_kind"] or ReporterKind.PERSON),
        sent["reporter_name"],
        sent["reporter_phone"] or None,
        sent["reporter_address"] or None,
        joint_count=sent["joint_count"],
        joint_names=sent["joint_names"] or None,
    )
    is_nobody = sent["is_anonymous"] or (form.is_found and not sent["reporter_name"])
    return Given(
        unit=next(unit for unit in units if str(unit.id) == chosen),
        received_on=sent["received_on"],
        kind=ComplaintKind(sent["kind"]),
        channel=Channel(sent["channel"]),
        title=sent["title"],
        facts=sent["facts"],
        respondents=[GivenRespondent(*line) for line in form.respondents_given],
        reporter=None if is_nobody else reporter,
        occurred_from=sent["occurred_from"],
        occurred_to=sent["occurred_to"],
        trigger_code=sent["trigger"] or None,
        files=sent["files"],
        is_retaliation=sent["is_retaliation"],
        earlier=sent["earlier"] or None,
    )


def _clock_panel(clock: Clock, said: replay.Reading, label: str | None = None) -> ClockPanel:
    rows = [(_("起算"), cn_date(said.started_on)), (_("届满"), _due(said.due_on, said.provisional))]
    if said.closed_on is not None:
        ended = _("完成") if said.state is ClockState.MET else _("取消")
        rows.append((ended, cn_date(said.closed_on)))
    shown = replay.light(said, moment.today(), moment.now())
    return ClockPanel(
        label or clock_name(clock),
        clock.term_id,
        shown,
        standing(said),
        rows,
        said,
        None if label else clock,
    )


def _due(day: date | None, provisional: bool) -> str:
    return str(_("%(date)s（暂算）", date=cn_date(day)) if provisional else cn_date(day))
