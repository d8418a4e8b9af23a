"""The demo is what it says: every state, in order, true to the clocks, the same every time."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from accountability.models import Rectification
from accountability.rules import RectificationState
from accountability.sanctioning import SanctionState
from assessment.rules import AssessedState, AssessmentState
from complaints.models import Complaint, ComplaintTransfer
from core import moment
from core.access import Role
from core.access.visibility import under
from core.clocks.models import Clock
from core.clocks.queries import overdue_clause
from core.db import db
from core.identity.models import Unit, UnitKind, User
from core.procedure import registered
from core.record import services as record
from core.record.models import RecordEntry
from demo import building, script, stage
from demo.script import Until
from oversight import labels as words
from tests.demo.conftest import DAY, BuiltTown
from tests.support import application

#: Only another jurisdiction's rules know it.
NOT_AERSHANS = {RectificationState.EXPLAINED}
#: A sanction runs half a year at least, longer than the town has.
TAKES_LONGER = {SanctionState.ENDED}
#: An organiser has one assessment a year: the town's two and the county's two show these no more.
PASSED_BY = {
    AssessmentState.SCHEDULED,
    AssessmentState.REVIEWING,
    AssessmentState.PROPOSED,
    AssessmentState.APPROVED,
    AssessedState.OBJECTED,
}
#: What administrators, editors of wordings and a hotline do; the town has not begun with it.
NOT_PLAYED = {"change", "template", "import"}


@pytest.fixture(autouse=True)
def _in_town(town: BuiltTown) -> Any:
    with town.app.app_context():
        yield
        db.session.remove()


def test_every_state_of_every_procedure_is_there() -> None:
    for procedure in registered().values():
        if procedure.name in NOT_PLAYED:
            continue
        found = set(db.session.scalars(select(procedure.model.state).distinct()))
        may_lack = NOT_AERSHANS | TAKES_LONGER | PASSED_BY
        assert set(procedure.states) - found - may_lack == set(), procedure.name


def test_what_happened_in_the_town_is_recorded_in_words() -> None:
    pairs = db.session.execute(select(RecordEntry.subject_type, RecordEntry.action).distinct())
    for subject_type, action in pairs:
        assert words.subject(subject_type) != subject_type
        assert words.action(subject_type, action) != action, (subject_type, action)


def test_the_town_has_aershans_kinds_of_units() -> None:
    root = select(Unit.path).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1)
    below = under(db.session.scalars(root).one())
    kinds = Counter(db.session.scalars(select(Unit.kind).where(below)))
    assert kinds[UnitKind.TOWN] == kinds[UnitKind.SUBDISTRICT] == 4
    assert kinds[UnitKind.DEPARTMENT] == 12
    assert kinds[UnitKind.GOVERNMENT] == kinds[UnitKind.OFFICE] == 1


def test_every_role_is_held_by_somebody() -> None:
    held = {role for person in script.read_town().person for role in person.roles}
    assert held == set(Role)


def test_one_complaint_is_anonymous_and_about_forty_matters_stand() -> None:
    complaints = db.session.scalars(select(Complaint)).all()
    assert sum(c.is_anonymous and not c.is_lead for c in complaints) == 1
    assert 40 <= len(complaints) <= 55


def test_three_clocks_are_overdue() -> None:
    with moment.frozen(DAY):
        late_ones = select(Clock).where(overdue_clause(moment.today(), moment.now()))
        clocks = db.session.scalars(late_ones).all()
    late = {clock.subject_type for clock in clocks}
    passed_on = ComplaintTransfer.__tablename__
    overdue = [clock for clock in clocks if clock.term_id != "remedy.period"]
    assert late >= {Complaint.__tablename__, Rectification.__tablename__, passed_on}
    assert len(overdue) == 3


def test_the_record_is_whole_in_order_and_ends_before_the_day() -> None:
    assert list(record.verify()) == []
    instants = [
        datetime.fromisoformat(at)
        for at in db.session.scalars(select(RecordEntry.at).order_by(RecordEntry.seq))
    ]
    assert instants == sorted(instants)
    assert moment.local(instants[-1]).date() < DAY


def test_numbers_are_given_without_gaps() -> None:
    numbers: dict[str, list[int]] = {}
    for complaint in db.session.scalars(select(Complaint).order_by(Complaint.id)):
        series, _, number = complaint.number.partition("〕")
        numbers.setdefault(series, []).append(int(number.removesuffix("号")))
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())


def test_no_reporter_is_named_in_anything_written() -> None:
    stories = script.read_stories()
    reporters = [story.reporter for story in stories]
    reporters += [entry.reporter for story in stories for entry in story.again]
    names = {reporter.name for reporter in reporters if reporter}
    written = "\n".join(
        f"{entry.before}{entry.after}{entry.reason}"
        for entry in db.session.scalars(select(RecordEntry))
    )
    assert [name for name in names if name in written] == []


def test_passwords_differ_and_are_kept_as_hashes(town: BuiltTown) -> None:
    assert len(set(town.passwords.values())) == len(town.passwords)
    hashes = set(db.session.scalars(select(User.password_hash)))
    assert not hashes & set(town.passwords.values())


def test_every_way_a_matter_can_end_is_told() -> None:
    assert {story.until for story in script.read_stories()} == set(Until)


def _digest(app: Flask) -> str:
    """Return a digest of the record without what is random: links, hashes of passwords."""
    with app.app_context():
        rows = db.session.execute(
            select(
                RecordEntry.at, RecordEntry.actor_id, RecordEntry.action, RecordEntry.subject_id
            ).order_by(RecordEntry.seq)
        ).all()
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _built(app: Flask, day: date) -> Flask:
    application.migrate(app)
    with app.app_context(), moment.frozen(day):
        building.build(day, stage.new_passwords(script.read_town()))
        db.session.remove()
    return app


def test_the_same_day_gives_the_same_town(town: BuiltTown, empty_db: Flask) -> None:
    assert _digest(_built(empty_db, DAY)) == _digest(town.app)


@pytest.mark.parametrize("day", [date(2026, 10, 14)])
def test_every_state_is_reached_over_the_holidays_too(empty_db: Flask, day: date) -> None:
    with _built(empty_db, day).app_context():
        test_every_state_of_every_procedure_is_there()
