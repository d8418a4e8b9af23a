"""Complaints and reports as they come in, up to the answer the complainant gets.

Owns the register with its running numbers, the sealed identity of who reported, the decision on
acceptance with its clock, the letters of non-acceptance and of the result, and who may see any of
it: nobody who is named in a report, nor their line of command, nor their unit. What becomes of an
accepted complaint in an investigation belongs to `casework`.
"""

from __future__ import annotations

from flask import Flask, url_for
from flask_babel import lazy_gettext as _

from core import hooks, refusals, watching, worklist
from core.access import Permission
from core.clocks import subjects
from core.clocks.sweeping import ClocksBreached
from core.documents.templates import kinds
from core.procedure import register
from core.search.services import register as make_findable
from core.web import navigation, shapes


def init_app(app: Flask) -> None:
    """Wire pages, procedure, words, navigation and the list of what waits for whom."""
    from complaints import api, cli, deadlines, documents, labels, services, tasks, views
    from complaints.listings import LISTINGS
    from complaints.models import ComplaintTransfer
    from complaints.procedure import (
        COMPLAINT_PROCEDURE,
        IMPORT_PROCEDURE,
        OPENING_PROCEDURE,
        REPLY_PROCEDURE,
        TRANSFER_PROCEDURE,
    )
    from complaints.searching import COMPLAINTS

    shapes.register(app, *LISTINGS)
    app.register_blueprint(views.bp)
    app.register_blueprint(api.bp)
    register(app, COMPLAINT_PROCEDURE)
    register(app, OPENING_PROCEDURE)
    register(app, IMPORT_PROCEDURE)
    register(app, TRANSFER_PROCEDURE)
    register(app, REPLY_PROCEDURE)
    app.cli.add_command(cli.group)
    app.cli.add_command(cli.imports)
    refusals.register(app, labels.REFUSALS)
    for kind in documents.KINDS:
        kinds.register(app, kind)
    worklist.provide(app, tasks.complaint_tasks)
    worklist.provide(app, tasks.message_tasks)
    worklist.provide(app, tasks.supplement_tasks)
    worklist.provide(app, tasks.transfer_tasks)
    make_findable(app, COMPLAINTS)
    subjects.register(app, COMPLAINTS.kind, deadlines.heading)
    subjects.register(app, ComplaintTransfer.__tablename__, deadlines.heading_of_transfer)
    hooks.subscribe(app, ClocksBreached, services.open_leads)
    _watch(app)
    navigation.register(
        app,
        _("投诉举报件"),
        "complaints.complaint_list",
        permission=Permission.COMPLAINT_READ,
        group="complaints",
        order=10,
        icon="inbox",
    )
    navigation.register(
        app,
        _("登记投诉举报"),
        "complaints.complaint_new",
        permission=Permission.COMPLAINT_REGISTER,
        group="complaints",
        order=20,
        icon="pencil-square",
    )
    navigation.register(
        app,
        _("导入热线工单"),
        "complaints.import_list",
        permission=Permission.COMPLAINT_REGISTER,
        group="complaints",
        order=30,
        icon="file-earmark-spreadsheet",
    )
    navigation.register(
        app,
        _("转办督办台账"),
        "complaints.transfer_list",
        permission=Permission.COMPLAINT_READ,
        group="complaints",
        order=40,
        icon="signpost-split",
    )
    navigation.register(
        app,
        _("转来办理的来件"),
        "complaints.assigned_list",
        permission=Permission.TRANSFER_HANDLE,
        group="complaints",
        order=50,
        icon="box-arrow-in-down",
    )


def _watch(app: Flask) -> None:
    """Say in which file things are kept: a report with all that is done about it; an import."""
    from complaints import queries
    from complaints.models import (
        Complaint,
        ComplaintTransfer,
        HotlineImport,
        ReplyDraft,
        ReporterOpening,
    )

    watching.register(
        app,
        watching.File(
            model=Complaint,
            reader=Permission.COMPLAINT_READ,
            visible=queries.visible_to,
            url=lambda key: url_for("complaints.complaint_detail", complaint_id=key),
        ),
        watching.File(
            model=HotlineImport,
            reader=Permission.COMPLAINT_REGISTER,
            visible=queries.import_list,
            url=lambda key: url_for("complaints.import_detail", import_id=key),
            number=None,
            title=None,
        ),
    )
    of_report = (ReporterOpening, ComplaintTransfer, ReplyDraft)
    watching.keep(app, lambda thing: thing.complaint, *of_report)
