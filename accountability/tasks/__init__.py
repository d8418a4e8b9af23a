"""What waits for somebody in this package; `PROVIDERS` lists the functions for the worklist."""

from __future__ import annotations

from accountability.tasks.acts import acts_waiting
from accountability.tasks.decisions import decisions_waiting, drafts_waiting
from core.worklist import Provider

PROVIDERS: tuple[Provider, ...] = (acts_waiting, drafts_waiting, decisions_waiting)
