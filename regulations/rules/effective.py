"""What a pack says once its parent and its included common rules are read with it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from regulations.codes import CountingId, GuardId, Regime, State, TermId, WordList
from regulations.model import (
    ApportionmentRow,
    Assessment,
    Consequence,
    Counting,
    Document,
    Duty,
    Guard,
    Header,
    Pack,
    Post,
    Remedy,
    Responsibility,
    Review,
    Severity,
    Term,
    Trigger,
    Word,
)

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


class Origin(StrEnum):
    """Where an effective value comes from."""

    OWN = "own"
    INCLUDE = "include"
    PARENT = "parent"


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value with the pack it was written in."""

    value: T
    origin: Origin
    pack_id: str


@dataclass(frozen=True, slots=True)
class EffectivePack:
    """A pack as it works: every value with its origin; an own row hides those below it."""

    header: Header
    includes: tuple[str, ...]
    terms: Mapping[TermId, Found[Term]]
    guards: Mapping[GuardId, Found[Guard]]
    counting: Mapping[CountingId, Found[Counting]]
    words: Mapping[WordList, tuple[Found[Word], ...]]
    triggers: tuple[Found[Trigger], ...]
    rows: tuple[Found[ApportionmentRow], ...]
    responsibilities: tuple[Found[Responsibility], ...]
    severities: tuple[Found[Severity], ...]
    consequences: tuple[Found[Consequence], ...]
    remedy: Found[Remedy] | None
    documents: tuple[Found[Document], ...]
    reviews: tuple[Found[Review], ...]
    posts: tuple[Found[Post], ...]
    duties: tuple[Found[Duty], ...]
    assessment: Found[Assessment] | None
    switched_on: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Return the id by which it is pinned: the pack's, and what a unit switched on with it."""
        return "+".join((self.header.id, *self.switched_on))

    def title(self, regime: Regime) -> str:
        """Return the title of the instrument that holds a regime; the pack's own if none does."""
        titles = (one.title for one in self.header.instrument if one.regime is regime)
        return next(titles, self.header.title)


class UnknownPack(LookupError):
    """No pack of this id is loaded."""


class SourceSilent(LookupError):
    """A pack gives no usable value; `state` is None where its chain has nothing written."""

    def __init__(
        self, key: str, state: State | None, article: str | None, source: str | None
    ) -> None:
        super().__init__(f"{key}: {state or 'absent'}")
        self.key = key
        self.state = state
        self.article = article
        self.source = source


def effective_pack(
    packs: Mapping[str, Pack], pack_id: str, switched_on: Sequence[str] = ()
) -> EffectivePack:
    """Read a pack with its includes and its parent, in that order of precedence.

    `switched_on` names further common packs that a unit has switched on; an id may name them, too,
    as it is pinned: `aershan-2021+common-000-05`. Terms, guards, counting
    rules, responsibilities, consequences, documents, posts and duties are inherited one by one; the
    triggers of a regime, rows, severities, review routes, the assessment and each list of words as
    a whole, since half a table of another jurisdiction proves nothing. A `not_stated` row stops
    inheritance like any other row. Raises UnknownPack.
    """
    pack_id, *named = pack_id.split("+")
    switched_on = tuple(dict.fromkeys((*named, *switched_on)))
    chain = tuple(_chain(packs, pack_id, switched_on, Origin.OWN, ()))
    includes = tuple(dict.fromkeys(p.id for p, origin in chain if origin is Origin.INCLUDE))
    lists = {
        name: _section(
            chain,
            lambda p, name=name: tuple(w for w in p.word if w.list is name),  # type: ignore[misc]
        )
        for name in WordList
    }
    triggers_ = [
        _section(
            chain,
            lambda p, regime=regime: tuple(  # type: ignore[misc]
                t for t in p.trigger if t.regime is regime
            ),
        )
        for regime in Regime
    ]
    remedies = _section(chain, lambda p: (p.remedy,) if p.remedy else ())
    assessments = _section(chain, lambda p: (p.assessment,) if p.assessment else ())
    return EffectivePack(
        header=chain[0][0].pack,
        includes=includes,
        terms=_keyed(chain, lambda p: p.term, lambda row: row.id),
        guards=_keyed(chain, lambda p: p.guard, lambda row: row.id),
        counting=_keyed(chain, lambda p: p.counting, lambda row: row.id),
        words=lists,
        triggers=tuple(found for group in triggers_ for found in group),
        rows=_section(chain, lambda p: p.apportionment),
        responsibilities=_each(
            chain, lambda p: p.responsibility, lambda row: (row.situation, row.code)
        ),
        severities=_section(chain, lambda p: p.severity),
        consequences=_each(chain, lambda p: p.consequence, lambda row: row.code),
        remedy=remedies[0] if remedies else None,
        documents=_each(chain, lambda p: p.document, lambda row: row.code),
        reviews=_section(chain, lambda p: p.review),
        posts=_each(chain, lambda p: p.post, lambda row: (row.office, row.wording)),
        duties=_each(chain, lambda p: p.duty, lambda row: row.code),
        assessment=assessments[0] if assessments else None,
        switched_on=switched_on,
    )


def _chain(
    packs: Mapping[str, Pack],
    pack_id: str,
    switched_on: Sequence[str],
    origin: Origin,
    above: tuple[str, ...],
) -> Iterable[tuple[Pack, Origin]]:
    """Yield own pack, includes, then the parent's chain; a pack already above is not read twice."""
    if pack_id in above:
        return
    try:
        pack = packs[pack_id]
    except KeyError as error:
        raise UnknownPack(pack_id) from error
    above = (*above, pack_id)
    yield pack, origin
    for included in dict.fromkeys((*pack.pack.includes, *switched_on)):
        yield from _chain(packs, included, (), Origin.INCLUDE, above)
    if pack.pack.parent is not None:
        below = Origin.PARENT if origin is Origin.OWN else origin
        yield from _chain(packs, pack.pack.parent, (), below, above)


def _keyed(
    chain: Sequence[tuple[Pack, Origin]],
    rows: Callable[[Pack], Iterable[T]],
    key: Callable[[T], K],
) -> dict[K, Found[T]]:
    found: dict[K, Found[T]] = {}
    for pack, origin in chain:
        for row in rows(pack):
            found.setdefault(key(row), Found(row, origin, pack.id))
    return found


def _each(
    chain: Sequence[tuple[Pack, Origin]],
    rows: Callable[[Pack], Iterable[T]],
    key: Callable[[T], K],
) -> tuple[Found[T], ...]:
    return tuple(_keyed(chain, rows, key).values())


def _section(
    chain: Sequence[tuple[Pack, Origin]], rows: Callable[[Pack], tuple[T, ...]]
) -> tuple[Found[T], ...]:
    for pack, origin in chain:
        if own := rows(pack):
            return tuple(Found(row, origin, pack.id) for row in own)
    return ()


def find_term(pack: EffectivePack, term_id: str) -> Found[Term] | None:
    """Return the term with its origin whatever it says, or None where nothing is written."""
    try:
        return pack.terms.get(TermId(term_id))
    except ValueError:
        return None


def term(pack: EffectivePack, term_id: str) -> Term:
    """Return a term that can be run: stated, or set case by case.

    Raises SourceSilent where it is absent, `not_stated` or `none`.
    """
    found = find_term(pack, term_id)
    if found is None:
        raise SourceSilent(term_id, None, None, None)
    row = found.value
    if row.state in (State.NOT_STATED, State.NONE):
        raise SourceSilent(term_id, row.state, row.article, row.source)
    return row


def guard(pack: EffectivePack, guard_id: GuardId) -> Found[Guard] | None:
    """Return a switch with its origin whatever it says, or None where nothing is written."""
    return pack.guards.get(guard_id)


def is_on(pack: EffectivePack, guard_id: GuardId) -> bool:
    """Tell whether a switch is stated and on; absent, `not_stated` and `none` are not."""
    found = pack.guards.get(guard_id)
    return found is not None and found.value.value is True


def number(pack: EffectivePack, guard_id: GuardId) -> int | None:
    """Return the number of a switch such as the minimum of investigators (persons), or None."""
    found = pack.guards.get(guard_id)
    value = found.value.value if found else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def wording(pack: EffectivePack, guard_id: GuardId) -> str | None:
    """Return the source's wording, such as the addressee of the correction report, or None."""
    found = pack.guards.get(guard_id)
    value = found.value.value if found else None
    return value if isinstance(value, str) else None


def words(pack: EffectivePack, name: WordList) -> tuple[Word, ...]:
    """Return the codes of a list with their words; empty where no source gives the list."""
    return tuple(found.value for found in pack.words[name])


def triggers(
    pack: EffectivePack, regime: Regime | None = Regime.ACCOUNTABILITY
) -> tuple[Trigger, ...]:
    """Return the breaches that lead to accountability, in the source's order; None for all."""
    return tuple(
        found.value for found in pack.triggers if regime is None or found.value.regime is regime
    )


def breaches(pack: EffectivePack) -> dict[str, Trigger]:
    """Return every breach of a pack by code, whichever regime it stands in.

    Where several regimes know one code, the row of the accountability regime stands for it, else
    the first regime's.
    """
    found: dict[str, Trigger] = {}
    for row in (*triggers(pack), *triggers(pack, None)):
        found.setdefault(row.code, row)
    return found


def remedy(pack: EffectivePack) -> Remedy | None:
    """Return what a sanctioned party may seek, or None where nothing is written."""
    return pack.remedy.value if pack.remedy else None
