"""The register of all clocks of the sources, and the periods to which they give no number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from click.testing import Result
from flask.testing import FlaskCliRunner
from msgspec.structs import replace

from core.clocks.periods import INSTANT_UNITS
from core.identity.models import User
from regulations.codes import State, TermId
from regulations.golden import load_golden
from regulations.loader import load_packs
from regulations.model import Pack, Term
from tests.support.client import Client
from tests.support.factories import person

REGISTER = [f"T-{n:02}" for n in range(1, 49)]

#: Duties with a time word but no number: an administrator may set one, else days elapsed are shown.
NO_NUMBER = [
    ("aershan-2021", TermId.CORRECTION_PERIOD),
    ("aershan-2021", TermId.RECTIFICATION_PERIOD),
    ("xx-county-2022", TermId.CORRECTION_PERIOD),
    ("xx-county-2022", TermId.RECTIFICATION_PERIOD),
    ("duodao-finance", TermId.CORRECTION_PERIOD),
    ("duodao-finance", TermId.RECTIFICATION_PERIOD),
    ("county-004", TermId.CORRECTION_PERIOD),
    ("aershan-2021", TermId.FEEDBACK_PERIOD),
    ("xx-county-2022", TermId.FEEDBACK_PERIOD),
    ("aershan-2021", TermId.CLARIFICATION_REPORT),
    ("xx-county-2022", TermId.CATALOGUE_FILING),
    ("county-004", TermId.INVESTIGATION_PERIOD),
    ("national-2019", TermId.INVESTIGATION_PERIOD),
    ("aershan-2021", TermId.ANNUAL_REPORT_LATE),
    ("aershan-2021", TermId.ASSESSMENT_CHECK_RECTIFY),
    ("xx-county-2022", TermId.ASSESSMENT_RECTIFY),
    ("xx-county-2022", TermId.SIT_IN_FEEDBACK),
    ("county-004", TermId.ANNUAL_REPORT_UNIT),
    ("common-000-05", TermId.EXECUTION_PERIOD),
]


def registered(packs: Mapping[str, Pack]) -> Iterator[str]:
    """Yield every register number that a term or its extension bears."""
    for term in (term for pack in packs.values() for term in pack.term):
        yield from (n for n in (term.register, term.extension and term.extension.register) if n)


@pytest.mark.parametrize("number", REGISTER)
def test_every_clock_of_the_register_is_a_term(packs: Mapping[str, Pack], number: str) -> None:
    assert number in set(registered(packs))


@dataclass(frozen=True)
class Asked:
    """A question about one clock of the register: its pack, its term, and what it needs."""

    register: str
    pack_id: str
    term: Term

    @property
    def extend(self) -> str | None:
        """Return the longest extension where that is what bears the number."""
        longer = self.term.extension
        if longer is None or longer.register != self.register or self.term.length is None:
            return None
        return str(longer.longest(self.term.length))

    @property
    def at(self) -> str | None:
        """Return a time of day where the term needs one."""
        return "16:30" if self.term.unit in INSTANT_UNITS else None


def questions() -> list[Asked]:
    """Return every clock of the register, in each pack that has it."""
    return [
        Asked(number, pack.id, term)
        for pack in load_packs().values()
        for term in pack.term
        for number in registered({"": replace(pack, term=(term,))})
    ]


def is_answered(text: str, asked: Asked) -> bool:
    """Tell whether a text gives a date, or says with the article why there is none."""
    if asked.term.state is State.PER_CASE:
        return "逐案写明" in text and asked.term.article in text
    return re.search("(期限届满日|到期时刻).*20[0-9]{2}", text) is not None


@pytest.mark.parametrize(
    "asked", questions(), ids=lambda asked: f"{asked.register} {asked.pack_id}"
)
def test_the_command_line_answers_every_clock_or_says_why_not(
    runner: FlaskCliRunner, asked: Asked
) -> None:
    args = ["--pack", asked.pack_id, "--term", asked.term.id.value, "--from", "2026-04-20"]
    args += ["--extend", asked.extend] if asked.extend else []
    args += ["--at", asked.at] if asked.at else []
    result: Result = runner.invoke(args=["regulations", "deadline", *args])
    assert result.exit_code == (2 if asked.term.state is State.PER_CASE else 0), result.output
    assert is_answered(result.output, asked)
    assert asked.term.article in result.output


def test_the_page_answers_every_clock_or_says_why_not(
    sign_in: Callable[[User], Client],
) -> None:
    reader = sign_in(person("official"))
    for asked in questions():
        query = {"pack": asked.pack_id, "term": asked.term.id.value, "start": "2026-04-20"}
        query |= {"extend": asked.extend or "", "at": asked.at or ""}
        text = reader.htmx(f"/regulations/deadline?{urlencode(query)}", "answer").text
        assert is_answered(text, asked), (asked.register, asked.pack_id, text)
        assert asked.term.article in text


def test_all_of_the_register_is_asked() -> None:
    assert {asked.register for asked in questions()} == set(REGISTER)


def test_no_number_is_made_up(packs: Mapping[str, Pack]) -> None:
    assert set(registered(packs)) == set(REGISTER)


@pytest.mark.parametrize("number", ["T-05", "T-13"])
def test_a_clock_that_is_taken_out_is_missed(packs: Mapping[str, Pack], number: str) -> None:
    """The twin: without the term that bears it, the number is gone."""
    pack = packs["aershan-2021"]
    kept = tuple(t for t in pack.term if number not in set(registered({"x": _only(pack, t.id)})))
    assert number not in set(registered({**packs, pack.id: replace(pack, term=kept)}))


def _only(pack: Pack, term_id: TermId) -> Pack:
    return replace(pack, term=tuple(term for term in pack.term if term.id is term_id))


def test_every_clock_of_the_register_has_a_worked_example() -> None:
    worked = {case.register for golden in load_golden() for case in golden.period}
    assert set(REGISTER) <= worked


@pytest.mark.parametrize(("pack_id", "term_id"), NO_NUMBER)
def test_a_period_without_a_number_is_there_to_be_set(
    packs: Mapping[str, Pack], pack_id: str, term_id: TermId
) -> None:
    (term,) = (term for term in packs[pack_id].term if term.id is term_id)
    assert term.is_settable
    assert term.length is None
    assert term.starts is not None


def test_whatever_has_no_number_can_be_set_or_is_none(packs: Mapping[str, Pack]) -> None:
    for term in (term for pack in packs.values() for term in pack.term):
        without = term.length is None and term.month is None
        assert without == (term.is_settable or term.state is State.NONE), term.id
