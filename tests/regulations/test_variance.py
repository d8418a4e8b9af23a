"""What the sources say differently (requirements.md §3.6) is shown by the command line, proved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner

from regulations.model import Pack

REQUIREMENTS = Path(__file__).parents[2].parent / "shared" / "requirements.md"

#: The rule-pack keys of §3.6.1–3.6.3 that carry a number: pack, row, value, source, quote.
NUMBERS = [
    ("chengdu-2008", "proactive.period", "20个工作日", "000-02", "形成或变更之日起20个工作日"),
    ("national-2007", "proactive.period", "20个工作日", "000-03", "信息生成之日起20个工作日"),
    ("aershan-2021", "proactive.period", "20个工作日", "002-01", "形成或者变更之日起20个工作日"),
    ("xx-county-2022", "proactive.period", "20个工作日", "003-14", "形成或变更之日起20个工作日"),
    ("county-004", "proactive.normative_document", "30日", "004-05", "自发布之日起30日内"),
    ("chengdu-2008", "proactive.deferral", "30个工作日", "000-02", "不得超过30个工作日"),
    ("three-affairs-000-11", "proactive.finance.budget", "30日", "000-11", "执行结束后30日内"),
    ("three-affairs-000-11", "proactive.finance.accounts", "3个月", "000-11", "年度结束后3个月内"),
    ("three-affairs-000-11", "proactive.finance.statements", "10日", "000-11", "编制完成后10日内"),
    ("duodao-finance", "proactive.regular", "每季度1次", "001-04", "每季度公开一次"),
    ("national-2007", "doa.reply", "15个工作日", "000-03", "在15个工作日内予以答复"),
    ("duodao-finance", "doa.reply", "15个工作日", "001-04", "接到申请书之日起15个工作日"),
    ("aershan-2021", "doa.reply", "20个工作日", "002-02", "收到申请之日起20个工作日"),
    ("county-004", "doa.reply", "5个工作日", "004-05", "接到申请书之日起5个工作日"),
    ("duodao-finance", "doa.reply", "合计30个工作日", "001-04", "期限延长至30个工作日"),
    ("aershan-2021", "doa.reply", "另加20个工作日", "002-02", "最长不得超过20个工作日"),
    ("county-004", "doa.reply", "合计10个工作日", "004-05", "可以延长到10个工作日"),
    ("aershan-2021", "doa.third_party.ask", "5个工作日", "002-02", "收到申请书后5个工作日内"),
    ("aershan-2021", "coordination.reply", "5个工作日", "002-07", "公文后5个工作日内"),
    ("public-institution-000-07", "coordination.reply", "2个工作日", "000-07", "在2个工作日内"),
    ("aershan-2021", "doa.no_contact.retention", "1年", "002-02", "留存时间为一年"),
    ("aershan-2021", "annual_report.unit", "1月31日", "002-09", "每年1月31日前"),
    ("xx-county-2022", "newmedia.min_posts", "每周1次", "003-08", "每周至少更新发布1条"),
    ("common-000-05", "complaint.acceptance", "15日", "000-05", "之日起15日内决定是否受理"),
    ("common-000-05", "investigation.min_investigators", "2", "000-05", "两名以上工作人员"),
    ("duodao-finance", "remedy.period", "5个工作日", "001-04", "接到处理通知后5个工作日内"),
    ("aershan-2021", "remedy.period", "30日", "002-03", "接到处理通知后30日内"),
    ("duodao-finance", "remedy.decision_period", "20日", "001-04", "在20日内完成复核"),
    ("xx-county-2022", "evaluation.rectify", "10个工作日", "003-17", "接到反馈通知后10个工作日内"),
    ("xx-county-2022", "assessment.notice", "提前10日", "003-15", "提前10日下发考核通知"),
    ("xx-county-2022", "assessment.self_report", "提前5日", "003-15", "在考核前5日内"),
    ("aershan-2021", "interpretation.period", "3个工作日", "002-04", "上网公开后3个工作日内"),
    ("xx-county-2022", "interpretation.period", "5个工作日", "003-05", "印发后的5个工作日内"),
    ("xx-county-2022", "prediscl.period", "3个工作日", "003-16", "不超过3个工作日"),
    ("xx-county-2022", "opinion.response.major", "24小时", "003-07", "应在24小时内对外公布"),
    ("xx-county-2022", "opinion.response.other", "48小时", "003-07", "应在48小时内予以回应"),
    ("xx-county-2022", "message.reply.simple", "3个工作日", "003-06", "应在3个工作日内办结并答复"),
    ("xx-county-2022", "message.reply.general", "7个工作日", "003-06", "应在7个工作日内办结并答复"),
    ("aershan-2021", "annual_report.city", "2月20日", "002-09", "每年2月20日前"),
    ("xx-county-2022", "evaluation.thematic", "每年1次", "003-17", "原则上每年组织一次"),
    ("aershan-2021", "assessment.frequency", "每年1次", "002-11", "每年进行一次"),
    ("aershan-2021", "excellent", "90", "002-11", "90分以上为优秀"),
    ("aershan-2021", "qualified", "70", "002-11", "70分-89分为合格"),
    ("xx-county-2022", "good", "75", "003-15", "良好(75分—89分)"),
    ("xx-county-2022", "qualified", "60", "003-15", "合格(60分—74分)"),
]


def plain(text: str) -> str:
    """Drop white space and the difference between full-width and ASCII brackets."""
    return re.sub(r"\s+", "", text).translate(str.maketrans("（）", "()"))


def shown(runner: FlaskCliRunner, pack_id: str) -> list[str]:
    """Return the lines that `flask regulations show` prints for a pack."""
    result = runner.invoke(args=["regulations", "show", pack_id])
    assert result.exit_code == 0, result.output
    return [plain(line) for line in result.output.splitlines()]


def is_proved(output: Iterable[str], row: str, value: str, source: str, quote: str) -> bool:
    """Tell whether one line has the row with its value, and source, article and quote beside it."""
    proof = re.compile(f"{re.escape(source)}“.*{re.escape(plain(quote))}.*”")
    return any(line.startswith(row) and value in line and proof.search(line) for line in output)


@pytest.mark.parametrize("number", NUMBERS, ids=lambda n: f"{n[0]} {n[1]} {n[2]}")
def test_every_number_is_shown_with_source_article_and_quote(
    runner: FlaskCliRunner, packs: Mapping[str, Pack], number: tuple[str, ...]
) -> None:
    pack_id, row, value, source, quote = number
    assert is_proved(shown(runner, pack_id), row, value, source, quote)
    articles = {
        plain(one.article)
        for _key, one in packs[pack_id].rows()
        if one.source == source and any(plain(quote) in plain(words) for words in one.quotes)
    }
    lines = [line for line in shown(runner, pack_id) if line.startswith(row)]
    assert articles
    assert any(article in line for article in articles for line in lines)


def test_a_number_that_is_not_the_sources_is_missed(runner: FlaskCliRunner) -> None:
    """The twin: another value, source or quote is not what is shown."""
    pack_id, row, value, source, quote = NUMBERS[0]
    output = shown(runner, pack_id)
    assert is_proved(output, row, value, source, quote)
    assert not is_proved(output, row, "21个工作日", source, quote)
    assert not is_proved(output, row, value, "000-01", quote)
    assert not is_proved(output, row, value, source, "之日起21个工作日")


def quotes_of(requirements: str) -> list[str]:
    """Return every quote of the tables of periods, procedure, assessment, review and timers."""
    tables = requirements[requirements.index("#### 3.6.1") : requirements.index("#### 3.6.6")]
    rows = [line for line in tables.splitlines() if line.startswith("|")]
    return [quote for row in rows for quote in re.findall("「([^」]*)」", row)]


def test_every_quote_of_the_tables_of_variance_is_shown(
    runner: FlaskCliRunner, packs: Mapping[str, Pack]
) -> None:
    if not REQUIREMENTS.is_file():
        pytest.skip("QUOTES OF §3.6 NOT CHECKED: ../shared/requirements.md is not here")
    everything = "".join(line for pack_id in packs for line in shown(runner, pack_id))
    quotes = quotes_of(REQUIREMENTS.read_text(encoding="utf-8"))
    assert len(quotes) > 140
    assert [quote for quote in quotes if plain(quote) not in everything] == []
    assert plain("最长不得超过21个工作日") not in everything
