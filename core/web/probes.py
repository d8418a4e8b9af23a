"""Two addresses for whoever watches the server: it runs, and it can work.

They tell nothing but that, need nobody signed in, and begin no session. `/readyz` asks the
database, and whether it has the tables that this release needs.
"""

from __future__ import annotations

from functools import lru_cache

from alembic.script import ScriptDirectory
from flask import Blueprint, Flask, Response
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from config import ROOT
from core.access.gate import public
from core.db import db

bp = Blueprint("probes", __name__)


def init_app(app: Flask) -> None:
    """Serve both."""
    app.register_blueprint(bp)


@bp.get("/healthz")
@public
def alive() -> Response:
    """Answer 200: the process serves."""
    return _said("ok", 200)


@bp.get("/readyz")
@public
def ready() -> Response:
    """Answer 200 where the database answers with the schema of this release, else 503."""
    try:
        present = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    except DBAPIError:
        return _said("database", 503)
    return _said("ok", 200) if present == _wanted() else _said("schema", 503)


@lru_cache(1)
def _wanted() -> str | None:
    return ScriptDirectory(str(ROOT / "migrations")).get_current_head()


def _said(word: str, status: int) -> Response:
    return Response(word + "\n", status, content_type="text/plain; charset=utf-8")
