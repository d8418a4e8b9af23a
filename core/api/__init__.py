"""The interface for other systems, `/api/v1`: a portal hands in reports, a hotline its orders.

Owns the tokens (kept as a hash, with unit, scopes and end), the one place where they are asked for
(`admission`), the form of errors (`problems`), requests that are sent twice (`once`), and the
document that describes it all, made of the declarations by which input is checked (`declaring`,
`document`). What is done belongs to the packages: their `api` modules declare operations and call
the services the pages call. See docs/decisions/0255.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Wire the document, the page for who connects to it, and the form of errors."""
    from core.api import problems, views

    app.register_blueprint(views.bp)
    problems.init_app(app)
