"""What must hold within each row of a pack, beyond its shape."""

from __future__ import annotations

import calendar
from collections.abc import Iterator

from core.clocks.periods import COUNTED_UNITS, RECURRENCES, Unit
from regulations.codes import GUARD_TYPES, ExtensionKind, Silence, State
from regulations.decode import Problem
from regulations.model import Guard, Remedy, Responsibility, Term

SILENT = (State.NOT_STATED, State.NONE)


def check_term(term: Term, key: str) -> Iterator[Problem]:
    """Yield what is wrong with a term: a number without its unit, a number where there is none."""
    if term.state is State.STATED:
        yield from _stated(term, key)
    elif term.length is not None or term.extension is not None or term.month is not None:
        yield Problem(f"{key}.length", term.length, "must_be_empty")
    if term.is_settable and term.starts is None:
        yield Problem(f"{key}.starts", None, "needs_start")
    extension = term.extension
    if (
        extension is not None
        and extension.kind is ExtensionKind.TOTAL
        and term.length is not None
        and extension.length <= term.length
    ):
        yield Problem(f"{key}.extension.length", extension.length, "extension_short")


def _stated(term: Term, key: str) -> Iterator[Problem]:
    counted = term.unit is None or term.unit in COUNTED_UNITS
    if term.unit is None or term.starts is None or (counted and term.length is None):
        yield Problem(key, term.id.value, "needs_length")
    elif counted and term.length == 0:
        yield Problem(f"{key}.length", 0, "out_of_range")
    elif term.unit in RECURRENCES and not term.length:
        yield Problem(f"{key}.length", term.length, "needs_times")
    if term.unit is Unit.FIXED_DATE:
        if term.month is None or term.day is None:
            yield Problem(key, term.id.value, "needs_date")
        elif term.day > calendar.monthrange(2024, term.month)[1]:
            yield Problem(f"{key}.day", term.day, "out_of_range")
    elif term.day is not None or (term.month is not None and term.unit is not Unit.PER_YEAR):
        yield Problem(f"{key}.month", term.month, "date_not_here")


def check_guard(guard: Guard, key: str) -> Iterator[Problem]:
    """Yield what is wrong with the value of a switch."""
    expected = GUARD_TYPES[guard.id]
    if guard.state is State.PER_CASE:
        yield Problem(f"{key}.state", guard.state.value, "state_not_here")
    elif guard.state in SILENT:
        if guard.value is not None:
            yield Problem(f"{key}.value", guard.value, "must_be_empty")
    elif guard.value is None:
        yield Problem(f"{key}.value", None, "needs_value")
    elif expected is Silence:
        allowed = [member.value for member in Silence]
        if guard.value not in allowed:
            params = {"allowed": "、".join(allowed)}
            yield Problem(f"{key}.value", guard.value, "not_allowed", params)
    elif type(guard.value) is not expected:
        params = {"expected": expected.__name__}
        yield Problem(f"{key}.value", guard.value, "guard_type", params)
    elif guard.value == "" or (type(guard.value) is int and guard.value < 1):
        yield Problem(f"{key}.value", guard.value, "out_of_range")


def check_remedy(remedy: Remedy) -> Iterator[Problem]:
    """Yield what a remedy lacks, or says although there is none."""
    if remedy.state is State.PER_CASE:
        yield Problem("remedy.state", remedy.state.value, "state_not_here")
    elif remedy.state in SILENT:
        if remedy.kinds or remedy.term is not None:
            yield Problem("remedy.kinds", list(remedy.kinds), "must_be_empty")
    elif not remedy.kinds or not remedy.to:
        yield Problem("remedy", list(remedy.kinds), "remedy_incomplete")


def check_responsibility(row: Responsibility, key: str) -> Iterator[Problem]:
    """Yield what is wrong with who answers at the level of a unit."""
    if row.state not in (State.STATED, State.NOT_STATED):
        yield Problem(f"{key}.state", row.state.value, "state_not_here")
    elif row.state is State.NOT_STATED and row.answers:
        yield Problem(f"{key}.answers", row.code, "must_be_empty")
    elif row.state is State.STATED and not row.answers:
        yield Problem(f"{key}.answers", row.code, "needs_answers")
