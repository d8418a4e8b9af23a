"""Slow down guessing on public pages without keeping who guessed.

Counts live in the memory of the process and under a key made at its start: no address is stored,
and after a restart nothing is left. The bound on all together holds even if every guess comes from
somewhere else.
"""

from __future__ import annotations

import hmac
import secrets
from collections import deque
from datetime import datetime, timedelta
from threading import Lock
from weakref import WeakSet

from core import moment

_throttles: WeakSet[Throttle] = WeakSet()


def forget_all() -> None:
    """Forget every failure, as after a restart of the process."""
    for throttle in _throttles:
        throttle.forget()


class Throttle:
    """At most `limit` failures of one origin, and `limit_all` of all, within `window`."""

    def __init__(self, limit: int, limit_all: int, window: timedelta) -> None:
        self._limit, self._limit_all, self._window = limit, limit_all, window
        self._key = secrets.token_bytes(32)
        self._lock = Lock()
        self._failures: deque[tuple[datetime, bytes]] = deque()
        _throttles.add(self)

    def is_open(self, origin: str | None) -> bool:
        """Tell whether `origin` (an address) may try now."""
        mark = self._mark(origin)
        with self._lock:
            self._forget()
            own = sum(hmac.compare_digest(known, mark) for _at, known in self._failures)
            return own < self._limit and len(self._failures) < self._limit_all

    def note_failure(self, origin: str | None) -> None:
        """Count a failure of `origin`."""
        with self._lock:
            self._forget()
            self._failures.append((moment.now(), self._mark(origin)))

    def forget(self) -> None:
        """Forget every failure."""
        with self._lock:
            self._failures.clear()

    def _forget(self) -> None:
        limit = moment.now() - self._window
        while self._failures and self._failures[0][0] <= limit:
            self._failures.popleft()

    def _mark(self, origin: str | None) -> bytes:
        return hmac.digest(self._key, (origin or "").encode("utf-8", "replace"), "sha256")
