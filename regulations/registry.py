"""The packs of the running application: loaded once, read everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from flask import Flask, current_app

from core.clocks.periods import Period
from regulations.golden import Golden, load_golden
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
_EXAMPLES = "wenze.regulations.examples"


def load_into(app: Flask, folder: Path = SHIPPED) -> None:
    """Load and check the packs of `folder` for `app`, which must not start on PackFaults.

    An application that has packs keeps the old ones then, examples included.
    """
    packs, found = load_packs(folder), load_golden(folder)
    app.extensions.update({_KEY: packs, _READ: {}, _EXAMPLES: found})


def all_packs() -> Mapping[str, Pack]:
    """Return every loaded pack as written, by id."""
    packs: Mapping[str, Pack] = current_app.extensions[_KEY]
    return packs


def examples() -> Sequence[Golden]:
    """Return the worked examples shipped with the packs, file by file."""
    found: Sequence[Golden] = current_app.extensions[_EXAMPLES]
    return found


def common_packs() -> list[Pack]:
    """Return the packs a unit may switch on beside its own: without a parent, themselves no
    parent, and not ended.
    """
    parents = {pack.pack.parent for pack in all_packs().values()}
    return [
        pack
        for pack in all_packs().values()
        if pack.pack.parent is None and pack.pack.effective_to is None and pack.id not in parents
    ]


def selection(pack_id: str, common: Iterable[str]) -> str:
    """Return the id under which a pack and the common rules switched on with it are pinned.

    What the pack includes anyway is left out. Raises UnknownPack.
    """
    included = get_pack(pack_id).includes
    return "+".join((pack_id, *sorted(set(common) - set(included) - {pack_id})))


def title_of(pinned: str) -> str:
    """Return the title of a pack, and of what is switched on with it; an unknown id as it is."""
    titles = [p.pack.title if (p := all_packs().get(i)) else i for i in pinned.split("+")]
    return "＋".join(titles)


def in_two(pinned: str) -> list[str]:
    """Return the terms and switches that two of the common rules of a selection both settle."""
    seen: dict[str, str] = {}
    twice = []
    for name in get_pack(pinned).includes:
        pack = all_packs()[name]
        for row_id in (*(t.id.value for t in pack.term), *(g.id.value for g in pack.guard)):
            if seen.setdefault(row_id, name) != name:
                twice.append(row_id)
    return twice


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
