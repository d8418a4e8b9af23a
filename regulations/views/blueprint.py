"""The blueprint of the pages of the law; every officer who is signed in reads them."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("regulations", __name__, url_prefix="/regulations")
