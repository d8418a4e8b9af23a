"""Play the file seen by parties who seek a remedy: asked for, shown whole or in part, refused."""

from __future__ import annotations

from accountability.documents.file_answer import free_ids
from accountability.models import NoticeService
from accountability.services import file_requests
from casework.defence.material import material_of
from core import moment
from core.access import Actor
from demo.scene import Scene
from demo.script import Until


def see_file(scene: Scene, service: NoticeService, party: Actor) -> None:
    """Let the party ask before the remedy, once on paper; the answer differs with how it ends."""
    until, common = scene.story.until, scene.common
    if until is Until.REMEDY_MODIFIED:
        request = file_requests.register_file_request(
            service, scene.lead, wanted=common.file_wanted, received_on=moment.today()
        )
    else:
        request = file_requests.ask_for_file(service, party, wanted=common.file_wanted)
    if until is Until.REMEDY_FILED:
        return
    seen = request.version
    if until is Until.REMEDY_MODIFIED:
        file_requests.refuse_file(
            request, scene.lead, reason=common.file_refused, seen_version=seen
        )
    elif until is Until.REMEDY_REVOKED:
        free = free_ids(material_of(scene.case))
        file_requests.grant_part(
            request,
            scene.lead,
            fact_ids=free["fact_ids"][:1],
            evidence_ids=free["evidence_ids"],
            reason=common.file_in_part,
            seen_version=seen,
        )
    else:
        file_requests.grant_file(request, scene.lead, seen_version=seen)
