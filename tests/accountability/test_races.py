"""Thirty-two send the form of a transition at the same moment: one does it, the rest get a 409 that
says who did and keeps what they typed.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from accountability.discussing import Part
from accountability.models import Rectification
from accountability.procedure.acts import ACT_PROCEDURE
from accountability.procedure.decisions import DECISION_PROCEDURE
from accountability.procedure.notices import SERVICE_PROCEDURE
from accountability.procedure.rectifications import RECTIFICATION_PROCEDURE
from accountability.procedure.remedies import REMEDY_PROCEDURE
from accountability.rules import CourtRuling, RectificationState
from core import moment
from core.access import Permission, Role
from core.db import db
from core.identity.models import User
from core.procedure import Procedure, Transition
from core.record.services import of_subject
from tests.accountability import test_enforcement, test_filing
from tests.accountability.test_aftermath_procedures import BUILDERS
from tests.accountability.test_procedures import subject_in
from tests.support import accountability_remedies as make
from tests.support.application import in_parallel
from tests.support.client import Client, filled_in
from tests.support.factories import new_user, person
from tests.support.html import Element

ATTEMPTS = 32
CONFLICT = 409
TYPED = "依据调查认定的事实和有关规定，特此写明。"
#: Who acts, by what the row asks for; the rest is done by the supervisor.
ACTORS = {
    Permission.APPORTIONMENT_PREPARE: "handler",
    Permission.DECISION_DRAFT: "handler",
    Permission.DECISION_REVIEW: "reviewer",
    Permission.DECISION_SIGN: "signer",
    Permission.SERVICE_RECORD: "handler",
    Permission.REMEDY_FILE: "official",
    Permission.REMEDY_DECIDE: "reviewer",
    Permission.RECTIFICATION_REPORT: "liaison",
    Permission.RECTIFICATION_CHECK: "handler",
}
PROCEDURES = (
    ACT_PROCEDURE,
    DECISION_PROCEDURE,
    SERVICE_PROCEDURE,
    REMEDY_PROCEDURE,
    RECTIFICATION_PROCEDURE,
)
ROWS = [
    pytest.param(procedure, row, id=f"{procedure.name}-{row.action}")
    for procedure in PROCEDURES
    for row in procedure.transitions
    if not row.by_system
]


def overdue(ruled: bool) -> Rectification:
    """Return a rectification of a final decision whose period is over; the court was asked."""
    made = test_enforcement.final()
    with moment.frozen(test_enforcement.LATE):
        test_enforcement.apply(made)
        if ruled:
            test_enforcement.rule(made, CourtRuling.GRANTED)
    return made


def reported(step: Callable[[Rectification], None]) -> Rectification:
    """Return a rectification that was reported and then looked at."""
    made = make.rectification(RectificationState.REPORTED)
    step(made)
    return made


def criticisable() -> Rectification:
    """Return what was supervised in vain, under rules that name criticism in a circular."""
    made = make.supervised()
    assert made.case is not None
    made.case.procedure_pack_id = "county-004"
    db.session.commit()
    return made


#: What a state alone does not make possible, and the day on which it is done.
PREPARED: dict[str, tuple[Callable[[], Any], date | Callable[[Any], date] | None]] = {
    "rectification-urge": (make.rectification, make.overdue),
    "rectification-criticise": (criticisable, make.overdue),
    "rectification-explain": (make.ordered_otherwise, None),
    "rectification-resume": (make.explained, None),
    "rectification-return": (lambda: reported(make.return_item), None),
    "rectification-close": (lambda: reported(make.accept_all), None),
    "service-file": (test_filing.effective, None),
    "rectification-apply_enforcement": (test_enforcement.final, test_enforcement.LATE),
    "rectification-rule_enforcement": (lambda: overdue(ruled=False), test_enforcement.LATE),
    "rectification-close_enforced": (lambda: overdue(ruled=True), test_enforcement.LATE),
}
#: What fits together only if it is chosen with care.
OWN: dict[str, dict[str, Any]] = {
    "decision-discuss": {
        **dict.fromkeys(Part),
        Part.FOR: "巴特尔、齐文韬",
        "chair": "巴特尔",
        "outcome": ["agreed"],
    },
    "act-save_facts": {"approval_by_id": None, "instruction_by_id": None},
}


def prepared(procedure: Procedure, row: Transition) -> Any:
    """Return a subject on which the row can be taken."""
    state = sorted(row.sources)[0]
    if procedure in (ACT_PROCEDURE, DECISION_PROCEDURE):
        return subject_in(procedure, state)
    return BUILDERS[procedure.name](state)


def completed(form: Element) -> dict[str, Any]:
    """Return the form as somebody fills it who chooses the first of everything."""
    data = filled_in(form)
    for field in form.all(name=True):
        name, kind = field["name"], field.get("type", "text")
        if kind in {"radio", "checkbox"}:
            data.setdefault(name, [field.get("value", "on")])
        elif field.tag == "select" and not data.get(name):
            data[name] = next((o["value"] for o in field.all("option") if o.get("value")), None)
        elif not (data.get(name) or "").strip() and kind != "file":
            data[name] = moment.today().isoformat() if kind == "date" else TYPED
    return data


def actor_of(name: str, row: Transition) -> User:
    """Return who takes the row; what an evaluation ordered is resumed by who organised it."""
    if name == "rectification-resume":
        return new_user("organiser", roles=(Role.EVALUATION_ORGANISER,))
    return person(ACTORS.get(row.permission, "supervisor"))


def times_done(subject: Any, row: Transition) -> int:
    """Return how often the record says the act was done."""
    entries = of_subject(subject.__tablename__, subject.id, limit=50)
    return sum(entry.action == row.action for entry in entries)


@pytest.mark.parametrize(("procedure", "row"), ROWS)
def test_of_thirty_two_at_once_one_wins_and_the_rest_keep_what_they_typed(
    committed_db: Flask, procedure: Procedure, row: Transition
) -> None:
    name = f"{procedure.name}-{row.action}"
    build, day = PREPARED.get(name, (lambda: prepared(procedure, row), None))
    with committed_db.app_context():
        subject = build()
        subject_id, seen = subject.id, subject.version
        done_before = times_done(subject, row)
        url = f"/{subject.__tablename__.removeprefix('responsible_')}/{subject_id}/{row.action}"
        url = url.replace("notice_services", "services").replace("_", "-")
        by = actor_of(name, row)
        winner = by.name
        on = (day(subject) if callable(day) else day) or moment.today()
        with moment.frozen(on):
            signed_in = Client(committed_db)
            signed_in.sign_in(by)
            data = completed(signed_in.get(url).form(url)) | OWN.get(name, {})
    windows = [signed_in.window() for _ in range(ATTEMPTS)]

    def send(index: int) -> tuple[int, str]:
        token = {"form_token": secrets.token_urlsafe(24)}
        answer = windows[index].raw("POST", url, {**data, **token})
        return answer.status_code, answer.get_data(as_text=True)

    with moment.frozen(on):
        answers = in_parallel(committed_db, ATTEMPTS, send)
    codes = [answer if isinstance(answer, Exception) else answer[0] for answer in answers]
    assert Counter(codes) == {303: 1, CONFLICT: ATTEMPTS - 1}
    typed = [value for value in data.values() if value == TYPED]
    for answer in answers:
        if not isinstance(answer, Exception) and answer[0] == CONFLICT:
            assert winner in answer[1]
            assert not typed or TYPED in answer[1]
    with committed_db.app_context():
        after = db.session.get_one(procedure.model, subject_id)
        assert after.version > seen
        assert times_done(after, row) == done_before + 1
