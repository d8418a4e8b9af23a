"""The proof of service (送达回证, domain E-4): blank to be signed, or filled in afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from flask_babel import force_locale

from accountability.labels.services import METHODS
from accountability.models import NoticeService
from accountability.rules import ServiceMethod, ServiceState
from core import moment
from core.documents import Letter, Table, render
from core.documents.wording import chinese_date

#: Without a service on record: what the addressee ticks by hand.
BOXES: Final = "□直接送达　□留置送达　□邮寄送达　□电子送达　□公告送达"

WIDTHS: Final = (9, 19)


def letter(service: NoticeService) -> Letter:
    """Compose the form; what is not on record yet is left blank for the pen."""
    decision = service.decision
    with force_locale("zh"):
        return Letter(
            head=None,
            number=None,
            title="送达回证",
            addressee=None,
            body=tuple(Table((row,), widths=WIDTHS, min_lines=n) for row, n in _rows(service)),
            signer=None,
            on=decision.issued_on or moment.today(),
        )


def pdf(service: NoticeService) -> bytes:
    """Return the form as PDF. Raises MissingGlyphs."""
    return render(letter(service))


def _rows(service: NoticeService) -> Iterator[tuple[tuple[str, str], int]]:
    """Yield label, content and the lines kept free; together they fill one page."""
    case, respondent, document = service.decision.case, service.respondent, service.document
    number = f"（{document.number}）" if document.number else ""
    served = service.state is ServiceState.SERVED
    lien = served and service.method is ServiceMethod.LIEN
    proxy = served and service.receiver_relation
    signed = served and not lien and not proxy
    relation = f"{_signature(service)}（{service.receiver_relation}）" if proxy else ""
    method = str(METHODS[service.method]) if served and service.method else BOXES
    yield ("机关名称", case.unit.name), 1
    yield ("案由", case.title), 1
    yield ("案号", case.number), 1
    yield ("送达文书名称及件数", f"{document.title}{number}　1件"), 1
    yield ("受送达人", f"{respondent.display_name}（{respondent.unit.name}）"), 1
    yield ("送达地点", (served and service.place) or ""), 1
    yield ("受送达人签名或者盖章、日期", _signature(service) if signed else ""), 2
    yield ("代收人签名、与受送达人关系和代收理由", relation), 2
    yield ("送达方式", method), 1
    yield ("拒收事由和日期", f"{service.proof}　{_day(service)}" if lien else ""), 2
    yield ("见证人签名", (served and service.witnesses) or ""), 1
    yield ("送达人", (served and service.servers) or ""), 1
    yield ("填发人", ""), 1
    yield ("备考", (service.proof or "") if served and not lien else ""), 1


def _signature(service: NoticeService) -> str:
    return f"{service.received_by or ''}　{_day(service)}"


def _day(service: NoticeService) -> str:
    return chinese_date(service.received_on) if service.received_on else ""
