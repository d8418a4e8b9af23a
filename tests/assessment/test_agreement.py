"""A circular goes out only if its title, counts and lists are those of the approved result."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from assessment.documents import CIRCULAR, circular_faults
from assessment.rules import AssessmentState
from assessment.services import assessments
from core import moment
from core.db import db
from core.documents.templates import kinds
from core.documents.templates.models import TemplateState, TemplateVersion
from core.refusals import Refused
from tests.support import assessment as make
from tests.support.factories import actor


def worded(body: str, title: str = "关于{{考核名称}}结果的通报") -> None:
    """Let staff's own wording of the circular be in force."""
    kind = kinds.registered()[CIRCULAR]
    by = actor("supervisor").id
    db.session.add(
        TemplateVersion(
            kind=kind.code,
            number=1,
            title=title,
            body=body,
            state=TemplateState.APPROVED,
            effective_from=moment.today(),
            drafted_by_id=by,
            approved_by_id=actor("signer").id,
            approved_at=moment.now(),
        )
    )
    db.session.commit()


@contextmanager
def refused(said: str) -> Iterator[None]:
    with pytest.raises(Refused) as found:
        yield
    db.session.rollback()
    assert found.value.refusal.code == "assessment_disagrees"
    assert said in str(found.value.refusal.params["faults"])


LIST = "# 考核结果\n|等次|单位|得分|\n|{{等次}}|{{单位}}|{{得分}}|\n"


@pytest.mark.requirement("ASM-07", "XAS-08")
def test_the_shipped_wording_agrees(app: Flask) -> None:
    assert circular_faults(make.assessment(AssessmentState.APPROVED)) == []


@pytest.mark.requirement("ASM-07", "XAS-08")
@pytest.mark.parametrize(
    ("body", "title", "said"),
    [
        (LIST + "其中优秀9家。", "", "写的是“优秀”9个"),
        (LIST + "本次共考核十个单位。", "", "写的是共10个单位"),
        (LIST, "关于2019年{{考核名称}}结果的通报", "标题写的是2019年"),
    ],
)
def test_a_wording_that_says_something_else_is_refused_with_what_disagrees(
    app: Flask, body: str, title: str, said: str
) -> None:
    made = make.assessment(AssessmentState.APPROVED)
    worded(body, title or "关于{{考核名称}}结果的通报")
    with refused(said):
        assessments.circulate(made, make.organiser(), seen_version=made.version)
    assert made.state is AssessmentState.APPROVED


def test_the_title_of_a_plan_names_the_year_assessed(app: Flask) -> None:
    made = make.drafted()
    with pytest.raises(Refused) as found:
        assessments.edit_assessment(
            made,
            make.organiser(),
            assessments.Plan(
                title=f"{made.year - 1}年度考核",
                plan=made.plan,
                panel=made.panel,
                unit_ids=[one.unit_id for one in made.assessed],
            ),
            seen_version=made.version,
        )
    assert found.value.refusal.code == "assessment_title_year"
