"""What the public sees: the questionnaire behind a slip, the thanks, a published result.

No sign-in, no script needed, made for a phone. Nothing of who answers is kept or logged.
"""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from core.access.gate import public
from core.web.acts import acted
from core.web.forms import Form, csrf
from core.web.pages import invalid, page, redirect_to
from evaluation import labels
from evaluation.forms import survey_form
from evaluation.models import Questionnaire
from evaluation.queries import results, surveys
from evaluation.queries import rounds as queries
from evaluation.queries.packs import grades, method_label, pack_of
from evaluation.rules import QuestionKind
from evaluation.services.answering import Answers, answer, answer_open
from evaluation.views.blueprint import bp
from evaluation.views.throttle import Throttle

#: A wrong link weighs as much as twelve right ones.
WRONG = 12

throttle = Throttle()
#: So many answers an hour are taken from one address at open links: a village behind one gateway
#: may share it, a machine that answers by itself comes no further.
open_throttle = Throttle(30, 3600)
#: What a browser is told to keep once it answered at an open link, for as long as a round lasts.
ANSWERED, KEEP_SECONDS = "wenze_answered", 90 * 24 * 3600


@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF ships no types
@bp.route("/survey/<path:token>", methods=["GET", "POST"])
@public
def survey_answer(token: str) -> ResponseReturnValue:
    """Show the questionnaire of a slip and take the answers, once."""
    if throttle.is_too_much(request.remote_addr or ""):
        raise TooManyRequests
    slip = surveys.find_slip(token)
    if slip is None:
        throttle.is_too_much(request.remote_addr or "", WRONG)
        return _unlisted(page("evaluation/survey_gone.html", status=404))
    round_ = slip.round_unit.round
    shown: dict[str, Any] = {"round": round_, "unit": slip.round_unit.unit}
    if surveys.is_used(slip):
        return _unlisted(page("evaluation/survey_thanks.html", **shown))
    if not surveys.takes_sheets(round_):
        return _unlisted(page("evaluation/survey_closed.html", **shown))
    form = survey_form(round_.questionnaire, is_typed=False)(data={"seen_version": 1})
    if form.validate_on_submit() and acted(
        form, answer, slip, answers_in(form, round_.questionnaire)
    ):
        return _unlisted(redirect_to(request.path))
    show = invalid if form.is_submitted() else page
    numbered = numbered_fields(form, round_.questionnaire)
    return _unlisted(
        show(
            "evaluation/survey_answer.html",
            form=form,
            numbered=numbered,
            here=request.path,
            is_open=False,
            **shown,
        )
    )


@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF ships no types
@bp.route("/survey/open/<path:token>", methods=["GET", "POST"])
@public
def survey_open(token: str) -> ResponseReturnValue:
    """Show the questionnaire of an open link and take answers, once a browser that says so.

    The browser keeps a word that is the same for everybody; the server keeps nothing of who it was.
    """
    address = request.remote_addr or ""
    if throttle.is_too_much(address):
        raise TooManyRequests
    unit = surveys.find_open(token)
    if unit is None:
        throttle.is_too_much(address, WRONG)
        return _unlisted(page("evaluation/survey_gone.html", status=404))
    round_ = unit.round
    shown: dict[str, Any] = {"round": round_, "unit": unit.unit}
    if request.cookies.get(ANSWERED):
        return _unlisted(page("evaluation/survey_thanks.html", **shown))
    if not surveys.takes_sheets(round_):
        return _unlisted(page("evaluation/survey_closed.html", **shown))
    form = survey_form(round_.questionnaire, is_typed=False)(data={"seen_version": 1})
    if form.validate_on_submit():
        if open_throttle.is_too_much(address):
            raise TooManyRequests
        if acted(form, answer_open, unit, answers_in(form, round_.questionnaire)):
            return _unlisted(_remembered(redirect_to(request.path)))
    show = invalid if form.is_submitted() else page
    numbered = numbered_fields(form, round_.questionnaire)
    return _unlisted(
        show(
            "evaluation/survey_answer.html",
            form=form,
            numbered=numbered,
            here=request.path,
            is_open=True,
            **shown,
        )
    )


@bp.get("/evaluation-results/<int:round_id>")
@public
def result_detail(round_id: int) -> ResponseReturnValue:
    """Show the result of a round that was published to everybody."""
    round_ = queries.get_published_round(round_id)
    pack = pack_of(round_)
    return page(
        "evaluation/result_detail.html",
        round=round_,
        results=results.results_of(round_),
        grades=grades(pack),
        method=method_label(pack, round_.method_code),
        labels=labels,
    )


def answers_in(form: Form, questionnaire: Questionnaire) -> Answers:
    """Return what was filled in."""
    choices: dict[int, list[int]] = {}
    texts: dict[int, str] = {}
    for question in questionnaire.questions:
        value = form[f"q{question.id}"].data
        if question.kind is QuestionKind.TEXT:
            texts[question.id] = value or ""
        elif value is not None:
            choices[question.id] = value if isinstance(value, list) else [value]
    return Answers(choices, texts)


def numbered_fields(form: Form, questionnaire: Questionnaire) -> list[tuple[int, Any, Any]]:
    """Return each question with its number and field, in order."""
    return [(n, q, form[f"q{q.id}"]) for n, q in enumerate(questionnaire.questions, 1)]


def _remembered(response: Response) -> Response:
    """Let the browser know that it answered at this address; the word names nobody."""
    response.set_cookie(
        ANSWERED,
        "1",
        max_age=KEEP_SECONDS,
        path=request.path,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def _unlisted(response: Response) -> Response:
    """Keep the page out of search engines and the link out of other sites' logs."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
