"""The filters of the lists of the audit."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _

from accountability.labels.sanctions import STATES
from accountability.sanctioning import SanctionState
from core.access_log import AccessKind
from core.access_log.labels import KINDS
from core.web.forms import SearchForm, SelectField, choices, optional
from oversight.labels import LAPSES, PARTS
from oversight.rules import Lapse, Part


class RegisterSearch(SearchForm):
    """The year and the unit of the register of cases."""

    year = SelectField(_("年度"), [optional()])
    unit = SelectField(_("承办单位"), [optional()])

    def offer(self, years: Iterable[int], units: Iterable[tuple[str, str]]) -> None:
        """Offer these years, the present one first, and units."""
        self.year.choices = [(str(year), str(year)) for year in years]
        self.unit.choices = [("", _("全部")), *units]


class HonoursSearch(SearchForm):
    """The year in which honours are barred."""

    year = SelectField(_("年度"), [optional()])

    def offer(self, years: Iterable[int]) -> None:
        """Offer these years, the present one first."""
        self.year.choices = [(str(year), str(year)) for year in years]


class SanctionSearch(SearchForm):
    """The year, the unit and the state of the register of sanctions."""

    year = SelectField(_("年度"), [optional()])
    unit = SelectField(_("所在单位"), [optional()])
    state = SelectField(
        _("状态"), [optional()], choices=choices(SanctionState, STATES, blank=_("全部"))
    )

    def offer(self, years: Iterable[int], units: Iterable[tuple[str, str]]) -> None:
        """Offer these years, the present one first, and units."""
        self.year.choices = [(str(year), str(year)) for year in years]
        self.unit.choices = [("", _("全部")), *units]


#: The windows that can be looked at, in months; no source names one, so the reader chooses.
WINDOWS = (6, 12, 24, 36)
#: Whenever it was, where the office has set a window.
WHENEVER = "0"


class RecurrenceSearch(HonoursSearch):
    """The year in which a problem came back, and how soon."""

    within = SelectField(
        _("间隔"),
        [optional()],
        choices=[("", _("不限")), *((str(n), _("%(n)s个月以内", n=n)) for n in WINDOWS)],
    )

    def offer_window(self, months: int | None) -> None:
        """Offer first what the office has set, if it has."""
        if months is not None:
            own = _("本单位设定（%(n)s个月以内）", n=months)
            self.within.choices = [("", own), (WHENEVER, _("不限")), *self.within.choices[1:]]


class StatisticSearch(SearchForm):
    """The period of the statistic."""

    year = SelectField(_("年度"), [optional()])
    part = SelectField(_("统计期"), [optional()], choices=choices(Part, PARTS))

    def offer(self, years: Iterable[int]) -> None:
        """Offer these years, the present one first."""
        self.year.choices = [(str(year), str(year)) for year in years]


class OutcomeSearch(StatisticSearch):
    """The period and the unit of the page of outcomes."""

    unit = SelectField(_("承办单位"), [optional()])

    def offer_units(self, units: Iterable[tuple[str, str]]) -> None:
        """Offer these units."""
        self.unit.choices = [("", _("全部")), *units]


class AccessSearch(SearchForm):
    """The filter of the access log."""

    kind = SelectField(_("方式"), [optional()], choices=choices(AccessKind, KINDS, blank=_("全部")))


class UnattendedSearch(SearchForm):
    """Why nobody follows it."""

    cause = SelectField(
        _("原因"),
        [optional()],
        choices=choices(
            Lapse, {cause: word for cause, (word, _m) in LAPSES.items()}, blank=_("全部")
        ),
    )
