"""A yearly assessment in every state, reached by calling the services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import delete, select

from assessment.models import AssessedUnit, Assessment
from assessment.rules import AssessmentState
from assessment.services import assessed as unit_services
from assessment.services import assessments
from core import moment
from core.access import Actor
from core.access.permissions import Role
from core.db import db
from core.identity.models import Unit, UnitPack, User
from tests.support.factories import SINCE, actor, new_user, unit

COUNTY, DUODAO = "xx-county-2022", "duodao-finance"
PLAN = "采取实地检查和网站抽查的方式，综合平时检查情况评议。"
PANEL = "公开办牵头，司法局和两名专家参加。"
DAYS = 20


def organiser(pack: str | None = None) -> Actor:
    """Return who organises for the office, which follows Aershan's pack unless another is named."""
    found = db.session.scalars(select(User).where(User.username == "assessor")).first()
    if found is None:
        if pack is not None:
            db.session.execute(delete(UnitPack).where(UnitPack.unit_id == unit("office").id))
            db.session.add(UnitPack(unit_id=unit("office").id, pack_id=pack, effective_from=SINCE))
        found = new_user("assessor", "罗文", "office", (Role.EVALUATION_ORGANISER,))
        db.session.commit()
    return actor(found)


def drafted(
    pack: str | None = None, year: int | None = None, units: Sequence[Unit] = ()
) -> Assessment:
    """Return a drafted assessment of this year, of the department and the town unless named."""
    who = organiser(pack)
    units = units or (unit("department"), unit("town"))
    year = year or moment.today().year
    return assessments.create_assessment(
        who,
        unit=unit("office"),
        year=year,
        plan=assessments.Plan(
            title=f"{year}年度政府信息公开考核",
            plan=PLAN,
            panel=PANEL,
            unit_ids=[one.id for one in units],
        ),
    )


def set_points(made: Assessment, *points: str) -> None:
    """Set the points of the items, in their order."""
    by_item = {item.id: Decimal(value) for item, value in zip(made.items, points, strict=True)}
    assessments.set_points(made, organiser(), points=by_item, seen_version=made.version)


def schedule(made: Assessment, days: int = DAYS) -> None:
    """Set the day, so many days from today."""
    if made.pack_id == COUNTY and made.items[0].points is None:
        set_points(made, "20", "40", "20", "20")
    assessments.schedule(
        made,
        organiser(),
        assess_on=moment.today() + timedelta(days=days),
        seen_version=made.version,
    )


def notify(made: Assessment) -> None:
    """Issue the notice."""
    assessments.notify(made, organiser(), seen_version=made.version)


def fill_in(one: AssessedUnit, who: Actor, lost: int = 0) -> None:
    """Fill in every item of a unit, with full points less `lost` on the first."""
    for n, item in enumerate(one.assessment.items):
        score = None if item.points is None else item.points - (lost if n == 0 else 0)
        unit_services.fill_in(
            one, who, item_id=item.id, score=score, text="已按要求完成。", seen_version=one.version
        )


def self_report(made: Assessment) -> None:
    """Let the department report on itself; the town does not."""
    one, who = made.assessed[0], actor("liaison")
    fill_in(one, who)
    unit_services.self_report(one, who, summary="全年公开工作总结。", seen_version=one.version)


def deduct(
    one: AssessedUnit, code: str, cut: str | None = None, *, reason: str, times: int = 1
) -> None:
    """Deduct from the item with this code; `cut` is a row of the standard or free points."""
    item = next(item for item in one.assessment.items if item.code == code)
    free = cut is None or cut.replace(".", "").isdigit()
    unit_services.deduct(
        one,
        organiser(),
        unit_services.Finding(
            item_id=item.id,
            reason=reason,
            found_on=moment.today(),
            code=None if free else cut,
            times=times,
            points=Decimal(cut or 0) if free else None,
        ),
        seen_version=one.version,
    )


def review(made: Assessment) -> None:
    """Begin the review on the day after that of the assessment."""
    assert made.assess_on is not None
    with moment.frozen(made.assess_on + timedelta(days=1)):
        assessments.review(made, organiser(), seen_version=made.version)
        if made.pack_id == DUODAO:
            for one in made.assessed:
                unit_services.set_band(
                    one, organiser(), band_code="good", reason="群众比较满意。",
                    seen_version=one.version,
                )  # fmt: skip


def propose(made: Assessment) -> None:
    """Propose the result two days after the day; objections are heard for five days."""
    assert made.assess_on is not None
    with moment.frozen(made.assess_on + timedelta(days=2)):
        assessments.propose(
            made,
            organiser(),
            objections_until=moment.today() + timedelta(days=5),
            seen_version=made.version,
        )


def freeze(made: Assessment) -> None:
    """Freeze when objections can come no more."""
    assert made.objections_until is not None
    with moment.frozen(made.objections_until + timedelta(days=1)):
        assessments.freeze(made, organiser(), seen_version=made.version)


def approve(made: Assessment) -> None:
    """Approve."""
    assert made.objections_until is not None
    with moment.frozen(made.objections_until + timedelta(days=2)):
        assessments.approve(made, actor("supervisor"), opinion="同意。", seen_version=made.version)


def circulate(made: Assessment) -> None:
    """Issue the circular."""
    assert made.objections_until is not None
    with moment.frozen(made.objections_until + timedelta(days=3)):
        assessments.circulate(made, organiser(), seen_version=made.version)


#: What leads from each state to the next.
STEPS = (schedule, notify, review, propose, freeze, approve, circulate)


def assessment(state: AssessmentState, pack: str | None = None) -> Assessment:
    """Return an assessment in `state`; from the review on the department has reported."""
    made = drafted(pack)
    for step in STEPS[: list(AssessmentState).index(state)]:
        if step is review:
            self_report(made)
        step(made)
    assert made.state is state
    return made
