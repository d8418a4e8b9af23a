"""The list of evidence (证据清单) and the paper for one change of hands (证据交接单)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from casework import queries as cases
from casework.custody.labels import FORMS, ORIGINS, STATES, event_label
from casework.custody.queries import custodies_of, get_event
from casework.models import Case, CustodyEvent, Evidence, EvidenceCustody
from casework.rules import CustodyState
from core import moment
from core.access.actor import Actor
from core.db import db
from core.documents import Letter
from core.documents.templates.composing import compose
from core.documents.templates.kinds import Example, Field, Kind, Occasion
from core.documents.wording import chinese_date, in_chinese

LIST: Final = "evidence_list"
SLIP: Final = "custody_slip"
#: How many real cases a preview offers.
EXAMPLES: Final = 30
_NONE = "——"


@in_chinese
def evidence_list(case: Case) -> Letter:
    """Compose the list of all that is kept for a case, as it stands today."""
    return compose(LIST, list_occasion(case))


@in_chinese
def slip(case: Case, event: CustodyEvent) -> Letter:
    """Compose the paper for one change of hands, to be signed by both sides."""
    return compose(SLIP, slip_occasion(case, event))


@in_chinese
def list_occasion(case: Case) -> Occasion:
    """Return the values of the list."""
    kept = list(custodies_of(case).values())
    columns = {
        "编号和名称": [f"{one.evidence.number}.{one.title}" for one in kept],
        "来源": [source_words(one) for one in kept],
        "形态和数量": [f"{FORMS[one.form]}，{one.amount}" for one in kept],
        "保管情况": [standing(one) for one in kept],
    }
    return _form(
        {
            "案号": case.number,
            "案由": case.title,
            "件数": f"{len(kept)}件",
            "打印日期": chinese_date(moment.today()),
            **{name: "\n".join(cells) or _NONE for name, cells in columns.items()},
        }
    )


@in_chinese
def slip_occasion(case: Case, event: CustodyEvent) -> Occasion:
    """Return the values of the paper."""
    custody = event.custody
    return _form(
        {
            "案号": case.number,
            "案由": case.title,
            "证据": f"证据{custody.evidence.number}，{custody.title}",
            "来源": source_words(custody),
            "形态和数量": f"{FORMS[custody.form]}，{custody.amount}",
            "交接事项": event_label(event.kind),
            "交接日期": chinese_date(event.on_date),
            "交出人": event.from_whom,
            "接收人": event.to_whom,
            "归还日期": chinese_date(event.due_on) if event.due_on else _NONE,
            "备注": event.note or _NONE,
        }
    )


def source_words(custody: EvidenceCustody) -> str:
    """Say whence a piece came."""
    return f"{custody.source}（{ORIGINS[custody.origin]}）"


def standing(custody: EvidenceCustody) -> str:
    """Say where a piece is and who has it."""
    if custody.state is CustodyState.LENT and custody.due_on:
        return f"借给{custody.holder}，{chinese_date(custody.due_on)}前归还"
    return f"{STATES[custody.state]}，{custody.holder}"


def _form(values: dict[str, str]) -> Occasion:
    return Occasion(
        head=None, number=None, addressee=None, signer=None, on=moment.today(), values=values
    )


def _seen(actor: Actor) -> Sequence[tuple[int, int, str, str, str]]:
    """Return kept evidence of visible cases, newest first: an event, the case, and its words."""
    visible = cases.visible_to(actor).with_only_columns(Case.id)
    rows = db.session.execute(
        select(CustodyEvent.id, Case.id, Case.number, Case.title, EvidenceCustody.title)
        .join(EvidenceCustody, EvidenceCustody.id == CustodyEvent.custody_id)
        .join(Evidence, Evidence.id == EvidenceCustody.evidence_id)
        .join(Case, Case.id == Evidence.case_id)
        .where(Case.id.in_(visible))
        .order_by(CustodyEvent.id.desc())
        .limit(EXAMPLES)
    )
    return [(event, case, number, words, title) for event, case, number, words, title in rows]


def _lists(actor: Actor) -> list[Example]:
    found = {case_id: f"{number}　{words}" for _e, case_id, number, words, _t in _seen(actor)}
    return [Example(case_id, label) for case_id, label in found.items()]


def _list(actor: Actor, case_id: int) -> Occasion | None:
    try:
        return list_occasion(cases.get_visible_case(case_id, actor))
    except NotFound:
        return None


def _slips(actor: Actor) -> list[Example]:
    return [Example(event, f"{number}　{title}") for event, _c, number, _w, title in _seen(actor)]


def _slip(actor: Actor, event_id: int) -> Occasion | None:
    found = db.session.get(CustodyEvent, event_id)
    if found is None:
        return None
    try:
        case = cases.get_visible_case(found.custody.evidence.case_id, actor)
        return slip_occasion(case, get_event(case, event_id))
    except NotFound:
        return None


_CASE = (
    Field("案号", "案件的编号", "阿案〔2026〕3号", required=True),
    Field("案由", "案件的名称", "未依法公开征收补偿方案", required=True),
)

KINDS: Final = (
    Kind(
        code=LIST,
        label="证据清单",
        fields=(
            *_CASE,
            Field("件数", "登记保管的证据件数", "1件"),
            Field("编号和名称", "在本案中的编号，每件一行", "1.收文登记簿", required=True),
            Field("来源", "提供人或者提取处", "自然资源局", required=True),
            Field("形态和数量", "原件、复制件或者电子数据", "原件，1册36页", required=True),
            Field("保管情况", "现在由谁保管", "在库保管，韩某", required=True),
            Field("打印日期", "打印当日", "2026年3月12日"),
        ),
        title="证据清单",
        body="\n".join(
            (
                "案号：{{案号}}\n案由：{{案由}}\n共{{件数}}，{{打印日期}}打印。",
                "|编号和名称|来源|形态和数量|保管情况|",
                "|{{编号和名称}}|{{来源}}|{{形态和数量}}|{{保管情况}}|",
                "保管人签名：　　　　　　　　　核对人签名：",
            )
        ),
        is_form=True,
        examples=_lists,
        occasion=_list,
    ),
    Kind(
        code=SLIP,
        label="证据交接单",
        fields=(
            *_CASE,
            Field("证据", "编号和名称", "证据2，收文登记簿", required=True),
            Field("来源", "提供人或者提取处", "自然资源局档案室（由调查组提取）"),
            Field("形态和数量", "原件、复制件或者电子数据", "原件，1册36页", required=True),
            Field("交接事项", "接收、移交、借出、收回、退还、封存、启封", "借出", required=True),
            Field("交接日期", "交接当日", "2026年3月12日", required=True),
            Field("交出人", "交出的人或者单位", "韩某", required=True),
            Field("接收人", "接收的人或者单位", "司法鉴定所", required=True),
            Field("归还日期", "借出的最后归还日期", "2026年3月20日"),
            Field("备注", "事由、在场人员", "送检", required=True),
        ),
        title="证据交接单",
        body="\n".join(
            (
                "|案号|{{案号}}|",
                "|案由|{{案由}}|",
                "|证据|{{证据}}|",
                "|来源|{{来源}}|",
                "|形态和数量|{{形态和数量}}|",
                "|交接事项|{{交接事项}}|",
                "|交接日期|{{交接日期}}|",
                "|归还日期|{{归还日期}}|",
                "|备注|{{备注}}|",
                "||交出人（{{交出人}}）签名||",
                "||接收人（{{接收人}}）签名||",
            )
        ),
        is_form=True,
        examples=_slips,
        occasion=_slip,
    ),
)
