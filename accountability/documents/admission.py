"""What the party is told of a remedy before the ruling: that it is taken up, or why it is not.

Its number is that under which the remedy was registered: it is the first paper of that file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from accountability.labels.remedies import REMEDY_KINDS
from accountability.models import Remedy
from accountability.queries.remedies import RECEIPT
from accountability.rules import RemedyKind, RemedyState
from casework.rules import RespondentKind
from core import moment
from core.clocks.queries import for_subject
from core.documents import Letter
from core.documents.templates.composing import compose
from core.documents.templates.kinds import Occasion
from core.documents.wording import chinese_date, closed, in_chinese
from regulations.codes import TermId

KIND: Final = RECEIPT

_NAMES: Final[Mapping[RemedyKind, str]] = {
    RemedyKind.RECONSIDERATION: "复核申请",
    RemedyKind.APPEAL: "申诉",
}


def title(remedy: Remedy) -> str:
    """Return the title: 受理通知书, or 不予受理通知书 where it is not taken up."""
    declined = "不予" if remedy.state is RemedyState.REJECTED else ""
    return f"{_NAMES[remedy.kind]}{declined}受理通知书"


def letter(remedy: Remedy) -> Letter:
    """Compose the letter to who sought the remedy."""
    return compose(KIND, occasion(remedy))


@in_chinese
def occasion(remedy: Remedy, *, draft: bool = False) -> Occasion:
    """Return the values of the letter; the last day of the review is that of its clock."""
    decision = remedy.decision
    unit, on = decision.case.unit.name, remedy.admitted_on or moment.today()
    declined = remedy.state is RemedyState.REJECTED
    asked = "申请" if remedy.kind is RemedyKind.RECONSIDERATION else "提出"
    clocks = for_subject(Remedy.__tablename__, remedy.id)
    ends = [c.due_on for c in clocks if c.term_id == TermId.REMEDY_DECISION and c.due_on]
    is_unit = remedy.service.respondent.kind is RespondentKind.UNIT
    holds = {"单位": is_unit, "受理": not declined, "逾期提出": remedy.is_late}
    return Occasion(
        head=unit,
        number=None if draft else remedy.number,
        addressee=remedy.service.respondent.display_name,
        signer=unit,
        on=on,
        values={
            "文书名称": title(remedy),
            "申请人": remedy.service.respondent.display_name,
            "原决定机关": unit,
            "原决定文号": decision.number or "",
            "申请日期": chinese_date(remedy.posted_on or remedy.filed_on),
            "申请方式": f"{asked}{REMEDY_KINDS[remedy.kind]}",
            "申请编号": remedy.number,
            "请求事项": closed(remedy.request),
            "决定日期": chinese_date(on),
            "审查结论": f"不予受理。理由：{closed(remedy.rejection_reason or '')}"
            if declined
            else f"自{chinese_date(on)}起予以受理。",
            "答复期限": f"本机关将在{chinese_date(ends[-1])}以前作出决定，并书面告知。"
            if ends and not declined
            else "",
        },
        holds=frozenset(name for name, is_so in holds.items() if is_so),
        draft=draft,
    )
