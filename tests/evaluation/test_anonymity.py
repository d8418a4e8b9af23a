"""Somebody with the database, the record and the logs in hand tries to learn who answered what.

They know every slip by its hash and try to find its sheet. What they have: all rows, where a row
lies (on PostgreSQL `ctid`, on SQLite `rowid`, on both the order of a plain scan), which transaction
wrote it (`xmin`), the marks of used slips in their order, the days, the options chosen, what was
written, how long the rows are, every entry of the record and every line that was logged. Each of
these orders the slips in some way and the sheets in some way; the attack takes the n-th slip of one
for the n-th sheet of the other, forward and backward, for every pair of orders. A second attack
groups sheets by the transaction that wrote them, and looks in each group for the slips that were
used while it grew. Guessing finds one pair in the whole lot, wherever the lot ends; an attack that
works finds tens.
"""

from __future__ import annotations

import json
import logging
import random
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select, text

from core.db import Model, db
from core.identity.models import WebSession
from core.record.models import RecordEntry
from evaluation.models import AnswerSheet, SurveyChoice, SurveyRemark, SurveyToken
from evaluation.queries import surveys
from evaluation.rules import ParticipantGroup, RoundState, SheetSource
from evaluation.services import answering, boxes
from evaluation.services.answering import Answers
from evaluation.services.handing_out import hash_of
from tests.support import evaluation as make

PEOPLE = 100
#: Of a hundred pairs guessing finds one; ten or more it finds once in ten million times.
LUCK = 10

Rows = Sequence[Mapping[str, Any]]
Key = Callable[[Mapping[str, Any]], Any]


def pattern(made: Any, n: int) -> Answers:
    """Return answers nobody else gives: `n` written in digits of the scale, and as a remark."""
    closed = [q for q in made.questionnaire.questions if q.options]
    chosen = {
        q.id: [q.options[n // 4**place % 4].id] for place, q in enumerate(closed)
    }  # fmt: skip
    texts = {q.id: f"第{n}条意见" for q in made.questionnaire.questions if not q.options}
    return Answers(chosen, texts)


def answered(app: Flask) -> tuple[Any, dict[str, tuple[int, ...]]]:
    """Have PEOPLE answer in random order; return the round and what each slip's sheet says."""
    made = make.round_(RoundState.COLLECTING)
    tokens = make.slips(made, PEOPLE)
    truth, order = {}, list(range(PEOPLE))
    random.shuffle(order)
    for n in order:
        slip = surveys.find_slip(tokens[n])
        assert slip is not None
        said = pattern(made, n)
        assert answering.answer(slip, said)
        truth[hash_of(tokens[n])] = tuple(sorted(o for (o,) in said.choices.values()))
    return made, truth


def rows_of(table: str) -> Rows:
    """Return the rows of a table as a scan gives them, with all that the engine tells of each."""
    hidden = "xmin::text::bigint AS writer, ctid::text AS place"
    if db.engine.dialect.name == "sqlite":
        ddl = db.session.scalar(
            text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table}
        )
        hidden = "0 AS writer, " + ("0" if "WITHOUT ROWID" in ddl else "rowid") + " AS place"
    found = db.session.execute(text(f"SELECT {hidden}, t.* FROM {table} t")).mappings()
    return [{**row, "scan": n} for n, row in enumerate(found)]


def place(row: Mapping[str, Any]) -> Any:
    """Return where a row lies, as something to sort by."""
    at = row["place"]
    return tuple(int(part) for part in at.strip("()").split(",")) if isinstance(at, str) else at


def size(row: Mapping[str, Any]) -> int:
    return sum(len(str(value)) for name, value in row.items() if name not in ("scan", "place"))


def orders(rows: Rows, name: str, **more: Key) -> list[list[Any]]:
    """Return the values of `name` in every order the rows can be brought in; ties fall anyhow."""
    keys: dict[str, Key] = {
        "scan": lambda row: row["scan"],
        "place": place,
        "writer": lambda row: row["writer"],
        "written and placed": lambda row: (row["writer"], place(row)),
        "size": size,
        name: lambda row: row[name],
        **more,
    }
    found = []
    for key in keys.values():
        mixed = random.sample(list(rows), len(rows))
        there = [row[name] for row in sorted(mixed, key=key)]
        found += [there, there[::-1]]
    return found


def tried(truth: Mapping[str, tuple[int, ...]]) -> int:
    """Return how many slips the best attack brings to their sheet."""
    slips = [row for row in rows_of("survey_tokens") if row["token_hash"] in truth]
    sheets = [row for row in rows_of("answer_sheets") if row["source"] == "online"]
    choices = rows_of("survey_choices")
    says: dict[int, list[int]] = {}
    first: dict[int, int] = {}
    for row in choices:
        says.setdefault(row["sheet_id"], []).append(row["option_id"])
        first.setdefault(row["sheet_id"], row["scan"])
    content = {sheet: tuple(sorted(options)) for sheet, options in says.items()}
    used = db.session.scalar(text("SELECT used FROM survey_boxes"))
    marks = bytes(used or b"").hex()
    of_slips = orders(
        slips,
        "token_hash",
        mark=lambda row: marks.find(row["token_hash"][:16]),
        day=lambda row: str(row.get("answered_on", "")),
    )
    of_sheets = orders(
        sheets,
        "id",
        day=lambda row: str(row["answered_on"]),
        first_choice=lambda row: first[row["id"]],
        says=lambda row: content[row["id"]],
    )
    best = max(
        sum(truth[slip] == content[sheet] for slip, sheet in zip(one, other, strict=True))
        for one, other in product(of_slips, of_sheets)
    )
    return max(best, by_writer(truth, slips, sheets, content))


def by_writer(
    truth: Mapping[str, tuple[int, ...]], slips: Rows, sheets: Rows, content: Mapping[int, Any]
) -> int:
    """Take for each sheet a slip that the same transaction wrote, or else the one used before."""
    at = sorted(random.sample(list(slips), len(slips)), key=lambda row: row["writer"])
    if len({row["writer"] for row in at}) < 2:
        return 0  # all slips alike: nothing to go by
    hits = 0
    for sheet in sheets:
        near = [row for row in at if row["writer"] <= sheet["writer"]][-1:] or at[:1]
        hits += truth[near[0]["token_hash"]] == content[sheet["id"]]
    return hits


@pytest.fixture
def town(committed_db: Flask) -> Any:
    with committed_db.app_context():
        yield committed_db


def test_nobody_links_a_slip_to_its_sheet(town: Flask, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    entries = select(func.count()).select_from(RecordEntry)
    made = make.round_(RoundState.COLLECTING)
    db.session.rollback()
    before = db.session.scalar(entries)
    assert before is not None
    made, truth = answered(town)
    # of the round, its units and its hand-out there are entries; of an answer none
    hand_outs = db.session.scalars(
        select(RecordEntry).where(RecordEntry.action == "hand_out")
    ).all()
    assert [json.loads(entry.after or "{}")["slips"] for entry in hand_outs] == [PEOPLE]
    assert db.session.scalar(entries) == before + len(
        ("create", "publish", "document_issued", "start", "hand_out")
    )
    boxes.empty_boxes(made)
    assert tried(truth) < LUCK
    logged = " ".join(record.getMessage() for record in caplog.records)
    assert not any(token_hash in logged for token_hash in truth)
    assert "第1条意见" not in "".join(
        entry.after or "" for entry in db.session.scalars(select(RecordEntry))
    )


def test_the_box_tells_no_more_than_how_many(town: Flask) -> None:
    """With sheets still waiting: neither is the last slip the last mark, nor the last sheet."""
    made, truth = answered(town)
    (box,) = rows_of("survey_boxes")
    marks = bytes(box["used"])
    assert sorted(marks[n : n + 8].hex() for n in range(0, len(marks), 8)) == sorted(
        token_hash[:16] for token_hash in truth
    )
    assert box["waiting"] == ""  # a hundred are ten times ten
    (token,) = make.slips(made, 1)
    make.answer(token, made, text="写在最后")
    (box,) = rows_of("survey_boxes")
    waiting = json.loads(box["waiting"])
    assert set(waiting) == {"sheets", "remarks"}
    assert not any("写在最后" in json.dumps(sheet) for sheet in waiting["sheets"])
    assert tried(truth) < LUCK


def test_the_tables_share_no_key_and_keep_no_time(town: Flask) -> None:
    tables = (AnswerSheet, SurveyToken, SurveyChoice, SurveyRemark)
    types = {str(c.type) for t in tables for c in t.__table__.columns}
    assert not any("TIME" in kind for kind in types)
    columns = {t: {c.name for c in t.__table__.columns} for t in tables}
    assert columns[AnswerSheet] & columns[SurveyToken] == {"round_unit_id", "group"}
    pointing = {
        table
        for table in Model.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "survey_tokens"
    }
    assert pointing == set()
    assert not {"path", "address", "token"} & {c.key for c in inspect(WebSession).columns}


def test_the_attack_finds_what_is_written_side_by_side(town: Flask) -> None:
    """The twin: a slip and a sheet written by one transaction are linked, wherever rows tell it."""
    made = make.round_(RoundState.COLLECTING)
    tokens = make.slips(made, PEOPLE)
    truth = {}
    for n, token in enumerate(random.sample(tokens, PEOPLE), 1):
        said = pattern(made, n - 1)
        slip = db.session.get(SurveyToken, hash_of(token))
        assert slip is not None
        slip.group = ParticipantGroup.DEPUTY  # marked in place, as an earlier version did
        options = tuple(sorted(o for (o,) in said.choices.values()))
        sheet = AnswerSheet(
            id=n,  # counted up
            round_unit_id=made.units[0].id,
            group=slip.group,
            source=SheetSource.ONLINE,
            answered_on=made.starts_on,
        )
        db.session.add(sheet)
        db.session.flush()
        db.session.add_all(SurveyChoice(sheet_id=n, option_id=option) for option in options)
        db.session.commit()
        truth[hash_of(token)] = options
    if db.engine.dialect.name == "postgresql":
        assert tried(truth) == PEOPLE
    else:  # a slip has no place of its own: a mark in the order of use is what gives it away
        used = b"".join(bytes.fromhex(token_hash)[:8] for token_hash in truth)
        db.session.execute(text("UPDATE survey_boxes SET used = :used"), {"used": used})
        assert tried(truth) == PEOPLE
