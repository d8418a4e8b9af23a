"""Commands: flask clocks sweep | list | recompute."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

import click
from flask.cli import AppGroup

from core import moment
from core.clocks import sweeping
from core.clocks.models import Clock
from core.clocks.queries import light, overdue_clause, reading, running, yellow_clause
from core.clocks.replay import Unit
from core.db import db

group = AppGroup("clocks", help="法定期限。")


@group.command("sweep")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def sweep(*, as_json: bool) -> None:
    """预告临近到期和逾期的期限，开启新的周期；可重复运行，也可多机同时运行。"""
    done = sweeping.sweep()
    if as_json:
        click.echo(json.dumps(asdict(done), ensure_ascii=False))
    else:
        click.echo(
            f"新逾期 {done.red} 项，新临近到期 {done.yellow} 项，开启周期 {done.opened} 个。"
        )
    if done.failed:
        numbers = "、".join(str(number) for number in done.failed)
        click.echo(f"未能处理的期限：{numbers}，下次运行时重试，原因见日志。", err=True)
        raise SystemExit(1)


@group.command("list")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，每项一行。")
def list_(*, as_json: bool) -> None:
    """列出逾期和临近到期的期限。"""
    today, now = moment.today(), moment.now()
    for word, condition in (
        ("逾期", overdue_clause(today, now)),
        ("临近", yellow_clause(today, now)),
    ):
        number = 0
        for clock in db.session.scalars(
            running().where(condition).execution_options(yield_per=500)
        ):
            number += 1
            line = json.dumps(_plain(clock), ensure_ascii=False) if as_json else _line(clock)
            click.echo(line if as_json else f"{word}　{line}")
        if not as_json:
            click.echo(f"{word} {number} 项。")


@group.command("recompute")
@click.option("--apply", "is_applied", is_flag=True, help="保存新的届满日期；不加则只预览。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.option("--rules", "by_rules", is_flag=True, help="同时按规则包现行的期限核对。")
def recompute(*, is_applied: bool, as_json: bool, by_rules: bool) -> None:
    """工作日历或者规则包变更后重新计算未结期限，列出原届满日与新届满日。"""
    changes = sweeping.recompute(apply=is_applied, by_rules=by_rules)
    if as_json:
        rows = [
            {
                "clock": change.clock.id,
                "label": change.clock.label,
                "old": _text(change.old_due_on),
                "new": _text(change.new_due_on),
                "was_provisional": change.was_provisional,
                "is_provisional": change.is_provisional,
                "is_barred": change.is_barred,
            }
            for change in changes
        ]
        click.echo(json.dumps({"applied": is_applied, "changes": rows}, ensure_ascii=False))
        return
    for change in changes:
        click.echo(
            f"{change.clock.label}（{change.clock.subject_type} {change.clock.subject_id}）："
            f"{_dated(change.old_due_on, change.was_provisional)} → "
            f"{_moved(change)}"
        )
    done = "已保存" if is_applied else "仅预览，未保存"
    click.echo(f"共 {len(changes)} 项变化，{done}。")


def _moved(change: sweeping.DueChange) -> str:
    if change.is_barred:
        return "此前的延长与新的期限不相容，保持不变"
    return _dated(change.new_due_on, change.is_provisional)


def _line(clock: Clock) -> str:
    left = reading(clock).remaining(moment.today())
    unit = "个工作日" if clock.unit is Unit.WORKING_DAY else "日"
    if left is None:
        distance = ""
    elif left < 0:
        distance = f"，已超 {-left} {unit}"
    else:
        distance = f"，还剩 {left} {unit}"
    due = _dated(clock.due_on, clock.provisional)
    return f"{due}　{clock.label}（{clock.subject_type} {clock.subject_id}）{distance}"


def _plain(clock: Clock) -> dict[str, object]:
    return {
        "clock": clock.id,
        "subject_type": clock.subject_type,
        "subject_id": clock.subject_id,
        "term": clock.term_id,
        "label": clock.label,
        "due": _text(clock.due_on),
        "provisional": clock.provisional,
        "light": light(clock),
    }


def _text(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _dated(on: date | None, is_provisional: bool) -> str:
    if on is None:
        return "中止"
    return f"{on}（暂算）" if is_provisional else str(on)
