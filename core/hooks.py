"""Typed events between packages, handled in the transaction that raised them.

The package on the lower floor declares an event (a frozen dataclass derived from `Event`) and emits
it; a package above subscribes in its `init_app`. `docs/events.md` lists them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app

E = TypeVar("E", bound="Event")


@dataclass(frozen=True)
class Event:
    """Something that happened, named in the past tense."""


def init_app(app: Flask) -> None:
    """Give `app` its own empty table of subscribers."""
    app.extensions["wenze.hooks"] = {}


def subscribe(app: Flask, event: type[E], handler: Callable[[E], None]) -> None:
    """Call `handler` whenever `event` is emitted in `app`, in the order of subscription."""
    app.extensions["wenze.hooks"].setdefault(event, []).append(handler)


def emit(event: Event) -> None:
    """Hand `event` to its subscribers now; what one of them raises undoes the whole transaction."""
    table: dict[type[Event], list[Callable[[Any], None]]] = current_app.extensions["wenze.hooks"]
    for handler in table.get(type(event), []):
        handler(event)


def subscriptions(app: Flask) -> dict[type[Event], list[Callable[[Any], None]]]:
    """Return who listens to what, for the page of the documentation that lists it."""
    return dict(app.extensions["wenze.hooks"])
