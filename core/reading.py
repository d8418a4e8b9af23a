"""What one page needs in two places is asked for once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from flask import has_request_context, request

from core.db import Base

Subject = TypeVar("Subject", bound=Base)
Result = TypeVar("Result")
_KEPT = "wenze.kept_for_page"


def once_a_page(ask: Callable[[Subject], Result]) -> Callable[[Subject], Result]:
    """Return `ask`, which keeps its answer about a row while a page is read.

    A GET writes nothing, so what it loaded stays true to its end; an act asks anew every time,
    because what it waited for may have changed the answer.
    """

    @wraps(ask)
    def kept(subject: Subject) -> Result:
        if not has_request_context() or request.method != "GET":
            return ask(subject)
        answers: dict[object, Result] = request.environ.setdefault(_KEPT, {})
        if (ask, subject) not in answers:
            answers[ask, subject] = ask(subject)
        return answers[ask, subject]

    return kept
