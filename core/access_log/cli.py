"""Commands: flask access-log seal | verify."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from core.access_log import sealing
from core.db import snapshot

group = AppGroup("access-log", help="查阅记录（何人何时看过什么）。")


@group.command("seal")
def seal() -> None:
    """把尚未封存的查阅记录分批封入操作记录的链；宜由定时任务每隔几分钟运行。"""
    click.echo(f"已封存 {sealing.seal()} 条。")


@group.command("verify")
def verify() -> None:
    """核对已封存的查阅记录；有问题时逐批指出并以 1 退出。"""
    with snapshot():
        faults = list(sealing.verify())
        waiting = sealing.unsealed()
    for fault in faults:
        click.echo(f"第 {fault.first_id} 至 {fault.last_id} 条：{fault.message}")
    if faults:
        raise SystemExit(1)
    click.echo(f"查阅记录与封存相符，另有 {waiting} 条待封存。")
