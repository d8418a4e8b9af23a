"""The clocks and the record of a case: its own, and those of what belongs to it on floors above.

A notice, a remedy or a rectification has its own clock and its own entries in the record. The
package that owns it says here which case it belongs to, so that the case page and the case list
show every date, and the page all that was done, in one statement each. What is related must be
open to everybody who may know of the case.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, current_app, url_for
from flask_babel import LazyString, gettext
from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, literal, select, union_all
from sqlalchemy.orm import joinedload

from casework.labels import EVIDENCE_KINDS
from casework.models import Case, CaseArchive, Evidence
from casework.queries import get_visible_case
from core import moment
from core.access.actor import Actor
from core.access.permissions import Permission
from core.clocks import subjects
from core.clocks.labels import recorded
from core.clocks.models import Clock
from core.clocks.periods import State
from core.clocks.subjects import Heading
from core.db import db
from core.identity.models import User
from core.procedure import action_label
from core.record.models import RecordEntry
from regulations.codes import TermId
from regulations.labels import term_name

CASES = Case.__tablename__

#: Builds `select(<id of the subject>, <id of its case>)`.
Source = Callable[[], Select[int, int]]


def _(words: str, **params: Any) -> str:
    return str(gettext(words, **params))


_KEY = "wenze.of_case"
#: So many lines of the record a page shows: with them the longest case stays below 60 kB.
LINES = 36


@dataclass(frozen=True)
class Related:
    """What belongs to cases: where it is found, and what it is called in the record."""

    source: Source
    label: LazyString | str


@dataclass(frozen=True)
class Entry:
    """One line of the record of a case: about what, and the name of who acted."""

    subject_type: str
    at: datetime
    who: str | None
    action: str
    reason: str | None
    after: Mapping[str, Any]


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


def of_archives() -> Select[int, int]:
    """Select what is archived with its case, for `relate`."""
    return select(CaseArchive.id, CaseArchive.case_id)


def relate(app: Flask, subject_type: str, source: Source, label: LazyString | str = "") -> None:
    """Show clocks and record of `subject_type` (a table's name) on the case `source` relates it to.

    `label` names it in the record. Raises ValueError where the subject is known already.
    """
    table: dict[str, Related] = app.extensions[_KEY]
    if subject_type in table or subject_type == CASES:
        raise ValueError(f"{subject_type} is related to cases already")
    table[subject_type] = Related(source, label)


def label_of(subject_type: str) -> str:
    """Return what is related to cases by its name; empty for the case itself."""
    table: dict[str, Related] = current_app.extensions[_KEY]
    return str(table[subject_type].label) if subject_type in table else ""


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


def subjects_of(case_id: int) -> Any:
    """Select type and id of all that the record of a case is about: it, its own, its clocks."""
    links = _links([case_id])
    clocks = select(literal(Clock.__tablename__), Clock.id).join(links, _is_subject(links))
    return union_all(select(links.c.subject_type, links.c.subject_id), clocks).subquery()


def history(case_id: int, limit: int | None = LINES) -> list[Entry]:
    """Return the latest entries of the record about a case, about what belongs to it and about its
    clocks, newest first (one statement); None: all of them.
    """
    of_case = subjects_of(case_id)
    rows = db.session.execute(
        select(RecordEntry, User.name)
        .join(
            of_case,
            and_(
                RecordEntry.subject_type == of_case.c.subject_type,
                RecordEntry.subject_id == of_case.c.subject_id,
            ),
        )
        .outerjoin(User, User.id == RecordEntry.actor_id)
        .order_by(RecordEntry.seq.desc())
        .limit(limit)
    )
    return [
        Entry(
            entry.subject_type,
            datetime.fromisoformat(entry.at),
            name,
            entry.action,
            entry.reason,
            json.loads(entry.after or "{}"),
        )
        for entry, name in rows
    ]


def record_line(case: Case, entry: Entry) -> dict[str, Any]:
    """Return a line of the record for the timeline: what was done, to whom, by whom, and why."""
    about = _about(case, entry)
    return {
        "when": moment.local(entry.at),
        "title": _done(entry),
        "who": entry.who or _("系统"),
        "body": " · ".join(part for part in (about, entry.reason) if part) or None,
    }


def evidence_name(item: Evidence) -> str:
    """Return how evidence is called in the case: its number and kind."""
    return _("证据%(n)s %(kind)s", n=item.number, kind=EVIDENCE_KINDS[item.kind])


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


def cases_with(clock_is: ColumnElement[bool]) -> CompoundSelect[int]:
    """Select the ids of the cases with such a clock, of the case or of what belongs to it; not the
    period in which a party may seek a remedy, which is nobody's to keep.
    """
    wanted = and_(clock_is, Clock.term_id != TermId.REMEDY_PERIOD)
    table: dict[str, Related] = current_app.extensions[_KEY]
    found: list[Select[int]] = [
        select(Clock.subject_id.label("case_id")).where(Clock.subject_type == CASES, wanted)
    ]
    for subject_type, relation in table.items():
        related = relation.source().subquery()
        subject_id, case_id = related.c
        found.append(
            select(case_id)
            .join(Clock, and_(Clock.subject_type == subject_type, Clock.subject_id == subject_id))
            .where(wanted)
        )
    return union_all(*found)


def _links(case_ids: Sequence[int]) -> Any:
    """Return the subjects that belong to the cases: type, id, case."""
    own: list[Any] = [
        select(
            literal(CASES).label("subject_type"),
            Case.id.label("subject_id"),
            Case.id.label("case_id"),
        ).where(Case.id.in_(case_ids))
    ]
    table: dict[str, Related] = current_app.extensions[_KEY]
    for subject_type, relation in table.items():
        related = relation.source().subquery()
        subject_id, case_id = related.c
        own.append(select(literal(subject_type), subject_id, case_id).where(case_id.in_(case_ids)))
    return union_all(*own).subquery()


def _is_subject(links: Any) -> Any:
    return and_(Clock.subject_type == links.c.subject_type, Clock.subject_id == links.c.subject_id)


def _done(entry: Entry) -> str:
    """Return what was done, with what it was done to where that is not the case itself."""
    if entry.subject_type == Clock.__tablename__:
        return _("期限：%(event)s", event=recorded(entry.action) or entry.action)
    action = action_label(entry.subject_type, entry.action)
    what = label_of(entry.subject_type)
    return _("%(what)s：%(action)s", what=what, action=action) if what else action


def _about(case: Case, entry: Entry) -> str | None:
    """Return whom or what an entry is about, by name as the case knows it now."""
    said = entry.after
    if entry.subject_type == Clock.__tablename__:
        return term_name(said.get("term_id", ""))
    members = {m.user_id: m.user.name for m in case.members}
    people = {r.id: r.display_name for r in case.respondents}
    evidence = {item.id: evidence_name(item) for item in case.evidence}
    for key, names in (("user_id", members), ("respondent_id", people), ("evidence_id", evidence)):
        if key in said:
            return names.get(said[key])
    return None
