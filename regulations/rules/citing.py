"""How documents cite a pack: the title of its instrument, and an article with that title."""

from __future__ import annotations

import re

from regulations.codes import Regime
from regulations.rules.effective import EffectivePack

_ANNEX = re.compile(r"^附件\d+\s*")


def cite(pack: EffectivePack, article: str, regime: Regime = Regime.ACCOUNTABILITY) -> str:
    """Return an article with the title of its instrument, unless it names one itself.

    The number of the annex by which the source was published is left out: the title names it.
    """
    if article.startswith("《"):
        return article
    return cite_pack(pack, regime) + _ANNEX.sub("", article)


def cite_pack(pack: EffectivePack, regime: Regime = Regime.ACCOUNTABILITY) -> str:
    """Return the title of the rules of a regime in title marks, once."""
    title = pack.title(regime)
    return title if title.startswith("《") else f"《{title}》"
