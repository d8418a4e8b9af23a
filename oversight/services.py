"""Verify the record on request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from core import moment
from core.db import snapshot
from core.record import services as record
from core.record.chain import Fault

#: Faults shown; where there are more, the first ones say where to begin.
MAX_FAULTS = 100


@dataclass(frozen=True)
class Verification:
    """What a verification found: the length of the record and its first faults."""

    at: datetime
    length: int
    faults: Sequence[Fault]
    has_more: bool


def verify_record() -> Verification:
    """Recompute every link of the record from one moment of the database; writes nothing.

    What the session had open is rolled back first.
    """
    with snapshot():
        faults = list(islice(record.verify(), MAX_FAULTS + 1))
        head = record.head()
    return Verification(
        at=moment.now(),
        length=head["seq"] if head else 0,
        faults=faults[:MAX_FAULTS],
        has_more=len(faults) > MAX_FAULTS,
    )
