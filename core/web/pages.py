"""Answers: a whole page or, for htmx, the part of it that changes; redirects; events.

The one place that touches `htmx_flask`. What is wrong with that package is mended here: it has no
status and no `Vary`, takes a history restore for a fragment request, hands over percent-encoded
Chinese, puts non-ASCII text into headers, and overwrites the request class of the application.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

from flask import Flask, Response, g, render_template, request
from htmx_flask import Htmx, make_response
from htmx_flask.requests import HtmxAwareRequest
from werkzeug.urls import iri_to_uri

SWAPS = frozenset(
    {
        *("innerHTML", "outerHTML", "textContent", "delete", "none"),
        *("beforebegin", "afterbegin", "beforeend", "afterend"),
    }
)
_SWAP_MODIFIER = re.compile(
    r"(swap|settle|scroll|show|focus-scroll|transition|ignoreTitle):[\w.#-]+"
)


def init_app(app: Flask) -> None:
    """Teach requests of `app` about htmx, keeping a request class the application already has."""
    own = app.request_class
    Htmx().init_app(app)
    if not issubclass(HtmxAwareRequest, own):
        app.request_class = type("WenzeRequest", (HtmxAwareRequest, own), {})

    @app.after_request
    def _send_events(response: Response) -> Response:
        events: dict[str, Any] = g.pop("htmx_events", {})
        if events and _htmx():
            response.headers["HX-Trigger"] = json.dumps(events)  # escapes what is not ASCII
        return response


def wants_fragment() -> bool:
    """Tell whether htmx asks for a part: neither a boosted link nor a restored history entry."""
    htmx = _htmx()
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def htmx_header(name: str) -> str | None:
    """Return what htmx sent as `HX-<name>` ("Target", "Prompt" …), Chinese decoded."""
    value = request.headers.get(f"HX-{name}")
    if value is not None and request.headers.get(f"HX-{name}-URI-AutoEncoded") == "true":
        return unquote(value)
    return value


def page(template: str, *, fragment: str | None = None, status: int = 200, **ctx: Any) -> Response:
    """Answer with `template`, or with `fragment` where htmx asks for a part.

    Both get the same context. `Vary` is set so that no cache hands the one to who wants the other.
    """
    part = fragment is not None and wants_fragment()
    body = render_template(fragment if part and fragment else template, **ctx)
    response: Response = make_response(body, status)
    return vary_on_htmx(response)


def invalid(template: str, *, fragment: str | None = None, **ctx: Any) -> Response:
    """Answer 422: the same form with its errors. htmx swaps it in like a success."""
    return page(template, fragment=fragment, status=422, **ctx)


def redirect_to(url: str) -> Response:
    """Send the browser to `url` after a success: 303, or for htmx 200 with `HX-Redirect`."""
    address = iri_to_uri(url)  # a header takes ASCII only
    response: Response
    if wants_fragment():
        response = make_response("", 200, redirect=address)
    else:
        response = make_response("", 303)
        response.headers["Location"] = address
    return vary_on_htmx(response)


def trigger(event: str, **detail: Any) -> None:
    """Let the answer fire `event` in the browser (htmx only), e.g. "caseChanged"."""
    if "htmx_events" not in g:
        g.htmx_events = {}
    g.htmx_events[event] = detail or None


def swap_as(response: Response, how: str, *, target: str | None = None) -> Response:
    """Tell htmx to swap `response` another way than the page said, e.g. "beforeend swap:1s".

    ValueError where `how` is no swap style of htmx or carries an unknown modifier.
    """
    style, *modifiers = how.split()
    if style not in SWAPS or not all(_SWAP_MODIFIER.fullmatch(m) for m in modifiers):
        raise ValueError(f"no such swap: {how}")
    response.headers["HX-Reswap"] = how
    if target is not None:
        response.headers["HX-Retarget"] = target
    return response


def vary_on_htmx(response: Response) -> Response:
    """Add the headers that decide between page and fragment to `Vary`."""
    response.vary.update(["HX-Request", "HX-Boosted", "HX-History-Restore-Request"])
    return response


def _htmx() -> Any:
    return request.htmx  # type: ignore[attr-defined]  # put there by htmx_flask
