"""e: many sessions send the form of the same transition at the same moment: one does it, the others
get a 409 that says who did and keeps what they typed.

The transitions run on a database of their own, with a subject a round built before it is served,
by several server processes: one process alone would let nobody race.
"""

from __future__ import annotations

import secrets
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from accountability.procedure.decisions import DECISION_PROCEDURE
from accountability.procedure.notices import SERVICE_PROCEDURE
from accountability.procedure.rectifications import RECTIFICATION_PROCEDURE
from accountability.procedure.remedies import REMEDY_PROCEDURE
from core import moment
from core.db import db
from core.procedure import Procedure, Transition
from core.record.models import RecordEntry
from tests.accountability.test_races import OWN, TYPED, actor_of, completed, prepared
from tests.blackbox.report import Section
from tests.blackbox.target import Target, how
from tests.blackbox.visitor import Answer, Visitor
from tests.support import application, factories
from tests.support.html import parse
from tests.support.served import Served, Start, run_prepared

#: The ten transitions, of four procedures.
TEN: tuple[tuple[Procedure, str], ...] = (
    (DECISION_PROCEDURE, "submit"),
    (DECISION_PROCEDURE, "approve"),
    (DECISION_PROCEDURE, "sign"),
    (DECISION_PROCEDURE, "issue"),
    (SERVICE_PROCEDURE, "record"),
    (SERVICE_PROCEDURE, "fail"),
    (REMEDY_PROCEDURE, "admit"),
    (REMEDY_PROCEDURE, "uphold"),
    (RECTIFICATION_PROCEDURE, "plan"),
    (RECTIFICATION_PROCEDURE, "report"),
)
ROUNDS, SESSIONS, WORKERS = 100, 32, 2
DONE, CONFLICT = 303, 409


@dataclass(frozen=True)
class Race:
    """A subject on which a row will be taken: by whom, at which address."""

    procedure: Procedure
    row: Transition
    subject_id: int
    done_before: int
    username: str
    winner: str

    @property
    def name(self) -> str:
        """The procedure and the action."""
        return f"{self.procedure.name}-{self.row.action}"

    @property
    def url(self) -> str:
        """The address of the form."""
        table = self.procedure.model.__tablename__.replace("notice_services", "services")
        return f"/{table}/{self.subject_id}/{self.row.action}".replace("_", "-")


def run(
    target: Target, transitions: int = len(TEN), rounds: int = ROUNDS, sessions: int = SESSIONS
) -> Section:
    """Race so many sessions for so many of the transitions, so many rounds each."""
    section = Section("e 同时办理")
    codes = Counter[str]()
    clean = 0
    folder = target.served.clock.parent / "races"
    with _served(target, folder, TEN[:transitions], rounds) as (served, races):
        offices = {name: _sessions(served, name, sessions) for name in {r.username for r in races}}
        with ThreadPoolExecutor(sessions) as pool:
            for race in races:
                answers = _race(race, offices[race.username], pool)
                codes.update(str(answer.status) for answer in answers)
                wrong = _wrong(race, answers)
                section.findings += [f"{race.name} {race.subject_id}: {one}" for one in wrong]
                clean += not wrong
        for visitors in offices.values():
            for visitor, _token in visitors:
                visitor.close()
        with served.inside():
            section.findings += _twice(races)
    section.figures |= {
        "transitions": str(transitions),
        "rounds": f"{clean} of {len(races)} with one winner",
        "sessions": str(sessions),
        "requests": str(codes.total()),
        "answers": "/".join(f"{code}×{count}" for code, count in sorted(codes.items())),
        "processes": str(WORKERS),
    }
    return section


@contextmanager
def _served(
    target: Target, folder: Path, rows: tuple[tuple[Procedure, str], ...], rounds: int
) -> Iterator[tuple[Served, list[Race]]]:
    """Build the subjects in a database of their own; serve it, with the fault of the target."""
    folder.mkdir()
    day = date.fromisoformat(str(target.description["day"]))
    with target.another_database(folder) as url:
        app = application.build(url, folder)
        application.migrate(app)
        with app.app_context(), moment.frozen(day):
            factories.people()
            races = [
                _prepared(procedure, procedure_row(procedure, action))
                for procedure, action in rows
                for _ in range(rounds)
            ]
            passwords = dict.fromkeys(factories.CAST, factories.PASSWORD)
        application.close(app)
        start = Start(**how(target.planted), workers=WORKERS, database_url=url)
        with run_prepared(folder, passwords, app.url_map, start) as served:
            served.set_time(datetime(day.year, day.month, day.day, 10, tzinfo=moment.SHANGHAI))
            yield served, races


def procedure_row(procedure: Procedure, action: str) -> Transition:
    """Return the row of an action by its word."""
    return next(row for row in procedure.transitions if row.action == action)


def _prepared(procedure: Procedure, row: Transition) -> Race:
    subject = prepared(procedure, row)
    by = actor_of(f"{procedure.name}-{row.action}", row)
    db.session.commit()
    return Race(procedure, row, subject.id, _done(subject, row), by.username, by.name)


def _done(subject: Any, row: Transition) -> int:
    entries = db.select(db.func.count()).where(
        RecordEntry.subject_type == subject.__tablename__,
        RecordEntry.subject_id == subject.id,
        RecordEntry.action == row.action,
    )
    return db.session.scalar(entries) or 0


def _sessions(served: Served, username: str, count: int) -> list[tuple[Visitor, str]]:
    """Sign somebody in at so many browsers; return each with the token of its forms."""
    found = []
    for _ in range(count):
        visitor = Visitor(served.url)
        if visitor.sign_in(username, served.passwords[username]).status != DONE:
            raise RuntimeError(f"{username} cannot sign in")
        found.append((visitor, visitor.token()))
    return found


def _race(
    race: Race, visitors: list[tuple[Visitor, str]], pool: ThreadPoolExecutor
) -> list[Answer]:
    """Let all look at the form, then send it at the same moment."""
    page = parse(visitors[0][0].ask("GET", race.url).body.decode())
    (form,) = [one for one in page.all("form") if one.get("action").endswith(race.url)]
    data = completed(form) | OWN.get(race.name, {})
    barrier = threading.Barrier(len(visitors))

    def send(visitor: Visitor, token: str) -> Answer:
        own = {"csrf_token": token, "form_token": secrets.token_urlsafe(24)}
        body = urlencode(_flat({**data, **own}), doseq=True).encode()
        barrier.wait(timeout=60)
        return visitor.ask("POST", race.url, body)

    return list(pool.map(lambda given: send(*given), visitors))


def _flat(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value is not None}


def _wrong(race: Race, answers: list[Answer]) -> list[str]:
    """Return what is wrong with the answers of one round."""
    counted = Counter(answer.status for answer in answers)
    if counted != {DONE: 1, CONFLICT: len(answers) - 1}:
        return [f"answers {dict(counted)}"]
    late = [answer.body.decode() for answer in answers if answer.status == CONFLICT]
    found = []
    if not all(race.winner in body for body in late):
        found.append("a 409 does not say who did it")
    if _types_text(race) and not all(TYPED in body for body in late):
        found.append("a 409 does not keep what was typed")
    return found


def _types_text(race: Race) -> bool:
    return race.name in {"remedy-uphold", "rectification-report", "service-fail"}


def _twice(races: list[Race]) -> list[str]:
    """Return what the record says was done more than once, and numbers given twice."""
    found = []
    for race in races:
        subject = db.session.get_one(race.procedure.model, race.subject_id)
        if _done(subject, race.row) != race.done_before + 1:
            found.append(f"{race.name} {race.subject_id}: done twice by the record")
    numbers = [
        db.session.get_one(race.procedure.model, race.subject_id).number
        for race in races
        if race.name == "decision-sign"
    ]
    if len(set(numbers)) != len(numbers) or None in numbers:
        found.append("a number of a document was given twice, or none")
    return found
