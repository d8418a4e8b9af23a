"""Commands: flask openings expire; flask import complaints | expire."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from complaints import queries, services
from complaints.hotline.columns import Column
from complaints.services.sorting import Sheet, reason
from core.access import Actor, Permission
from core.db import db
from core.files import sheets
from core.files.kinds import Upload
from core.identity.models import Unit, User
from core.identity.queries import load_actor
from core.refusals import Refused, say

group = AppGroup("openings", help="查看投诉举报人身份的申请。")
imports = AppGroup("import", help="导入外部数据。")

#: The faults that are printed; all of them stand in the file of the rejected rows.
PRINTED = 50


@group.command("expire")
def expire() -> None:
    """结束期限已满的查看同意；可重复运行。期限一到即不能查看，与是否运行无关。"""
    click.echo(f"已结束 {services.expire_openings()} 件。")


@imports.command("expire")
def expire_imports() -> None:
    """删除逾期未确认的表格和逾期的未导入工单；可重复运行。期限一到即不能查看，与是否运行无关。"""
    click.echo(f"已删除 {services.expire_imports()} 份。")


@imports.command("complaints")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", "username", required=True, help="以谁的名义登记（用户名）。")
@click.option("--unit", "unit_name", help="受理单位全称；只在一个单位登记的可以不写。")
@click.option("--dry-run", is_flag=True, help="只核对，不登记。")
@click.option(
    "--rejected",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="把不能导入的行写入这个xlsx文件，身份信息已打码。",
)
def import_complaints(
    file: Path, username: str, unit_name: str | None, dry_run: bool, rejected: Path | None
) -> None:
    """导入热线工单（xlsx、csv）。有误的行不导入并逐一列明；同一工单只导入一次。"""
    actor = _actor(username)
    unit = _unit(actor, unit_name)
    upload = Upload(file.name, file.read_bytes())
    try:
        kind = sheets.check(upload, services.BOUNDS)
        sheet = services.read_sheet(upload.content, kind, upload.name)
        columns, takes_names_out = services.columns_of(unit, sheet)
        found = services.sort(sheet, columns, actor, unit, takes_names_out=takes_names_out)
        _print(sheet, columns, found)
        faulty = services.rejected_sheet(sheet, columns, found)
        if rejected is not None and faulty is not None:
            rejected.write_bytes(faulty)
        if dry_run:
            click.echo("仅核对，没有登记。")
            return
        db.session.rollback()
        made = services.upload_orders(actor, unit, upload)
        services.confirm_import(made, actor, seen_version=made.version)
    except Refused as refused:
        raise click.ClickException(say(refused.refusal)) from None
    click.echo(f"已登记 {made.imported_count + made.unseen_count} 件。")


def _print(sheet: Sheet, columns: Sequence[Column | None], found: services.Sorted) -> None:
    """Say what the rows are; never what stands in them."""
    counts = found.counts
    click.echo(
        f"共 {len(sheet.rows)} 行：可以导入 {counts['imported']}，已导入过 {counts['known']}，"
        f"有误 {counts['faulty']}。"
    )
    if counts["unseen"] or counts["withheld"]:
        click.echo(
            f"另有 {counts['unseen'] + counts['withheld']} 行依法不向您显示，其中可以登记"
            f" {counts['unseen']}。"
        )
    for fault in found.faults[:PRINTED]:
        click.echo(f"第 {fault.row} 行　{reason(sheet, columns, fault)}")
    if len(found.faults) > PRINTED:
        click.echo(f"……共 {len(found.faults)} 处，请用 --rejected 取得全部。")


def _actor(username: str) -> Actor:
    user_id = db.session.scalar(select(User.id).where(User.username == username))
    actor = load_actor(user_id) if user_id is not None else None
    if actor is None or not actor.has(Permission.COMPLAINT_REGISTER):
        raise click.BadParameter(
            f"没有这个用户，或者不能登记投诉举报：{username}", param_hint="--by"
        )
    return actor


def _unit(actor: Actor, name: str | None) -> Unit:
    offered = queries.units_where(actor, Permission.COMPLAINT_REGISTER)
    found = [unit for unit in offered if name in (None, unit.name)]
    if len(found) != 1:
        listed = "、".join(unit.name for unit in offered[:PRINTED])
        raise click.BadParameter(f"请写明其中一个受理单位：{listed}", param_hint="--unit")
    return found[0]
