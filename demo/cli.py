"""Command: flask demo."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from config import Settings
from core import moment
from core.identity.labels import ROLES
from core.notify.services import sync_all
from demo import building, script, stage
from oversight.services import keep_check

PASSWORD_FILE = "demo-passwords.txt"  # noqa: S105 - the name of the file, not a password


@click.command("demo")
@click.option("--if-empty", is_flag=True, help="已有数据时不写入，正常退出。")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="演示数据以哪一天为“今天”。")
@with_appcontext
def demo(*, if_empty: bool, day: datetime | None) -> None:
    """写入演示数据：一个虚构市的单位、人员和四十余件处于各个环节的事项。"""
    settings: Settings = current_app.extensions["wenze.settings"]
    if settings.is_production:
        raise click.ClickException("正式环境不能写入演示数据。")
    if not stage.is_empty():
        if if_empty:
            click.echo("数据库已有数据，未写入演示数据。")
            return
        raise click.ClickException("数据库已有数据，演示数据只能写入空库。")
    town = script.read_town()
    passwords = stage.new_passwords(town)
    number = building.build(day.date() if day else moment.today(), passwords)
    keep_check()
    sync_all()
    path = settings.instance_dir / PASSWORD_FILE
    _keep(path, town, passwords)
    click.echo(
        f"已写入 {len(town.unit)} 个单位、{len(town.person)} 名用户、{number} 件事项。登录名："
    )
    names = {unit.key: unit.short_name for unit in town.unit}
    for person in town.person:
        roles = "、".join(str(ROLES[role]) for role in person.roles)
        click.echo(f"  {person.username:<28}{person.name}　{names[person.unit]}　{roles}")
    click.echo(f"密码在 {path} 中。")


def _keep(path: Path, town: script.Town, passwords: dict[str, str]) -> None:
    """Write the passwords to a file that only its owner can read."""
    path.unlink(missing_ok=True)  # of an earlier demo, whose database is gone
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(fd, "w", encoding="utf-8") as file:
        for person in town.person:
            file.write(f"{person.username}\t{passwords[person.username]}\t{person.name}\n")
