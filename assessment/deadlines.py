"""What the page of a clock shows of an assessment, and for whom."""

from __future__ import annotations

from flask import Flask, url_for
from werkzeug.exceptions import NotFound

from assessment.models import AssessedUnit, Assessment
from assessment.queries import assessments as queries
from core.access import Actor
from core.clocks import subjects
from core.clocks.subjects import Heading


def assessment_heading(assessment_id: int, actor: Actor) -> Heading:
    """Return the heading of an assessment: the period for its notice."""
    found = queries.get_visible_assessment(assessment_id, actor)
    url = url_for("assessment.assessment_detail", assessment_id=found.id)
    return Heading(found.number, found.title, url)


def assessed_heading(assessed_id: int, actor: Actor) -> Heading:
    """Return the heading of an assessed unit, from the organiser's side or from its own desk."""
    try:
        found = queries.get_visible_assessed(assessed_id, actor)
        url = url_for("assessment.assessed_detail", assessed_id=found.id)
    except NotFound:
        found = queries.get_own_assessed(assessed_id, actor)
        url = url_for("assessment.desk_assessment", assessed_id=found.id)
    return Heading(found.assessment.number, found.unit.name, url)


def register(app: Flask) -> None:
    """Let the clocks of this package be seen."""
    subjects.register(app, Assessment.__tablename__, assessment_heading)
    subjects.register(app, AssessedUnit.__tablename__, assessed_heading)
