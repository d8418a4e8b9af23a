"""The ruling on a remedy as a letter to the party: 复核决定书, 申诉处理决定书.

No source of the set says what it must hold; it holds what a reader needs to understand it: who
asked what and why, when, what was found, what was decided, on which article the remedy rests.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import force_locale

from accountability.documents.decision import party_words
from accountability.labels.remedies import OUTCOMES, REMEDY_KINDS
from accountability.models import Remedy
from accountability.rules import RemedyKind
from core import moment
from core.documents import Letter, render
from core.documents.templates.composing import compose
from core.documents.templates.kinds import Occasion
from core.documents.wording import chinese_date, closed
from regulations.registry import get_pack
from regulations.rules import cite
from regulations.rules import remedy as rule_of

KIND: Final = "remedy_ruling"

TITLES: Final[Mapping[RemedyKind, str]] = {
    RemedyKind.RECONSIDERATION: "复核决定书",
    RemedyKind.APPEAL: "申诉处理决定书",
}


def letter(remedy: Remedy, number: str) -> Letter:
    """Compose the letter that tells the party the ruling."""
    return compose(KIND, occasion(remedy, number))


def occasion(remedy: Remedy, number: str | None, *, draft: bool = False) -> Occasion:
    """Return the values of the letter; what is not decided yet is empty."""
    decision = remedy.decision
    unit, who = decision.case.unit.name, remedy.service.respondent.display_name
    on = remedy.ruled_on or moment.today()
    with force_locale("zh"):
        kind = REMEDY_KINDS[remedy.kind]
        asked = f"申请{kind}" if remedy.kind is RemedyKind.RECONSIDERATION else f"提出{kind}"
        values = {
            "文书名称": TITLES[remedy.kind],
            "申请人": who,
            "申请人情况": party_words(remedy.service.respondent),
            "原决定机关": unit,
            "原决定文号": decision.number or "",
            "申请日期": chinese_date(remedy.posted_on or remedy.filed_on),
            "申请方式": asked,
            "申请编号": remedy.number,
            "请求事项": remedy.request,
            "申请理由": remedy.grounds,
            "审查情况": _course(remedy),
            "审查意见": remedy.ruling or "",
            "决定": _outcome(remedy),
            "决定日期": chinese_date(on),
        }
    return Occasion(
        head=unit,
        number=number,
        addressee=who,
        signer=unit,
        on=on,
        values=values,
        holds=frozenset({"逾期提出"} if remedy.is_late else ()),
        draft=draft,
    )


def pdf(remedy: Remedy, number: str) -> bytes:
    """Return the letter as PDF. Raises MissingGlyphs."""
    return render(letter(remedy, number))


def _course(remedy: Remedy) -> str:
    served_on = remedy.service.received_on
    served = f"处理文书于{chinese_date(served_on)}送达申请人。" if served_on else ""
    late = f"申请逾期提出，申请人说明：{closed(remedy.late_reason or '')}" if remedy.is_late else ""
    taken_up = f"本机关于{chinese_date(remedy.admitted_on)}受理。" if remedy.admitted_on else ""
    return served + late + taken_up


def _outcome(remedy: Remedy) -> str:
    pack = get_pack(remedy.decision.case.procedure_pack_id)
    offered = rule_of(pack)
    basis = f"依据{cite(pack, offered.article)}，" if offered is not None else ""
    return f"{basis}本机关决定：{OUTCOMES[remedy.state]}（{remedy.decision.number}）。"
