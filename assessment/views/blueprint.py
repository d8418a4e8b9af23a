"""The blueprint all pages of this package stand on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("assessment", __name__)
