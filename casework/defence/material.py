"""What of a case may be put before a respondent, and what never: decided here, not on a page.

Kept back are the reports themselves (they are not offered at all), whatever was asked of anybody,
what the reporter handed in, and every text that names or hints at who reported or testified. The
one reason for the last two says not which of the names it was, to the team neither (SEC-04).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from casework.custody.queries import custodies_of
from casework.defending import Withheld, hints, masked, names_in
from casework.labels import EVIDENCE_KINDS
from casework.models import Case, CaseParticipant, Evidence, EvidenceCustody, Fact
from casework.participants.queries import participants_of
from casework.recusal import queries as recusals
from casework.reporting.building import facts_in_order
from casework.rules import EvidenceKind, EvidenceOrigin, ParticipantRole
from complaints.services import names_anybody
from core import access_log
from core.access.actor import Actor
from core.access_log import AccessKind
from core.reading import once_a_page
from core.web.filters import cn_date


@dataclass(frozen=True)
class Piece:
    """A fact or an act of gathering evidence; `barred` says why it can never be chosen."""

    id: int
    label: str
    on: date | None
    text: str
    barred: Withheld | None

    @property
    def line(self) -> str:
        """Return the piece as it is offered to be chosen."""
        day = f"{cn_date(self.on)}　" if self.on else ""
        return f"{self.label}　{day}{self.text}"


@dataclass(frozen=True)
class Material:
    """The pieces of a case, as far as they may be offered, and how to tell of a text.

    `secrets` are the names of those who testify; `givers` from whom a piece may come without
    pointing at anybody: the accused, their units, organisations that take part.
    """

    case: Case
    secrets: tuple[str, ...]
    givers: tuple[str, ...]
    facts: tuple[Piece, ...]
    evidence: tuple[Piece, ...]

    def tells(self, *texts: str | None) -> bool:
        """Tell whether a text names or hints at who reported or testified."""
        said = "\n".join(text for text in texts if text)
        return hints(said) or names_anybody(self.case.complaint, said, self.secrets)

    def chosen(
        self, fact_ids: Collection[int], evidence_ids: Collection[int]
    ) -> tuple[list[Piece], list[Piece]]:
        """Return the pieces with these ids, facts and evidence; none that is barred."""
        return (
            [p for p in self.facts if p.id in fact_ids and p.barred is None],
            [p for p in self.evidence if p.id in evidence_ids and p.barred is None],
        )

    def barred_of(self, fact_ids: Collection[int], evidence_ids: Collection[int]) -> list[str]:
        """Return what was chosen and must not be, or is not of the case."""
        names = []
        for found, asked, offered in zip(
            self.chosen(fact_ids, evidence_ids),
            (fact_ids, evidence_ids),
            (self.facts, self.evidence),
            strict=True,
        ):
            labels = {piece.id: piece.label for piece in offered}
            missing = sorted(set(asked) - {piece.id for piece in found})
            names += [labels.get(one, str(one)) for one in missing]
        return names

    def withheld(
        self, fact_ids: Collection[int], evidence_ids: Collection[int]
    ) -> Mapping[Withheld, int]:
        """Count what an extract of these pieces leaves out, by the reason."""
        facts, evidence = self.chosen(fact_ids, evidence_ids)
        left = [p for p in (*self.facts, *self.evidence) if p not in (*facts, *evidence)]
        counted = Counter(p.barred or Withheld.NOT_CHOSEN for p in left)
        return {why: counted[why] for why in Withheld if counted[why]}


@once_a_page
def material_of(case: Case) -> Material:
    """Return what of a case there is for an extract (three statements beside the case's own)."""
    people = participants_of(case)
    bare = Material(case, tuple(_witnesses(case, people)), tuple(_givers(case, people)), (), ())
    void = recusals.evidence_set_aside(case), recusals.facts_set_aside(case)
    kept = custodies_of(case)
    evidence = (_evidence(bare, item, kept.get(item.id), void[0]) for item in case.evidence)
    facts = (_fact(bare, n, fact, void[1]) for n, fact in enumerate(facts_in_order(case), 1))
    return replace(bare, facts=tuple(facts), evidence=tuple(evidence))


def choices_of(pieces: Iterable[Piece]) -> list[tuple[str, str]]:
    """Return the pieces that may be chosen, for a field of checks."""
    return [(str(piece.id), piece.line) for piece in pieces if piece.barred is None]


def note_guess(case: Case, actor: Actor, said: str) -> None:
    """Note in the access log a text, refused as it tells, that did name who reported."""
    if case.complaint is not None and names_anybody(case.complaint, said):
        access_log.note(actor.id, AccessKind.GUESS, case.complaint)


def _givers(case: Case, people: Iterable[CaseParticipant]) -> Iterable[str]:
    """Yield from whom a piece may come although they gave it: none of them is who reported."""
    for respondent in case.respondents:
        yield from filter(None, (respondent.name, respondent.unit.name, respondent.unit.short_name))
    yield from (one.name for one in people if one.role is ParticipantRole.ORGANISATION)


def _witnesses(case: Case, people: Iterable[CaseParticipant]) -> Iterable[str]:
    """Yield the names of those who testify: entered as such, or asked and not accused."""
    for participant in people:
        if participant.role is ParticipantRole.WITNESS:
            yield participant.name
    accused = [r.name for r in case.respondents if r.name]
    known = {w for r in case.respondents for w in (r.post_title, r.unit.name, r.unit.short_name)}
    for item in case.evidence:
        if item.kind is EvidenceKind.INQUIRY:
            for name in names_in(item.persons):
                if name not in known and not any(one in name for one in accused):
                    yield name


def _fact(bare: Material, number: int, fact: Fact, void: set[int]) -> Piece:
    barred = Withheld.SET_ASIDE if fact.id in void else None
    if barred is None and bare.tells(fact.text):
        barred = Withheld.PROTECTED
    return Piece(fact.id, f"事实{number}", fact.on_date, masked(fact.text), barred)


def _evidence(
    bare: Material, item: Evidence, custody: EvidenceCustody | None, void: set[int]
) -> Piece:
    label = f"证据{item.number} {EVIDENCE_KINDS[item.kind]}"
    text = masked(f"{item.place}。{item.summary}")
    return Piece(item.id, label, item.on_date, text, _why(bare, item, custody, void))


def _why(
    bare: Material, item: Evidence, custody: EvidenceCustody | None, void: set[int]
) -> Withheld | None:
    if item.id in void:
        return Withheld.SET_ASIDE
    if item.kind is EvidenceKind.INQUIRY:
        return Withheld.TESTIMONY
    told = [item.place, item.summary]
    if custody is not None:
        told += [custody.source, custody.title]
        known = any(giver in custody.source for giver in bare.givers)
        if custody.origin is EvidenceOrigin.PROVIDED and not known:
            return Withheld.PROTECTED
    return Withheld.PROTECTED if bare.tells(*told) else None
