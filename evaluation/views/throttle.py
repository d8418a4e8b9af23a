"""Slow down who tries links: a count per address and minute, in memory, of addresses not kept."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time

#: Requests of one address in one window; a whole village behind one gateway stays below it.
MOST, WINDOW_SECONDS, MOST_ADDRESSES = 120, 60, 10_000


class Throttle:
    """Counts per window. The address is hashed with a salt that dies with the process."""

    def __init__(self, most: int = MOST, seconds: int = WINDOW_SECONDS) -> None:
        self._most, self._seconds = most, seconds
        self._salt = secrets.token_bytes(16)
        self._lock = threading.Lock()
        self._window = 0
        self._counts: dict[bytes, int] = {}

    def is_too_much(self, address: str, weight: int = 1) -> bool:
        """Count a request of `address` and tell whether it is one too many."""
        key = hashlib.blake2b(address.encode(), key=self._salt, digest_size=8).digest()
        window = int(time.monotonic()) // self._seconds
        with self._lock:
            if window != self._window or len(self._counts) > MOST_ADDRESSES:
                self._window, self._counts = window, {}
            self._counts[key] = self._counts.get(key, 0) + weight
            return self._counts[key] > self._most
