"""Asking again who sits there, before an act that cannot be taken back or opens what is sealed.

A view marked with `@requires_fresh()` is answered only within a few minutes of signing in or of the
last confirmation (ASVS 7.5.3); otherwise the reader confirms first and comes back to the page.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import current_app, request, session, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from core import moment
from core.web.pages import redirect_to

View = TypeVar("View", bound=Callable[..., Any])

_KEY = "confirmed_at"
MINUTES = 5


def confirmed_now() -> None:
    """Note that the user of this session has just shown who they are."""
    session[_KEY] = moment.now().isoformat()


def is_fresh(minutes: int = MINUTES) -> bool:
    """Tell whether the user of this session showed who they are within the last `minutes`."""
    text = session.get(_KEY)
    if text is None:
        return False
    age = moment.now() - datetime.fromisoformat(text)
    return timedelta(0) <= age < timedelta(minutes=minutes)


def requires_fresh(minutes: int = MINUTES) -> Callable[[View], View]:
    """Mark a view as wanting a confirmation not older than `minutes`, beside `@requires`."""

    def mark(view: View) -> View:
        @functools.wraps(view)
        def asked(*args: Any, **kwargs: Any) -> Any:
            if is_fresh(minutes):
                return view(*args, **kwargs)
            return redirect_to(url_for("identity.confirm", next=_way_back()))

        return asked  # type: ignore[return-value]

    return mark


def _way_back() -> str:
    """Return the page to come back to: this one, or the one above where this only takes a form."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None
    for path in (request.path, request.path.rsplit("/", 1)[0]):
        try:
            adapter.match(path, method="GET")
        except (HTTPException, RequestRedirect):
            continue
        return path
    return "/"
