"""The middle of a case by the services of the application: the chain walks these pages already."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace
from sqlalchemy import select

from accountability.queries.notices import services_of
from casework.rules import CaseState
from complaints.models import Complaint
from core.db import db, transactional
from core.identity.models import Unit, User
from demo.aftermath import play_aftermath
from demo.complaint import play_complaint
from demo.decision import play_decision
from demo.investigation import play_investigation
from demo.scene import Scene
from demo.script import Story, Until, read_stories, read_texts, read_town
from demo.stage import Cast, Play, perform_all
from tests.support.served import Served

#: Long enough for a case without a remedy to take effect.
LONG = timedelta(days=200)
#: The place in the list at which nothing is sent back and nobody is missed.
TURN = 2


def find_story(title: str) -> Story:
    """Return the matter of the demo with this title, to be played again; nobody is answered yet."""
    story = next(story for story in read_stories() if story.title == title)
    return replace(story, until=Until.EFFECTIVE, reply=None, draft=None)


def take_to_effect(served: Served, number: str, story: Story, day: date) -> str:
    """Open a case of the accepted report `number` on `day` and play it as `story` says: evidence,
    report, defence, decision, service, rectification, effect. Return the address of the case.
    """
    with served.inside():
        return _play_middle(_cast(), number, story, day)


@transactional
def _play_middle(cast: Cast, number: str, story: Story, day: date) -> str:
    scene = Scene(story, TURN, cast, *read_texts())
    scene.complaint = db.session.scalars(select(Complaint).where(Complaint.number == number)).one()
    perform_all([(day, _middle(scene))], before=day + LONG)
    assert scene.case.state is CaseState.EFFECTIVE
    return f"/cases/{scene.case.id}"


def _middle(scene: Scene) -> Play:
    yield from play_investigation(scene)
    yield 2
    yield from play_decision(scene)
    yield from play_aftermath(scene)


def take_to_service(served: Served, story: Story, day: date) -> tuple[str, str, date]:
    """Register a report on `day` and play it as `story` says until everybody has their notice.
    Return the addresses of the case and of its decision, and the day of the last notice.
    """
    with served.inside():
        return _play_to_service(_cast(), replace(story, until=Until.SERVED, remedy=None), day)


@transactional
def _play_to_service(cast: Cast, story: Story, day: date) -> tuple[str, str, date]:
    scene = Scene(story, TURN, cast, *read_texts())
    perform_all([(day, _until_served(scene))], before=day + LONG)
    assert scene.case.state is CaseState.SERVED
    last = max(service.received_on or day for service in services_of(scene.decision.id))
    return f"/cases/{scene.case.id}", f"/decisions/{scene.decision.id}", last


def _until_served(scene: Scene) -> Play:
    yield from play_complaint(scene)
    yield from _middle(scene)


def _cast() -> Cast:
    """Return the units and the people of the town as they stand in the database."""
    by_name = {unit.name: unit for unit in db.session.scalars(select(Unit))}
    units = {entry.key: by_name[entry.name] for entry in read_town().unit}
    users = {user.username: user for user in db.session.scalars(select(User))}
    return Cast(units, users, {})
