"""From a wording and the values of one case to a letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from flask import g
from sqlalchemy import Select, func, select

from core import moment
from core.db import db
from core.documents.letter import Block, Heading, Imprint, Letter, Paragraph, Table
from core.documents.templates.kinds import Kind, Occasion, registered
from core.documents.templates.language import Line, Shape, Wording, say, say_title
from core.documents.templates.models import TemplateState, TemplateVersion
from core.documents.wording import ordinal

_WIDTHS = {3: (12, 8, 8), 4: (7, 7, 7, 7)}


def wording_on(code: str, on: date) -> Wording:
    """Return the wording of a kind of letter in force on a day: one statement a request.

    It never changes once the day has begun: a version is in force from tomorrow at the earliest.
    """
    if on > moment.today():
        return _look_up(code, on)
    known: dict[tuple[str, date], Wording] = g.setdefault("wordings", {})
    if (code, on) not in known:
        known[code, on] = _look_up(code, on)
    return known[code, on]


def wordings_on(on: date) -> dict[str, Wording]:
    """Return the wording of every kind in force on a day: one statement."""
    found: dict[str, Wording] = {}
    for version in db.session.scalars(_approved_on(on)):
        found.setdefault(version.kind, as_wording(version))
    return {code: found.get(code) or shipped(kind) for code, kind in registered().items()}


def _look_up(code: str, on: date) -> Wording:
    kind = registered()[code]
    of_kind = _approved_on(on).where(TemplateVersion.kind == code).limit(1)
    found = db.session.scalars(of_kind).first()
    return as_wording(found) if found is not None else shipped(kind)


def _approved_on(on: date) -> Select[TemplateVersion]:
    """Select what is approved and has begun by a day, the one in force of each kind first."""
    return (
        select(TemplateVersion)
        .where(
            TemplateVersion.state == TemplateState.APPROVED, TemplateVersion.effective_from <= on
        )
        .order_by(TemplateVersion.effective_from.desc(), TemplateVersion.number.desc())
    )


def shipped(kind: Kind) -> Wording:
    """Return the wording that came with the code."""
    return Wording(kind.code, 0, kind.title, kind.body)


def as_wording(version: TemplateVersion) -> Wording:
    """Return the words of a version."""
    return Wording(version.kind, version.number, version.title, version.body, version.id)


def version_of(wording: Wording) -> TemplateVersion:
    """Return the row of a wording; one shipped with the code gets its row when first asked for."""
    if wording.id is not None:
        return db.session.get_one(TemplateVersion, wording.id)
    of_kind = TemplateVersion.kind == wording.kind
    found = db.session.scalars(
        select(TemplateVersion).where(
            of_kind,
            TemplateVersion.is_shipped,
            TemplateVersion.title == wording.title,
            TemplateVersion.body == wording.body,
        )
    ).first()
    if found is not None:
        return found
    last = db.session.scalar(select(func.max(TemplateVersion.number)).where(of_kind)) or 0
    version = TemplateVersion(
        kind=wording.kind,
        number=last + 1,
        title=wording.title,
        body=wording.body,
        state=TemplateState.APPROVED,
        is_shipped=True,
    )
    db.session.add(version)
    db.session.flush()
    return version


def compose(code: str, occasion: Occasion, wording: Wording | None = None) -> Letter:
    """Write the letter of an occasion in the wording in force on its day, or in another one.

    What bears the head of an office ends with its closing record (GB/T 9704 7.4).
    """
    kind = registered()[code]
    used = wording or wording_on(code, occasion.on)
    printed_on = occasion.printed_on or occasion.on
    return Letter(
        head=occasion.head,
        number=occasion.number,
        title=say_title(used.title, occasion.values, occasion.holds),
        addressee=occasion.addressee,
        body=tuple(_blocks(say(used.body, occasion.values, occasion.holds), kind.widths)),
        signer=occasion.signer,
        on=occasion.on,
        imprint=Imprint(occasion.head, printed_on) if occasion.head else None,
        draft=occasion.draft,
        wording=used,
    )


def _blocks(lines: Iterable[Line], widths: tuple[int, ...]) -> Iterator[Block]:
    """Number the headings; one with nothing below it is left out, and so is its number."""
    section = part = 0
    waiting: Line | None = None
    below: Line | None = None
    for line in lines:
        if line.shape is Shape.HEADING:
            waiting, below = line, None
            continue
        if line.shape is Shape.SUBHEADING:
            below = line
            continue
        if waiting is not None:
            section, part = section + 1, 0
            yield Heading(1, ordinal(1, section) + _flat(waiting))
            waiting = None
        if below is not None:
            part += 1
            yield Heading(2, ordinal(2, part) + _flat(below))
            below = None
        yield _block(line, widths)


def _block(line: Line, widths: tuple[int, ...]) -> Block:
    if line.shape.is_row:
        lines = 2 if line.shape is Shape.TALL_ROW else 1
        if len(widths) != len(line.cells):
            widths = _WIDTHS.get(len(line.cells), widths)
        return Table(tuple(_rows(line.cells)), widths=widths, min_lines=lines)
    return Paragraph(line.text)


def _rows(cells: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Make as many rows of one as each of its cells has lines: a list of values is a table.

    What is empty beside a list is empty in each of its rows: room for what is written by hand.
    """
    lines = {len(cell.split("\n")) for cell in cells if cell}
    if len(lines) == 1:
        empty = "\n" * (lines.pop() - 1)
        yield from zip(*((cell or empty).split("\n") for cell in cells), strict=True)
    else:
        yield cells


def _flat(line: Line) -> str:
    return " ".join(line.text.split())
