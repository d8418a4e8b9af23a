"""What other systems may do: hand in reports and hotline orders, ask how a report stands.

The services are those of the pages: the public's form, the page for the receipt code, the import of
a hotline's table. No answer holds anything of who reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, ClassVar

import msgspec
from flask import Blueprint
from msgspec import Meta

from complaints import labels, queries, services
from complaints.hotline import orders
from complaints.hotline.columns import Column
from complaints.models import Complaint
from complaints.rules import (
    CAME_BACK,
    AnswerBy,
    Channel,
    ComplaintKind,
    ComplaintState,
    ReporterKind,
)
from complaints.services import Given, GivenRespondent, Identity
from complaints.views.following import follow_up
from core import moment
from core.access.permissions import Scope
from core.api import declaring, once
from core.api.admission import reaches
from core.api.declaring import Answer, Call, Operation, operation
from core.api.problems import Fault, Problem
from core.api.reading import unfit
from core.identity.models import Unit
from core.identity.queries import all_units
from core.throttle import Throttle

bp = Blueprint("complaints_api", __name__)

UnitName = Annotated[
    str, Meta(min_length=1, max_length=100, description="单位全称、简称或者机构编码。")
]
Receiver = Annotated[
    str,
    Meta(
        min_length=1, max_length=100, description="接收单位，须在令牌的范围内；不写即令牌的单位。"
    ),
]
Title = Annotated[str, Meta(min_length=1, max_length=120, description="一句话说明，一行。")]
Name40 = Annotated[str, Meta(min_length=1, max_length=40)]
Post60 = Annotated[str, Meta(min_length=1, max_length=60)]
Line200 = Annotated[str, Meta(min_length=1, max_length=200)]

#: Wrong codes of one token and of all, as on the page for them.
codes = Throttle(limit=10, limit_all=200, window=timedelta(minutes=10))


class Respondent(declaring.Given, frozen=True):
    """A unit reported and, if known, the person in it."""

    unit: UnitName
    person_name: Annotated[Name40, Meta(description="涉及的人员姓名。")] | None = None
    post_title: Annotated[Post60, Meta(description="该人员的职务。")] | None = None


class Reporter(declaring.Given, frozen=True):
    """Who reports; sealed when it is registered, and in no answer."""

    kind: Annotated[ReporterKind, Meta(description="个人、多人联名、单位。")]
    name: Annotated[Name40, Meta(description="姓名、代表人姓名或者单位名称。")]
    phone: Annotated[Name40, Meta(description="联系电话。")] | None = None
    address: Annotated[Line200, Meta(description="通信地址。")] | None = None
    joint_count: Annotated[int, Meta(ge=2, le=9999, description="联名人数。")] | None = None
    joint_names: Annotated[Line200, Meta(description="其他联名人姓名，用顿号分开。")] | None = None
    answer_by: Annotated[AnswerBy, Meta(description="怎样告知结果；凭回执码总可以查询。")] = (
        AnswerBy.CODE
    )


class Report(declaring.Given, frozen=True):
    """A report as a portal hands it in."""

    SEVERAL_LINES: ClassVar = frozenset({"facts"})

    kind: Annotated[ComplaintKind, Meta(description="complaint为投诉，report为举报。")]
    title: Title
    facts: Annotated[
        str,
        Meta(min_length=1, max_length=10_000, description="事情的经过，不要写投诉举报人的身份。"),
    ]
    respondents: Annotated[
        list[Respondent], Meta(min_length=1, max_length=10, description="被反映的单位和人员。")
    ]
    receiver: Receiver | None = None
    occurred_from: Annotated[date, Meta(description="从哪天开始。")] | None = None
    occurred_to: Annotated[date, Meta(description="到哪天为止。")] | None = None
    is_retaliation: Annotated[bool, Meta(description="因以前的投诉举报受到打击报复。")] = False
    earlier: Annotated[Post60, Meta(description="以前那一件的编号或者回执码。")] | None = None
    reporter: Annotated[Reporter | None, Meta(description="投诉举报人；匿名的不写。")] = None


class ReportReceived(Answer, frozen=True):
    """The receipt."""

    number: Annotated[str, Meta(description="编号。")]
    unit: Annotated[str, Meta(description="登记的单位；所选单位须回避的，为其上级接收单位。")]
    received_on: Annotated[date, Meta(description="收到日期。")]
    receipt_code: Annotated[str, Meta(description="十六位回执码，请原样交给投诉举报人。")]


class ReceiptCode(declaring.Given, frozen=True):
    """A code to ask with; it never stands in an address."""

    receipt_code: Annotated[str, Meta(min_length=1, max_length=40, description="回执码。")]


class PassedOn(Answer, frozen=True):
    """A unit to which it was passed on."""

    unit: Annotated[str, Meta(description="转去的单位。")]
    on: Annotated[date, Meta(description="转去的日期。")]


class Standing(Answer, frozen=True):
    """How a report stands, as on the page for the receipt code."""

    number: Annotated[str, Meta(description="编号。")]
    unit: Annotated[str, Meta(description="受理单位。")]
    state: Annotated[ComplaintState, Meta(description="办到哪一步。")]
    words: Annotated[str, Meta(description="办到哪一步，可直接显示。")]
    received_on: Annotated[date, Meta(description="收到日期。")]
    decided_on: Annotated[date | None, Meta(description="受理决定日期。")]
    replied_on: Annotated[date | None, Meta(description="答复日期。")]
    text: Annotated[str | None, Meta(description="办理结果，或者不予受理的理由。")]
    passed_on: Annotated[list[PassedOn], Meta(description="转由哪些单位办理。")]


class Order(declaring.Given, frozen=True):
    """A hotline's work order; its fields are the columns of the table that can be imported."""

    SEVERAL_LINES: ClassVar = frozenset({"facts"})

    number: Annotated[Post60, Meta(description="工单编号，同一单位只登记一次。")]
    received: Annotated[date, Meta(description="收到日期，受理期限由此起算。")]
    kind: Annotated[ComplaintKind, Meta(description="complaint为投诉，report为举报。")]
    title: Title
    facts: Annotated[str, Meta(min_length=1, max_length=20_000, description="工单内容。")]
    unit: Annotated[UnitName, Meta(description="被反映单位的全称或者简称。")]
    receiver: Receiver | None = None
    person: Annotated[Name40, Meta(description="被反映人。")] | None = None
    post: Annotated[Post60, Meta(description="被反映人的职务。")] | None = None
    name: Annotated[Name40, Meta(description="来电人姓名，密封保存。")] | None = None
    phone: Annotated[Name40, Meta(description="来电号码，密封保存。")] | None = None
    address: Annotated[Line200, Meta(description="来电人地址，密封保存。")] | None = None
    origin: Annotated[Name40, Meta(description="热线受理渠道。")] | None = None
    deadline: Annotated[date, Meta(description="热线要求的办结期限。")] | None = None
    secrecy: Annotated[bool, Meta(description="来电人是否要求保密。")] = False
    takes_names_out: Annotated[
        bool, Meta(description="标题和内容中写有来电人身份的，换成“投诉举报人”；否则退回。")
    ] = False


class OrderReceived(Answer, frozen=True):
    """What an order became."""

    number: Annotated[str, Meta(description="登记的编号。")]
    unit: Annotated[str, Meta(description="登记的单位。")]
    received_on: Annotated[date, Meta(description="收到日期。")]


@operation(
    bp,
    Operation(
        name="handInReport",
        method="POST",
        path="/reports",
        scope=Scope.REPORT_WRITE,
        title="递交投诉举报",
        text="与公众反映问题的页面办理相同：即时登记、起算受理期限，返回编号和回执码。"
        "身份信息密封保存，此后任何接口都不返回。",
        takes=Report,
        answers=ReportReceived,
        acts=True,
        problems=(404,),
    ),
)
def report_hand_in(call: Call[Report]) -> ReportReceived:
    """Register a report and return its receipt."""
    given, known = call.given, _by_name(all_units())
    receiver = _receiver(call, given.receiver, queries.public_receivers())

    def act() -> once.Done:
        made = services.receive_report(_report(given, receiver, known), token=call.form_token)
        with moment.by_the_day():
            services.note_token(made, call.token)
        return made, _receipt(made)

    answer = call.once(act)
    code = services.code_for(call.form_token)
    return msgspec.convert({**answer, "receipt_code": code}, ReportReceived)


@operation(
    bp,
    Operation(
        name="readStanding",
        method="POST",
        path="/reports/standing",
        scope=Scope.REPORT_STATUS,
        title="查询办理进度",
        text="凭回执码查询，内容与查询页面相同，不含往来留言。回执码放在正文里，不放在地址里。",
        takes=ReceiptCode,
        answers=Standing,
        problems=(404,),
    ),
)
def report_standing(call: Call[ReceiptCode]) -> Standing:
    """Return how the report of a code stands."""
    origin = f"token {call.token.id}"
    if not codes.is_open(origin):
        raise Problem(429, "too_many_codes", "错误的回执码过多，请在十分钟后重试。")
    complaint = services.complaint_of(call.given.receipt_code)
    if complaint is None or not (reaches(call.token, complaint.unit) or once.asked_for(complaint)):
        codes.note_failure(origin)
        raise Problem(404, "receipt_unknown")
    shown = follow_up(complaint)
    return Standing(
        number=shown.number,
        unit=shown.unit,
        state=complaint.state,
        words=shown.words,
        received_on=complaint.received_on,
        decided_on=complaint.decided_on,
        replied_on=complaint.replied_on,
        text=shown.text,
        passed_on=[
            PassedOn(unit=one.unit.name, on=one.sent_on)
            for one in complaint.transfers
            if one.state not in CAME_BACK
        ],
    )


@operation(
    bp,
    Operation(
        name="handInOrder",
        method="POST",
        path="/orders",
        scope=Scope.ORDER_WRITE,
        title="递交热线工单",
        text="与导入热线工单的表格办理相同：逐项核对，按工单编号只登记一次，来电人身份密封保存。",
        takes=Order,
        answers=OrderReceived,
        acts=True,
        problems=(404,),
    ),
)
def order_hand_in(call: Call[Order]) -> OrderReceived:
    """Register a work order of a hotline."""
    given = call.given
    receiver = _receiver(call, given.receiver, all_units())

    def act() -> once.Done:
        try:
            made = services.receive_order(
                receiver, _cells(given), takes_names_out=given.takes_names_out, token=call.token
            )
        except services.OrderKnown:
            words = "这个工单编号已经登记，不重复登记。"
            raise Problem(409, "order_known", None, (Fault("/number", words),)) from None
        if isinstance(made, Complaint):
            return made, _receipt(made)
        raise unfit(*(Fault(f"/{column}" if column else "", words) for column, words in made))

    return msgspec.convert(call.once(act), OrderReceived)


def _receiver(call: Call[Order] | Call[Report], name: str | None, units: Sequence[Unit]) -> Unit:
    """Return the unit that receives, among `units` and within the token's reach; else 404."""
    offered = [unit for unit in units if reaches(call.token, unit)]
    if name is None:
        found = [unit for unit in offered if unit.id == call.token.unit_id]
    else:
        found = _by_name(offered).get(orders.plain(name), [])
    if len(found) != 1:
        fault = Fault("/receiver", "没有这个接收单位，或者不在令牌的范围内。")
        raise Problem(404, "receiver_unknown", None, (fault,))
    return found[0]


def _by_name(units: Sequence[Unit]) -> dict[str, list[Unit]]:
    """Return units by full name, short name and code."""
    by_id = {unit.id: unit for unit in units}
    named = orders.by_name((unit.id, unit.name, unit.short_name) for unit in units)
    found = {name: [by_id[key] for key in keys] for name, keys in named.items()}
    return {unit.code: [unit] for unit in units if unit.code} | found


def _report(given: Report, receiver: Unit, known: Mapping[str, list[Unit]]) -> Given:
    """Return what the service of the public's form takes; 422 for a unit nobody knows."""
    respondents, faults = [], []
    for at, one in enumerate(given.respondents):
        units = known.get(orders.plain(one.unit), [])
        if len(units) == 1:
            respondents.append(GivenRespondent(units[0], one.person_name, one.post_title))
        else:
            words = "有几个单位叫这个名称，请写全称。" if units else "没有这个单位。"
            faults.append(Fault(f"/respondents/{at}/unit", words))
    if faults:
        raise unfit(*faults)
    who = given.reporter
    return Given(
        unit=receiver,
        received_on=moment.today(),
        kind=given.kind,
        channel=Channel.WEB,
        title=given.title,
        facts=given.facts,
        respondents=respondents,
        reporter=None
        if who is None
        else Identity(
            who.kind,
            who.name,
            who.phone,
            who.address,
            joint_count=who.joint_count,
            joint_names=who.joint_names,
            answer_by=who.answer_by,
        ),
        occurred_from=given.occurred_from,
        occurred_to=given.occurred_to,
        is_retaliation=given.is_retaliation,
        earlier=given.earlier,
    )


def _cells(given: Order) -> dict[Column, str]:
    """Return an order as the cells of a row of the table."""
    texts = {
        Column.NUMBER: given.number,
        Column.RECEIVED: given.received.isoformat(),
        Column.TITLE: given.title,
        Column.FACTS: given.facts,
        Column.UNIT: given.unit,
        Column.PERSON: given.person,
        Column.POST: given.post,
        Column.NAME: given.name,
        Column.PHONE: given.phone,
        Column.ADDRESS: given.address,
        Column.KIND: str(labels.KINDS[given.kind]),
        Column.ORIGIN: given.origin,
        Column.DEADLINE: given.deadline.isoformat() if given.deadline else None,
        Column.SECRECY: "是" if given.secrecy else "否",
    }
    return {column: text for column, text in texts.items() if text is not None}


def _receipt(made: Complaint) -> dict[str, str]:
    """Return what may be kept of the answer."""
    return {
        "number": made.number,
        "unit": made.unit.name,
        "received_on": made.received_on.isoformat(),
    }
