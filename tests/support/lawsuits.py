"""Administrative reviews and lawsuits in every state, reached by calling the services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from accountability.challenging import Challenge, LawsuitKind, Outcome, Result
from accountability.models import Decision, Lawsuit
from accountability.services import lawsuits as services
from core import moment
from core.db import db
from core.files.kinds import Upload
from core.identity.models import UnitPack
from tests.support.factories import actor, unit

SUBJECT = "政府信息不予公开告知书（阿自然告〔2026〕3号）"
COURT = "阿尔山市人民法院"
TEXT = "撤销被告作出的不予公开告知书，责令其在二十个工作日内重新答复。"


def county_rules(key: str = "department", since: date = date(2022, 8, 24)) -> None:
    """Let a unit follow the rules of xx county, which pursue an overturned act (XAC-12)."""
    db.session.add(UnitPack(unit_id=unit(key).id, pack_id="xx-county-2022", effective_from=since))
    db.session.flush()


def challenge(**changes: Any) -> Challenge:
    """Return a lawsuit filed today against a letter of ten days ago; `changes` replace fields."""
    today = moment.today()
    values: dict[str, Any] = {
        "kind": LawsuitKind.LITIGATION,
        "body": COURT,
        "subject": SUBJECT,
        "acted_on": today - timedelta(days=10),
        "filed_on": today,
    }
    return Challenge(**{**values, **changes})


def lawsuit(by: str = "intake", sued: str = "department", **changes: Any) -> Lawsuit:
    """Return one the office registered against an act of the department."""
    return services.register_lawsuit(
        unit("office"), actor(by), challenge(**changes), sued_unit=unit(sued)
    )


def against(decision: Decision, **changes: Any) -> Lawsuit:
    """Return one against a decision of the office."""
    case_unit = decision.case.unit
    return services.register_lawsuit(
        case_unit,
        actor("supervisor"),
        challenge(acted_on=moment.today(), subject="处理决定", **changes),
        sued_unit=case_unit,
        decision=decision,
    )


def accept(made: Lawsuit, by: str = "intake", on: date | None = None) -> Lawsuit:
    """Record that the court took it up."""
    services.accept_lawsuit(
        made,
        actor(by),
        accepted_on=on or moment.today(),
        body_number="（2026）内2202行初7号",
        seen_version=made.version,
    )
    return made


def result(outcome: Outcome = Outcome.REVOKED, **changes: Any) -> Result:
    """Return a judgment of today that has effect."""
    values: dict[str, Any] = {
        "outcome": outcome,
        "number": "（2026）内2202行初7号",
        "decided_on": moment.today(),
        "effective_on": moment.today(),
        "text": TEXT,
    }
    return Result(**{**values, **changes})


def correct(
    made: Lawsuit,
    outcome: Outcome = Outcome.UPHELD,
    by: str = "supervisor",
    reason: str = "误将另一案的结果登记在本案，以送达的复议决定书为准。",
    **changes: Any,
) -> Lawsuit:
    """Correct the recorded result."""
    services.correct_result(
        made,
        actor(by),
        result=result(outcome, **changes),
        reason=reason,
        seen_version=made.version,
    )
    return made


def end(
    made: Lawsuit,
    outcome: Outcome = Outcome.REVOKED,
    by: str = "supervisor",
    files: Sequence[Upload] = (),
    **changes: Any,
) -> Lawsuit:
    """Record the result."""
    services.record_result(
        made,
        actor(by),
        result=result(outcome, **changes),
        files=files,
        seen_version=made.version,
    )
    return made
