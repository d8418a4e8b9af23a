"""Official documents: letters on the GB/T 9704-2012 page as PDF, and the register of those issued.

Owns the page's geometry, Chinese line breaking, fonts and their embedding (``render``,
``layout``), the wording of dates and numbers (``wording``), and the table of issued documents
with their exact bytes (``models``, ``services``). Knows nothing of what a letter is about.
"""

from flask import Flask

from core.documents.compose import layout
from core.documents.draw import render
from core.documents.fonts import MissingGlyphs
from core.documents.letter import Block, Heading, Imprint, Letter, Paragraph, Table
from core.documents.page import Page

__all__ = [
    "Block",
    "Heading",
    "Imprint",
    "Letter",
    "MissingGlyphs",
    "Page",
    "Paragraph",
    "Table",
    "layout",
    "render",
]


def init_app(app: Flask) -> None:
    """Give `app` the public page on which documents are checked."""
    from core.documents import views

    app.register_blueprint(views.bp)
