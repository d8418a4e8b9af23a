"""One function changes a state: it asks everything, changes all or nothing, lets one win."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from core import procedure
from core.access.actor import Actor
from core.db import db
from core.procedure import AlreadyDone, Forbidden, PerformedAct, Refused, Stale
from core.record import services as record
from core.record.models import RecordEntry
from tests.support import factories
from tests.support.application import in_parallel
from tests.support.parcels import PROCEDURE, Action, Parcel, State, make_table, new_parcel


@pytest.fixture
def parcels(app: Flask) -> Iterator[Flask]:
    make_table()
    procedure.register(app, PROCEDURE)
    yield app
    del app.extensions["wenze.procedures"]["parcels"]


@pytest.fixture
def parcel(parcels: Flask) -> Parcel:
    return new_parcel(factories.unit("office").path)


def _do(
    parcel: Parcel,
    action: Action,
    who: Actor | str = "handler",
    seen: int | None = 0,
    **kwargs: Any,
) -> None:
    actor = factories.actor(who) if isinstance(who, str) else who
    procedure.perform(
        PROCEDURE,
        parcel,
        action,
        actor,
        seen_version=parcel.version if seen == 0 else seen,
        **kwargs,
    )


def _unchanged(parcel: Parcel) -> None:
    """Assert that after the rollback nothing of the refused act is left."""
    db.session.rollback()
    db.session.refresh(parcel)
    assert (parcel.state, parcel.version, parcel.address) == (State.PACKED, 1, "")
    assert record.of_subject("parcels", parcel.id) == []


def test_an_act_changes_the_state_counts_the_version_and_is_recorded(parcel: Parcel) -> None:
    _do(parcel, Action.SEND, reason="急件")
    db.session.commit()
    assert (parcel.state, parcel.version) == (State.SENT, 2)
    entry = record.of_subject("parcels", parcel.id)[0]
    assert (entry.action, entry.reason) == ("send", "急件")
    assert (entry.before, entry.after) == ('{"state": "packed"}', '{"state": "sent"}')
    assert entry.actor_id == factories.person("handler").id


def test_an_act_may_keep_the_state_and_record_what_it_did(parcel: Parcel) -> None:
    _do(parcel, Action.LABEL, data={"address": "温泉街1号"})
    db.session.commit()
    assert (parcel.state, parcel.version) == (State.PACKED, 2)
    entry = record.of_subject("parcels", parcel.id)[0]
    assert entry.after == '{"address": "温泉街1号", "state": "packed"}'


def test_the_wrong_state_refuses_and_says_which(parcel: Parcel) -> None:
    with pytest.raises(Refused) as refused:
        _do(parcel, Action.DELIVER)
    assert refused.value.refusal.code == "wrong_state"
    assert refused.value.refusal.params == {"state": "已打包", "action": "投递"}
    _unchanged(parcel)


def test_a_guard_refuses_with_its_article_and_nothing_changes(parcel: Parcel) -> None:
    parcel.sealed = False
    db.session.commit()
    version = parcel.version
    with pytest.raises(Refused) as refused:
        _do(parcel, Action.SEND, token="t" * 32)
    assert refused.value.refusal.article == "邮规第一条"
    db.session.rollback()
    assert (parcel.state, parcel.version) == (State.PACKED, version)
    assert record.of_subject("parcels", parcel.id) == []
    assert db.session.get(PerformedAct, "t" * 32) is None


def test_what_was_typed_is_checked_before_anything_is_done(parcel: Parcel) -> None:
    with pytest.raises(Refused, match="no_address"):
        _do(parcel, Action.LABEL, data={"address": ""})
    _unchanged(parcel)


def test_without_the_permission_the_act_is_forbidden(parcel: Parcel) -> None:
    with pytest.raises(Forbidden):
        _do(parcel, Action.SEND, "reviewer")
    _unchanged(parcel)


def test_in_another_unit_the_permission_does_not_count(parcel: Parcel) -> None:
    with pytest.raises(Forbidden):
        _do(parcel, Action.SEND, "stranger")
    _unchanged(parcel)


def test_the_personal_condition_forbids(parcel: Parcel) -> None:
    _do(parcel, Action.SEND)
    db.session.commit()
    with pytest.raises(Forbidden):
        _do(parcel, Action.DELIVER, "colleague")
    _do(parcel, Action.DELIVER, "handler")
    db.session.commit()


def test_an_act_of_the_system_is_nobody_elses(parcel: Parcel) -> None:
    with pytest.raises(Forbidden):
        _do(parcel, Action.EXPIRE)
    db.session.rollback()
    _do(parcel, Action.EXPIRE, Actor.system(), seen=None)
    db.session.commit()
    assert record.of_subject("parcels", parcel.id)[0].actor_id is None


def test_a_stale_version_says_who_did_what_and_when(parcel: Parcel) -> None:
    _do(parcel, Action.LABEL, "colleague", data={"address": "温泉街1号"})
    db.session.commit()
    with pytest.raises(Stale) as stale:
        _do(parcel, Action.SEND, seen=1)
    assert (stale.value.who, stale.value.what) == ("佟丽华", "贴标签")
    assert stale.value.when is not None
    assert stale.value.when.isoformat() == "2026-03-02T01:00:00+00:00"
    db.session.rollback()
    assert parcel.state == State.PACKED


def test_the_same_form_sent_twice_acts_once(parcel: Parcel) -> None:
    _do(parcel, Action.LABEL, data={"address": "甲"}, token="a" * 32)
    db.session.commit()
    with pytest.raises(AlreadyDone) as done:
        _do(parcel, Action.LABEL, data={"address": "乙"}, token="a" * 32, seen=1)
    assert done.value.subject_id == parcel.id
    db.session.rollback()
    assert parcel.address == "甲"
    assert len(record.of_subject("parcels", parcel.id)) == 1


def test_a_form_that_was_refused_may_be_sent_again(parcel: Parcel) -> None:
    with pytest.raises(Refused):
        _do(parcel, Action.LABEL, data={}, token="b" * 32)
    db.session.rollback()
    _do(parcel, Action.LABEL, data={"address": "甲"}, token="b" * 32)
    db.session.commit()
    assert parcel.address == "甲"


def test_the_same_form_creates_once(parcels: Flask) -> None:
    path = factories.unit("office").path
    made = procedure.create_once("c" * 32, Parcel, lambda: Parcel(unit_path=path))
    db.session.commit()
    with pytest.raises(AlreadyDone) as done:
        procedure.create_once("c" * 32, Parcel, lambda: Parcel(unit_path=path))
    assert done.value.subject_id == made.id
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Parcel)) == 1


def test_only_what_one_may_do_now_is_offered(parcel: Parcel) -> None:
    def offered(who: str) -> dict[str, str | None]:
        return {
            item.transition.action: item.refusal.code if item.refusal else None
            for item in procedure.available_actions(PROCEDURE, parcel, factories.actor(who))
        }

    assert offered("handler") == {"label": None, "send": None}
    assert offered("stranger") == {}
    parcel.sealed = False
    assert offered("handler") == {"label": None, "send": "parcel_open"}


def test_an_act_on_something_not_stored_is_a_mistake_of_ours(parcels: Flask) -> None:
    with pytest.raises(ValueError, match="stored"):
        _do(Parcel(unit_path="/1/"), Action.SEND, seen=1)


def test_labels_of_the_record_come_from_the_table(parcels: Flask) -> None:
    assert procedure.action_label("parcels", "send") == "寄出"
    assert procedure.action_label("parcels", "unheard_of") == "unheard_of"
    assert procedure.action_label("nothing", "send") == "send"


@pytest.mark.parametrize("same_form", [False, True])
def test_of_eight_at_once_one_wins(committed_db: Flask, same_form: bool) -> None:
    """Eight act on what they saw; seven learn who was first, or that the same form is done."""
    with committed_db.app_context():
        make_table()
        parcel_id = new_parcel(factories.unit("office").path).id
        db.session.commit()
        db.session.remove()
    procedure_of_app = committed_db.extensions["wenze.procedures"]
    procedure_of_app["parcels"] = PROCEDURE

    def send(index: int) -> str:
        parcel = db.session.get_one(Parcel, parcel_id)
        token = "same" * 8 if same_form else f"{index:032}"
        _do(parcel, Action.SEND, seen=1, token=token)
        db.session.commit()
        return "won"

    outcomes = in_parallel(committed_db, 8, send)
    losers = [outcome for outcome in outcomes if outcome != "won"]
    assert len(losers) == 7, outcomes
    assert {type(outcome) for outcome in losers} == {AlreadyDone if same_form else Stale}, losers
    with committed_db.app_context():
        parcel = db.session.get_one(Parcel, parcel_id)
        assert (parcel.state, parcel.version) == (State.SENT, 2)
        entries = select(RecordEntry).where(RecordEntry.subject_type == "parcels")
        assert len(db.session.scalars(entries).all()) == 1
        assert list(record.verify()) == []
