"""The letter that tells who reported that the report is accepted (受理告知书)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from flask_babel import force_locale

from complaints import queries
from complaints.documents.facts import (
    COMMON,
    OPENING,
    SECRECY,
    LetterFacts,
    draft_facts,
    examples,
    occasion,
    seen,
)
from complaints.models import Complaint
from complaints.rules import DocumentKind
from core import moment
from core.access import Actor
from core.documents import Letter
from core.documents.printing import unprintable
from core.documents.templates.composing import compose
from core.documents.templates.kinds import Field, Kind, Occasion
from core.documents.wording import chinese_date
from regulations import registry
from regulations.labels import length
from regulations.model import TermId
from regulations.rules import cite, find_term

#: What stands for a title with characters that no font has: a report is accepted all the same.
_NO_TITLE: Final = "所反映的事项"


@dataclass(frozen=True)
class Acceptance:
    """What the letter says beyond the facts: since when, how long it takes, how to ask."""

    on: date
    period: str
    has_code: bool


def acceptance_of(complaint: Complaint) -> Acceptance:
    """Return what the letter on `complaint` says; the period is that of its pack, if it has one."""
    pack = registry.get_pack(complaint.procedure_pack_id)
    found = find_term(pack, TermId.INVESTIGATION_PERIOD)
    said = "适用的规定没有写明办理的天数，本机关将及时办理。"
    if found is not None and found.value.length is not None:
        with force_locale("zh"):
            said = f"{cite(pack, found.value.article)}规定的办理期限为{length(found.value)}。"
    return Acceptance(
        on=complaint.decided_on or moment.today(),
        period=said,
        has_code=queries.receipt_of(complaint) is not None,
    )


def acceptance_letter(facts: LetterFacts, said: Acceptance) -> Letter:
    """Return the letter that a report is accepted: by whom, since when, until when, how to ask.

    As shipped it cites no article for itself: the source that asks for the decision is no
    enactment (CMP-03).
    """
    if unprintable("complaint_letter_unprintable", facts.complaint_title):
        facts = replace(facts, complaint_title=_NO_TITLE)
    return compose(DocumentKind.ACCEPTANCE_NOTICE, _of(facts, said))


def _of(facts: LetterFacts, said: Acceptance, *, draft: bool = False) -> Occasion:
    values = {"受理日期": chinese_date(said.on), "办理期限": said.period}
    made = occasion(facts, values, draft=draft)
    return replace(made, holds=frozenset({"有回执码"} if said.has_code else ()))


def _example(actor: Actor, complaint_id: int) -> Occasion | None:
    complaint = seen(actor, complaint_id)
    if complaint is None:
        return None
    return _of(draft_facts(complaint), acceptance_of(complaint), draft=True)


KIND: Final = Kind(
    code=DocumentKind.ACCEPTANCE_NOTICE,
    label="受理告知书",
    fields=(
        *COMMON,
        Field("受理日期", "决定受理的日期", "2026年3月12日", required=True),
        Field(
            "办理期限",
            "适用的规定写明的办理期限；没有写明的如实说明",
            "适用的规定没有写明办理的天数，本机关将及时办理。",
            required=True,
        ),
    ),
    conditions={"有回执码": "投诉举报人有回执码，可以在网上查询"},
    title="受理告知书",
    body="\n".join(
        (
            OPENING,
            "经审查，该事项属于本机关受理范围，本机关决定自{{受理日期}}起予以受理，"
            "由{{承办机关}}承办。",
            "{{办理期限}}办结后，本机关将办理结果告知您。",
            "查询办理情况或者补充材料，请向{{承办机关}}提出，并说明登记编号"
            "[[若有回执码]]；也可以凭登记回执上的回执码在网上查询和补充[[结束]]。",
            SECRECY,
        )
    ),
    examples=examples,
    occasion=_example,
)
