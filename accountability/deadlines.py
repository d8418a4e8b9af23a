"""What the page of a clock shows of a notice, a remedy or a rectification, and for whom.

Each is seen from the case by its officers, and from their desk by who was decided upon.
"""

from __future__ import annotations

from flask import Flask, url_for
from werkzeug.exceptions import NotFound

from accountability.models import NoticeService, Rectification, Remedy, Sanction
from accountability.queries import desk, notices, rectifications, remedies, sanctions
from core.access import Actor, Permission
from core.clocks import subjects
from core.clocks.subjects import Heading


def service_heading(service_id: int, actor: Actor) -> Heading:
    """Return the heading of a served notice; what runs from it is the right to seek a remedy."""
    try:
        service = notices.get_visible_service(service_id, actor)
        url = url_for("accountability.service_detail", service_id=service.id)
    except NotFound:
        service = desk.get_served(service_id, actor)
        url = url_for("accountability.desk_notice", service_id=service.id)
    document = service.document
    return Heading(document.number or "", document.title, url, is_right=True)


def remedy_heading(remedy_id: int, actor: Actor) -> Heading:
    """Return the heading of a remedy; who decides it may set themselves an earlier date."""
    try:
        remedy = remedies.get_visible_remedy(remedy_id, actor)
        url = url_for("accountability.remedy_detail", remedy_id=remedy.id)
        may = actor.may(Permission.REMEDY_DECIDE, remedy.decision.case.unit.path)
    except NotFound:
        remedy = desk.get_own_remedy(remedy_id, actor)
        url = url_for("accountability.desk_notice", service_id=remedy.service_id)
        may = False
    return Heading(remedy.number, remedy.decision.case.title if may else "", url, may_target=may)


def rectification_heading(rectification_id: int, actor: Actor) -> Heading:
    """Return the heading of a rectification; the unit that reports may set itself an earlier
    date.
    """
    try:
        found = desk.get_own_rectification(rectification_id, actor)
    except NotFound:
        found = rectifications.get_visible_rectification(rectification_id, actor)
        url = url_for("accountability.rectification_detail", rectification_id=found.id)
        return Heading(found.subject_number, found.name, url)
    url = url_for("accountability.rectification_report", rectification_id=found.id)
    return Heading(found.subject_number, found.name, url, may_target=True)


def sanction_heading(sanction_id: int, actor: Actor) -> Heading:
    """Return the heading of a sanction; that its period ends is no breach, so nothing turns red."""
    found = sanctions.get_visible_sanction(sanction_id, actor)
    url = url_for("accountability.sanction_detail", sanction_id=found.id)
    name = found.service.respondent.display_name
    return Heading(found.number or "", name, url, is_right=True)


def register(app: Flask) -> None:
    """Let the clocks of this package be seen."""
    subjects.register(app, NoticeService.__tablename__, service_heading)
    subjects.register(app, Remedy.__tablename__, remedy_heading)
    subjects.register(app, Rectification.__tablename__, rectification_heading)
    subjects.register(app, Sanction.__tablename__, sanction_heading)
