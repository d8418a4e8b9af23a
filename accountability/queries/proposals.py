"""A proposal of shares in words: every share with its article and quote, every row with its why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from accountability.rules import ShareValue
from casework.models import CaseRespondent
from regulations import labels as words
from regulations.codes import Regime
from regulations.rules import ActAnswer, EffectivePack, Reason, Share, TraceLine


@dataclass(frozen=True)
class RowWords:
    """What a row of the table says."""

    label: str
    article: str
    quote: str


@dataclass(frozen=True)
class Proposed:
    """What a pack proposes for an act, with the words of its rows, whatever becomes of the pack.

    It is kept with the confirmed shares, so that they and their reasons read the same ever after.
    """

    pack: str
    pack_id: str
    answer: ActAnswer
    rows: dict[str, RowWords]


@dataclass(frozen=True)
class ShownShare:
    """One person's proposed share, ready to show."""

    respondent_id: int
    name: str
    role: str
    value: ShareValue
    share: str
    row: str | None
    article: str | None
    quote: str | None
    jointly: bool
    inferred: bool

    @property
    def bears(self) -> bool:
        """Tell whether the person bears anything at all."""
        return self.value not in (ShareValue.NONE, ShareValue.NOT_STATED)


@dataclass(frozen=True)
class ShownReading:
    """One way to read the rules; `key` is what a form sends for it."""

    key: str
    shares: tuple[ShownShare, ...]


@dataclass(frozen=True)
class ShownRow:
    """What became of one row of the table, and why."""

    row: str
    label: str
    article: str
    applies: bool
    why: str


@dataclass(frozen=True)
class Proposal:
    """What the pack proposes; `readings` holds both where the source contradicts itself (A8)."""

    pack: str
    pack_id: str
    shares: tuple[ShownShare, ...]
    readings: tuple[ShownReading, ...]
    missing: tuple[str, ...]
    trace: tuple[ShownRow, ...]


def proposed_by(pack: EffectivePack, answer: ActAnswer) -> Proposed:
    """Put what the rows of `pack` say beside its answer."""
    rows = {
        row.id: RowWords(row.label, row.article, row.quote)
        for row in (found.value for found in pack.rows)
    }
    return Proposed(pack.title(Regime.ACCOUNTABILITY), pack.id, answer, rows)


def kept(proposed: Proposed) -> dict[str, Any]:
    """Return a proposal as plain values, to be kept."""
    values: dict[str, Any] = msgspec.to_builtins(proposed)
    return values


def read_back(values: Mapping[str, Any]) -> Proposed:
    """Return the proposal that `kept` wrote."""
    return msgspec.convert(values, Proposed)


def proposal(proposed: Proposed, respondents: Sequence[CaseRespondent]) -> Proposal:
    """Put a proposal into words; persons appear by name, in the order the facts list them."""
    names = {str(r.id): r.display_name for r in respondents}
    answer, rows = proposed.answer, proposed.rows
    return Proposal(
        pack=proposed.pack,
        pack_id=proposed.pack_id,
        shares=tuple(_share(s, names, rows) for s in answer.shares),
        readings=tuple(
            ShownReading(",".join(r.rows), tuple(_share(s, names, rows) for s in r.shares))
            for r in answer.alternatives
        ),
        missing=tuple(words.missing(item) for item in answer.missing),
        trace=tuple(_row(line, names, rows) for line in answer.trace),
    )


def _share(share: Share, names: Mapping[str, str], rows: Mapping[str, RowWords]) -> ShownShare:
    row = rows.get(share.row) if share.row else None
    return ShownShare(
        respondent_id=int(share.person),
        name=names[share.person],
        role=str(words.ROLES[share.role]),
        value=share.share,
        share=str(words.SHARES[share.share]),
        row=share.row,
        article=share.article,
        quote=row.quote if row else None,
        jointly=share.jointly,
        inferred=share.inferred,
    )


def _row(line: TraceLine, names: Mapping[str, str], rows: Mapping[str, RowWords]) -> ShownRow:
    reasons = tuple(_named(reason, names) for reason in line.reasons)
    return ShownRow(
        row=line.row,
        label=rows[line.row].label,
        article=rows[line.row].article,
        applies=line.applies,
        why=words.why(replace(line, reasons=reasons)),
    )


def _named(reason: Reason, names: Mapping[str, str]) -> Reason:
    """Write names where the reason carries the ids of persons."""
    params = tuple(
        (key, "|".join(names.get(i, i) for i in value.split("|")) if key == "people" else value)
        for key, value in reason.params
    )
    return replace(reason, params=params)
