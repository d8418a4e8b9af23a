"""Commands: flask backup create | verify | rehearse | restore."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from config import Settings
from core.backup import rehearsing, services
from core.refusals import Refused, say

group = AppGroup("backup", help="备份与恢复。")
_file = click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False
)


@group.command("create")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="存放目录。")
@click.option("--keep", type=click.IntRange(1, 10_000), help="只保留最近几份。")
def create(*, folder: Path | None, keep: int | None) -> None:
    """在系统运行中做一份加密备份（不含密钥）。"""
    with _refusals():
        made = services.create(folder or _folder(), keep)
    click.echo(f"已备份：{made.path}（{_size(made.path)}）")
    _tell(made)
    if made.contents.damaged:
        raise click.ClickException(f"有 {len(made.contents.damaged)} 个文件已损坏，未能备份。")


@group.command("verify")
@_file
def verify(*, file: Path | None) -> None:
    """逐段解开一份备份，核对数目和校验值；不写入任何内容。"""
    with _refusals():
        seen = services.verify(file or _newest())
    click.echo(f"备份完好：{seen.path.name}")
    _tell(seen)


@group.command("rehearse")
@_file
def rehearse(*, file: Path | None) -> None:
    """在旁边的临时目录中恢复一份备份，逐行核对后删除；不影响正在使用的系统。"""
    path = file or _newest()
    with _refusals():
        seconds = rehearsing.rehearse(path)
    click.echo(f"演练通过：{path.name}，用时 {seconds:.0f} 秒。")


@group.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """把一份备份恢复到空的安装；旧版本的备份随即升级。"""
    with _refusals():
        restored = services.restore(file)
    _tell(restored)
    click.echo("已恢复，逐行核对相符，操作记录完整。请运行 flask record seal --after-restore。")


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except Refused as error:
        raise click.ClickException(say(error.refusal)) from error


def _tell(backup: services.Backup) -> None:
    manifest, contents = backup.manifest, backup.contents
    click.echo(
        f"{manifest.engine}，结构版本 {manifest.revision}，{len(contents.tables)} 张表 "
        f"{contents.rows} 行，文件 {contents.files} 个，操作记录 {manifest.record} 条。"
    )


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 1024**2:.1f} MB"


def _newest() -> Path:
    found = services.made_in(_folder())
    if not found:
        raise click.ClickException(f"没有备份：{_folder()}")
    return found[0]


def _folder() -> Path:
    settings: Settings = current_app.extensions["wenze.settings"]
    return settings.backups_dir
