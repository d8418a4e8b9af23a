"""What was served on who is accused before and after a decision, as it stands in the file."""

from __future__ import annotations

from collections.abc import Iterator

from casework.archive.pieces import Piece, Sheet, form, issued
from casework.defence.queries import invitations_of
from casework.models import Case, CaseNotice, DefenceInvitation
from casework.rules.notices import TellingKind
from casework.telling.queries import tellings_of
from core.documents.models import IssuedDocument
from core.documents.wording import chinese_date
from core.serving.labels import METHODS


def invited(case: Case, office: str) -> Iterator[Piece]:
    """Yield the invitations to state and defend as issued, what went with them, their service."""
    for invitation in invitations_of(case)[::-1]:
        if invitation.document is None:
            continue
        yield issued(invitation.document, office)
        if invitation.extract is not None:
            yield issued(invitation.extract, office)
        yield from _service(invitation, invitation.document, "告知书", office)


def told(case: Case, kind: TellingKind, office: str) -> Iterator[Piece]:
    """Yield the notices of a kind as issued, each with its service."""
    for notice in tellings_of(case):
        if notice.kind is kind and notice.document is not None:
            yield issued(notice.document, office)
            yield from _service(notice, notice.document, "通知书", office)


def _service(
    served: CaseNotice | DefenceInvitation, document: IssuedDocument, what: str, office: str
) -> Iterator[Piece]:
    if served.method is None:
        return
    table = form(
        ("送达文书", document.title),
        ("受送达人", served.respondent.display_name),
        ("送达方式", str(METHODS[served.method])),
        ("收到日期", chinese_date(served.received_on) if served.received_on else None),
        ("签收人", served.received_by),
        ("送达人", served.servers),
        ("送达凭证", served.proof),
    )
    title = f"{what}送达登记表（{served.respondent.display_name}）"
    yield Piece(title, office, served.received_on, Sheet((table,)))
