"""The style sheets, scripts and icons that pages load, all from this server.

htmx comes from the files of the `django_htmx` package, Bootstrap's style sheet and the icons from
`flask_bootstrap`; our own files lie in `static/`. Everything is read once, at start, and served
from memory under a path that carries a digest of all of it, so that a browser may keep it for a
year.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request, url_for
from markupsafe import Markup, escape

log = logging.getLogger(__name__)

#: The htmx that was read and tried (2.0.10); a file with another digest is not served.
HTMX_INTEGRITY = "sha384-H5SrcfygHmAuTDZphMHqBJLc3FhssKjG7w/CeCpFReSfwBWDTKpkzPP8c+cLsK+V"

PACKAGE_FILES = {
    "bootstrap.css": ("flask_bootstrap", "static/bootstrap5/css/bootstrap.min.css"),
    "htmx.js": ("django_htmx", "static/django_htmx/htmx-2.min.js"),
}
ICON_SHEET = ("flask_bootstrap", "static/bootstrap5/icons/bootstrap-icons.svg")
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
YEAR = 31_536_000

bp = Blueprint("web", __name__)


@dataclass(frozen=True)
class Asset:
    """One file: its bytes, the same compressed, its media type and its integrity string."""

    body: bytes
    packed: bytes
    media_type: str
    integrity: str


class Assets:
    """All files of one installation by name, and the digest that stands in their path."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = {name: _asset(name, body) for name, body in sorted(files.items())}
        total = hashlib.sha256()
        for name, asset in self.files.items():
            total.update(f"{name}:{asset.integrity};".encode())
        self.digest = total.hexdigest()[:16]


def read_package_file(package: str, path: str) -> bytes | None:
    """Return a file of an installed package, or None where package or file is missing."""
    try:
        return resources.files(package).joinpath(path).read_bytes()
    except (ModuleNotFoundError, OSError):
        return None


def integrity_of(body: bytes) -> str:
    """Return the subresource integrity string (sha384) of `body`."""
    return "sha384-" + base64.b64encode(hashlib.sha384(body).digest()).decode()


def collect(static_dir: Path) -> dict[str, bytes]:
    """Read the package files and our own; what is missing or unexpected is logged and left out."""
    files: dict[str, bytes] = {}
    for name, (package, path) in PACKAGE_FILES.items():
        body = read_package_file(package, path)
        if body is None:
            log.warning("asset %s is missing: install requirements-assets.txt", name)
        elif name == "htmx.js" and integrity_of(body) != HTMX_INTEGRITY:
            log.warning("asset %s is not the reviewed file; pages work without it", name)
        else:
            files[name] = body
    for own in _own_files(static_dir):
        files[own.name] = own.read_bytes()
    return files


def init_app(app: Flask) -> None:
    """Read the files; register their route and the template functions that name them."""
    from core.access.gate import public  # the gate loads identity, whose views load this package

    public(asset)
    app.extensions["wenze.assets"] = Assets(collect(Path(app.root_path) / "static"))
    app.register_blueprint(bp)
    app.jinja_env.globals.update(
        stylesheet=stylesheet, script=script, asset_url=asset_url, icon=icon
    )


@bp.get("/assets/<digest>/<path:name>")
def asset(digest: str, name: str) -> Response:
    """Serve one file; an address from before an update gets today's file, not to be kept."""
    assets: Assets = current_app.extensions["wenze.assets"]
    found = assets.files.get(name)
    if found is None:
        abort(404)
    packed = request.accept_encodings.quality("gzip") > 0
    response = Response(found.packed if packed else found.body, content_type=found.media_type)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    if digest == assets.digest:
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"
    return response


def asset_url(name: str) -> str:
    """Return the address of the file `name`; KeyError where there is no such file."""
    assets: Assets = current_app.extensions["wenze.assets"]
    if name not in assets.files:
        raise KeyError(name)
    return url_for("web.asset", digest=assets.digest, name=name)


def stylesheet(name: str) -> Markup:
    """Return the `<link>` of a style sheet, or nothing where the file is missing."""
    assets: Assets = current_app.extensions["wenze.assets"]
    found = assets.files.get(name)
    if found is None:
        return Markup()
    return Markup('<link rel="stylesheet" href="{}" integrity="{}">').format(
        asset_url(name), found.integrity
    )


def script(name: str) -> Markup:
    """Return the deferred `<script>` of a file, or nothing where the file is missing."""
    assets: Assets = current_app.extensions["wenze.assets"]
    found = assets.files.get(name)
    if found is None:
        return Markup()
    return Markup('<script src="{}" integrity="{}" defer></script>').format(
        asset_url(name), found.integrity
    )


@lru_cache(maxsize=1)
def icon_shapes() -> dict[str, str]:
    """Return the drawing of every Bootstrap icon by name; empty where the package is missing."""
    sheet = read_package_file(*ICON_SHEET)
    if sheet is None:
        log.warning("the icon sheet is missing; pages show words only")
        return {}
    symbols = re.finditer(
        r'<symbol[^>]*viewBox="0 0 16 16"[^>]*id="([\w-]+)"[^>]*>(.*?)</symbol>',
        sheet.decode(),
        re.DOTALL,
    )
    return {match[1]: match[2] for match in symbols}


def icon(name: str, label: str | None = None) -> Markup:
    """Return an inline drawing, hidden from screen readers unless it has a `label`.

    Inline because one page shows a dozen of two thousand. KeyError where no icon has that name.
    """
    shapes = icon_shapes()
    if not shapes:
        return Markup()
    role = (
        Markup('role="img" aria-label="{}"').format(label)
        if label
        else Markup('aria-hidden="true"')
    )
    shape = Markup(shapes[name])  # noqa: S704  # trusted: comes from the installed package
    return Markup('<svg class="icon" viewBox="0 0 16 16" focusable="false" {}>{}</svg>').format(
        escape(role), shape
    )


def _asset(name: str, body: bytes) -> Asset:
    packed = gzip.compress(body, 9, mtime=0)
    return Asset(body, packed, MEDIA_TYPES[Path(name).suffix], integrity_of(body))


def _own_files(static_dir: Path) -> Iterator[Path]:
    if static_dir.is_dir():
        yield from sorted(p for p in static_dir.iterdir() if p.suffix in MEDIA_TYPES)
