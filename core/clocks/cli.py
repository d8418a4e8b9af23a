"""Commands: flask clocks sweep | recompute."""

from __future__ import annotations

import json
from datetime import date

import click
from flask.cli import AppGroup

from core import moment
from core.clocks import sweeping
from core.clocks.models import Clock
from core.clocks.queries import reading
from core.clocks.replay import Unit

group = AppGroup("clocks", help="法定期限。")


@group.command("sweep")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def sweep(*, as_json: bool) -> None:
    """列出逾期和临近到期的期限，并通知订阅逾期事件的模块；可重复运行。"""
    found = sweeping.sweep()
    if as_json:
        lines = {"red": [_plain(c) for c in found.red], "yellow": [_plain(c) for c in found.yellow]}
        click.echo(json.dumps(lines, ensure_ascii=False))
        return
    for clock in found.red:
        click.echo(f"逾期　{_line(clock)}")
    for clock in found.yellow:
        click.echo(f"临近　{_line(clock)}")
    click.echo(f"逾期 {len(found.red)} 项，临近到期 {len(found.yellow)} 项。")


@group.command("recompute")
@click.option("--apply", "is_applied", is_flag=True, help="保存新的届满日期；不加则只预览。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def recompute(*, is_applied: bool, as_json: bool) -> None:
    """工作日历变更后重新计算未结期限，列出原届满日与新届满日。"""
    changes = sweeping.recompute(apply=is_applied)
    if as_json:
        rows = [
            {
                "clock": change.clock.id,
                "label": change.clock.label,
                "old": _text(change.old_due_on),
                "new": _text(change.new_due_on),
                "was_provisional": change.was_provisional,
                "is_provisional": change.is_provisional,
            }
            for change in changes
        ]
        click.echo(json.dumps({"applied": is_applied, "changes": rows}, ensure_ascii=False))
        return
    for change in changes:
        click.echo(
            f"{change.clock.label}（{change.clock.subject_type} {change.clock.subject_id}）："
            f"{_dated(change.old_due_on, change.was_provisional)} → "
            f"{_dated(change.new_due_on, change.is_provisional)}"
        )
    done = "已保存" if is_applied else "仅预览，未保存"
    click.echo(f"共 {len(changes)} 项变化，{done}。")


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
    }


def _text(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _dated(on: date | None, is_provisional: bool) -> str:
    if on is None:
        return "中止"
    return f"{on}（暂算）" if is_provisional else str(on)
