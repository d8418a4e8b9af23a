"""The columns of whatever is served, and how a delivery is kept in them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import enum_type
from core.serving.rules import Delivery, ServiceMethod, day_of_receipt
from core.workdays import Calendar


class Served:
    """How something was served on its addressee; empty while it was not.

    What was posted and what was received are two dates.
    """

    method: Mapped[ServiceMethod | None] = mapped_column(enum_type(ServiceMethod))
    place: Mapped[str | None] = mapped_column(String(120))
    dispatched_on: Mapped[date | None]
    received_on: Mapped[date | None]
    received_by: Mapped[str | None] = mapped_column(String(40))
    receiver_relation: Mapped[str | None] = mapped_column(String(60))
    witnesses: Mapped[str | None] = mapped_column(String(120))
    servers: Mapped[str | None] = mapped_column(String(120))
    proof: Mapped[str | None] = mapped_column(Text)

    def keep(self, delivery: Delivery, calendar: Calendar) -> dict[str, Any]:
        """Keep a delivery that was found fit; returns what of it the record holds."""
        self.method = delivery.method
        self.received_on = day_of_receipt(delivery, calendar)
        self.dispatched_on = delivery.dispatched_on or self.received_on
        for name in ("place", "received_by", "receiver_relation", "witnesses", "servers"):
            setattr(self, name, getattr(delivery, name) or None)
        self.proof = delivery.proof
        if delivery.method is ServiceMethod.ELECTRONIC:
            self.proof = f"受送达人同意电子送达。{delivery.proof}"
        return {
            "method": self.method,
            "dispatched_on": self.dispatched_on,
            "received_on": self.received_on,
        }
