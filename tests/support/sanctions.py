"""Sanctions proposed and decided, reached by calling the services as the team would."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accountability.models import NoticeService, Sanction
from accountability.queries.notices import services_of
from accountability.rules import ApprovalState, ChosenMeasure, DecisionState, Grade
from accountability.sanctioning import Imposed, Organ, SanctionKind
from accountability.services import sanctions as services
from casework.models import Case
from core import moment
from tests.support import accountability as build
from tests.support import accountability_remedies as make
from tests.support.factories import actor

COMMISSION = "阿尔山市监察委员会"


def grave(
    measure: str = "administrative_sanction", made: Case | None = None, reason: str | None = None
) -> NoticeService:
    """Return the official's notice of a decision that found grave consequences, in effect."""
    if made is None:
        made = build.case(leader=None)
        build.confirm(build.act(made, approval_state=ApprovalState.NONE))
    changes = {
        "grade": Grade.SERIOUS,
        "is_grave": True,
        "measures": (ChosenMeasure(made.respondents[0].id, measure, reason),),
    }
    decision = build.decision(DecisionState.ISSUED, made, changes)
    notice = make.serve(services_of(decision.id)[0])
    clock = make.remedy_clock(notice)
    assert clock.due_on is not None
    with moment.frozen(clock.due_on + timedelta(days=1)):
        make.take_effect(made)
    return notice


def propose(notice: NoticeService, by: str = "handler", **changes: Any) -> Sanction:
    """Propose the sanction to the commission; `changes` replace arguments."""
    values: dict[str, Any] = {
        "organ": Organ.SUPERVISION,
        "receiver": COMMISSION,
        "materials": "责任追究处理决定书，1份\n调查报告，1份",
    }
    return services.propose_sanction(notice, actor(by), **{**values, **changes})


def imposed(**changes: Any) -> Imposed:
    """Return a demerit decided today; `changes` replace fields."""
    values: dict[str, Any] = {
        "kind": SanctionKind.DEMERIT,
        "body": COMMISSION,
        "number": "阿监政处〔2026〕4号",
        "decided_on": moment.today(),
        "effective_on": moment.today(),
    }
    return Imposed(**{**values, **changes})


def impose(made: Sanction, by: str = "handler", **changes: Any) -> Sanction:
    """Register what was decided."""
    services.impose_sanction(made, actor(by), imposed=imposed(**changes), seen_version=made.version)
    return made


def waiting() -> Sanction:
    """Return a sanction that the commission has not decided yet."""
    return propose(grave())
