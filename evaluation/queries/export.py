"""The results of a round as the lines of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evaluation.queries.results import UnitResult


def lines_of(found: Sequence[UnitResult]) -> Iterator[list[str | int]]:
    """Yield a line for each option of each question of each unit whose counts are shown: unit,
    question, option, how many chose it, their share in percent, the index of the question.
    """
    for result in found:
        for answered in result.answers:
            question = answered.question
            words = {option.id: option.label for option in question.options}
            index = f"{answered.index.value:.1f}" if answered.index else ""
            for part in answered.tally.portions:
                share = "" if part.share is None else f"{part.share * 100:.1f}"
                yield [
                    result.unit.unit.name,
                    f"{question.position}. {question.text}",
                    words[part.option_id],
                    part.count,
                    share,
                    index,
                ]
