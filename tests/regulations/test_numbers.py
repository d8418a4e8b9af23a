"""Every number of a pack stands in the quote beside it, in digits or in Chinese numerals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from msgspec.structs import replace

from core.clocks.periods import RECURRENCES, Unit
from regulations.codes import GuardId
from regulations.model import Assessment, Band, Pack, Term

#: How a source writes the unit behind its number.
UNITS = {
    Unit.WORKING_DAY: ("个工作日",),
    Unit.CALENDAR_DAY: ("日", "天"),
    Unit.MONTH: ("个月",),
    Unit.YEAR: ("年",),
    Unit.HOUR: ("小时",),
    Unit.MINUTE: ("分钟",),
}
EVERY = {
    Unit.PER_WEEK: "每周",
    Unit.PER_MONTH: "每月",
    Unit.PER_QUARTER: "每季度",
    Unit.PER_YEAR: "年",
}
DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True)
class Unproved:
    """A number whose quote does not contain it."""

    key: str
    number: object
    quote: str


def chinese(number: int) -> str:
    """Return a number below 100 in Chinese numerals, as laws write it."""
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def written(number: int) -> tuple[str, ...]:
    """Return the ways a source may write a number."""
    return (str(number), chinese(number), *(("两",) if number == 2 else ()))


def says(quote: str, number: int, *after: str) -> bool:
    """Tell whether a quote has the number as a whole, with one of `after` (if any) behind it."""
    quote = "".join(quote.split())
    for way in written(number):
        for place in range(len(quote)):
            rest = quote[place + len(way) :]
            before = quote[place - 1 : place]
            if not quote.startswith(way, place) or before.isdigit() or before in (*DIGITS, "十"):
                continue
            if rest[:1].isdigit() or rest[:1] in (*DIGITS, "十"):
                continue
            if not after or rest.startswith(after):
                return True
    return False


def unproved(pack: Pack) -> list[Unproved]:
    """Return every number of a pack that its quote does not bear out."""
    found = [*_terms(pack), *_assessment(pack.assessment)]
    # levels that the source lists without counting them are counted by the route of their article
    routes = {(review.article, len(review.levels)) for review in pack.review}
    for guard in pack.guard:
        counted = guard.id is GuardId.REVIEW_LEVELS and (guard.article, guard.value) in routes
        if type(guard.value) is int and not counted and not says(guard.quote, guard.value):
            found.append(Unproved(f"guard {guard.id}", guard.value, guard.quote))
    for post in pack.post:
        if post.count is not None and not says(post.quote, post.count):
            found.append(Unproved(f"post {post.wording}", post.count, post.quote))
    return found


def _terms(pack: Pack) -> Iterator[Unproved]:
    for term in pack.term:
        if not _term_is_proved(term):
            yield Unproved(f"term {term.id}", term.length or (term.month, term.day), term.quote)
        longer = term.extension
        if longer is not None and term.unit is not None:
            quote = longer.quote or term.quote
            if not says(quote, longer.length, *UNITS[term.unit]):
                yield Unproved(f"extension {term.id}", longer.length, quote)


def _term_is_proved(term: Term) -> bool:
    quote = term.quote
    if term.month is not None:
        day = term.day is None or says(quote, term.day, "日") or _is_month_end(term)
        return says(quote, term.month, "月") and day
    if term.unit is Unit.SAME_DAY:
        return "当日" in quote
    if term.length is None or term.unit is None:
        return True
    if term.unit in RECURRENCES:
        return EVERY[term.unit] in quote and says(quote, term.length)
    return says(quote, term.length, *UNITS[term.unit])


def _is_month_end(term: Term) -> bool:
    return term.day == 31 and "月底" in term.quote


def _assessment(standard: Assessment | None) -> Iterator[Unproved]:
    if standard is None:
        return
    for dimension in standard.dimension:
        if dimension.points is not None and not says(dimension.quote, dimension.points):
            yield Unproved(dimension.code, dimension.points, dimension.quote)
    for item in standard.item:
        if not says(item.quote, item.points, "分"):
            yield Unproved(item.id, item.points, item.quote)
        for cut in item.deductions:
            if not says(item.deduction_quote, cut.points, "分"):
                yield Unproved(f"{item.id} {cut.code}", cut.points, item.deduction_quote)
    for band in standard.band:
        if not _band_is_proved(band):
            yield Unproved(band.code, (band.lower, band.upper), band.quote)
    faking = standard.falsification
    if faking and not (says(faking.quote, faking.minimum) and says(faking.quote, faking.maximum)):
        yield Unproved("falsification", (faking.minimum, faking.maximum), faking.quote)


def _band_is_proved(band: Band) -> bool:
    """以上 includes its number; the lowest band ends below the number that is written (以下)."""
    if band.lower is None:
        return True
    if band.upper is None:
        return says(band.quote, band.lower, "分以上")
    if band.lower == 0:
        return says(band.quote, band.upper + 1, "分以下")
    return says(band.quote, band.lower, "分") and says(band.quote, band.upper, "分")


def test_every_number_stands_in_its_quote(packs: Mapping[str, Pack]) -> None:
    assert {pack.id: unproved(pack) for pack in packs.values() if unproved(pack)} == {}


@pytest.mark.parametrize("pack_id", ["aershan-2021", "xx-county-2022", "national-2019"])
def test_a_changed_number_is_noticed(packs: Mapping[str, Pack], pack_id: str) -> None:
    """The twin: each stated length, one larger, is borne out by no quote."""
    pack = packs[pack_id]
    for n, term in enumerate(pack.term):
        if term.length is None or term.unit in RECURRENCES or term.unit is Unit.SAME_DAY:
            continue
        changed = (*pack.term[:n], replace(term, length=term.length + 1), *pack.term[n + 1 :])
        assert [one.key for one in unproved(replace(pack, term=changed))] == [f"term {term.id}"]


def test_a_unit_that_is_not_the_sources_is_noticed(packs: Mapping[str, Pack]) -> None:
    pack = packs["aershan-2021"]
    assert pack.term[0].unit is Unit.CALENDAR_DAY
    mixed = replace(pack.term[0], unit=Unit.WORKING_DAY)
    found = unproved(replace(pack, term=(mixed, *pack.term[1:])))
    assert [one.key for one in found] == ["term remedy.period"]


@pytest.mark.parametrize(
    ("quote", "number", "after", "holds"),
    [
        ("自受理之日起六十日内", 60, ("日",), True),
        ("自受理之日起六十日内", 6, (), False),
        ("两名以上工作人员", 2, ("名",), True),
        ("延长至30个工作日", 3, (), False),
        ("提前10日", 10, ("日",), True),
        ("经过三十五日", 30, (), False),
    ],
)
def test_numbers_are_read_whole(
    quote: str, number: int, after: tuple[str, ...], holds: bool
) -> None:
    assert says(quote, number, *after) is holds
