"""The steps that the rules name for a round, each with its day (002-05 art. 6, 003-17 art. 7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from evaluation.models import EvaluationRound
from evaluation.queries.packs import pack_of
from regulations.codes import WordList
from regulations.rules import EffectivePack, words

Days = tuple[date, ...]


def _day(value: date | None) -> Days:
    return (value,) if value else ()


def _collected(round_: EvaluationRound) -> Days:
    return (round_.starts_on, round_.ends_on) if round_.published_on else ()


def _inspected(round_: EvaluationRound) -> Days:
    days = [item.on_date for unit in round_.units for item in unit.inspections]
    return tuple(sorted({min(days), max(days)})) if days else ()


#: Steps whose days the round itself has; the form is fixed by the notice. All others are recorded.
KNOWN: Final[Mapping[str, Callable[[EvaluationRound], Days]]] = {
    "notice": lambda round_: _day(round_.published_on),
    "form": lambda round_: _day(round_.published_on),
    "collection": _collected,
    "collation": lambda round_: _day(round_.results_on),
    "plan": lambda round_: _day(round_.published_on),
    "inspection": _inspected,
    "questionnaire": _collected,
    "grading": lambda round_: _day(round_.graded_on),
    "report": lambda round_: _day(round_.graded_on),
    "feedback": lambda round_: _day(round_.fed_back_on),
    "publication": lambda round_: _day(round_.results_on),
}


@dataclass(frozen=True)
class Step:
    """One step: its code and words, its days (none yet, one, or first and last), what was done."""

    code: str
    label: str
    days: Days
    note: str


def by_hand(pack: EffectivePack) -> dict[str, str]:
    """Return the steps whose days are recorded by hand, with their words."""
    found = words(pack, WordList.EVALUATION_STEP)
    return {word.code: word.label for word in found if word.code not in KNOWN}


def article_of_steps(pack: EffectivePack) -> str | None:
    """Return the article that names the steps, None where the pack names none."""
    return next((word.article for word in words(pack, WordList.EVALUATION_STEP)), None)


def unrecorded(round_: EvaluationRound) -> list[Step]:
    """Return the steps recorded by hand that have no day yet."""
    return [step for step in steps_of(round_) if step.code not in KNOWN and not step.days]


def steps_of(round_: EvaluationRound) -> list[Step]:
    """Return the steps the pack names, in its order; none where it names none."""
    pack = pack_of(round_)
    recorded = {step.step_code: step for step in round_.steps} if by_hand(pack) else {}
    return [
        Step(
            word.code,
            word.label,
            KNOWN[word.code](round_)
            if word.code in KNOWN
            else _day(recorded[word.code].on_date if word.code in recorded else None),
            recorded[word.code].note if word.code in recorded else "",
        )
        for word in words(pack, WordList.EVALUATION_STEP)
    ]
