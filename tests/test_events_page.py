"""The page of events names every event there is, who emits it and who hears it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from flask import Flask

from config import ROOT
from core import hooks

PAGE = ROOT / "docs" / "events.md"


def events_below(event: type[hooks.Event]) -> set[type[hooks.Event]]:
    found: set[type[hooks.Event]] = set()
    for child in event.__subclasses__():
        found |= {child} | events_below(child)
    return found


def declared() -> dict[str, type[hooks.Event]]:
    """Return the events of the product (tests declare some of their own; a name with an underscore
    is only what others are made of).
    """
    own = {event for event in events_below(hooks.Event) if is_ours(event.__module__)}
    return {event.__name__: event for event in own if not event.__name__.startswith("_")}


def is_ours(module: str) -> bool:
    top = module.partition(".")[0]
    return top != "tests" and (ROOT / top).is_dir()


def listed(page: str) -> dict[str, tuple[str, set[str]]]:
    """Return event → (package that emits it, packages that hear it) as the page says."""
    rows = re.findall(r"^\| `(\w+)` \| `([\w.]+)` \|[^|]*\|([^|]*)\|$", page, re.MULTILINE)
    return {name: (emitter, set(re.findall(r"`(\w+)`", heard))) for name, emitter, heard in rows}


def faults(page: str, events: Iterable[str], heard: dict[str, set[str]]) -> list[str]:
    said = listed(page)
    missing = [f"{name} is not listed" for name in set(events) - set(said)]
    gone = [f"{name} does not exist" for name in set(said) - set(events)]
    wrong = [
        f"{name} is heard by {heard.get(name, set())}"
        for name in set(said) & set(events)
        if said[name][1] != heard.get(name, set())
    ]
    return sorted(missing + gone + wrong)


def hearers(app: Flask) -> dict[str, set[str]]:
    return {
        event.__name__: {handler.__module__.partition(".")[0] for handler in handlers}
        for event, handlers in hooks.subscriptions(app).items()
        if is_ours(event.__module__)
    }


def test_the_page_lists_every_event_and_who_hears_it(app: Flask) -> None:
    page = PAGE.read_text()
    assert faults(page, declared(), hearers(app)) == []
    for name, (emitter, _heard) in listed(page).items():
        assert declared()[name].__module__.startswith(emitter.partition(".")[0]), name
        assert (
            Path(ROOT, *emitter.split(".")).with_suffix(".py").is_file()
            or Path(ROOT, *emitter.split(".")).is_dir()
        ), emitter


def test_a_missing_a_stale_and_a_wrong_row_are_noticed(app: Flask) -> None:
    page = PAGE.read_text()
    assert faults(page, {*declared(), "Planted"}, hearers(app)) == ["Planted is not listed"]
    row = "| `Vanished` | `core.hooks` | never | nobody |\n"
    assert faults(page + row, declared(), hearers(app)) == ["Vanished does not exist"]
    deaf = {**hearers(app), "ComplaintWithdrawn": set[str]()}
    assert faults(page, declared(), deaf) == ["ComplaintWithdrawn is heard by set()"]
