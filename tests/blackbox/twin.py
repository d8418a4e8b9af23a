"""The twin: the same application with one fault planted in it, for the suite to find.

Production cannot start it: it lies with the tests, and nothing outside them imports it.
`python -m tests.blackbox.twin [fault]` prints the routes of what it starts.
"""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
from flask import Flask

import app as product
from config import read_settings

PLANTED = "WENZE_PLANTED"
Plant = Callable[[Flask], None]
#: What is done after the application was built, by the name of the fault.
FAULTS: dict[str, Plant] = {}


def fault(plant: Plant) -> Plant:
    """Make a fault known by the name of its function."""
    FAULTS[plant.__name__] = plant
    return plant


#: What was there before a fault was planted in a module: the suite looks in from outside, too.
_REPLACED: list[tuple[Any, str, Any]] = []


def _replace(module: Any, name: str, by: Any) -> None:
    _REPLACED.append((module, name, getattr(module, name)))
    setattr(module, name, by)


def take_out() -> None:
    """Take all faults out of the modules of this process."""
    while _REPLACED:
        module, name, was = _REPLACED.pop()
        setattr(module, name, was)


def create_app() -> Flask:
    """Build the application with the fault that the environment names."""
    built: Flask = product.create_app()
    FAULTS[os.environ[PLANTED]](built)
    return built


@fault
def open_door(app: Flask) -> None:
    """A page of the audit administrators opens for everybody who is signed in."""
    from core.access import gate

    gate.public(app.view_functions["oversight.record_list"])


@fault
def forgotten_route(app: Flask) -> None:
    """A page that no table knows."""
    from core.access import gate

    app.add_url_rule("/debug/settings", "debug.settings", gate.public(lambda: "ok"))


@fault
def every_case_visible(_app: Flask) -> None:
    """A page looks a case up without asking who may know of it."""
    from flask import abort
    from sqlalchemy import select

    from casework import queries
    from casework.models import Case
    from core.db import db

    def one(case_id: int, _actor: Any, *options: Any) -> Any:
        found = select(Case).where(Case.id == case_id).options(*options)
        return db.session.scalars(found).unique().one_or_none() or abort(404)

    _replace(queries, "_one", one)


@fault
def hidden_says_so(app: Flask) -> None:
    """What is hidden answers with other words than what never was."""
    from casework.models import Case
    from core.db import db

    @app.after_request
    def tell(response: Any) -> Any:
        from flask import request

        number = (request.view_args or {}).get("case_id")
        if response.status_code == 404 and number and db.session.get(Case, number):
            response.set_data(response.get_data() + b"<!-- denied -->")
        return response


@fault
def reporter_in_log(app: Flask) -> None:
    """What was typed stands in the server's log."""

    @app.after_request
    def log(response: Any) -> Any:
        from flask import request

        for value in request.form.values():
            app.logger.warning("form: %s", value)
        return response


@fault
def reporter_in_paper(app: Flask) -> None:
    """A paper names who reported as its author, where no byte of the file shows it."""
    names: list[str] = []

    @app.after_request
    def write(response: Any) -> Any:
        from flask import request

        names.extend(filter(None, [request.form.get("reporter_name")]))
        if response.mimetype == "application/pdf" and names:
            with pikepdf.open(io.BytesIO(response.get_data())) as paper:
                paper.Root.Note = paper.make_stream(names[-1].encode())
                made = io.BytesIO()
                paper.save(made, compress_streams=True, recompress_flate=True)
            response.set_data(made.getvalue())
        return response


@fault
def upload_left_over(app: Flask) -> None:
    """A file that was refused stays on the disk as it came."""

    @app.after_request
    def leave(response: Any) -> Any:
        from flask import request

        for number, file in enumerate(request.files.getlist("files")):
            file.stream.seek(0)
            (Path(app.instance_path) / f"upload-{number}.tmp").write_bytes(file.stream.read())
        return response


@fault
def version_forgotten(_app: Flask) -> None:
    """What version somebody saw is not compared with what is there."""
    from core.web import acts, forms

    _replace(forms.ActionForm, "version", property(lambda _form: None))
    _replace(acts, "check_seen", lambda *_, **__: None)


@fault
def nobody_waits(app: Flask) -> None:
    """A subject is not locked, and its version not asked when it is written (PostgreSQL: the other
    engine lets one write at a time whatever is asked).
    """
    from core import procedure

    _replace(procedure, "_lock", lambda _subject: None)
    for known in app.extensions["wenze.procedures"].values():
        known.model.__mapper__.version_id_col = None


@fault
def number_unbound(app: Flask) -> None:
    """A number that was asked for reaches the database as it is."""

    @app.before_request
    def ask() -> None:
        from flask import request

        from core.db import db

        for value in request.args.values():
            if value.isdecimal():
                db.session.execute(db.text("SELECT :n"), {"n": int(value)}).all()


@fault
def echo(app: Flask) -> None:
    """What was typed comes back as it was typed."""

    @app.after_request
    def repeat(response: Any) -> Any:
        from flask import request

        if response.mimetype == "text/html" and response.status_code == 200:
            said = "".join(request.args.values()).encode("utf-8", "replace")
            response.set_data(response.get_data() + said)
        return response


@fault
def formulas_live(_app: Flask) -> None:
    """What begins like a formula is one in a sheet that goes out."""
    from openpyxl.cell import WriteOnlyCell

    from core.files import sheets

    def cell(sheet: Any, text: str, **_: Any) -> Any:
        return WriteOnlyCell(sheet, value=text)

    _replace(sheets, "_text_cell", cell)


@fault
def uploads_shown(app: Flask) -> None:
    """What was uploaded is shown by the browser in this site's name."""

    @app.after_request
    def show(response: Any) -> Any:
        given = response.headers.get("Content-Disposition", "")
        response.headers["Content-Disposition"] = given.replace("attachment", "inline")
        return response


@fault
def no_csrf(app: Flask) -> None:
    """Forms are taken from anywhere."""
    app.config["WTF_CSRF_ENABLED"] = False
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False


@fault
def never_locked(_app: Flask) -> None:
    """Wrong passwords are not counted."""
    from core.identity import services

    _replace(services, "MAX_FAILURES", 10**9)


@fault
def session_survives(_app: Flask) -> None:
    """Signing out forgets the cookie and not the session."""
    from core.identity import sessions

    store = sessions._store

    def keep(old: str | None, session: Any) -> None:
        if old is None or session.get("_user_id"):
            store(old, session)

    _replace(sessions, "_store", keep)


@fault
def sessions_stay(_app: Flask) -> None:
    """Another password leaves the sessions of before alone."""
    from core.identity import sessions

    _replace(sessions, "end_other_sessions", lambda *_: 0)


@fault
def cookie_readable(app: Flask) -> None:
    """Scripts can read the cookie of the session."""
    answer: Any = app.wsgi_app

    def weakened(environ: Any, start: Any) -> Any:
        def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start(status, [(k, v.replace("; HttpOnly", "")) for k, v in headers], *rest)

        return answer(environ, begin)

    app.wsgi_app = weakened  # type: ignore[method-assign, assignment]


@fault
def gaps_passed(_app: Flask) -> None:
    """The verification does not mind entries that are gone."""
    from core.record import chain

    whole = chain.verify

    def lenient(*given: Any) -> Any:
        return (one for one in whole(*given) if one.code not in ("missing", "cut"))

    _replace(chain, "verify", lenient)


@fault
def checkpoints_ignored(_app: Flask) -> None:
    """The verification does not ask the checkpoints."""
    from core.record import checkpoints

    _replace(checkpoints, "verify", lambda *_: iter(()))


def _listed(app: Flask) -> list[dict[str, Any]]:
    return [
        {
            "endpoint": rule.endpoint,
            "rule": rule.rule,
            "methods": sorted(rule.methods or ()),
            "arguments": [
                (name, isinstance(converter.to_python("1"), int))
                for name, converter in rule._converters.items()
            ],
        }
        for rule in app.url_map.iter_rules()
    ]


def _main(planted: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "WENZE_ENV": "test",
            "WENZE_INSTANCE": folder,
            "DATABASE_URL": f"sqlite:///{Path(folder) / 'none.db'}",
        }
        app = product.create_app(read_settings(settings))
        if planted:
            FAULTS[planted](app)
        sys.stdout.write(json.dumps(_listed(app)))


if __name__ == "__main__":
    _main(sys.argv[1])
