"""Cases by the million, written straight into the project's own schema; the same for the same size.

What the services would do in days is done here in minutes: rows go in by bulk, a case without the
acts that led to it. Lists and pages do not notice.
"""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import insert

from bench.ground import (
    DATA,
    PACK,
    SINCE,
    Rows,
    application,
    batches,
    clock_row,
    insert_clocks,
    settle,
    town,
)
from casework.models import Case, CaseMember, CaseRespondent
from casework.rules import CaseState, PersonRole, RespondentKind
from core.access import Role
from core.db import db
from core.identity import services as identity

SEED = 20_261_123
USERNAME = "bench"
DAYS = 3_900
DEPARTMENTS = 60

MATTERS = ("财政预决算", "征地补偿", "低保公示", "学区划分", "招标公告", "环评审批", "医疗收费")
FAULTS = ("未按期公开", "长期不更新", "违规收费", "泄露个人信息", "逾期未答复", "公开内容不全")
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "建国志远海棠雨桐文涛晓雯思佳立新"
TRIGGERS = ("duty_not_performed", "not_updated", "unlawful_fee", "wrongly_disclosed")
#: One case in five is open; the rest is closed or dismissed.
OPEN = (
    *(CaseState.PROPOSED, CaseState.FILED, CaseState.INVESTIGATING, CaseState.REPORTED),
    *(CaseState.DEFENCE, CaseState.DELIBERATING, CaseState.SERVED, CaseState.EFFECTIVE),
)


def prepared(size: int) -> tuple[Path, str]:
    """Return the instance folder with `size` cases and the password of USERNAME; make it once."""
    folder = DATA / f"cases-{size}"
    done, password_file = folder / "done", folder / "password"
    if done.exists():
        return folder, password_file.read_text("ascii")
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("wenze.db", "wenze.db-wal", "wenze.db-shm"):
        (folder / name).unlink(missing_ok=True)
    password = secrets.token_urlsafe(12)
    password_file.touch(mode=0o600)
    password_file.write_text(password, "ascii")
    started = time.perf_counter()
    app = application(folder)
    with app.app_context():
        upgrade()
        _fill(size, password)
        db.session.remove()
        settle()
        db.engine.dispose()
    done.touch()
    print(f"{size:,} cases written in {time.perf_counter() - started:.0f} s")
    return folder, password


def _fill(size: int, password: str) -> None:
    made = town(DEPARTMENTS)
    office = made.office
    roles = (Role.DISCIPLINE_LEADER, Role.REVIEWER)
    reader = identity.create_user(USERNAME, "基准", office, password, roles=roles, since=SINCE)
    team = [
        identity.create_user(
            f"{USERNAME}-{n}", f"调查{n}", office, password, roles=(Role.INVESTIGATOR,)
        )
        for n in range(2)
    ]
    db.session.commit()
    ids = _Ids(
        office.id, [unit.id for unit in made.departments], reader.id, [user.id for user in team]
    )
    for cases, members, respondents, clocks in _batches(size, ids):
        for model, rows in ((Case, cases), (CaseMember, members), (CaseRespondent, respondents)):
            db.session.execute(insert(model), rows)
        insert_clocks(clocks)
        db.session.commit()


class _Ids:
    def __init__(self, office: int, units: list[int], reader: int, team: list[int]) -> None:
        self.office, self.units, self.reader, self.team = office, units, reader, team


def _batches(size: int, ids: _Ids) -> Iterator[tuple[Rows, ...]]:
    dice = random.Random(SEED)
    for keys in batches(size):
        cases = [_case(dice, key, size, ids) for key in keys]
        members = [_member(case, user, n == 0) for case in cases for n, user in enumerate(ids.team)]
        respondents = [row for case in cases for row in _respondents(dice, case, ids)]
        yield cases, members, respondents, [_clock(case) for case in cases if case["state"] in OPEN]


def _case(dice: random.Random, key: int, size: int, ids: _Ids) -> dict[str, Any]:
    on = SINCE + timedelta(days=key * DAYS // size)
    at = datetime(on.year, on.month, on.day, 1, tzinfo=UTC) + timedelta(seconds=key % 30_000)
    roll = dice.random()
    state = dice.choice(OPEN) if roll < 0.2 else CaseState.CLOSED if roll < 0.93 else None
    dismissed = state is None
    return {
        "id": key,
        "number": f"基政案〔{on.year}〕{key}号",
        "title": f"{dice.choice(MATTERS)}{dice.choice(FAULTS)}",
        "unit_id": ids.office,
        "complaint_id": None,
        "trigger_code": dice.choice(TRIGGERS),
        "act_on": on - timedelta(days=dice.randint(20, 90)),
        "substance_pack_id": PACK,
        "procedure_pack_id": PACK,
        "summary": "反映有关单位没有依照规定公开政府信息，影响群众办事。",
        "state": state or CaseState.DISMISSED,
        "filed_on": on,
        "filed_by_id": ids.reader,
        "findings": "反映的情况属实。",
        "effect_found": "影响正常工作。",
        "reported_on": on,
        "dismissal_reason": "不构成违反规定的行为。" if dismissed else None,
        "closed_on": on,
        "created_by_id": ids.reader,
        "created_at": at,
        "updated_at": at,
        "version": 1,
    }


def _member(case: dict[str, Any], user_id: int, is_lead: bool) -> dict[str, Any]:
    return {
        "case_id": case["id"],
        "user_id": user_id,
        "is_lead": is_lead,
        "joined_on": case["filed_on"],
    }


def _respondents(dice: random.Random, case: dict[str, Any], ids: _Ids) -> Iterator[dict[str, Any]]:
    unit_id = dice.choice(ids.units)
    yield {
        "case_id": case["id"],
        "kind": RespondentKind.UNIT,
        "unit_id": unit_id,
        "name": None,
        "role": None,
    }
    yield {
        "case_id": case["id"],
        "kind": RespondentKind.PERSON,
        "unit_id": unit_id,
        "name": dice.choice(SURNAMES) + dice.choice(GIVEN),
        "role": PersonRole.HANDLER,
    }


def _clock(case: dict[str, Any]) -> dict[str, Any]:
    start = case["filed_on"]
    due = start + timedelta(days=60)
    return clock_row(
        case["id"],
        start,
        due,
        subject_type=Case.__tablename__,
        term_id="investigation.period",
        label="调查期限",
        bearer_unit_id=case["unit_id"],
        length=60,
        warn_on=due - timedelta(days=5),
        updated_at=case["updated_at"],
    )


def middle_case(size: int) -> int:
    """Return the id of a case from the middle."""
    return size // 2
