"""Take one work order that a hotline hands in by itself: a table of one row, looked at alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from complaints import queries
from complaints.hotline.columns import Column
from complaints.models import Complaint
from complaints.services.identity import NO_DISCLOSURE
from complaints.services.importing import register_orders
from complaints.services.routing import has_decider
from complaints.services.sorting import Sheet, sort
from core import record
from core.access import Actor
from core.api.models import ApiToken
from core.db import transactional
from core.files.sheets import Cell
from core.identity.models import Unit
from core.refusals import Refusal, Refused, say


class OrderKnown(Exception):
    """The number was registered before, in a table or by the hotline itself."""


#: Which field is wrong (None: the order as a whole), and why.
Fault = tuple[str | None, str]


@transactional
def receive_order(
    unit: Unit, cells: Mapping[Column, str], *, takes_names_out: bool, token: ApiToken
) -> Complaint | Sequence[Fault]:
    """Register a work order in the register of `unit`; return it, or what is wrong with it.

    OrderKnown where the number was registered before; Refused where nobody in the unit could decide
    about it. Whoever it is about does not see it, as with a table.
    """
    queries.register_locked(unit.id)
    columns = list(cells)
    sheet = Sheet(tuple(columns), ((1, tuple(Cell(cells[column]) for column in columns)),))
    sorted_ = sort(sheet, columns, Actor.system(), unit, takes_names_out=takes_names_out)
    if sorted_.known or sorted_.known_unseen:
        raise OrderKnown
    if sorted_.faults:
        return [(fault.column, say(fault.refusal)) for fault in sorted_.faults]
    (complaint,) = register_orders(Actor.system(), unit, sorted_.new, token_id=token.id)
    whom = [(item.person_id, item.unit_id) for item in complaint.respondents]
    if not has_decider(unit, whom):
        raise Refused(Refusal("report_nowhere_to_go", {}, NO_DISCLOSURE))
    note_token(complaint, token)
    return complaint


def note_token(complaint: Complaint, token: ApiToken) -> None:
    """Record through which token it came in."""
    after = {"token_id": token.id, "token": token.name}
    record.append("hand_in", complaint, actor_id=None, after=after)
