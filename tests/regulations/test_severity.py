"""Grades and measures of Aershan: what may be offered, to whom, and why not."""

from __future__ import annotations

import pytest

from regulations.codes import Grade, MeasureBearer
from regulations.rules import EffectivePack, OfferNote, measures_for, severity

PERSON, LEADER, UNIT = MeasureBearer.PERSON, MeasureBearer.LEADER, MeasureBearer.UNIT

#: Grade, grave consequences, bearer, measures
TABLE = [
    (Grade.MINOR, False, PERSON, ["criticism_and_education", "correct_within_limit"]),
    (Grade.MINOR, False, LEADER, []),
    (Grade.MINOR, False, UNIT, []),
    (Grade.DISRUPTIVE, False, PERSON, ["circulated_criticism", "written_self_criticism"]),
    (Grade.DISRUPTIVE, False, LEADER, []),
    (Grade.DISRUPTIVE, False, UNIT, ["criticism_of_unit"]),
    (Grade.SERIOUS, False, PERSON, []),
    (Grade.SERIOUS, False, UNIT, ["circulated_criticism", "rectify_within_limit"]),
    (Grade.SERIOUS, True, PERSON, ["administrative_sanction"]),
    (Grade.SERIOUS, True, LEADER, ["administrative_sanction"]),
    (Grade.SERIOUS, True, UNIT, ["circulated_criticism", "rectify_within_limit"]),
    (Grade.CRIME, False, PERSON, ["referral_to_judiciary"]),
    (Grade.CRIME, False, LEADER, ["referral_to_judiciary"]),
]


@pytest.mark.requirement("ACC-09", "ACC-10", "ACC-11", "ACC-12")
@pytest.mark.parametrize(("grade", "grave", "bearer", "codes"), TABLE)
def test_the_measures_of_a_grade(
    aershan: EffectivePack, grade: Grade, grave: bool, bearer: MeasureBearer, codes: list[str]
) -> None:
    offer = measures_for(aershan, grade, bearer, grave)
    assert [word.code for word in offer.measures] == codes
    assert codes or OfferNote.NONE_FOR_BEARER in offer.notes


@pytest.mark.requirement("ACC-11")
def test_a_sanction_needs_grave_consequences(aershan: EffectivePack) -> None:
    offer = measures_for(aershan, Grade.SERIOUS, PERSON)
    assert offer.notes == (OfferNote.NONE_FOR_BEARER, OfferNote.NEEDS_GRAVE)


@pytest.mark.requirement("OQ-22")
def test_grade_one_speaks_of_the_directly_responsible_person_only(aershan: EffectivePack) -> None:
    assert OfferNote.DIRECT_PERSON_ONLY in measures_for(aershan, Grade.MINOR, PERSON).notes
    assert measures_for(aershan, Grade.DISRUPTIVE, PERSON).notes == ()


def test_every_grade_has_its_row_with_article(aershan: EffectivePack) -> None:
    for grade in Grade:
        assert severity(aershan, grade, grave=True)
    assert [row.article for row in severity(aershan, Grade.MINOR)] == ["附件3 第七条（一）"]


def test_a_pack_without_grades_says_so(aershan: EffectivePack) -> None:
    from dataclasses import replace

    bare = replace(aershan, severities=())
    assert measures_for(bare, Grade.MINOR, PERSON).notes == (OfferNote.GRADE_NOT_IN_PACK,)
