"""Commands: flask users create | list."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from sqlalchemy import select

from core.access.permissions import Role
from core.db import db
from core.identity import services
from core.identity.models import Unit, User
from core.refusals import Refused, say

group = AppGroup("users", help="用户与岗位。")


@group.command("create")
@click.argument("username")
@click.option("--name", required=True, help="姓名。")
@click.option("--unit", "unit_name", required=True, help="所在单位全称。")
@click.option("--role", "roles", multiple=True, type=click.Choice([role.value for role in Role]))
@click.password_option("--password", prompt="密码", confirmation_prompt="再次输入密码")
def create(username: str, name: str, unit_name: str, roles: tuple[str, ...], password: str) -> None:
    """新建用户；密码一次有效，首次登录须更换。"""
    unit = db.session.scalars(select(Unit).where(Unit.name == unit_name)).one_or_none()
    if unit is None:
        raise click.BadParameter(f"没有这个单位：{unit_name}", param_hint="--unit")
    try:
        user = services.create_user(
            username,
            name,
            unit,
            password,
            roles=tuple(Role(role) for role in roles),
            one_time=True,
        )
    except Refused as refused:
        raise click.ClickException(say(refused.refusal)) from None
    click.echo(f"已新建用户：{user.username}（{user.name}）")


@group.command("list")
def list_users() -> None:
    """列出用户。"""
    for user in db.session.scalars(select(User).order_by(User.id)):
        click.echo(f"{user.username}\t{user.name}\t{user.unit.name}")
