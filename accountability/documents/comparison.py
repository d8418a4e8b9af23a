"""Before signing: names, dates, articles and remedy lines of the draft are compared with the data.

Two kinds of things can go wrong. The letter may lack or contradict what the file holds (a measure
whose article the pack no longer has). And the typed parts may say what the file does not: a date
that is nowhere in it, an article no rule has, another period for the remedy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from accountability.documents.decision import letter, remedy_lines, remedy_period
from accountability.models import Decision
from accountability.queries.decisions import Dossier, measures_on
from accountability.rules import Compared
from core import moment
from core.documents.fonts import MissingGlyphs, require
from core.documents.wording import chinese_date
from regulations.rules import cite

_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_ARTICLE = re.compile(
    r"(?:《([^》]+)》)?(第[〇零一二三四五六七八九十百\d]+条(?:（[一二三四五六七八九十]+）)?)"
)
_PERIOD = re.compile(
    r"(\d+)\s*(?:个)?(工作日|日|天|月)(?:以?内)[^。；\n]{0,40}(?:复核|申诉)"
    r"|(?:复核|申诉)[^。；\n]{0,20}?(\d+)\s*(?:个)?(工作日|日|天|月)(?:以?内)"
)


@dataclass(frozen=True)
class Finding:
    """One comparison: what was looked for, what the data say, and whether the draft agrees."""

    what: Compared
    expected: str
    holds: bool


def compare(decision: Decision, dossier: Dossier) -> tuple[Finding, ...]:
    """Compare the draft with the data; the order is that of the letter."""
    return (
        *_letters(decision, dossier),
        *_measures(decision, dossier),
        *_typed_dates(decision, dossier),
        *_typed_articles(decision, dossier),
        *_typed_remedies(decision, dossier),
    )


def differing(findings: tuple[Finding, ...]) -> list[Finding]:
    """Return what does not agree."""
    return [finding for finding in findings if not finding.holds]


def _letters(decision: Decision, dossier: Dossier) -> Iterator[Finding]:
    """Look in the letters for each party, the case, the acts, the articles and the remedy."""
    texts = {
        r.id: "\n".join(letter(decision, dossier, r, draft=True).texts())
        for r in dossier.respondents
    }
    yield from _glyphs(texts.values())
    for respondent in dossier.respondents:
        name = respondent.display_name
        yield Finding(Compared.NAME, name, name in texts[respondent.id])
    number = dossier.case.number
    yield Finding(Compared.CASE_NUMBER, number, all(number in text for text in texts.values()))
    for act in dossier.acts:
        day = chinese_date(act.on_date)
        concerned = [s.respondent_id for s in act.shares if s.respondent_id in texts]
        holds = bool(concerned) and all(day in texts[i] for i in concerned)
        yield Finding(Compared.ACT_DATE, f"{day}（{act.title}）", holds)
    names = {r.id: r.display_name for r in dossier.respondents}
    for article, person_id in _articles(dossier):
        expected = f"{names.get(person_id, '')}：{article}"
        yield Finding(Compared.ARTICLE, expected, article in texts.get(person_id, ""))
    lines = remedy_lines(dossier)
    for line in lines:
        yield Finding(Compared.REMEDY, line, all(line in text for text in texts.values()))
    if not lines:
        silent = not any("救济途径" in text for text in texts.values())
        yield Finding(Compared.REMEDY, _("规则没有规定，文书不写"), silent)
    yield from _correction(decision, dossier, texts)


def _correction(
    decision: Decision, dossier: Dossier, texts: Mapping[int, str]
) -> Iterator[Finding]:
    """Look for the correction limit where something was imposed, and only there."""
    imposed = {r.id for r in dossier.respondents if measures_on(decision, r)}
    if not imposed:
        yield Finding(Compared.CORRECTION, _("没有处理措施，文书不写"), True)
        return
    due = chinese_date(decision.correction_due_on)
    in_time = decision.correction_due_on >= moment.today()
    yield Finding(Compared.CORRECTION, due, in_time and all(due in texts[i] for i in imposed))


def _glyphs(texts: Iterable[str]) -> Iterator[Finding]:
    """Name what the fonts cannot print, before it is too late."""
    try:
        require("".join(text.split()) for text in texts)
    except MissingGlyphs as missing:
        said = zip(missing.characters, missing.code_points, strict=True)
        shown = "、".join(f"{character}（{code}）" for character, code in said)
        yield Finding(Compared.GLYPH, shown, False)


def _articles(dossier: Dossier) -> dict[tuple[str, int], None]:
    return {
        (cite(dossier.substance, share.article), share.respondent_id): None
        for act in dossier.acts
        for share in act.shares
        if share.article
    }


def _measures(decision: Decision, dossier: Dossier) -> Iterator[Finding]:
    """Ask the pack again for each measure: allowed for the party at this grade, by its article."""
    for respondent in dossier.respondents:
        offer = dossier.offer_to(respondent, decision.grade, decision.is_grave)
        for measure in measures_on(decision, respondent):
            allowed = offer.article_of(measure.code)
            holds = (
                bool(measure.departure_reason)
                if measure.article is None
                else measure.article == allowed
            )
            by = measure.article or _("另附理由")
            text = f"{respondent.display_name}：{measure.label}（{by}）"
            yield Finding(Compared.MEASURE, text, holds)


def _typed(decision: Decision) -> str:
    parts = (
        decision.facts_text,
        decision.grade_reason,
        decision.circumstances,
        decision.requirement,
        *(measure.departure_reason for measure in decision.measures),
    )
    return "\n".join(part for part in parts if part)


def _typed_dates(decision: Decision, dossier: Dossier) -> Iterator[Finding]:
    """Look up the dates of what is found and ordered; reasons may recall what is older."""
    known = _known_dates(decision, dossier)
    typed = f"{decision.facts_text}\n{decision.requirement}"
    for found in dict.fromkeys(m.group() for m in _DATE.finditer(typed)):
        yield Finding(Compared.WRITTEN_DATE, found, _as_date(found) in known)


def _as_date(text: str) -> date | None:
    year, month, day = (int(part) for part in _DATE.match(text).groups())  # type: ignore[union-attr]
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _known_dates(decision: Decision, dossier: Dossier) -> set[date | None]:
    case = dossier.case
    complaint = case.complaint
    days: set[date | None] = {
        case.act_on,
        case.filed_on,
        case.reported_on,
        decision.correction_due_on,
        *(act.on_date for act in dossier.acts),
        *(item.on_date for item in dossier.evidence),
        *(fact.on_date for fact in case.facts),
        *(r.defence.heard_on for r in dossier.respondents if r.defence),
    }
    if complaint is not None:
        days |= {complaint.received_on, complaint.occurred_from, complaint.occurred_to}
        days |= {complaint.decided_on}
    written = "\n".join(_texts_of_file(dossier))
    days |= {_as_date(m.group()) for m in _DATE.finditer(written)}
    return days - {None}


def _texts_of_file(dossier: Dossier) -> Iterator[str]:
    case = dossier.case
    yield from (case.findings or "", case.effect_found or "", case.summary)
    yield from (fact.text for fact in case.facts)
    yield from (item.summary for item in dossier.evidence)
    for respondent in dossier.respondents:
        if respondent.defence:
            yield from (respondent.defence.text or "", respondent.defence.response or "")
    for act in dossier.acts:
        yield from (act.objection_evidence or "", act.choice_reason or "")
        yield from (share.departure_reason or "" for share in act.shares)


def _typed_articles(decision: Decision, dossier: Dossier) -> Iterator[Finding]:
    """Look up the articles named in typed text, those of other instruments apart."""
    known = "\n".join((*_articles_of_packs(dossier), *_texts_of_file(dossier)))
    headers = (dossier.substance.header, dossier.procedure.header)
    named = (h.title for h in headers), (one.title for h in headers for one in h.instrument)
    ours = "".join(title for titles in named for title in titles)
    matches = _ARTICLE.finditer(_typed(decision))
    for found in dict.fromkeys(m[2] for m in matches if not m[1] or m[1] in ours):
        yield Finding(Compared.WRITTEN_ARTICLE, found, found in known)


def _articles_of_packs(dossier: Dossier) -> Iterator[str]:
    for pack in (dossier.substance, dossier.procedure):
        for rows in (
            pack.terms.values(),
            pack.guards.values(),
            pack.triggers,
            pack.rows,
            pack.severities,
            (pack.remedy,) if pack.remedy else (),
        ):
            yield from (found.value.article for found in rows)


def _typed_remedies(decision: Decision, dossier: Dossier) -> Iterator[Finding]:
    stated = remedy_period(dossier)
    for match in _PERIOD.finditer(_typed(decision)):
        length = match[1] or match[3]
        unit = {"天": "日", "工作日": "个工作日", "月": "个月"}.get(
            match[2] or match[4], match[2] or match[4]
        )
        holds = stated is not None and stated[1] == f"{length}{unit}"
        yield Finding(Compared.WRITTEN_REMEDY, match.group(), holds)
