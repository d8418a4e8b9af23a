"""Pages of recusals: those of a case, one of them, asking for one, deciding; the hand-over."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework import queries, services
from casework.acting import act
from casework.forms.team import (
    CaseHandOverForm,
    RecusalGrantForm,
    RecusalNewForm,
    RecusalRejectForm,
)
from casework.models import Case, Recusal
from casework.procedure import RECUSAL_PROCEDURE
from casework.recusal import labels
from casework.recusal import queries as recusals
from casework.rules import (
    OPEN_STATES,
    RECUSAL_ARTICLE,
    RECUSAL_DECISION_ARTICLE,
    CaseAction,
    Decider,
    RecusalAction,
    RecusalOrigin,
    RecusalState,
)
from casework.views.blueprint import bp
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.identity.models import User
from core.procedure import Available, Forbidden, available_actions
from core.refusals import say
from core.web.acts import acted
from core.web.forms import ActionForm
from core.web.pages import invalid, page, redirect_to

WORDS = SimpleNamespace(
    states=labels.STATES,
    tones=labels.TONES,
    origins=labels.ORIGINS,
    grounds=labels.GROUNDS,
    articles=labels.GROUND_ARTICLES,
    earlier=labels.EARLIER_ACTS,
    deciders=labels.DECIDERS,
    actions=labels.ACTIONS,
    recusal_article=RECUSAL_ARTICLE,
    decision_article=RECUSAL_DECISION_ARTICLE,
)


@bp.get("/cases/<int:case_id>/recusals")
@requires(Permission.CASE_READ)
def case_recusals(case_id: int) -> ResponseReturnValue:
    """List the recusals of a case, and who by what the data says would have to keep away."""
    case = queries.get_visible_case(case_id, actor())
    asked = recusals.recusals_of(case)
    is_open = case.state in OPEN_STATES
    found = recusals.grounds_found(case) if is_open else {}
    settled = {(one.user_id, one.ground) for one in asked}
    noticed = [
        (user, found[user.id])
        for user in (recusals.participants(case) if found else ())
        if user.id in found
        and (user.id, found[user.id]) not in settled
        and recusals.live_recusal(case, user.id) is None
    ]
    return page(
        "casework/recusals.html",
        case=case,
        asked=asked,
        noticed=noticed,
        is_open=is_open,
        words=WORDS,
    )


@bp.route("/cases/<int:case_id>/recusals/new", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def recusal_new(case_id: int) -> ResponseReturnValue:
    """Ask for a recusal: one's own, or as somebody asked for it (`?user=`, `?ground=`)."""
    case = queries.get_visible_case(case_id, actor())
    user_id, ground = request.args.get("user", type=int), request.args.get("ground")
    own = user_id is not None and user_id == actor().id
    preset = {
        "user_id": str(user_id) if user_id else None,
        "ground": ground,
        "origin": RecusalOrigin.DECLARED.value if own else None,
    }
    form = RecusalNewForm(data={"seen_version": case.version, **preset})
    form.offer([(str(user.id), _named(user)) for user in recusals.participants(case)])
    if form.validate_on_submit() and acted(
        form,
        services.ask_recusal,
        case,
        actor(),
        **form.values,
        token=form.form_token.data,
    ):
        flash(_("已提出，等待决定。"), "success")
        return redirect_to(url_for("casework.case_recusals", case_id=case_id))
    show = invalid if form.is_submitted() else page
    return show("casework/recusal_new.html", case=case, form=form, words=WORDS)


@bp.get("/cases/<int:case_id>/recusals/<int:recusal_id>")
@requires(Permission.CASE_READ)
def recusal_detail(case_id: int, recusal_id: int) -> ResponseReturnValue:
    """Show a recusal: who asked, why, who decides, what was decided."""
    case = queries.get_visible_case(case_id, actor())
    recusal = recusals.get_recusal(case, recusal_id)
    pending = recusal.state is RecusalState.PENDING
    return page(
        "casework/recusal_detail.html",
        case=case,
        recusal=recusal,
        offers=[_offer(case, recusal, one) for one in _open(recusal)],
        deciders=recusals.deciders(recusal) if pending else [],
        pending=pending,
        leaderless=recusal.decider is Decider.SUPERIOR
        and recusal.state is RecusalState.GRANTED
        and not recusals.who_decides(case, Decider.LEADER, recusal.user_id),
        words=WORDS,
    )


@bp.route("/cases/<int:case_id>/recusals/<int:recusal_id>/grant", methods=["GET", "POST"])
@requires(Permission.RECUSAL_DECIDE)
def recusal_grant(case_id: int, recusal_id: int) -> ResponseReturnValue:
    """Grant a recusal."""

    def offer(form: RecusalGrantForm, case: Case, recusal: Recusal) -> None:
        on_team = any(m.user_id == recusal.user_id and m.left_on is None for m in case.members)
        successors = _successors(case, recusal.user_id) if on_team else None
        form.offer(successors, recusals.took_part(case, recusal.user_id))

    return _decide(
        (case_id, recusal_id), RecusalAction.GRANT, RecusalGrantForm, services.grant_recusal, offer
    )


@bp.route("/cases/<int:case_id>/recusals/<int:recusal_id>/reject", methods=["GET", "POST"])
@requires(Permission.RECUSAL_DECIDE)
def recusal_reject(case_id: int, recusal_id: int) -> ResponseReturnValue:
    """Reject a recusal."""
    return _decide(
        (case_id, recusal_id), RecusalAction.REJECT, RecusalRejectForm, services.reject_recusal
    )


@bp.route("/cases/<int:case_id>/hand-over", methods=["GET", "POST"])
@requires(Permission.CASE_TEAM)
def case_hand_over(case_id: int) -> ResponseReturnValue:
    """Let a member leave the team and name who takes over."""

    def offer(form: CaseHandOverForm, case: Case) -> None:
        leaving = [member.user for member in case.members if member.left_on is None]
        form.offer(leaving, _successors(case, None))

    return act(case_id, CaseAction.HAND_OVER, CaseHandOverForm, services.hand_over, offer)


@bp.route("/recusal-notices/<int:recusal_id>", methods=["GET", "POST"])
@requires(Permission.DESK_READ)
def recusal_notice(recusal_id: int) -> ResponseReturnValue:
    """Tell somebody that they are recused from a case: its number and the day, nothing else of it;
    they note that they have read it.
    """
    recusal = recusals.notice_for(recusal_id, actor())
    form = ActionForm(data={"seen_version": recusal.version})
    if form.validate_on_submit() and acted(
        form,
        services.note_recusal,
        recusal,
        actor(),
        seen_version=form.version,
        token=form.form_token.data,
    ):
        flash(_("已知悉。"), "success")
        return redirect_to(url_for("casework.recusal_notice", recusal_id=recusal_id))
    show = invalid if form.is_submitted() else page
    return show("casework/recusal_notice.html", recusal=recusal, form=form, words=WORDS)


def _decide(
    ids: tuple[int, int],
    action: RecusalAction,
    form_type: type[Any],
    service: Callable[..., None],
    offer: Callable[[Any, Case, Recusal], None] = lambda *_subjects: None,
) -> ResponseReturnValue:
    case_id, recusal_id = ids
    case = queries.get_case_file(case_id, actor())
    recusal = recusals.get_recusal(case, recusal_id)
    back = url_for("casework.recusal_detail", case_id=case_id, recusal_id=recusal_id)
    if not recusals.may_decide(recusal, actor()):
        raise Forbidden(action)
    form = form_type(data={"seen_version": recusal.version})
    offer(form, case, recusal)
    open_now = {one.transition.action: one for one in _open(recusal)}
    if not form.is_submitted() and (action not in open_now or open_now[action].refusal is not None):
        return redirect_to(back)  # the page says what was decided, or why it cannot be
    if form.validate_on_submit() and acted(
        form,
        service,
        recusal,
        actor(),
        **form.values,
        seen_version=form.version,
        token=form.form_token.data,
    ):
        flash(_("已作出决定。"), "success")
        return redirect_to(back)
    show = invalid if form.is_submitted() else page
    label = labels.ACTIONS[action]
    context = {"case": case, "recusal": recusal, "form": form, "action": action, "label": label}
    return show("casework/recusal_decide.html", **context, words=WORDS)


def _open(recusal: Recusal) -> list[Available]:
    return available_actions(RECUSAL_PROCEDURE, recusal, actor())


def _offer(case: Case, recusal: Recusal, one: Available) -> dict[str, Any]:
    action = RecusalAction(one.transition.action)
    return {
        "label": labels.ACTIONS[action],
        "url": url_for(f"casework.recusal_{action.value}", case_id=case.id, recusal_id=recusal.id),
        "kind": "primary" if action is RecusalAction.GRANT else "secondary",
        "barred": say(one.refusal) if one.refusal else None,
    }


def _successors(case: Case, leaver_id: int | None) -> list[tuple[str, str]]:
    """Return who may take over: others of the team, then investigators who may join."""
    present = [m.user for m in case.members if m.left_on is None and m.user_id != leaver_id]
    of_team = [(str(user.id), _("%(name)s（调查组成员）", name=user.name)) for user in present]
    return [*of_team, *((str(user.id), _named(user)) for user in queries.candidates(case))]


def _named(user: User) -> str:
    return f"{user.name}（{user.post_title}）" if user.post_title else user.name
