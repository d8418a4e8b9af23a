"""The gate before every request: default deny.

A view says with `@requires(...)` what it needs, or with `@public` that it needs nothing; a view
that says neither is an error of ours and answers 500. The gate reads the very attribute the
architecture test reads. What needs a `Scope` is answered to a token of another system (`core.api`)
and never to a session.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from core.access.actor import Actor
from core.access.permissions import Permission, Scope
from core.identity import queries, sessions

View = TypeVar("View", bound=Callable[..., Any])

_MARK = "_wenze_permission"
PUBLIC = "public"
#: Open to who owes something, too: to leave, and to show who they are.
_ALWAYS = frozenset({"identity.sign_out", "identity.confirm"})


def requires(permission: Permission | Scope) -> Callable[[View], View]:
    """Mark a view as needing `permission` of a person, or the scope of a token; the gate enforces
    it.
    """

    def mark(view: View) -> View:
        setattr(view, _MARK, permission)
        return view

    return mark


def public(view: View) -> View:
    """Mark a view as open to everybody, signed in or not."""
    setattr(view, _MARK, PUBLIC)
    return view


def declared(app: Flask, endpoint: str) -> Permission | Scope | str | None:
    """Return what the view of `endpoint` declares: a permission, a scope, PUBLIC, or None (a
    mistake).
    """
    mark: Permission | Scope | str | None = getattr(app.view_functions[endpoint], _MARK, None)
    return mark


def actor() -> Actor:
    """Return who acts in this request. Behind the gate there always is somebody."""
    if g.actor is None:
        raise RuntimeError("no actor: the view is public")
    who: Actor = g.actor
    return who


def is_signed_in() -> bool:
    """Tell whether somebody acts in this request."""
    return g.actor is not None


def init_app(app: Flask) -> None:
    """Put the gate before every request of `app`."""
    app.before_request(_gate)


def _gate() -> Response | None:
    g.actor = None
    if getattr(session, "is_unread", False):
        abort(503)  # who this is could not be asked; nobody is sent to sign in for that
    endpoint = request.endpoint
    if endpoint is None:
        return None  # no such page; the error handler answers 404
    mark = declared(current_app, endpoint)
    if mark is None:
        current_app.logger.error("view %s declares no permission", endpoint)
        abort(500)
    if isinstance(mark, Scope):
        from core.api import admission  # its tables need identity, which needs this package

        admission.admit(mark)
        return None
    user_id = sessions.current_user_id()
    if user_id is not None:
        g.actor = queries.load_actor(user_id)
    if mark == PUBLIC:
        return None
    if g.actor is None:
        return _to_sign_in()
    if g.actor.owes is not None and endpoint not in _ALWAYS:
        return None if endpoint == g.actor.owes else _send_to(url_for(g.actor.owes))
    if not g.actor.has(mark):
        abort(403)
    return None


def _to_sign_in() -> Response:
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return _send_to(url_for("identity.sign_in", next=target))


def _send_to(url: str) -> Response:
    if request.headers.get("HX-Request"):
        response = Response(status=204)
        response.headers["HX-Redirect"] = url
        return response
    return redirect(url, 303)
