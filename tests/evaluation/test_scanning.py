"""The scan of a paper sheet stands beside what was typed from it, and is seen by few."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from core.access.permissions import Role
from core.db import db
from core.files.models import Attachment
from core.identity.models import User
from core.procedure import Forbidden
from core.refusals import Refused
from evaluation.models import EvaluationRound, SheetBatch
from evaluation.rules import ParticipantGroup, RoundState, SheetSource
from evaluation.services import entering, scanning
from tests.support import evaluation as make
from tests.support import files
from tests.support.client import Client
from tests.support.factories import actor, new_user, person


@pytest.fixture
def made(app: Flask) -> EvaluationRound:
    return make.round_(RoundState.COLLECTING)


def typed(made: EvaluationRound, channel: SheetSource = SheetSource.PAPER) -> SheetBatch:
    """Type one sheet."""
    who = actor("evaluator")
    batch = entering.open_batch(
        made.units[0], who, number=channel, group=ParticipantGroup.RESIDENT, channel=channel
    )
    entering.enter_sheet(batch, who, make.all_chosen(made))
    return batch


def attach(batch: SheetBatch, seq: int = 1) -> Attachment:
    (made,) = scanning.attach_scan(batch, actor("evaluator"), seq=seq, uploads=[files.upload()])
    return made


@pytest.mark.parametrize("channel", [SheetSource.TELEPHONE, SheetSource.ON_SITE])
def test_only_paper_has_an_original(made: EvaluationRound, channel: SheetSource) -> None:
    with pytest.raises(Refused) as found:
        attach(typed(made, channel))
    assert found.value.refusal.code == "scan_no_original"


def test_a_self_completed_sheet_has_no_number_to_attach_to(made: EvaluationRound) -> None:
    make.collect(made)  # six from the web
    with pytest.raises(Refused) as found:
        attach(typed(made), 2)
    assert found.value.refusal.code == "scan_sheet_unknown"


def test_only_the_typist_attaches_and_a_sheet_with_a_scan_stays(made: EvaluationRound) -> None:
    batch = typed(made)
    with pytest.raises(Forbidden):
        scanning.attach_scan(batch, make.organiser(), seq=1, uploads=[files.upload()])
    attach(batch)
    with pytest.raises(Refused) as found:
        entering.undo_last(batch, actor("evaluator"))
    assert found.value.refusal.code == "sheet_has_scan"


def test_a_scan_comes_too_late_after_collation(made: EvaluationRound) -> None:
    batch = typed(made)
    entering.close_batch(batch, actor("evaluator"))
    make.collate(made)
    with pytest.raises(Refused) as found:
        attach(batch)
    assert found.value.refusal.code == "survey_closed"


def test_who_types_again_and_who_settles_see_the_scan_and_nobody_else(
    made: EvaluationRound, sign_in: Callable[[User], Client]
) -> None:
    batch = typed(made)
    desk = sign_in(person("evaluator"))
    home = f"/sheet-batches/{batch.id}"
    upload = files.upload()
    desk.get(home).follow("原件扫描件").submit(
        home + "/scans", seq="1", files=(BytesIO(upload.content), upload.name)
    )
    assert "第1份" in desk.get(home + "/scans").text
    (scan,) = db.session.scalars(select(Attachment))
    address = f"{home}/scans/{scan.id}"
    assert desk.get(address).response.data == upload.content
    other = sign_in(new_user("second", "云清", "office", (Role.EVALUATOR,)))
    other.get(address, status=404)  # nothing was drawn for them
    desk.post(home + "/finish")
    assert other.get(home + "/check").has("a", href=address)
    other.get(address)
    organiser = sign_in(person("organiser"))
    organiser.get(address, status=403)
    organiser.get(f"/evaluation-rounds/{made.id}/scans/{scan.id}")
    sign_in(person("supervisor")).get(f"/evaluation-rounds/{made.id}/scans/{scan.id}", status=403)
