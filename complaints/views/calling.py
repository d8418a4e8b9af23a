"""Pages on which who reported is called back about the answer, and answered again."""

from __future__ import annotations

from typing import Final

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints import forms, labels, queries, services
from complaints.procedure.replies import signed_draft
from complaints.rules import IN_DOUBT, ComplaintAction, Satisfaction
from complaints.views.acting import acted_on, ask, done
from complaints.views.blueprint import bp
from core.access import Permission
from core.access.gate import actor, requires

WORDS: Final = {"said": labels.SATISFACTION, "tone": labels.SATISFACTION_TONES}


@bp.route("/complaints/<int:complaint_id>/call-back", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_REPLY)
def complaint_call_back(complaint_id: int) -> ResponseReturnValue:
    """Enter what who reported says of the answer."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    form = forms.CallBackForm(data={"seen_version": complaint.version})
    sent = form.satisfaction.data
    said = Satisfaction(sent) if sent in set(Satisfaction) else None
    if acted_on(
        form, services.call_back, complaint, satisfaction=said, note=form.note.data or None
    ):
        again = _("已登记回访，投诉举报人有疑义，请再次答复。")
        return done(complaint_id, again if said in IN_DOUBT else _("已登记回访。"))
    return ask(complaint, ComplaintAction.CALL_BACK, form)


@bp.route("/complaints/<int:complaint_id>/reply-again", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_REPLY)
def complaint_reply_again(complaint_id: int) -> ResponseReturnValue:
    """Answer who is in doubt; the letter is made at once."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    signed = signed_draft(complaint)
    kind = forms.ReplyAgainForm if signed is None else forms.ReplySendForm
    form = kind(data={"seen_version": complaint.version})
    text = form.data["text"] if signed is None else signed.text
    if acted_on(form, services.reply_again, complaint, text=text):
        return done(complaint_id, _("已再次答复，并生成办理结果告知书。"))
    return ask(complaint, ComplaintAction.REPLY_AGAIN, form, signed=signed)
