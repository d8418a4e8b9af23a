"""Every code has its words."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

import complaints
from complaints import labels
from complaints.hotline.columns import Column
from complaints.procedure import (
    COMPLAINT_PROCEDURE,
    IMPORT_PROCEDURE,
    OPENING_PROCEDURE,
    TRANSFER_PROCEDURE,
)
from complaints.rules import (
    BY_HAND,
    Channel,
    ComplaintAction,
    ComplaintKind,
    ComplaintState,
    DocumentKind,
    ImportAction,
    ImportState,
    OpeningAction,
    OpeningState,
    ReporterKind,
    Satisfaction,
    TransferAction,
    TransferState,
    UrgingStep,
)
from regulations import registry
from regulations.model import WordList
from regulations.rules import words

PACKAGE = Path(complaints.__file__).parent


@pytest.mark.parametrize(
    ("members", "table"),
    [
        (ComplaintState, labels.STATES),
        (ComplaintState, labels.TONES),
        (ComplaintKind, labels.KINDS),
        (Channel, labels.CHANNELS),
        (ReporterKind, labels.REPORTER_KINDS),
        (DocumentKind, labels.DOCUMENTS),
        (ComplaintState, labels.FOLLOW_UP),
        (OpeningState, labels.OPENING_STATES),
        (OpeningState, labels.OPENING_TONES),
        (Satisfaction, labels.SATISFACTION),
        (Satisfaction, labels.SATISFACTION_TONES),
        (UrgingStep, labels.URGING_STEPS),
        (UrgingStep, labels.URGING_TONES),
        (TransferState, labels.TRANSFER_STATES),
        (TransferState, labels.TRANSFER_TONES),
        (ImportState, labels.IMPORT_STATES),
        (ImportState, labels.IMPORT_TONES),
        (Column, labels.COLUMNS),
    ],
)
def test_every_member_has_a_label(members: type[StrEnum], table: Any) -> None:
    assert set(table) == set(members)


def test_every_action_has_its_row() -> None:
    assert {row.action for row in COMPLAINT_PROCEDURE.transitions} == set(ComplaintAction)
    assert {row.action for row in OPENING_PROCEDURE.transitions} == set(OpeningAction)
    assert {row.action for row in IMPORT_PROCEDURE.transitions} == set(ImportAction)
    assert {row.action for row in TRANSFER_PROCEDURE.transitions} == set(TransferAction)


def codes_in(source: str) -> set[str]:
    return set(re.findall(r'Refusal\(\s*"(\w+)"', source))


def test_every_refusal_has_its_words_and_every_wording_its_refusal() -> None:
    source = "".join(path.read_text() for path in PACKAGE.rglob("*.py"))
    assert codes_in(source) - {"wrong_state"} == set(labels.REFUSALS)


def test_the_search_for_refusals_finds_a_planted_one() -> None:
    assert codes_in('raise Refused(Refusal(\n    "complaint_planted", {}))') == {
        "complaint_planted"
    }


@pytest.mark.requirement("CMP-01")
@pytest.mark.usefixtures("app")
def test_the_channels_are_those_of_the_rules() -> None:
    pack = registry.get_pack("aershan-2021")
    listed = {word.code: word.label for word in words(pack, WordList.REPORT_CHANNEL)}
    taken_down = {member.value: str(labels.CHANNELS[member]) for member in BY_HAND}
    assert listed.items() <= taken_down.items()
    # what an office takes down besides, and no source words as a way of reporting (CMP-11)
    assert taken_down.keys() - listed.keys() == {"box", "media", "internal_check", "from_above"}
