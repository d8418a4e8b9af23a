"""A real browser for the tests that need one: Debian's Chromium, found by its path."""

from __future__ import annotations

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "NO BROWSER TESTS: no Chromium was found (install it, or name it in WENZE_CHROMIUM)"


def found_chromium() -> str | None:
    """Return the path of Chromium, None where there is none."""
    named = os.environ.get("WENZE_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def chromium_path() -> str:
    """Return the path of Chromium; skip the test without one, or fail it when REQUIRE_E2E=1."""
    found = found_chromium()
    if found:
        return found
    if os.environ.get("REQUIRE_E2E") == "1":
        pytest.fail(MISSING)
    pytest.skip(MISSING)


def say_loudly(reporter: pytest.TerminalReporter) -> None:
    """Print a line that cannot be overlooked if browser tests were left out."""
    left_out = [
        report for report in reporter.stats.get("skipped", []) if MISSING in str(report.longrepr)
    ]
    if left_out:
        reporter.write_sep("!", f"{len(left_out)} skipped. {MISSING}", yellow=True, bold=True)
