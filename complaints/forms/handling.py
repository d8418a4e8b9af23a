"""What officers fill in while a complaint is handled."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from complaints.forms.desk import ComplaintReplyForm
from complaints.labels import SATISFACTION, TRANSFER_STATES, URGING_STEPS
from complaints.rules import STEPS_OF, ComplaintAction, Satisfaction, TransferState, UrgingStep
from core.web.forms import (
    ActionForm,
    BooleanField,
    DateField,
    LongTextField,
    RadioField,
    SearchForm,
    SelectField,
    TextField,
    choices,
    optional,
    required,
)


class SupplementAskForm(ActionForm):
    """What is missing, and until when."""

    missing = LongTextField(
        _("需要补充的材料或者情况"), [required(_("请写明需要补充什么。"))], max_length=2000
    )
    due_on = DateField(_("补充期限"), [required(_("请填写补充期限。"))])


class SupplementReceiveForm(ActionForm):
    """What came."""

    text = LongTextField(
        _("补充了什么，怎样收到的"), [required(_("请写明补充了什么。"))], max_length=2000
    )


class SupplementEndForm(ActionForm):
    """Nothing came."""


class TransferForm(ActionForm):
    """To which unit it goes, why, what that unit reads, and until when it reports."""

    unit = SelectField(_("承办单位"), [required(_("请选择承办单位。"))])
    reason = LongTextField(_("转办理由"), [required(_("请写明转办的理由。"))], max_length=500)
    content = LongTextField(
        _("转给承办单位的内容"), [required(_("请写明转给承办单位的内容。"))], max_length=4000
    )
    due_on = DateField(_("办理期限"), [required(_("请填写办理期限。"))])


class TransferSignForm(ActionForm):
    """It is the business of the unit."""


class TransferReturnForm(ActionForm):
    """Why it is not the business of the unit."""

    text = LongTextField(_("退回原因"), [required(_("退回的，应当说明原因。"))], max_length=1000)


class TransferReportForm(ActionForm):
    """What was done, and which leader signed that."""

    text = LongTextField(_("办理情况"), [required(_("请写明办理情况。"))], max_length=4000)
    approved_by = TextField(_("审核签字的分管领导"), [optional()], max_length=40)


class AskTimeForm(ActionForm):
    """Why it takes longer, and until when."""

    text = LongTextField(
        _("不能按期办结的原因和进展"),
        [required(_("申请延期应当说明不能按期办结的原因和进展。"))],
        max_length=2000,
    )
    until = DateField(_("申请延至"), [required(_("请填写申请延至的日期。"))])


class ExtendTransferForm(ActionForm):
    """Whether a unit gets more time, until when, and what is said to it."""

    transfer = SelectField(_("承办单位"), [required(_("请选择承办单位。"))])
    is_granted = RadioField(
        _("答复"),
        [required(_("请选择是否同意延期。"))],
        choices=[("yes", _("同意延期")), ("no", _("不同意"))],
    )
    until = DateField(_("延至"), [optional()])
    text = LongTextField(_("意见"), [optional()], max_length=1000)


class RecallTransferForm(ActionForm):
    """From which unit it is taken back, and why."""

    transfer = SelectField(_("承办单位"), [required(_("请选择承办单位。"))])
    text = LongTextField(_("撤回理由"), [required(_("请写明撤回转办的理由。"))], max_length=500)


class UrgeForm(ActionForm):
    """Which unit is urged, how, and to do what."""

    transfer = SelectField(_("承办单位"), [required(_("请选择承办单位。"))])
    step = RadioField(
        _("方式"),
        [required(_("请选择方式。"))],
        choices=choices(STEPS_OF[ComplaintAction.URGE], URGING_STEPS),
    )
    text = LongTextField(_("要求"), [required(_("请写明催办、督办的要求。"))], max_length=1000)


class SuperviseForm(UrgeForm):
    """A card, and the talk that goes with a red one."""

    step = RadioField(
        _("方式"),
        [required(_("请选择方式。"))],
        choices=choices(STEPS_OF[ComplaintAction.SUPERVISE], URGING_STEPS),
    )
    talk_on = DateField(_("约谈日期"), [optional()])


class UrgingExplainForm(ActionForm):
    """Why it was not handled in time."""

    text = LongTextField(
        _("原因和改进措施"), [required(_("请写明没有按期办理的原因。"))], max_length=2000
    )


class CallBackForm(ActionForm):
    """What who reported says of the answer."""

    satisfaction = RadioField(
        _("回访结果"),
        [required(_("请选择回访的结果。"))],
        choices=choices(Satisfaction, SATISFACTION),
    )
    note = LongTextField(_("回访情况"), [optional()], max_length=2000)


class ReplyAgainForm(ActionForm):
    """Another answer, for who is in doubt about the first."""

    text = LongTextField(
        _("再次答复的内容"), [required(_("请填写再次答复的内容。"))], max_length=8000
    )


class ReplyDraftForm(ComplaintReplyForm):
    """A reply that is put to the leader."""

    is_kept = BooleanField(_("先存草稿，暂不送审"))


class ReplyAgainDraftForm(ReplyAgainForm):
    """Another answer that is put to the leader."""

    is_kept = BooleanField(_("先存草稿，暂不送审"))


class ReplyApproveForm(ActionForm):
    """What the leader says to the signature."""

    text = LongTextField(_("审核意见"), [optional()], max_length=1000)


class ReplySendBackForm(ActionForm):
    """What has to be mended."""

    text = LongTextField(
        _("退回理由"), [required(_("退回修改的，应当说明理由。"))], max_length=1000
    )


class ReplySendForm(ActionForm):
    """It goes out as it was signed."""


class TransferSearch(SearchForm):
    """The filter of the register."""

    state = SelectField(
        _("状态"), [optional()], choices=choices(TransferState, TRANSFER_STATES, blank=_("全部"))
    )
    urged = SelectField(
        _("催办、督办"), [optional()], choices=choices(UrgingStep, URGING_STEPS, blank=_("全部"))
    )
