"""The shipped packs say what their sources say: every term, switch, row, trigger and quote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from regulations.codes import (
    CountingId,
    ExtensionKind,
    GuardId,
    RemedyBody,
    RemedyKind,
    State,
    TermId,
    WordList,
)
from regulations.loader import SHIPPED
from regulations.model import Pack, Row
from regulations.rules import (
    EffectivePack,
    Origin,
    SourceSilent,
    UnknownPack,
    effective_pack,
    find_term,
    guard,
    is_on,
    number,
    remedy,
    term,
    triggers,
    wording,
    words,
)

SHIPPED_IDS = sorted(file.stem for file in SHIPPED.glob("*.toml"))
SHARED = Path(__file__).parents[2].parent / "shared"
WIDE = str.maketrans("，。：；（）？！“”‘’", ",.:;()?!\"\"''")


def rows(pack: Pack) -> Iterator[Row]:
    """Yield everything a pack says."""
    yield from (row for _, row in pack.rows())


def plain(text: str) -> str:
    """Drop white space and the difference between full-width and ASCII punctuation."""
    return re.sub(r"\s+", "", text).translate(WIDE)


def source_text(source: str, folder: Path) -> str:
    """Return the text that a source id stands for."""
    if source.startswith("《"):
        name = source.strip("《》")
        (file,) = (folder / "sources" / "law").glob(f"{name}(*.md")
    elif re.fullmatch(r"\d{3}-\d{2}", source):
        (file,) = (folder / "sources").glob(f"{source[:3]}_*.txt")
    else:
        file = folder / "domain.md"  # a local practice, known only from the handbook
    return plain(file.read_text(encoding="utf-8"))


def unproved(pack: Pack, folder: Path) -> list[str]:
    """Return the quotes of a pack that its sources do not contain."""
    return [
        quote
        for row in rows(pack)
        for quote in row.quotes
        if plain(quote) not in source_text(row.source, folder)
    ]


@pytest.mark.parametrize("pack_id", SHIPPED_IDS)
def test_every_quote_is_verbatim_in_its_source(packs: Mapping[str, Pack], pack_id: str) -> None:
    if not (SHARED / "sources").is_dir():
        pytest.skip("QUOTES NOT CHECKED: ../shared/sources is not here")
    assert unproved(packs[pack_id], SHARED) == []


def test_the_quote_check_bites(packs: Mapping[str, Pack], tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "000_x.txt").write_text("之日起 15 日内 决定是否受理", encoding="utf-8")
    (tmp_path / "domain.md").write_text("", encoding="utf-8")
    missing = unproved(packs["common-000-05"], tmp_path)
    assert "之日起15日内决定是否受理" not in missing
    assert "向被调查人出示证件" in missing


@pytest.mark.parametrize("pack_id", SHIPPED_IDS)
def test_every_row_has_article_source_and_quote(packs: Mapping[str, Pack], pack_id: str) -> None:
    found = list(rows(packs[pack_id]))
    assert found
    assert all(row.article.strip() and row.source.strip() and row.quote.strip() for row in found)


#: id, state, length, unit, starts, bearer, origin
TERMS = [
    ("complaint.acceptance", "stated", 15, "calendar_day", "report_received", "include"),
    ("execution.period", "per_case", None, None, "decision_served", "include"),
    ("remedy.period", "stated", 30, "calendar_day", "notice_served", "own"),
    ("remedy.decision_period", "not_stated", None, None, "remedy_received", "own"),
    ("feedback.period", "not_stated", None, None, "notice_served", "own"),
    ("doa.reply", "stated", 20, "working_day", "application_received", "own"),
    ("investigation.period", "not_stated", None, None, "case_filed", "parent"),
    ("sanction.decision_period", "stated", 6, "month", "case_filed", "parent"),
    ("sanction.reconsideration", "stated", 30, "calendar_day", "handling_known", "parent"),
    (
        "sanction.reconsideration_decision",
        "stated",
        30,
        "calendar_day",
        "remedy_received",
        "parent",
    ),
    ("sanction.appeal", "stated", 30, "calendar_day", "handling_known", "parent"),
    (
        "sanction.appeal_after_reconsideration",
        "stated",
        15,
        "calendar_day",
        "reconsideration_decision_received",
        "parent",
    ),
    ("sanction.appeal_decision", "stated", 60, "calendar_day", "appeal_accepted", "parent"),
]


@pytest.mark.requirement("CMP-03", "CMP-09", "ACC-14", "ACC-15", "DOA-08")
@pytest.mark.parametrize(("term_id", "state", "length", "unit", "starts", "origin"), TERMS)
def test_aershans_terms(
    aershan: EffectivePack,
    term_id: str,
    state: str,
    length: int | None,
    unit: str | None,
    starts: str,
    origin: str,
) -> None:
    found = find_term(aershan, term_id)
    assert found is not None
    row = found.value
    assert (row.state, row.length, row.unit, row.starts) == (state, length, unit, starts)
    assert found.origin == origin


@pytest.mark.requirement("DOA-09")
def test_the_reply_may_be_extended_by_at_most_twenty(aershan: EffectivePack) -> None:
    extension = term(aershan, "doa.reply").extension
    assert extension is not None
    assert (extension.kind, extension.length) == (ExtensionKind.ADDED, 20)
    assert extension.approver == "政府信息公开工作机构负责人"
    total = term(aershan, "sanction.decision_period").extension
    assert total is not None
    assert total.longest(6) == 6


@pytest.mark.requirement("OQ-11")
def test_a_silent_source_stops_and_inherits_nothing(aershan: EffectivePack) -> None:
    with pytest.raises(SourceSilent) as caught:
        term(aershan, "remedy.decision_period")
    assert caught.value.state is State.NOT_STATED
    assert caught.value.article == "附件3 第八条"


def test_an_absent_term_is_not_a_silent_one(packs: Mapping[str, Pack]) -> None:
    with pytest.raises(SourceSilent) as caught:
        term(effective_pack(packs, "common-000-05"), "remedy.period")
    assert caught.value.state is None


GUARDS = {
    GuardId.COMPLAINT_REGISTER: True,
    GuardId.DECLINE_WRITTEN_REASONS: True,
    GuardId.MIN_INVESTIGATORS: 2,
    GuardId.CREDENTIALS: True,
    GuardId.INVESTIGATING_BODY: "分管纪检工作的领导",
    GuardId.DECIDING_BODY: "作出处理决定的机关",
    GuardId.STATEMENT_AND_DEFENCE: True,
    GuardId.WRITTEN_NOTICE: True,
    GuardId.COLLECTIVE_DISCUSSION: None,
    GuardId.REVIEW_BY_DECIDER: True,
    GuardId.REMEDY_DECISION_NOTICE: None,
    GuardId.FEEDBACK_DUTY: True,
    GuardId.FEEDBACK_ADDRESSEE: "局办公室",
    GuardId.EXECUTION_REPORT: True,
    GuardId.COURT_ENFORCEMENT: True,
    GuardId.SANCTION_MIN_INVESTIGATORS: 2,
    GuardId.SANCTION_DISCUSSION: True,
    GuardId.SANCTION_WRITTEN_NOTICE: True,
    GuardId.SANCTION_NO_SECOND: True,
}


@pytest.mark.requirement("CMP-04", "CMP-05", "CMP-06", "ACC-03", "ACC-13", "ACC-15")
def test_aershans_switches(aershan: EffectivePack) -> None:
    assert {key: aershan.guards[key].value.value for key in GUARDS} == GUARDS
    assert number(aershan, GuardId.MIN_INVESTIGATORS) == 2
    assert number(aershan, GuardId.CREDENTIALS) is None
    assert wording(aershan, GuardId.FEEDBACK_ADDRESSEE) == "局办公室"
    assert is_on(aershan, GuardId.WRITTEN_NOTICE)
    assert not is_on(aershan, GuardId.COLLECTIVE_DISCUSSION)


def test_no_pack_promises_the_complainant_a_result(aershan: EffectivePack) -> None:
    assert guard(aershan, GuardId.RESULT_FEEDBACK) is None
    assert not is_on(aershan, GuardId.RESULT_FEEDBACK)


@pytest.mark.requirement("ACC-04")
def test_aershans_six_triggers(aershan: EffectivePack) -> None:
    assert [row.code for row in triggers(aershan)] == [
        "duty_not_performed",
        "not_updated",
        "unlawful_fee",
        "paid_supply",
        "wrongly_disclosed",
        "other_breach",
    ]
    assert all(row.pursues == ("主要领导", "直接责任人") for row in triggers(aershan))


@pytest.mark.requirement("ACC-14")
def test_the_remedy_goes_to_the_deciding_body(aershan: EffectivePack) -> None:
    row = remedy(aershan)
    assert row is not None
    assert row.kinds == (RemedyKind.RECONSIDERATION, RemedyKind.APPEAL)
    assert row.to == (RemedyBody.DECIDING_BODY,)
    assert row.term is TermId.REMEDY_PERIOD


@pytest.mark.requirement("CMP-01", "CMP-07", "CMP-08")
def test_the_words_of_each_list(aershan: EffectivePack) -> None:
    codes = {name: [word.code for word in words(aershan, name)] for name in WordList}
    assert codes[WordList.REPORT_CHANNEL] == ["written", "oral", "telephone", "visit", "hotline"]
    assert codes[WordList.INVESTIGATION_ACTIVITY] == ["inquiry", "consult_files", "on_site"]
    assert codes[WordList.PARTICIPANT_ROLE] == ["organisation", "witness", "expert"]
    assert len(codes[WordList.DECLINE_REASON]) == 5
    assert all(word.local for word in words(aershan, WordList.DECLINE_REASON))
    assert not any(word.local for word in words(aershan, WordList.REPORT_CHANNEL))


def test_every_counting_rule_is_in_the_national_pack(packs: Mapping[str, Pack]) -> None:
    assert {row.id for row in packs["national-2019"].counting} == set(CountingId)


def test_aershan_is_in_force_from_its_publication(packs: Mapping[str, Pack]) -> None:
    head = packs["aershan-2021"].pack
    assert (head.issued, head.published) == (date(2021, 3, 25), date(2021, 3, 26))
    assert head.effective_from == date(2021, 3, 26)
    assert head.basis is not None
    assert head.basis.article == "附件3 第十条"
    assert (head.parent, head.includes) == ("national-2019", ("common-000-05",))


def test_a_unit_switches_common_rules_on(packs: Mapping[str, Pack]) -> None:
    plain_pack = effective_pack(packs, "national-2019")
    assert find_term(plain_pack, "complaint.acceptance") is None
    with_common = effective_pack(packs, "national-2019", ["common-000-05"])
    found = find_term(with_common, "complaint.acceptance")
    assert found is not None
    assert (found.origin, found.pack_id) == (Origin.INCLUDE, "common-000-05")
    assert with_common.includes == ("common-000-05",)


def test_an_unknown_pack_is_named(packs: Mapping[str, Pack]) -> None:
    with pytest.raises(UnknownPack, match="atlantis"):
        effective_pack(packs, "atlantis")
    assert find_term(effective_pack(packs, "national-2019"), "no.such.term") is None


def test_a_term_gives_its_period(aershan: EffectivePack) -> None:
    period = term(aershan, "remedy.period").period()
    assert (period.length, period.unit, period.warn) == (30, "calendar_day", 5)
    assert (period.article, period.source) == ("附件3 第八条", "002-03")
    assert term(aershan, "execution.period").period().length is None
    silent = find_term(aershan, "remedy.decision_period")
    assert silent is not None
    with pytest.raises(ValueError, match="not_stated"):
        silent.value.period()
