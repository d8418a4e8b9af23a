"""Plain functions that build valid objects. States are reached by running the procedures.

The tree of units and the cast are written once per session, so that `unit(…)` and `person(…)` only
load them. Each feature keeps its own factories in `tests/support/<feature>.py`.

    阿尔山市人民政府                      reviewer signer evaluator admin security_admin audit_admin
    ├─ 阿尔山市政务公开办公室   (office)   intake handler colleague supervisor
    ├─ 阿尔山市自然资源局   (department)   liaison official principal
    └─ 天池镇人民政府            (town)    stranger town_supervisor town_liaison
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.access.actor import Actor
from core.access.permissions import Role
from core.db import db
from core.identity import queries, services
from core.identity.models import Unit, UnitKind, UnitPack, User

PASSWORD = "correct horse 阿尔山 battery"
PACK = "aershan-2021"
SINCE = date(2020, 1, 1)

UNITS = {
    "government": ("阿尔山市人民政府", "市政府", UnitKind.GOVERNMENT, "阿政"),
    "office": ("阿尔山市政务公开办公室", "市公开办", UnitKind.OFFICE, "阿政公责"),
    "department": ("阿尔山市自然资源局", "市自然资源局", UnitKind.DEPARTMENT, None),
    "town": ("天池镇人民政府", "天池镇", UnitKind.TOWN, "天政公责"),
}


@dataclass(frozen=True)
class Part:
    """One of the cast: name, unit, roles, and who is next in the line of command."""

    name: str
    unit: str
    roles: tuple[Role, ...]
    superior: str | None = None


#: A superior stands before those below.
CAST = {
    "supervisor": Part("包晓梅", "office", (Role.DISCIPLINE_LEADER,)),
    "intake": Part("白玉兰", "office", (Role.INTAKE_OFFICER,), "supervisor"),
    "handler": Part("韩志远", "office", (Role.INVESTIGATOR,), "supervisor"),
    "colleague": Part("佟丽华", "office", (Role.INVESTIGATOR,), "supervisor"),
    "reviewer": Part("齐文彬", "government", (Role.REVIEWER,)),
    "signer": Part("赵国栋", "government", (Role.SIGNER,)),
    "evaluator": Part("孟和", "government", (Role.EVALUATOR,)),
    "admin": Part("周建平", "government", (Role.SYSTEM_ADMIN,)),
    "security_admin": Part("吴海燕", "government", (Role.SECURITY_ADMIN,)),
    "audit_admin": Part("郑小龙", "government", (Role.AUDIT_ADMIN,)),
    "principal": Part("李建国", "department", (Role.STAFF,)),
    "official": Part("王𬭩", "department", (Role.STAFF,), "principal"),
    "liaison": Part("陈静", "department", (Role.LIAISON,), "principal"),
    "stranger": Part(
        "苏日娜",
        "town",
        (Role.INTAKE_OFFICER, Role.INVESTIGATOR, Role.REVIEWER, Role.SIGNER),
    ),
    "town_supervisor": Part("乌兰", "town", (Role.DISCIPLINE_LEADER,)),
    "town_liaison": Part("丁一", "town", (Role.LIAISON,)),
}


def people() -> None:
    """Write the units, their rule pack and the cast (once per session, before the first test)."""
    root: Unit | None = None
    units: dict[str, Unit] = {}
    for key, (name, short, kind, prefix) in UNITS.items():
        units[key] = services.create_unit(name, short, kind, root, prefix)
        root = root or units[key]
    db.session.add(UnitPack(unit_id=units["government"].id, pack_id=PACK, effective_from=SINCE))
    users: dict[str, User] = {}
    for username, part in CAST.items():
        users[username] = services.create_user(
            username,
            part.name,
            units[part.unit],
            PASSWORD,
            roles=part.roles,
            since=SINCE,
            superior=users[part.superior] if part.superior else None,
        )
    db.session.commit()


def unit(key: str) -> Unit:
    """Return one of UNITS."""
    return db.session.scalars(select(Unit).where(Unit.name == UNITS[key][0])).one()


def person(username: str) -> User:
    """Return one of the CAST."""
    return db.session.scalars(select(User).where(User.username == username)).one()


def actor(user: User | str) -> Actor:
    """Return `user` (or the username of one of the CAST) as the one who acts."""
    found = queries.load_actor((person(user) if isinstance(user, str) else user).id)
    assert found is not None
    return found


def new_user(
    username: str = "newcomer",
    name: str = "新来的",
    unit_key: str = "office",
    roles: tuple[Role, ...] = (Role.STAFF,),
) -> User:
    """Add a user beside the cast."""
    return services.create_user(username, name, unit(unit_key), PASSWORD, roles=roles, since=SINCE)
