"""How a notice reaches its addressee: what each way of service needs, and when it counts. Pure.

Civil Procedure Law arts 85 to 95, to which Administrative Review Law art. 88 refers (domain G).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from core.clocks.periods import Event, EventKind, Period, Unit
from core.clocks.replay import Reading, replay
from core.refusals import Refusal
from core.workdays import Calendar


class ServiceMethod(StrEnum):
    """How a notice is served (Civil Procedure Law arts 88–95)."""

    IN_PERSON = "in_person"
    LIEN = "lien"
    POST = "post"
    ELECTRONIC = "electronic"
    ANNOUNCEMENT = "announcement"


#: The article each way of service rests on.
ARTICLES: Final[Mapping[ServiceMethod, str]] = {
    ServiceMethod.IN_PERSON: "《民事诉讼法》第八十八条",
    ServiceMethod.LIEN: "《民事诉讼法》第八十九条",
    ServiceMethod.ELECTRONIC: "《民事诉讼法》第九十条",
    ServiceMethod.POST: "《民事诉讼法》第九十一条",
    ServiceMethod.ANNOUNCEMENT: "《民事诉讼法》第九十五条",
}

#: A notice announced counts as served when this period has passed (art. 95).
ANNOUNCEMENT: Final = Period(
    30, Unit.CALENDAR_DAY, article=ARTICLES[ServiceMethod.ANNOUNCEMENT], source="《民事诉讼法》"
)


@dataclass(frozen=True)
class Delivery:
    """What is recorded of a service; `dispatched_on` is the day of posting or announcing.

    `received_on` is the day of signing (in person, lien), the day on the postal receipt, the day
    of arrival in the addressee's system; for an announcement it is worked out, not typed.
    """

    method: ServiceMethod
    dispatched_on: date | None = None
    received_on: date | None = None
    received_by: str | None = None
    receiver_relation: str | None = None
    place: str | None = None
    witnesses: str | None = None
    servers: str | None = None
    proof: str | None = None
    is_consented: bool = False

    @property
    def texts(self) -> tuple[str | None, ...]:
        """Return what was typed and has to be printed."""
        return (
            self.place,
            self.received_by,
            self.receiver_relation,
            self.witnesses,
            self.servers,
            self.proof,
        )


def announcement(published_on: date, calendar: Calendar) -> Reading:
    """Return the period of an announcement with its ledger; it ends on a working day (art. 85)."""
    return replay(ANNOUNCEMENT, [Event(EventKind.START, published_on)], calendar)


def day_of_receipt(delivery: Delivery, calendar: Calendar) -> date | None:
    """Return the day the notice counts as received, None where it was not given."""
    if delivery.method is not ServiceMethod.ANNOUNCEMENT:
        return delivery.received_on
    if delivery.dispatched_on is None:
        return None
    return announcement(delivery.dispatched_on, calendar).due_on


def unfit(
    delivery: Delivery, *, issued_on: date, today: date, calendar: Calendar
) -> Refusal | None:
    """Refuse a service that proves nothing: what its method needs is missing, or a day is wrong.

    Days: issued ≤ dispatched ≤ received ≤ today.
    """
    article = ARTICLES[delivery.method]
    if code := _missing(delivery):
        return Refusal(code, article=article if code in _OF_METHOD else None)
    received_on = day_of_receipt(delivery, calendar)
    if received_on is None:
        return Refusal("service_received_on_needed")
    sent_on = delivery.dispatched_on or received_on
    if min(sent_on, received_on) < issued_on:
        return Refusal("service_before_issue", {"on": issued_on})
    if delivery.method is ServiceMethod.ANNOUNCEMENT and sent_on <= today < received_on:
        return Refusal("service_announcement_running", {"on": received_on}, article)
    if max(sent_on, received_on) > today:
        return Refusal("service_in_future")
    if received_on < sent_on:
        return Refusal("service_received_before_dispatch")
    return None


_OF_METHOD = frozenset(
    {
        "service_receiver_needed",
        "service_witnesses_needed",
        "service_dispatch_needed",
        "service_consent_needed",
        "service_announcement_needed",
    }
)


def _missing(delivery: Delivery) -> str | None:
    """Return the code of what the method of `delivery` needs and it lacks."""
    method = delivery.method
    if method is ServiceMethod.IN_PERSON and not delivery.received_by:
        return "service_receiver_needed"
    if method is ServiceMethod.LIEN and not delivery.witnesses:
        return "service_witnesses_needed"
    if method is ServiceMethod.POST and delivery.dispatched_on is None:
        return "service_dispatch_needed"
    if method is ServiceMethod.ELECTRONIC and not delivery.is_consented:
        return "service_consent_needed"
    if method is ServiceMethod.ANNOUNCEMENT and delivery.dispatched_on is None:
        return "service_announcement_needed"
    if not delivery.servers:
        return "service_servers_needed"
    return None if delivery.proof else "service_proof_needed"
