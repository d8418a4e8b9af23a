"""What must hold within and between packs, beyond the shape of each row. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from regulations.checks.links import check_links
from regulations.checks.rows import check_guard, check_remedy, check_responsibility, check_term
from regulations.checks.scoring import check_assessment
from regulations.checks.table import check_rows
from regulations.decode import Problem
from regulations.model import Pack

__all__ = ["check_links", "check_pack"]


def check_pack(pack: Pack, stem: str) -> list[Problem]:
    """Return what is wrong inside one pack; `stem` is its file's name without the suffix."""
    problems = [*_header(pack, stem), *_doubles(pack), *_dated(pack), *_empty(pack)]
    for n, term in enumerate(pack.term):
        problems += check_term(term, f"term[{n}]")
    for n, guard in enumerate(pack.guard):
        problems += check_guard(guard, f"guard[{n}]")
    for n, row in enumerate(pack.responsibility):
        problems += check_responsibility(row, f"responsibility[{n}]")
    if pack.remedy is not None:
        problems += check_remedy(pack.remedy)
    if pack.assessment is not None:
        problems += check_assessment(pack.assessment)
    problems += check_rows(pack.apportionment)
    return problems


def _header(pack: Pack, stem: str) -> Iterator[Problem]:
    head = pack.pack
    if head.id != stem:
        yield Problem("pack.id", head.id, "id_not_file")
    if head.effective_from and head.effective_to and head.effective_to < head.effective_from:
        yield Problem("pack.effective_to", head.effective_to.isoformat(), "dates_reversed")
    if head.effective_from is not None and head.basis is None:
        yield Problem("pack.effective_from", head.effective_from.isoformat(), "undated")
    if head.replaced_by is not None and head.effective_to is None:
        yield Problem("pack.replaced_by", head.replaced_by, "until_missing")


def _doubles(pack: Pack) -> Iterator[Problem]:
    for key, count in Counter(key for key, _ in pack.rows()).items():
        if count > 1:
            section, _, name = key.partition(" ")
            yield Problem(section, name or None, "duplicate")


def _dated(pack: Pack) -> Iterator[Problem]:
    """An old rule names both its last day and what replaced it, or neither."""
    for key, row in pack.rows():
        if (row.until is None) is not (row.replaced_by == ""):
            yield Problem(key, row.replaced_by or row.until, "until_missing")


def _empty(pack: Pack) -> Iterator[Problem]:
    """Lists that prove nothing when empty, and words under a heading that is not there."""
    for n, ladder in enumerate(pack.consequence):
        if not ladder.steps:
            yield Problem(f"consequence[{n}].steps", ladder.code, "empty")
    for n, review in enumerate(pack.review):
        if not review.levels:
            yield Problem(f"review[{n}].levels", review.code, "empty")
    codes = {(word.list, word.code) for word in pack.word}
    for n, word in enumerate(pack.word):
        if word.group is not None and (word.list, word.group) not in codes:
            yield Problem(f"word[{n}].group", word.group, "unknown_group")
