"""The shape of what is typed about a case. `values` are the arguments of the service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField
from wtforms.validators import StopValidation, ValidationError

from casework.defending import Adoption, DefenceManner
from casework.labels import (
    ADOPTIONS,
    DEFENCE_MANNERS,
    EVIDENCE_KINDS,
    OUTCOMES,
    PERSON_ROLES,
    RESPONDENT_KINDS,
    STATES,
)
from casework.narrowing import AGES, PACES, Age, Pace
from casework.rules import (
    CaseState,
    DefenceOutcome,
    EvidenceKind,
    PersonRole,
    RespondentKind,
)
from core.files.fields import AttachmentsField
from core.web.forms import (
    ActionForm,
    BooleanField,
    ChecksField,
    DateField,
    IntegerField,
    LongTextField,
    RadioField,
    SearchForm,
    SelectField,
    TextField,
    choices,
    not_in_future,
    optional,
    required,
)

Options = Sequence[tuple[str, Any]]
CHOOSE = _("请选择")


class CaseForm(ActionForm):
    """A form for an act on a case; one without fields of its own only asks to confirm."""

    @property
    def takes_files(self) -> bool:
        """Tell whether files can be chosen in it."""
        return any(isinstance(field, AttachmentsField) for field in self)

    @property
    def shown(self) -> list[Any]:
        """Return the fields a reader fills in."""
        return [field for field in self if not isinstance(field, HiddenField)]

    @property
    def values(self) -> dict[str, Any]:
        """Return what was typed, by the names the service takes."""
        return self.typed_values()

    def typed_values(self) -> dict[str, Any]:
        """Return the fields as they are, by name."""
        return {field.name: field.data for field in self.shown}


class CaseNewForm(ActionForm):
    """A case is proposed; the complaint, if there is one, gives unit and respondents."""

    complaint = HiddenField()
    title = TextField(_("案由"), [required(_("请填写案由。"))], max_length=120)
    unit = SelectField(_("承办单位"), [required(_("请选择承办单位。"))])
    trigger_code = SelectField(_("追责情形"), [required(_("请选择追责情形。"))])
    act_on = DateField(_("行为发生日期"), [required(_("请填写行为发生日期。")), not_in_future])
    summary = LongTextField(_("主要问题"), [required(_("请填写主要问题。"))], max_length=5000)
    accused_unit = SelectField(_("被反映单位"), [required(_("请选择被反映单位。"))])
    accused_name = TextField(_("被反映人员"), [optional()], max_length=40)
    accused_post = TextField(_("职务"), [optional()], max_length=60)

    def drop_respondents(self) -> None:
        """Leave out what the complaint says already."""
        for name in ("unit", "accused_unit", "accused_name", "accused_post"):
            delattr(self, name)


class CaseFileForm(CaseForm):
    """The case is filed."""

    opinion = LongTextField(_("立案意见"), [optional()], max_length=2000)


class CaseConfirmForm(CaseForm):
    """Nothing is asked but the act itself."""


class CaseNameMemberForm(CaseForm):
    """An investigator joins the team."""

    user_id = SelectField(
        _("调查人员"),
        [required(_("请选择调查人员。"))],
        description=_("只列出本单位可以参加调查的人员；与本案有利害关系的不在其中。"),
    )
    is_lead = BooleanField(_("担任组长"))

    def offer(self, people: Iterable[Any]) -> None:
        """Offer these users."""
        named = [(str(user.id), f"{user.name}（{user.unit.short_name}）") for user in people]
        self.user_id.choices = [("", CHOOSE), *named]

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {"user_id": int(self.user_id.data), "is_lead": self.is_lead.data}


class CaseAddRespondentForm(CaseForm):
    """A unit or person the case is about; `entry_id` names the entry that is completed."""

    entry_id = SelectField(_("登记方式"), [optional()])
    kind = RadioField(
        _("对象"),
        [required(_("请选择单位或者人员。"))],
        choices=choices(RespondentKind, RESPONDENT_KINDS),
    )
    unit_id = SelectField(_("所在单位"), [required(_("请选择单位。"))])
    name = TextField(
        _("姓名"),
        max_length=40,
        description=_("登记人员时填写；有同名人员的，填写其登录名。"),
    )
    post_title = TextField(_("职务"), [optional()], max_length=60)
    role = SelectField(
        _("在行为中的身份"),
        [optional()],
        choices=choices(PersonRole, PERSON_ROLES, blank=_("尚未查明")),
        description=_("责任划分按此身份进行，起草调查报告前须查明。"),
    )

    def offer(self, units: Options, entries: Options) -> None:
        """Offer these units, and these entries for completion."""
        self.unit_id.choices = [("", CHOOSE), *units]
        self.entry_id.choices = [("", _("新增一项")), *entries]

    def validate_name(self, field: Any) -> None:
        """Ask for the name of a person."""
        if self.kind.data == RespondentKind.PERSON and not field.data:
            raise ValidationError(_("请填写责任人员的姓名。"))

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {
            "entry_id": int(self.entry_id.data) if self.entry_id.data else None,
            "kind": RespondentKind(self.kind.data),
            "unit_id": int(self.unit_id.data),
            "name": self.name.data or None,
            "post_title": self.post_title.data or None,
            "role": PersonRole(self.role.data) if self.role.data else None,
        }


class CaseRecordEvidenceForm(CaseForm):
    """One act of gathering evidence (CMP-05 to CMP-07)."""

    kind = RadioField(
        _("取证方式"),
        [required(_("请选择取证方式。"))],
        choices=choices(EvidenceKind, EVIDENCE_KINDS),
    )
    on_date = DateField(_("日期"), [required(_("请填写日期。")), not_in_future])
    place = TextField(_("地点"), [required(_("请填写地点。"))], max_length=120)
    persons = TextField(
        _("被调查人和在场人员"), [optional()], description=_("写明姓名和身份，例如证人、专家。")
    )
    investigator_ids = ChecksField(_("取证人员"), [required(_("请勾选取证人员。"))])
    credentials_shown = BooleanField(_("已向被调查人出示证件"))
    summary = LongTextField(_("取证内容"), [required(_("请记录取证内容。"))])
    files = AttachmentsField(_("附件"))

    def offer(self, people: Iterable[Any]) -> None:
        """Offer the present team."""
        self.investigator_ids.choices = [(str(user.id), user.name) for user in people]

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {
            **self.typed_values(),
            "kind": EvidenceKind(self.kind.data),
            "persons": self.persons.data or None,
            "investigator_ids": [int(chosen) for chosen in self.investigator_ids.data or ()],
        }


class CaseAttachFilesForm(CaseForm):
    """Files for evidence recorded before."""

    evidence_id = SelectField(_("证据"), [required(_("请选择证据。"))])
    files = AttachmentsField(_("附件"), [required(_("请选择要补充的附件。"))])

    def offer(self, evidence: Options) -> None:
        """Offer the evidence of the case."""
        self.evidence_id.choices = [("", CHOOSE), *evidence]

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {"evidence_id": int(self.evidence_id.data), "files": self.files.data}


class CaseRecordFactForm(CaseForm):
    """A fact found, and what proves it."""

    on_date = DateField(_("发生日期"), [optional(), not_in_future])
    text = LongTextField(_("认定的事实"), [required(_("请写明认定的事实。"))], max_length=5000)
    evidence_ids = ChecksField(_("依据的证据"), [required(_("请至少勾选一项证据。"))])

    def offer(self, evidence: Options) -> None:
        """Offer the evidence of the case."""
        self.evidence_ids.choices = list(evidence)

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        chosen = [int(item) for item in self.evidence_ids.data or ()]
        return {**self.typed_values(), "evidence_ids": chosen}


class CaseRecordDefenceManner(CaseForm):
    """What a respondent said, that they declined, or that they did not come (ACC-13)."""

    respondent_id = SelectField(_("陈述申辩人"), [required(_("请选择陈述申辩人。"))])
    outcome = RadioField(
        _("情况"), [required(_("请选择情况。"))], choices=choices(DefenceOutcome, OUTCOMES)
    )
    heard_on = DateField(_("日期"), [required(_("请填写日期。")), not_in_future])
    manner = SelectField(_("方式"), choices=choices(DefenceManner, DEFENCE_MANNERS, CHOOSE))
    text = LongTextField(
        _("陈述申辩的内容"), description=_("未到场、未提出的，写明何时以何种方式告知。")
    )
    files = AttachmentsField(_("附件"))
    adoption = SelectField(_("是否采纳"), choices=choices(Adoption, ADOPTIONS, CHOOSE))
    response = LongTextField(
        _("采纳或者不采纳的理由"), max_length=5000, description=_("逐点回应，写入处理文书。")
    )

    def offer(self, respondents: Options) -> None:
        """Offer the respondents of the case."""
        self.respondent_id.choices = [("", CHOOSE), *respondents]

    def validate_text(self, field: Any) -> None:
        """Ask for what was said where something was, and how who did not come had been told."""
        if field.data:
            return
        if self.outcome.data == DefenceOutcome.STATED:
            raise ValidationError(_("请记录陈述申辩的内容。"))
        if self.outcome.data == DefenceOutcome.ABSENT:
            raise ValidationError(_("请写明何时以何种方式告知。"))

    def validate_manner(self, field: Any) -> None:
        """Ask how it came where something was said."""
        if self.outcome.data == DefenceOutcome.STATED and not field.data:
            raise ValidationError(_("请选择陈述申辩的方式。"))

    def validate_adoption(self, field: Any) -> None:
        """Ask what is made of it where something was said."""
        if self.outcome.data == DefenceOutcome.STATED and not field.data:
            raise ValidationError(_("请选择是否采纳。"))

    def validate_response(self, field: Any) -> None:
        """Ask for the reasons where something was said, whatever is made of it."""
        if self.outcome.data == DefenceOutcome.STATED and not field.data:
            raise ValidationError(_("请说明采纳或者不采纳的理由。"))

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        manner, adoption = self.manner.data, self.adoption.data
        return {
            **self.typed_values(),
            "respondent_id": int(self.respondent_id.data),
            "outcome": DefenceOutcome(self.outcome.data),
            "manner": DefenceManner(manner) if manner else None,
            "adoption": Adoption(adoption) if adoption else None,
        }


class CaseDismissForm(CaseForm):
    """The case ends without a decision."""

    reason = LongTextField(_("终止理由"), [required(_("请写明终止理由。"))], max_length=2000)


def _number_of_a_term(form: Any, field: Any) -> None:
    """Ask for the number where the file is not kept for good, within what a column holds."""
    if form.term.data == "years" and not (field.data and 1 <= field.data <= 999):
        raise StopValidation(_("定期保管的，请填写1至999的年数。"))


class CaseArchiveForm(CaseForm):
    """How long an archived file is kept, and what that rests on; nothing is preset."""

    term = RadioField(
        _("保管期限"),
        [required(_("请选择保管期限。"))],
        choices=[("permanent", _("永久")), ("years", _("定期"))],
        description=_(
            "现有依据没有规定案卷的保管期限，由本单位确定并写明依据。期满只提请鉴定，不自动销毁。"
        ),
    )
    years = IntegerField(
        _("年数"), [_number_of_a_term, optional()], description=_("定期保管的填写，例如30。")
    )
    basis = TextField(
        _("保管期限的依据"),
        [required(_("请填写保管期限的依据。"))],
        max_length=200,
        description=_("例如本单位文书档案保管期限表的条目。"),
    )

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        years = self.years.data if self.term.data == "years" else None
        return {"years": years, "basis": self.basis.data}


class ArchiveReviewForm(CaseArchiveForm):
    """The retention is looked at again: how long from today, and why."""

    opinion = LongTextField(_("鉴定意见"), [required(_("请填写鉴定意见。"))], max_length=1000)

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {**super().values, "opinion": self.opinion.data}


class CaseSearch(SearchForm):
    """The filters of the list."""

    state = SelectField(
        _("状态"), [optional()], choices=choices(CaseState, STATES, blank=_("全部"))
    )
    unit = SelectField(_("承办单位"), [optional()])
    trigger = SelectField(_("追责情形"), [optional()])
    year = SelectField(_("年度"), [optional()])
    pace = SelectField(_("期限"), [optional()], choices=choices(Pace, PACES, blank=_("全部")))
    age = SelectField(_("立案时长"), [optional()], choices=choices(Age, AGES, blank=_("全部")))

    def offer(self, units: Options, triggers: Mapping[str, str], years: Iterable[int]) -> None:
        """Offer these units, triggers and years."""
        everything = ("", _("全部"))
        self.unit.choices = [everything, *units]
        self.trigger.choices = [everything, *triggers.items()]
        self.year.choices = [everything, *((str(year), str(year)) for year in years)]
