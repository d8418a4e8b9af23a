"""The proof of service (送达回证, domain E-4): blank to be signed, or filled in afterwards."""

from __future__ import annotations

from typing import Final

from flask_babel import force_locale

from accountability.models import NoticeService
from accountability.rules import ServiceState
from casework.rules import RespondentKind
from core import moment
from core.documents import Letter, render
from core.documents.templates.composing import compose
from core.documents.templates.kinds import Occasion
from core.documents.wording import chinese_date
from core.serving.labels import METHODS
from core.serving.rules import ServiceMethod

KIND: Final = "return_receipt"

#: Without a service on record: what the addressee ticks by hand.
BOXES: Final = "□直接送达　□留置送达　□邮寄送达　□电子送达　□公告送达"


def letter(service: NoticeService) -> Letter:
    """Compose the form in the wording of the day of the notice; what is not on record is blank."""
    return compose(KIND, occasion(service))


def pdf(service: NoticeService) -> bytes:
    """Return the form as PDF. Raises MissingGlyphs."""
    return render(letter(service))


def occasion(service: NoticeService) -> Occasion:
    """Return the values of the form; nothing is said of a service that is not proven yet."""
    decision, respondent, document = service.decision, service.respondent, service.document
    number = f"（{document.number}）" if document.number else ""
    with force_locale("zh"):
        values = {
            "机关名称": decision.case.unit.name,
            "案由": decision.case.title,
            "案号": decision.case.number,
            "送达文书": f"{document.title}{number}　1件",
            "受送达人": respondent.display_name
            if respondent.kind is RespondentKind.UNIT
            else f"{respondent.display_name}（{respondent.unit.name}）",
            **_proof(service),
        }
    return Occasion(
        head=None,
        number=None,
        addressee=None,
        signer=None,
        on=decision.issued_on or moment.today(),
        values=values,
        holds=frozenset({"已送达"} if service.state is ServiceState.SERVED else ()),
    )


def _proof(service: NoticeService) -> dict[str, str]:
    """Return what proves the service; blank for the pen before it (domain E-4, G)."""
    served = service.state is ServiceState.SERVED and service.method is not None
    lien = served and service.method is ServiceMethod.LIEN
    proxy = served and bool(service.receiver_relation)
    received = chinese_date(service.received_on) if served and service.received_on else ""
    sent = chinese_date(service.dispatched_on) if served and service.dispatched_on else ""
    signature = f"{service.received_by or ''}　{received}"
    return {
        "送达地点": (served and service.place) or "",
        "发出日期": sent,
        "收到日期": received,
        "受送达人签收": signature if served and not lien and not proxy else "",
        "代收情况": f"{signature}（{service.receiver_relation}）" if proxy else "",
        "送达方式": str(METHODS[service.method]) if served and service.method else BOXES,
        "拒收情况": f"{service.proof}　{received}" if lien else "",
        "见证人": (served and service.witnesses) or "",
        "送达人": (served and service.servers) or "",
        "备考": (service.proof or "") if served and not lien else "",
    }
