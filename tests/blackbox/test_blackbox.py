"""The suite in short: the application passes it, and the twin with a fault planted does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.blackbox import suite
from tests.blackbox.target import Target, target
from tests.support import engines

#: Of each section one fault here; all of them in `make prove`.
BITES = (
    *("open_door", "every_case_visible", "reporter_in_log", "version_forgotten", "echo"),
    *("formulas_live", "cookie_readable", "checkpoints_ignored"),
)


@pytest.fixture(scope="module")
def served(
    engine: engines.TestEngine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Target]:
    """The demo, served on the chosen engine."""
    with target(tmp_path_factory.mktemp("blackbox"), engine=engine) as found:
        yield found


@pytest.mark.once  # a twin is served from a copy of the file
@pytest.mark.parametrize("name", BITES)
def test_a_planted_fault_is_found(served: Target, tmp_path: Path, name: str) -> None:
    """The twin: before the application itself is tried, which leaves traces in what is copied."""
    assert suite.on_twin(tmp_path, name, served.served).findings


@pytest.mark.parametrize("letter", suite.SHORT)
def test_nothing_is_found(served: Target, letter: str) -> None:
    section = suite.SHORT[letter](served)
    served.close_visitors()
    assert section.findings == []


def test_every_fault_has_its_section() -> None:
    from tests.blackbox.twin import FAULTS

    assert set(suite.PLANTED) == set(FAULTS)
    assert set(suite.PLANTED.values()) <= set(suite.SECTIONS)
    assert {suite.PLANTED[name] for name in BITES} == set(suite.SECTIONS)
