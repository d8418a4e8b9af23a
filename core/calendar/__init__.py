"""The working-day calendar of an installation: what ships, and what an office entered since.

`core.workdays` is the calendar itself. Here a notice that was published later is read as typed
(`typed`), held against the calendar in force and the open clocks (`impact`), stored and put in
force (`services`); `queries` says what holds now, alike in every process. Who may do so, and that
two persons must, is the business of `administration`.
"""

from __future__ import annotations

from flask import Flask
from sqlalchemy import event

from core import refusals
from core.calendar import labels, queries
from core.clocks.queries import use_calendar
from core.db import db


def init_app(app: Flask) -> None:
    """Let the clocks of `app` count by the calendar in force; register the words of refusals."""
    refusals.register(app, labels.REFUSALS)
    use_calendar(app, queries.in_force)
    if not event.contains(db.session, "after_transaction_end", queries.forget):
        event.listen(db.session, "after_transaction_end", queries.forget)
