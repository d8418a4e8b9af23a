"""Commands: flask keys create | add. They run without a database, and before there are any keys.

A production installation does not start without its keys, so the application cannot be built to
make them; `bare_app` is one that has these commands and serves nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from werkzeug.exceptions import ServiceUnavailable

from config import KEY_FILES, Settings, make_key

group = AppGroup("keys", help="密钥文件。")

#: Key files to which a further key may be added.
GROWING = ("sealed",)


@group.command("create")
def create() -> None:
    """生成尚不存在的密钥文件；已有的从不改动。"""
    folder = _folder()
    for name in KEY_FILES:
        if (folder / name).exists():
            click.echo(f"已有：{name}")
            continue
        make_key(folder / name)
        click.echo(f"已生成：{name}")
    click.echo(f"密钥在 {folder}。请离线备份，不得与数据库备份放在一起；丢失后无法恢复加密的内容。")


@group.command("add")
@click.argument("name", type=click.Choice(GROWING))
def add(name: str) -> None:
    """在密钥文件首行加入新密钥；新内容用新密钥，旧内容仍可打开。重启后运行 flask sealed rotate。"""
    path = _folder() / f"{name}.key"
    if not path.is_file():
        raise click.ClickException(f"密钥文件不存在：{path.name}。请先运行 flask keys create。")
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    make_key(fresh)
    with fresh.open("ab") as file:  # the whole file at once takes the place of the old one
        file.write(b"\n" + path.read_bytes().strip() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    click.echo(f"已在 {path.name} 首行加入新密钥。请备份，重启服务，再运行 flask sealed rotate。")


def are_asked_for(settings: Settings, arguments: Sequence[str] | None = None) -> bool:
    """Tell whether this process was started as `flask keys …` in production."""
    words = sys.argv if arguments is None else arguments
    program = Path(words[0]).parent.name if words and words[0].endswith("__main__.py") else ""
    is_flask = program == "flask" or (bool(words) and Path(words[0]).stem == "flask")
    return settings.is_production and is_flask and list(words[1:2]) == ["keys"]


def bare_app(settings: Settings) -> Flask:
    """Return an application that can make keys and answers every request with 503."""
    app = Flask("wenze", instance_path=str(settings.instance_dir), static_folder=None)
    app.extensions["wenze.settings"] = settings
    app.cli.add_command(group)

    @app.before_request
    def _refuse() -> None:
        raise ServiceUnavailable

    return app


def init_app(app: Flask) -> None:
    """Give `app` the commands."""
    app.cli.add_command(group)


def _folder() -> Path:
    settings: Settings = current_app.extensions["wenze.settings"]
    return settings.keys_dir
