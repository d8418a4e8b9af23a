"""An import of work orders: uploaded, looked through, confirmed once or given up.

It comes into being by `services.upload_orders`. What the rows become is the service's; here stands
who may confirm, and that the file is gone afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from flask_babel import lazy_gettext as _

from complaints import labels
from complaints.models import HotlineImport
from complaints.rules import ImportAction, ImportState
from core import moment
from core.access import Actor, Permission
from core.procedure import Procedure, Transition
from core.refusals import Refusal

State = ImportState
Data = Mapping[str, Any]

#: How long an upload waits to be confirmed, in hours: a day of work, no longer.
WAITS_HOURS: Final = 24
#: How long the rows that were not taken can be fetched.
KEEP_REJECTED: Final = timedelta(days=3)


def _has_time_left(import_: HotlineImport, actor: Actor) -> Refusal | None:
    if actor.is_system or import_.waits_at(moment.now()):
        return None
    return Refusal("import_expired", {"hours": WAITS_HOURS})


def _choose(import_: HotlineImport, _actor: Actor, data: Data) -> Data:
    import_.columns = list(data["columns"])
    import_.takes_names_out = data["takes_names_out"]
    return {"columns": import_.columns, "takes_names_out": import_.takes_names_out}


def _confirm(import_: HotlineImport, actor: Actor, data: Data) -> Data:
    import_.confirmed_by_id, import_.confirmed_at = actor.id, moment.now()
    import_.content, import_.rejected = None, data["rejected"]
    import_.expires_at = moment.now() + KEEP_REJECTED if import_.rejected else None
    counts: dict[str, int] = data["counts"]
    for name, count in counts.items():
        setattr(import_, f"{name}_count", count)
    return {"sha256": import_.sha256, "unit_id": import_.unit_id, **counts}


def _forget(import_: HotlineImport, _actor: Actor, _data: Data) -> None:
    import_.content = import_.rejected = import_.expires_at = None


IMPORT_PROCEDURE: Final = Procedure(
    name="import",
    model=HotlineImport,
    states=State,
    transitions=(
        Transition(
            ImportAction.CHOOSE_COLUMNS,
            frozenset({State.WAITING}),
            None,
            Permission.COMPLAINT_REGISTER,
            _("指定列的含义"),
            guard=_has_time_left,
            effect=_choose,
        ),
        Transition(
            ImportAction.CONFIRM,
            frozenset({State.WAITING}),
            State.DONE,
            Permission.COMPLAINT_REGISTER,
            _("确认导入"),
            guard=_has_time_left,
            effect=_confirm,
        ),
        Transition(
            ImportAction.DISCARD,
            frozenset({State.WAITING}),
            State.DISCARDED,
            Permission.COMPLAINT_REGISTER,
            _("放弃导入"),
            effect=_forget,
        ),
        Transition(
            ImportAction.EXPIRE,
            frozenset({State.WAITING}),
            State.EXPIRED,
            Permission.COMPLAINT_REGISTER,
            _("逾期删除"),
            effect=_forget,
            by_system=True,
        ),
    ),
    unit_path=lambda import_: import_.unit.path,
    path=(State.WAITING, State.DONE),
    state_labels=labels.IMPORT_STATES,
    extra_labels=labels.IMPORT_EXTRA_ACTIONS,
)
