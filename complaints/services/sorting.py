"""Look through a hotline's spreadsheet: which rows are new, known, faulty, or not to be seen."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from complaints import naming, queries
from complaints.hotline import columns as headings_of
from complaints.hotline import orders
from complaints.hotline.columns import Column
from complaints.hotline.orders import Cell, Fault, Order, Reading
from complaints.labels import COLUMNS
from complaints.models import HotlineImport
from complaints.procedure import WAITS_HOURS
from complaints.queries import about, people_named
from complaints.rules import Channel, ReporterKind, concerns
from complaints.services.identity import Identity
from complaints.services.registering import Given, GivenRespondent, examine
from core import moment
from core.access import Actor
from core.files import sheets
from core.files.kinds import Unfit
from core.files.policy import refused
from core.files.sealing import file_seal
from core.files.sheets import Bounds, Row
from core.identity.models import Unit
from core.identity.queries import all_units, pack_id_of
from core.refusals import Refusal, Refused, say
from core.sealed.masking import mask_address, mask_id, mask_name, mask_phone
from core.text import clean

MIB = 1024 * 1024
#: The most work orders one import takes: all are entered in one transaction, and on SQLite nobody
#: else writes meanwhile (docs/decisions/0066).
MAX_ORDERS = 1_000
#: Rows among which the headings are looked for; a title and remarks may stand above them.
HEAD = 10
BOUNDS = Bounds(file=5 * MIB, unpacked=32 * MIB, rows=MAX_ORDERS + HEAD, columns=60)

#: What says whom a row is about.
_WHOM = (Column.UNIT, Column.PERSON)
_COLUMN_OF = {
    "complaint_no_pack": Column.RECEIVED,
    "complaint_routed_to_respondent": Column.UNIT,
    "complaint_person_ambiguous": Column.PERSON,
}


@dataclass(frozen=True)
class Sheet:
    """A spreadsheet as it was read: its headings, each unlike the others, and the rows below."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Known:
    """A row whose work order was registered before, and the complaint it became; `import_` is None
    where the hotline handed it in by itself.
    """

    row: int
    number: str
    complaint_id: int
    complaint_number: str
    import_: HotlineImport | None


@dataclass
class Sorted:
    """What the rows of a spreadsheet are, for one reader.

    `unseen` would be registered like `good`, but the reader may see nothing of them but their
    number: they are about the reader, somebody below, or a unit of theirs. `withheld` cannot be
    taken in this register and is as little shown. `known_unseen` were taken before.
    """

    good: list[Order] = field(default_factory=list)
    unseen: list[Order] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    withheld: int = 0
    known_unseen: int = 0

    @property
    def faulty_rows(self) -> list[int]:
        """The rows with a fault, each once, in order."""
        return sorted({fault.row for fault in self.faults})

    @property
    def new(self) -> list[Order]:
        """What can be registered, in the order of the sheet."""
        return sorted([*self.good, *self.unseen], key=lambda order: order.row)

    @property
    def counts(self) -> dict[str, int]:
        """The counts as the import keeps them."""
        return {
            "imported": len(self.good),
            "unseen": len(self.unseen),
            "known": len(self.known) + self.known_unseen,
            "faulty": len(self.faulty_rows),
            "withheld": self.withheld,
        }


def read_sheet(content: bytes, kind: str, name: str = "") -> Sheet:
    """Return a checked spreadsheet in memory; refused beyond BOUNDS and where it is broken."""
    try:
        rows = tuple(sheets.rows(content, kind, BOUNDS))
    except Unfit as unfit:
        raise refused(unfit, name or f"table.{kind}") from unfit
    at = headings_of.find_headings([[cell.text for cell in row[1]] for row in rows[:HEAD]])
    below = rows[at + 1 :]
    if not below:
        raise Refused(Refusal("import_empty"))
    if len(below) > MAX_ORDERS:
        raise refused(Unfit("sheet_rows", limit=MAX_ORDERS), name or f"table.{kind}")
    width = max(len(cells) for _number, cells in rows[at:])
    return Sheet(_told_apart([cell.text for cell in rows[at][1]], width), below)


def sheet_of(import_: HotlineImport) -> Sheet:
    """Return the spreadsheet of an import that waits; refused where it is gone."""
    if import_.content is None or not import_.waits_at(moment.now()):
        raise Refused(Refusal("import_expired", {"hours": WAITS_HOURS}))
    return read_sheet(file_seal().open(import_.content), import_.file_kind)


def sort(
    sheet: Sheet,
    columns: Sequence[Column | None],
    actor: Actor,
    unit: Unit,
    *,
    takes_names_out: bool,
) -> Sorted:
    """Sort the rows of `sheet` for the register of `unit` as `actor` may see them.

    Refused while a required column is not known.
    """
    refuse_missing(columns)
    return _Sorter(sheet, columns, actor, unit, takes_names_out).sorted()


def refuse_missing(columns: Sequence[Column | None]) -> None:
    """Refuse while what is required has no column."""
    if missing := headings_of.missing(columns):
        named = "、".join(str(COLUMNS[column]) for column in missing)
        raise Refused(Refusal("import_columns_missing", {"columns": named}))


class _Sorter:
    """One look through one sheet: what is asked of the database is asked once."""

    def __init__(
        self,
        sheet: Sheet,
        columns: Sequence[Column | None],
        actor: Actor,
        unit: Unit,
        takes_names_out: bool,
    ) -> None:
        self._rows = [(number, orders.texts_of(columns, cells)) for number, cells in sheet.rows]
        said = headings_of.propose(sheet.headings)
        self._said = {number: orders.texts_of(said, cells) for number, cells in sheet.rows}
        self._actor, self._unit = actor, unit
        units = all_units()
        self._units = {each.id: each for each in units}
        names = orders.by_name((each.id, each.name, each.short_name) for each in units)
        self._reading = Reading(columns, names, moment.today(), takes_names_out)
        self._about = about(actor)
        self._packs: dict[date, str | None] = {}

    def sorted(self) -> Sorted:
        """Return the rows, each in its heap."""
        made = Sorted()
        numbers = {row: _number(cells) for row, cells in self._rows}
        known = queries.orders_known(self._unit.id, list(numbers.values()))
        seen = queries.numbers_seen(self._actor, {order.complaint_id for order in known.values()})
        first: dict[str, int] = {}
        for row, cells in self._rows:
            number, hidden = numbers[row], self._is_hidden(cells)
            unsaid = not hidden and self._is_unsaid(cells, self._said[row])
            order = known.get(number)
            if order is not None:
                if hidden or unsaid or order.complaint_id not in seen:
                    made.known_unseen += 1
                else:
                    told = seen[order.complaint_id]
                    made.known.append(Known(row, number, order.complaint_id, told, order.import_))
                continue
            if unsaid:
                made.withheld += 1
                continue
            found = self._read(row, cells, first.setdefault(number, row) if number else row)
            if isinstance(found, Order):
                (made.unseen if hidden else made.good).append(found)
            elif hidden:
                made.withheld += 1
            else:
                made.faults.extend(found)
        return made

    def _is_hidden(self, cells: Mapping[Column, Cell]) -> bool:
        """Tell whether the row is about the reader, as far as it says whom it is about."""
        if self._actor.is_system:
            return False
        units = self._units_in(cells)
        person = cells[Column.PERSON].text.strip() if Column.PERSON in cells else ""
        whom: list[tuple[int | None, int]] = [(None, unit_id) for unit_id in units]
        if person:
            whom += [(user.id, unit) for unit in units for user in people_named(unit, person)]
        return concerns(*self._about, whom)

    def _is_unsaid(self, cells: Mapping[Column, Cell], said: Mapping[Column, Cell]) -> bool:
        """Tell whether the row names the reader or somebody below in a column that was given
        another meaning: whom a row is about cannot be chosen away.
        """
        chosen, named = ({c: row.get(c) for c in _WHOM} for row in (cells, said))
        if self._actor.is_system or chosen == named or Column.PERSON not in said:
            return False
        units = {*self._units_in(cells), *self._units_in(said)}
        person = said[Column.PERSON].text.strip()
        whom = [(user.id, unit) for unit in units for user in people_named(unit, person)]
        people, _units = self._about
        return concerns(people, (), whom)

    def _units_in(self, cells: Mapping[Column, Cell]) -> Sequence[int]:
        return orders.unit_in(cells, self._reading.units)

    def _read(self, row: int, cells: Mapping[Column, Cell], first: int) -> Order | list[Fault]:
        found = orders.read(row, cells, self._reading)
        if first != row:
            fault = Fault(row, Column.NUMBER, Refusal("order_twice", {"row": first}))
            return [fault, *(found if isinstance(found, list) else [])]
        if isinstance(found, list):
            return found
        try:
            examine(self._actor, self._given(found), self._pack_id(found.received_on))
        except Refused as refused_:
            column = _COLUMN_OF.get(refused_.refusal.code)
            return [Fault(row, column, refused_.refusal)]
        return found

    def _given(self, order: Order) -> Given:
        return given(order, self._unit, self._units)

    def _pack_id(self, day: date) -> str | None:
        if day not in self._packs:
            self._packs[day] = pack_id_of(self._unit, day)
        return self._packs[day]


def given(order: Order, unit: Unit, units: Mapping[int, Unit]) -> Given:
    """Return a work order as a report to `unit`; who left a number and no name is called so."""
    reporter = Identity(
        ReporterKind.PERSON, order.name or orders.NO_NAME, order.phone, order.address
    )
    return Given(
        unit=unit,
        received_on=order.received_on,
        kind=order.kind,
        channel=Channel.HOTLINE,
        title=order.title,
        facts=order.facts,
        respondents=[GivenRespondent(units[order.unit_id], order.person_name, order.post_title)],
        reporter=None if order.is_anonymous else reporter,
    )


def rejected_rows(
    sheet: Sheet, columns: Sequence[Column | None], sorted_: Sorted
) -> tuple[list[str], list[list[str]]]:
    """Return headings and lines of the rows with faults: who called is masked, wherever it stands.

    First the row's number, last what is wrong with it; columns without a meaning are left out, for
    nobody knows what stands in them.
    """
    kept = [(at, column) for at, column in enumerate(columns) if column is not None]
    wrong: dict[int, list[Fault]] = {}
    for fault in sorted_.faults:
        wrong.setdefault(fault.row, []).append(fault)
    lines = []
    for number, row in sheet.rows:
        if number not in wrong:
            continue
        secrets = orders.secrets_of(orders.texts_of(columns, row))
        texts = [
            _masked(column, row[at].text if at < len(row) else "", secrets) for at, column in kept
        ]
        reasons = "\n".join(reason(sheet, columns, fault) for fault in wrong[number])
        lines.append([str(number), *texts, reasons])
    return [sheet.headings[at] for at, _column in kept], lines


def reason(sheet: Sheet, columns: Sequence[Column | None], fault: Fault) -> str:
    """Return in words what is wrong, after the name of the column."""
    name = column_name(sheet, columns, fault.column)
    return f"{name}：{say(fault.refusal)}" if name else say(fault.refusal)


def column_name(sheet: Sheet, columns: Sequence[Column | None], column: Column | None) -> str:
    """Return how the sheet calls the column with this meaning; our own word where it has none."""
    if column is None:
        return ""
    at = list(columns).index(column) if column in columns else None
    return sheet.headings[at] if at is not None else str(COLUMNS[column])


def _masked(column: Column, text: str, secrets: Collection[str]) -> str:
    """Return a text without what tells who called."""
    mask = _MASKS.get(column)
    if mask is not None:
        return mask(text) or ""
    text = naming.without(text, secrets, orders.INSTEAD)
    for number in naming.numbers_in(text):
        digits = "".join(char for char in number if char.isalnum())
        hidden = mask_id(digits) if len(digits) == 18 else mask_phone(digits)
        text = text.replace(number, hidden or "")
    return text


_MASKS = {
    Column.NAME: mask_name,
    Column.PHONE: mask_phone,
    Column.ADDRESS: mask_address,
    Column.ID_NUMBER: mask_id,
}


def _number(cells: Mapping[Column, Cell]) -> str:
    cell = cells.get(Column.NUMBER)
    return clean(cell.text) if cell is not None else ""


def _told_apart(texts: Sequence[str], width: int) -> tuple[str, ...]:
    """Return the headings, one for each column; the letter where one is empty or stands twice."""
    padded = [" ".join(text.split())[:40] for text in texts] + [""] * (width - len(texts))
    return tuple(
        text if text and padded.count(text) == 1 else f"{text}〔{sheets.column_letter(at)}〕"
        for at, text in enumerate(padded[:width])
    )
