"""How the installation is doing: what `flask doctor` prints and the health page shows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import func, select

from casework.models import Case
from casework.rules import CaseState
from config import KEY_FILES, ROOT, Settings
from core import moment
from core.backup import rehearsing
from core.backup import services as backups
from core.clocks.queries import calendar_in_force
from core.db import db
from core.identity.labels import PASSWORD_PROFILES
from core.record import chain
from core.record.models import RecordEntry
from core.record.services import head
from core.web.filters import cn_datetime
from oversight.queries import unattended

#: So many of the newest entries of the record are verified; all of them by `flask record verify`.
SAMPLE = 200
#: How long before a year its holiday notice is missed; so far it has come out by early December.
NOTICE_AHEAD = timedelta(days=21)
STUCK_AFTER = timedelta(days=30)
#: A nightly check is missed after two days.
MISSED_AFTER = timedelta(days=2)
LOW_DISK = 2 * 1024**3
_OVER = (CaseState.CLOSED, CaseState.DISMISSED)


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what, what was found, and whether that is as it should be."""

    what: str
    found: str
    is_well: bool = True


def findings() -> Iterator[Finding]:
    """Yield what was found: settings, keys, disk, backup, schema, record, calendar, the stuck."""
    settings: Settings = current_app.extensions["wenze.settings"]
    yield from _settings(settings)
    yield _keys(settings)
    yield _disk(settings.instance_dir)
    yield _backup(settings)
    yield _schema()
    yield _record()
    yield _calendar()
    yield _stuck()
    yield _unattended(settings)


def _settings(settings: Settings) -> Iterator[Finding]:
    yield Finding(_("运行环境"), settings.environment)
    yield Finding(_("数据库"), db.engine.dialect.name)
    yield Finding(_("密码策略"), str(PASSWORD_PROFILES[settings.password_profile]))
    yield Finding(
        _("会话"),
        _(
            "闲置 %(idle)s 分钟、最长 %(hours)s 小时",
            idle=settings.idle_minutes,
            hours=settings.session_hours,
        ),
    )
    yield Finding(
        _("有权人员须用动态口令"),
        _("是") if settings.second_factor else _("否"),
        settings.second_factor or not settings.is_production,
    )
    yield Finding(
        _("仅经加密连接发送会话标识"),
        _("是") if settings.secure_cookies else _("否"),
        settings.secure_cookies or not settings.is_production,
    )


def _keys(settings: Settings) -> Finding:
    missing = [name for name in KEY_FILES if not (settings.keys_dir / name).is_file()]
    text = _("缺少：%(names)s", names="、".join(missing)) if missing else _("齐全")
    return Finding(_("密钥文件"), text, not missing)


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    return Finding(_("磁盘剩余空间"), _("%(size).1f GB", size=free / 1024**3), free >= LOW_DISK)


def _backup(settings: Settings) -> Finding:
    """Say how old the newest backup is, and what its last rehearsal found."""
    what = _("备份")
    newest = next(iter(backups.made_in(settings.backups_dir)), None)
    if newest is None:
        return Finding(what, _("无"), not settings.is_production)
    made = datetime.fromtimestamp(newest.stat().st_mtime, UTC)
    text = _("最近一份 %(made)s", made=cn_datetime(made))
    is_well = moment.now() - made < MISSED_AFTER
    rehearsal = rehearsing.last_rehearsal(settings.backups_dir)
    if rehearsal is None:
        return Finding(what, _("%(text)s，未做过恢复演练", text=text), is_well)
    at = cn_datetime(datetime.fromisoformat(rehearsal.at))
    found = _("演练通过") if rehearsal.is_good else _("演练未通过")
    text = _("%(text)s；%(at)s %(found)s", text=text, at=at, found=found)
    return Finding(what, text, is_well and rehearsal.is_good)


def _schema() -> Finding:
    wanted = ScriptDirectory(str(ROOT / "migrations")).get_current_head()
    present = MigrationContext.configure(db.session.connection()).get_current_revision()
    return Finding(_("数据库结构版本"), present or _("无"), present == wanted)


def _record() -> Finding:
    key: bytes = current_app.extensions["wenze.record"]
    statement = select(RecordEntry.__table__).order_by(RecordEntry.seq.desc()).limit(SAMPLE + 1)
    rows = [dict(row) for row in db.session.execute(statement).mappings()]
    last = head()
    is_well = last is not None and last["seal"] == chain.seal_head(key, last["seq"], last["link"])
    if last is not None and rows:
        is_well = is_well and (rows[0]["seq"], rows[0]["link"]) == (last["seq"], last["link"])
    for newer, older in pairwise(rows):
        is_well = is_well and chain.link(key, older["link"], newer) == newer["link"]
    count = min(len(rows), SAMPLE)
    text = _("最近 %(count)s 条核对无误", count=count) if is_well else _("最近的条目有误")
    return Finding(_("操作记录"), text, is_well)


def _calendar() -> Finding:
    today = moment.today()
    known = calendar_in_force().years
    text = "、".join(str(known_year) for known_year in sorted(known))
    wanted = {today.year, (today + NOTICE_AHEAD).year}
    return Finding(_("已录入放假通知的年份"), text, wanted <= known)


def _stuck() -> Finding:
    before = moment.now() - STUCK_AFTER
    number = db.session.scalar(
        select(func.count())
        .select_from(Case)
        .where(Case.state.not_in(_OVER), Case.updated_at < before)
    )
    return Finding(_("三十天未动的未结案件"), _("%(count)s 件", count=number or 0), not number)


def _unattended(settings: Settings) -> Finding:
    """Count what the newest check found that nobody follows, and miss the check itself."""
    what, checked = _("无人跟进的事项"), unattended.last_check()
    if checked is None:
        return Finding(what, _("尚未检查"), not settings.is_production)
    on = cn_datetime(checked.at)
    if moment.now() - checked.at > MISSED_AFTER:
        return Finding(what, _("上次检查是%(on)s，每晚的检查没有运行", on=on), is_well=False)
    number = unattended.number_found()
    text = _(
        "%(count)s 件（共检查 %(all)s 件，%(on)s）", count=number, all=checked.looked_at, on=on
    )
    return Finding(what, text, not number)
