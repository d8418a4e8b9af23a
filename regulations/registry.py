"""The packs of the running application: loaded once, read everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from flask import Flask, current_app

from core.clocks.periods import Period
from regulations.loader import SHIPPED, load_packs
from regulations.model import Pack
from regulations.rules import (
    EffectivePack,
    SourceSilent,
    UnknownPack,
    breaches,
    effective_pack,
    term,
)

_KEY = "wenze.regulations"
_READ = "wenze.regulations.effective"


def load_into(app: Flask, folder: Path = SHIPPED) -> None:
    """Load and check the packs of `folder` for `app`, which must not start on PackFaults."""
    app.extensions[_KEY] = load_packs(folder)
    app.extensions[_READ] = {}


def all_packs() -> Mapping[str, Pack]:
    """Return every loaded pack as written, by id."""
    packs: Mapping[str, Pack] = current_app.extensions[_KEY]
    return packs


def get_pack(pack_id: str, switched_on: Sequence[str] = ()) -> EffectivePack:
    """Return a pack with what it inherits and includes; `switched_on` adds a unit's common rules.

    Packs do not change while the application runs, so that each is put together once. Raises
    UnknownPack.
    """
    read: dict[tuple[str, ...], EffectivePack] = current_app.extensions[_READ]
    key = (pack_id, *switched_on)
    if key not in read:
        read[key] = effective_pack(all_packs(), pack_id, switched_on)
    return read[key]


def breach_labels(pack_ids: Iterable[str]) -> dict[str, str]:
    """Return the words of every breach these packs know, each code once, the first pack's words."""
    known: dict[str, str] = {}
    for pack_id in pack_ids:
        for code, row in breaches(get_pack(pack_id)).items():
            known.setdefault(code, row.label)
    return known


def period_of(pack_id: str, term_id: str) -> Period | None:
    """Return the period that a pack gives for a term now; None where it gives none (any more)."""
    try:
        return term(get_pack(pack_id), term_id).period()
    except (SourceSilent, UnknownPack):
        return None
