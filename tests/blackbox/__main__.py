"""`make prove`: the suite on the twin with each fault planted, then whole on the application.

With letters as arguments only those sections run (`a b c e g g2 h i`), and the twins that belong to
them.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path

from core.db import db
from tests.blackbox import suite
from tests.blackbox.target import Target, target
from tests.support import engines


def main(only: list[str]) -> int:
    """Run, print the figures; 1 where something was found, or a planted fault was not."""
    letters = [letter for letter in suite.SECTIONS if not only or letter in only]
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engine = engines.start(folder)
        (folder / "real").mkdir()
        with target(folder / "real", engine=engine, is_hashing_real=True) as real:
            _say(_measured_on(real))
            _say("planted faults:")  # in copies of what is served, before anything was done to it
            for planted in suite.planted(letters, engines.chosen()):
                section = suite.on_twin(folder, planted, real.served, engine)
                was_found = bool(section.findings)
                _say(f"    {planted}: {section.findings[0] if was_found else 'NOT FOUND'}")
                failed += not was_found
            for letter in letters:
                began = time.monotonic()
                section = suite.SECTIONS[letter](real)
                _say("\n".join(section.lines()) + f" ({time.monotonic() - began:.0f} s)")
                failed += bool(section.findings)
        engine.close()
    return min(failed, 1)


def _measured_on(target: Target) -> str:
    """Return what the figures depend on: the machine, the versions, the day and its load."""
    with target.inside():
        name = db.engine.dialect.name
        asked = "SELECT sqlite_version()" if name == "sqlite" else "SHOW server_version"
        version = db.session.scalar(db.text(asked))
        db.session.rollback()
    packages = ", ".join(f"{one} {metadata.version(one)}" for one in ("Flask", "granian"))
    load, *_ = os.getloadavg()
    return (
        f"{name} {version}, Python {platform.python_version()}, {packages}, {platform.system()} "
        f"{platform.release()} {platform.machine()}, {os.cpu_count()} cores, load {load:.1f}, "
        f"{time.strftime('%Y-%m-%d %H:%M')}"
    )


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
