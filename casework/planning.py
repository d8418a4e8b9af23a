"""The plan of an investigation: states and acts of a plan and of its steps. Pure."""

from __future__ import annotations

from enum import StrEnum


class PlanState(StrEnum):
    """A plan is in use from the day it is written; it is changed, never closed."""

    IN_USE = "in_use"


class PlanAction(StrEnum):
    """What can be done to a plan."""

    EDIT = "edit"
    ARRANGE = "arrange"
    ADD_STEP = "add_step"


class StepState(StrEnum):
    """Where a step of a plan stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class StepAction(StrEnum):
    """What can be done to a step."""

    TICK = "tick"
    DROP = "drop"
    REOPEN = "reopen"
