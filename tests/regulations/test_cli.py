"""The commands: answers as agreed, and one clear line for what cannot be answered."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskCliRunner

from core.clocks.queries import CALENDAR, use_calendar
from core.workdays import Calendar
from regulations.loader import SHIPPED
from tests.regulations.counted import (
    COURT_DUE,
    COURT_LENGTH,
    COURT_START,
    DAYS,
    G1,
    WORKING_DAYS,
)
from tests.support import application

Alter = Callable[[str, str, str], Path]
Build = Callable[..., dict[str, Any]]


def run(runner: FlaskCliRunner, *args: str) -> Result:
    result: Result = runner.invoke(args=["regulations", *args])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def deadline(runner: FlaskCliRunner, term: str, start: str, *more: str) -> Any:
    common = ["deadline", "--pack", "aershan-2021", "--term", term, "--from", start, "--json"]
    result = run(runner, *common, *more)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.requirement("ACC-14")
def test_the_remedy_period_moves_over_the_national_day(runner: FlaskCliRunner) -> None:
    answer = deadline(runner, "remedy.period", "2024-09-02")
    assert set(answer) == {"due", "provisional", "article", "source", "ledger"}
    assert (answer["due"], answer["provisional"]) == ("2024-10-08", False)
    assert (answer["article"], answer["source"]) == ("附件3 第八条", "002-03")
    ledger = answer["ledger"]
    assert [ledger[0]["date"], ledger[-1]["date"]] == ["2024-09-02", "2024-10-08"]
    assert len(ledger) == 37
    assert all(set(day) == {"date", "counted", "n", "why"} and day["why"] for day in ledger)
    assert max(day["n"] or 0 for day in ledger) == 30


@pytest.mark.requirement("DOA-08", "DOA-09")
@pytest.mark.parametrize(
    ("more", "due"),
    [
        ([], "2026-03-12"),
        (["--extend", "20"], "2026-04-10"),
        (["--restart", "2026-04-20"], "2026-05-20"),
        (["--pause", "2026-03-02..2026-03-05"], "2026-03-17"),
    ],
)
def test_the_reply_period(runner: FlaskCliRunner, more: list[str], due: str) -> None:
    assert deadline(runner, "doa.reply", "2026-02-06", *more)["due"] == due


DOA_REPLY = [
    "regulations", "deadline", "--pack", "aershan-2021", "--term", "doa.reply",
    "--from", "2026-04-20", "--json",
]  # fmt: skip


def test_the_calendar_in_force_counts(app: Flask) -> None:
    source = app.extensions[CALENDAR]
    use_calendar(app, lambda: Calendar(()))
    try:
        assert json.loads(app.test_cli_runner().invoke(args=DOA_REPLY).output)["provisional"]
    finally:
        use_calendar(app, source)


def test_without_a_database_the_shipped_calendar_counts_and_it_says_so(tmp_path: Path) -> None:
    bare = application.build(f"sqlite:///{tmp_path / 'none.db'}", tmp_path)
    result = bare.test_cli_runner().invoke(args=DOA_REPLY)
    application.close(bare)
    assert "数据库尚未建立" in result.output
    assert '"due": "2026-05-20"' in result.output


def test_the_acceptance_period_comes_from_the_common_rules(runner: FlaskCliRunner) -> None:
    answer = deadline(runner, "complaint.acceptance", "2026-03-02")
    assert (answer["due"], answer["source"]) == ("2026-03-17", "000-05")


def test_a_year_without_a_notice_is_provisional(runner: FlaskCliRunner) -> None:
    assert deadline(runner, "doa.reply", "2026-12-20")["provisional"]


AERSHAN = ["deadline", "--pack", "aershan-2021", "--term"]
OPINION = ["deadline", "--pack", "xx-county-2022", "--term", "opinion.response.major"]
REPLY = [*AERSHAN, "doa.reply", "--from", "2026-02-06"]

REFUSED = [
    (["show", "atlantis"], "没有这个规则包：atlantis"),
    (["deadline", "--pack", "x", "--term", "doa.reply", "--from", "2026-02-06"], "没有这个规则包"),
    ([*AERSHAN, "x", "--from", "2026-02-06"], "没有这项期限"),
    ([*AERSHAN, "doa.reply", "--from", "2026-02-30"], "不是有效的日期"),
    ([*AERSHAN, "doa.reply", "--from", "20260206"], "不是有效的日期"),
    ([*AERSHAN, "doa.reply", "--from", "9999-12-31"], "超出日历范围"),
    ([*AERSHAN, "remedy.decision_period", "--from", "2026-02-06"], "来源未规定"),
    ([*AERSHAN, "execution.period", "--from", "2026-02-06"], "逐案写明"),
    (
        ["deadline", "--pack", "national-2019", "--term", "remedy.period", "--from", "2026-02-06"],
        "没有写这项期限",
    ),
    ([*REPLY, "--extend", "21"], "须为 1 至 20"),
    ([*REPLY, "--extend", "x"], "整数"),
    ([*AERSHAN, "remedy.period", "--from", "2026-02-06", "--extend", "1"], "没有规定可以延长"),
    ([*REPLY, "--pause", "2026-02-09"], "起日..止日"),
    ([*REPLY, "--pause", "2026-02-10..2026-02-09"], "早于起日"),
    ([*REPLY, "--restart", "2026-01-01"], "早于"),
    ([*REPLY, "--at", "24:00"], "请按“09:30”的格式填写时刻"),
    ([*OPINION, "--from", "2026-02-06"], "请填写具体时刻"),
    (["count", "--from", "2026-02-06"], "请至少填写一个长度"),
    (["count", "--from", "2026-02-30", "--days", "1"], "不是有效的日期"),
    (["count", "--from", "2026-02-06", "--days", "0"], "“0”不是 1 至 9999"),
    (["count", "--from", "2026-02-06", "--days", "9" * 5000], "不是 1 至 9999"),
    (["count", "--from", "2026-02-06", "--months", "9999"], "日期超出日历范围"),
    (["apportion", "--pack", "aershan-2021", "nowhere.json"], "文件无法读取"),
    (["check", "nowhere"], "没有这个文件夹"),
]


@pytest.mark.parametrize(("args", "words"), REFUSED)
def test_what_cannot_be_answered_is_one_line_and_exit_2(
    runner: FlaskCliRunner, args: list[str], words: str
) -> None:
    result = run(runner, *args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


def test_apportion_answers_in_json_and_in_text(
    runner: FlaskCliRunner, act: Build, tmp_path: Path
) -> None:
    file = tmp_path / "facts.json"
    skipped = act(approval={"state": "given"}, review={"state": "skipped"})
    file.write_text(json.dumps({"acts": [act(), skipped | {"id": "a2"}]}), encoding="utf-8")
    result = run(runner, "apportion", "--pack", "aershan-2021", str(file), "--json")
    one, two = json.loads(result.stdout)["acts"]
    assert one["shares"][0] == {
        "person": "h",
        "role": "handler",
        "share": "full",
        "row": "A1",
        "article": "附件3 第六条（一）",
    }
    assert two["shares"] == []
    assert [reading["rows"] for reading in two["alternatives"]] == [["A2"], ["A3"]]
    text = run(runner, "apportion", "--pack", "aershan-2021", str(file)).stdout
    assert "直接承办人　全部责任　A1　附件3 第六条（一）" in text
    assert "读法 2（A3）" in text


def test_bad_facts_are_one_line_and_exit_2(
    runner: FlaskCliRunner, act: Build, tmp_path: Path
) -> None:
    file = tmp_path / "facts.json"
    for text, words in (
        ("{", "不是有效的 JSON"),
        (json.dumps({"acts": [act(decided_by="me")]}), "acts[0].decided_by：不是允许的值"),
        (json.dumps({"acts": [act()], "x": "\n"}), "x：未知的键"),
    ):
        file.write_text(text, encoding="utf-8")
        result = run(runner, "apportion", "--pack", "aershan-2021", str(file))
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
        assert words in result.stderr
    file.write_text(json.dumps({"acts": [act()]}), encoding="utf-8")
    result = run(runner, "apportion", "--pack", "common-000-05", str(file))
    assert (result.exit_code, "没有区分责任" in result.stderr) == (2, True)


def test_check_accepts_the_shipped_packs(runner: FlaskCliRunner) -> None:
    result = run(runner, "check")
    assert result.exit_code == 0
    count = len(list(SHIPPED.glob("*.toml")))
    assert f"{count} 个规则包，没有错误" in result.stdout


def test_check_names_every_fault_and_ends_with_1(runner: FlaskCliRunner, altered: Alter) -> None:
    altered("aershan-2021", "length = 30", "lenght = 30")
    folder = altered("common-000-05", "length = 15", "length = 0")
    result = run(runner, "check", str(folder))
    assert result.exit_code == 1
    assert "aershan-2021.toml：term[0].lenght = 30：未知的键" in result.stderr
    assert "common-000-05.toml：term[0].length = 0：" in result.stderr
    assert "Traceback" not in result.output


def test_show_tells_the_origin_of_each_value(runner: FlaskCliRunner) -> None:
    text = run(runner, "show", "aershan-2021").stdout
    (line,) = (one for one in text.splitlines() if "举报受理期限" in one)
    assert "15日　《行政责任追究制度》“受理程序”　000-05“之日起15日内决定是否受理”" in line
    assert "[启用的通用规则]" in line
    (line,) = (one for one in text.splitlines() if "复核、申诉的处理期限" in one)
    assert "来源未规定　附件3 第八条　002-03" in line
    assert "[本包]" in line
    assert line.endswith("可由管理员设定，未设定的只显示已过天数")
    assert "救济途径：复核、申诉　附件3 第八条" in text
    assert "向谁提出：作出处理决定的机关　附件3 第八条" in text
    plain = json.loads(run(runner, "show", "aershan-2021", "--json").stdout)
    origins = {row["id"]: (row["origin"], row["pack"]) for row in plain["terms"]}
    assert origins["remedy.period"] == ("own", "aershan-2021")
    assert origins["complaint.acceptance"] == ("include", "common-000-05")
    assert origins["sanction.appeal"] == ("parent", "national-2019")


def test_deadline_in_text_names_the_day_and_the_counting_rules(runner: FlaskCliRunner) -> None:
    args = ["--pack", "aershan-2021", "--term", "remedy.period", "--from", "2024-09-02"]
    text = run(runner, "deadline", *args).stdout
    assert text.rstrip().endswith("期限届满日：2024-10-08")
    assert "《民事诉讼法》第八十五条" in text


@pytest.mark.parametrize(
    ("term", "due"),
    [("opinion.response.major", "2026-04-21 16:30"), ("sitin.arrival", "2026-04-20 16:20")],
)
def test_a_term_in_hours_or_minutes_ends_at_an_instant(
    runner: FlaskCliRunner, term: str, due: str
) -> None:
    args = ["--pack", "xx-county-2022", "--term", term, "--from", "2026-04-20", "--at", "16:30"]
    assert run(runner, "deadline", *args).stdout.rstrip().endswith(f"期限届满日：{due}")
    answer = json.loads(run(runner, "deadline", *args, "--json").stdout)
    assert answer["due_at"] == f"{due.replace(' ', 'T')}:00+08:00"


def counted(runner: FlaskCliRunner, start: str, *lengths: str) -> list[tuple[str, str]]:
    """Return the last day of each length, before and after it moves off a rest day."""
    result = run(runner, "count", "--from", start, *lengths, "--json")
    assert result.exit_code == 0, result.stderr
    return [(item["last"], item["due"]) for item in json.loads(result.stdout)["counted"]]


@pytest.mark.parametrize("row", G1, ids=lambda row: row[:10])
def test_the_table_of_g1_comes_out_exactly(runner: FlaskCliRunner, row: str) -> None:
    start, *expected = row.split()
    working = [part for n in WORKING_DAYS for part in ("--working-days", str(n))]
    days = [part for n in DAYS for part in ("--days", str(n))]
    found = counted(runner, start, *working, *days)
    assert [f"{raw[5:]}>{due[5:]}" if raw != due else due[5:] for raw, due in found] == expected


def test_the_case_a_court_decided_in_2022_comes_out(runner: FlaskCliRunner) -> None:
    lengths = ("--working-days", str(COURT_LENGTH))
    assert counted(runner, COURT_START, *lengths) == [(COURT_DUE, COURT_DUE)]
    text = run(runner, "count", "--from", COURT_START, *lengths, "--ledger").stdout
    assert "20个工作日：末日 2022-11-02，届满日 2022-11-02" in text
    assert "2022-10-08　1　第 1 个工作日" in text
    assert "《民事诉讼法》第八十五条" in text


def test_lengths_are_counted_back_and_beyond_the_calendar_they_are_marked(
    runner: FlaskCliRunner,
) -> None:
    back = run(runner, "count", "--from", "2026-03-02", "--before", "--days", "10").stdout
    assert "届满日 2026-02-14" in back
    beyond = run(runner, "count", "--from", "2026-12-20", "--working-days", "20").stdout
    assert "未定：所涉年份尚无放假通知" in beyond
