"""Find who may receive a report: never whom it is about, nor who stands under them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from complaints import queries
from complaints.queries import about
from complaints.rules import concerns, is_below
from complaints.services.registering import GivenRespondent, known_people
from core.access import Permission, Role
from core.access.grants import GRANTS
from core.identity.models import Unit, User
from core.identity.queries import load_actor, users_with_role


def has_decider(unit: Unit, respondents: Collection[tuple[int | None, int]]) -> bool:
    """Tell whether somebody may decide in `unit` about reports whom this one is not about."""
    deciders = _who_may(Permission.COMPLAINT_DECIDE, unit)
    return any(_may_know(user, respondents) for user in deciders)


def has_handler(unit: Unit, respondents: Collection[tuple[int | None, int]]) -> bool:
    """Tell whether somebody handles for `unit` what is passed on whom this one is not about."""
    handlers = _who_may(Permission.TRANSFER_HANDLE, unit)
    return any(_may_know(user, respondents) for user in handlers)


def public_receiver(chosen: Unit, respondents: Sequence[GivenRespondent]) -> Unit | None:
    """Return which unit takes a report of the public about `respondents`; None where none can.

    The one that was chosen; where it is reported itself, or stands under who is, or nobody in it
    may know, the next that says it receives reports, going up from there. SEC-02, OQ-26.
    """
    paths = [item.unit.path for item in respondents]
    pairs = [
        (person.id if person else None, item.unit.id)
        for item in respondents
        for person in known_people(item) or (None,)
    ]
    for unit in _upwards(chosen, queries.public_receivers()):
        if not is_below(unit.path, paths) and has_decider(unit, pairs):
            return unit
    return None


def _upwards(chosen: Unit, receivers: Iterable[Unit]) -> Iterator[Unit]:
    """Yield `chosen` if it receives reports, then the others that do at and above it, the nearest
    first; beside a unit stands its parent's office.
    """
    known = list(receivers)
    yield from (unit for unit in known if unit.id == chosen.id)
    for unit_id in reversed(chosen.path.strip("/").split("/")[:-1]):
        above = int(unit_id)
        yield from (u for u in known if u.id != chosen.id and above in (u.parent_id, u.id))


def _who_may(permission: Permission, unit: Unit) -> Iterator[User]:
    for role in Role:
        if permission in GRANTS[role]:
            yield from users_with_role(role, unit)


def _may_know(user: User, respondents: Collection[tuple[int | None, int]]) -> bool:
    actor = load_actor(user.id)
    return actor is not None and not concerns(*about(actor), respondents)
