"""The life of a wording: written, approved by a second person or given up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core import moment
from core.access import Actor, Permission
from core.documents.fonts import MissingGlyphs, require
from core.documents.templates.composing import wording_on
from core.documents.templates.kinds import Kind, registered
from core.documents.templates.language import Fault, FaultCode, faults
from core.documents.templates.models import TemplateState, TemplateVersion
from core.procedure import Procedure, Transition
from core.refusals import Refusal
from wording import queries
from wording.labels import ACTIONS, EXTRA_ACTIONS, STATES, say_fault
from wording.rules import TemplateAction, begins_later, second_person


def faults_of(kind: Kind, title: str, body: str) -> tuple[tuple[Fault, ...], tuple[Fault, ...]]:
    """Return what is wrong with title and body, characters that no font has included."""
    of_title, of_body = faults(title, body, kind.vocabulary)
    return (*of_title, *_unprintable(title)), (*of_body, *_unprintable(body))


def _unprintable(text: str) -> tuple[Fault, ...]:
    try:
        require(["".join(text.split())])
    except MissingGlyphs as missing:
        return (Fault(FaultCode.UNPRINTABLE, 0, 0, "".join(missing.characters)),)
    return ()


def _sound(version: TemplateVersion, _actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    of_title, of_body = faults_of(registered()[version.kind], data["title"], data["body"])
    found = [*of_title, *of_body]
    if found:
        return Refusal("template_has_faults", {"faults": "；".join(map(say_fault, found))})
    return begins_later(data["effective_from"], moment.today())


def _edit(version: TemplateVersion, actor: Actor, data: Mapping[str, Any]) -> Mapping[str, Any]:
    version.title, version.body, version.note = data["title"], data["body"], data["note"]
    version.effective_from = data["effective_from"]
    version.drafted_by_id = actor.id
    return {"effective_from": version.effective_from}


def _approvable(version: TemplateVersion, actor: Actor) -> Refusal | None:
    refusal = second_person(version.drafted_by_id, actor.id)
    refusal = refusal or begins_later(version.effective_from, moment.today())
    if refusal is None and version.effective_from is not None:
        now = wording_on(version.kind, version.effective_from)
        if (now.title, now.body) == (version.title, version.body):
            return Refusal("template_nothing_changed")
    return refusal


def _approve(version: TemplateVersion, actor: Actor, _data: Mapping[str, Any]) -> Mapping[str, Any]:
    version.approved_by_id, version.approved_at = actor.id, moment.now()
    return {"effective_from": version.effective_from}


TEMPLATE_PROCEDURE = Procedure(
    name="template",
    model=TemplateVersion,
    states=TemplateState,
    transitions=(
        Transition(
            TemplateAction.EDIT,
            frozenset({TemplateState.DRAFT}),
            None,
            Permission.TEMPLATE_EDIT,
            ACTIONS[TemplateAction.EDIT],
            check=_sound,
            effect=_edit,
        ),
        Transition(
            TemplateAction.APPROVE,
            frozenset({TemplateState.DRAFT}),
            TemplateState.APPROVED,
            Permission.TEMPLATE_APPROVE,
            ACTIONS[TemplateAction.APPROVE],
            guard=_approvable,
            effect=_approve,
        ),
        Transition(
            TemplateAction.DISCARD,
            frozenset({TemplateState.DRAFT}),
            TemplateState.DISCARDED,
            Permission.TEMPLATE_EDIT,
            ACTIONS[TemplateAction.DISCARD],
        ),
    ),
    unit_path=lambda _version: queries.house_path(),
    path=(TemplateState.DRAFT, TemplateState.APPROVED),
    state_labels=STATES,
    extra_labels=EXTRA_ACTIONS,
)
