"""Default deny: a view that declares nothing is an error, one that needs a grant asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from core.access import gate
from core.access.permissions import Permission
from core.db import db
from core.identity.models import Post, User
from tests.support import application, engines, factories
from tests.support.client import Client


@pytest.fixture
def guarded(engine: engines.TestEngine, template: Path) -> Iterator[Flask]:
    """An application of its own with three views more."""
    app = application.build(engine.copy(), template)
    views: dict[str, Callable[[], str]] = {
        "undeclared": lambda: "secret",
        "needs": gate.requires(Permission.CASE_READ)(lambda: "secret"),
        "open": gate.public(lambda: "secret"),
    }
    for name, view in views.items():
        app.add_url_rule(f"/test/{name}", f"test.{name}", view, methods=["GET", "POST"])
    with application.savepoint(app):
        yield app
    application.close(app)


@pytest.fixture
def client(guarded: Flask) -> Client:
    return Client(guarded)


@pytest.fixture
def sign_in(guarded: Flask) -> Callable[[User], Client]:
    def signed_in(user: User) -> Client:
        browser = Client(guarded)
        browser.sign_in(user)
        return browser

    return signed_in


def _status(client: Client, name: str, method: str = "GET") -> tuple[int, bool]:
    answer = client.raw(method, f"/test/{name}")
    return answer.status_code, "secret" in answer.get_data(as_text=True)


def test_a_view_that_declares_nothing_answers_nobody(
    guarded: Flask, client: Client, sign_in: Callable[[User], Client]
) -> None:
    assert _status(client, "undeclared") == (500, False)
    assert _status(sign_in(factories.person("supervisor")), "undeclared") == (500, False)


def test_without_the_grant_a_view_is_forbidden(
    guarded: Flask, sign_in: Callable[[User], Client]
) -> None:
    assert _status(sign_in(factories.person("liaison")), "needs") == (403, False)


def test_with_the_grant_it_answers(guarded: Flask, sign_in: Callable[[User], Client]) -> None:
    assert _status(sign_in(factories.person("handler")), "needs") == (200, True)


def test_nobody_signed_in_is_sent_to_sign_in_and_comes_back(guarded: Flask, client: Client) -> None:
    answer = client.raw("GET", "/test/needs?page=2")
    assert answer.status_code == 303
    assert answer.location == "/sign-in?next=/test/needs?page%3D2"


def test_htmx_is_sent_to_sign_in_as_a_whole_page(guarded: Flask, client: Client) -> None:
    answer = client.raw("GET", "/test/needs", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.headers["HX-Redirect"].startswith("/sign-in?next=")


def test_a_public_view_is_open_to_all(
    guarded: Flask, client: Client, sign_in: Callable[[User], Client]
) -> None:
    assert _status(client, "open") == (200, True)
    assert _status(sign_in(factories.person("liaison")), "open") == (200, True)


def test_the_gate_comes_before_the_form_guard_for_who_is_not_signed_in(
    guarded: Flask, client: Client
) -> None:
    status, told = _status(client, "needs", "POST")
    assert status in {303, 400}
    assert not told


def test_a_role_taken_away_counts_from_the_next_request(
    guarded: Flask, sign_in: Callable[[User], Client]
) -> None:
    user = factories.person("handler")
    client = sign_in(user)
    assert _status(client, "needs") == (200, True)
    for post in db.session.scalars(db.select(Post).where(Post.user_id == user.id)):
        db.session.delete(post)
    assert _status(client, "needs") == (403, False)


def test_without_the_gate_everything_would_be_open(
    guarded: Flask, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: it is the gate that denies."""
    hooks = guarded.before_request_funcs[None]
    monkeypatch.setitem(
        guarded.before_request_funcs, None, [hook for hook in hooks if hook is not gate._gate]
    )
    assert _status(client, "needs") == (200, True)
    assert _status(client, "undeclared") == (200, True)


def test_the_order_of_the_decorators_does_not_matter(app: Flask) -> None:
    def view() -> str:
        return ""

    marked = gate.requires(Permission.CASE_READ)(view)
    assert marked is view
    app.view_functions["test.order"] = marked
    assert gate.declared(app, "test.order") == Permission.CASE_READ
    del app.view_functions["test.order"]


def test_a_public_view_has_no_actor(app: Flask) -> None:
    with app.test_request_context("/sign-in"):
        gate._gate()
        assert not gate.is_signed_in()
        with pytest.raises(RuntimeError, match="public"):
            gate.actor()
