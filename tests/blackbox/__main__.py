"""`make prove`: the whole suite on the application, and on the twin with each fault."""

from __future__ import annotations

import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.blackbox import doors, hostile, ids, sessions
from tests.blackbox.report import Section
from tests.blackbox.target import Target, target
from tests.support import engines

#: Sessions come last: they change a password and lock an account.
WHOLE: tuple[Callable[[Target], Section], ...] = (doors.run, ids.run, hostile.run, sessions.run)


def main(only: list[str]) -> int:
    """Run the sections (all, or those of `only` letters) and print what they found."""
    findings = 0
    with tempfile.TemporaryDirectory() as folder:
        engine = engines.start(Path(folder))
        url = None if engines.chosen() == "sqlite" else engine.empty()
        instance = Path(folder) / "instance"
        instance.mkdir()
        with target(instance, database_url=url, is_hashing_real=True) as found:
            print(f"{engines.chosen()}, Python {platform.python_version()}, {platform.machine()}")
            for run in WHOLE:
                if only and run.__module__.rsplit(".", 1)[1] not in only:
                    continue
                began = time.monotonic()
                section = run(found)
                print("\n".join(section.lines()), f"({time.monotonic() - began:.0f} s)", flush=True)
                findings += len(section.findings)
        engine.close()
    return min(findings, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
