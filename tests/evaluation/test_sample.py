"""The planned sample of a round, and how far it has come without showing a small group."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from core.identity.models import User
from core.refusals import Refused
from evaluation.models import EvaluationRound
from evaluation.queries import counting
from evaluation.queries.progress import Progress, progress_of
from evaluation.rules import MOST_PLANNED, ParticipantGroup, RoundState
from evaluation.services import rounds
from tests.support import evaluation as make
from tests.support.client import Client
from tests.support.factories import person

G = ParticipantGroup


def plan(made: EvaluationRound, **planned: int) -> None:
    """Plan so many of each group about the first unit."""
    quotas = {(made.units[0].id, G(group)): n for group, n in planned.items()}
    rounds.plan_sample(made, make.organiser(), quotas=quotas, seen_version=made.version)


def collecting(app: Flask, **planned: int) -> EvaluationRound:
    made = make.drafted(has_open_link=True)
    plan(made, **planned)
    make.publish(made)
    make.start(made)
    return made


def answered(made: EvaluationRound, group: ParticipantGroup, count: int) -> None:
    for token in make.slips(made, count, group):
        make.answer(token, made)


@pytest.mark.requirement("XSE-04")
def test_a_plan_can_be_changed_until_collecting_begins(app: Flask) -> None:
    made = make.drafted()
    plan(made, resident=30, deputy=5)
    plan(made, resident=40, invited=3)
    assert {q.group: q.planned for q in made.units[0].quotas} == {G.RESIDENT: 40, G.INVITED: 3}
    make.publish(made)
    plan(made, resident=50)
    make.start(made)
    with pytest.raises(Refused) as found:
        plan(made, resident=10)
    assert found.value.refusal.code == "wrong_state"


@pytest.mark.parametrize("planned", [0, -1, MOST_PLANNED + 1])
def test_a_number_that_is_none_is_refused(app: Flask, planned: int) -> None:
    made = make.drafted()
    with pytest.raises(Refused) as found:
        plan(made, resident=planned)
    assert found.value.refusal.code == "round_quota"


def test_a_unit_of_another_round_is_refused(app: Flask) -> None:
    made = make.drafted()
    with pytest.raises(Refused) as found:
        rounds.plan_sample(
            made, make.organiser(), quotas={(9999, G.RESIDENT): 1}, seen_version=made.version
        )
    assert found.value.refusal.code == "round_unit_unknown"


def test_progress_counts_what_came_in_and_hides_small_groups(app: Flask) -> None:
    made = collecting(app, resident=8, deputy=5)
    answered(made, G.RESIDENT, 6)
    answered(made, G.ENTERPRISE, 9)
    lines = progress_of(made)[made.units[0].id]
    assert lines == [
        Progress(None, 13, 15), Progress(G.RESIDENT, 8, 6), Progress(G.ENTERPRISE, None, 9),
        Progress(G.DEPUTY, 5, 0),
    ]  # fmt: skip
    assert [line.missing for line in lines] == [0, 2, None, 5]
    answered(made, G.DEPUTY, 2)
    shown = {line.group: line.valid for line in progress_of(made)[made.units[0].id]}
    # two deputies are hidden, and the residents with them: seventeen less fifteen would tell
    assert shown == {None: 17, G.RESIDENT: None, G.ENTERPRISE: 9, G.DEPUTY: None}


def test_a_round_without_a_plan_asks_for_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.round_(RoundState.COLLECTING)
    monkeypatch.setattr(counting, "sheets", lambda _round: pytest.fail("nothing is counted"))
    assert progress_of(made) == {}


def test_the_page_takes_the_plan_and_shows_the_progress(
    app: Flask, sign_in: Callable[[User], Client]
) -> None:
    made = make.drafted()
    desk = sign_in(person("organiser"))
    home = f"/evaluation-rounds/{made.id}"
    unit = made.units[0].id
    page = desk.get(home).follow("计划样本")
    none: dict[str, Any] = {f"planned_{unit}_resident": "0"}
    page.submit(status=422, **none)
    twelve: dict[str, Any] = {f"planned_{unit}_resident": "12"}
    desk.get(home + "/plan-sample").submit(**twelve)
    assert desk.get(home + "/plan-sample").one(id=f"planned_{unit}_resident")["value"] == "12"
    make.publish(made)
    make.start(made)
    answered(made, G.RESIDENT, 7)
    text = desk.get(home).text
    assert "样本进度" in text
    assert "还差" in text
