"""What the pages of the law show, and the words for what cannot be answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext

from core.clocks.labels import FAULTS as CLOCK_FAULTS
from core.clocks.labels import UNITS
from core.clocks.ledger import LedgerDay
from core.clocks.periods import Direction, Fault, IllegalEvent
from core.clocks.periods import Unit as PeriodUnit
from core.clocks.queries import calendar_in_force
from core.clocks.replay import Reading
from core.db import db
from core.identity.models import Unit
from core.identity.queries import pack_id_of, packs_in_force
from core.workdays import Calendar, OutsideCalendar
from regulations import labels
from regulations.codes import TermId
from regulations.comparison import Point, by_topic, compare
from regulations.deadlines import Deadline, ExtensionTooLong, NoNumber, count, deadline
from regulations.forms import CountForm, DeadlineForm, refuse
from regulations.golden import Golden, Outcome, run
from regulations.lines import Line, anchor, lines
from regulations.model import Pack
from regulations.registry import all_packs, examples, get_pack
from regulations.rules import EffectivePack, SourceSilent
from regulations.topics import Topic

#: What `deadline` refuses.
REFUSED = (SourceSilent, NoNumber, ExtensionTooLong, IllegalEvent, OutsideCalendar)
_OF_EXTENSION = {Fault.NOT_EXTENDABLE, Fault.EXTENSION_NOT_LONGER, Fault.PERIOD_EXPIRED}


@dataclass(frozen=True, slots=True)
class Overview:
    """A pack in the list: how much it says itself, and which units follow it today."""

    pack: Pack
    own: int
    silent: int
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """One length counted from a day: its words and what the calendar says."""

    words: str
    reading: Reading

    @property
    def last(self) -> LedgerDay:
        """Return the line of the ledger that says why the last day is the last."""
        return next(day for day in self.reading.ledger if day.on == self.reading.raw_on)


def overviews(on: date) -> list[Overview]:
    """Return every pack with what it adds itself and who follows it on the day `on`."""
    units: dict[str, list[str]] = {}
    for unit, pack_id in packs_in_force(on):
        units.setdefault(pack_id.partition("+")[0], []).append(unit.name)
    found = []
    for pack_id, pack in all_packs().items():
        own = [line for line in lines(get_pack(pack_id)) if line.pack_id == pack_id]
        silent = sum(1 for line in own if not line.value)
        found.append(Overview(pack, len(own), silent, tuple(units.get(pack_id, ()))))
    return found


def sections(pack: EffectivePack, wanted: Mapping[str, Any]) -> list[tuple[Topic, list[Line]]]:
    """Return the lines of a pack by topic, those that the filters `wanted` let through."""
    text = str(wanted.get("text", "")).casefold()
    return by_topic(
        line
        for line in lines(pack)
        if text in line.text.casefold()
        and wanted.get("state", line.state) == line.state
        and wanted.get("origin", line.origin) == line.origin
    )


def compared(
    packs: Sequence[EffectivePack], wanted: Mapping[str, Any]
) -> list[tuple[Topic, list[Point]]]:
    """Return what the packs say side by side, by topic; `wanted` narrows it."""
    return by_topic(
        point
        for point in compare(packs)
        if wanted.get("topic", point.topic) == point.topic
        and (point.differs or not wanted.get("differing"))
    )


def worked(wanted: Mapping[str, Any]) -> list[tuple[Golden, list[tuple[int, Outcome]]]]:
    """Work the examples that the filters let through, file by file, numbered through all files."""
    files, number, calendar = [], 0, calendar_in_force()
    for golden in examples():
        cases = list(enumerate(golden.cases(), number))
        number += len(cases)
        chosen = [(n, case) for n, case in cases if wanted.get("pack", case.pack) == case.pack]
        outcomes = run([case for _n, case in chosen], get_pack, calendar)
        rows = [(n, outcome) for (n, _case), outcome in zip(chosen, outcomes, strict=True)]
        if wanted.get("failing"):
            rows = [(n, outcome) for n, outcome in rows if not outcome.passed]
        if rows:
            files.append((golden, rows))
    return files


def counting_rules() -> list[Line]:
    """Return the general rules of counting with their articles, from the rules above all others."""
    for pack_id, pack in all_packs().items():
        if pack.pack.parent is None and pack.counting:
            return [line for line in lines(get_pack(pack_id)) if line.kind == "counting"]
    return []


def pack_of(unit_id: int | None, on: date) -> str:
    """Return the pack that a unit follows on the day `on`; any where it follows none."""
    unit = db.session.get(Unit, unit_id) if unit_id is not None else None
    own = pack_id_of(unit, on) if unit is not None else None
    base = (own or "").partition("+")[0]
    return base if base in all_packs() else next(iter(all_packs()))


def rule_url(pack_id: str, kind: str, key: str) -> str:
    """Return the address of a rule on the page of a pack, which shows what it inherits, too."""
    return url_for("regulations.pack_detail", pack_id=pack_id, _anchor=anchor(kind, key))


def pack_choices() -> list[tuple[str, str]]:
    """Offer all packs by title."""
    return [(pack.id, pack.pack.title) for pack in all_packs().values()]


def term_choices(pack: EffectivePack) -> list[tuple[str, str]]:
    """Offer the terms a pack knows, with their lengths; what it leaves open says so."""
    return [
        (term_id.value, f"{labels.TERMS[term_id]}（{labels.length(found.value)}）")
        for term_id, found in pack.terms.items()
    ]


def answer(form: DeadlineForm, pack: EffectivePack) -> Deadline | None:
    """Return the deadline that the form asks for; None with a message at the field concerned."""
    assert form.start.data is not None  # required
    try:
        return deadline(
            pack,
            form.term.data,
            form.start.data,
            calendar_in_force(),
            pauses=form.pauses,
            restart=form.restart.data,
            extend=form.extend.data,
            at=form.time_of_day,
        )
    except REFUSED as error:
        refuse(_concerned(form, error), refusal(error, pack, form.term.data))
        return None


def counted(form: CountForm) -> list[Counted]:
    """Return each length that the form asks for, counted; empty with a message where it cannot."""
    start, direction = form.start.data, form.direction.data
    assert start is not None  # required
    try:
        return count_each(form.lengths, start, direction, calendar_in_force())
    except OutsideCalendar:
        refuse(form.start, _("日期超出日历范围"))
        return []


def count_each(
    lengths: Iterable[tuple[PeriodUnit, int]], start: date, direction: Direction, calendar: Calendar
) -> list[Counted]:
    """Return each length counted from `start`, in the order asked. Raises OutsideCalendar."""
    return [
        Counted(f"{length}{UNITS[unit]}", count(length, unit, start, calendar, direction))
        for unit, length in lengths
    ]


def refusal(error: Exception, pack: EffectivePack, term_id: str) -> str:
    """Return in words why a deadline cannot be told, with the article where there is one."""
    label = str(labels.TERMS[TermId(term_id)])
    if isinstance(error, SourceSilent):
        if error.state is None:
            return _("规则包 %(pack)s 没有写这项期限：%(label)s", pack=pack.id, label=label)
        state = str(labels.STATES[error.state])
        return _(
            "%(label)s：%(state)s（%(article)s）", label=label, state=state, article=error.article
        )
    if isinstance(error, NoNumber):
        article = error.term.article
        return _(
            "%(label)s由处理决定逐案写明，没有天数（%(article)s）", label=label, article=article
        )
    if isinstance(error, ExtensionTooLong):
        if error.longest is None:
            return _("%(label)s没有规定可以延长", label=label)
        return _("%(label)s：延长须为 1 至 %(most)s", label=label, most=error.longest)
    if isinstance(error, IllegalEvent):
        return _(CLOCK_FAULTS[error.fault], label=label)
    return _("日期超出日历范围")


def _concerned(form: DeadlineForm, error: Exception) -> Any:
    """Return the field beside which a refusal stands."""
    if isinstance(error, ExtensionTooLong):
        return form.extend
    if isinstance(error, OutsideCalendar):
        return form.start
    if isinstance(error, IllegalEvent):
        if error.fault in _OF_EXTENSION:
            return form.extend
        if error.fault is Fault.INSTANT_MISSING:
            return form.at
        for field in form.later_days:
            if field.data == error.on:
                return field
    return form.term


def _(message: str, **values: object) -> str:
    """Return a message in the reader's language, with its values filled in."""
    text: str = gettext(message, **values)
    return text
