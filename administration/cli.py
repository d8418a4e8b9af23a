"""Commands: flask doctor, flask calendar show | import."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import BinaryIO, NoReturn

import click
from flask.cli import AppGroup, with_appcontext

from administration import services
from administration.labels import term_name
from administration.queries.health import findings
from administration.queries.people import user_called
from core.calendar import grid, queries
from core.calendar.impact import Moved, affected
from core.calendar.labels import tell
from core.calendar.services import may_adopt
from core.calendar.typed import FaultyNotice, read_notice
from core.db import db, reading
from core.identity.queries import load_actor
from core.procedure import Forbidden
from core.refusals import Refused, say
from core.workdays import FIRST, LAST, Day, Notice, difference

#: A notice has a page; more than this is no notice.
MAX_NOTICE = 40_000

calendar = AppGroup("calendar", help="工作日历。")


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@with_appcontext
def doctor(*, as_json: bool) -> None:
    """检查设置、密钥、磁盘、数据库结构、操作记录和停滞案件；有异常时退出码为 1。"""
    found = list(findings())
    if as_json:
        rows = [{"what": f.what, "found": f.found, "is_well": f.is_well} for f in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for item in found:
            click.echo(f"{'  ' if item.is_well else '! '}{item.what}：{item.found}")
    if not all(item.is_well for item in found):
        raise SystemExit(1)


@calendar.command("show")
@click.argument("year", type=click.IntRange(FIRST.year, LAST.year), metavar="YEAR")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def calendar_show(year: int, *, as_json: bool) -> None:
    """列出一年的放假日和调休上班日、所据通知和各月工作日数。"""
    known = queries.in_force()
    months = grid.months_of(year, known)
    special = [d for m in months for week in m.weeks for d in week if d is not None and d.notice]
    notices = [notice for notice in known.notices if notice.year == year]
    if as_json:
        answer = {
            "year": year,
            "provisional": year not in known.years,
            "notices": [_plain_notice(notice) for notice in notices],
            "days": [_plain_day(day) for day in special],
            "working_days": [month.worked for month in months],
        }
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    for notice in notices:
        click.echo(f"{notice.number}　{notice.issued_on}印发")
    if year not in known.years:
        click.echo(f"{year}年尚无放假通知，按周一至周五暂算。")
    for day in special:
        click.echo(f"{day.on}　{'上班' if day.is_working else '放假'}　{day.name}")
    worked = "，".join(f"{month.first.month}月{month.worked}" for month in months)
    click.echo(f"工作日：{worked}，全年{sum(month.worked for month in months)}。")


@calendar.command("import")
@click.argument("file", type=click.File("rb"), metavar="FILE")
@click.option("--by", "username", help="以哪一用户的名义提交复核；不加则只预览。")
@click.option("--reason", help="理由；提交时必填。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def calendar_import(
    file: BinaryIO, username: str | None, reason: str | None, *, as_json: bool
) -> None:
    """读入放假通知（文本，从标题到落款日期），列出变更的日期和受影响的期限；另一人复核后生效。"""
    if username is not None and not reason:
        _stop(["--reason：请说明理由。"])
    text = _text(file.read(MAX_NOTICE + 1))
    with reading():
        known = queries.in_force()
        try:
            notice = read_notice(text, known)
        except FaultyNotice as faulty:
            _stop([tell(fault) for fault in faulty.faults])
        refusal = may_adopt(notice)
        if refusal is not None:
            _stop([say(refusal)])
        new = known.with_notice(notice)
        changed = difference(known, new)
        if not as_json:
            click.echo(f"{notice.year}年　{notice.number}　{notice.issued_on}印发")
            for was, day in changed.days:
                click.echo(f"{day.on}　{_works(was)} → {_works(day)}　{day.name}")
        moved, settled = [], 0
        for found in affected(known, new):
            if not found.has_moved:
                settled += 1
            elif as_json:
                moved.append(_plain_moved(found))
            else:
                moved.append({})
                click.echo(
                    f"期限 {found.clock_id}　{term_name(found.term_id)}　"
                    f"{found.old_due_on or '中止'} → {found.new_due_on or '中止'}"
                )
    db.session.rollback()  # what follows writes
    number = _proposed(username, text, reason or "")
    if as_json:
        answer = {
            **_plain_notice(notice),
            "days": [{"on": d.on.isoformat(), "works": d.is_working} for _, d in changed.days],
            "moved": moved,
            "settled": settled,
            "change": number,
        }
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    done = f"已提交变更第 {number} 号，待另一人复核" if number else "仅预览，未提交"
    click.echo(f"变更 {len(changed.days)} 天，届满日变动 {len(moved)} 项，"
               f"另有 {settled} 项仅变动标记；{done}。")  # fmt: skip


def _proposed(username: str | None, text: str, reason: str) -> int | None:
    """Propose the notice in the name of a user; return the number of the change."""
    if username is None:
        return None
    user = user_called(username)
    actor = load_actor(user.id) if user is not None else None
    if actor is None:
        _stop([f"没有在岗的用户：{username}"])
    try:
        return services.propose_notice(actor, text, reason=reason, token=None).id
    except Forbidden:
        _stop([f"{username} 无权录入放假通知。"])
    except Refused as refused:
        _stop([say(refused.refusal)])


def _text(data: bytes) -> str:
    if len(data) > MAX_NOTICE:
        _stop(["文件过大，不是一份放假通知。"])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        _stop(["文件不是 UTF-8 编码的文本。"])


def _stop(lines: Sequence[str]) -> NoReturn:
    for line in lines:
        click.echo(line, err=True)
    raise SystemExit(1)


def _works(day: Day) -> str:
    return "上班" if day.is_working else "休息"


def _plain_notice(notice: Notice) -> dict[str, object]:
    return {
        "year": notice.year,
        "number": notice.number,
        "issued_on": notice.issued_on.isoformat(),
    }


def _plain_day(day: Day) -> dict[str, object]:
    return {
        "on": day.on.isoformat(),
        "kind": day.kind,
        "name": day.name,
        "number": day.notice.number if day.notice else None,
    }


def _plain_moved(found: Moved) -> dict[str, object]:
    return {
        "clock": found.clock_id,
        "term": found.term_id,
        "old": found.old_due_on.isoformat() if found.old_due_on else None,
        "new": found.new_due_on.isoformat() if found.new_due_on else None,
    }
