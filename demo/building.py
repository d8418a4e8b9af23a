"""Build the demo: settle the town, play every matter up to the day before the day of the demo."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from core import moment
from core.clocks.queries import calendar_in_force
from core.db import transactional
from demo.aftermath import play_aftermath
from demo.assessments import assessment_plays
from demo.city_round import city_plays
from demo.complaint import play_complaint, reply
from demo.county import county_plays
from demo.decision import play_decision
from demo.interface import connect_portal
from demo.investigation import play_investigation
from demo.kept_views import keep_views
from demo.lawsuits import challenge_decision, lawsuit_plays
from demo.referrals import elevate, refer
from demo.scene import Scene
from demo.script import Story, Until, read_stories, read_texts, read_town
from demo.stage import SINCE, Play, perform_all, settle

SATURDAY = 5


@transactional
def build(day: date, passwords: Mapping[str, str]) -> int:
    """Write the town and its matters as they stand on the morning of `day`; return how many.

    One transaction: all of it or nothing. The same day gives the same data, passwords aside.
    """
    with moment.frozen(SINCE):
        cast = settle(read_town(), passwords)
    texts, common = read_texts()
    stories = read_stories()
    plays = []
    for number, story in enumerate(stories):
        scene = Scene(story, number, cast, texts, common)
        plays.append((_start(story, day), _play(scene)))
    further = [
        *county_plays(cast, day),
        *city_plays(cast, day),
        *lawsuit_plays(cast, day),
        *assessment_plays(cast, day),
        (day - timedelta(days=40), connect_portal(cast)),
    ]
    perform_all([*plays, *further], before=day)
    keep_views(cast)
    return len(stories)


def _start(story: Story, day: date) -> date:
    """Return the day a matter begins: earlier by the holidays on its way, or it came too late.

    What only waits to be accepted begins on its day: there the clock is the point.
    """
    start = day - timedelta(days=story.received)
    if story.until is Until.REGISTERED:
        return start
    calendar = calendar_in_force()
    between = (start + timedelta(days=n) for n in range(story.received))
    holidays = sum(on.weekday() < SATURDAY and not calendar.is_working_day(on) for on in between)
    return start - timedelta(days=holidays + 2 if holidays else 0)


def _play(scene: Scene) -> Play:
    """Play one matter from its beginning to where its story ends."""
    story = scene.story
    if not story.own_finding:
        yield from play_complaint(scene)
    if not story.reaches(Until.PROPOSED):
        return
    yield 2 + scene.number % 2
    yield from play_investigation(scene)
    if story.reaches(Until.DRAFTED):
        yield 2
        yield from play_decision(scene)
    if story.reaches(Until.PARTLY_SERVED):
        yield from play_aftermath(scene)
        if story.lawsuit is not None:
            yield 1
            yield from challenge_decision(scene, story.lawsuit)
    elif story.until is Until.DISMISSED:
        yield 2
        reply(scene)
    if story.referral is not None:
        yield 1
        yield from refer(scene, story.referral)
    if story.elevation is not None:
        yield 1
        yield from elevate(scene, story.elevation)
