"""How far a round has come towards its planned sample, group by group; small groups stay hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.models import EvaluationRound
from evaluation.queries import counting
from evaluation.rules import ASKED, ParticipantGroup, hidden_groups


@dataclass(frozen=True)
class Progress:
    """One group about one unit, None for the whole unit: sheets planned, and those in that count;
    `valid` is None where the group is too small to be shown by itself.
    """

    group: ParticipantGroup | None
    planned: int | None
    valid: int | None

    @property
    def missing(self) -> int | None:
        """Return how many are still wanted; None where that is not planned or not shown."""
        if self.planned is None or self.valid is None:
            return None
        return max(self.planned - self.valid, 0)


def progress_of(round_: EvaluationRound) -> dict[int, Sequence[Progress]]:
    """Return the lines of each unit that has a plan, the whole unit first (one statement).

    Counted are valid sheets of those who were asked. A group below five is hidden, and with it so
    many others that it cannot be had from the whole.
    """
    if not any(unit.quotas for unit in round_.units):
        return {}
    sheets = [s for s in counting.sheets(round_) if s.invalid is None and s.source in ASKED]
    found: dict[int, Sequence[Progress]] = {}
    for unit in round_.units:
        if not unit.quotas:
            continue
        sizes: dict[ParticipantGroup, int] = {}
        for sheet in sheets:
            if sheet.unit == unit.id:
                sizes[sheet.group] = sizes.get(sheet.group, 0) + sheet.n
        planned = {quota.group: quota.planned for quota in unit.quotas}
        hidden = hidden_groups(sizes)
        lines = [Progress(None, sum(planned.values()), sum(sizes.values()))]
        lines += [
            Progress(group, planned.get(group), None if group in hidden else sizes.get(group, 0))
            for group in ParticipantGroup
            if group in planned or group in sizes
        ]
        found[unit.id] = lines
    return found
