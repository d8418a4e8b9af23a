"""The pages of the law: packs by topic, side by side, and days counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from msgspec.structs import replace

from core.identity.models import User
from regulations.labels import DIRECTIONS, TOPICS
from regulations.lines import lines
from regulations.model import Pack
from regulations.registry import all_packs, examples, load_into
from regulations.rules import effective_pack
from regulations.topics import Topic
from tests.regulations.counted import (
    COURT_DUE,
    COURT_LENGTH,
    COURT_START,
    DAYS,
    G1,
    WORKING_DAYS,
)
from tests.support.client import Client, Page
from tests.support.factories import person


@pytest.fixture
def reader(sign_in: Callable[[User], Client]) -> Client:
    """An official without any task in the system: the law is open to them, too."""
    return sign_in(person("official"))


def deadline_url(**asked: str) -> str:
    """Return the address of a question about Aershan's remedy period from 2 September 2024."""
    usual = {"pack": "aershan-2021", "term": "remedy.period", "start": "2024-09-02"}
    return f"/regulations/deadline?{urlencode({**usual, **asked})}"


def said(page: Page, label: str) -> str:
    """Return what a list of facts says beside `label`."""
    rows = [row for row in page.all(class_="facts__row") if row.one("dt").text == label]
    assert len(rows) == 1, label
    return rows[0].one("dd").text


def test_every_row_of_every_pack_has_a_topic_that_readers_know(
    packs: Mapping[str, Pack],
) -> None:
    for pack_id, pack in packs.items():
        found = list(lines(effective_pack(packs, pack_id)))
        assert not [line.key for line in found if line.topic is Topic.OTHER], pack_id
        anchors = [line.anchor for line in found]
        assert len(anchors) == len(set(anchors)), pack_id
        shown = {id(line.row) for line in found}
        hidden = [key for key, row in pack.rows() if key != "basis" and id(row) not in shown]
        assert hidden == [], f"{pack_id} says more than its page shows"
    assert set(TOPICS) == set(Topic)
    assert len(DIRECTIONS) == 2


def test_the_list_says_who_follows_which_pack(reader: Client) -> None:
    page = reader.get("/regulations/packs")
    row = next(row for row in page.all("tr") if "aershan-2021" in row.text)
    assert "阿尔山市人民政府" in row.text
    assert "2021年3月26日" in row.text
    title = all_packs()["aershan-2021"].pack.title
    assert page.follow(title).h1 == title


def test_a_pack_shows_each_rule_with_article_quote_and_origin(reader: Client) -> None:
    page = reader.get("/regulations/packs/aershan-2021")
    own = page.one("tr", id="term-remedy-period").text
    for part in ("30日", "附件3 第八条", "002-03", "应于接到处理通知后30日内", "本包"):
        assert part in own
    silent = page.one("tr", id="term-remedy-decision-period").text
    assert "来源未规定" in silent
    assert "启用的通用规则" in page.one("tr", id="term-complaint-acceptance").text
    assert "上级规则" in page.one("tr", id="term-sanction-appeal").text
    targets = {item["id"] for item in page.all(id=True)}
    contents = [link["href"] for link in page.one("nav", class_="law-contents").all("a")]
    assert len(contents) > 8
    assert {link.removeprefix("#") for link in contents} <= targets


def test_a_pack_is_searched_and_filtered(reader: Client) -> None:
    url = "/regulations/packs/aershan-2021"
    found = reader.get(f"{url}?{urlencode({'text': '不承担责任'})}")
    assert found.has("tr", id="row-a4")
    assert not found.has("tr", id="term-remedy-period")
    silent = reader.htmx(f"{url}?state=not_stated&origin=own", "pack-lines")
    assert silent.has("tr", id="guard-case-collective-discussion")
    assert not silent.has("tr", id="row-a1")
    assert "没有符合条件的条目" in reader.get(f"{url}?text=zzz").text


def test_an_unknown_pack_is_not_found(reader: Client) -> None:
    reader.get("/regulations/packs/atlantis-1", status=404)
    reader.get("/regulations/packs/x%00", status=404)


def test_packs_are_compared_and_silence_is_said(reader: Client) -> None:
    page = reader.get("/regulations/compare?pack=aershan-2021&pack=national-2019")
    rows = {row.one("th").text: row for row in page.all("tr") if row.has("td")}
    row = next(row for label, row in rows.items() if label.startswith("向谁提出"))
    cells = [cell.text for cell in row.all("td")]
    assert "作出处理决定的机关" in cells[0]
    assert "未规定" in cells[1]
    assert "不同" in row.one("th").text
    same = next(row for label, row in rows.items() if label.startswith("处分案件办案期限"))
    assert "一致" in same.one("th").text
    only = reader.htmx(
        "/regulations/compare?pack=aershan-2021&pack=national-2019&differing=y&topic=remedy",
        "compared",
    )
    assert "一致" not in [cell.text for cell in only.all("span", class_="muted")]
    assert only.has(id="topic-remedy")
    assert not only.has(id="topic-sanction")


def test_one_pack_is_not_compared_and_a_forged_one_is_left_out(reader: Client) -> None:
    for query in ("", "?pack=aershan-2021", "?pack=aershan-2021&pack=atlantis-1", "?topic=x"):
        assert "请选择两个以上规则包" in reader.get(f"/regulations/compare{query}").text


@pytest.mark.requirement("ACC-14")
def test_the_calculator_says_when_why_and_by_which_article(reader: Client) -> None:
    page = reader.get(deadline_url())
    assert page.one(class_="figure__value").text == "2024年10月8日"
    assert said(page, "末日") == "2024年10月2日"
    assert said(page, "依据") == "附件3 第八条"
    assert len(page.one("table", class_="day-ledger__days").one("tbody").all("tr")) == 37
    link = page.one("a", href=True, text="申请复核或提出申诉的期限")
    assert link["href"] == "/regulations/packs/aershan-2021#term-remedy-period"


@pytest.mark.requirement("DOA-08", "DOA-09")
@pytest.mark.parametrize(
    ("more", "due"),
    [
        ({}, "2026年3月12日"),
        ({"extend": "20"}, "2026年4月10日"),
        ({"restart": "2026-04-20"}, "2026年5月20日"),
        ({"pause_from_1": "2026-03-02", "pause_to_1": "2026-03-05"}, "2026年3月17日"),
        ({"pause_from_1": "2026-03-02"}, "未定"),
    ],
)
def test_the_calculator_knows_pause_restart_and_extension(
    reader: Client, more: dict[str, str], due: str
) -> None:
    page = reader.get(deadline_url(term="doa.reply", start="2026-02-06", **more))
    assert page.one(class_="figure__value").text == due


def test_a_year_without_a_notice_is_marked(reader: Client) -> None:
    page = reader.get(deadline_url(term="doa.reply", start="2026-12-21"))
    assert "暂算" in page.text


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"start": "2024-02-30"}, "没有这一天"),
        ({"start": ""}, "请填写此项"),
        ({"term": ""}, "请选择期限"),
        ({"pack": "atlantis-1"}, "规则包"),
        ({"term": "remedy.decision_period"}, "来源未规定（附件3 第八条）"),
        ({"extend": "3"}, "没有规定可以延长"),
        ({"extend": "x"}, "延长"),
        ({"term": "doa.reply", "extend": "21"}, "延长须为 1 至 20"),
        ({"restart": "2024-09-01"}, "日期早于此前已登记的事项"),
        ({"pause_to_1": "2024-09-05"}, "请填写何日起中止"),
        ({"pause_from_1": "2024-09-05", "pause_to_1": "2024-09-04"}, "恢复之日早于中止之日"),
        ({"at": "25:00"}, "请按“09:30”的格式填写时刻"),
        ({"start": "2099-12-30"}, "日期超出日历范围"),
    ],
)
def test_a_bad_question_is_refused_beside_its_field(
    reader: Client, asked: dict[str, str], message: str
) -> None:
    page = reader.get(deadline_url(**asked), status=422)
    assert any(message in error for error in page.errors), page.errors
    assert page.has(class_="field--error")
    if "start" not in asked:
        assert page.one("input", name="start")["value"] == "2024-09-02"


def test_while_somebody_types_only_the_answer_changes(reader: Client) -> None:
    answer = reader.htmx(deadline_url(), "answer")
    assert answer.one(class_="figure__value").text == "2024年10月8日"
    unfinished = reader.htmx(deadline_url(start=""), "answer")
    assert "请填写此项" in unfinished.text
    terms = reader.htmx(deadline_url(pack="xx-county-2022"), "term-choice")
    assert "评议整改报告期限（10个工作日）" in terms.text


def test_the_calculator_begins_with_the_readers_own_pack(reader: Client) -> None:
    page = reader.get("/regulations/deadline")
    chosen = [option for option in page.all("option") if option.get("selected") is not None]
    assert "aershan-2021" in [option["value"] for option in chosen]


@pytest.mark.parametrize("row", G1, ids=lambda row: row[:10])
def test_the_table_of_g1_comes_out_exactly(reader: Client, row: str) -> None:
    start, *expected = row.split()
    working, days = (" ".join(map(str, lengths)) for lengths in (WORKING_DAYS, DAYS))
    found = counted(reader, start=start, working_day=working, calendar_day=days)
    assert [f"{raw[5:]}>{due[5:]}" if raw != due else due[5:] for raw, due in found] == expected


def test_the_case_a_court_decided_in_2022_comes_out(reader: Client) -> None:
    (found,) = counted(reader, start=COURT_START, working_day=str(COURT_LENGTH))
    assert found == (COURT_DUE, COURT_DUE)


def counted(reader: Client, **asked: str) -> list[tuple[str, str]]:
    """Return the last day of each length on the page, before and after it moves, as in ISO 8601."""
    page = reader.get(f"/regulations/count?{urlencode({**asked, 'direction': 'after'})}")
    rows = page.all("table", class_="data")[0].one("tbody").all("tr")
    return [(_iso(row.all("td")[1].text), _iso(row.all("td")[2].text)) for row in rows]


def _iso(text: str) -> str:
    year, month, day = (int(part) for part in re.findall("[0-9]+", text))
    return f"{year}-{month:02}-{day:02}"


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({}, "请至少填写一个长度"),
        ({"working_day": "5 x"}, "“x”不是"),
        ({"working_day": "5 -1"}, "“-1”不是"),
        ({"calendar_day": "99999999999999999999"}, "不是 1 至 9999"),
        ({"month": " ".join(map(str, range(1, 13)))}, "一次最多计算 10 个"),
        ({"working_day": "5", "start": "x"}, "格式填写日期"),
        ({"working_day": "5", "direction": "sideways"}, "方向"),
        ({"month": "9999"}, "日期超出日历范围"),
    ],
)
def test_lengths_that_are_none_are_refused(
    reader: Client, asked: dict[str, str], message: str
) -> None:
    query = {"start": "2026-01-19", "direction": "after", **asked}
    page = reader.get(f"/regulations/count?{urlencode(query)}", status=422)
    assert any(message in error for error in page.errors), page.errors


def test_days_are_counted_back_from_an_event(reader: Client) -> None:
    query = "start=2026-03-02&direction=before&working_day=2&calendar_day=10&month=1"
    page = reader.htmx(f"/regulations/count?{query}", "answer")
    assert "2026年2月27日" in page.text
    assert "《民事诉讼法》第八十五条" in page.text


@pytest.fixture
def two_versions(app: Flask, altered: Callable[[str, str, str], Path]) -> Iterator[None]:
    """Load, for one test, Aershan's pack in two versions of which the newer allows 60 days."""
    dated = "effective_from = 2021-03-26"
    series = 'parent = "national-2019"\nseries = "aershan"'
    altered("aershan-2021", 'parent = "national-2019"', series)
    folder = altered("aershan-2021", dated, f"{dated}\neffective_to = 2026-12-31")
    text = (folder / "aershan-2021.toml").read_text(encoding="utf-8")
    for old, new in (
        ('id = "aershan-2021"', 'id = "aershan-2027"'),
        (f"{dated}\neffective_to = 2026-12-31", "effective_from = 2027-01-01"),
        ("length = 30", "length = 60"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    block = text[text.index('[[guard]]\nid = "case.written_notice"') :]
    text = text.replace(block[: block.index("\n\n") + 2], "", 1)
    (folder / "aershan-2027.toml").write_text(text, encoding="utf-8")
    loaded = dict(app.extensions)
    load_into(app, folder)
    yield
    app.extensions.update(loaded)


@pytest.mark.usefixtures("two_versions")
def test_the_page_of_changes_shows_both_values(reader: Client) -> None:
    page = reader.get("/regulations/packs/aershan-2027").follow("与上一版本相比改了什么")
    rows = {row.one("th").text: row for row in page.all("tr") if row.has("td")}
    assert len(rows) == 2
    changed = next(row for label, row in rows.items() if "申请复核或提出申诉的期限" in label)
    assert "修改" in changed.one("th").text
    assert [cell.text[:3] for cell in changed.all("td")] == ["30日", "60日"]
    removed = next(row for label, row in rows.items() if "书面通知" in label)
    assert "删除" in removed.one("th").text
    back = reader.get("/regulations/packs/aershan-2021/changes?since=aershan-2027")
    assert "新增" in back.text
    reader.get("/regulations/packs/aershan-2027/changes?since=xx-county-2022", status=404)


def test_a_pack_of_which_there_is_one_version_has_no_changes(reader: Client) -> None:
    assert "没有更早的版本" in reader.get("/regulations/packs/xx-county-2022/changes").text


def test_examples_are_worked_when_they_are_opened(reader: Client) -> None:
    page = reader.get("/regulations/examples?pack=aershan-2021")
    assert "相符" in page.text
    assert "不符" not in [cell.text for cell in page.all("td")]
    link = next(
        a for a in page.all("a", href=True) if a["href"].startswith("/regulations/examples/")
    )
    one = reader.get(link["href"])
    assert said(one, "应为") == said(one, "得出")
    reader.get("/regulations/examples/999999", status=404)


def test_an_example_that_no_longer_holds_is_marked(reader: Client, app: Flask) -> None:
    (golden, *_rest) = (g for g in examples() if g.deadline)
    case = golden.deadline[0]
    wrong = replace(golden, deadline=(replace(case, due=date(1999, 1, 4), provisional=False),))
    app.extensions["wenze.regulations.examples"], kept = (wrong,), examples()
    try:
        page = reader.get("/regulations/examples?failing=y")
        assert "1999年1月4日" in page.text
        assert "不符" in reader.get("/regulations/examples/0").text
    finally:
        app.extensions["wenze.regulations.examples"] = kept


def test_examples_are_told_in_words(reader: Client) -> None:
    """Of all examples none shows a code where there is a word for it."""
    page = reader.get("/regulations/examples")
    cells = [cell.text for row in page.all("tr") if row.has("td") for cell in row.all("td")[2:4]]
    assert len(cells) > 400
    assert [text for text in cells if re.search("[a-z]", text)] == []
    texts = set(cells)
    assert {"合格", "暂算", "2024年1月29日", "没有"} <= texts


def test_an_example_tells_its_facts_in_words(reader: Client) -> None:
    page = reader.get("/regulations/examples?pack=aershan-2021")
    links = [a["href"] for a in page.all("a", href=True) if "§4.1 A4" in a.text]
    text = reader.get(links[0]).one("section", id="given").text
    for part in ("领导直接授意", "承办人提出异议", "承办人（直接承办人）", "主要责任"):
        assert part in text
