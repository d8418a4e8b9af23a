"""The shape of what is typed about the team: recusals, a hand-over, an investigation at rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField
from wtforms.validators import NumberRange

from casework.forms.cases import CHOOSE, CaseForm, Options
from casework.recusal.labels import EARLIER_ACTS, GROUNDS, ORIGINS
from casework.rules import EarlierActs, RecusalGround, RecusalOrigin
from core.web.forms import (
    ActionForm,
    IntegerField,
    LongTextField,
    RadioField,
    SelectField,
    optional,
    required,
)

#: What people say; the rest is found by the system.
_ORIGINS = tuple(o for o in RecusalOrigin if o is not RecusalOrigin.DETECTED)
_GROUNDS = (
    RecusalGround.RELATIVE,
    RecusalGround.INTEREST,
    RecusalGround.RELATION,
    RecusalGround.OWN_UNIT,
    RecusalGround.EARLIER_ROLE,
)


class _RecusalForm(ActionForm):
    @property
    def shown(self) -> list[Any]:
        """Return the fields a reader fills in."""
        return [field for field in self if not isinstance(field, HiddenField)]


class RecusalNewForm(_RecusalForm):
    """Somebody is asked to keep away: by themselves, or as others said."""

    user_id = SelectField(_("回避人员"), [required(_("请选择回避的人员。"))])
    origin = RadioField(
        _("提出方式"),
        [required(_("请选择由谁提出。"))],
        choices=[(one.value, ORIGINS[one]) for one in _ORIGINS],
    )
    ground = RadioField(
        _("回避情形"),
        [required(_("请选择回避情形。"))],
        choices=[(one.value, GROUNDS[one]) for one in _GROUNDS],
    )
    reason = LongTextField(
        _("事实和理由"),
        [required(_("请写明事实和理由。"))],
        max_length=1000,
        description=_("投诉举报人提出的，不要写明其姓名和可以推断其身份的内容。"),
    )

    def offer(self, people: Sequence[tuple[str, str]]) -> None:
        """Offer these people."""
        self.user_id.choices = [("", CHOOSE), *people]

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {
            "user_id": int(self.user_id.data),
            "origin": RecusalOrigin(self.origin.data),
            "ground": RecusalGround(self.ground.data),
            "reason": self.reason.data,
        }


class RecusalRejectForm(_RecusalForm):
    """A recusal is rejected."""

    reason = LongTextField(_("决定的理由"), [required(_("请写明决定的理由。"))], max_length=1000)

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {"reason": self.reason.data}


class RecusalGrantForm(_RecusalForm):
    """A recusal is granted: what stands of earlier acts, and who takes over."""

    earlier_acts = RadioField(
        _("此前取证和认定的事实"),
        [required(_("请决定此前取证和认定的事实继续有效还是重新进行。"))],
        choices=[(a.value, EARLIER_ACTS[a]) for a in (EarlierActs.STAND, EarlierActs.REDO)],
        description=_("由作出回避决定的机关决定。重新进行的，原记录保留在案，不再作为依据。"),
    )
    successor_id = SelectField(
        _("接替人员"),
        [optional()],
        description=_("未办事项一并移交；回避的是组长的，由接替人员担任组长。"),
    )
    reason = LongTextField(_("决定的理由"), [required(_("请写明决定的理由。"))], max_length=1000)

    def offer(self, successors: Sequence[tuple[str, str]] | None, took_part: bool) -> None:
        """Offer these successors, None: there is nothing to take over; ask of earlier acts only
        where there are some.
        """
        if successors is None:
            del self.successor_id
        else:
            self.successor_id.choices = [("", _("暂不指定")), *successors]
        if not took_part:
            del self.earlier_acts

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        follows = self.successor_id.data if "successor_id" in self else None
        said = self.earlier_acts.data if "earlier_acts" in self else EarlierActs.NONE
        return {
            "reason": self.reason.data,
            "earlier_acts": EarlierActs(said),
            "successor_id": int(follows) if follows else None,
        }


class CaseHandOverForm(CaseForm):
    """A member leaves the team; what is open, and the lead, goes to another."""

    user_id = SelectField(_("离开的人员"), [required(_("请选择离开调查组的人员。"))])
    successor_id = SelectField(
        _("接替人员"),
        [optional()],
        description=_("可以是调查组其他成员；离开的是组长的，由接替人员担任组长。"),
    )
    reason = LongTextField(
        _("事由和交接情况"), [required(_("请写明事由和交接情况。"))], max_length=1000
    )

    def offer(self, leaving: Iterable[Any], successors: Options) -> None:
        """Offer these users."""
        self.user_id.choices = [("", CHOOSE), *((str(user.id), user.name) for user in leaving)]
        self.successor_id.choices = [("", _("暂不指定")), *successors]

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        follows = self.successor_id.data
        return {
            "user_id": int(self.user_id.data),
            "successor_id": int(follows) if follows else None,
            "reason": self.reason.data,
        }


class CaseExtendForm(CaseForm):
    """How much longer an investigation may take, and why."""

    days = IntegerField(
        _("延长天数"),
        [required(_("请填写延长的天数。")), NumberRange(1, 365, _("请填写1至365之间的整数。"))],
        description=_("按原期限的计算方法计算：原期限按工作日的，填写工作日数。"),
    )
    reason = LongTextField(_("延长的理由"), [required(_("请写明理由。"))], max_length=1000)


class CaseSuspendForm(CaseForm):
    """The investigation stands still."""

    reason = LongTextField(
        _("中止的原因"),
        [required(_("请写明中止的原因。"))],
        max_length=1000,
        description=_("例如被调查人下落不明、须等待另案结论。"),
    )


class CaseResumeForm(CaseForm):
    """The investigation goes on."""

    reason = LongTextField(_("恢复的理由"), [required(_("请写明恢复的理由。"))], max_length=1000)
