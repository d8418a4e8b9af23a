"""What other bodies decided, as it was registered: sheets in the file of a case."""

from __future__ import annotations

from datetime import date

from accountability.compensating import yuan
from accountability.labels.losses import STATES as LOSS_STATES
from accountability.labels.sanctions import KINDS, ORGANS
from accountability.labels.sanctions import STATES as SANCTION_STATES
from accountability.models import Loss, Sanction, SanctionChange
from casework.archive.pieces import Piece, Sheet, form
from core.documents.wording import chinese_date


def sanction_sheet(sanction: Sanction, office: str) -> Piece:
    """Return what the competent organ decided, as it was registered."""
    person = sanction.service.respondent.display_name
    table = form(
        ("当事人", person),
        ("决定机关的性质", str(ORGANS[sanction.organ])),
        ("决定机关", sanction.receiver),
        ("本机关享有处分权限的依据", sanction.own_basis),
        ("提出日期", chinese_date(sanction.proposed_on)),
        ("对方收到日期", on_day(sanction.received_on)),
        ("结果", str(SANCTION_STATES[sanction.state])),
        ("处分种类", str(KINDS[sanction.kind]) if sanction.kind else None),
        ("作出决定的机关", sanction.body),
        ("文号", sanction.number),
        ("作出日期", on_day(sanction.decided_on)),
        ("生效日期", on_day(sanction.effective_on)),
        ("处分期届满", on_day(sanction.ends_on)),
        *((f"{chinese_date(was.changed_on)}变更前", _was(was)) for was in sanction.changes),
        ("不予处分的理由", sanction.note),
        ("解除或者撤销", sanction.ended_note),
        ("解除或者撤销日期", on_day(sanction.ended_on)),
    )
    on = sanction.decided_on or sanction.proposed_on
    return Piece(f"处分登记表（{person}）", office, on, Sheet((table,)))


def _was(change: SanctionChange) -> str:
    """Return what was decided before a change, and why it was changed."""
    until = f"，原定{chinese_date(change.ends_on)}届满" if change.ends_on else ""
    return (
        f"{KINDS[change.kind]}（{change.body}，{change.number}，"
        f"{chinese_date(change.effective_on)}生效{until}）\n变更的理由：{change.reason}"
    )


def loss_sheet(loss: Loss, office: str) -> Piece:
    """Return a loss with what was decided and paid, as it was registered."""
    table = form(
        ("受损失方", loss.sufferer),
        ("损失情况", loss.description),
        ("损失金额", yuan(loss.loss)),
        ("赔偿依据", loss.basis),
        ("结果", str(LOSS_STATES[loss.state])),
        ("作出决定的机关", loss.body),
        ("文号", loss.number),
        ("决定日期", on_day(loss.decided_on)),
        ("决定的内容", loss.ruling),
        ("赔偿金额", yuan(loss.award) if loss.award else None),
        ("赔偿义务单位", loss.payer),
        ("支付日期", on_day(loss.paid_on)),
        ("支付凭证", loss.proof),
    )
    name = f"损失和赔偿登记表（{loss.sufferer}）"
    return Piece(name, office, loss.decided_on or loss.registered_on, Sheet((table,)))


def on_day(day: date | None) -> str | None:
    """Write a day that may be missing."""
    return chinese_date(day) if day else None
