"""Responsibility and its consequences: acts with their shares, the decision, its service, remedies,
rectification.

Owns who bears which share of an act (`rules.propose`, by the rule pack), the decision with its
letters, and what follows from it. Each aggregate is one module in `procedure`, `services`,
`queries`, `forms`, `labels`, `tasks` and `views`; the tuples there are what `init_app` registers.
It moves the case with `casework.services.follow` and draws its panels on the case's page.
"""

from __future__ import annotations

from flask import Flask, url_for


def init_app(app: Flask) -> None:
    """Register pages, procedures, words, panels, navigation, tasks, and what listens to others."""
    from accountability import hooks, labels, procedure, tasks, views
    from accountability.documents.kinds import KINDS
    from accountability.listings import LISTINGS
    from core import procedure as procedures
    from core import refusals, worklist
    from core.documents.templates import kinds
    from core.web import navigation, panels, shapes

    shapes.register(app, *LISTINGS)
    app.register_blueprint(views.bp)
    for table in procedure.TABLES:
        procedures.register(app, table)
    for kind in KINDS:
        kinds.register(app, kind)
    for words in labels.MODULES:
        refusals.register(app, words.REFUSALS)
    for place, order, draw in views.PANELS:
        panels.register(app, place, order, draw)
    for entry in views.NAVIGATION:
        navigation.register(app, **entry)
    for provider in tasks.PROVIDERS:
        worklist.provide(app, provider)
    for listen in hooks.LISTENERS:
        listen(app)
    _watch(app)


def _watch(app: Flask) -> None:
    """Say in which file things are kept: in their case; what no case ordered, and what was brought
    against a unit, in itself.
    """
    from accountability.models import (
        Circular,
        Decision,
        FileRequest,
        Lawsuit,
        Loss,
        NoticeService,
        Rectification,
        Remedy,
        ResponsibleAct,
        Sanction,
    )
    from accountability.queries import lawsuits, rectifications
    from core import watching
    from core.access import Permission

    watching.register(
        app,
        watching.File(
            model=Lawsuit,
            reader=Permission.LAWSUIT_READ,
            visible=lawsuits.visible_to,
            url=lambda key: url_for("accountability.lawsuit_detail", lawsuit_id=key),
            title="subject",
        ),
    )
    watching.register_kept(
        app,
        watching.File(
            model=Rectification,
            reader=Permission.EVALUATION_READ,
            visible=rectifications.of_evaluations,
            url=lambda key: url_for("accountability.rectification_detail", rectification_id=key),
        ),
        lambda rectification: rectification.case or rectification,
    )
    watching.keep(app, lambda thing: thing.case, Decision, Loss, ResponsibleAct)
    watching.keep(app, lambda thing: thing.decision.case, Circular, NoticeService, Remedy)
    watching.keep(app, lambda thing: thing.service.decision.case, FileRequest, Sanction)
