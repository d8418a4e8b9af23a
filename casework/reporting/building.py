"""Write the first text of a report from what the case holds: source, team, facts, evidence.

The words are Chinese whatever language the reader of the screen has chosen. What only the
investigators can say, effect and conclusion, is left to them; whether somebody is to be punished
is proposed by them, never by the system.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from flask_babel import gettext as _

from casework.labels import EVIDENCE_KINDS, PERSON_ROLES
from casework.models import Case, Evidence, Fact, InvestigationReport
from casework.recusal import queries as recusals
from casework.rules import ReportText, RespondentKind
from core.documents.wording import chinese_date, closed, in_chinese
from core.files.queries import attachments_of
from regulations.registry import get_pack
from regulations.rules import breaches, cite


@in_chinese
def first_text(case: Case, before: ReportText | None = None) -> ReportText:
    """Return the text of a new report; what was concluded `before`, if anything, is kept.

    After a remand the last report gives effect, conclusion and proposal to start from.
    """
    return ReportText(
        course=_course(case),
        facts_text=_facts(case),
        evidence_text=_evidence(case),
        effect_found=before.effect_found if before else case.effect_found or "",
        findings=before.findings if before else case.findings or "",
        qualification=before.qualification if before else _qualification(case),
    )


def text_of(report: InvestigationReport) -> ReportText:
    """Return the present text of a report."""
    return ReportText(
        course=report.course,
        facts_text=report.facts_text,
        evidence_text=report.evidence_text,
        effect_found=report.effect_found,
        findings=report.findings,
        qualification=report.qualification,
    )


@in_chinese
def source_words(case: Case) -> str:
    """Say where the case came from: a report by its number, and nothing else of it (SEC-01)."""
    complaint = case.complaint
    if complaint is None:
        return "工作中发现"
    if complaint.is_lead:
        why = "行为被撤销或者败诉的线索" if complaint.clock_id is None else "逾期线索"
        return f"{why}（{complaint.number}）"
    return f"投诉举报（{complaint.number}）"


@in_chinese
def respondent_lines(case: Case) -> list[str]:
    """Return whom the case is about, a line each: name, unit, post, part in the act."""
    return list(_respondents(case))


def facts_in_order(case: Case) -> list[Fact]:
    """Return the facts by the day they happened; those without a day come last."""
    return sorted(case.facts, key=lambda fact: (fact.on_date or date.max, fact.id))


def standing_facts(case: Case) -> list[Fact]:
    """Return the facts in order that a report may rest on: none that a recusal set aside."""
    void = recusals.facts_set_aside(case)
    return [fact for fact in facts_in_order(case) if fact.id not in void]


def changes_since(case: Case, report: InvestigationReport) -> list[str]:
    """Say what of the case is not as it was when the present text was written."""
    later = [str(item.number) for item in case.evidence if item.number > report.evidence_count]
    found = [_("新登记证据%(numbers)s", numbers="、".join(later))] if later else []
    standing = standing_facts(case)
    facts = len(standing) - report.fact_count
    if facts > 0:
        found.append(_("新认定事实%(n)s项", n=facts))
    gone = [fact for fact in case.facts if fact not in standing]
    if facts < 0 or any(_fact("", fact) in report.facts_text for fact in gone):
        found.append(_("有事实经回避决定不再采用"))
    if "\n".join(respondent_lines(case)) != report.respondents_text:
        found.append(_("责任单位和人员的登记有改动"))
    return found


def _respondents(case: Case) -> Iterator[str]:
    for r in case.respondents:
        if r.kind is RespondentKind.UNIT:
            yield r.unit.name
            continue
        words = (r.post_title, str(PERSON_ROLES[r.role]) if r.role else None)
        about = "，".join([r.unit.name, *filter(None, words)])
        yield f"{r.display_name}（{about}）"


def _course(case: Case) -> str:
    lines = [f"本案来源：{source_words(case)}。案号：{case.number}。"]
    if case.filed_on:
        lines.append(f"{chinese_date(case.filed_on)}经批准立案，承办单位为{case.unit.name}。")
    away = recusals.kept_away(case)
    present = [m for m in case.members if m.left_on is None and m.user_id not in away]
    names = "、".join(m.user.name + ("（组长）" if m.is_lead else "") for m in present)
    lines.append(f"调查组由{names}组成。")
    for m in case.members:
        if m.left_on is not None:
            why = "回避" if m.user_id in away else "离开调查组"
            lines.append(f"{m.user.name}于{chinese_date(m.left_on)}{why}，此后没有参加调查。")
    days = [item.on_date for item in case.evidence]
    if days:
        first, last = chinese_date(min(days)), chinese_date(max(days))
        when = first if first == last else f"{first}至{last}"
        kinds = [item.kind for item in case.evidence]
        counted = "、".join(
            f"{EVIDENCE_KINDS[kind]}{kinds.count(kind)}次" for kind in dict.fromkeys(kinds)
        )
        lines.append(f"调查组于{when}依法取证：{counted}。")
    return "\n".join(lines)


def _facts(case: Case) -> str:
    return "\n".join(_fact(number, fact) for number, fact in enumerate(standing_facts(case), 1))


def _fact(number: int | str, fact: Fact) -> str:
    day = f"{chinese_date(fact.on_date)}，" if fact.on_date else ""
    cited = sorted(item.number for item in fact.evidence)
    proof = "、".join(f"证据{n}" for n in cited)
    return f"{number}.{day}{closed(fact.text.strip())}（{proof}）"


def _evidence(case: Case) -> str:
    void = recusals.evidence_set_aside(case)
    used = [item for item in case.evidence if item.id not in void]
    files = attachments_of(Evidence, [item.id for item in used])
    return "\n".join(_item(item, len(files.get(item.id, ()))) for item in used)


def _item(item: Evidence, files: int) -> str:
    investigators = "、".join(sorted(user.name for user in item.investigators))
    words: Sequence[str | None] = (
        f"证据{item.number}：{EVIDENCE_KINDS[item.kind]}",
        chinese_date(item.on_date),
        item.place,
        f"被调查人和在场人员{item.persons}" if item.persons else None,
        f"取证人员{investigators}",
        "已出示证件" if item.credentials_shown else None,
        f"附件{files}件" if files else None,
    )
    return f"{'，'.join(filter(None, words))}。{closed(item.summary.strip())}"


def _qualification(case: Case) -> str:
    """Name the provision the case was filed under; what to do about it the investigators write."""
    pack = get_pack(case.substance_pack_id)
    trigger = breaches(pack).get(case.trigger_code)
    if trigger is None:
        return ""
    cited = cite(pack, trigger.article, trigger.regime)
    return f"上述行为属于{cited}规定的“{trigger.label}”情形。"
