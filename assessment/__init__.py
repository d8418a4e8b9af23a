"""The yearly assessment (考核、考评): units say what they did, a panel checks, points come off.

Owns the assessment of a year with the items of the pack's standard, the self-assessments of the
units with their evidence, checks through the year, deductions and objections, the frozen result
with its band, notice and circular. Schemes, points and bands are data of `regulations`.
"""

from __future__ import annotations

from flask import Flask, url_for


def init_app(app: Flask) -> None:
    """Register pages, procedures, words, panels, navigation and tasks."""
    from assessment import deadlines, labels, procedure, tasks, views
    from assessment.documents import KINDS
    from core import procedure as procedures
    from core import refusals, worklist
    from core.documents.templates import kinds
    from core.web import navigation, panels

    app.register_blueprint(views.bp)
    for table in procedure.TABLES:
        procedures.register(app, table)
    for kind in KINDS:
        kinds.register(app, kind)
    refusals.register(app, labels.REFUSALS)
    deadlines.register(app)
    for place, order, draw in views.PANELS:
        panels.register(app, place, order, draw)
    for entry in views.NAVIGATION:
        navigation.register(app, **entry)
    worklist.provide_together(app, tasks.ORGANISED)
    for provider in tasks.PROVIDERS:
        worklist.provide(app, provider)
    _watch(app)


def _watch(app: Flask) -> None:
    """Say in which file things are kept: an assessment with its units."""
    from assessment.models import AssessedUnit, Assessment
    from assessment.queries import assessments
    from core import watching
    from core.access import Permission

    watching.register(
        app,
        watching.File(
            model=Assessment,
            reader=Permission.EVALUATION_READ,
            visible=assessments.visible_to,
            url=lambda key: url_for("assessment.assessment_detail", assessment_id=key),
        ),
    )
    watching.keep(app, lambda assessed: assessed.assessment, AssessedUnit)
