"""Find the earlier report for which somebody says they are retaliated against (SEC-05)."""

from __future__ import annotations

from sqlalchemy import select

from complaints.models import Complaint
from complaints.services.receipts import complaint_of
from core.db import db
from core.search.text import number_form


def earlier_report(typed: str | None) -> Complaint | None:
    """Return the report with this number or receipt code, whoever asks; None where there is none.

    Both are looked for whatever was typed, with the same work. What was typed is not kept: a
    receipt code opens the page of who reported.
    """
    if not (typed or "").strip():
        return None
    by_code = complaint_of(typed or "")
    number = number_form(typed or "")
    by_number = db.session.scalars(
        select(Complaint).where(Complaint.number == number)
    ).one_or_none()
    return by_code or by_number
