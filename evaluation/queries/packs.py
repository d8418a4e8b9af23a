"""What the pack of a round says of it: its grades, its methods, its articles."""

from __future__ import annotations

from evaluation.models import EvaluationRound
from evaluation.rules import RoundState
from regulations.codes import GuardId, WordList
from regulations.registry import get_pack
from regulations.rules import EffectivePack, guard, words


def pack_of(round_: EvaluationRound) -> EffectivePack:
    """Return the pack the round was planned under."""
    return get_pack(round_.pack_id)


def article_of(pack: EffectivePack, switch: GuardId) -> str | None:
    """Return the article of a rule of the pack, None where it has none."""
    found = guard(pack, switch)
    return found.value.article if found else None


def grades(pack: EffectivePack) -> dict[str, str]:
    """Return the pack's grades with their words, the best first; empty where it has no scale."""
    return {word.code: word.label for word in words(pack, WordList.EVALUATION_GRADE)}


#: States that only a round with grades passes through.
_GRADED = frozenset({RoundState.GRADED, RoundState.CONSENTED, RoundState.FED_BACK})


def course_of(pack: EffectivePack) -> list[RoundState]:
    """Return the states a round passes through: without grades, no consent and no feedback."""
    has_grades = bool(grades(pack))
    return [state for state in RoundState if has_grades or state not in _GRADED]


def method_label(pack: EffectivePack, code: str) -> str:
    """Return the pack's word for a method of evaluation; the code where it has none."""
    return {w.code: w.label for w in words(pack, WordList.EVALUATION_METHOD)}.get(code, code)
