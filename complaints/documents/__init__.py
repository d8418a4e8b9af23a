"""The letters on a report: to who reported, and to a unit to which it was passed on."""

from __future__ import annotations

from typing import Final

from complaints.documents import acceptance, reporters, units
from complaints.documents.acceptance import acceptance_letter, acceptance_of
from complaints.documents.facts import LetterFacts
from complaints.documents.reporters import decline_letter, result_letter, supplement_letter
from complaints.documents.units import NAMES, Slip, Urging, transfer_slip, urging_letter

#: Every kind of letter on a report.
KINDS: Final = (*units.KINDS, acceptance.KIND, *reporters.KINDS)

__all__ = [
    "KINDS",
    "NAMES",
    "LetterFacts",
    "Slip",
    "Urging",
    "acceptance_letter",
    "acceptance_of",
    "decline_letter",
    "result_letter",
    "supplement_letter",
    "transfer_slip",
    "urging_letter",
]
