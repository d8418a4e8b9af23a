"""What can be done to a complaint on account of the units to which it is passed on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _

from complaints.models import Complaint, ComplaintTransfer
from complaints.procedure import extending, transfers, urging
from complaints.rules import JOINS_IN, ComplaintAction, DocumentKind, TransferState
from core.access import Actor, Permission
from core.procedure import Transition
from core.refusals import Refusal


def unsigned(complaint: Complaint) -> list[ComplaintTransfer]:
    """Return what the unit has not signed for: it can be taken back."""
    return [one for one in complaint.transfers if one.state is TransferState.SENT]


def _can_be_recalled(complaint: Complaint, _actor: Actor) -> bool:
    return bool(unsigned(complaint))


def _recalls_soundly(
    complaint: Complaint, _actor: Actor, data: Mapping[str, Any]
) -> Refusal | None:
    """Refuse to take back what the unit signed for, and without reasons."""
    if data["transfer"] not in unsigned(complaint):
        return Refusal("recall_of_signed")
    return None if (data.get("text") or "").strip() else Refusal("recall_needs_reason")


ROWS: Final = (
    Transition(
        ComplaintAction.TRANSFER,
        JOINS_IN,
        None,
        Permission.COMPLAINT_DECIDE,
        _("转办"),
        who=transfers.stands_alone,
        check=transfers.goes_soundly,
        effect=transfers.send,
        document=DocumentKind.TRANSFER_SLIP,
    ),
    Transition(
        ComplaintAction.RECALL_TRANSFER,
        JOINS_IN,
        None,
        Permission.COMPLAINT_DECIDE,
        _("撤回转办"),
        who=_can_be_recalled,
        check=_recalls_soundly,
        effect=lambda _complaint, _actor, data: {"transfer_id": data["transfer"].id},
    ),
    Transition(
        ComplaintAction.EXTEND_TRANSFER,
        JOINS_IN,
        None,
        Permission.COMPLAINT_DECIDE,
        _("答复延期申请"),
        who=extending.is_asked,
        check=extending.answers_soundly,
        effect=extending.answer,
    ),
    Transition(
        ComplaintAction.URGE,
        JOINS_IN,
        None,
        Permission.COMPLAINT_REGISTER,
        _("催办"),
        who=urging.has_whom,
        check=urging.raised_soundly(ComplaintAction.URGE),
        effect=urging.urge,
        document=DocumentKind.URGING_NOTICE,
    ),
    Transition(
        ComplaintAction.SUPERVISE,
        JOINS_IN,
        None,
        Permission.COMPLAINT_DECIDE,
        _("督办"),
        who=urging.has_whom,
        check=urging.raised_soundly(ComplaintAction.SUPERVISE),
        effect=urging.urge,
        document=DocumentKind.URGING_NOTICE,
    ),
)
