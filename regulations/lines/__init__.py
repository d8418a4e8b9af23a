"""Every row of a pack as a line that can be read: its label, its value in words, where it stands.

One shape for all kinds of rows, so that a page, a comparison and a command show whatever a pack
holds. What is added to the model is added here once; a test counts the rows of the packs.
"""

from __future__ import annotations

from collections.abc import Iterator

from regulations.lines.line import Line, anchor
from regulations.lines.papers import papers
from regulations.lines.periods import periods
from regulations.lines.responsibility import responsibility
from regulations.lines.standard import standard
from regulations.rules import EffectivePack

__all__ = ["Line", "anchor", "lines"]


def lines(pack: EffectivePack) -> Iterator[Line]:
    """Yield every row of an effective pack, each kind in the order of its pack."""
    yield from periods(pack)
    yield from responsibility(pack)
    yield from papers(pack)
    if pack.assessment is not None:
        yield from standard(pack.assessment)
