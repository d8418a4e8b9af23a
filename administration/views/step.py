"""A small form about one thing: shown, checked, done, and back to where it belongs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from core.web.acts import acted
from core.web.forms import Form
from core.web.pages import invalid, page, redirect_to

Facts = Sequence[tuple[Any, Any]]


def step(
    form: Form,
    title: Any,
    back: str,
    act: Callable[[], Any],
    *,
    done: Any,
    facts: Facts = (),
    note: Any = None,
) -> ResponseReturnValue:
    """Show `form` under `title`; when it is sent and sound, call `act` and go `back`."""
    if form.validate_on_submit() and acted(form, act):
        flash(done, "success")
        return redirect_to(back)
    show = invalid if form.is_submitted() else page
    return show(
        "administration/step.html",
        form=form,
        label=title,
        here=request.path,
        back=back,
        facts_list=list(facts),
        note=note,
    )
