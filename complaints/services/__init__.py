"""Write complaints: register, decide, withdraw, answer, close, and open who reported."""

from complaints.services.handling import (
    accept_complaint,
    add_material,
    close_complaint,
    close_lead,
    concern,
    decline_complaint,
    put_in_case,
    reply_to_complaint,
    withdraw_complaint,
)
from complaints.services.identity import NO_DISCLOSURE, Identity
from complaints.services.leads import open_lead
from complaints.services.openings import (
    consent_opening,
    expire_openings,
    look_up_phone,
    masked_reporter,
    refuse_opening,
    request_opening,
    view_reporter,
)
from complaints.services.receipts import (
    answer_message,
    complaint_of,
    issue_receipt,
    leave_message,
    read_messages,
)
from complaints.services.registering import (
    Given,
    GivenRespondent,
    register_complaint,
)

__all__ = [
    "NO_DISCLOSURE",
    "Given",
    "GivenRespondent",
    "Identity",
    "accept_complaint",
    "add_material",
    "answer_message",
    "close_complaint",
    "close_lead",
    "complaint_of",
    "concern",
    "consent_opening",
    "decline_complaint",
    "expire_openings",
    "issue_receipt",
    "leave_message",
    "look_up_phone",
    "masked_reporter",
    "open_lead",
    "put_in_case",
    "read_messages",
    "refuse_opening",
    "register_complaint",
    "reply_to_complaint",
    "request_opening",
    "view_reporter",
    "withdraw_complaint",
]
