"""Enter what comes in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from complaints.models import Complaint, ComplaintRespondent
from complaints.procedure import COMPLAINT_PROCEDURE
from complaints.queries import about, people_named
from complaints.rules import ACCEPTANCE, Channel, ComplaintKind, concerns, names_reporter
from complaints.services.identity import NO_DISCLOSURE, Identity, seal
from core import moment, numbering, record
from core.access import Actor, Permission
from core.db import transactional
from core.files.kinds import Origin, Upload
from core.files.services import attach
from core.identity.models import Unit, User
from core.identity.queries import pack_id_of
from core.procedure import Forbidden, create_once, start_clock
from core.refusals import Refusal, Refused
from regulations import registry
from regulations.rules import breaches

#: What stands between the prefix of the unit and the year.
COMPLAINT_SERIES = "举"


@dataclass(frozen=True)
class GivenRespondent:
    """A unit reported and, if known, the person in it by name and post."""

    unit: Unit
    person_name: str | None = None
    post_title: str | None = None


@dataclass(frozen=True)
class Given:
    """What is known of a report when it comes in. `reporter` is None for an anonymous one.

    `files` is what the reporter hands in; metadata is taken out, their names are sealed.
    """

    unit: Unit
    received_on: date
    kind: ComplaintKind
    channel: Channel
    title: str
    facts: str
    respondents: Sequence[GivenRespondent]
    reporter: Identity | None
    occurred_from: date | None = None
    occurred_to: date | None = None
    trigger_code: str | None = None
    files: Sequence[Upload] = ()


@transactional
def register_complaint(actor: Actor, given: Given, *, token: str | None = None) -> Complaint:
    """Enter a report under the next number of its unit and start the clock of acceptance.

    Refused: a report without respondent or dated in the future, one routed to a unit it is about,
    one about the registrar (Regulation on Petition Work art. 30), and a text that names who
    reported. AlreadyDone for a form sent twice. CMP-01 to CMP-03, SEC-01, SEC-02.
    """
    if not actor.may(Permission.COMPLAINT_REGISTER, given.unit.path):
        raise Forbidden("register")
    pack_id = pack_id_of(given.unit, given.received_on)
    respondents = [_respondent(item) for item in given.respondents]
    refusal = _unfit(actor, given, pack_id, respondents)
    if refusal is not None:
        raise Refused(refusal)

    def build() -> Complaint:
        return Complaint(
            number=numbering.allocate(series(given.unit, COMPLAINT_SERIES), given.received_on.year),
            unit=given.unit,
            procedure_pack_id=pack_id,
            kind=given.kind,
            channel=given.channel,
            received_on=given.received_on,
            title=given.title,
            facts=given.facts,
            occurred_from=given.occurred_from,
            occurred_to=given.occurred_to,
            trigger_code=given.trigger_code,
            is_anonymous=given.reporter is None,
            created_by_id=actor.id,
            reporter=seal(given.reporter) if given.reporter else None,
            respondents=respondents,
        )

    complaint: Complaint = create_once(token, Complaint, build)
    attached = attach(complaint, actor, given.files, origin=Origin.REPORTER)
    start_clock(COMPLAINT_PROCEDURE, complaint, ACCEPTANCE, actor)
    record.append(
        "register",
        complaint,
        actor_id=actor.id,
        after={
            "number": complaint.number,
            "unit_id": given.unit.id,
            "channel": given.channel,
            "received_on": given.received_on,
            "is_anonymous": complaint.is_anonymous,
            "attachment_ids": [row.id for row in attached],
        },
    )
    return complaint


def series(unit: Unit, kind: str) -> str:
    """Return a series of numbers of a unit: its document prefix, else short name, and the kind."""
    return f"{unit.document_prefix or unit.short_name}{kind}"


def _unfit(
    actor: Actor, given: Given, pack_id: str | None, respondents: Sequence[ComplaintRespondent]
) -> Refusal | None:
    if given.received_on > moment.today():
        return Refusal("complaint_received_in_future")
    if pack_id is None:
        return Refusal("complaint_no_pack", {"unit": given.unit.name})
    occurred = [day for day in (given.occurred_from, given.occurred_to) if day]
    if occurred != sorted(occurred) or (occurred and occurred[-1] > given.received_on):
        return Refusal("complaint_period_out_of_order")
    known = breaches(registry.get_pack(pack_id))
    if given.trigger_code is not None and given.trigger_code not in known:
        return Refusal("complaint_trigger_unknown")
    return _about_oneself(actor, given, respondents) or _names_reporter(given)


def _about_oneself(
    actor: Actor, given: Given, respondents: Sequence[ComplaintRespondent]
) -> Refusal | None:
    """Refuse what would put a report into the hands of those it is about."""
    if not respondents:
        return Refusal("complaint_needs_respondent")
    about_whom = [(item.person_id, item.unit.id) for item in respondents]
    if given.unit.id in {unit_id for _person, unit_id in about_whom}:
        return Refusal("complaint_routed_to_respondent", {"unit": given.unit.name}, NO_DISCLOSURE)
    if not actor.is_system and concerns(*about(actor), about_whom):
        return Refusal("complaint_about_registrar", {}, NO_DISCLOSURE)
    return None


def _names_reporter(given: Given) -> Refusal | None:
    if given.reporter is None:
        return None
    if not given.reporter.name.strip():
        return Refusal("complaint_reporter_needs_name")
    identity = (given.reporter.name, given.reporter.phone)
    if names_reporter(identity, given.title, given.facts):
        return Refusal("complaint_text_names_reporter", {}, NO_DISCLOSURE)
    return None


def _respondent(given: GivenRespondent) -> ComplaintRespondent:
    """Build the row, tied to the person's account where there is one.

    Refuses a name that several in the unit bear, unless the post tells them apart: whoever is
    reported must be kept from the report.
    """
    person = _known_person(given) if given.person_name else None
    return ComplaintRespondent(
        unit=given.unit,
        person_id=person.id if person else None,
        person_name=given.person_name,
        post_title=given.post_title or (person.post_title if person else None),
    )


def _known_person(given: GivenRespondent) -> User | None:
    found = people_named(given.unit.id, given.person_name or "")
    if len(found) > 1:
        found = [user for user in found if given.post_title and user.post_title == given.post_title]
        if len(found) != 1:
            raise Refused(
                Refusal(
                    "complaint_person_ambiguous",
                    {"unit": given.unit.name, "name": given.person_name or ""},
                )
            )
    return found[0] if found else None
