"""The letter of a decision to one party (INF-29, domain E-3), on the page of core.documents.

The words are Chinese whatever language the reader of the screen has chosen. What the source does
not state is not said: no remedy in the pack, no line about it (INF-32).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from accountability.models import ActShare, Decision
from accountability.queries.decisions import Dossier, measures_on
from accountability.sanctioning import MEASURES
from casework.labels import ADOPTIONS, EVIDENCE_KINDS
from casework.models import CaseRespondent
from casework.rules import DefenceOutcome, RespondentKind
from core import moment
from core.clocks.labels import UNITS
from core.documents import Heading, Letter, Table, render
from core.documents.templates.composing import compose
from core.documents.templates.kinds import Occasion
from core.documents.templates.language import Wording
from core.documents.wording import chinese_date, chinese_ordinal, closed, in_chinese
from regulations.codes import RemedyBody, RemedyKind, ShareValue, State
from regulations.labels import REMEDY_KINDS, ROLES, STARTS
from regulations.rules import SourceSilent, cite, cite_pack, remedy, severity, term

KIND = "decision_notice"

_SEEK = {RemedyKind.RECONSIDERATION: "申请", RemedyKind.APPEAL: "提出"}


#: How a share is said of a person.
_BEARS = {
    ShareValue.FULL: "承担全部责任",
    ShareValue.PRIMARY: "承担主要责任",
    ShareValue.SECONDARY: "承担次要责任",
    ShareValue.NONE: "不承担责任",
    ShareValue.RESPONSIBLE: "承担责任",
    ShareValue.NOT_STATED: "责任份额规则没有规定",
}

#: How the opening says what was done about statement and defence (ACC-13, INF-31).
_HEARD = {
    DefenceOutcome.STATED: "并听取陈述和申辩",
    DefenceOutcome.DECLINED: "并告知陈述和申辩的权利，当事人表示放弃",
    DefenceOutcome.ABSENT: "并告知陈述和申辩的权利，当事人未到场、未提出意见",
}

#: What ends a line of a list.
_ENDS = ("。", "；", "：", "！", "？", "”")
_ORDINAL = re.compile(r"^[一二三四五六七八九十]+、")


@dataclass(frozen=True)
class Section:
    """A numbered part of the letter, for the screen."""

    title: str
    paragraphs: tuple[str, ...]


def notice_title(decision: Decision, respondent: CaseRespondent) -> str:
    """Return the title: 决定书 to a person, 通知书 to a unit, 结果通知书 without measures."""
    if not measures_on(decision, respondent):
        return "责任追究结果通知书"
    if respondent.kind is RespondentKind.UNIT:
        return "责任追究处理通知书"
    return "责任追究处理决定书"


def notice_number(decision: Decision, dossier: Dossier, respondent: CaseRespondent) -> str | None:
    """Return the number the letter bears: that of the decision, with 之一, 之二 … for several."""
    if decision.number is None or len(dossier.respondents) == 1:
        return decision.number
    place = [r.id for r in dossier.respondents].index(respondent.id) + 1
    return f"{decision.number}之{chinese_ordinal(place)}"


@in_chinese
def letter(
    decision: Decision,
    dossier: Dossier,
    respondent: CaseRespondent,
    *,
    draft: bool,
    wording: Wording | None = None,
) -> Letter:
    """Compose the letter of `decision` to `respondent`; a draft is marked on every page.

    Its wording is that in force on the day of the signature, or another one for a preview.
    """
    return compose(KIND, occasion(decision, dossier, respondent, draft=draft), wording)


@in_chinese
def occasion(
    decision: Decision, dossier: Dossier, respondent: CaseRespondent, *, draft: bool
) -> Occasion:
    """Return the values of the letter; a field with nothing to say is empty."""
    remedies = remedy_lines(dossier)
    texts: dict[str, tuple[str, ...]] = {
        "当事人情况": (party_words(respondent),),
        "查明的事实": (decision.facts_text,),
        "主要证据": _evidence(dossier),
        "陈述和申辩": _defence(respondent),
        "责任划分": _shares(dossier, respondent),
        "情节认定": _grade(decision, dossier),
        "处理决定": _measures(decision, dossier, respondent),
        "改正要求": _correction(decision, respondent),
        "救济途径": tuple(remedies),
    }
    unit, on = dossier.case.unit.name, _day(decision)
    outcome = respondent.defence.outcome if respondent.defence else None
    holds = {
        "单位": respondent.kind is RespondentKind.UNIT,
        "已陈述申辩": outcome is DefenceOutcome.STATED,
        "放弃陈述申辩": outcome is DefenceOutcome.DECLINED,
        "未到场陈述申辩": outcome is DefenceOutcome.ABSENT,
        "有处理措施": bool(measures_on(decision, respondent)),
        "有救济": bool(remedies),
    }
    return Occasion(
        head=unit,
        number=notice_number(decision, dossier, respondent),
        addressee=respondent.display_name,
        signer=unit,
        on=on,
        values={
            "文书名称": notice_title(decision, respondent),
            "案件名称": dossier.case.title,
            "案号": dossier.case.number,
            "处理依据": cite_pack(dossier.substance),
            "当事人": respondent.display_name,
            "处理机关": unit,
            "决定日期": chinese_date(on),
            "听取经过": _HEARD[outcome] if outcome else "尚未听取陈述和申辩",
            **{name: "\n".join(paragraphs) for name, paragraphs in texts.items()},
        },
        holds=frozenset(name for name, is_so in holds.items() if is_so),
        draft=draft,
        printed_on=decision.issued_on or moment.today(),
    )


def sections(letter: Letter) -> list[Section]:
    """Return the parts of a letter in their order, as it is worded."""
    parts: list[tuple[str, list[str]]] = []
    for block in letter.body:
        if isinstance(block, Heading) and block.level == 1:
            parts.append((_ORDINAL.sub("", block.text), []))
        elif parts and not isinstance(block, Table):
            parts[-1][1].extend(block.text.split("\n"))
    return [Section(title, tuple(paragraphs)) for title, paragraphs in parts]


def pdf(decision: Decision, dossier: Dossier, respondent: CaseRespondent, *, draft: bool) -> bytes:
    """Return the letter as PDF."""
    return render(letter(decision, dossier, respondent, draft=draft))


@in_chinese
def remedy_lines(dossier: Dossier) -> list[str]:
    """Return what the notice says of remedies: route, body and period.

    The pack of the day of acceptance decides (ACC-14); where it states none the notice says nothing
    (INF-32).
    """
    offered = remedy(dossier.procedure)
    if offered is None or offered.state is not State.STATED or not offered.kinds:
        return []
    seek = "或者".join(f"{_SEEK[kind]}{REMEDY_KINDS[kind]}" for kind in offered.kinds)
    body = offered.to_wording or "作出处理决定的机关"
    if offered.to == (RemedyBody.DECIDING_BODY,):
        body = f"{body}（{dossier.case.unit.name}）"
    when = remedy_period(dossier)
    within = f"自{when[0]}之日起{when[1]}内" if when else ""
    basis = cite(dossier.procedure, offered.article)
    return [f"对本决定不服的，可以{within}向{body}{seek}（{basis}）。"]


@in_chinese
def remedy_period(dossier: Dossier) -> tuple[str, str] | None:
    """Return from when a remedy may be sought and for how long (接到处理通知, 30日), if stated."""
    offered = remedy(dossier.procedure)
    if offered is None or offered.term is None:
        return None
    try:
        row = term(dossier.procedure, offered.term)
    except SourceSilent:
        return None
    if row.length is None or row.unit is None or row.starts is None:
        return None
    return str(STARTS[row.starts]), f"{row.length}{UNITS[row.unit]}"


def _day(decision: Decision) -> date:
    if decision.signed_at is None:
        return moment.today()
    return moment.local(decision.signed_at).date()


def party_words(respondent: CaseRespondent) -> str:
    """Say who a party is: name, post and rank where they are known, unit (domain E-3)."""
    if respondent.kind is RespondentKind.UNIT:
        return f"单位名称：{respondent.unit.name}。"
    post = f"，职务：{respondent.post_title}" if respondent.post_title else ""
    rank = f"，级别：{respondent.rank}" if respondent.rank else ""
    return f"姓名：{respondent.display_name}{post}{rank}，单位：{respondent.unit.name}。"


def _evidence(dossier: Dossier) -> tuple[str, ...]:
    return tuple(
        f"{n}.{EVIDENCE_KINDS[item.kind]}，{chinese_date(item.on_date)}，{item.place}。"
        for n, item in enumerate(dossier.evidence, 1)
    )


def _defence(respondent: CaseRespondent) -> tuple[str, ...]:
    defence = respondent.defence
    if defence is None:
        return ()
    day = chinese_date(defence.heard_on)
    if defence.outcome is DefenceOutcome.DECLINED:
        return (f"{day}告知可以陈述和申辩，{respondent.display_name}表示不陈述、不申辩。",)
    if defence.outcome is DefenceOutcome.ABSENT:
        who = respondent.display_name
        told = f"{closed(defence.text or '')}至{day}，{who}未到场，也未提出陈述和申辩。"
        return (told,)
    heard = f"{day}听取{respondent.display_name}的陈述和申辩：{defence.text}"
    made = f"{ADOPTIONS[defence.adoption]}。" if defence.adoption else ""
    return (heard, f"答复意见：{made}{defence.response}") if defence.response else (heard,)


def _shares(dossier: Dossier, respondent: CaseRespondent) -> tuple[str, ...]:
    lines = []
    for act in dossier.acts:
        for share in act.shares:
            if share.respondent_id == respondent.id:
                what = f"{chinese_date(act.on_date)}{act.title}：{_share(dossier, share)}"
                if act.choice_reason:
                    what += f"适用该项的理由：{closed(act.choice_reason)}"
                lines.append(what)
    return tuple(lines)


def _share(dossier: Dossier, share: ActShare) -> str:
    by = f"（{cite(dossier.substance, share.article)}）" if share.article else ""
    text = f"作为{ROLES[share.role]}，{_BEARS[share.share]}{by}。"
    if share.departure_reason:
        text = (
            f"作为{ROLES[share.role]}，规则的结论是{_BEARS[share.proposed_share]}{by}，"
            f"认定{_BEARS[share.share]}，理由：{closed(share.departure_reason)}"
        )
    return text


def _grade(decision: Decision, dossier: Dossier) -> tuple[str, ...]:
    rows = severity(dossier.substance, decision.grade, decision.is_grave)
    wording = "，".join(row.wording for row in rows)
    articles = "、".join(dict.fromkeys(cite(dossier.substance, row.article) for row in rows))
    lines = [f"认定{wording}（{articles}）。理由：{closed(decision.grade_reason)}"]
    if decision.circumstances:
        lines.append(f"从轻、从重情节：{closed(decision.circumstances)}")
    return tuple(lines)


def _measures(decision: Decision, dossier: Dossier, respondent: CaseRespondent) -> tuple[str, ...]:
    measures = measures_on(decision, respondent)
    if not measures:
        return (f"对{respondent.display_name}不予追究责任。",)
    lines = []
    for measure in measures:
        if measure.article:
            why = f"（{cite(dossier.substance, measure.article)}）。"
        else:
            why = f"。理由：{closed(measure.departure_reason or '')}"
        by = "，由有权机关依法决定" if measure.code in MEASURES else ""
        lines.append(f"对{respondent.display_name}：{measure.label}{by}{why}")
    return tuple(lines)


def _correction(decision: Decision, respondent: CaseRespondent) -> tuple[str, ...]:
    """Say what is to be put right and until when, to whom a measure was laid on (ACC-15)."""
    if not measures_on(decision, respondent):
        return ()
    lines = [line.strip() for line in decision.requirement.splitlines() if line.strip()]
    *items, last = lines or [""]
    listed = [item if item.endswith(_ENDS) else f"{item}；" for item in items]
    return (*listed, closed(last), f"改正期限：{chinese_date(decision.correction_due_on)}。")
