"""What a round of social evaluation is made of, and how its answers are counted. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

#: A group of fewer people than this is not shown by itself: its answers would name them.
SMALLEST_GROUP: Final = 5

#: Of each batch of paper, this share is typed again by somebody else, at least one sheet.
CHECKED_PERCENT: Final = 10
#: Bytes of a slip's hash that are kept once it was used; two slips of a box never share them by
#: chance (one in 2^64 for each pair).
MARK: Final = 8
#: So many answers from the web are put down together, in random order.
MIXED: Final = 10

#: The most sheets that are wanted of one group about one unit.
MOST_PLANNED: Final = 100_000
#: The most slips that are printed at once, and the most units and questions of a round.
MOST_SLIPS, MOST_UNITS, MOST_QUESTIONS, MOST_OPTIONS = 200, 100, 40, 9


class RoundState(StrEnum):
    """Where a round stands (003-17 art. 7)."""

    DRAFTED = "drafted"
    PUBLISHED = "published"
    COLLECTING = "collecting"
    COLLATED = "collated"
    GRADED = "graded"
    CONSENTED = "consented"
    FED_BACK = "fed_back"
    CLOSED = "closed"


class RoundAction(StrEnum):
    """What can be done to a round."""

    EDIT = "edit"
    ADD_QUESTION = "add_question"
    REMOVE_QUESTION = "remove_question"
    PLAN_SAMPLE = "plan_sample"
    PUBLISH = "publish"
    RECORD_INSPECTION = "record_inspection"
    RECORD_STEP = "record_step"
    START = "start"
    HAND_OUT = "hand_out"
    COLLATE = "collate"
    SET_GRADE = "set_grade"
    GRADE = "grade"
    RETURN_GRADES = "return_grades"
    CONSENT = "consent"
    FEED_BACK = "feed_back"
    PUBLISH_RESULTS = "publish_results"
    CLOSE = "close"
    OPEN_LEAD = "open_lead"


class NoticeState(StrEnum):
    """Whether the unit has its feedback notice."""

    PREPARED = "prepared"
    RECEIVED = "received"


class NoticeAction(StrEnum):
    """What can be done to a feedback notice."""

    RECORD_RECEIPT = "record_receipt"


class QuestionKind(StrEnum):
    """The fixed kinds of questions; `GRADE` asks for the pack's own scale, once a sheet."""

    GRADE = "grade"
    SCALE = "scale"
    SINGLE = "single"
    MULTIPLE = "multiple"
    TEXT = "text"


class SheetSource(StrEnum):
    """How a sheet came in."""

    ONLINE = "online"
    PAPER = "paper"
    TELEPHONE = "telephone"
    ON_SITE = "on_site"
    OPEN_LINK = "open_link"


#: Ways in which somebody types what another person says or wrote.
TYPED: Final = (SheetSource.PAPER, SheetSource.TELEPHONE, SheetSource.ON_SITE)

#: Ways in which people answer for themselves: their sheets have no batch and no typist.
SELF_FILLED: Final = (SheetSource.ONLINE, SheetSource.OPEN_LINK)
#: Whom an open link reaches nobody knows, nor how often: it is shown apart and in no index.
ASKED: Final = tuple(source for source in SheetSource if source is not SheetSource.OPEN_LINK)


class ParticipantGroup(StrEnum):
    """Who was asked; a slip or a batch of paper belongs to one group, never to a person."""

    RESIDENT = "resident"
    ENTERPRISE = "enterprise"
    DEPUTY = "deputy"
    CPPCC_MEMBER = "cppcc_member"
    INVITED = "invited"


class InvalidReason(StrEnum):
    """Why a paper sheet does not count."""

    BLANK = "blank"
    SEVERAL_MARKS = "several_marks"
    ILLEGIBLE = "illegible"
    WRONG_FORM = "wrong_form"


class GapReason(StrEnum):
    """Why a typed sheet leaves a required question out: it is kept so, and nothing is guessed."""

    LEFT_OUT = "left_out"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    BROKEN_OFF = "broken_off"


class Entry(StrEnum):
    """Which of two entries of one sheet stands."""

    FIRST = "first"
    SECOND = "second"


class Screening(StrEnum):
    """Whether a remark may be shown: somebody reads it first, for what it gives away."""

    WAITING = "waiting"
    SHOWN = "shown"
    WITHHELD = "withheld"


class ResultRange(StrEnum):
    """Within which range the result is published."""

    EVERYBODY = "everybody"
    UNITS = "units"


def mark_of(token_hash: str) -> bytes:
    """Return what a box keeps of a slip that was used: the first bytes of its hash."""
    return bytes.fromhex(token_hash)[:MARK]


def has_mark(used: bytes, mark: bytes) -> bool:
    """Tell whether `mark` is among the marks of a box."""
    return mark in marks_in(used)


def marks_in(used: bytes) -> list[bytes]:
    """Return the marks of a box, each MARK bytes."""
    return [used[n : n + MARK] for n in range(0, len(used), MARK)]


def read_scale(typed: str) -> list[tuple[str, int]] | None:
    """Read the options of a scale with their points, one a line (“好 100”), the best first.

    None where a line has no points, or an option stands twice.
    """
    found = []
    for line in typed.splitlines():
        if not line.strip():
            continue
        label, _, points = line.strip().rpartition(" ")
        if not label.strip() or not points.isdecimal():
            return None
        found.append((label.strip(), int(points)))
    return found if len(dict(found)) == len(found) else None


@dataclass(frozen=True)
class Portion:
    """One option: how many chose it, and their share of those who answered (None: not counted)."""

    option_id: int
    count: int
    share: float | None


@dataclass(frozen=True)
class Tally:
    """The answers to one question. `answered` is the denominator: people, without “don't know”."""

    portions: tuple[Portion, ...]
    answered: int


def tally(counts: Mapping[int, int], *, dont_know: frozenset[int], answered: int) -> Tally:
    """Count one question: `counts` by option in their order, `answered` people who chose anything.

    A share is a part of the people who answered, also where several options could be chosen (the
    shares may then add up to more than one). “Don't know” is listed and left out of the shares.
    """
    unknown = sum(count for option, count in counts.items() if option in dont_know)
    base = answered - unknown
    return Tally(
        tuple(
            Portion(option, count, None if option in dont_know or not base else count / base)
            for option, count in counts.items()
        ),
        base,
    )


def hidden_groups(sizes: Mapping[ParticipantGroup, int]) -> frozenset[ParticipantGroup]:
    """Return the groups not to be shown by themselves.

    Those of one to four people; and, so that nobody subtracts the shown from the total, the next
    smallest ones until at least five people are hidden together.
    """
    ordered = sorted((size, group) for group, size in sizes.items() if size)
    hidden = [(size, group) for size, group in ordered if size < SMALLEST_GROUP]
    if not hidden:
        return frozenset()
    for entry in ordered[len(hidden) :]:
        if sum(size for size, _group in hidden) >= SMALLEST_GROUP:
            break
        hidden.append(entry)
    return frozenset(group for _size, group in hidden)


def is_too_few(valid: int) -> bool:
    """Tell whether a unit has too few valid sheets for its counts to be shown."""
    return valid < SMALLEST_GROUP


#: Two standard errors, nearly: the interval in which the index of all people lies 19 times in 20.
_Z95: Final = 1.96


@dataclass(frozen=True)
class Index:
    """The index of a question: 0 to 100, with its interval (None: too few to tell), and of which
    ways of answering it is made.
    """

    value: float
    low: float | None
    high: float | None
    base: int
    sources: tuple[SheetSource, ...]


def index_of(
    counts: Mapping[SheetSource, Mapping[int, int]],
    points: Mapping[int, int],
    weights: Mapping[SheetSource, int],
) -> Index | None:
    """Return the mean of the points of the options chosen; None where nobody chose one with points.

    `counts` by way of answering and option, `points` by option (“don't know” has none, and is left
    out), `weights` by way: the means of the ways are blended by them, those without weight or
    answers left out. Without any weight all sheets weigh alike. The interval is that of a mean of
    strata, each with its own variance; one person alone in a way has none.
    """
    used = {
        source: {o: n for o, n in chosen.items() if n and o in points}
        for source, chosen in counts.items()
    }
    used = {source: chosen for source, chosen in used.items() if chosen}
    if any(source in weights for source in used):
        strata = {source: (weights[source], used[source]) for source in used if source in weights}
        sources = tuple(strata)
    else:
        pooled: dict[int, int] = {}
        for chosen in used.values():
            for option, n in chosen.items():
                pooled[option] = pooled.get(option, 0) + n
        strata = {SheetSource.ONLINE: (1, pooled)} if pooled else {}
        sources = tuple(used)
    if not strata:
        return None
    whole = sum(weight for weight, _chosen in strata.values())
    value, error, base, is_told = 0.0, 0.0, 0, True
    for weight, chosen in strata.values():
        size = sum(chosen.values())
        mean = sum(points[option] * n for option, n in chosen.items()) / size
        value += weight / whole * mean
        base += size
        is_told = is_told and size > 1
        if size > 1:
            spread = sum(n * (points[option] - mean) ** 2 for option, n in chosen.items())
            error += (weight / whole) ** 2 * spread / (size - 1) / size
    half = _Z95 * error**0.5
    low, high = max(0.0, value - half), min(100.0, value + half)
    return Index(value, low if is_told else None, high if is_told else None, base, sources)
