"""Import a hotline's work orders: upload, say what the columns mean, confirm once, or give up.

What was uploaded names who called. It is sealed like an attachment, in the row of the import, and
gone with the confirmation, when it is given up, and after a day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import update

from complaints import queries
from complaints.hotline import columns as headings_of
from complaints.hotline.columns import Column, plain
from complaints.hotline.orders import Order
from complaints.labels import COLUMNS
from complaints.models import Complaint, HotlineImport, ImportColumns, WorkOrder
from complaints.procedure import IMPORT_PROCEDURE, WAITS_HOURS
from complaints.rules import ImportAction, ImportState
from complaints.services.registering import register_several
from complaints.services.sorting import (
    BOUNDS,
    Sheet,
    Sorted,
    given,
    read_sheet,
    refuse_missing,
    rejected_rows,
    sheet_of,
    sort,
)
from core import moment, record
from core.access import Actor, Permission
from core.db import db, transactional
from core.files import sheets
from core.files.kinds import Upload
from core.files.sealing import file_seal
from core.identity.models import Unit
from core.identity.queries import all_units
from core.procedure import Forbidden, create_once, perform
from core.refusals import Refusal, Refused
from core.sealed import lookup
from core.web.filters import cn_datetime

#: Uploads of one person that may wait at once.
MAX_WAITING = 10


@transactional
def upload_orders(
    actor: Actor, unit: Unit, upload: Upload, *, token: str | None = None
) -> HotlineImport:
    """Keep a spreadsheet of work orders for the register of `unit`, sealed, for a day.

    What its columns mean is as last chosen in the unit for these headings, else by their names.
    Refused: what is no spreadsheet or may not be opened, more than BOUNDS, no rows, and an eleventh
    upload while ten wait. AlreadyDone for a form sent twice.
    """
    if not actor.may(Permission.COMPLAINT_REGISTER, unit.path):
        raise Forbidden("upload")
    expire_imports()
    if queries.waiting_of(actor.id) >= MAX_WAITING:
        raise Refused(Refusal("import_too_many", {"limit": MAX_WAITING}))
    kind = sheets.check(upload, BOUNDS)
    sheet = read_sheet(upload.content, kind, upload.name)
    columns, takes_names_out = columns_of(unit, sheet)

    def build() -> HotlineImport:
        return HotlineImport(
            unit=unit,
            sha256=hashlib.sha256(upload.content).hexdigest(),
            file_kind=kind,
            content=file_seal().seal(upload.content),
            columns=list(columns),
            takes_names_out=takes_names_out,
            expires_at=moment.now() + timedelta(hours=WAITS_HOURS),
            row_count=len(sheet.rows),
            uploaded_by_id=actor.id,
        )

    made: HotlineImport = create_once(token, HotlineImport, build)
    record.append(
        "upload",
        made,
        actor_id=actor.id,
        after={"unit_id": unit.id, "sha256": made.sha256, "rows": made.row_count},
    )
    return made


@transactional
def choose_columns(
    import_: HotlineImport,
    actor: Actor,
    *,
    columns: Sequence[Column | None],
    takes_names_out: bool,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Say what the columns mean; remembered in the unit for sheets with the same headings.

    Refused: one meaning for two columns, and a required one left out.
    """
    for column in Column:
        if list(columns).count(column) > 1:
            name = str(COLUMNS[column])
            raise Refused(Refusal("import_column_twice", {"column": name}))
    refuse_missing(columns)
    sheet = sheet_of(import_)
    perform(
        IMPORT_PROCEDURE,
        import_,
        ImportAction.CHOOSE_COLUMNS,
        actor,
        seen_version=seen_version,
        token=token,
        data={"columns": columns, "takes_names_out": takes_names_out},
    )
    _remember(import_.unit_id, sheet, columns, takes_names_out, actor)


@transactional
def confirm_import(
    import_: HotlineImport, actor: Actor, *, seen_version: int | None, token: str | None = None
) -> None:
    """Register every sound new row as a complaint, all in this transaction, and forget the file.

    Each gets its own number, sealed reporter and clock of acceptance from the day the work order
    names. Of several who confirm one wins; for the others it is stale. Refused where nothing new
    can be taken: importing a file again adds nothing.
    """
    import_ = queries.import_locked(import_.id)
    data = {}
    if import_.waits_at(moment.now()) and seen_version in (None, import_.version):
        data = _take_over(import_, actor)
    perform(
        IMPORT_PROCEDURE,
        import_,
        ImportAction.CONFIRM,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
    )


@transactional
def discard_import(
    import_: HotlineImport, actor: Actor, *, seen_version: int | None, token: str | None = None
) -> None:
    """Give an upload up; the file is forgotten."""
    perform(
        IMPORT_PROCEDURE,
        import_,
        ImportAction.DISCARD,
        actor,
        seen_version=seen_version,
        token=token,
    )


@transactional
def expire_imports() -> int:
    """Forget uploads nobody confirmed in time, and rejected rows whose time is over.

    Returns how many. Neither can be had any more once the time is over, swept away or not.
    """
    over = queries.run_out_imports(moment.now())
    for import_ in over:
        if import_.state is ImportState.WAITING:
            perform(
                IMPORT_PROCEDURE, import_, ImportAction.EXPIRE, Actor.system(), seen_version=None
            )
        else:
            import_.rejected = import_.expires_at = None
    return len(over)


def sorted_for(import_: HotlineImport, actor: Actor) -> tuple[Sheet, Sorted | None]:
    """Return the sheet that waits and what its rows are for `actor`; None while a required column
    is not known.
    """
    sheet, columns = sheet_of(import_), meanings(import_)
    if headings_of.missing(columns):
        return sheet, None
    return sheet, sort(sheet, columns, actor, import_.unit, takes_names_out=import_.takes_names_out)


def rejected_file(import_: HotlineImport, actor: Actor) -> bytes | None:
    """Return the rows that cannot be taken, masked, as an XLSX; None where there are none to have.

    After the confirmation they are there for three days, for who confirmed alone: another reader
    may be whom a row is about.
    """
    if import_.state is ImportState.WAITING:
        sheet, sorted_ = sorted_for(import_, actor)
        return None if sorted_ is None else rejected_sheet(sheet, meanings(import_), sorted_)
    has_time = import_.expires_at is not None and moment.now() < import_.expires_at
    if import_.rejected is None or not has_time or import_.confirmed_by_id != actor.id:
        return None
    return file_seal().open(import_.rejected)


def rejected_sheet(sheet: Sheet, columns: Sequence[Column | None], sorted_: Sorted) -> bytes | None:
    """Return the rows with faults as an XLSX of text; None where every row is sound."""
    headings, lines = rejected_rows(sheet, columns, sorted_)
    if not lines:
        return None
    return sheets.write(["表中行号", *headings, "不能导入的原因"], lines, "未导入的工单")


def meanings(import_: HotlineImport) -> list[Column | None]:
    """Return what each column of an import means."""
    return [Column(code) if code else None for code in import_.columns]


def columns_of(unit: Unit, sheet: Sheet) -> tuple[list[Column | None], bool]:
    """Return what the columns mean as last chosen in the unit, else by their names."""
    chosen = queries.columns_chosen(unit.id, _headings_index(sheet))
    if chosen is None:
        return headings_of.propose(sheet.headings), False
    by_place: list[Column | None] = [None] * len(sheet.headings)
    for place, code in zip(_in_order(sheet), chosen.columns, strict=True):
        by_place[place] = Column(code) if code else None
    return by_place, chosen.takes_names_out


def _take_over(import_: HotlineImport, actor: Actor) -> dict[str, object]:
    """Register what can be; return counts and rejected rows for the import."""
    sheet, columns, unit = sheet_of(import_), meanings(import_), import_.unit
    queries.register_locked(unit.id)
    sorted_ = sort(sheet, columns, actor, unit, takes_names_out=import_.takes_names_out)
    if not sorted_.new:
        raise Refused(_nothing_new(sorted_))
    register_orders(actor, unit, sorted_.new, import_id=import_.id)
    rejected = rejected_sheet(sheet, columns, sorted_)
    return {
        "counts": sorted_.counts,
        "rejected": file_seal().seal(rejected) if rejected is not None else None,
    }


def register_orders(
    actor: Actor,
    unit: Unit,
    new: Sequence[Order],
    *,
    import_id: int | None = None,
    token_id: int | None = None,
) -> Sequence[Complaint]:
    """Register sound orders, which came with an import or by a token, in their order."""
    units = {one.id: one for one in all_units()}
    complaints = register_several(actor, unit, [given(order, unit, units) for order in new])
    db.session.add_all(
        WorkOrder(
            complaint=complaint,
            unit_id=unit.id,
            number=order.number,
            origin=order.origin,
            deadline=order.deadline,
            wants_secrecy=order.wants_secrecy,
            import_id=import_id,
            api_token_id=token_id,
        )
        for complaint, order in zip(complaints, new, strict=True)
    )
    db.session.flush()
    return complaints


def _nothing_new(sorted_: Sorted) -> Refusal:
    """Say that there is nothing to take, and who took it, where somebody did."""
    imports = [known.import_ for known in sorted_.known if known.import_ is not None]
    last = max(imports, key=lambda i: i.id, default=None)
    if last is None or last.confirmed_by is None:
        return Refusal("import_nothing_new")
    who, when = last.confirmed_by.name, cn_datetime(last.confirmed_at)
    return Refusal("import_known_already", {"who": who, "when": when})


def _remember(
    unit_id: int,
    sheet: Sheet,
    columns: Sequence[Column | None],
    takes_names_out: bool,
    actor: Actor,
) -> None:
    if actor.id is None:
        return
    kept = [columns[place] for place in _in_order(sheet)]
    index = _headings_index(sheet)
    values = {
        "columns": kept,
        "takes_names_out": takes_names_out,
        "chosen_by_id": actor.id,
        "chosen_at": moment.now(),
    }
    statement = update(ImportColumns).where(
        ImportColumns.unit_id == unit_id, ImportColumns.headings_index == index
    )
    if not db.session.execute(statement.values(values)).rowcount:  # type: ignore[attr-defined]
        db.session.add(ImportColumns(unit_id=unit_id, headings_index=index, **values))


def _in_order(sheet: Sheet) -> list[int]:
    """Return the places of the columns in the order of their headings: a set has no other."""
    return sorted(range(len(sheet.headings)), key=lambda at: (plain(sheet.headings[at]), at))


def _headings_index(sheet: Sheet) -> str:
    names = [plain(sheet.headings[at]) for at in _in_order(sheet)]
    return lookup.index_of("import headings", "\n".join(names))
