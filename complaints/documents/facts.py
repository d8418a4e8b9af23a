"""What the letters on one report have in common: the facts that every one says, and its fields.

They are official documents: Chinese whatever the language of the officer's pages. A name of who
reported never stands in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import force_locale
from sqlalchemy.orm import joinedload

from complaints import queries
from complaints.labels import CHANNELS
from complaints.models import Complaint
from complaints.rules import Channel
from core import moment
from core.access import Actor
from core.db import db
from core.documents.templates.kinds import Example, Field, Occasion
from core.documents.wording import chinese_date

#: How many real cases a preview offers.
EXAMPLES: Final = 30

OPENING = "本机关于{{收到日期}}收到您以{{反映渠道}}方式反映的“{{事由}}”，登记编号为{{登记编号}}。"
SECRECY = "本机关依法为投诉举报人保密，不向被投诉举报的单位和个人透露投诉举报人的情况。"
COMMON = (
    Field("登记编号", "投诉举报的登记编号", "阿举〔2026〕12号", required=True),
    Field("事由", "登记的事由", "申请公开征收补偿方案逾期未答复", required=True),
    Field("收到日期", "收到投诉举报的日期", "2026年3月2日"),
    Field("反映渠道", "来访、来信、电话等", "来访"),
    Field("承办机关", "发出告知书的单位", "阿尔山市政务公开办公室"),
    Field("告知日期", "告知书的日期", "2026年3月12日"),
)


@dataclass(frozen=True)
class LetterFacts:
    """What every letter on a complaint says: who writes, under which number, when, on what."""

    unit: str
    number: str | None
    on: date
    complaint_number: str
    complaint_title: str
    received_on: date
    channel: Channel


def occasion(
    facts: LetterFacts,
    values: dict[str, str],
    *,
    addressee: str | None = None,
    draft: bool = False,
) -> Occasion:
    """Return the values of a letter; without `addressee` it goes to who reported, by the number."""
    with force_locale("zh"):
        channel = str(CHANNELS[facts.channel])
    return Occasion(
        head=facts.unit,
        number=facts.number,
        addressee=addressee or f"投诉举报人（{facts.complaint_number}）",
        signer=facts.unit,
        on=facts.on,
        values={
            "登记编号": facts.complaint_number,
            "事由": facts.complaint_title,
            "收到日期": chinese_date(facts.received_on),
            "反映渠道": channel,
            "承办机关": facts.unit,
            "告知日期": chinese_date(facts.on),
            **values,
        },
        draft=draft,
    )


def examples(actor: Actor) -> list[Example]:
    """Return the reports that `actor` may see, newest first, to try a wording on."""
    statement = queries.visible_to(actor).order_by(Complaint.id.desc()).limit(EXAMPLES)
    return [Example(row.id, f"{row.number}　{row.title}") for row in db.session.scalars(statement)]


def seen(actor: Actor, complaint_id: int) -> Complaint | None:
    """Return a report where `actor` may see it."""
    statement = queries.visible_to(actor).options(joinedload(Complaint.unit))
    return db.session.scalars(statement.where(Complaint.id == complaint_id)).first()


def draft_facts(complaint: Complaint) -> LetterFacts:
    """Return what a letter of today would say, without a number."""
    return LetterFacts(
        unit=complaint.unit.name,
        number=None,
        on=moment.today(),
        complaint_number=complaint.number,
        complaint_title=complaint.title,
        received_on=complaint.received_on,
        channel=complaint.channel,
    )
