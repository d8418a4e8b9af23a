"""Commands: flask search rebuild."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from core.search import services

group = AppGroup("search", help="检索索引。")


@group.command("rebuild")
def rebuild() -> None:
    """重建全部检索索引（批量导入、单位更名之后使用）。"""
    for kind, number in services.rebuild().items():
        click.echo(f"{kind}：{number}")
