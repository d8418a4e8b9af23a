"""Take a report that somebody of the public sends in: no account, no hour, a receipt at once."""

from __future__ import annotations

from dataclasses import replace

from complaints.models import Complaint
from complaints.rules import Channel
from complaints.services.identity import NO_DISCLOSURE
from complaints.services.receipts import DIGITS, complaint_of, issue_receipt
from complaints.services.registering import Given, register_complaint
from complaints.services.routing import public_receiver
from core import moment
from core.access import Actor
from core.db import transactional
from core.refusals import Refusal, Refused
from core.sealed import lookup


@transactional
def receive_report(given: Given, *, token: str) -> Complaint:
    """Register what the public reports, where it may be received, and make its receipt.

    `given.unit` is the unit that was chosen. Everything that is written carries the day, not the
    hour. Refused where no unit may receive it, and whatever `register_complaint` refuses.
    AlreadyDone for a form sent twice: `receipt_for` still returns its code.
    """
    unit = public_receiver(given.unit, given.respondents)
    if unit is None:
        raise Refused(Refusal("report_nowhere_to_go", {}, NO_DISCLOSURE))
    with moment.by_the_day():
        complaint = register_complaint(
            Actor.system(),
            replace(given, unit=unit, channel=Channel.WEB, received_on=moment.today()),
            token=_kept_as(token),
        )
        issue_receipt(complaint, Actor.system(), code=code_for(token))
    return complaint


def receipt_for(token: str) -> tuple[str, Complaint] | None:
    """Return the receipt code of the form with this token, and its report; None where the code
    holds no longer.

    The same form sent again after a lost answer gets the same code; nothing of it is stored.
    """
    code = code_for(token)
    complaint = complaint_of(code)
    return None if complaint is None else (code, complaint)


def code_for(token: str) -> str:
    """Return the code that belongs to the token of a form: sixteen digits, under the key."""
    return f"{int(lookup.index_of('public receipt', token), 16) % 10**DIGITS:0{DIGITS}d}"


def _kept_as(token: str) -> str:
    """Return as what the token is kept: from it the code cannot be computed, even with the key."""
    return lookup.index_of("public form", token)
