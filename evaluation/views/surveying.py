"""The questionnaire of a draft, and what is handed out: slips with codes, paper forms."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core import moment
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.web.acts import acted
from core.web.pages import invalid, page
from evaluation import forms, labels
from evaluation.models import EvaluationRound
from evaluation.queries import rounds as queries
from evaluation.queries.packs import pack_of
from evaluation.queries.steps import by_hand
from evaluation.rules import ParticipantGroup, QuestionKind, RoundAction
from evaluation.services import rounds as services
from evaluation.services.handing_out import hand_out
from evaluation.views.blueprint import bp
from evaluation.views.offering import Step, can, open_acts_of
from evaluation.views.public import numbered_fields
from evaluation.views.qr import qr_svg


@bp.route("/evaluation-rounds/<int:round_id>/add-question", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def round_add_question(round_id: int) -> ResponseReturnValue:
    """Add a question to the draft."""
    round_ = queries.get_visible_round(round_id, actor())
    form = forms.AddQuestionForm(data={"seen_version": round_.version, "is_required": True})
    note = _("总体评价和分项评价使用制度规定的档次，不必填写选项；单选题、多选题的选项每行一个。")
    step = Step(round_, RoundAction.ADD_QUESTION, services.add_question, note=note)
    return step.show(
        form,
        lambda: {
            "question": services.NewQuestion(
                kind=QuestionKind(form.kind.data),
                text=form.text.data or "",
                options=[
                    line.strip() for line in (form.options.data or "").splitlines() if line.strip()
                ],
                is_required=form.is_required.data,
            )
        },
    )


@bp.route("/evaluation-rounds/<int:round_id>/remove-question", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def round_remove_question(round_id: int) -> ResponseReturnValue:
    """Take a question out of the draft."""
    round_ = queries.get_visible_round(round_id, actor())
    form = forms.RemoveQuestionForm(data={"seen_version": round_.version})
    form.question_id.choices = [(q.id, q.text) for q in round_.questionnaire.questions]
    step = Step(round_, RoundAction.REMOVE_QUESTION, services.remove_question)
    return step.show(form, lambda: {"question_id": form.question_id.data})


@bp.route("/evaluation-rounds/<int:round_id>/hand-out", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def round_hand_out(round_id: int) -> ResponseReturnValue:
    """Make slips and show them once for printing, or count paper forms."""
    round_ = queries.get_visible_round(round_id, actor())
    form = forms.HandOutForm(data={"seen_version": round_.version, "count": 20, "is_paper": "web"})
    form.round_unit_id.choices = [(unit.id, unit.unit.name) for unit in round_.units]
    made: list[str] = []

    def make() -> None:
        made.extend(
            hand_out(
                round_,
                actor(),
                round_unit_id=form.round_unit_id.data,
                group=ParticipantGroup(form.group.data),
                count=form.count.data or 0,
                is_paper=False,
                seen_version=form.version,
                token=form.form_token.data,
            )
        )

    is_web = form.is_paper.data == "web"
    if form.is_submitted() and is_web and form.validate() and acted(form, make):
        unit = next(u.unit for u in round_.units if u.id == form.round_unit_id.data)
        links = [url_for("evaluation.survey_answer", token=t, _external=True) for t in made]
        slips = [(link, qr_svg(link, _("答题链接二维码"))) for link in links]
        group = labels.GROUPS[ParticipantGroup(form.group.data)]
        return page("evaluation/slips.html", round=round_, unit=unit, slips=slips, group=group)
    step = Step(round_, RoundAction.HAND_OUT, hand_out, note=_slip_note())
    if form.is_submitted() and is_web:
        return invalid("evaluation/step.html", **_around(round_, form))
    return step.show(
        form,
        lambda: {
            "round_unit_id": form.round_unit_id.data,
            "group": ParticipantGroup(form.group.data),
            "count": form.count.data,
            "is_paper": True,
        },
    )


@bp.route("/evaluation-rounds/<int:round_id>/record-step", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def round_record_step(round_id: int) -> ResponseReturnValue:
    """Record the day of a step of the rules that only people know of."""
    round_ = queries.get_visible_round(round_id, actor())
    form = forms.RecordStepForm(data={"seen_version": round_.version, "on": moment.today()})
    form.step_code.choices = list(by_hand(pack_of(round_)).items())
    step = Step(round_, RoundAction.RECORD_STEP, services.record_step)
    return step.show(
        form,
        lambda: {
            "step_code": form.step_code.data,
            "on": form.on.data,
            "note": form.note.data,
        },
    )


@bp.get("/evaluation-rounds/<int:round_id>/paper-form")
@requires(Permission.EVALUATION_READ)
def round_paper_form(round_id: int) -> ResponseReturnValue:
    """Show the questionnaire as a sheet to print, options numbered as they are typed."""
    round_ = queries.get_visible_round(round_id, actor())
    return page("evaluation/paper_form.html", round=round_, text=QuestionKind.TEXT)


@bp.route("/evaluation-rounds/<int:round_id>/plan-sample", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def round_plan_sample(round_id: int) -> ResponseReturnValue:
    """Set how many sheets are wanted of each unit and group."""
    round_ = queries.get_visible_round(round_id, actor())
    names = {
        (unit.id, group): forms.quota_name(unit.id, group)
        for unit in round_.units
        for group in ParticipantGroup
    }
    planned = {
        names[unit.id, quota.group]: quota.planned for unit in round_.units for quota in unit.quotas
    }
    form = forms.sample_form(unit.id for unit in round_.units)(
        data={"seen_version": round_.version, **planned}
    )
    step = Step(
        round_, RoundAction.PLAN_SAMPLE, services.plan_sample, "evaluation/plan_sample.html",
        context={"units": round_.units, "groups": labels.GROUPS, "names": names},
    )  # fmt: skip
    return step.show(
        form,
        lambda: {
            "quotas": {
                key: form[name].data for key, name in names.items() if form[name].data is not None
            }
        },
    )


@bp.get("/evaluation-rounds/<int:round_id>/preview")
@requires(Permission.EVALUATION_READ)
def round_preview(round_id: int) -> ResponseReturnValue:
    """Show the questionnaire as wide as a phone, by the template of the public form."""
    round_ = queries.get_visible_round(round_id, actor())
    form = forms.survey_form(round_.questionnaire, is_typed=False)(data={"seen_version": 1})
    return page(
        "evaluation/round_preview.html",
        round=round_,
        unit=round_.units[0].unit,
        numbered=numbered_fields(form, round_.questionnaire),
        is_open=False,
        may_ask=can(open_acts_of(round_), RoundAction.ADD_QUESTION),
    )


@bp.get("/evaluation-rounds/<int:round_id>/open-links")
@requires(Permission.EVALUATION_ORGANISE)
def round_open_links(round_id: int) -> ResponseReturnValue:
    """Show the open link of each unit for a poster, and what it can and cannot prevent."""
    round_ = queries.get_visible_round(round_id, actor())
    links = [
        (unit.unit, url_for("evaluation.survey_open", token=unit.open_token, _external=True))
        for unit in round_.units
        if unit.open_token
    ]
    coded = [(unit, link, qr_svg(link, _("答题链接二维码"))) for unit, link in links]
    return page("evaluation/open_links.html", round=round_, links=coded)


def _slip_note() -> str:
    return str(_("链接只在生成后显示这一次，请随即打印；系统只保存链接的摘要，不知道哪张给了谁。"))


def _around(round_: EvaluationRound, form: forms.HandOutForm) -> dict[str, Any]:
    back = url_for("evaluation.round_detail", round_id=round_.id)
    return {
        "form": form,
        "back": back,
        "label": labels.ACTIONS[RoundAction.HAND_OUT],
        "lead": round_.title,
        "note": _slip_note(),
        "crumb_list": [(_("社会评议"), back)],
    }
