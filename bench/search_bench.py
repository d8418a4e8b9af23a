"""Measure the search at a million complaints: `python -m bench.search_bench`.

Complaints about breaches of open government, nine of ten of them at one office. Printed are the
milliseconds a statement takes in the driver, rows fetched, and those of the whole call with ORM.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import event, insert, select

from bench import ground
from complaints.models import Complaint, ComplaintRespondent
from complaints.rules import Channel, ComplaintKind, ComplaintState
from complaints.searching import COMPLAINTS
from core.access import Actor, Role
from core.db import db, reading
from core.identity import queries as identity
from core.identity import services as people
from core.identity.models import Unit, UnitKind, User
from core.search import queries, services
from core.search.services import Description, unit_keys

DEPARTMENTS = 60
TOWNS = 20

MATTERS = [
    *("征地补偿", "预算决算", "低保名单", "学区划分", "拆迁安置"),
    *("公交线路", "供暖收费", "医保报销", "林权登记", "招标结果"),
]
FAULTS = [
    *("逾期未答复", "不按期公开", "内容不实", "拒绝提供"),
    *("擅自收费", "推诿拖延", "泄露信息", "未更新目录"),
]
PLACES = ["温泉", "林海", "天池", "白狼", "五岔沟", "明水河", "伊尔施", "新城"]
WAYS = ["在窗口递交申请", "通过邮寄提出申请", "打电话询问", "到单位走访", "在网站留言"]
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗单仇解查曾"
GIVEN = "建国丽华志远晓梅文彬海燕小龙静玉兰国栋红霞永强秀英明"
#: Turns up once in a hundred thousand complaints.
RARE, RARE_CHARACTER = "鼢鼠", "𬭩"

QUERIES = {
    "common word": "公开",
    "word in one of ten": "林权",
    "rare word": RARE,
    "absent word": "饕餮",
    "rare character": RARE_CHARACTER,
    "one character": "村",
    "name": "王建",
    "initials": "wjg",
    "number": "〔2024〕77号",
    "two common words": "公开 补偿",
    "phrase": "逾期未答复",
    "absent phrase of common words": "公开补偿",
}


def main() -> None:
    """Make the data if needed, then measure."""
    parser = ground.parser(__doc__)
    parser.add_argument("--repeat", type=int, default=100)
    options = parser.parse_args()
    app = ground.application(ground.DATA / f"search-{options.rows}", options.url)
    with app.app_context():
        upgrade()
        if db.session.scalar(select(Complaint.id).limit(1)) is None:
            _fill(options.rows)
        _report(options.repeat)


def _fill(rows: int) -> None:
    started = time.perf_counter()
    made = ground.town(DEPARTMENTS)
    root, office, departments = made.root, made.office, made.departments
    towns = [
        people.create_unit(f"第{n}镇人民政府", f"{n}镇", UnitKind.TOWN, root) for n in range(TOWNS)
    ]
    for username, unit, role in (
        ("wide", root, Role.DISCIPLINE_LEADER),
        ("office", office, Role.INTAKE_OFFICER),
        ("narrow", towns[-1], Role.INTAKE_OFFICER),
        ("named", departments[0], Role.STAFF),
    ):
        people.create_user(username, username, unit, "bench password 12", roles=(role,))
    db.session.commit()
    for batch in _complaints(rows, office, towns, departments):
        _write(*batch)
        db.session.commit()
    ground.settle()
    print(f"filled {rows:,} complaints in {time.perf_counter() - started:,.0f} s")


def _complaints(
    rows: int, office: Unit, towns: list[Unit], departments: list[Unit]
) -> Iterator[tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]]:
    """Yield batches of complaints, respondents and entries; nine of ten go to the office."""
    dice = random.Random(20261123)
    keys = {unit.id: unit_keys(unit) for unit in (office, *towns)}
    numbers: dict[tuple[int, int], int] = {}
    user_id = db.session.scalars(select(User.id).where(User.username == "office")).one()
    start = datetime(2016, 1, 4, tzinfo=UTC)
    for batch in ground.batches(rows):
        made: list[dict[str, Any]] = []
        named: list[dict[str, Any]] = []
        entries: list[dict[str, Any]] = []
        for key in batch:
            unit = office if dice.random() < 0.9 else dice.choice(towns)
            at = start + timedelta(minutes=5 * key)
            number = numbers[unit.id, at.year] = numbers.get((unit.id, at.year), 0) + 1
            accused = dice.choice(departments)
            name = dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, 2))
            made.append(_complaint(dice, key, unit, at, number, user_id))
            named.append({"complaint_id": key, "unit_id": accused.id, "person_name": name})
            described = Description(
                title=made[-1]["title"],
                number=made[-1]["number"],
                unit_id=unit.id,
                keys=keys[unit.id],
                parts=[f"{accused.name} {name}", made[-1]["facts"]],
                names=[name],
                created_at=at,
            )
            entries.append(services._values(COMPLAINTS, key, described))
        yield made, named, entries


def _complaint(
    dice: random.Random, key: int, unit: Unit, at: datetime, number: int, user_id: int
) -> dict[str, Any]:
    matter, fault = dice.choice(MATTERS), dice.choice(FAULTS)
    village = f"{dice.choice(PLACES)}{dice.randint(1, 40)}村"
    odd = dice.random()
    extra = RARE if odd < 1e-5 else f"经办人李{RARE_CHARACTER}" if odd < 2e-5 else "经办人员"
    return {
        "id": key,
        "number": f"{unit.document_prefix or unit.short_name}举〔{at.year}〕{number}号",
        "unit_id": unit.id,
        "procedure_pack_id": ground.PACK,
        "kind": ComplaintKind.REPORT,
        "channel": Channel.WRITTEN,
        "received_on": at.date(),
        "title": f"申请公开{matter}{fault}",
        "facts": f"{at.month}月{at.day}日{dice.choice(WAYS)}，要求公开{village}{matter}有关信息，"
        f"{extra}至今{fault}，影响群众办事，请依法处理。",
        "is_anonymous": True,
        "state": ComplaintState.REGISTERED,
        "created_by_id": user_id,
        "created_at": at,
        "updated_at": at,
        "version": 1,
    }


def _write(
    made: list[dict[str, Any]], named: list[dict[str, Any]], entries: list[dict[str, Any]]
) -> None:
    db.session.execute(insert(Complaint), made)
    db.session.execute(insert(ComplaintRespondent), named)
    services._insert(db.session(), entries)


def _report(repeat: int) -> None:
    rows = db.session.scalar(select(Complaint.id).order_by(Complaint.id.desc()).limit(1))
    print(f"{db.engine.dialect.name}, {rows:,} complaints; ms: statement median / max, whole call")
    with reading():
        for username in ("wide", "office", "narrow", "named"):
            actor = identity.load_actor(
                db.session.scalars(select(User.id).where(User.username == username)).one()
            )
            assert actor is not None
            for name, query in QUERIES.items():
                _line(actor, username, name, query, repeat)


def _line(actor: Actor, username: str, name: str, query: str, repeat: int) -> None:
    if not list(COMPLAINTS.reach(actor)):
        return
    seen: list[tuple[str, Any]] = []

    def note(_c: Any, _cur: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        seen.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    found = queries.find(COMPLAINTS, actor, query)
    event.remove(db.engine, "before_cursor_execute", note)
    connection = db.session.connection()

    def raw() -> None:
        for statement in seen:
            connection.exec_driver_sql(*statement).fetchall()

    def whole() -> None:
        db.session.expunge_all()
        queries.find(COMPLAINTS, actor, query)

    def count() -> None:
        queries.counts([COMPLAINTS], actor, query, 100)

    median, worst = _time(raw, repeat)
    call, _ = _time(whole, repeat)
    counted, _ = _time(count, max(repeat // 5, 3))
    rows = f"{len(found.rows)}{'+' if found.next_after else ''}"
    print(
        f"{username:7} {name:30} {rows:>4} hits  {median:9.3f} /{worst:9.3f} {call:9.3f}"
        f"  count {counted:9.3f}"
    )


def _time(act: Callable[[], None], repeat: int) -> tuple[float, float]:
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1000)
        if sum(times) > 5_000:
            break
    return statistics.median(times), max(times)


if __name__ == "__main__":
    main()
