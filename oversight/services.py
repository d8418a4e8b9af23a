"""Verify the record on request; keep what the nightly check found that nobody follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import delete, select

from core import moment
from core.clocks.sweeping import ClocksSwept
from core.db import db, snapshot, transactional
from core.record import services as record
from core.record.chain import Fault
from core.record.checkpoints import Checkpoint
from oversight.models import FollowUpCheck, Unattended
from oversight.queries.following import Checked, check

#: Faults shown; where there are more, the first ones say where to begin.
MAX_FAULTS = 100
#: Checkpoints shown, to be printed and put away.
CHECKPOINTS = 10


@dataclass(frozen=True)
class Verification:
    """What a verification found: the length of the record and its first faults."""

    at: datetime
    length: int
    faults: Sequence[Fault]
    has_more: bool
    checkpoints: Sequence[Checkpoint]


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
        checkpoints=record.latest_checkpoints(CHECKPOINTS),
    )


def keep_checkpoint(_event: ClocksSwept) -> None:
    """Note outside the database after a sweep of the clocks how long the record is by now."""
    record.set_checkpoint()


def look_over(_event: ClocksSwept) -> None:
    """Check after a sweep of the clocks (`keep_check`)."""
    keep_check()


def keep_check() -> FollowUpCheck:
    """Look over all open things and keep what nobody follows in place of what was kept before.

    It is looked at from one moment of the database, which holds up no writer; what the session had
    open is rolled back first.
    """
    with snapshot():
        checked = check()
    return _keep(checked)


@transactional
def _keep(checked: Checked) -> FollowUpCheck:
    """Replace what was kept; what is found again keeps the day on which it was first found."""
    newest = select(FollowUpCheck).order_by(FollowUpCheck.id.desc()).limit(1)
    db.session.scalars(newest.with_for_update()).first()  # of two checks at once one waits
    since = {
        (kept.subject_type, kept.subject_id, kept.cause): kept.since
        for kept in db.session.scalars(select(Unattended))
    }
    db.session.execute(delete(Unattended))
    for found in checked.found:
        table, subject_id = found.subject
        file_type, file_id = found.file or (None, None)
        db.session.add(
            Unattended(
                subject_type=table,
                subject_id=subject_id,
                state=found.state,
                file_type=file_type,
                file_id=file_id,
                unit_id=found.unit_id,
                cause=found.cause,
                detail=dict(found.detail),
                since=since.get((table, subject_id, found.cause), moment.today()),
            )
        )
    done = FollowUpCheck(at=moment.now(), looked_at=checked.looked_at, found=len(checked.found))
    db.session.add(done)
    db.session.flush()
    return done
