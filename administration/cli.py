"""Command: flask doctor."""

from __future__ import annotations

import json

import click
from flask.cli import with_appcontext

from administration.queries.health import findings


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
