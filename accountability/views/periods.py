"""What the pages of sanctions show of the period and the remedies: values ready, no markup."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from accountability.labels import sanctions as labels
from accountability.models import Sanction
from accountability.presenting import Due, fate_of, left
from accountability.procedure.notices import pack_of
from accountability.procedure.sanctions import from_decision, lifted_by, period_of
from accountability.sanctioning import REMEDIES, SanctionState
from core import moment
from core.clocks.labels import UNITS
from core.clocks.periods import Light
from regulations.labels import STARTS, caution, term_words
from regulations.rules import SourceSilent, cautions, term


@dataclass(frozen=True)
class Line:
    """A line of the ledger of a period: the day, what happens, by which article."""

    on: date
    what: str
    article: str | None = None


@dataclass(frozen=True)
class Route:
    """A way against the sanction: what, from when, for how long, by which article."""

    name: str
    starts: str
    length: str
    article: str


def of_period(sanction: Sanction) -> list[Line]:
    """Return how the last day was counted, from the decision to the day after, with what was
    decided before a change; none where no sanction was imposed.
    """
    decided_on, effective_on, kind = sanction.decided_on, sanction.effective_on, sanction.kind
    if kind is None or decided_on is None or effective_on is None:
        return []
    said = {"body": sanction.body, "number": sanction.number, "kind": labels.KINDS[kind]}
    made = _("%(body)s作出处分决定（%(number)s）", **said)
    if sanction.changes:
        made = _("%(body)s决定变更为%(kind)s（%(number)s），原处分期终止", **said)
    lines = [*_before(sanction), Line(decided_on, made)]
    row, ends_on = period_of(sanction), sanction.ends_on
    if row is None or row.length is None or row.unit is None or ends_on is None:
        none = _("处分决定生效；%(kind)s没有处分期", kind=labels.KINDS[kind])
        return [*lines, Line(effective_on, none, from_decision(sanction))]
    starts = _("处分决定生效，处分期自当日起计算，当日计入")
    length = f"{row.length}{UNITS[row.unit]}"
    days = (ends_on - effective_on).days + 1
    ends = _(
        "%(kind)s的处分期%(length)s届满（共%(n)s天，末日为休假日的不顺延）",
        kind=labels.KINDS[kind],
        length=length,
        n=days,
    )
    return [
        *lines,
        Line(effective_on, starts, from_decision(sanction)),
        Line(ends_on, ends, row.article),
        Line(ends_on + timedelta(days=1), _("处分期满后自动解除"), lifted_by(sanction)),
    ]


def _before(sanction: Sanction) -> list[Line]:
    """Return what the competent organ decided before it changed the sanction."""
    return [
        Line(
            was.decided_on,
            _(
                "%(body)s决定给予%(kind)s（%(number)s）",
                body=was.body,
                kind=labels.KINDS[was.kind],
                number=was.number,
            ),
        )
        for was in sanction.changes
    ]


def due(sanction: Sanction) -> Due | None:
    """Return the last day of the period with its light: yellow in its last days, never red, as its
    end is no breach.
    """
    row, on = period_of(sanction), sanction.ends_on
    if row is None or on is None:
        return None
    runs = sanction.state is SanctionState.IMPOSED
    near = (on - moment.today()).days <= (row.warn or 0)
    lamp = Light.OFF if not runs else Light.YELLOW if near else Light.GREEN
    return Due(on, lamp, left(on) if runs else "", term_words(row.id), row.article)


def routes(sanction: Sanction) -> list[Route]:
    """Return what the person may seek by statute, in the order of the instances."""
    pack, found = pack_of(sanction.service), []
    for term_id in REMEDIES[sanction.organ]:
        try:
            row = term(pack, term_id)
        except SourceSilent:
            continue
        if row.length is not None and row.unit is not None and row.starts is not None:
            length = f"{row.length}{UNITS[row.unit]}"
            found.append(Route(term_words(term_id), str(STARTS[row.starts]), length, row.article))
    return found


def shorter_locally(sanction: Sanction) -> list[str]:
    """Warn where the local period for a remedy is shorter than the statute's (domain §0 12)."""
    return [caution(item) for item in cautions(pack_of(sanction.service))]


def fate(sanction: Sanction) -> str | None:
    """Warn where the decision that proposed the sanction no longer stands as issued."""
    state = fate_of(sanction.service)
    if state is None:
        return None
    return str(_("提出处分建议的处理决定现为“%(state)s”，请将情况书面告知决定机关。", state=state))


def effect_note(sanction: Sanction) -> str | None:
    """Say by which article the sanction has effect from the day of its decision."""
    article = from_decision(sanction)
    return _("处分决定自作出之日起生效（%(article)s）。", article=article) if article else None
