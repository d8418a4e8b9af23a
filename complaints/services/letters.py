"""Issue a letter on a complaint, under a number of its unit."""

from __future__ import annotations

from collections.abc import Callable

from complaints import documents
from complaints.models import Complaint
from complaints.rules import DocumentKind
from complaints.services.identity import refuse_naming
from complaints.services.registering import series
from core import moment, numbering
from core.access import Actor
from core.documents import Letter, MissingGlyphs
from core.documents import services as issued
from core.documents.models import IssuedDocument
from core.refusals import Refusal, Refused

#: What stands between the prefix of the unit and the year of letters on reports.
LETTER_SERIES = "举告"


def issue_letter(
    complaint: Complaint,
    actor: Actor,
    kind: DocumentKind,
    text: str,
    write: Callable[[documents.LetterFacts], Letter],
) -> IssuedDocument:
    """Issue what `write` makes of the facts of the report, and return it.

    Refused where `text` names who reported, and for characters that cannot be printed.
    """
    refuse_naming(complaint, actor, text)
    today = moment.today()
    facts = documents.LetterFacts(
        unit=complaint.unit.name,
        number=numbering.allocate(series(complaint.unit, LETTER_SERIES), today.year),
        on=today,
        complaint_number=complaint.number,
        complaint_title=complaint.title,
        received_on=complaint.received_on,
        channel=complaint.channel,
    )
    try:
        letter = write(facts)
        return issued.issue(
            kind,
            Complaint.__tablename__,
            complaint.id,
            letter.title,
            facts.number,
            letter,
            actor.id,
        )
    except MissingGlyphs as missing:
        characters = "".join(missing.characters)
        raise Refused(
            Refusal("complaint_letter_unprintable", {"characters": characters})
        ) from missing
