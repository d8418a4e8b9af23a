"""Commands: flask notify sync | digest."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from core.notify import services

group = AppGroup("notify", help="通知与每日邮件。")


@group.command("sync")
def sync() -> None:
    """更新每个人的通知：新到的、临近或者逾期的、已经办完的；宜每隔几分钟运行。"""
    click.echo(f"新通知 {services.sync_all()} 条。")


@group.command("digest")
def digest() -> None:
    """给需要的人发送当天的待办摘要；每人每天至多一封，免打扰时段内不发。"""
    if current_app.extensions["wenze.mail"] is None:
        click.echo("未设置邮件服务器（WENZE_SMTP_HOST），不发送。")
        return
    sent, failed = services.send_digests()
    click.echo(f"已发送 {sent} 封，未能发送 {failed} 封。")
    if failed:
        raise SystemExit(1)
