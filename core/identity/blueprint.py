"""The blueprint of this package; the modules with its pages import it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("identity", __name__)
