"""Play the losses that a breach caused: registered, compensated or not, paid."""

from __future__ import annotations

from typing import Final

from accountability.compensating import LossState, Ruling
from accountability.services import losses
from core import moment
from demo.scene import Scene

SUFFERERS: Final = ("受损人甲", "受损人乙", "受损人丙", "受损人丁")
WHAT: Final = "因病情信息被公开，另行支出就医、交通和误工费用，附票据。"
LAW: Final = "《中华人民共和国个人信息保护法》第六十九条"
AWARDED: Final = "经协商一致，由责任单位赔偿实际支出的费用。"
DENIED: Final = "所列支出与信息公开没有因果关系，不予赔偿。"


def compensate(scene: Scene) -> None:
    """Register each loss of the story and take it as far as the story says."""
    today, year = moment.today(), moment.today().year
    unit = scene.case.respondents[0].unit.name
    for count, (name, until) in enumerate(zip(SUFFERERS, scene.story.losses, strict=False), 1):
        amount = 100_000 * count + 5_050
        one = losses.register_loss(
            scene.case, scene.second, sufferer=name, description=WHAT, loss=amount, basis=LAW
        )
        if until is LossState.REGISTERED:
            continue
        number = f"阿政赔〔{year}〕{count}号"
        if until is LossState.DENIED:
            said = Ruling(unit, today, number, DENIED)
            losses.deny_loss(one, scene.second, ruling=said, seen_version=one.version)
            continue
        losses.award_loss(
            one,
            scene.second,
            ruling=Ruling(unit, today, number, AWARDED),
            award=amount,
            payer=unit,
            seen_version=one.version,
        )
        if until is LossState.PAID:
            losses.pay_loss(
                one,
                scene.second,
                paid_on=today,
                proof=f"银行转账凭证{count}号",
                seen_version=one.version,
            )
