"""From a form to an act: refusals become words, a form sent twice is a success."""

from __future__ import annotations

import pytest
from flask import Flask

from core.procedure import AlreadyDone, Forbidden, Stale
from core.refusals import Refusal, Refused
from core.web.acts import acted
from core.web.forms import Form, TextField


class Sample(Form):
    line = TextField("一行")


def failing(error: Exception) -> None:
    raise error


def test_success_and_repetition_are_both_done(app: Flask) -> None:
    with app.test_request_context("/sign-in"):
        done: list[int] = []
        assert acted(Sample(), done.append, 1)
        assert done == [1]
        assert acted(Sample(), failing, AlreadyDone(7))


def test_refusal_stands_in_the_form(app: Flask) -> None:
    words = app.extensions["wenze.refusals"]["password_too_common"]
    with app.test_request_context("/sign-in"):
        form = Sample()
        assert not acted(form, failing, Refused(Refusal("password_too_common", {}, "第一条")))
        assert form.form_errors == [f"{words}（第一条）"]


@pytest.mark.parametrize("error", [Stale(None, None, None), Forbidden("x"), KeyError("x")])
def test_other_errors_go_on(app: Flask, error: Exception) -> None:
    with app.test_request_context("/sign-in"), pytest.raises(type(error)):
        acted(Sample(), failing, error)
