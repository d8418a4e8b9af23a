"""Views of lists kept under a name: filters, columns and order, one's own or the office's.

What is kept is what the address of the list says (`core.web.shapes`), never what it showed: whoever
opens a view sees what they may see, and who may not open the list is not shown its views.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Wire the pages and the line of views on every list."""
    # imported here: the pages need the gate, which needs identity
    from core import refusals
    from core.saved_views import labels, views
    from core.web import panels

    app.register_blueprint(views.bp)
    refusals.register(app, labels.REFUSALS)
    panels.register(app, "list.views", 10, views.line)
