"""What a clock belongs to: each package says for its own tables what it is called, and for whom.

A clock is seen by whoever may see its subject, and by nobody else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, abort, current_app

from core.access.actor import Actor
from core.clocks.models import Clock

_KEY = "wenze.clock_subjects"


@dataclass(frozen=True)
class Heading:
    """What the page of a clock says of its subject: number, title and address.

    `may_target`: the reader may set an inner date. `is_right`: what lapses is a right of the party,
    so that nothing turns red.
    """

    number: str
    title: str
    url: str
    may_target: bool = False
    is_right: bool = False


#: Returns the heading of a subject by its id; NotFound where the actor may not see it.
Look = Callable[[int, Actor], Heading]


def init_app(app: Flask) -> None:
    """Give `app` its empty table of subjects."""
    app.extensions[_KEY] = {}


def register(app: Flask, subject_type: str, look: Look) -> None:
    """Let the clocks of `subject_type` (a table's name) be seen as `look` allows.

    Raises ValueError where the subject is known already.
    """
    table: dict[str, Look] = app.extensions[_KEY]
    if subject_type in table:
        raise ValueError(f"{subject_type} is known already")
    table[subject_type] = look


def heading_of(clock: Clock, actor: Actor) -> Heading:
    """Return the heading of the subject of `clock`; NotFound where `actor` may not see it."""
    table: dict[str, Look] = current_app.extensions[_KEY]
    look = table.get(clock.subject_type)
    if look is None:
        abort(404)
    return look(clock.subject_id, actor)
