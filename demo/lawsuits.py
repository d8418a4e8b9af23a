"""Administrative reviews and lawsuits of the demo: one in each state, and one that was lost.

The county's rules pursue an overturned act, so its lost lawsuit opens a lead; the town's do not.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from accountability.challenging import Challenge, LawsuitKind, Outcome, Result
from accountability.models import Lawsuit
from accountability.procedure.lawsuits import recorded
from accountability.services import lawsuits as services
from core import moment
from demo.scene import Scene
from demo.stage import Cast, Play

#: Days before the day of the demo on which each is registered.
LOST, WAITING, HEARD, UPHELD = 70, 6, 24, 58

COURT, COUNTY_COURT = "阿尔山市人民法院", "xx县人民法院"
REVIEWER: Final = "阿尔山市人民政府（行政复议机构）"
JUDGMENT: Final = (
    "被告以“属于内部管理信息”为由不予公开，没有说明所依据的具体事实，适用法律错误。"
    "撤销不予公开告知书，责令被告自判决生效之日起二十个工作日内重新答复。"
)
#: What came of those against a decision of the office, by the word of the story.
AGAINST_DECISION: Final = {
    "revoked": (Outcome.REVOKED, "处理决定认定主要事实的证据不足，予以撤销。"),
    "changed": (Outcome.CHANGED, "处理决定认定的情节偏重，变更为批评教育。"),
}


def lawsuit_plays(cast: Cast, day: date) -> list[tuple[date, Play]]:
    """Return the four against acts of units, with the days on which they begin."""
    plays = ((LOST, _lost), (WAITING, _waiting), (HEARD, _heard), (UPHELD, _upheld))
    return [(day - timedelta(days=days), play(cast)) for days, play in plays]


def challenge_decision(scene: Scene, came_to: str) -> Play:
    """Bring a review against the decision of a matter; its result waits to be carried out."""
    outcome, text = AGAINST_DECISION[came_to]
    decision, unit = scene.decision, scene.case.unit
    signed = decision.signed_at
    assert signed is not None  # it was issued before
    made = services.register_lawsuit(
        unit,
        scene.leader,
        Challenge(
            kind=LawsuitKind.ADMINISTRATIVE_REVIEW,
            body=REVIEWER,
            subject=f"处理决定（{decision.number}）",
            acted_on=moment.local(signed).date(),
            filed_on=moment.today(),
            accepted_on=moment.today(),
        ),
        sued_unit=unit,
        decision=decision,
    )
    yield 5
    _end(made, scene.leader, outcome, text, f"阿政复决〔{moment.today().year}〕{made.id}号")


def _lost(cast: Cast) -> Play:
    who = cast.actor("county-leader")
    made = _register(
        cast,
        "county-leader",
        "county-education",
        body=COUNTY_COURT,
        subject="政府信息不予公开告知书（申请公开城区学校学位预警信息）",
    )
    yield 6
    number = f"（{moment.today().year}）行初12号"
    services.accept_lawsuit(
        made,
        who,
        accepted_on=moment.today(),
        body_number=number,
        seen_version=made.version,
    )
    yield 52
    _end(made, who, Outcome.REVOKED, JUDGMENT, number)


def _waiting(cast: Cast) -> Play:
    yield 1
    _register(
        cast,
        "county-leader",
        "county-health",
        body="xx县人民政府（行政复议机构）",
        kind=LawsuitKind.ADMINISTRATIVE_REVIEW,
        subject="对政府信息公开申请逾期未答复（申请公开村卫生室补助发放情况）",
    )


def _heard(cast: Cast) -> Play:
    made = _register(
        cast,
        "intake",
        "housing",
        body=COURT,
        subject="政府信息不存在告知书（申请公开老旧小区改造竣工资料）",
    )
    yield 5
    services.accept_lawsuit(
        made,
        cast.actor("intake"),
        accepted_on=moment.today(),
        body_number=f"（{moment.today().year}）行初31号",
        seen_version=made.version,
    )


def _upheld(cast: Cast) -> Play:
    made = _register(
        cast,
        "intake",
        "market",
        body=REVIEWER,
        kind=LawsuitKind.ADMINISTRATIVE_REVIEW,
        subject="政府信息部分公开告知书（申请公开行政处罚案卷）",
        accepted_on=moment.today(),
    )
    yield 30
    text = "告知书认定事实清楚，遮盖个人信息后部分公开并无不当，予以维持。"
    year = moment.today().year
    _end(made, cast.actor("intake"), Outcome.UPHELD, text, f"阿政复决〔{year}〕6号")
    yield 1
    services.correct_result(
        made,
        cast.actor("intake"),
        result=replace(recorded(made), number=f"阿政复决〔{year}〕5号"),
        reason="登记时误将另一件复议决定书的文书号填入，以本件送达的复议决定书为准。",
        seen_version=made.version,
    )


def _register(cast: Cast, by: str, sued: str, **said: Any) -> Lawsuit:
    actor, today = cast.actor(by), moment.today()
    known = {"kind": LawsuitKind.LITIGATION, "acted_on": today - timedelta(days=20)}
    assert actor.unit_id is not None  # everybody of the town works somewhere
    keeper = next(unit for unit in cast.units.values() if unit.id == actor.unit_id)
    return services.register_lawsuit(
        keeper,
        actor,
        Challenge(**{**known, **said, "filed_on": today}),
        sued_unit=cast.units[sued],
    )


def _end(made: Lawsuit, who: Any, outcome: Outcome, text: str, number: str) -> None:
    today = moment.today()
    services.record_result(
        made,
        who,
        result=Result(outcome, number, today, today, text),
        seen_version=made.version,
    )
