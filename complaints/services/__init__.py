"""Write complaints: register, decide, withdraw, answer, close, and open who reported."""

from complaints.services.handling import (
    accept_complaint,
    add_material,
    close_complaint,
    decline_complaint,
    put_in_case,
    reply_to_complaint,
    withdraw_complaint,
)
from complaints.services.identity import NO_DISCLOSURE, Identity, open_reporter
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
    "close_complaint",
    "decline_complaint",
    "open_reporter",
    "put_in_case",
    "register_complaint",
    "reply_to_complaint",
    "withdraw_complaint",
]
