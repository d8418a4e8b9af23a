"""What is particular to each small source: periods, review levels, lists, and the old law."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

import pytest

from regulations.codes import GuardId, Office, Regime, State, WordList
from regulations.model import Pack, Responsibility
from regulations.rules import (
    EffectivePack,
    SourceSilent,
    effective_pack,
    find_term,
    guard,
    is_on,
    number,
    term,
    triggers,
    wording,
    words,
)

#: Dated before the law of today, or switched on: they stand on no parent.
ALONE = [
    "bureau-000-14",
    "changshu-2007",
    "chaozhou-2010",
    "chengdu-2008",
    "leaks-000-15",
    "lifelong-000-09",
    "luliang-2008",
    "nanchang-2010",
    "national-2007",
    "police-000-10a",
    "public-institution-000-07",
    "rules-001-03",
    "targets-001-08",
    "template-000-19",
    "three-affairs-000-11",
]


def whole(packs: Mapping[str, Pack], pack_id: str) -> EffectivePack:
    return effective_pack(packs, pack_id)


def held(pack: EffectivePack, situation: str) -> list[Responsibility]:
    return [f.value for f in pack.responsibilities if f.value.situation == situation]


def answering(row: Responsibility) -> list[tuple[Office, str]]:
    return [(answer.office, answer.word) for answer in row.answers]


@pytest.mark.parametrize("pack_id", ALONE)
def test_they_inherit_nothing(packs: Mapping[str, Pack], pack_id: str) -> None:
    assert packs[pack_id].pack.parent is None
    with pytest.raises(SourceSilent):
        term(whole(packs, pack_id), "sanction.appeal")


#: pack, term, length, unit, starts, register
TERMS = [
    ("chengdu-2008", "proactive.period", 20, "working_day", "information_formed", "T-24"),
    ("chengdu-2008", "proactive.deferral", 30, "working_day", "not_stated", "T-25"),
    ("public-institution-000-07", "coordination.reply", 2, "working_day", "not_stated", "T-22"),
    ("targets-001-08", "assessment.frequency", 1, "per_year", "year_began", "T-41"),
    (
        "three-affairs-000-11",
        "proactive.finance.budget",
        30,
        "calendar_day",
        "budget_execution_ended",
        "T-45",
    ),
    ("three-affairs-000-11", "proactive.finance.accounts", 3, "month", "year_ended", "T-46"),
    (
        "three-affairs-000-11",
        "proactive.finance.statements",
        10,
        "calendar_day",
        "statement_completed",
        "T-47",
    ),
    ("national-2007", "doa.reply", 15, "working_day", "application_received", "T-48"),
]


@pytest.mark.requirement("CDR-04", "PSU-05", "EVX-02", "TRI-01", "LAW-02")
@pytest.mark.parametrize(("pack_id", "term_id", "length", "unit", "starts", "register"), TERMS)
def test_the_periods(
    packs: Mapping[str, Pack],
    pack_id: str,
    term_id: str,
    length: int,
    unit: str,
    starts: str,
    register: str,
) -> None:
    row = term(whole(packs, pack_id), term_id)
    assert (row.length, row.unit, row.starts) == (length, unit, starts)
    assert row.register == register


@pytest.mark.requirement("TRI-02")
def test_how_long_before_a_decision_is_published_is_not_stated(packs: Mapping[str, Pack]) -> None:
    found = find_term(whole(packs, "three-affairs-000-11"), "prediscl.period")
    assert found is not None
    assert (found.value.state, found.value.direction) == (State.NOT_STATED, "before")


@pytest.mark.requirement("LAW-02")
def test_the_old_regulation_ended_the_day_before_the_new_one_began(
    packs: Mapping[str, Pack],
) -> None:
    old, new = packs["national-2007"].pack, packs["national-2019"].pack
    assert (old.effective_from, old.effective_to) == (date(2008, 5, 1), date(2019, 5, 14))
    assert new.effective_from == date(2019, 5, 15)
    assert old.is_in_force(date(2019, 5, 14))
    assert not old.is_in_force(date(2019, 5, 15))
    assert new.is_in_force(date(2019, 5, 15))
    assert not new.is_in_force(date(2019, 5, 14))
    assert packs["duodao-finance"].pack.is_in_force(date(2000, 1, 1))  # undated
    assert old.replaced_by is not None
    assert "national-2019" in old.replaced_by


@pytest.mark.requirement("OQ-08")
def test_the_special_need_test_is_old_law_and_says_what_replaced_it(
    packs: Mapping[str, Pack],
) -> None:
    found = guard(whole(packs, "national-2007"), GuardId.DOA_NEED_TEST)
    assert found is not None
    assert (found.value.value, found.value.until) == (True, date(2019, 5, 14))
    assert "第二十七条" in found.value.replaced_by
    assert not is_on(whole(packs, "national-2019"), GuardId.DOA_NEED_TEST)


@pytest.mark.requirement("REG-06", "REG-07")
def test_criteria_and_limits_of_the_old_regulation(packs: Mapping[str, Pack]) -> None:
    old = whole(packs, "national-2007")
    assert len(words(old, WordList.PROACTIVE_CRITERION)) == 4
    assert len(words(old, WordList.WITHHOLD_REASON)) == 4


#: pack, review levels by whom
LEVELS = [
    ("yunfu-001-05", ["各科", "预算科和国库科", "局政务公开领导小组办公室"]),
    ("xinmin-town", ["本单位信息员", "单位分管保密工作的领导"]),
    ("changshu-2007", ["本部门、本单位保密工作人员", "单位负责人"]),
    ("chengdu-2008", ["政府信息公开工作机构", "保密工作机构"]),
    ("police-000-10a", ["职能机构"]),
]


@pytest.mark.requirement("YFF-02", "XMC-02", "CSC-02", "CDR-03", "CQP-02")
@pytest.mark.parametrize(("pack_id", "by"), LEVELS)
def test_the_levels_of_review(packs: Mapping[str, Pack], pack_id: str, by: list[str]) -> None:
    pack = whole(packs, pack_id)
    assert [step.by for step in pack.reviews[0].value.levels] == by
    assert number(pack, GuardId.REVIEW_LEVELS) in (None, len(by))
    assert is_on(pack, GuardId.REVIEW_BEFORE_RELEASE)


@pytest.mark.requirement("CSC-03")
def test_specialised_information_goes_to_the_business_section_first(
    packs: Mapping[str, Pack],
) -> None:
    route = whole(packs, "changshu-2007").reviews[1].value
    assert route.levels[0].by == "业务科室的负责同志"


#: pack, who answers for a review that was made and was wrong
WRONG_REVIEW = [
    ("police-000-10a", [Office.RELEASING_ORGAN, Office.REVIEWER]),
    ("xinmin-town", [Office.REVIEWER, Office.SECRECY_LEADER]),
    ("chengdu-2008", [Office.PROVIDER, Office.REVIEWER]),
]


@pytest.mark.requirement("CDR-02", "CQP-02", "XMC-02")
@pytest.mark.parametrize(("pack_id", "offices"), WRONG_REVIEW)
def test_a10_who_answers_for_a_wrong_review(
    packs: Mapping[str, Pack], pack_id: str, offices: list[Office]
) -> None:
    (row,) = held(whole(packs, pack_id), "A10")
    assert [office for office, _ in answering(row)] == offices


@pytest.mark.requirement("UAC-01", "XMC-01", "LEAK-04")
def test_a18_who_stands_responsible(packs: Mapping[str, Pack]) -> None:
    (of_template,) = held(whole(packs, "template-000-19"), "A18")
    assert answering(of_template)[:2] == [
        (Office.PRINCIPAL_LEADER, "第一责任"),
        (Office.LEADER_IN_CHARGE, "直接领导责任"),
    ]
    (of_town,) = held(whole(packs, "xinmin-town"), "A18")
    assert answering(of_town) == [
        (Office.PRINCIPAL_LEADER, "第一责任人"),
        (Office.SECRECY_LEADER, "直接领导责任"),
    ]
    (of_leaks,) = held(whole(packs, "leaks-000-15"), "A18")
    assert answering(of_leaks) == [(Office.MANAGING_SUPERIOR, "谁主管谁负责")]


@pytest.mark.requirement("LIF-01")
def test_a19_leaving_office_ends_no_responsibility_for_major_decisions(
    packs: Mapping[str, Pack],
) -> None:
    pack = whole(packs, "lifelong-000-09")
    (row,) = held(pack, "A19")
    assert [office for office, _ in answering(row)] == [Office.FORMER_HOLDER]
    assert wording(pack, GuardId.LIMITATION) == "重大行政决策终身追究"


@pytest.mark.requirement("LEAK-01", "XMC-06", "CSC-05")
def test_a20_leaks(packs: Mapping[str, Pack]) -> None:
    (template,) = held(whole(packs, "leaks-000-15"), "A20")
    assert [office for office, _ in answering(template)] == [Office.LEAKER]
    (town,) = held(whole(packs, "xinmin-town"), "A20")
    assert [office for office, _ in answering(town)] == [Office.PERSONS_CONCERNED]
    (silent,) = held(whole(packs, "changshu-2007"), "A20")
    assert (silent.state, silent.answers) == (State.NOT_STATED, ())
    (trigger,) = triggers(whole(packs, "leaks-000-15"), Regime.LEAK)
    assert trigger.pursues == ("单位全体员工", "与单位有业务往来的第三方")


@pytest.mark.requirement("LEAK-01", "LEAK-02", "LEAK-03")
def test_five_modes_four_kinds_and_five_steps_of_a_leak(packs: Mapping[str, Pack]) -> None:
    pack = whole(packs, "leaks-000-15")
    (modes,) = (found.value for found in pack.consequences)
    assert [step.measure for step in modes.steps] == [
        "criticism_and_education",
        "fine",
        "change_of_post",
        "end_of_contract",
        "legal_liability",
    ]
    assert pack.severities == ()  # modes, not grades
    assert len(words(pack, WordList.LEAK_KIND)) == 4
    assert [word.code for word in words(pack, WordList.LEAK_STEP)] == [
        "contain",
        "investigate",
        "measure",
        "record",
        "improve",
    ]


@pytest.mark.requirement("CZE-01", "CZE-02", "CZE-03")
def test_two_forms_of_fault_and_who_pursues_whom(packs: Mapping[str, Pack]) -> None:
    pack = whole(packs, "chaozhou-2010")
    forms = words(pack, WordList.FAULT_FORM)
    under = {word.code: [w.code for w in forms if w.group == word.code] for word in forms}
    assert under["not_performed"] == ["refused", "given_up", "shirked", "incomplete"]
    assert under["performed_incorrectly"] == [
        "no_basis",
        "beyond_power",
        "against_procedure",
        "out_of_time",
    ]
    assert [word.code for word in words(pack, WordList.COMPETENT_BODY)] == ["direct", "vertical"]
    assert len(words(pack, WordList.ACT_TYPE)) == 7


@pytest.mark.requirement("UAC-02", "UAC-03")
def test_the_templates_triggers_and_use(packs: Mapping[str, Pack]) -> None:
    pack = whole(packs, "template-000-19")
    assert [row.code for row in triggers(pack)] == [
        "not_disclosed",
        "formalism",
        "key_project",
        "shielding",
    ]
    assert {row.pursues for row in triggers(pack)} == {("主要领导", "直接责任人")}
    assert "干部任免和奖惩" in str(wording(pack, GuardId.ASSESSMENT_USE))


@pytest.mark.requirement("NCE-01", "NCE-02", "NCE-03", "NCE-04")
def test_nanchangs_evaluation_has_two_levels_five_items_and_no_scale(
    packs: Mapping[str, Pack],
) -> None:
    pack = whole(packs, "nanchang-2010")
    assert len(words(pack, WordList.EVALUATION_CONTENT)) == 5
    assert wording(pack, GuardId.EVALUATION_PUBLICATION) == "应当公开"
    assert len([f for f in pack.posts if f.value.office is Office.LEADING_GROUP]) == 2
    assert words(pack, WordList.EVALUATION_GRADE) == ()
    assert guard(pack, GuardId.EVALUATION_GRADE_BOUNDS) is None  # lost, not silent


@pytest.mark.requirement("EVX-01", "EVX-03", "EVX-04")
def test_the_suggestions_on_assessment(packs: Mapping[str, Pack]) -> None:
    pack = whole(packs, "targets-001-08")
    assert len(words(pack, WordList.ASSESSMENT_AREA)) == 4
    assert len(words(pack, WordList.ASSESSMENT_METHOD)) == 8
    assert is_on(pack, GuardId.ASSESSMENT_CIRCULAR)
    assert pack.assessment is None  # recommendations, no standard


@pytest.mark.requirement("PSU-01", "PSU-04", "PSU-05")
def test_the_public_institutions_letter(packs: Mapping[str, Pack]) -> None:
    pack = whole(packs, "public-institution-000-07")
    silence = guard(pack, GuardId.COORDINATION_SILENCE)
    assert silence is not None
    assert silence.value.state is State.NOT_STATED
    assert "《信息发布协调函》" in [f.value.label for f in pack.documents]
    assert len(words(pack, WordList.INTERNAL_CLASS)) == 6


@pytest.mark.requirement("CQP-03", "CDR-05", "XMC-07")
def test_what_a_review_asks_and_cites(packs: Mapping[str, Pack]) -> None:
    assert len(words(whole(packs, "police-000-10a"), WordList.REVIEW_QUESTION)) == 5
    assert len(words(whole(packs, "chengdu-2008"), WordList.REVIEW_QUESTION)) == 3
    assert len(words(whole(packs, "xinmin-town"), WordList.REVIEW_BASIS)) == 3


@pytest.mark.requirement("CDR-01", "CQP-01")
@pytest.mark.parametrize("pack_id", ["chengdu-2008", "police-000-10a"])
def test_a_release_without_review_is_a_breach_whose_persons_are_in_a_lost_text(
    packs: Mapping[str, Pack], pack_id: str
) -> None:
    (row,) = triggers(whole(packs, pack_id), Regime.REVIEW)
    assert (row.code, row.pursues) == ("released_unreviewed", ())
    assert "来源只有标题" in row.note


@pytest.mark.requirement("PDX-02", "PDX-03")
def test_a_written_order_then_a_circular(packs: Mapping[str, Pack]) -> None:
    pack = whole(packs, "bureau-000-14")
    (ladder,) = (found.value for found in pack.consequences)
    assert [(step.measure, step.when) for step in ladder.steps] == [
        ("rectify_within_limit", ""),
        ("circulated_criticism", "逾期不改的"),
    ]
    assert term(pack, "rectification.period").state is State.PER_CASE
    assert len(words(pack, WordList.SUPERVISION_CHANNEL)) == 4


@pytest.mark.requirement("PDX-01")
def test_nine_items_and_six_forms(packs: Mapping[str, Pack]) -> None:
    pack = whole(packs, "bureau-000-14")
    assert len(words(pack, WordList.PROACTIVE_CLASS)) == 9
    assert len(words(pack, WordList.DISCLOSURE_CHANNEL)) == 6


@pytest.mark.requirement("RUL-02", "RUL-04", "RUL-06")
def test_the_general_rules_know_a_period_without_a_number_and_three_breaches(
    packs: Mapping[str, Pack],
) -> None:
    pack = whole(packs, "rules-001-03")
    found = find_term(pack, "doa.reply")
    assert found is not None
    assert (found.value.state, found.value.is_settable) == (State.NOT_STATED, True)
    assert [row.code for row in triggers(pack)] == [
        "not_published",
        "refused",
        "concealed_or_forged",
    ]
    assert len(words(pack, WordList.CATALOGUE_FIELD)) == 4


@pytest.mark.requirement("LLA-01", "LLA-02")
def test_who_assesses_whom_in_luliang(packs: Mapping[str, Pack]) -> None:
    pack = whole(packs, "luliang-2008")
    assert wording(pack, GuardId.ASSESSMENT_ORGANISER) == "吕梁市政府信息公开工作领导组"
    assert "参照执行" in str(wording(pack, GuardId.PUBLIC_SERVICE_BODIES))


#: How many rows of each kind every pack of a smaller source has, counted in the source.
ROWS = {
    "bureau-000-14": "consequence 1, document 1, duty 1, post 1, term 1, trigger 1, word 21",
    "changshu-2007": "basis 1, consequence 1, duty 5, guard 3, post 2, responsibility 2,"
    " review 2, trigger 1, word 8",
    "chaozhou-2010": "basis 1, guard 1, trigger 2, word 19",
    "chengdu-2008": "basis 1, duty 2, guard 2, post 2, responsibility 1, review 1, term 2,"
    " trigger 1, word 3",
    "county-004": "apportionment 1, basis 1, consequence 2, document 4, duty 8, guard 13,"
    " post 6, remedy 1, term 5, trigger 4, word 32",
    "duodao-finance": "apportionment 5, assessment 5, basis 1, document 8, duty 16, guard 28,"
    " post 8, remedy 1, responsibility 3, review 2, severity 4, term 9, trigger 9, word 53",
    "leaks-000-15": "basis 1, consequence 1, document 2, duty 1, guard 3, remedy 1,"
    " responsibility 2, trigger 1, word 14",
    "lifelong-000-09": "duty 2, guard 1, responsibility 1, trigger 1",
    "luliang-2008": "basis 1, guard 3, post 1",
    "nanchang-2010": "basis 1, guard 4, post 2, word 6",
    "national-2007": "basis 1, duty 7, guard 3, post 1, term 1, word 8",
    "police-000-10a": "basis 1, guard 1, responsibility 1, review 1, trigger 1, word 5",
    "public-institution-000-07": "document 2, duty 6, guard 4, post 1, review 1, term 1, word 6",
    "rules-001-03": "consequence 1, document 1, duty 4, guard 1, term 1, trigger 3, word 6",
    "targets-001-08": "duty 1, guard 5, term 1, word 12",
    "template-000-19": "guard 1, post 2, responsibility 2, trigger 4",
    "three-affairs-000-11": "duty 6, guard 1, term 4",
    "xinmin-town": "apportionment 1, consequence 1, document 3, duty 4, guard 3, post 3,"
    " responsibility 3, review 1, trigger 2, word 5",
    "yunfu-001-05": "duty 3, guard 3, post 3, review 1, word 4",
}


@pytest.mark.parametrize("pack_id", ROWS)
def test_no_row_of_a_pack_is_lost(packs: Mapping[str, Pack], pack_id: str) -> None:
    kinds = Counter(key.split()[0] for key, _ in packs[pack_id].rows())
    assert ", ".join(f"{kind} {n}" for kind, n in sorted(kinds.items())) == ROWS[pack_id]
