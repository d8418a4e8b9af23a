"""Build the demo: settle the town, play every matter up to the day before the day of the demo."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from core import moment
from core.db import transactional
from demo.complaint import play_complaint
from demo.decision import play_decision
from demo.investigation import play_investigation
from demo.scene import Scene
from demo.script import Until, read_stories, read_texts, read_town
from demo.stage import SINCE, Play, perform_all, settle


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
        plays.append((day - timedelta(days=story.received), _play(scene)))
    perform_all(plays, before=day)
    return len(stories)


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
