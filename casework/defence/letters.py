"""The invitation to state and defend (陈述申辩告知书) and the extract that goes with it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from casework import queries as cases
from casework.defence.labels import WITHHELD
from casework.defence.material import Material, Piece, material_of
from casework.defending import Withheld
from casework.models import Case, CaseRespondent, DefenceInvitation
from casework.rules import RespondentKind, article_of
from core import moment
from core.access.actor import Actor
from core.db import db
from core.documents import Letter
from core.documents.templates.composing import compose
from core.documents.templates.kinds import Example, Field, Kind, Occasion
from core.documents.wording import chinese_date, closed, in_chinese
from regulations.model import GuardId
from regulations.registry import get_pack
from regulations.rules import breaches, cite

INVITATION: Final = "defence_invitation"
EXTRACT: Final = "defence_extract"
#: How many real cases a preview offers.
EXAMPLES: Final = 30
_NONE: Final = "——"


@in_chinese
def letter(invitation: DefenceInvitation, number: str | None = None) -> Letter:
    """Compose the invitation; without its number every page is marked as a draft."""
    drawn = occasion(invitation, material_of(invitation.case), number)
    return compose(INVITATION, replace(drawn, draft=number is None))


@in_chinese
def extract(invitation: DefenceInvitation, *, draft: bool) -> Letter:
    """Compose the extract as it is chosen now: what is barred is not in it, whoever chose it."""
    material = material_of(invitation.case)
    return compose(EXTRACT, replace(extract_occasion(invitation, material), draft=draft))


@in_chinese
def occasion(
    invitation: DefenceInvitation, material: Material, number: str | None = None
) -> Occasion:
    """Return the values of the invitation."""
    case, respondent = invitation.case, invitation.respondent
    pack = get_pack(case.procedure_pack_id)
    article = article_of(pack, GuardId.STATEMENT_AND_DEFENCE)
    holds = {
        "单位": respondent.kind is RespondentKind.UNIT,
        "有告知依据": article is not None,
        "有摘录": has_extract(invitation),
    }
    return Occasion(
        head=case.unit.name,
        number=number,
        addressee=respondent.display_name,
        signer=case.unit.name,
        on=invitation.issued_on or moment.today(),
        values={
            "案件名称": title_of(material),
            "案号": case.number,
            "当事人": respondent.display_name,
            "告知机关": case.unit.name,
            "拟认定的事实": invitation.facts_text,
            "依据": invitation.basis,
            "告知依据": cite(pack, article) if article else "",
            "最后日期": chinese_date(invitation.answer_by),
            "提出的方式": closed(invitation.answer_to.strip()),
        },
        holds=frozenset(name for name, is_so in holds.items() if is_so),
    )


@in_chinese
def extract_occasion(invitation: DefenceInvitation, material: Material) -> Occasion:
    """Return the values of the extract."""
    case = invitation.case
    return Occasion(
        head=None,
        number=None,
        addressee=None,
        signer=case.unit.name,
        on=invitation.issued_on or moment.today(),
        values={
            "案件名称": title_of(material),
            "案号": case.number,
            "当事人": invitation.respondent.display_name,
            **listed(material, invitation.fact_ids, invitation.evidence_ids),
        },
    )


@in_chinese
def listed(
    material: Material, fact_ids: Collection[int], evidence_ids: Collection[int]
) -> dict[str, str]:
    """Return each piece chosen with what it says, and how many are kept back and why.

    What is testimony and what may give somebody away is counted as one: two figures would tell
    the reader that somebody reported or testified.
    """
    pieces = [piece for part in material.chosen(fact_ids, evidence_ids) for piece in part]
    kept_back = material.withheld(fact_ids, evidence_ids)
    protected = kept_back.get(Withheld.TESTIMONY, 0) + kept_back.get(Withheld.PROTECTED, 0)
    counted = [("依法应当保密的内容", protected)]
    counted += [
        (str(WITHHELD[why]), kept_back.get(why, 0))
        for why in (Withheld.SET_ASIDE, Withheld.NOT_CHOSEN)
    ]
    rows = [(words, f"{count}项") for words, count in counted if count] or [(_NONE, "0项")]
    return {
        "材料": "\n".join(_heading(piece) for piece in pieces) or _NONE,
        "内容": "\n".join(_flat(piece.text) for piece in pieces) or _NONE,
        "不提供的原因": "\n".join(words for words, _count in rows),
        "不提供的件数": "\n".join(count for _words, count in rows),
    }


def has_extract(invitation: DefenceInvitation) -> bool:
    """Tell whether pieces of the case were chosen to go with the invitation."""
    return bool(invitation.fact_ids or invitation.evidence_ids)


def title_of(material: Material) -> str:
    """Return the title of the case, unless it says what the respondent must not read."""
    return "本案" if material.tells(material.case.title) else material.case.title


@in_chinese
def first_facts(material: Material) -> str:
    """Return the facts that may be put to a respondent, by the day, to start from."""
    free = [piece for piece in material.facts if piece.barred is None]
    lines = []
    for number, piece in enumerate(free, 1):
        day = f"{chinese_date(piece.on)}，" if piece.on else ""
        lines.append(f"{number}.{day}{closed(piece.text.strip())}")
    return "\n".join(lines)


@in_chinese
def first_basis(case: Case) -> str:
    """Return the provision the case was filed under, to start from."""
    found = suspected(case)
    return f"上述行为涉嫌属于{found[0]}规定的“{found[1]}”情形。" if found else ""


def suspected(case: Case) -> tuple[str, str] | None:
    """Return the provision that a case was filed under and the breach in its words; None where its
    pack has it no more.
    """
    pack = get_pack(case.substance_pack_id)
    trigger = breaches(pack).get(case.trigger_code)
    return (cite(pack, trigger.article, trigger.regime), trigger.label) if trigger else None


@in_chinese
def first_answer(case: Case) -> str:
    """Return where to state and defend, to start from."""
    return f"可以向{case.unit.name}调查组提交书面意见，也可以当面口头陈述，由调查人员记录。"


def document_title(kind: str, respondent: CaseRespondent) -> str:
    """Return what a document is called in registers."""
    label = "陈述申辩告知书" if kind == INVITATION else "案卷材料摘录"
    return f"{label}（{respondent.display_name}）"


def _heading(piece: Piece) -> str:
    return f"{piece.label}，{chinese_date(piece.on)}" if piece.on else piece.label


def _flat(text: str) -> str:
    """Return a text as one line: in a table each line is a row."""
    return "".join(line.strip() for line in text.splitlines())


def _examples(actor: Actor) -> list[Example]:
    seen = cases.visible_to(actor).with_only_columns(Case.id)
    rows = db.session.execute(
        select(DefenceInvitation.id, Case.number, Case.title)
        .join(Case, Case.id == DefenceInvitation.case_id)
        .where(DefenceInvitation.case_id.in_(seen))
        .order_by(DefenceInvitation.id.desc())
        .limit(EXAMPLES)
    )
    return [Example(found, f"{number}　{words}") for found, number, words in rows]


def _seen(actor: Actor, invitation_id: int) -> DefenceInvitation | None:
    found = db.session.get(DefenceInvitation, invitation_id)
    if found is None:
        return None
    try:
        cases.get_visible_case(found.case_id, actor)
    except NotFound:
        return None
    return found


def _invitation(actor: Actor, invitation_id: int) -> Occasion | None:
    found = _seen(actor, invitation_id)
    if found is None:
        return None
    return replace(occasion(found, material_of(found.case)), draft=True)


def _extract(actor: Actor, invitation_id: int) -> Occasion | None:
    found = _seen(actor, invitation_id)
    if found is None:
        return None
    return replace(extract_occasion(found, material_of(found.case)), draft=True)


_CASE = (
    Field("案件名称", "案件的名称；会暴露应当保密的人员的，写作“本案”", "未公开征收补偿方案"),
    Field("案号", "案件的编号", "阿案〔2026〕3号", required=True),
    Field("当事人", "受告知的人员或者单位", "张三", required=True),
)

KINDS: Final = (
    Kind(
        code=INVITATION,
        label="陈述申辩告知书",
        fields=(
            *_CASE,
            Field("告知机关", "办理案件的单位", "阿尔山市政务公开办公室"),
            Field(
                "拟认定的事实",
                "向当事人告知的事实",
                "1.2026年2月3日，收到申请后未登记。",
                required=True,
            ),
            Field(
                "依据",
                "涉嫌违反的规定",
                "上述行为涉嫌属于《责任追究办法》第五条规定的情形。",
                required=True,
            ),
            Field("告知依据", "规则中听取陈述申辩的条款", "《责任追究办法》第八条"),
            Field("最后日期", "提出陈述申辩的最后日期", "2026年3月20日", required=True),
            Field("提出的方式", "向谁、以什么方式提出", "向调查组提交书面意见。", required=True),
        ),
        conditions={
            "单位": "当事人是单位",
            "有告知依据": "规则写明听取陈述申辩",
            "有摘录": "随告知书送达案卷材料摘录",
        },
        title="陈述申辩告知书",
        body="\n".join(
            (
                "{{案件名称}}（{{案号}}）一案已经调查终结。"
                "现将对{{当事人}}拟认定的事实、依据和陈述申辩的权利告知如下。",
                "# 拟认定的事实\n{{拟认定的事实}}",
                "# 依据\n{{依据}}",
                "# 陈述和申辩",
                "[[若有告知依据]]根据{{告知依据}}，[[结束]][[若单位]]你单位[[结束]][[若非单位]]你[[结束]]"
                "对上述事实和依据有权陈述和申辩，提出事实、理由和证据。",
                "请在{{最后日期}}以前提出。{{提出的方式}}"
                "放弃陈述申辩的，请以书面或者口头方式说明。",
                "[[若有摘录]]案卷材料摘录随本告知书一并送达。[[结束]]",
            )
        ),
        examples=_examples,
        occasion=_invitation,
    ),
    Kind(
        code=EXTRACT,
        label="案卷材料摘录",
        fields=(
            *_CASE,
            Field(
                "材料", "事实或者证据的编号、种类和日期，每件一行", "证据2 查阅文件", required=True
            ),
            Field("内容", "每件的内容", "收文登记簿二月三日无登记。", required=True),
            Field("不提供的原因", "没有摘录的，按原因分行", "依法应当保密的内容", required=True),
            Field("不提供的件数", "每种原因的件数", "2项", required=True),
        ),
        title="案卷材料摘录",
        body="\n".join(
            (
                "案号：{{案号}}\n案由：{{案件名称}}\n本摘录供{{当事人}}陈述申辩使用。",
                "|材料|内容|",
                "|{{材料}}|{{内容}}|",
                "下列材料没有摘录：",
                "|原因|件数|",
                "|{{不提供的原因}}|{{不提供的件数}}|",
            )
        ),
        examples=_examples,
        occasion=_extract,
    ),
)
