"""The worked examples shipped with the packs come out, and a wrong answer is told apart."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from click.testing import Result
from flask.testing import FlaskCliRunner
from msgspec.structs import replace

from core.workdays import shipped_calendar
from regulations.golden import Case, Outcome, load_golden, run
from regulations.loader import SHIPPED, PackFaults
from regulations.model import Pack
from regulations.rules import EffectivePack, effective_pack


def work(packs: Mapping[str, Pack], cases: list[Case]) -> list[Outcome]:
    @cache
    def read(pack_id: str) -> EffectivePack:
        return effective_pack(packs, pack_id)

    return list(run(cases, read, shipped_calendar()))


@pytest.mark.parametrize("golden", load_golden(), ids=lambda golden: golden.title)
def test_every_worked_example_comes_out(packs: Mapping[str, Pack], golden: object) -> None:
    cases = list(golden.cases())  # type: ignore[attr-defined]
    assert cases
    assert [o for o in work(packs, cases) if not o.passed] == []


def test_the_whole_table_of_periods_is_there() -> None:
    (table,) = (golden for golden in load_golden() if golden.source == "domain.md G-1")
    assert len(table.deadline) == 80
    assert len({case.start for case in table.deadline}) == 10


def test_the_published_case_of_2022_comes_out(packs: Mapping[str, Pack]) -> None:
    """A judgment counts the make-up days 8 and 9 October; without them it would be the 4th."""
    (case,) = (
        case
        for golden in load_golden()
        for case in golden.deadline
        if case.start == date(2022, 9, 30)
    )
    assert case.due == date(2022, 11, 2)
    assert work(packs, [case])[0].passed


def test_a_wrong_answer_is_told_apart(packs: Mapping[str, Pack]) -> None:
    """The twin: every kind of case fails once its pack no longer says so."""
    empty = {
        pack.id: Pack(pack=replace(pack.pack, parent=None, includes=())) for pack in packs.values()
    }
    cases = [case for golden in load_golden() for case in golden.cases()]
    passed = {type(o.case).__name__ for o in work(empty, cases) if o.passed}
    # where the pack gives nothing, "no measure" is still the right answer
    assert passed <= {"MeasureCase"}


def test_deleting_the_row_of_a_case_makes_it_fail(packs: Mapping[str, Pack]) -> None:
    pack = packs["xx-county-2022"]
    cases = [case for golden in load_golden() for case in golden.answer if case.pack == pack.id]
    for row in pack.responsibility:
        rest = tuple(other for other in pack.responsibility if other is not row)
        without = {**packs, pack.id: replace(pack, responsibility=rest)}
        failed = [o.case.name for o in work(without, list(cases)) if not o.passed]
        if any((case.situation, case.code) == (row.situation, row.code) for case in cases):
            assert failed == [f"§4.1 {row.situation} {pack.id} {row.code}"]


def alter(tmp_path: Path, name: str, old: str, new: str) -> Path:
    folder = tmp_path / "packs"
    shutil.copytree(SHIPPED, folder)
    file = folder / "golden" / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def check(runner: FlaskCliRunner, *folder: str) -> Result:
    result: Result = runner.invoke(args=["regulations", "check", *folder])
    return result


def test_check_counts_terms_rows_and_examples_of_each_pack(
    runner: FlaskCliRunner, packs: Mapping[str, Pack]
) -> None:
    result = check(runner)
    pack = packs["aershan-2021"]
    rows = len(list(pack.rows()))
    cases = [c for golden in load_golden() for c in golden.cases() if c.pack == pack.id]
    assert result.exit_code == 0
    (line,) = (line for line in result.stdout.splitlines() if line.startswith("aershan-2021"))
    assert f"期限 {len(pack.term)} 项，规则 {rows} 条，例题 {len(cases)} 道" in line
    assert min(len(pack.term), rows, len(cases)) > 20
    assert "道例题全部相符" in result.stdout


def test_check_names_the_example_that_does_not_come_out(
    runner: FlaskCliRunner, tmp_path: Path
) -> None:
    folder = alter(tmp_path, "deadlines-g1.toml", "due = 2024-01-29", "due = 2024-01-30")
    result = check(runner, str(folder))
    assert result.exit_code == 1
    assert "G-1 2024-01-22 5工作日：应为 2024-01-30，得出 2024-01-29" in result.stderr


@pytest.mark.parametrize(
    ("old", "new", "key", "code"),
    [
        ("start = 2024-01-22", "begin = 2024-01-22", "deadline[0].begin", "unknown_key"),
        ("start = 2024-01-22", 'start = "soon"', "deadline[0].start", "not_a_date"),
        ("G-1 2024-01-22 7工作日", "G-1 2024-01-22 5工作日", "name", "duplicate"),
    ],
)
def test_a_faulty_file_of_examples_is_refused(
    tmp_path: Path, old: str, new: str, key: str, code: str
) -> None:
    folder = alter(tmp_path, "deadlines-g1.toml", old, new)
    with pytest.raises(PackFaults) as caught:
        load_golden(folder)
    assert (key, code) in [(f.key, f.problem.code) for f in caught.value.faults]
