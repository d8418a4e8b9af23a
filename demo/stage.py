"""The town as it stands in the database, and the days on which things happen."""

from __future__ import annotations

import heapq
import secrets
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from core import moment
from core.access import Actor
from core.clocks.queries import calendar_in_force
from core.db import db
from core.identity import queries, services
from core.identity.models import Unit, UnitPack, User
from demo.script import Town

#: A matter as it is played: it yields how many days pass before it goes on.
Play = Generator[int, None, None]

#: Since when everybody in the town holds their post.
SINCE = date(2021, 3, 26)
OFFICE_OPENS, MINUTES_APART, ACTS_A_DAY = time(8, 40), 7, 70


@dataclass(frozen=True)
class Cast:
    """Units by key and people by username."""

    units: Mapping[str, Unit]
    users: Mapping[str, User]
    actors: dict[str, Actor]

    def actor(self, username: str) -> Actor:
        """Return who acts under `username`."""
        if username not in self.actors:
            found = queries.load_actor(self.users[username].id)
            if found is None:
                raise LookupError(username)
            self.actors[username] = found
        return self.actors[username]

    def user_named(self, name: str) -> User | None:
        """Return the account of the person called `name`, if there is one."""
        return next((user for user in self.users.values() if user.name == name), None)


def is_empty() -> bool:
    """Tell whether the database has no units yet."""
    return db.session.scalars(select(Unit.id).limit(1)).first() is None


def new_passwords(town: Town) -> dict[str, str]:
    """Generate a password for each person; they are shown nowhere but in the file."""
    return {person.username: secrets.token_urlsafe(12) for person in town.person}


def settle(town: Town, passwords: Mapping[str, str]) -> Cast:
    """Write the units, their rule packs and the people."""
    units: dict[str, Unit] = {}
    root: Unit | None = None
    for entry in town.unit:
        unit = services.create_unit(
            entry.name,
            entry.short_name,
            entry.kind,
            root if entry.below is None else units.get(entry.below),
            entry.document_prefix,
        )
        unit.takes_public_reports = entry.takes_public_reports
        units[entry.key] = unit
        root = root or unit
        if entry.pack is not None:
            since = entry.pack_from or SINCE
            db.session.add(UnitPack(unit_id=unit.id, pack_id=entry.pack, effective_from=since))
    users: dict[str, User] = {}
    for person in town.person:
        users[person.username] = services.create_user(
            person.username,
            person.name,
            units[person.unit],
            passwords[person.username],
            post_title=person.post_title,
            rank=person.rank,
            roles=person.roles,
            since=SINCE,
            superior=users[person.superior] if person.superior else None,
        )
    return Cast(units, users, {})


def perform_all(plays: Iterable[tuple[date, Play]], before: date) -> None:
    """Play everything in the order of the days, each step on a working day before `before`.

    What begins on a rest day begins on the working day before it; a step that falls on one waits
    for the working day after it. A play that is not over by then is left where it stands.
    """
    calendar = calendar_in_force()
    queue = [
        (calendar.on_or_before(start), number, play) for number, (start, play) in enumerate(plays)
    ]
    heapq.heapify(queue)
    acts: dict[date, int] = {}
    while queue:
        day, number, play = heapq.heappop(queue)
        if day >= before:
            continue
        acts[day] = acts.get(day, 0) + 1
        with moment.frozen(_instant(day, acts[day])):
            wait = next(play, None)
        if wait is not None:
            heapq.heappush(queue, (calendar.on_or_after(day + timedelta(days=wait)), number, play))


def _instant(day: date, number: int) -> datetime:
    minutes = MINUTES_APART * min(number, ACTS_A_DAY)
    return datetime.combine(day, OFFICE_OPENS, moment.SHANGHAI) + timedelta(minutes=minutes)
