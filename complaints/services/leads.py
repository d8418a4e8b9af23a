"""Open a lead where a duty was not fulfilled in time (INF-14).

The lead says what the ledger says and concludes nothing: whether a rule was broken is found out by
the body that receives it. It comes in once for a clock, and never to whoever bears the duty.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from complaints.models import Complaint
from complaints.rules import Channel, ComplaintKind
from complaints.services.registering import Given, GivenRespondent, register_several
from complaints.services.routing import has_decider
from core import moment
from core.access import Actor
from core.clocks.labels import UNITS
from core.clocks.models import Clock
from core.clocks.periods import Unit as Counted
from core.clocks.queries import reading
from core.clocks.sweeping import ClocksBreached
from core.db import db
from core.documents.wording import chinese_date
from core.identity.models import Unit, UnitKind, User
from core.refusals import Refusal, Refused
from regulations.labels import term_words
from regulations.model import TermId

Row = TypeVar("Row", Unit, User)


def open_leads(event: ClocksBreached) -> None:
    """Register a lead for each breached duty, in the transaction that announced the breaches.

    Refused where nobody who may decide about one stands outside the unit that bears the duty; the
    sweep then says that one again the next time.
    """
    clocks = _without_lead([told.clock_id for told in event.clocks if told.is_duty])
    units = _by_id(Unit, {clock.bearer_unit_id for clock in clocks})
    people = _by_id(User, {clock.bearer_user_id for clock in clocks})
    receiver = cache(lambda unit_id, user_id: receiving_unit(units[unit_id], user_id))
    given: defaultdict[Unit, list[Given]] = defaultdict(list)
    for clock in clocks:
        bearer = units[clock.bearer_unit_id]
        unit = receiver(bearer.id, clock.bearer_user_id)
        if unit is None:
            raise Refused(Refusal("lead_no_receiver", {"unit": bearer.name}))
        given[unit].append(_given(clock, unit, bearer, people.get(clock.bearer_user_id)))
    for unit, leads in given.items():
        register_several(Actor.system(), unit, leads)


def _without_lead(clock_ids: Sequence[int]) -> Sequence[Clock]:
    """Return the clocks that have no lead yet, with their events."""
    has_lead = select(Complaint.id).where(Complaint.clock_id == Clock.id).exists()
    return db.session.scalars(
        select(Clock)
        .where(Clock.id.in_(clock_ids), ~has_lead)
        .order_by(Clock.due_on, Clock.id)
        .options(selectinload(Clock.events))
    ).all()


def _by_id(model: type[Row], ids: set[int | None]) -> dict[int | None, Row]:
    found = db.session.scalars(select(model).where(model.id.in_(ids)))
    return {row.id: row for row in found}


def _given(clock: Clock, unit: Unit, bearer: Unit, person: User | None) -> Given:
    return Given(
        unit=unit,
        received_on=moment.today(),
        kind=ComplaintKind.REPORT,
        channel=Channel.BREACHED_DUTY,
        title=f"{bearer.short_name}逾期（{_words(clock)}）",
        facts=_facts(clock, bearer),
        respondents=[
            GivenRespondent(
                bearer, person.name if person else None, person.post_title if person else None
            )
        ],
        reporter=None,
        occurred_from=clock.due_on,
        clock_id=clock.id,
    )


def receiving_unit(bearer: Unit, person_id: int | None = None) -> Unit | None:
    """Return who looks into a breach of `bearer`: the office of the nearest unit above it, else
    that unit itself, where somebody may decide about reports whom this one is not about.
    """
    for unit in _above(bearer):
        if has_decider(unit, [(person_id, bearer.id)]):
            return unit
    return None


def _above(bearer: Unit) -> Iterator[Unit]:
    for unit_id in reversed(bearer.path.strip("/").split("/")[:-1]):
        offices = select(Unit).where(
            Unit.parent_id == int(unit_id), Unit.kind == UnitKind.OFFICE, Unit.id != bearer.id
        )
        yield from db.session.scalars(offices.order_by(Unit.id))
        yield db.session.get_one(Unit, int(unit_id))


def _words(clock: Clock) -> str:
    """Name the period as the rules do: the label of a clock may name whom a decision is about."""
    known = clock.term_id in TermId.__members__.values()
    return term_words(TermId(clock.term_id)) if known else clock.label


def _facts(clock: Clock, bearer: Unit) -> str:
    """Say what the ledger says, in Chinese whatever the language of the page; no name of a case."""
    said = reading(clock)
    assert clock.due_on is not None  # a breached clock runs, and has a date
    late = -(said.remaining(moment.today()) or 0)
    counted = "个工作日" if clock.unit is Counted.WORKING_DAY else "日"
    length = f"{said.length}{UNITS[clock.unit]}" if said.length and clock.unit.has_length else ""
    pauses = [
        f"{chinese_date(pause.start.on)}至{chinese_date(pause.end.on)}中止，不计入期限。"
        for pause in said.pauses
        if pause.end is not None
    ]
    extended = said.run.base_length is not None and said.length != said.run.base_length
    lines = [
        f"{bearer.name}的下列期限于{chinese_date(clock.due_on)}届满，届满时没有履行的记录"
        + (f"，截至{chinese_date(moment.today())}已逾期{late}{counted}。" if late > 0 else "。"),
        f"期限：{_words(clock)}",
        f"依据：{clock.article}" + (f"（{clock.source}）" if clock.source else ""),
        f"起算：{chinese_date(clock.started_on)}" + (f"；长度：{length}" if length else ""),
        *(["期限经过延长。"] if extended else []),
        *pauses,
        *(["届满日为暂算，所涉年份的放假安排尚未公布。"] if clock.provisional else []),
        "本件由系统在期限届满后登记，只说明期限届满而没有履行的记录；是否构成违反规定，由受理单位核查认定。",
    ]
    return "\n".join(lines)
