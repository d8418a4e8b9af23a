"""The page of a round asks the database little, whatever its state."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from core.identity.models import User
from evaluation.rules import RoundState
from tests.support import evaluation as make
from tests.support.client import Client
from tests.support.crawl import statements
from tests.support.factories import person

MOST = 12


@pytest.mark.parametrize("state", [RoundState.COLLECTING, RoundState.COLLATED, RoundState.CLOSED])
def test_the_page_of_a_round_asks_at_most_twelve_statements(
    app: Flask, sign_in: Callable[[User], Client], state: RoundState
) -> None:
    made = make.round_(state)
    page = f"/evaluation-rounds/{made.id}"
    desk = sign_in(person("organiser"))
    desk.get("/evaluation-rounds")
    with statements() as asked:
        desk.get(page)
    assert len(asked) <= MOST, "\n".join(asked)
