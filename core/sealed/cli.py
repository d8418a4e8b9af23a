"""Command: flask sealed rotate."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from core.sealed import rotation

group = AppGroup("sealed", help="加密保存的身份信息。")


@group.command("rotate")
@click.option("--batch", default=rotation.BATCH, show_default=True, help="每个事务处理多少条。")
def rotate(batch: int) -> None:
    """用密钥文件中的第一个密钥重新加密；可中断，可重复运行。先运行 flask keys add sealed。"""
    unopened = 0
    for done in rotation.rotate(max(batch, 1)):
        click.echo(f"{done.table}.{done.column}：重新加密 {done.renewed} 条。")
        for number in done.unopened:
            click.echo(f"  第 {number} 条无法用现有密钥打开。")
        unopened += len(done.unopened)
    rotation.forget_old_pages()
    if unopened:
        raise click.ClickException(f"{unopened} 条未能重新加密，旧密钥不得删除。")
    click.echo("全部字段已使用第一个密钥。附件仍由旧密钥保护，旧密钥请继续留在文件中。")
