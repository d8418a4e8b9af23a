"""Wordings in every state, written by the reviewer and approved by the signer."""

from __future__ import annotations

from datetime import date, timedelta

from complaints.rules import DocumentKind
from core import moment
from core.documents.templates.kinds import registered
from core.documents.templates.models import TemplateVersion
from tests.support.factories import actor
from wording import services

KIND = DocumentKind.DECLINE_NOTICE


def draft(kind: str = KIND) -> TemplateVersion:
    """Return a fresh draft of a kind, with the words in force."""
    return services.draft_wording(registered()[kind], actor("reviewer"))


def edited(add: str = "特此告知。", kind: str = KIND, on: date | None = None) -> TemplateVersion:
    """Return a draft with one line more, to begin tomorrow or `on` a day."""
    version = draft(kind)
    services.edit_wording(
        version,
        actor("reviewer"),
        title=version.title,
        body=f"{version.body}\n{add}",
        note="增加一句",
        effective_from=on or moment.today() + timedelta(days=1),
        seen_version=version.version,
    )
    return version


def approved(add: str = "特此告知。", kind: str = KIND, on: date | None = None) -> TemplateVersion:
    """Return an approved version with one line more."""
    version = edited(add, kind, on)
    services.approve_wording(version, actor("signer"), seen_version=version.version)
    return version
