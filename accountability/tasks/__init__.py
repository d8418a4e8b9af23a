"""What waits for somebody in this package; `PROVIDERS` lists the functions for the worklist."""

from __future__ import annotations

from accountability.tasks.acts import acts_waiting
from accountability.tasks.circulars import circulars_and_lawsuits_waiting
from accountability.tasks.decisions import decisions_waiting, drafts_waiting
from accountability.tasks.desk import rights_running
from accountability.tasks.lawsuits import lawsuits_waiting
from accountability.tasks.notices import effects_waiting, services_waiting
from accountability.tasks.rectifications import checks_waiting, reports_waiting
from accountability.tasks.remedies import remedies_waiting
from accountability.tasks.sanctions import sanctions_and_requests_waiting
from core.worklist import Provider

PROVIDERS: tuple[Provider, ...] = (
    acts_waiting,
    drafts_waiting,
    decisions_waiting,
    services_waiting,
    effects_waiting,
    remedies_waiting,
    rights_running,
    reports_waiting,
    checks_waiting,
    lawsuits_waiting,
    sanctions_and_requests_waiting,
    circulars_and_lawsuits_waiting,
)
