"""Who may import whom, who may assign a state, who may read the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from config import ROOT
from tests.architecture import rules

Rule = Callable[[str, str], Iterator[str]]
RULES: tuple[Rule, ...] = (
    rules.floors,
    rules.rooms,
    rules.state_assignments,
    rules.clock_reads,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rules(rule: Rule) -> None:
    files = list(rules.modules(*rules.FLOORS, "demo"))
    assert len(files) > 50
    broken = [
        fault for path in files for fault in rule(rules.module_name(path), path.read_text("utf-8"))
    ]
    assert not broken, "\n".join(broken)


PLANTED: list[tuple[Rule, str, str]] = [
    # floors
    (rules.floors, "core.files", "from casework.models import Case"),
    (rules.floors, "complaints.services", "import casework.queries"),
    (rules.floors, "regulations.cli", "def f():\n    from accountability import services"),
    (rules.floors, "casework.queries", "from complaints.views import bp"),
    (rules.floors, "casework.services", "from complaints import procedure"),
    (rules.floors, "casework.services", "from regulations.cli import group"),
    (rules.floors, "casework.rules", "from core.db import db"),
    (rules.floors, "casework.rules.team", "from core import db"),
    # rooms
    (rules.rooms, "casework.rules", "from flask import request"),
    (rules.rooms, "casework.rules", "from sqlalchemy import select"),
    (rules.rooms, "casework.rules", "from casework.models import Case"),
    (rules.rooms, "casework.models", "from casework.services import file_case"),
    (rules.rooms, "casework.models", "import flask"),
    (rules.rooms, "casework.services.team", "from flask import request"),
    (rules.rooms, "casework.services", "from flask_login import current_user"),
    (rules.rooms, "casework.queries", "from casework import services"),
    (rules.rooms, "casework.forms", "from casework.services import file_case"),
    (rules.rooms, "casework.utils", "x = 1"),
    # states
    (rules.state_assignments, "casework.services", "case.state = CaseState.FILED"),
    (rules.state_assignments, "casework.views", "case.state: str = 'filed'"),
    (rules.state_assignments, "core.db", "setattr(case, 'state', 'filed')"),
    (rules.state_assignments, "demo.stage", "a, case.state = 1, 2; case.state = 3"),
    # the clock
    (rules.clock_reads, "casework.services", "from datetime import datetime\ndatetime.now()"),
    (rules.clock_reads, "casework.services", "import datetime\nx = datetime.datetime.now(UTC)"),
    (rules.clock_reads, "casework.rules", "from datetime import date\nd = date.today()"),
    (rules.clock_reads, "core.files", "import time\ntime.time()"),
]


@pytest.mark.parametrize(("rule", "module", "source"), PLANTED)
def test_a_planted_violation_is_found(rule: Rule, module: str, source: str) -> None:
    assert list(rule(module, source))


@pytest.mark.parametrize(
    ("rule", "module", "source"),
    [
        (rules.floors, "casework.services", "from complaints.services import reply"),
        (rules.floors, "casework.rules", "from core.workdays import Calendar"),
        (rules.floors, "app", "import oversight"),
        (rules.rooms, "casework.views", "from casework import services, forms"),
        (rules.rooms, "casework.queries", "from flask import abort"),
        (rules.state_assignments, "core.procedure", "subject.state = row.target"),
        (rules.state_assignments, "casework.services", "if case.state == CaseState.FILED: ..."),
        (rules.clock_reads, "core.moment", "datetime.now(UTC)"),
        (rules.clock_reads, "casework.services", "moment.today()"),
    ],
)
def test_what_is_right_is_let_through(rule: Rule, module: str, source: str) -> None:
    assert not list(rule(module, source))


def test_no_file_is_too_long_to_read() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in rules.modules(*rules.FLOORS, "demo", "scripts", "bench")
        if (lines := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert not long, f"split these at about 400 lines: {long}"
