"""Two-dimensional codes as inline SVG: nothing is loaded from anywhere, nothing styled inline."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

#: Modules of quiet zone around the code, as the standard asks.
QUIET = 4


def qr_svg(text: str, label: str) -> Markup:
    """Return a code of `text` (error correction M) that a screen reader calls `label`."""
    code: Any = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    size = code.getModuleCount()
    path = "".join(
        f"M{column + QUIET} {row + QUIET}h1v1h-1z"
        for row in range(size)
        for column in range(size)
        if code.isDark(row, column)
    )
    side = size + 2 * QUIET
    return Markup(
        '<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {} {}">'
        '<rect width="{}" height="{}" fill="#fff"/><path d="{}" fill="#000"/></svg>'
    ).format(label, side, side, side, side, path)
