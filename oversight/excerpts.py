"""Show where in a text a query was found; pure. What comes from the text is always escaped."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from core.search.text import fold

#: Characters shown before the first place found, and in all.
BEFORE = 30
LENGTH = 110


def marked(text: str, runs: Sequence[str]) -> Markup:
    """Return `text` with each of `runs` (folded) in a <mark>; `text` as the index keeps it."""
    parts: list[Markup] = []
    end = 0
    for start, stop in places(text, runs):
        parts += [
            Markup.escape(text[end:start]),
            Markup("<mark>{}</mark>").format(text[start:stop]),
        ]
        end = stop
    parts.append(Markup.escape(text[end:]))
    return Markup().join(parts)


def excerpt(text: str, runs: Sequence[str]) -> Markup:
    """Return the part of `text` around the first place found, marked; its beginning if nowhere."""
    line = " ".join(text.split())
    found = places(line, runs)
    start = max(found[0][0] - BEFORE, 0) if found else 0
    part = line[start : start + LENGTH]
    before = "…" if start else ""
    after = "…" if start + LENGTH < len(line) else ""
    return Markup("{}{}{}").format(before, marked(part, runs), after)


def places(text: str, runs: Sequence[str]) -> list[tuple[int, int]]:
    """Return where `runs` stand in `text`, in order, those that touch made one."""
    folded = fold(text)
    if len(folded) != len(text):  # not as the index keeps it: nothing can be pointed at
        return []
    spans: list[tuple[int, int]] = []
    for run in runs:
        at = folded.find(run)
        while run and at >= 0:
            spans.append((at, at + len(run)))
            at = folded.find(run, at + 1)
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged
