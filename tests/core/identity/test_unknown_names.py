"""Guessing tells nobody who has an account: names nobody bears are counted and locked alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from core import moment
from core.db import db
from core.identity import services
from core.identity.models import SignInAddress
from tests.support.client import Client
from tests.support.factories import person

SignIn = Callable[[str], str]
WRONG = "falsch und lang 1"


def guess(username: str, times: int) -> list[bool]:
    """Try a wrong password; tell for each time whether the name is locked."""
    return [
        services.attempt_sign_in(username, WRONG).locked_until is not None for _ in range(times)
    ]


def test_a_name_nobody_bears_is_locked_at_the_same_try(app: Flask) -> None:
    known = person("handler").username
    assert guess("nobody-here", 7) == guess(known, 7) == [False] * 4 + [True] * 3


def test_both_are_locked_as_long(app: Flask) -> None:
    known = person("handler").username
    for name in (known, "nobody-here"):
        guess(name, 5)
    for minutes, is_locked in ((29, True), (31, False)):
        with moment.frozen(moment.now() + timedelta(minutes=minutes)):
            assert guess(known, 1) == guess("nobody-here", 1) == [is_locked]


def test_somebody_who_left_is_like_nobody(app: Flask) -> None:
    left = person("handler")
    left.leaves_on = moment.today() - timedelta(days=1)
    db.session.commit()
    assert guess(left.username, 6) == [False] * 4 + [True] * 2


def test_the_page_says_the_same(client: Client) -> None:
    said = []
    for name in ("nobody-here", person("handler").username):
        for _ in range(6):
            page = client.get("/sign-in").submit(
                "/sign-in", status=422, username=name, password=WRONG
            )
        said.append(page.errors)
    assert said[0] == said[1]
    assert "账号已锁定" in said[0][0]


def test_what_is_kept_names_nobody_and_goes_the_next_day(app: Flask) -> None:
    guess("nobody-here", 1)
    (row,) = db.session.scalars(select(SignInAddress))
    assert "nobody" not in row.address_hash
    with moment.frozen(moment.now() + timedelta(days=1)):
        guess("somebody-else", 1)
        (row,) = db.session.scalars(select(SignInAddress))
        assert row.failures == 1


@pytest.mark.parametrize("name", ["nobody-here", "handler"])
def test_both_cost_the_same_writes(app: Flask, name: str) -> None:
    """The twin of the timing that `make prove` measures: for either a row is written."""
    guess(person("handler").username if name == "handler" else name, 1)
    assert db.session.scalar(select(SignInAddress.failures)) == 1
