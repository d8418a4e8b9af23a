"""What the fonts cannot print, asked before a text is kept that a letter has to carry."""

from __future__ import annotations

from core.documents import MissingGlyphs
from core.documents.fonts import require
from core.refusals import Refusal


def unprintable(code: str, *texts: str | None) -> Refusal | None:
    """Return the refusal `code` with the `characters` of `texts` no font has; None where all print.

    White space and line ends are the layout's, not the fonts'.
    """
    try:
        require("".join(text.split()) for text in texts if text)
    except MissingGlyphs as missing:
        return Refusal(code, {"characters": "、".join(missing.characters)})
    return None
