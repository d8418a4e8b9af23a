"""Answers as plain values: for `--json`, for the API, and for freezing into a decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from core.clocks.replay import Reading as ClockReading
from regulations import labels
from regulations.deadlines import Deadline
from regulations.rules import (
    ActAnswer,
    Apportionment,
    EffectivePack,
    Found,
    Reading,
    Share,
    cautions,
)


def apportionment_json(answer: Apportionment) -> dict[str, Any]:
    """Return the shares, alternatives and trace of each act, and what is missing if anything is."""
    return {"acts": [_act(act) for act in answer.acts]}


def deadline_json(found: Deadline) -> dict[str, Any]:
    """Return due date, article, source and day ledger; `due` is None while nothing can be said.

    A term in hours or minutes has the instant, too: `due_at`.
    """
    reading = found.reading
    instant = {"due_at": reading.due_at.isoformat()} if reading.due_at else {}
    return {
        "due": reading.due_on.isoformat() if reading.due_on else None,
        **instant,
        "provisional": reading.provisional,
        "article": found.term.article,
        "source": found.term.source,
        "ledger": [
            {"date": day.on.isoformat(), "counted": day.counted, "n": day.n, "why": day.why}
            for day in reading.ledger
        ],
    }


def count_json(found: Sequence[ClockReading]) -> dict[str, Any]:
    """Return each length counted by the general rules: its last day before and after moving off a
    rest day.
    """
    return {
        "counted": [
            {
                "length": reading.length,
                "unit": reading.period.unit.value,
                "last": reading.raw_on.isoformat() if reading.raw_on else None,
                "due": reading.due_on.isoformat() if reading.due_on else None,
                "provisional": reading.provisional,
            }
            for reading in found
        ]
    }


def pack_json(pack: EffectivePack) -> dict[str, Any]:
    """Return everything a pack says, each value with its origin (own, include or parent)."""
    return {
        "pack": msgspec.to_builtins(pack.header),
        "includes": list(pack.includes),
        "terms": [_found(found) for found in pack.terms.values()],
        "guards": [_found(found) for found in pack.guards.values()],
        "counting": [_found(found) for found in pack.counting.values()],
        "words": [_found(found) for group in pack.words.values() for found in group],
        "triggers": [_found(found) for found in pack.triggers],
        "apportionment": [_found(found) for found in pack.rows],
        "responsibility": [_found(found) for found in pack.responsibilities],
        "severity": [_found(found) for found in pack.severities],
        "consequences": [_found(found) for found in pack.consequences],
        "remedy": _found(pack.remedy) if pack.remedy else None,
        "documents": [_found(found) for found in pack.documents],
        "reviews": [_found(found) for found in pack.reviews],
        "posts": [_found(found) for found in pack.posts],
        "duties": [_found(found) for found in pack.duties],
        "assessment": _found(pack.assessment) if pack.assessment else None,
        "cautions": [labels.caution(item) for item in cautions(pack)],
    }


def _found(found: Found[Any]) -> dict[str, Any]:
    row: dict[str, Any] = msgspec.to_builtins(found.value)
    return {"origin": found.origin.value, "pack": found.pack_id, **row}


def _act(act: ActAnswer) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "id": act.id,
        "shares": [_share(share) for share in act.shares],
        "alternatives": [_reading(reading) for reading in act.alternatives],
        "trace": [
            {"row": line.row, "applies": line.applies, "why": labels.why(line)}
            for line in act.trace
        ],
    }
    if act.missing:
        answer["missing"] = [labels.missing(item) for item in act.missing]
    return answer


def _reading(reading: Reading) -> dict[str, Any]:
    return {"rows": list(reading.rows), "shares": [_share(share) for share in reading.shares]}


def _share(share: Share) -> dict[str, Any]:
    return {
        "person": share.person,
        "role": share.role.value,
        "share": share.share.value,
        "row": share.row,
        "article": share.article,
    }
