"""Members recused before recusals were acts of their own get the one that was granted to them."""

from __future__ import annotations

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select

from casework.models import Case, Recusal
from casework.rules import CaseState, EarlierActs, RecusalOrigin, RecusalState
from core import record
from core.db import db
from tests.support import casework as make
from tests.support.factories import person


def test_a_recusal_of_before_is_kept_with_who_decided(committed_db: Flask) -> None:
    with committed_db.app_context():
        case = make.case(CaseState.INVESTIGATING)
        make.recuse(case, "handler")
        case_id, handler, leader = case.id, person("handler").id, person("supervisor").id
        record.append("recuse_member", case, actor_id=leader, after={"user_id": handler})
        db.session.commit()
        db.session.remove()
        downgrade(revision="0023")
        with db.engine.connect() as connection:
            old = connection.exec_driver_sql(
                "SELECT user_id, recusal_reason FROM case_members WHERE recused_on IS NOT NULL"
            ).all()
        assert [tuple(row) for row in old] == [(handler, "情况属实，应当回避。")]
        upgrade()
        (found,) = db.session.scalars(select(Recusal).where(Recusal.case_id == case_id)).all()
        assert (found.user_id, found.state) == (handler, RecusalState.GRANTED)
        assert (found.origin, found.earlier_acts) == (RecusalOrigin.BY_ORGAN, EarlierActs.STAND)
        assert (found.decided_by_id, found.decision_reason) == (leader, "情况属实，应当回避。")
        kept = db.session.get_one(Case, case_id)
        assert [m.left_on is None for m in kept.members] == [False, True]
