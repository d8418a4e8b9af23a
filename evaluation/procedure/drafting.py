"""The plan and the questionnaire of a round while it is a draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.access import Actor
from core.refusals import Refusal
from evaluation import labels
from evaluation.models import (
    EvaluationRound,
    RoundChannel,
    RoundQuota,
    RoundUnit,
    SurveyOption,
    SurveyQuestion,
)
from evaluation.queries import rounds as queries
from evaluation.queries.packs import grades, pack_of
from evaluation.rules import (
    MOST_OPTIONS,
    MOST_PLANNED,
    MOST_QUESTIONS,
    MOST_UNITS,
    QuestionKind,
    SheetSource,
    read_scale,
)
from regulations.codes import WordList
from regulations.rules import EffectivePack, words

Data = Mapping[str, Any]

#: What is offered as the options of a form where the rules name no grades; the organiser may
#: choose others.
USUAL_SCALE = "好 100\n一般 50\n差 0"
MOST_POINTS = 100


def plan_fault(pack: EffectivePack, data: Data, allowed: set[int]) -> Refusal | None:
    """Return what is wrong with a plan: method, days, units (also for one not stored yet)."""
    if data["method_code"] not in {w.code for w in words(pack, WordList.EVALUATION_METHOD)}:
        return Refusal("round_method_unknown")
    if data["ends_on"] < data["starts_on"]:
        return Refusal("round_dates")
    if not data["unit_ids"]:
        return Refusal("round_needs_units")
    if len(data["unit_ids"]) > MOST_UNITS:
        return Refusal("round_too_many_units", {"n": MOST_UNITS})
    if not set(data["unit_ids"]) <= allowed:
        return Refusal("round_unit_unknown")
    if not all(0 < weight <= MOST_POINTS for weight in data["weights"].values()):
        return Refusal("round_weights")
    return _scale_fault(pack, data["scale"])


def usual_scale(pack: EffectivePack) -> str:
    """Return the options offered for a form: the pack's grades, evenly spaced, or good to bad."""
    labels_ = list(grades(pack).values())
    steps = max(len(labels_) - 1, 1)
    even = [MOST_POINTS * (steps - n) // steps for n in range(len(labels_))]
    lines = [f"{label} {points}" for label, points in zip(labels_, even, strict=True)]
    return "\n".join(lines) or USUAL_SCALE


def _scale_fault(pack: EffectivePack, typed: str) -> Refusal | None:
    """Refuse a scale that cannot be read, or other words than the grades the pack names."""
    scale = read_scale(typed)
    named = list(grades(pack).values())
    if scale is None or not 2 <= len(scale) < MOST_OPTIONS or labels.DONT_KNOW in dict(scale):
        return Refusal("round_scale")
    if any(not 0 <= points <= MOST_POINTS for _label, points in scale):
        return Refusal("round_scale")
    if named and [label for label, _points in scale] != named:
        return Refusal("round_scale_words", {"grades": "、".join(named)})
    return None


def plan_check(round_: EvaluationRound, _actor: Actor, data: Data) -> Refusal | None:
    allowed = {unit.id for unit in queries.units_below(round_.unit)}
    return plan_fault(pack_of(round_), data, allowed)


def edit(round_: EvaluationRound, _actor: Actor, data: Data) -> dict[str, Any]:
    for name in ("title", "method_code", "plan", "starts_on", "ends_on", "has_open_link"):
        setattr(round_, name, data[name])
    kept = {u.unit_id: u for u in round_.units}
    rescale(round_, data["scale"])
    weigh(round_, data["weights"])
    round_.units = [kept.get(unit_id) or RoundUnit(unit_id=unit_id) for unit_id in data["unit_ids"]]
    return {"units": len(round_.units), "starts_on": round_.starts_on, "ends_on": round_.ends_on}


def question_check(round_: EvaluationRound, _actor: Actor, data: Data) -> Refusal | None:
    kind, options = data["kind"], data["options"]
    if len(round_.questionnaire.questions) >= MOST_QUESTIONS:
        return Refusal("round_too_many_questions", {"n": MOST_QUESTIONS})
    chosen = kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE)
    if chosen and not (2 <= len(options) <= MOST_OPTIONS and len(set(options)) == len(options)):
        return Refusal("round_options")
    if kind is QuestionKind.GRADE and grade_questions(round_):
        return Refusal("round_needs_grade_question")
    return None


def grade_questions(round_: EvaluationRound) -> int:
    return sum(q.kind is QuestionKind.GRADE for q in round_.questionnaire.questions)


def scale_options(pack: EffectivePack, typed: str) -> list[SurveyOption]:
    """Return the options of a question on the round's scale, “don't know” last."""
    codes = {label: code for code, label in grades(pack).items()}
    scale = [
        SurveyOption(
            position=n,
            label=label,
            grade_code=codes.get(label),
            is_dont_know=False,
            weight=points,
        )
        for n, (label, points) in enumerate(read_scale(typed) or (), 1)
    ]
    unsure = SurveyOption(position=len(scale) + 1, label=labels.DONT_KNOW, is_dont_know=True)
    return [*scale, unsure]


def rescale(round_: EvaluationRound, typed: str) -> None:
    """Give every question on the scale the options of `typed`, in place; no answer is in yet."""
    round_.questionnaire.scale = typed
    for question in round_.questionnaire.questions:
        if question.kind not in (QuestionKind.GRADE, QuestionKind.SCALE):
            continue
        made = scale_options(pack_of(round_), typed)
        del question.options[len(made) :]
        for option, new in zip(question.options, made, strict=False):
            option.label, option.weight = new.label, new.weight
            option.grade_code, option.is_dont_know = new.grade_code, new.is_dont_know
        question.options.extend(made[len(question.options) :])


def weigh(round_: EvaluationRound, weights: Mapping[SheetSource, int]) -> None:
    """Set what each way of answering weighs in the index; none: all sheets weigh alike."""
    kept = {channel.source: channel for channel in round_.channels}
    found = []
    for source, weight in weights.items():
        channel = kept.get(source) or RoundChannel(source=source)
        channel.weight = weight
        found.append(channel)
    round_.channels = found


def options_for(
    pack: EffectivePack, kind: QuestionKind, typed: list[str], scale: str
) -> list[SurveyOption]:
    """Return the options of a question of this kind: those typed, or the round's scale."""
    if kind in (QuestionKind.GRADE, QuestionKind.SCALE):
        return scale_options(pack, scale)
    if kind is QuestionKind.TEXT:
        return []
    return [
        SurveyOption(position=n, label=label, is_dont_know=label == labels.DONT_KNOW)
        for n, label in enumerate(typed, 1)
    ]


def sample_check(round_: EvaluationRound, _actor: Actor, data: Data) -> Refusal | None:
    known = {unit.id for unit in round_.units}
    if not {unit for unit, _group in data["quotas"]} <= known:
        return Refusal("round_unit_unknown")
    if not all(0 < planned <= MOST_PLANNED for planned in data["quotas"].values()):
        return Refusal("round_quota", {"n": MOST_PLANNED})
    return None


def plan_sample(round_: EvaluationRound, _actor: Actor, data: Data) -> dict[str, Any]:
    """Set how many sheets are wanted of each unit and group, in place of what was planned before;
    the record has the sum for each unit.
    """
    sums = {}
    for unit in round_.units:
        kept = {quota.group: quota for quota in unit.quotas}
        wanted = {group: n for (of, group), n in data["quotas"].items() if of == unit.id}
        for group, planned in wanted.items():
            quota = kept.get(group) or RoundQuota(group=group)
            quota.planned = planned
            kept[group] = quota
        unit.quotas = [quota for group, quota in kept.items() if group in wanted]
        sums[str(unit.unit_id)] = sum(wanted.values())
    return {"planned": sums}


def add_question(round_: EvaluationRound, _actor: Actor, data: Data) -> dict[str, Any]:
    questions = round_.questionnaire.questions
    question = SurveyQuestion(
        position=max((q.position for q in questions), default=0) + 1,
        kind=data["kind"],
        text=data["text"],
        is_required=data["is_required"] and data["kind"] is not QuestionKind.TEXT,
        options=options_for(
            pack_of(round_), data["kind"], data["options"], round_.questionnaire.scale
        ),
    )
    questions.append(question)
    return {"question": question.text}


def known_question(round_: EvaluationRound, _actor: Actor, data: Data) -> Refusal | None:
    found = any(q.id == data["question_id"] for q in round_.questionnaire.questions)
    return None if found else Refusal("round_question_unknown")


def remove_question(round_: EvaluationRound, _actor: Actor, data: Data) -> dict[str, Any]:
    questions = round_.questionnaire.questions
    question = next(q for q in questions if q.id == data["question_id"])
    questions.remove(question)
    return {"question": question.text}
