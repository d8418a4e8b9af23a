"""Circulars of criticism (通报批评) and of its correction: kinds, states and acts. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

#: The measure that a circular carries out, in every pack that has it.
MEASURE: Final = "circulated_criticism"


class CircularKind(StrEnum):
    """What a circular says: the criticism, or that its decision was changed or taken back."""

    CRITICISM = "criticism"
    MODIFIED = "modified"
    REVOKED = "revoked"


class CircularState(StrEnum):
    """Whether a circular, numbered and issued, has gone out."""

    ISSUED = "issued"
    SENT = "sent"


class CircularAction(StrEnum):
    """What can be registered of a circular."""

    SEND = "send"
