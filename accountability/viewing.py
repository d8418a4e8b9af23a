"""The file seen by a party who seeks a remedy (查阅案卷): states and acts. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class FileRequestState(StrEnum):
    """Where a request to see the file stands."""

    REQUESTED = "requested"
    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


class FileRequestAction(StrEnum):
    """What can be done to a request: all that may be shown, a part of it, or nothing."""

    GRANT = "grant"
    GRANT_PART = "grant_part"
    REFUSE = "refuse"


#: An extract went out with the answer.
SHOWN: Final = frozenset({FileRequestState.GRANTED, FileRequestState.PARTLY})
