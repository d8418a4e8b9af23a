"""How wordings are shown: faults beside their field, differences, and a letter as text."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from core import moment
from core.access import Actor
from core.documents import Heading, Letter, Table
from core.documents.templates.composing import compose, wording_on
from core.documents.templates.kinds import Example, Kind, Occasion
from core.documents.templates.language import Wording
from core.documents.templates.models import TemplateVersion
from core.procedure import available_actions
from core.refusals import say
from wording.forms import TemplateEditForm
from wording.labels import say_fault
from wording.procedure import TEMPLATE_PROCEDURE, faults_of
from wording.rules import TemplateAction, begins_later


@dataclass(frozen=True)
class Difference:
    """A line that is gone, new, or the same in both versions."""

    mark: str  # "-", "+" or " "
    text: str


@dataclass(frozen=True)
class Shown:
    """A block of a letter on the screen."""

    is_heading: bool
    text: str
    cells: tuple[str, ...] = ()


def is_sound(form: TemplateEditForm, kind: Kind) -> bool:
    """Tell whether the words can be kept; what is wrong stands beside its field."""
    sound = bool(form.validate_on_submit())
    of_title, of_body = faults_of(kind, form.title.data or "", form.body.data or "")
    form.title.errors = [*form.title.errors, *map(say_fault, of_title)]
    form.body.errors = [*form.body.errors, *map(say_fault, of_body)]
    refusal = begins_later(form.effective_from.data, moment.today())
    if refusal is not None and form.effective_from.data is not None:
        form.effective_from.errors = [*form.effective_from.errors, say(refusal)]
        sound = False
    return sound and not of_title and not of_body


def typed(form: TemplateEditForm, kind: Kind) -> tuple[Wording | None, list[str]]:
    """Return the words as typed so far, or what is wrong with them."""
    title, body = form.title.data or "", (form.body.data or "").replace("\r\n", "\n")
    of_title, of_body = faults_of(kind, title, body)
    faults = [say_fault(fault) for fault in (*of_title, *of_body)]
    return (None if faults else Wording(kind.code, 0, title, body)), faults


def occasion_for(kind: Kind, actor: Actor, subject: str | None, on: date) -> Occasion | None:
    """Return the values of a real case, those of the examples where none is asked for.

    None where the case is not there for `actor`.
    """
    if not subject:
        return kind.specimen(on)
    if not (subject.isascii() and subject.isdecimal() and len(subject) <= 9):
        return None
    return kind.occasion(actor, int(subject))


def blocks(letter: Letter) -> list[Shown]:
    """Return the body of a letter for the screen."""
    shown: list[Shown] = []
    for block in letter.body:
        if isinstance(block, Table):
            shown += [Shown(False, "", row) for row in block.rows]
        else:
            shown.append(Shown(isinstance(block, Heading), block.text))
    return shown


def written(kind: Kind, wording: Wording, occasion: Occasion) -> Letter:
    """Return the letter of an occasion in a wording that need not be in force."""
    return compose(kind.code, occasion, wording)


def differences(old: Wording | None, new: Wording) -> list[Difference]:
    """Return the lines of both versions, those that changed marked."""
    before = [] if old is None else [old.title, *old.body.split("\n")]
    after = [new.title, *new.body.split("\n")]
    lines = difflib.ndiff(before, after)
    return [Difference(line[0], line[2:]) for line in lines if line[0] in "-+ "]


def actions(version: TemplateVersion, actor: Actor) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Return the acts open to `actor` with their addresses, and why others are not."""
    kinds = {TemplateAction.APPROVE: "primary", TemplateAction.DISCARD: "quiet"}
    opened, barred = [], []
    for item in available_actions(TEMPLATE_PROCEDURE, version, actor):
        action = TemplateAction(item.transition.action)
        if item.refusal is not None:
            barred.append(f"{item.transition.label}：{say(item.refusal)}")
            continue
        address = url_for(f"wording.template_{action.value}", version_id=version.id)
        opened.append((str(item.transition.label), address, kinds.get(action, "secondary")))
    return opened, barred


def letter_url(kind: str, version_id: int | None = None, example: Example | None = None) -> str:
    """Return the address of a preview as PDF."""
    subject = example.id if example else None
    return url_for("wording.template_letter", kind=kind, version=version_id, on=subject)


def of_kinds(
    kinds: Mapping[str, Kind],
    drafts: Mapping[str, TemplateVersion],
    coming: Mapping[str, Sequence[TemplateVersion]],
    in_force: Mapping[str, Wording],
) -> list[dict[str, object]]:
    """Return a row for each kind: what is in force, what comes, what is being written."""
    return [
        {
            "kind": kind,
            "in_force": in_force[code],
            "coming": coming.get(code, ()),
            "draft": drafts.get(code),
        }
        for code, kind in kinds.items()
    ]


def in_force_today(kind: Kind) -> Wording:
    """Return the wording of today."""
    return wording_on(kind.code, moment.today())
