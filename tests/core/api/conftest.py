"""Every test begins with nothing counted, and with a cheap hash for receipt codes."""

from __future__ import annotations

import pytest

from complaints.services import receipts
from core import throttle


@pytest.fixture(autouse=True)
def fresh_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    throttle.forget_all()
    monkeypatch.setitem(receipts.lookup.SCRYPT, "n", 2)  # type: ignore[attr-defined]
