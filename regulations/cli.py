"""Commands: flask regulations check | show | deadline | count | apportion."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, time
from functools import cache, partial
from pathlib import Path
from typing import Any, NoReturn

import click
from flask.cli import AppGroup
from flask_babel import gettext
from sqlalchemy.exc import OperationalError, ProgrammingError

from core.clocks.periods import MAX_LENGTH, Direction
from core.clocks.queries import calendar_in_force
from core.clocks.replay import Reading
from core.moment import SHANGHAI
from core.workdays import Calendar, OutsideCalendar, shipped_calendar
from regulations import answers, labels, presenting, registry
from regulations.codes import TermId
from regulations.deadlines import deadline
from regulations.forms import CLOCK_FACE, COUNTED
from regulations.golden import Outcome, load_golden, run
from regulations.loader import SHIPPED, PackFaults, load_packs
from regulations.model import Pack
from regulations.rules import (
    ActAnswer,
    EffectivePack,
    FactsFaulty,
    Share,
    SourceSilent,
    UnknownPack,
    apportion,
    decode_facts,
    effective_pack,
)
from regulations.showing import pack_lines

group = AppGroup("regulations", help="规则包：检查、查看、计算期限、区分责任。")


def _(message: str, **values: object) -> str:
    """Return a message in the reader's language, with its values filled in."""
    text: str = gettext(message, **values)
    return text


#: A larger file is no list of facts.
MAX_FACTS = 4_000_000


@group.command("check")
@click.argument("folder", required=False)
def check(folder: str | None) -> None:
    """检查规则包；不给文件夹则检查随软件发布的规则包。"""
    where = Path(folder) if folder else SHIPPED
    if not where.is_dir():
        _stop(_("没有这个文件夹：%(name)s", name=str(folder)))
    try:
        packs = load_packs(where)
        cases = [case for golden in load_golden(where) for case in golden.cases()]
    except PackFaults as error:
        for fault in error.faults:
            click.echo(str(fault), err=True)
        click.echo(_("共 %(count)s 处错误。", count=len(error.faults)), err=True)
        raise SystemExit(1) from None
    outcomes = list(run(cases, cache(partial(effective_pack, packs)), shipped_calendar()))
    _report(packs, outcomes)


def _report(packs: Mapping[str, Pack], outcomes: Sequence[Outcome]) -> None:
    """Print the counts of each pack and every example that came out differently."""
    failed = [outcome for outcome in outcomes if not outcome.passed]
    worked = Counter(outcome.case.pack for outcome in outcomes)
    for pack in packs.values():
        counts = _(
            "期限 %(terms)s 项，规则 %(rows)s 条，例题 %(cases)s 道",
            terms=len(pack.term),
            rows=sum(1 for _row in pack.rows()),
            cases=worked[pack.id],
        )
        click.echo(f"{pack.id}　{pack.pack.title}　{counts}")
    for outcome in failed:
        values = {"name": outcome.case.name, "expected": outcome.expected, "got": outcome.got}
        click.echo(_("例题不符：%(name)s：应为 %(expected)s，得出 %(got)s", **values), err=True)
    if failed:
        raise SystemExit(1)
    click.echo(_("%(count)s 道例题全部相符。", count=len(outcomes)))
    click.echo(_("%(count)s 个规则包，没有错误。", count=len(packs)))


@group.command("show")
@click.argument("pack_id", metavar="PACK")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def show(pack_id: str, *, as_json: bool) -> None:
    """显示一个规则包的全部内容，每一项注明条款和来自哪个包。"""
    pack = _pack(pack_id)
    if as_json:
        _print_json(answers.pack_json(pack))
        return
    for line in pack_lines(pack):
        click.echo(line)


@group.command("deadline")
@click.option("--pack", "pack_id", required=True, help="规则包编号。")
@click.option("--term", "term_id", required=True, help="期限编号，如 remedy.period。")
@click.option("--from", "start", required=True, help="起算事由发生之日（YYYY-MM-DD）。")
@click.option("--at", help="起算时刻（HH:MM），按小时、分钟计算的期限须填。")
@click.option("--pause", "pauses", multiple=True, help="中止：起日..止日。")
@click.option("--restart", help="重新起算之日。")
@click.option("--extend", help="延长多少（按期限的单位）。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def deadline_command(
    pack_id: str,
    term_id: str,
    start: str,
    at: str | None,
    pauses: tuple[str, ...],
    restart: str | None,
    extend: str | None,
    *,
    as_json: bool,
) -> None:
    """计算期限届满日，并逐日说明是否计入。"""
    pack = _pack(pack_id)
    if term_id not in {known.value for known in TermId}:
        _stop(_("没有这项期限：%(name)s", name=term_id))
    try:
        found = deadline(
            pack,
            term_id,
            _date(start),
            _calendar(),
            pauses=[_pause(text) for text in pauses],
            restart=_date(restart) if restart is not None else None,
            extend=_whole(extend) if extend is not None else None,
            at=_time(at) if at is not None else None,
        )
    except presenting.REFUSED as error:
        _stop(presenting.refusal(error, pack, term_id))
    if as_json:
        _print_json(answers.deadline_json(found))
        return
    reading = found.reading
    click.echo(
        f"{labels.TERMS[found.term.id]}：{labels.length(found.term)}（{found.term.article}）"
    )
    _print_ledger(reading)
    for rule in pack.counting.values():
        click.echo(f"{labels.COUNTING[rule.value.id]}（{rule.value.article}）")
    due = reading.due_on.isoformat() if reading.due_on else _("未定")
    if reading.due_at is not None:
        due = f"{reading.due_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    click.echo(_("期限届满日：%(due)s", due=due) + _mark(reading))


@group.command("count")
@click.option("--from", "start", required=True, help="起算事由发生之日（YYYY-MM-DD），当日不计。")
@click.option("--working-days", "working_days", multiple=True, help="工作日数，可以写多次。")
@click.option("--days", multiple=True, help="自然日数，可以写多次。")
@click.option("--months", multiple=True, help="月数，可以写多次。")
@click.option("--before", is_flag=True, help="向前推算（提前若干日）。")
@click.option("--ledger", is_flag=True, help="逐日说明是否计入。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def count_command(
    start: str,
    working_days: tuple[str, ...],
    days: tuple[str, ...],
    months: tuple[str, ...],
    *,
    before: bool,
    ledger: bool,
    as_json: bool,
) -> None:
    """不按规则包，从某一天起推算若干工作日、自然日或者月。"""
    asked = zip(COUNTED, (working_days, days, months), strict=True)
    lengths = [(unit, _length(text)) for unit, texts in asked for text in texts]
    if not lengths:
        _stop(_("请至少填写一个长度。"))
    direction = Direction.BEFORE if before else Direction.AFTER
    try:
        found = presenting.count_each(lengths, _date(start), direction, _calendar())
    except OutsideCalendar:
        _stop(_("日期超出日历范围"))
    if as_json:
        _print_json(answers.count_json([item.reading for item in found]))
        return
    for item in found:
        raw, due = item.reading.raw_on, item.reading.due_on
        values = {"length": item.words, "raw": raw, "due": due}
        said = _("%(length)s：末日 %(raw)s，届满日 %(due)s", **values)
        click.echo(said + _mark(item.reading))
        if ledger:
            _print_ledger(item.reading)
    for line in presenting.counting_rules():
        click.echo(f"{line.value}（{line.row.article}）")


def _print_ledger(reading: Reading) -> None:
    for day in reading.ledger:
        click.echo(f"{day.on}　{day.n if day.counted and day.n else '—'}　{day.why}")


def _mark(reading: Reading) -> str:
    return _("（未定：所涉年份尚无放假通知）") if reading.provisional else ""


def _calendar() -> Calendar:
    """Return the calendar in force; without a database, the one that ships, and say so."""
    try:
        return calendar_in_force()
    except (OperationalError, ProgrammingError):
        click.echo(_("数据库尚未建立，按随程序提供的放假通知计算。"), err=True)
        return shipped_calendar()


@group.command("apportion")
@click.option("--pack", "pack_id", required=True, help="规则包编号。")
@click.argument("file", metavar="FACTS.json")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def apportion_command(pack_id: str, file: str, *, as_json: bool) -> None:
    """按查明的事实提出各人应承担的责任，并逐行说明理由。"""
    pack = _pack(pack_id)
    try:
        with click.open_file(file, "rb") as stream:
            data: bytes = stream.read(MAX_FACTS + 1)
    except (OSError, ValueError):
        _stop(_("文件无法读取：%(name)s", name=file))
    if len(data) > MAX_FACTS:
        _stop(_("文件过大：%(name)s", name=file))
    try:
        answer = apportion(pack, decode_facts(data))
    except FactsFaulty as error:
        faults = [
            f"{p.key}：{labels.fault(p.code, p.params)}"
            if p.key
            else labels.fault(p.code, p.params)
            for p in error.problems
        ]
        _stop(f"{file}：" + "；".join(faults))
    except SourceSilent:
        _stop(_("规则包 %(name)s 没有区分责任的规定", name=pack_id))
    if as_json:
        _print_json(answers.apportionment_json(answer))
        return
    for act in answer.acts:
        for line in _act_lines(act):
            click.echo(line)


def _act_lines(act: ActAnswer) -> list[str]:
    lines = [_("行为 %(name)s", name=act.id)]
    lines += [_share_line(share) for share in act.shares]
    for n, reading in enumerate(act.alternatives, 1):
        lines.append(_("读法 %(n)s（%(rows)s）", n=n, rows="、".join(reading.rows)))
        lines += [_share_line(share) for share in reading.shares]
    lines += [labels.missing(item) for item in act.missing]
    for line in act.trace:
        mark = _("适用") if line.applies else _("不适用")
        lines.append(f"  {line.row}　{mark}　{labels.why(line)}")
    return lines


def _share_line(share: Share) -> str:
    parts = [share.person, str(labels.ROLES[share.role]), str(labels.SHARES[share.share])]
    parts += [share.row, share.article or ""] if share.row else []
    return "  " + "　".join(parts)


def _pack(pack_id: str) -> EffectivePack:
    try:
        return registry.get_pack(pack_id)
    except UnknownPack:
        known = "、".join(registry.all_packs())
        _stop(_("没有这个规则包：%(name)s（现有：%(known)s）", name=pack_id, known=known))


def _date(text: str) -> date:
    try:
        if len(text) != 10:
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        _stop(_("不是有效的日期（应为 YYYY-MM-DD）：%(text)s", text=text))


def _time(text: str) -> time:
    if not CLOCK_FACE.fullmatch(text):
        _stop(_("请按“09:30”的格式填写时刻。"))
    return time.fromisoformat(text)


def _length(text: str) -> int:
    if not (
        text.isascii() and text.isdecimal() and len(text) <= 5 and 1 <= int(text) <= MAX_LENGTH
    ):
        _stop(_("“%(text)s”不是 1 至 %(max)s 的整数。", text=text, max=MAX_LENGTH))
    return int(text)


def _pause(text: str) -> tuple[date, date]:
    begins, dots, ends = text.partition("..")
    if not dots:
        _stop(_("中止应写成 起日..止日：%(text)s", text=text))
    first, last = _date(begins), _date(ends)
    if last < first:
        _stop(_("中止的止日早于起日：%(text)s", text=text))
    return first, last


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5):
        _stop(_("延长应写整数：%(text)s", text=text))
    return int(text)


def _print_json(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _stop(message: str) -> NoReturn:
    """End the command with one line on stderr and exit code 2."""
    click.echo(message.replace("\n", " "), err=True)
    raise SystemExit(2)
