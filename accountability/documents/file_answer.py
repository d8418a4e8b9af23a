"""The answer to a party who asked to see the file, with the extract of what it may see.

What may reach a party is decided in `casework.defence.material`, as for statement and defence.
Minutes of discussions, internal opinions and the reports themselves are no pieces there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from werkzeug.exceptions import NotFound

from accountability.labels.file_requests import STATES
from accountability.models import Decision, FileRequest, NoticeService
from accountability.queries.file_requests import get_visible_request, whole
from accountability.viewing import SHOWN, FileRequestState
from casework import queries as cases
from casework.defence.letters import EXAMPLES, listed, title_of
from casework.defence.material import Material, material_of
from casework.models import Case
from casework.rules import RespondentKind
from core import moment
from core.access import Actor
from core.db import db
from core.documents import Letter
from core.documents.templates.composing import compose
from core.documents.templates.kinds import Example, Field, Kind, Occasion
from core.documents.wording import chinese_date, closed, in_chinese

CODE: Final = "file_answer"
TITLE: Final = "查阅案卷答复书"


def free_ids(material: Material) -> dict[str, list[int]]:
    """Return all pieces that may reach a party, by the name of the column that keeps them."""
    return {
        "fact_ids": [piece.id for piece in material.facts if piece.barred is None],
        "evidence_ids": [piece.id for piece in material.evidence if piece.barred is None],
    }


def letter(request: FileRequest, state: FileRequestState) -> Letter:
    """Compose the answer that leads to `state`."""
    return compose(CODE, occasion(request, state))


def preview(request: FileRequest) -> Letter:
    """Compose the answer as it would be if all that may be shown were granted, as a draft."""
    chosen = free_ids(material_of(case_of(request)))
    return compose(CODE, occasion(request, FileRequestState.GRANTED, chosen, draft=True))


def case_of(request: FileRequest) -> Case:
    """Return the case of a request."""
    return request.service.decision.case


@in_chinese
def occasion(
    request: FileRequest,
    state: FileRequestState | None = None,
    chosen: Mapping[str, Collection[int]] | None = None,
    *,
    draft: bool = False,
) -> Occasion:
    """Return the values of the answer; `state` and `chosen` where it is not given yet."""
    case, respondent = case_of(request), request.service.respondent
    material, answer = material_of(case), state or request.state
    pieces = chosen or {"fact_ids": request.fact_ids, "evidence_ids": request.evidence_ids}
    holds = {"单位": respondent.kind is RespondentKind.UNIT, "有摘录": answer in SHOWN}
    return Occasion(
        head=case.unit.name,
        number=None if draft else request.number,
        addressee=respondent.display_name,
        signer=case.unit.name,
        on=request.answered_on or moment.today(),
        values={
            "案件名称": title_of(material),
            "案号": case.number,
            "当事人": respondent.display_name,
            "申请日期": chinese_date(request.sent_on),
            "申请编号": request.number,
            "处理文书文号": request.service.document.number or "",
            "答复": _answer(request, answer),
            **listed(material, **pieces),
        },
        holds=frozenset(name for name, is_so in holds.items() if is_so),
        draft=draft,
    )


def _answer(request: FileRequest, answer: FileRequestState) -> str:
    reason = f"理由：{closed(request.reason)}" if request.reason else ""
    basis = f"依据：{closed(request.basis)}" if request.basis else ""
    return f"经审查，{STATES[answer]}。{reason}{basis}"


def _examples(actor: Actor) -> list[Example]:
    seen = cases.visible_to(actor).with_only_columns(Case.id)
    found = db.session.scalars(
        whole()
        .join(FileRequest.service)
        .join(NoticeService.decision)
        .where(Decision.case_id.in_(seen))
        .order_by(FileRequest.id.desc())
        .limit(EXAMPLES)
    )
    return [Example(row.id, f"{row.number}　{case_of(row).title}") for row in found]


def _example(actor: Actor, request_id: int) -> Occasion | None:
    try:
        return occasion(get_visible_request(request_id, actor), draft=True)
    except NotFound:
        return None


_FIELDS: Final = (
    Field("案件名称", "案件的名称；会暴露应当保密的人员的，写作“本案”", "未公开征收补偿方案"),
    Field("案号", "案件的编号", "阿案〔2026〕3号", required=True),
    Field("当事人", "提出申请的人员或者单位", "张三"),
    Field("申请日期", "提出申请的日期", "2026年4月2日", required=True),
    Field("申请编号", "申请的登记编号", "阿政阅〔2026〕1号", required=True),
    Field("处理文书文号", "送达当事人的处理文书的文号", "阿政公责〔2026〕12号"),
    Field(
        "答复",
        "准予、部分准予或者不予查阅，理由和依据",
        "经审查，准予部分查阅。理由：其余材料涉及其他人员。",
        required=True,
    ),
    Field("材料", "事实或者证据的编号、种类和日期，每件一行", "证据2 查阅文件"),
    Field("内容", "每件的内容", "收文登记簿二月三日无登记。"),
    Field("不提供的原因", "没有摘录的，按原因分行", "依法应当保密的内容"),
    Field("不提供的件数", "每种原因的件数", "2项"),
)

_CONDITIONS: Final = {"单位": "申请人是单位", "有摘录": "准予查阅全部或者部分材料"}

_BODY: Final = "\n".join(
    (
        "[[若单位]]你单位[[结束]][[若非单位]]你[[结束]]于{{申请日期}}提出查阅案卷的申请"
        "（编号{{申请编号}}）收悉。案由：{{案件名称}}。案号：{{案号}}。"
        "处理文书：{{处理文书文号}}。",
        "{{答复}}",
        "[[若有摘录]]# 摘录",
        "|材料|内容|",
        "|{{材料}}|{{内容}}|",
        "# 没有摘录的材料",
        "|原因|件数|",
        "|{{不提供的原因}}|{{不提供的件数}}|",
        "案件讨论记录、内部审核意见和其他依法应当保密的内容不在查阅范围。[[结束]]",
    )
)

KIND: Final = Kind(
    code=CODE,
    label=TITLE,
    fields=_FIELDS,
    conditions=_CONDITIONS,
    title=TITLE,
    body=_BODY,
    examples=_examples,
    occasion=_example,
)
