"""A loss on whose compensation the team waits: for the decision, for the payment."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from accountability.compensating import LossState
from accountability.models import Loss
from casework.models import Case
from core.worklist import Task


def loss_task(case: Case, loss: Loss) -> Task:
    """Return what waits of a loss of `case` that is not decided or not paid."""
    is_open = loss.state is LossState.REGISTERED
    return Task(
        title=_("%(case)s：%(name)s", case=case.title, name=loss.sufferer),
        number=case.number,
        action=_("登记赔偿决定或者不予赔偿") if is_open else _("登记赔偿的支付"),
        url=url_for("accountability.loss_detail", loss_id=loss.id),
        unit=case.unit.short_name,
        since=loss.decided_on or loss.registered_on,
    )
