"""Numbers in addresses: plain digits, never larger than what both databases hold."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

from core.db import MAX_ID


class BoundedInteger(IntegerConverter):
    """`<int:…>` of every address: what no row can have is the 404 of what never existed.

    Werkzeug's own lets through any size, at which the databases raise, and the digits of all
    scripts, under which a page would have many addresses.
    """

    regex = r"[0-9]{1,10}"

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(map, *args, **{"max": MAX_ID, **kwargs})


def init_app(app: Flask) -> None:
    """Read the numbers of all addresses of `app` so; before the first address is added."""
    app.url_map.converters["int"] = BoundedInteger
