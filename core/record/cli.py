"""Commands: flask record verify | seal | export."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from core.db import snapshot
from core.record import services

group = AppGroup("record", help="操作记录（防篡改）。")


@group.command("verify")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def verify(*, as_json: bool) -> None:
    """核验操作记录的完整性；有问题时逐条指出并以 1 退出。"""
    with snapshot():  # entries and head of one moment, or a writer would look like a fault
        faults = list(services.verify())
        head = services.head()
    length = head["seq"] if head else 0
    if as_json:
        found = [{"seq": f.seq, "code": f.code, "message": f.message} for f in faults]
        click.echo(json.dumps({"length": length, "faults": found}, ensure_ascii=False))
    elif faults:
        for fault in faults:
            click.echo(f"{fault.message}（{fault.code}）")
    else:
        click.echo(f"操作记录完整：共 {length} 条，逐条相符。")
    if faults:
        raise SystemExit(1)


@group.command("seal")
@click.option("--after-restore", "restored", help="恢复备份之后：说明恢复的原因和时间。")
def seal(*, restored: str | None) -> None:
    """在数据库之外记下核验点（每晚自动进行）；此后截去末尾、恢复旧库都能发现。"""
    point = services.set_checkpoint(restored)
    click.echo(f"核验点：{point.seq} 条，{point.link[:16]}，存于 {services.checkpoint_file()}")


@group.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(file: Path) -> None:
    """把操作记录导出为 JSON Lines，供 scripts/verify_record.py 离线核验。"""
    with snapshot(), file.open("w", encoding="utf-8") as out:
        for entry in services.entries():
            out.write(json.dumps(dict(entry), ensure_ascii=False) + "\n")
        out.write(json.dumps({"head": dict(services.head() or {})}, ensure_ascii=False) + "\n")
    click.echo(f"已导出：{file}")
