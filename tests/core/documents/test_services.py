"""An issued document is kept byte for byte, and a changed one is never handed out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

import core.identity.models  # noqa: F401  # the table of users, which the register refers to
from core import db as core_db
from core import files, moment, search
from core.db import db
from core.documents import render, services
from core.documents.models import IssuedDocument
from tests.core.documents.letters import letter


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tmp_path / 'documents.db'}"
    core_db.init_app(app)
    search.init_app(app)
    files.init_app(app, tmp_path / "files")
    with app.app_context():
        db.create_all()
        yield tmp_path / "files"
        db.session.remove()
        db.engine.dispose()


def _issue(pdf: bytes, number: str | None = "阿政公责〔2026〕12号") -> IssuedDocument:
    return services.issue("decision", "decisions", 1, "处理决定", number, pdf, None)


def test_the_exact_bytes_come_back(folder: Path) -> None:
    pdf = render(letter())
    with moment.frozen("2026-01-05T01:00:00+00:00"):
        document = _issue(pdf)
    assert services.pdf_bytes(document) == pdf
    assert (document.size, document.issued_on) == (len(pdf), date(2026, 1, 5))


def test_a_document_may_bear_another_date_than_today(folder: Path) -> None:
    document = services.issue(
        "notice", "complaints", 7, "告知书", None, b"%PDF-1.7", None, issued_on=date(2026, 1, 5)
    )
    assert document.issued_on == date(2026, 1, 5)


def test_a_changed_file_is_refused(folder: Path) -> None:
    document = _issue(b"%PDF-1.7 one")
    (stored,) = [path for path in folder.rglob("*") if path.is_file()]
    stored.chmod(0o600)
    stored.write_bytes(b"%PDF-1.7 two")
    with pytest.raises(files.DamagedFile):
        services.pdf_bytes(document)


def test_a_number_is_used_once_but_forms_without_number_are_many(folder: Path) -> None:
    _issue(b"%PDF-1.7 a", None)
    _issue(b"%PDF-1.7 b", None)
    _issue(b"%PDF-1.7 c")
    with pytest.raises(IntegrityError):
        _issue(b"%PDF-1.7 d")


def test_issuing_does_not_commit(folder: Path) -> None:
    _issue(b"%PDF-1.7 a")
    db.session.rollback()
    assert db.session.query(IssuedDocument).count() == 0


def test_what_is_no_pdf_is_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="PDF"):
        _issue(b"<html>")
