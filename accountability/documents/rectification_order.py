"""The order to rectify (责令整改通知书) with its receipt, item by item (domain E-3).

A form: it follows from a decision or another notice that was served and bears the number. The unit
fills the receipt in: who answers for an item, what is done, until when.
"""

from __future__ import annotations

from typing import Final

from accountability.models import Rectification
from core.documents import Letter
from core.documents.templates.composing import compose
from core.documents.templates.kinds import Occasion
from core.documents.wording import chinese_date, in_chinese
from regulations.codes import GuardId
from regulations.registry import get_pack
from regulations.rules import wording

KIND: Final = "rectification_order"


def letter(rectification: Rectification) -> Letter:
    """Compose the form in the wording of the day of the order."""
    return compose(KIND, occasion(rectification))


@in_chinese
def occasion(rectification: Rectification) -> Occasion:
    """Return the values of the form; the last day is that of the clock of the rectification."""
    items = [
        f"{n}.{''.join(item.problem.splitlines())}" for n, item in enumerate(rectification.items, 1)
    ]
    return Occasion(
        head=None,
        number=None,
        addressee=rectification.unit.name,
        signer=rectification.owner.name,
        on=rectification.ordered_on,
        values={
            "整改单位": rectification.unit.name,
            "整改对象": rectification.name,
            "事由": rectification.subject,
            "依据文号": rectification.subject_number,
            "责令日期": chinese_date(rectification.ordered_on),
            "整改期限": chinese_date(rectification.due_on),
            "报送": _addressee(rectification) or rectification.owner.name,
            "责令机关": rectification.owner.name,
            "整改事项": "\n".join(items),
        },
    )


def _addressee(rectification: Rectification) -> str | None:
    case = rectification.case
    if case is not None:
        return wording(get_pack(case.procedure_pack_id), GuardId.FEEDBACK_ADDRESSEE)
    pack = get_pack(rectification.pack_id or "")
    return wording(pack, GuardId.EVALUATION_REPORT_ADDRESSEE)
