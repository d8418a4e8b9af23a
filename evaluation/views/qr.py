"""Two-dimensional codes as inline SVG: nothing is loaded from anywhere, nothing styled inline."""

from __future__ import annotations

import re

from markupsafe import Markup

from core.documents.symbol import modules

#: Modules of quiet zone around the code, as the standard asks.
QUIET = 4


def qr_svg(text: str, label: str) -> Markup:
    """Return a code of `text` (error correction M) that a screen reader calls `label`."""
    rows = modules(text)
    path = "".join(
        f"M{run.start() + QUIET} {row + QUIET}h{len(run.group())}v1h-{len(run.group())}z"
        for row, line in enumerate(rows)
        for run in re.finditer("1+", line)
    )
    side = len(rows) + 2 * QUIET
    return Markup(
        '<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {} {}">'
        '<rect width="{}" height="{}" fill="#fff"/><path d="{}" fill="#000"/></svg>'
    ).format(label, side, side, side, side, path)
