"""The composition root: everything is wired here and nowhere else."""

from __future__ import annotations

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

import accountability
import administration
import assessment
import casework
import complaints
import demo
import evaluation
import oversight
import regulations
import wording
from config import ROOT, Settings, read_settings
from core import (
    access,
    access_log,
    api,
    backup,
    calendar,
    clocks,
    db,
    documents,
    files,
    hooks,
    identity,
    keys,
    moment,
    notify,
    procedure,
    record,
    refusals,
    saved_views,
    sealed,
    search,
    serving,
    watching,
    web,
    worklist,
)

#: The packages, lowest floor first: each may import those before it, never one behind it.
FEATURES = (
    regulations,
    complaints,
    casework,
    accountability,
    evaluation,
    assessment,
    oversight,
    wording,
    administration,
    demo,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application for `settings` (the environment's by default).

    Raises SettingsError for an unfit setting and PackFaults for a bad rule pack: it does not start
    on them.
    """
    settings = settings or read_settings()
    if keys.are_asked_for(settings):
        return keys.bare_app(settings)  # production without keys does not start, but can make them
    settings.instance_dir.mkdir(parents=True, exist_ok=True)
    moment.read_from_file(settings.clock_file)
    app = Flask(
        "wenze",
        root_path=str(ROOT),
        instance_path=str(settings.instance_dir),
        template_folder="templates",
        static_folder=None,
    )
    app.config.update(
        SECRET_KEY=settings.key("secret.key"),
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,  # a form with files may be larger (core/files)
        TESTING=settings.environment == "test",
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies
        )
    app.extensions["wenze.settings"] = settings
    _core(app, settings)
    for feature in FEATURES:
        feature.init_app(app)
    return app


def _core(app: Flask, settings: Settings) -> None:
    db.init_app(app)
    Migrate(app, db.db, directory=str(ROOT / "migrations"), render_as_batch=True)
    hooks.init_app(app)
    refusals.init_app(app)
    procedure.init_app(app)
    worklist.init_app(app)
    watching.init_app(app)
    files.init_app(app, settings.files_dir)
    keys.init_app(app)
    sealed.init_app(app, settings.key("sealed.key"), settings.key("lookup.key"))
    files.accept_uploads(app, settings)
    search.init_app(app)  # before the record, which is appended last
    record.init_app(app, settings.key("record.key"), settings.syslog)
    web.init_app(app)
    clocks.init_app(app)
    calendar.init_app(app)
    identity.init_app(app, settings)
    access.init_app(app)
    files.examine_early(app)
    access_log.init_app(app, settings)
    documents.init_app(app, settings.fonts_dir)
    serving.init_app(app)
    notify.init_app(app, settings)
    backup.init_app(app, settings.key("backup.key"))
    api.init_app(app)
    saved_views.init_app(app)
