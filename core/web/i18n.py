"""Languages: Chinese in the code, English from the catalogue, compiled in memory at start.

The message ids are Chinese, so Chinese needs no catalogue.
`translations/en/LC_MESSAGES/messages.po` is the English one. The reader chooses by `?lang=zh|en`; a
cookie keeps it.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, Response, g, has_request_context, request, url_for
from flask_babel import Babel

from core.api import problems

LANGUAGES = {"zh": "中文", "en": "English"}
COOKIE = "wenze_lang"
_YEAR = 31_536_000


def init_app(app: Flask) -> None:
    """Set up Flask-Babel, load the catalogues, remember a language the reader picks."""
    babel = Babel()
    babel.init_app(
        app, default_locale="zh", default_timezone="Asia/Shanghai", locale_selector=choose_language
    )
    with app.app_context():
        # Flask-Babel looks into this table before it looks for compiled files.
        catalogues = babel.domain_instance.cache
    for language in LANGUAGES:
        source = Path(app.root_path) / "translations" / language / "LC_MESSAGES" / "messages.po"
        if source.is_file():
            catalogues[language, "messages"] = compile_catalogue(source, language)
    app.jinja_env.globals.update(language=choose_language, language_links=language_links)

    @app.after_request
    def _remember(response: Response) -> Response:
        picked = g.pop("picked_language", None)
        if picked:
            response.set_cookie(
                COOKIE,
                picked,
                max_age=_YEAR,
                samesite="Lax",
                httponly=True,
                secure=request.is_secure,
            )
        response.vary.add("Cookie")
        return response


def choose_language() -> str:
    """Return the language of this request: `?lang`, then the cookie, then Chinese, in which other
    systems are always answered.
    """
    if not has_request_context() or problems.is_asked():
        return "zh"
    asked = request.args.get("lang", "")
    if asked in LANGUAGES:
        g.picked_language = asked
        return asked
    kept = request.cookies.get(COOKIE, "")
    return kept if kept in LANGUAGES else "zh"


def language_links() -> list[tuple[str, str, str]]:
    """Return (code, name, address of this page in it) for the languages not in use."""
    return [
        (code, name, _here_in(code))
        for code, name in LANGUAGES.items()
        if code != choose_language()
    ]


def compile_catalogue(source: Path, language: str) -> Translations:
    """Read a .po file and return it ready for look-up; fuzzy entries are left out."""
    with source.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def _here_in(code: str) -> str:
    if request.endpoint is None or request.method not in {"GET", "HEAD"}:
        return f"{request.script_root}/?lang={code}"
    args = {**request.args.to_dict(flat=False), "lang": code}
    return url_for(request.endpoint, **(request.view_args or {}), **args)  # type: ignore[arg-type]
