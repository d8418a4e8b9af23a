"""Severity grades and the measures a pack allows; the decider chooses and gives reasons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from regulations.codes import Grade, MeasureBearer, WordList
from regulations.model import Severity, Word
from regulations.rules.effective import EffectivePack, words


class OfferNote(StrEnum):
    """Why an offer is empty, or what to look at before using it."""

    GRADE_NOT_IN_PACK = "grade_not_in_pack"
    NONE_FOR_BEARER = "none_for_bearer"
    NEEDS_GRAVE = "needs_grave"
    DIRECT_PERSON_ONLY = "direct_person_only"


@dataclass(frozen=True, slots=True)
class Offer:
    """The measures that may be chosen, the rows they come from, and why there may be none."""

    measures: tuple[Word, ...]
    rows: tuple[Severity, ...]
    notes: tuple[OfferNote, ...]


def severity(pack: EffectivePack, grade: Grade, grave: bool = False) -> tuple[Severity, ...]:
    """Return the rows of a grade: the base row and, with grave consequences, its graver tier."""
    return tuple(
        found.value
        for found in pack.severities
        if found.value.grade is grade and (grave or not found.value.grave)
    )


def measures_for(
    pack: EffectivePack, grade: Grade, bearer: MeasureBearer, grave: bool = False
) -> Offer:
    """Return the measures that grade and bearer allow, never silently none.

    Sanctions that need grave consequences are offered only with `grave`. Where the row speaks of
    the directly responsible person only, a note says so: shares may fall on somebody else.
    """
    rows = severity(pack, grade, grave)
    codes = dict.fromkeys(code for row in rows for code in row.measures.get(bearer, ()))
    labels = {word.code: word for word in words(pack, WordList.MEASURE)}
    notes: list[OfferNote] = []
    if not rows:
        notes.append(OfferNote.GRADE_NOT_IN_PACK)
    elif not codes:
        notes.append(OfferNote.NONE_FOR_BEARER)
        graver = severity(pack, grade, grave=True)
        if not grave and any(row.measures.get(bearer) for row in graver):
            notes.append(OfferNote.NEEDS_GRAVE)
    if bearer is MeasureBearer.PERSON and any(
        row.direct_only for row in rows if row.measures.get(bearer)
    ):
        notes.append(OfferNote.DIRECT_PERSON_ONLY)
    return Offer(tuple(labels[code] for code in codes), rows, tuple(notes))
