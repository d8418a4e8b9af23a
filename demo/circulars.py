"""Play circulars of criticism: made after the decision, sent to the units of the town."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from accountability.queries.circulars import criticised
from accountability.services import circulars
from core import moment
from core.db import db
from core.identity.models import Unit, UnitKind
from demo.scene import Scene

BY: Final = "公文交换"


def circulate(scene: Scene, *, send: bool = True) -> None:
    """Make the circular where the decision imposes one; `send`: it went out on the same day."""
    decision = scene.decision
    if not criticised(decision.id):
        return
    units = select(Unit.id).where(
        Unit.kind == UnitKind.DEPARTMENT, Unit.path.startswith(_town(scene))
    )
    made = circulars.circulate(
        decision, scene.second, text=decision.facts_text, unit_ids=db.session.scalars(units).all()
    )
    if send:
        db.session.flush()  # the town is one transaction; the number came after the row
        circulars.send_circular(
            made,
            scene.second,
            sent_on=moment.today(),
            sent_by=BY,
            seen_version=made.version,
        )


def _town(scene: Scene) -> str:
    """Return the path of the town the case lies in."""
    return "/".join(scene.case.unit.path.split("/")[:2]) + "/"
