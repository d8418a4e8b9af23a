"""Play what respondents are told beside the decision: of the investigation, of its end."""

from __future__ import annotations

from casework.models import CaseNotice, CaseRespondent
from casework.rules import RespondentKind
from casework.rules.notices import TellingKind
from casework.services import telling
from casework.telling import letters
from demo.defence import in_person
from demo.scene import Scene


def tell_unit(scene: Scene) -> None:
    """Tell the unit that it is investigated, as soon as the team begins."""
    unit = next(r for r in scene.case.respondents if r.kind is RespondentKind.UNIT)
    _serve(scene, _issue(scene, _draft(scene, TellingKind.INVESTIGATION, unit)))


def tell_people(scene: Scene) -> None:
    """Have one notice to a person wait to be served, and one to be finished."""
    people = [r for r in scene.case.respondents if r.kind is RespondentKind.PERSON]
    for index, person in enumerate(people[:2]):
        notice = _draft(scene, TellingKind.INVESTIGATION, person)
        if index == 0:
            _issue(scene, notice)


def tell_closed(scene: Scene) -> None:
    """Tell everybody the case was about that it is closed."""
    for respondent in scene.case.respondents:
        _serve(scene, _issue(scene, _draft(scene, TellingKind.CLOSING, respondent)))


def _draft(scene: Scene, kind: TellingKind, respondent: CaseRespondent) -> CaseNotice:
    return telling.draft_telling(
        scene.case,
        scene.lead,
        kind=kind,
        respondent_id=respondent.id,
        text=letters.first_text(scene.case, kind),
        request=letters.first_request(scene.case, kind) or None,
    )


def _issue(scene: Scene, notice: CaseNotice) -> CaseNotice:
    telling.issue_telling(notice, scene.lead, seen_version=notice.version)
    return notice


def _serve(scene: Scene, notice: CaseNotice) -> None:
    delivery = in_person(scene, notice.respondent)
    telling.serve_telling(notice, scene.second, delivery, seen_version=notice.version)
