"""What the pages of services, remedies and rectifications show: values ready, no markup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Final

from flask_babel import gettext

from accountability.correcting import WARN_DAYS
from accountability.labels import decisions, rectifications, remedies, services
from accountability.models import NoticeService, Rectification, Remedy
from accountability.procedure.remedies import pack_of
from accountability.rules import (
    DecisionState,
    ItemState,
    RectificationState,
    RemedyState,
    ServiceState,
)
from core import moment
from core.clocks.models import Clock
from core.clocks.periods import Light, State
from core.clocks.queries import light, open_clock, reading
from core.clocks.replay import Reading
from core.serving.labels import METHODS
from regulations.codes import TermId
from regulations.labels import clock_name
from regulations.local import Elapsed, elapsed

#: Words by enum member, for templates.
WORDS: Final = SimpleNamespace(
    decisions=decisions.STATES,
    services=services.STATES,
    methods=METHODS,
    remedies=remedies.STATES,
    kinds=remedies.REMEDY_KINDS,
    vias=remedies.FILED_VIA,
    rectifications=rectifications.STATES,
    items=rectifications.ITEM_STATES,
)

TONES: Final[Mapping[object, str]] = {
    ServiceState.PREPARED: "open",
    ServiceState.SERVED: "done",
    ServiceState.FAILED: "warning",
    RemedyState.FILED: "open",
    RemedyState.UNDER_REVIEW: "open",
    RemedyState.REJECTED: "plain",
    RemedyState.WITHDRAWN: "plain",
    RemedyState.UPHELD: "done",
    RemedyState.MODIFIED: "done",
    RemedyState.REVOKED: "done",
    RemedyState.REMANDED: "done",
    RectificationState.ORDERED: "open",
    RectificationState.REPORTED: "open",
    RectificationState.RETURNED: "warning",
    RectificationState.EXPLAINED: "warning",
    RectificationState.CLOSED: "done",
    ItemState.OPEN: "open",
    ItemState.REPORTED: "open",
    ItemState.ACCEPTED: "done",
    ItemState.RETURNED: "warning",
}


@dataclass(frozen=True)
class Due:
    """A last day with its light and the days left, and the ledger where the page shows it."""

    on: date
    light: Light
    words: str
    label: str
    article: str
    reading: Reading | None = None

    @property
    def is_over(self) -> bool:
        """Tell whether the last day has passed."""
        return self.on < moment.today()


def remedy_due(clock: Clock | None, *, with_ledger: bool = False) -> Due | None:
    """Return the last day for a remedy. A right that lapses breaches no duty: never a red light."""
    if clock is None or clock.due_on is None:
        return None
    shown = light(clock)
    if clock.state is not State.RUNNING or clock.due_on < moment.today():
        shown = Light.OFF
    return _due(clock, shown, with_ledger)


def duty_due(rectification: Rectification) -> Due:
    """Return the last day for the report of a rectification, from what is kept with it."""
    on, today = rectification.due_on, moment.today()
    waits = rectification.state in (RectificationState.ORDERED, RectificationState.RETURNED)
    lamp = Light.OFF if not waits else Light.RED if on < today else Light.GREEN
    if lamp is Light.GREEN and (on - today).days <= WARN_DAYS:
        lamp = Light.YELLOW
    return Due(on, lamp, left(on) if waits else "", "", "")


def _due(clock: Clock, lamp: Light, with_ledger: bool) -> Due:
    on = clock.due_on
    assert on is not None  # asked before
    return Due(
        on,
        lamp,
        left(on),
        clock_name(clock),
        clock.article,
        reading(clock) if with_ledger else None,
    )


def elapsed_of(remedy: Remedy) -> Elapsed | None:
    """Return the days since a remedy that waits came in, where no number says how long it may."""
    waits = remedy.state in (RemedyState.FILED, RemedyState.UNDER_REVIEW)
    if not waits or open_clock(Remedy.__tablename__, remedy.id, TermId.REMEDY_DECISION) is not None:
        return None
    return elapsed(pack_of(remedy), TermId.REMEDY_DECISION, remedy.filed_on)


def left(on: date) -> str:
    """Return the calendar days to a last day in words."""
    days = (on - moment.today()).days
    if days < 0:
        return str(gettext("已过%(n)s天", n=-days))
    return str(gettext("还剩%(n)s天", n=days) if days else gettext("今天届满"))


@dataclass(frozen=True)
class DeskNotice:
    """A notice on somebody's desk with what followed from it."""

    service: NoticeService
    due: Due | None
    remedies: tuple[Remedy, ...]
    rectification: Rectification | None
    duty: Due | None

    @property
    def fate(self) -> str | None:
        """Say what became of the decision, where it no longer stands as issued."""
        return fate_of(self.service)

    @property
    def void(self) -> bool:
        """Tell whether a rectification not yet closed is asked for no more: nothing orders it."""
        found = self.rectification
        is_open = found is not None and found.state is not RectificationState.CLOSED
        return is_open and not is_standing(self.service)

    @property
    def right(self) -> Due | None:
        """Return the period in which a remedy can still be sought in time, if none was yet."""
        usable = self.due is not None and not self.due.is_over and not self.remedies
        return self.due if usable and is_standing(self.service) else None

    @property
    def owed(self) -> Due | None:
        """Return the period in which a report is owed now."""
        waits = self.duty is not None and bool(self.duty.words)
        return self.duty if waits and is_standing(self.service) else None


def is_standing(service: NoticeService) -> bool:
    """Tell whether the decision of a notice has not been revoked."""
    return service.decision.state is not DecisionState.REVOKED


def fate_of(service: NoticeService) -> str | None:
    """Say what became of the decision of a notice, where it no longer stands as issued."""
    changed = service.decision.state in (DecisionState.MODIFIED, DecisionState.REVOKED)
    return str(decisions.STATES[service.decision.state]) if changed else None


def remedy_steps(remedy: Remedy) -> list[tuple[str, str, str | None]]:
    """Return the step bar of a remedy: filed, taken up, and how it ended."""
    ended = remedy.state not in (RemedyState.FILED, RemedyState.UNDER_REVIEW)
    taken_up = remedy.admitted_on is not None
    days = [remedy.filed_on, remedy.admitted_on, remedy.ruled_on]
    names = [RemedyState.FILED, RemedyState.UNDER_REVIEW]
    steps: list[tuple[str, str, str | None]] = []
    for n, state in enumerate(names):
        if n == 1 and ended and not taken_up:
            continue
        done = ended or (n == 0 and taken_up)
        status = "done" if done else "current" if remedy.state is state else "coming"
        steps.append((str(remedies.STATES[state]), status, _short(days[n])))
    last = str(remedies.STATES[remedy.state] if ended else gettext("作出决定"))
    return [*steps, (last, "done" if ended else "coming", _short(days[2]))]


def _short(day: date | None) -> str | None:
    return str(gettext("%(m)s月%(d)s日", m=day.month, d=day.day)) if day else None
