"""The blueprint of all pages of complaints."""

from flask import Blueprint

bp = Blueprint("complaints", __name__)
