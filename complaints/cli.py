"""Command: flask openings expire."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from complaints import services

group = AppGroup("openings", help="查看投诉举报人身份的申请。")


@group.command("expire")
def expire() -> None:
    """结束期限已满的查看同意；可重复运行。期限一到即不能查看，与是否运行无关。"""
    click.echo(f"已结束 {services.expire_openings()} 件。")
