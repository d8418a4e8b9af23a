"""`flask i18n`: keep the English catalogue complete."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from core.web.catalogue import untranslated, write_catalogue

i18n = AppGroup("i18n", help="英文词条")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(i18n)


@i18n.command("extract", help="从代码和模板更新英文词条文件")
def extract() -> None:
    missing = write_catalogue(Path(current_app.root_path))
    click.echo(f"缺少英文的词条：{missing}")


@i18n.command("check", help="列出缺少英文的词条；有缺少时返回1")
def check() -> None:
    missing = untranslated(Path(current_app.root_path))
    for message, file in missing:
        click.echo(f"{file}: {message}")
    if missing:
        raise SystemExit(1)
