"""A page asks once for what it needs in two places; an act asks anew every time."""

from __future__ import annotations

from flask import Flask

from core.identity.models import User
from core.reading import once_a_page
from tests.support import factories


def _asked(app: Flask, method: str) -> list[User]:
    """Return who was asked about when two rows were asked about twice under `method`."""
    asked: list[User] = []

    @once_a_page
    def ask(user: User) -> str:
        asked.append(user)
        return user.name

    one, other = factories.person("handler"), factories.person("stranger")
    with app.test_request_context("/", method=method):
        answers = [ask(user) for user in (one, other, one, other)]
    assert answers == [one.name, other.name] * 2
    return asked


def test_a_page_asks_once_about_a_row(app: Flask) -> None:
    assert len(_asked(app, "GET")) == 2


def test_an_act_asks_anew(app: Flask) -> None:
    assert len(_asked(app, "POST")) == 4


def test_the_next_page_asks_anew(app: Flask) -> None:
    asked: list[User] = []
    ask = once_a_page(asked.append)
    user = factories.person("handler")
    for _ in range(2):
        with app.test_request_context("/"):
            ask(user)
    assert asked == [user, user]
