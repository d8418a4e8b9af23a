"""Social evaluation: the public is asked, units are graded, told, and rectify.

Owns rounds (社会评议) with their questionnaires, slips, paper batches and sheets, the results per
unit, the feedback notices. What a notice asks for is rectified through `accountability`, whose
desk and worklist show it. The yearly assessment (考评) stands in `assessment`, a floor above.
"""

from __future__ import annotations

from flask import Flask, url_for


def init_app(app: Flask) -> None:
    """Register pages, procedures, words, panels, navigation and tasks."""
    from core import procedure as procedures
    from core import refusals, worklist
    from core.documents.templates import kinds
    from core.web import navigation, panels
    from evaluation import labels, procedure, tasks, views
    from evaluation.documents import KINDS

    app.register_blueprint(views.bp)
    for table in procedure.TABLES:
        procedures.register(app, table)
    for kind in KINDS:
        kinds.register(app, kind)
    refusals.register(app, labels.REFUSALS)
    for place, order, draw in views.PANELS:
        panels.register(app, place, order, draw)
    for entry in views.NAVIGATION:
        navigation.register(app, **entry)
    worklist.provide_together(app, tasks.ORGANISED)
    for provider in tasks.PROVIDERS:
        worklist.provide(app, provider)
    _watch(app)


def _watch(app: Flask) -> None:
    """Say in which file things are kept: a round with its notices."""
    from core import watching
    from core.access import Permission
    from evaluation.models import EvaluationRound, FeedbackNotice
    from evaluation.queries import rounds

    watching.register(
        app,
        watching.File(
            model=EvaluationRound,
            reader=Permission.EVALUATION_READ,
            visible=rounds.visible_to,
            url=lambda key: url_for("evaluation.round_detail", round_id=key),
        ),
    )
    watching.keep(app, lambda notice: notice.round_unit.round, FeedbackNotice)
