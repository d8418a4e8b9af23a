"""From what a decision requires to the items that are ticked off one by one (销号). Pure."""

from __future__ import annotations

import re
from typing import Final

_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十\d]+）|\d+[.．、)）])\s*"
)

#: Days before the day set by a decision on which its light turns yellow, where no rule says so.
WARN_DAYS: Final = 5


def items_of(requirement: str) -> list[str]:
    """Return the single things a requirement asks for, one a line.

    An ordinal in front is taken off. A lead that ends in a colon (「限期做到：」) asks for nothing
    and is left out, unless there is nothing else.
    """
    lines = (_ORDINAL.sub("", line.strip()) for line in requirement.splitlines())
    items = [line for line in lines if line and not line.endswith(("：", ":"))]
    return items or [requirement.strip()]
