"""A row of a hotline's spreadsheet as a work order, or what is wrong in which column; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol

from complaints import naming
from complaints.hotline import values
from complaints.hotline.columns import REQUIRED, Column
from complaints.rules import ComplaintKind
from core.refusals import Refusal
from core.text import clean, has_unseen

#: How many characters each may have; text that is longer is named, never cut.
LENGTHS: Final[Mapping[Column, int]] = {
    Column.NUMBER: 60,
    Column.TITLE: 120,
    Column.FACTS: 20_000,
    Column.UNIT: 100,
    Column.PERSON: 40,
    Column.POST: 60,
    Column.NAME: 40,
    Column.PHONE: 40,
    Column.ADDRESS: 200,
    Column.ORIGIN: 40,
}
#: What stands where a text named who called, and for whom no name but a number was noted.
INSTEAD: Final = "投诉举报人"
INSTEAD_OF_HOUSE: Final = "投诉举报人住址"
NO_NAME: Final = "未留姓名"
#: Texts of somebody's own words, in which who called may be replaced; and what is kept literally.
REWRITTEN: Final = (Column.TITLE, Column.FACTS)
KEPT: Final = (Column.NUMBER, Column.ORIGIN, Column.POST)


class Cell(Protocol):
    """A cell as it was read: its text, and why that cannot be relied on, if it cannot."""

    @property
    def text(self) -> str:
        """What stands in it."""

    @property
    def flaw(self) -> str | None:
        """`formula`, `error` or `imprecise`."""


@dataclass(frozen=True)
class Order:
    """A sound work order; `row` is where it stands, `unit_id` whom it is about.

    Who called is in clear here and kept nowhere like this. `renamed` tells that its text named
    them and no longer does.
    """

    row: int
    number: str
    received_on: date
    title: str
    facts: str
    unit_id: int
    kind: ComplaintKind
    person_name: str | None = None
    post_title: str | None = None
    name: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)
    origin: str | None = None
    deadline: date | None = None
    wants_secrecy: bool = False
    renamed: bool = False

    @property
    def is_anonymous(self) -> bool:
        """Tell whether nothing is known of who called."""
        return not (self.name or self.phone or self.address)


@dataclass(frozen=True)
class Fault:
    """What is wrong: in which row, in which column (None: in the row as a whole), and why."""

    row: int
    column: Column | None
    refusal: Refusal


_ORDER: Final[Mapping[Column | None, int]] = {
    column: at for at, column in enumerate((None, *Column))
}
Wrong = Callable[[Column | None, Refusal], None]


@dataclass(frozen=True)
class Reading:
    """How rows are read: what each column means, the units by name, today, whether the names of who
    called are taken out of the texts.
    """

    columns: Sequence[Column | None]
    units: Mapping[str, Sequence[int]]
    today: date
    takes_names_out: bool = False


def by_name(units: Iterable[tuple[int, str, str]]) -> dict[str, list[int]]:
    """Return the ids of units by full and by short name; `units` are id, name, short name.

    Whose full name it is comes first: a short name that is another's full name does not count.
    """
    listed = [(number, plain(full), plain(short)) for number, full, short in units]
    found: dict[str, list[int]] = {}
    for number, full, _short in listed:
        found.setdefault(full, []).append(number)
    full_names = set(found)
    for number, _full, short in listed:
        if short not in full_names:
            found.setdefault(short, []).append(number)
    return found


def plain(name: str) -> str:
    """Return the name of a unit as it is compared: without blanks."""
    return "".join(clean(name).split())


def texts_of(columns: Sequence[Column | None], cells: Sequence[Cell]) -> dict[Column, Cell]:
    """Return the filled cells of a row by what they mean."""
    return {
        column: cell
        for column, cell in zip(columns, cells, strict=False)
        if column is not None and cell.text.strip()
    }


def unit_in(cells: Mapping[Column, Cell], units: Mapping[str, Sequence[int]]) -> Sequence[int]:
    """Return the units that bear the name in the row: one, none, or several."""
    cell = cells.get(Column.UNIT)
    return units.get(plain(cell.text), ()) if cell is not None else ()


def read(row: int, cells: Mapping[Column, Cell], reading: Reading) -> Order | list[Fault]:
    """Return the work order of a row, or all that is wrong with it."""
    faults: list[Fault] = []

    def wrong(column: Column | None, refusal: Refusal) -> None:
        faults.append(Fault(row, column, refusal))

    texts: dict[Column, str] = {}
    for column in Column:
        if column not in cells:
            if column in REQUIRED:
                wrong(column, Refusal("order_missing"))
            continue
        texts[column] = clean(cells[column].text)
        refusal = _unfit(column, texts[column], cells[column].flaw)
        if refusal is not None:
            wrong(column, refusal)
    _check_units(cells, reading, wrong)
    received = _day(Column.RECEIVED, texts, wrong)
    deadline = _day(Column.DEADLINE, texts, wrong)
    if received and received > reading.today:
        wrong(Column.RECEIVED, Refusal("complaint_received_in_future"))
    if received and deadline and deadline < received:
        wrong(Column.DEADLINE, Refusal("order_deadline_early"))
    phone = values.phone_of(texts.get(Column.PHONE, ""))
    if phone is None and values.name_of(texts.get(Column.PHONE, "")) is not None:
        wrong(Column.PHONE, Refusal("order_phone"))
    kind = values.kind_of(texts.get(Column.KIND, "投诉"))
    if kind is None:
        wrong(Column.KIND, Refusal("order_kind"))
    secrecy = values.yes_or_no(texts.get(Column.SECRECY, "否"))
    if secrecy is None:
        wrong(Column.SECRECY, Refusal("order_secrecy"))
    if Column.POST in texts and Column.PERSON not in texts:
        wrong(Column.PERSON, Refusal("order_post_without_person"))
    secrets = secrets_of(cells)
    renamed = _keep_secret(texts, secrets, reading, wrong)
    if faults or received is None or kind is None or secrecy is None:
        return sorted(faults, key=lambda fault: _ORDER[fault.column])
    return Order(
        row=row,
        number=texts[Column.NUMBER],
        received_on=received,
        title=texts[Column.TITLE],
        facts=texts[Column.FACTS],
        unit_id=unit_in(cells, reading.units)[0],
        kind=kind,
        person_name=texts.get(Column.PERSON),
        post_title=texts.get(Column.POST),
        name=values.name_of(texts.get(Column.NAME, "")),
        phone=phone,
        address=values.name_of(texts.get(Column.ADDRESS, "")),
        origin=texts.get(Column.ORIGIN),
        deadline=deadline,
        wants_secrecy=secrecy,
        renamed=renamed,
    )


def secrets_of(cells: Mapping[Column, Cell]) -> list[str]:
    """Return what in a row tells who called and must stand in no text: name, numbers, house."""
    texts = {column: clean(cell.text) for column, cell in cells.items()}
    name, phone = (values.name_of(texts.get(c, "")) for c in (Column.NAME, Column.PHONE))
    number = naming.secrets_of(texts.get(Column.ID_NUMBER))
    return [*naming.secrets_of(name, phone, texts.get(Column.ADDRESS)), *number]


def _unfit(column: Column, text: str, flaw: str | None) -> Refusal | None:
    """Say what is wrong with a cell whatever its column means; what is not kept may be anything."""
    if column is Column.ID_NUMBER:
        return None
    if flaw == "formula":
        return Refusal("order_formula")
    if flaw == "error":
        return Refusal("order_error")
    if flaw == "imprecise":
        return Refusal("order_imprecise")
    if has_unseen(text, several_lines=column is Column.FACTS):
        return Refusal("order_unseen")
    limit = LENGTHS.get(column)
    if limit is not None and len(text) > limit:
        return Refusal("order_too_long", {"limit": limit, "length": len(text)})
    return None


def _check_units(cells: Mapping[Column, Cell], reading: Reading, wrong: Wrong) -> None:
    if Column.UNIT not in cells:
        return
    found = unit_in(cells, reading.units)
    if not found:
        wrong(Column.UNIT, Refusal("order_unit_unknown"))
    elif len(found) > 1:
        wrong(Column.UNIT, Refusal("order_unit_ambiguous", {"n": len(found)}))


def _day(column: Column, texts: Mapping[Column, str], wrong: Wrong) -> date | None:
    if column not in texts:
        return None
    day = values.day_of(texts[column])
    if day is None:
        wrong(column, Refusal("order_day"))
    return day


def _keep_secret(
    texts: dict[Column, str], secrets: Sequence[str], reading: Reading, wrong: Wrong
) -> bool:
    """Take who called out of title and contents where that was asked for, else refuse the row.

    What else is kept as it stands in the sheet is never rewritten: it must not name who called.
    """
    for column in KEPT:
        if naming.mentions(texts.get(column, ""), secrets):
            wrong(column, Refusal("order_names_reporter"))
    renamed = False
    houses = naming.houses_of(texts.get(Column.ADDRESS))
    for column in REWRITTEN:
        if column not in texts or not naming.mentions(texts[column], secrets):
            continue
        if not reading.takes_names_out:
            wrong(column, Refusal("order_names_reporter"))
            continue
        renamed = True
        text = naming.without(texts[column], houses, INSTEAD_OF_HOUSE)
        texts[column] = naming.without(text, secrets, INSTEAD)
        if len(texts[column]) > LENGTHS[column]:
            length = len(texts[column])
            wrong(column, Refusal("order_too_long", {"limit": LENGTHS[column], "length": length}))
    return renamed
