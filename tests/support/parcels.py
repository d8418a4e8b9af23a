"""A made-up aggregate with its procedure, so that `core.procedure` is tested without features.

A parcel is packed, sent, and delivered or lost. Its tables live in a metadata of their own and are
made inside the test.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from core.access.actor import Actor
from core.access.permissions import Permission
from core.db import Versioned, db, enum_type
from core.procedure import Procedure, Transition
from core.refusals import Refusal


class Base(DeclarativeBase):
    """Apart from the application's tables."""

    metadata = MetaData()


class State(StrEnum):
    """States of a parcel."""

    PACKED = "packed"
    SENT = "sent"
    DELIVERED = "delivered"


class Action(StrEnum):
    """What is done to parcels."""

    LABEL = "label"
    SEND = "send"
    DELIVER = "deliver"
    EXPIRE = "expire"


class Parcel(Versioned, Base):
    """The aggregate."""

    __tablename__ = "parcels"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[State] = mapped_column(enum_type(State), default=State.PACKED)
    unit_path: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    sealed: Mapped[bool] = mapped_column(default=True)


def _is_sealed(parcel: Parcel, _actor: Actor) -> Refusal | None:
    return None if parcel.sealed else Refusal("parcel_open", article="邮规第一条")


def _has_address(_parcel: Parcel, _actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    return None if data.get("address") else Refusal("no_address")


def _write_address(parcel: Parcel, _actor: Actor, data: Mapping[str, Any]) -> Mapping[str, Any]:
    parcel.address = data["address"]
    return {"address": parcel.address}


PROCEDURE = Procedure(
    name="parcel",
    model=Parcel,
    states=State,
    transitions=(
        Transition(
            Action.LABEL,
            frozenset({State.PACKED}),
            None,
            Permission.CASE_INVESTIGATE,
            "贴标签",
            check=_has_address,
            effect=_write_address,
        ),
        Transition(
            Action.SEND,
            frozenset({State.PACKED}),
            State.SENT,
            Permission.CASE_INVESTIGATE,
            "寄出",
            guard=_is_sealed,
        ),
        Transition(
            Action.DELIVER,
            frozenset({State.SENT}),
            State.DELIVERED,
            Permission.CASE_INVESTIGATE,
            "投递",
            who=lambda _parcel, actor: actor.name != "佟丽华",
        ),
        Transition(
            Action.EXPIRE,
            frozenset({State.PACKED, State.SENT}),
            State.DELIVERED,
            Permission.CASE_INVESTIGATE,
            "到期",
            by_system=True,
        ),
    ),
    unit_path=lambda parcel: parcel.unit_path,
    path=(State.PACKED, State.SENT, State.DELIVERED),
    state_labels={State.PACKED: "已打包", State.SENT: "已寄出", State.DELIVERED: "已送达"},
)


def make_table() -> None:
    """Create the table in the current transaction."""
    Base.metadata.create_all(db.session.connection())


def new_parcel(unit_path: str, **values: Any) -> Parcel:
    """Store a parcel and commit."""
    parcel = Parcel(unit_path=unit_path, **values)
    db.session.add(parcel)
    db.session.commit()
    return parcel
