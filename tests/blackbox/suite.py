"""The sections by their letters, whole and short, and which section must find which fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from tests.blackbox import canaries, doors, hostile, ids, ledger, races, sessions, wares
from tests.blackbox.report import Section
from tests.blackbox.target import Target, target
from tests.support.engines import TestEngine
from tests.support.served import Served

Run = Callable[[Target], Section]

#: Sessions come last of those over HTTP: they change a password and lock an account.
SECTIONS: Mapping[str, Run] = {
    "a": doors.run,
    "b": ids.run,
    "c": canaries.run,
    "e": races.run,
    "g": hostile.run,
    "g2": wares.run,
    "h": sessions.run,
    "i": ledger.run,
}
SHORT: Mapping[str, Run] = {
    "a": lambda found: doors.run(found, every=41),
    "b": lambda found: ids.run(found, owners=2, pages=40, strangers=2),
    "c": lambda found: canaries.run(found, whole=False),
    "e": lambda found: races.run(found, transitions=3, rounds=1),
    "g": lambda found: hostile.run(found, requests=400),
    "g2": lambda found: wares.run(found, every=6),
    "h": lambda found: sessions.run(found, tries=0),
    "i": lambda found: ledger.run(found, tries=24, length=0),
}
#: A fault is found by this section.
PLANTED = {
    "open_door": "a",
    "forgotten_route": "a",
    "every_case_visible": "b",
    "hidden_says_so": "b",
    "reporter_in_log": "c",
    "reporter_in_paper": "c",
    "upload_left_over": "c",
    "version_forgotten": "e",
    "nobody_waits": "e",
    "number_unbound": "g",
    "echo": "g",
    "formulas_live": "g2",
    "uploads_shown": "g2",
    "no_csrf": "h",
    "never_locked": "h",
    "session_survives": "h",
    "sessions_stay": "h",
    "cookie_readable": "h",
    "gaps_passed": "i",
    "checkpoints_ignored": "i",
}


#: What can only be seen where several write at a time.
ON_POSTGRESQL = {"nobody_waits"}


def planted(letters: Iterable[str], engine: str) -> list[str]:
    """Return the faults that these sections must find on an engine."""
    return [
        name
        for name, letter in PLANTED.items()
        if letter in set(letters) and (engine == "postgresql" or name not in ON_POSTGRESQL)
    ]


def on_twin(folder: Path, name: str, of: Served, engine: TestEngine | None = None) -> Section:
    """Run the section of a fault, in short, on a copy of what `of` serves with it planted."""
    letter = PLANTED[name]
    run = (lambda found: doors.run(found, below="/record")) if letter == "a" else SHORT[letter]
    with target(folder / f"twin-{name}", planted=name, of=of, engine=engine) as twin:
        return run(twin)
