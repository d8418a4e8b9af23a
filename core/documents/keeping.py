"""Keep the parts of an issued letter beside its bytes, so that it can be given out as text again.

Only its wording is left out: which version it was stands in a column of its own.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from core.documents.letter import Block, Heading, Imprint, Letter, Paragraph, Table, Verification

_BLOCKS: dict[str, type[Block]] = {"p": Paragraph, "h": Heading, "t": Table}


def dumps(letter: Letter) -> str:
    """Return a letter as JSON."""
    parts = asdict(letter)
    del parts["wording"]
    marks = {kind: mark for mark, kind in _BLOCKS.items()}
    parts["body"] = [[marks[type(block)], asdict(block)] for block in letter.body]
    return json.dumps(parts, ensure_ascii=False, default=date.isoformat)


def loads(text: str) -> Letter:
    """Return the letter that `dumps` wrote, without its wording."""
    parts: dict[str, Any] = json.loads(text)
    parts["on"] = date.fromisoformat(parts["on"])
    parts["attachments"] = tuple(parts["attachments"])
    parts["body"] = tuple(_block(mark, values) for mark, values in parts["body"])
    if parts["imprint"] is not None:
        imprint = parts["imprint"]
        parts["imprint"] = Imprint(**{**imprint, "on": date.fromisoformat(imprint["on"])})
    if parts["verification"] is not None:
        parts["verification"] = Verification(**parts["verification"])
    return Letter(**parts)


def _block(mark: str, values: dict[str, Any]) -> Block:
    if mark == "t":
        values["rows"] = tuple(tuple(row) for row in values["rows"])
        values["widths"] = tuple(values["widths"])
    return _BLOCKS[mark](**values)
