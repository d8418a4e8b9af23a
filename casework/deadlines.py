"""The clocks of a case: its own, and those of what belongs to it on the floors above.

A notice, a remedy or a rectification has its own clock. The package that owns it says here which
case it belongs to, so that the case page and the case list show every date in one statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import Flask, current_app, url_for
from sqlalchemy import Select, and_, literal, select, union_all
from sqlalchemy.orm import joinedload

from casework.models import Case
from casework.queries import get_visible_case
from core.access.actor import Actor
from core.access.permissions import Permission
from core.clocks import subjects
from core.clocks.models import Clock
from core.clocks.periods import State
from core.clocks.subjects import Heading
from core.db import db

CASES = Case.__tablename__

#: Builds `select(<id of the subject>, <id of its case>)`.
Source = Callable[[], Select[int, int]]

_KEY = "wenze.case_clocks"


def init_app(app: Flask) -> None:
    """Give `app` its empty table of subjects with clocks."""
    app.extensions[_KEY] = {}
    subjects.register(app, CASES, heading)


def heading(case_id: int, actor: Actor) -> Heading:
    """Return number and title of a case for the page of its clocks; NotFound where `actor` may not
    see it.
    """
    case = get_visible_case(case_id, actor)
    return Heading(
        case.number,
        case.title,
        url_for("casework.case_detail", case_id=case.id),
        may_target=actor.may(Permission.CASE_TEAM, case.unit.path),
    )


def relate(app: Flask, subject_type: str, source: Source) -> None:
    """Show the clocks of `subject_type` (a table's name) on the case that `source` relates them to.

    Raises ValueError where the subject is known already.
    """
    table: dict[str, Source] = app.extensions[_KEY]
    if subject_type in table or subject_type == CASES:
        raise ValueError(f"{subject_type} is related to cases already")
    table[subject_type] = source


def of_case(case_id: int) -> Sequence[Clock]:
    """Return all clocks of a case with their events, in the order of their starts."""
    links = _links([case_id])
    return (
        db.session.scalars(
            select(Clock)
            .join(links, _is_subject(links))
            .options(joinedload(Clock.events))
            .order_by(Clock.started_on, Clock.id)
        )
        .unique()
        .all()
    )


def soonest(case_ids: Iterable[int]) -> dict[int, Clock]:
    """Return, for each case of a list, the running clock that is due first; cached dates only."""
    links = _links(list(case_ids))
    rows = db.session.execute(
        select(links.c.case_id, Clock)
        .join(links, _is_subject(links))
        .where(Clock.state == State.RUNNING)
        .order_by(Clock.due_on.desc(), Clock.id.desc())
    )
    return {row[0]: row[1] for row in rows}


def _links(case_ids: Sequence[int]) -> Any:
    """Return the subjects that belong to the cases: type, id, case."""
    own: list[Any] = [
        select(
            literal(CASES).label("subject_type"),
            Case.id.label("subject_id"),
            Case.id.label("case_id"),
        ).where(Case.id.in_(case_ids))
    ]
    sources: dict[str, Source] = current_app.extensions[_KEY]
    for subject_type, source in sources.items():
        related = source().subquery()
        subject_id, case_id = related.c
        own.append(select(literal(subject_type), subject_id, case_id).where(case_id.in_(case_ids)))
    return union_all(*own).subquery()


def _is_subject(links: Any) -> Any:
    return and_(Clock.subject_type == links.c.subject_type, Clock.subject_id == links.c.subject_id)
