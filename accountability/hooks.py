"""What this package adds to the floors below: conditions on their acts, answers to their events.

Each entry of `LISTENERS` is called once with the application.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

LISTENERS: tuple[Callable[[Flask], None], ...] = ()
