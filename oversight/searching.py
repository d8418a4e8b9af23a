"""How units and persons are found. Units are public; the directory of persons is for officers."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, false, select, true
from sqlalchemy.orm import joinedload

from core.access import Actor, Permission
from core.identity.models import Unit, User
from core.search.services import EVERYBODY, Description, Source


def describe_unit(unit: Unit) -> Description:
    """Describe a unit by its names and the prefix of its documents."""
    return Description(
        title=unit.name,
        unit_id=unit.id,
        keys=[EVERYBODY],
        parts=[unit.short_name, unit.document_prefix],
        names=[unit.name, unit.short_name],
    )


def describe_user(user: User) -> Description:
    """Describe a person by name, post and unit: nothing of the account."""
    return Description(
        title=user.name,
        unit_id=user.unit_id,
        keys=[EVERYBODY],
        parts=[" ".join(filter(None, (user.unit.name, user.post_title)))],
        names=[user.name],
    )


def all_units(_actor: Actor) -> Select[Unit]:
    """Select the units `_actor` may see: organs of the state are no secret."""
    return select(Unit)


def visible_users(actor: Actor) -> Select[User]:
    """Select the persons `actor` may look up; closed accounts too, for old cases name them."""
    return select(User).where(true() if actor.has(Permission.DIRECTORY_READ) else false())


def _everybody(_actor: Actor) -> Iterable[str]:
    return [EVERYBODY]


def _directory(actor: Actor) -> Iterable[str]:
    return [EVERYBODY] if actor.has(Permission.DIRECTORY_READ) else []


PERSONS = Source(
    kind=User.__tablename__,
    model=User,
    label=_("人员"),
    order=30,
    describe=describe_user,
    visible=visible_users,
    reach=_directory,
    loads=[joinedload(User.unit)],
)

UNITS = Source(
    kind=Unit.__tablename__,
    model=Unit,
    label=_("单位"),
    order=40,
    describe=describe_unit,
    visible=all_units,
    reach=_everybody,
)
