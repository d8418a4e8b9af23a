"""Two yearly assessments in a browser: the county's from its notice, Aershan's from a spot check.

The town of the demo has begun both; what the units do happens without JavaScript.
"""

from __future__ import annotations

from datetime import date

from playwright.sync_api import expect

from tests.support.officers import Office, Officer

SAID = "已按要求完成，有关文件存档备查。"
SUMMARY = "全年公开工作总结如下。"


def _open_newest(officer: Officer) -> str:
    """Open the newest assessment of the list; return its address."""
    officer.open("/assessments")
    officer.open(officer.links('td a[href^="/assessments/"]')[0])
    return officer.path


def _own(officer: Officer) -> str:
    """Open the newest assessment of the reader's unit at their desk; return its address."""
    officer.open("/desk")
    officer.open(officer.links('a[href^="/desk/assessments/"]')[0])
    return officer.path


def _deduct(officer: Officer, item: str, **fields: str | list[str]) -> None:
    """Take points off the item that is headed so."""
    box = officer.main.locator("section", has_text=item).locator('a[href*="/deduct"]')
    box.first.click()
    officer.fill(**fields)
    officer.submit()


class County:
    """xx county: notice ten days ahead, self-assessments, an objection that changes a band."""

    NOTIFIED, ASSESSED = date(2026, 3, 2), date(2026, 3, 12)
    OBJECTED, FROZEN = date(2026, 3, 13), date(2026, 3, 17)
    ORGANISER, LEADER = "county-organiser", "county-leader"
    #: Kept by the demo's own check: three points off the form of publication.
    LOST = "7.5"

    def __init__(self, office: Office, plain: Office) -> None:
        self.office, self.plain = office, plain
        self.home = self.unit = ""

    def walk(self) -> None:
        """Walk from the notice to the circular."""
        self.office.served.set_day(self.NOTIFIED)
        self.notify()
        for liaison in ("liaison-county-education", "liaison-county-health"):
            self.report(liaison)
        self.office.served.set_day(self.ASSESSED)
        self.propose()
        self.office.served.set_day(self.OBJECTED)
        self.object()
        self.answer()
        self.office.served.set_day(self.FROZEN)
        self.approve()

    def notify(self) -> None:
        with self.office.at_desk(self.ORGANISER) as organiser:
            self.home = _open_newest(organiser)
            organiser.act("schedule", assess_on=self.ASSESSED.isoformat())
            organiser.shows("第九条")
            organiser.act("notify")
            organiser.open(organiser.links('td a[href^="/assessed-units/"]')[0])
            self.unit = organiser.path
            _deduct(organiser, "组织推进情况", points=self.LOST, reason="没有配备专职人员。")

    def report(self, liaison: str) -> None:
        with self.plain.at_desk(liaison) as officer:
            own = _own(officer)
            for link in officer.links('a[href*="/item?item="]'):
                officer.open(link)
                officer.fill(text=SAID)
                officer.submit()
            officer.act("self-report", summary=SUMMARY)
            officer.open(own)
            officer.shows("已自评")

    def propose(self) -> None:
        with self.office.at_desk(self.ORGANISER) as organiser:
            organiser.open(self.home)
            organiser.act("review")
            organiser.act("propose", objections_until=date(2026, 3, 16).isoformat())
            organiser.shows("89.5")

    def object(self) -> None:
        with self.plain.at_desk("liaison-county-education") as officer:
            _own(officer)
            officer.shows("良好")
            officer.act("object", text="专职人员三月起已经配备，有任命文件。")
            officer.shows("专职人员三月起已经配备")

    def answer(self) -> None:
        with self.office.at_desk(self.ORGANISER) as organiser:
            organiser.open(self.unit)
            place = organiser.main.locator("section", has_text="组织推进情况")
            place.locator('a[href*="/withdraw"]').first.click()
            organiser.fill(reason="查实，任命文件属实。")
            organiser.submit()
            organiser.act("answer", text="异议成立，撤销该项扣分。")
            organiser.picture("assessment-01-answered")

    def approve(self) -> None:
        with self.office.at_desk(self.ORGANISER) as organiser:
            organiser.open(self.home)
            organiser.act("freeze")
            organiser.shows("重新汇总的差异")
        with self.office.at_desk(self.LEADER) as leader:
            leader.open(self.home)
            leader.act("approve", opinion="同意考核结果。")
        with self.office.at_desk(self.ORGANISER) as organiser:
            organiser.open(self.home)
            organiser.act("circulate")
            organiser.shows("已通报")
            paper = organiser.page.request.get(self.home + "/circular")
            assert paper.body().startswith(b"%PDF-")
            organiser.follow("考核结果运用")
            expect(organiser.page.locator("#praised")).to_contain_text("xx县教育局")
            organiser.picture("assessment-02-results")


class Aershan:
    """Aershan: a hundred points, a spot check with its notice to rectify, the circular."""

    CHECKED, ASSESSED = date(2026, 3, 3), date(2026, 3, 9)
    FROZEN = date(2026, 3, 13)
    ORGANISER, LEADER, HOUSING = "organiser", "leader", "阿尔山市住房和城乡建设局"

    def __init__(self, office: Office, plain: Office) -> None:
        self.office, self.plain = office, plain
        self.home = ""

    def walk(self) -> None:
        """Walk from the check to the circular."""
        self.office.served.set_day(self.CHECKED)
        self.check()
        self.rectify()
        self.office.served.set_day(self.ASSESSED)
        self.propose()
        self.office.served.set_day(self.FROZEN)
        self.approve()

    def check(self) -> None:
        with self.office.at_desk(self.ORGANISER) as organiser:
            self.home = _open_newest(organiser)
            organiser.follow("松河镇人民政府")
            organiser.act("order-rectification", due_on=date(2026, 3, 20).isoformat())
            organiser.open(self.home)
            organiser.follow(self.HOUSING)
            organiser.act("record-check", method_code="on_site", findings="公示栏没有更新。")
            _deduct(
                organiser,
                "S-2.1",
                code=["late"],
                times="12",
                check_id=self._check(organiser),
                reason="保障房分配结果十二项没有按时公开。",
                rectify_by=date(2026, 3, 20).isoformat(),
            )
            organiser.shows("整改通知书")
            organiser.shows("88")
            organiser.picture("assessment-03-check")

    def _check(self, organiser: Officer) -> str:
        """Return the value of the check just recorded, read from the form of any deduction."""
        here = organiser.path
        organiser.open(organiser.links('a[href*="/deduct"]')[0])
        found = organiser.values_of("check_id")[-1]
        organiser.open(here)
        return found

    def rectify(self) -> None:
        with self.plain.at_desk("liaison-housing") as officer:
            officer.open("/desk")
            officer.shows("考核整改")
            officer.open(officer.links('#assessment-orders a[href$="/report"]')[0])
            officer.shows("附件11 第七条")
            done = officer.main.locator('[name^="done_"]').first.get_attribute("name")
            on = officer.main.locator('[name^="on_"]').first.get_attribute("name")
            assert done is not None
            assert on is not None
            officer.fill(
                **{done: "已全部公开。", on: self.CHECKED.isoformat(), "text": "已经改正。"}
            )
            officer.submit()

    def propose(self) -> None:
        with self.office.at_desk(self.ORGANISER) as organiser:
            organiser.open(self.home)
            organiser.act("review")
            organiser.act("propose", objections_until=date(2026, 3, 12).isoformat())

    def approve(self) -> None:
        with self.office.at_desk(self.ORGANISER) as organiser:
            organiser.open(self.home)
            organiser.act("freeze")
        with self.office.at_desk(self.LEADER) as leader:
            leader.open(self.home)
            leader.act("approve", opinion="同意。")
        with self.office.at_desk(self.ORGANISER) as organiser:
            organiser.open(self.home)
            organiser.act("circulate")
            organiser.shows("已通报")
            assert organiser.page.request.get(self.home + "/circular").body().startswith(b"%PDF-")
            organiser.follow("考核结果运用")
            row = organiser.main.locator("tr", has_text=self.HOUSING)
            expect(row).to_contain_text("88")
            expect(row).to_contain_text("合格")
            expect(row).to_contain_text("已报告")
