"""Official documents: letters on the GB/T 9704-2012 page as PDF, and the register of those issued.

Owns the page's geometry, Chinese line breaking, fonts and their embedding (``render``,
``layout``), the wording of dates and numbers (``wording``), and the table of issued documents
with their exact bytes (``models``, ``services``). Knows nothing of what a letter is about.
"""

from pathlib import Path

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


def init_app(app: Flask, fonts_dir: Path | None) -> None:
    """Give `app` the office's fonts, and the public page on which documents are checked.

    Raises FontFault for a font that cannot be used.
    """
    from core.documents import cli, folder, views

    folder.use(fonts_dir)
    app.cli.add_command(cli.group)
    app.register_blueprint(views.bp)
