"""The order to rectify (责令整改通知书) with its receipt, item by item (domain E-3).

A form where it follows from a decision or another notice that was served and bears the number; a
numbered letter of its own where nothing else tells the unit (002-11 art. 7). The unit fills
the receipt in: who answers for an item, what is done, until when.
"""

from __future__ import annotations

from typing import Final

from accountability.models import Rectification
from accountability.queries.rectifications import ORDER
from core.documents import Letter
from core.documents.templates.composing import compose
from core.documents.templates.kinds import Occasion
from core.documents.wording import chinese_date, in_chinese
from regulations.codes import GuardId, Regime
from regulations.registry import get_pack
from regulations.rules import cite, find_term, wording

KIND: Final = ORDER


def letter(rectification: Rectification) -> Letter:
    """Compose the form, or the letter, in the wording of the day of the order."""
    return compose(KIND, occasion(rectification))


def is_letter(rectification: Rectification) -> bool:
    """Tell whether no other paper orders it: the order itself bears the number."""
    return rectification.decision is None and not rectification.is_of_evaluation


@in_chinese
def occasion(rectification: Rectification) -> Occasion:
    """Return the values of the form; the last day is that of the clock of the rectification."""
    items = [
        f"{n}.{''.join(item.problem.splitlines())}" for n, item in enumerate(rectification.items, 1)
    ]
    return Occasion(
        head=rectification.owner.name if is_letter(rectification) else None,
        number=rectification.number if is_letter(rectification) else None,
        addressee=rectification.unit.name,
        signer=rectification.owner.name,
        on=rectification.ordered_on,
        values={
            "整改单位": rectification.unit.name,
            "整改对象": rectification.name,
            "事由": rectification.subject,
            "依据文号": _basis(rectification),
            "责令日期": chinese_date(rectification.ordered_on),
            "整改期限": chinese_date(rectification.due_on),
            "报送": _addressee(rectification) or rectification.owner.name,
            "责令机关": rectification.owner.name,
            "整改事项": "\n".join(items),
        },
    )


def _basis(rectification: Rectification) -> str:
    """Return the number of the paper that ordered it, or the article of the rule."""
    if not is_letter(rectification):
        return rectification.subject_number
    pack = get_pack(rectification.pack_id or "")
    found = find_term(pack, rectification.term_id or "")
    return cite(pack, found.value.article, Regime.ASSESSMENT) if found else ""


def _addressee(rectification: Rectification) -> str | None:
    case = rectification.case
    if is_letter(rectification):
        return None
    if case is not None:
        return wording(get_pack(case.procedure_pack_id), GuardId.FEEDBACK_ADDRESSEE)
    pack = get_pack(rectification.pack_id or "")
    return wording(pack, GuardId.EVALUATION_REPORT_ADDRESSEE)
