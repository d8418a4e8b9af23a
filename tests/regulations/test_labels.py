"""Every code has its words, and every code that is raised is in a table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

import regulations
from config import ROOT
from core.web.catalogue import read_catalogue
from regulations import codes, labels
from regulations.model import Pack
from regulations.rules import CautionKind, Fact, MissingKind, OfferNote, Origin, Reason, Why

TABLES: dict[type[StrEnum], object] = {
    codes.State: labels.STATES,
    codes.TermId: labels.TERMS,
    codes.StartEvent: labels.STARTS,
    codes.Bearer: labels.BEARERS,
    codes.ExtensionKind: labels.EXTENSIONS,
    codes.GuardId: labels.GUARDS,
    codes.CountingId: labels.COUNTING,
    codes.WordList: labels.WORD_LISTS,
    codes.Role: labels.ROLES,
    codes.ShareValue: labels.SHARES,
    codes.DecidedBy: labels.DECIDED_BY,
    codes.ApprovalState: labels.APPROVALS,
    codes.ReviewState: labels.REVIEWS,
    codes.InstructionState: labels.INSTRUCTIONS,
    codes.ObjectionState: labels.OBJECTIONS,
    codes.Vote: labels.VOTES,
    codes.Grade: labels.GRADES,
    codes.MeasureBearer: labels.MEASURE_BEARERS,
    codes.RemedyKind: labels.REMEDY_KINDS,
    codes.RemedyBody: labels.REMEDY_BODIES,
    Origin: labels.ORIGINS,
    Fact: labels.FACTS,
    MissingKind: labels.MISSING,
    OfferNote: labels.OFFER_NOTES,
    Why: labels.WHY,
    CautionKind: labels.CAUTIONS,
    codes.Silence: labels.SILENCES,
    codes.Regime: labels.REGIMES,
    codes.DocumentUse: labels.DOCUMENT_USES,
    codes.DutyKind: labels.DUTY_KINDS,
    codes.Office: labels.OFFICES,
    codes.EvidenceKind: labels.EVIDENCE,
    codes.AssessmentRule: labels.ASSESSMENT_RULES,
    codes.FractionRule: labels.FRACTIONS,
}


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_every_member_has_words_in_chinese_and_in_english(kind: type[StrEnum]) -> None:
    table = TABLES[kind]
    assert isinstance(table, dict)
    assert set(table) == set(kind)
    assert all(str(words).strip() for words in table.values())
    english = read_catalogue(ROOT)
    lacking = [str(words) for words in table.values() if not _english(english, str(words))]
    assert lacking == []


def _english(catalogue: Catalog, words: str) -> str:
    found = catalogue.get(words)
    return str(found.string) if found else ""


def test_every_enum_of_the_packs_is_in_the_tables() -> None:
    kinds = {k for k in vars(codes).values() if isinstance(k, type) and issubclass(k, StrEnum)}
    assert kinds - {StrEnum} <= set(TABLES)


RAISING = ("decode", "loader", "facts")


def test_every_fault_that_is_raised_has_words_and_the_reverse() -> None:
    folder = Path(regulations.__file__).parent
    files = [*(folder / "checks").glob("*.py"), *(folder / f"{n}.py" for n in RAISING)]
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    raised = set(re.findall(r'"([a-z]+(?:_[a-z]+)*)"', text))
    assert set(labels.FAULTS) <= raised
    problems = re.findall(r'Problem\((?:[^()]|\([^()]*\))*?"([a-z_]+)"(?:, \{|\))', text)
    assert set(problems) - {"id"} <= set(labels.FAULTS)


def test_a_reason_with_several_values_reads_as_a_sentence() -> None:
    params = (("fact", "objection"), ("needed", "none|unproved"), ("actual", "proved"))
    text = labels.reason(Reason(Why.NEEDS, params))
    assert text == "须承办人未提出异议或称提出异议但没有证据，本行为承办人提出异议且有证据"


@pytest.mark.parametrize(
    ("pack_id", "term_id", "words"),
    [
        ("aershan-2021", "doa.reply", "20个工作日"),
        ("aershan-2021", "annual_report.unit", "1月31日"),
        ("aershan-2021", "correction.period", "逐案确定"),
        ("aershan-2021", "feedback.period", "来源未规定"),
        ("xx-county-2022", "assessment.notice", "提前10日"),
        ("xx-county-2022", "sitin.arrival", "提前10分钟"),
        ("xx-county-2022", "openday.period", "每年6月"),
        ("xx-county-2022", "message.return", "当日"),
        ("xx-county-2022", "newmedia.min_posts", "每周1次"),
        ("xx-county-2022", "remedy.period", "无"),
    ],
)
def test_a_length_reads_as_an_officer_writes_it(
    packs: Mapping[str, Pack], pack_id: str, term_id: str, words: str
) -> None:
    (term,) = (term for term in packs[pack_id].term if term.id == term_id)
    assert labels.length(term) == words
