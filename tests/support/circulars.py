"""Circulars of criticism, reached by calling the services as the team would."""

from __future__ import annotations

from typing import Any

from accountability.models import Circular, Decision
from accountability.services import circulars as services
from core import moment
from tests.support import accountability_remedies as make
from tests.support.factories import actor, unit

TEXT = "市自然资源局收到政府信息公开申请后未登记，期满未答复。"


def served() -> Decision:
    """Return a decision that lays circulated criticism on the official, served on everybody."""
    return make.served_all(make.alone())


def circulate(decision: Decision, by: str = "handler", **changes: Any) -> Circular:
    """Make the circular; `changes` replace arguments."""
    values: dict[str, Any] = {"text": TEXT, "unit_ids": [unit("department").id, unit("office").id]}
    return services.circulate(decision, actor(by), **{**values, **changes})


def send(made: Circular, by: str = "handler", **changes: Any) -> Circular:
    """Register that it went out today."""
    values: dict[str, Any] = {"sent_on": moment.today(), "sent_by": "公文交换"}
    services.send_circular(made, actor(by), **{**values, **changes}, seen_version=made.version)
    return made
