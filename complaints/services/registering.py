"""Enter what comes in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from complaints.models import Complaint, ComplaintRespondent
from complaints.procedure import COMPLAINT_PROCEDURE
from complaints.queries import about, people_named
from complaints.rules import (
    ACCEPTANCE,
    Channel,
    ComplaintKind,
    concerns,
)
from complaints.services.identity import NO_DISCLOSURE, Identity, seal, unfit
from complaints.services.retaliation import earlier_report
from core import moment, numbering, record
from core.access import Actor, Permission
from core.db import db, transactional
from core.files.kinds import Origin, Upload
from core.files.models import Attachment
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

    `files` is what the reporter hands in; metadata is taken out, their names are sealed. `clock_id`
    is the clock of the duty whose breach is a lead, None for everything people report. `earlier` is
    the number or receipt code of the report for which somebody is retaliated against.
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
    clock_id: int | None = None
    is_retaliation: bool = False
    earlier: str | None = None


@transactional
def register_complaint(actor: Actor, given: Given, *, token: str | None = None) -> Complaint:
    """Enter a report under the next number of its unit and start the clock of acceptance.

    Refused: a report without respondent or dated in the future, one routed to a unit it is about,
    one about the registrar (Regulation on Petition Work art. 30), and a text that names who
    reported. One about retaliation is tied to the earlier report where there is one, without a
    word about whether there is (SEC-05). AlreadyDone for a form sent twice. CMP-01 to CMP-03,
    SEC-01, SEC-02.
    """
    _permit(actor, given.unit)
    examined = examine(actor, given, pack_id_of(given.unit, given.received_on))
    if examined.is_about_registrar:
        raise Refused(Refusal("complaint_about_registrar", {}, NO_DISCLOSURE))

    def build() -> Complaint:
        number = numbering.allocate(series(given.unit, COMPLAINT_SERIES), given.received_on.year)
        return _built(actor, given, examined, number)

    complaint: Complaint = create_once(token, Complaint, build)
    _begin(complaint, actor, attach(complaint, actor, given.files, origin=Origin.REPORTER))
    return complaint


@transactional
def register_several(actor: Actor, unit: Unit, reports: Sequence[Given]) -> list[Complaint]:
    """Enter reports that came to `unit` together, all of them or none, in their order.

    What is refused is what `register_complaint` refuses, except a report about the registrar: in
    a batch nobody chooses what is entered, and it stays as invisible to them as any other.
    """
    _permit(actor, unit)
    packs = {day: pack_id_of(unit, day) for day in {given.received_on for given in reports}}
    examined = [examine(actor, given, packs[given.received_on]) for given in reports]
    years = Counter(given.received_on.year for given in reports)
    numbers = {
        year: iter(numbering.allocate_several(series(unit, COMPLAINT_SERIES), year, count))
        for year, count in years.items()
    }
    complaints = [
        _built(actor, given, found, next(numbers[given.received_on.year]))
        for given, found in zip(reports, examined, strict=True)
    ]
    db.session.add_all(complaints)
    db.session.flush()
    for complaint in complaints:
        _begin(complaint, actor)
    return complaints


@dataclass(frozen=True)
class Examined:
    """What a sound report is entered with."""

    pack_id: str
    respondents: list[ComplaintRespondent]
    is_about_registrar: bool


def examine(actor: Actor, given: Given, pack_id: str | None) -> Examined:
    """Return what the report is entered with; raise Refused for one that is not fit."""
    if pack_id is None:
        raise Refused(Refusal("complaint_no_pack", {"unit": given.unit.name}))
    respondents = [row for item in given.respondents for row in _rows(item, given.channel)]
    refusal = _unfit(given, pack_id) or _at_respondent(given, respondents) or _names_reporter(given)
    if refusal is not None:
        raise Refused(refusal)
    about_whom = [(item.person_id, item.unit.id) for item in respondents]
    concerned = not actor.is_system and concerns(*about(actor), about_whom)
    return Examined(pack_id, respondents, concerned)


def _permit(actor: Actor, unit: Unit) -> None:
    if not actor.may(Permission.COMPLAINT_REGISTER, unit.path):
        raise Forbidden("register")


def _built(actor: Actor, given: Given, examined: Examined, number: str) -> Complaint:
    return Complaint(
        number=number,
        unit=given.unit,
        procedure_pack_id=examined.pack_id,
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
        clock_id=given.clock_id,
        is_retaliation=given.is_retaliation or bool(given.earlier),
        retaliates=earlier_report(given.earlier),
        reporter=seal(given.reporter) if given.reporter else None,
        respondents=examined.respondents,
    )


def _begin(complaint: Complaint, actor: Actor, attached: Sequence[Attachment] = ()) -> None:
    """Start the clock of acceptance and record what was entered."""
    start_clock(COMPLAINT_PROCEDURE, complaint, ACCEPTANCE, actor, is_first=True)
    record.append(
        "register",
        complaint,
        actor_id=actor.id,
        after={
            "number": complaint.number,
            "unit_id": complaint.unit_id,
            "channel": complaint.channel,
            "received_on": complaint.received_on,
            "is_anonymous": complaint.is_anonymous,
            **({"clock_id": complaint.clock_id} if complaint.clock_id is not None else {}),
            **({"retaliates_id": complaint.retaliates_id} if complaint.is_retaliation else {}),
            "attachment_ids": [row.id for row in attached],
        },
    )


def series(unit: Unit, kind: str) -> str:
    """Return a series of numbers of a unit: its document prefix, else short name, and the kind."""
    return f"{unit.document_prefix or unit.short_name}{kind}"


def _unfit(given: Given, pack_id: str) -> Refusal | None:
    if (given.channel is Channel.BREACHED_DUTY) is (given.clock_id is None):
        return Refusal("complaint_channel_unfit")
    if given.received_on > moment.today():
        return Refusal("complaint_received_in_future")
    occurred = [day for day in (given.occurred_from, given.occurred_to) if day]
    if occurred != sorted(occurred) or (occurred and occurred[-1] > given.received_on):
        return Refusal("complaint_period_out_of_order")
    code = given.trigger_code
    if code is not None and code not in breaches(registry.get_pack(pack_id)):
        return Refusal("complaint_trigger_unknown")
    return None


def _at_respondent(given: Given, respondents: Sequence[ComplaintRespondent]) -> Refusal | None:
    """Refuse what would put a report into the hands of the unit it is about."""
    if not respondents:
        return Refusal("complaint_needs_respondent")
    if given.unit.id in {item.unit.id for item in respondents}:
        return Refusal("complaint_routed_to_respondent", {"unit": given.unit.name}, NO_DISCLOSURE)
    return None


def _names_reporter(given: Given) -> Refusal | None:
    if given.reporter is None:
        return None
    missing = unfit(given.reporter)
    if missing is None and given.reporter.is_told_by(given.title, given.facts):
        return Refusal("complaint_text_names_reporter", {}, NO_DISCLOSURE)
    return missing


def _rows(given: GivenRespondent, channel: Channel) -> list[ComplaintRespondent]:
    """Build the rows, tied to the person's account where there is one.

    Whoever is reported must be kept from the report. Where several in the unit bear the name and
    the post does not tell them apart, an officer is asked which; the public is not told that there
    are several, and the report is kept from all of them.
    """
    found = known_people(given)
    if len(found) > 1 and channel is not Channel.WEB:
        words = {"unit": given.unit.name, "name": given.person_name or ""}
        raise Refused(Refusal("complaint_person_ambiguous", words))
    return [
        ComplaintRespondent(
            unit=given.unit,
            person_id=person.id if person else None,
            person_name=given.person_name,
            post_title=given.post_title
            or (person.post_title if person and channel is not Channel.WEB else None),
        )
        for person in found or (None,)
    ]


def known_people(given: GivenRespondent) -> Sequence[User]:
    """Return who of the unit bears the name reported, and of several the one with the post."""
    found = people_named(given.unit.id, given.person_name) if given.person_name else ()
    fitting = [user for user in found if given.post_title and user.post_title == given.post_title]
    return fitting if len(found) > 1 and len(fitting) == 1 else found
