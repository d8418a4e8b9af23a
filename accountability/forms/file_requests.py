"""Forms of the file seen by a party: asked for at the desk, answered by the team."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from casework.defence.material import Material, choices_of
from core import moment
from core.web.forms import (
    ActionForm,
    ChecksField,
    DateField,
    LongTextField,
    TextField,
    not_in_future,
    optional,
    required,
)


class FileAskForm(ActionForm):
    """What of the file is asked for."""

    wanted = LongTextField(
        _("要求查阅的内容"),
        [required(_("请写明要求查阅的内容。"))],
        max_length=2000,
        description=_("例如：认定事实所依据的全部证据。提供的是摘录，隐去依法应当保密的内容。"),
    )


class FileRegisterForm(FileAskForm):
    """The same from paper, with the days it was received and posted."""

    received_on = DateField(
        _("收到日期"), [required(_("请填写收到日期。")), not_in_future], default=moment.today
    )
    posted_on = DateField(
        _("交邮日期"),
        [optional(), not_in_future],
        description=_("邮寄的填邮戳日期；期满前交邮的，不算逾期。"),
    )

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {name: self[name].data for name in ("wanted", "received_on", "posted_on")}


class FileGrantForm(ActionForm):
    """Nothing is asked but the act itself."""


class FileRefuseForm(ActionForm):
    """Why nothing is shown, and the article where one says so."""

    reason = LongTextField(
        _("理由"),
        [required(_("部分查阅、不予查阅的，须写明理由。"))],
        max_length=2000,
        description=_("写入答复书，不得提到或者可以推知举报人、证人。"),
    )
    basis = TextField(
        _("依据的条款"),
        [optional()],
        max_length=200,
        description=_("有明确条款的填写，没有的不填。"),
    )

    @property
    def said(self) -> dict[str, Any]:
        """As the services take them."""
        return {"reason": self.reason.data, "basis": self.basis.data or None}


class FileGrantPartForm(FileRefuseForm):
    """Which pieces are shown, and why not the others."""

    fact_ids = ChecksField(_("摘录的事实"), [optional()])
    evidence_ids = ChecksField(
        _("摘录的证据"),
        [optional()],
        description=_("只摘录取证的日期、地点和内容，不含在场人员和附件。"),
    )

    def offer(self, material: Material) -> None:
        """Offer the pieces that may reach a party, and no other."""
        self.fact_ids.choices = choices_of(material.facts)
        self.evidence_ids.choices = choices_of(material.evidence)

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        chosen = {
            name: [int(one) for one in self[name].data or ()]
            for name in ("fact_ids", "evidence_ids")
        }
        return {**self.said, **chosen}
