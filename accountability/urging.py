"""Steps by which a rectification that is overdue is pressed: 提醒, 督办, 通报批评. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum
from typing import Final

#: A rule names the criticism for what is not corrected in time, or not at all.
_OVERDUE: Final = re.compile(r"逾期|整改不力|不整改")


class OverdueStep(StrEnum):
    """How far an overdue rectification was pressed; each step follows the one before."""

    REMIND = "remind"
    SUPERVISE = "supervise"
    CRITICISE = "criticise"


def is_for_overdue(when: str) -> bool:
    """Tell whether a rule imposes a step for what is not corrected in time."""
    return _OVERDUE.search(when) is not None


def next_step(done: Collection[OverdueStep]) -> OverdueStep | None:
    """Return the step that follows those done; None after the last."""
    return next((step for step in OverdueStep if step not in done), None)
