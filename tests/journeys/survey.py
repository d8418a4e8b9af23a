"""A survey of a county from its plan to its end: officers, the public on phones, paper by keyboard.

What the public and half of the liaisons do happens without JavaScript.
"""

from __future__ import annotations

from datetime import date

from playwright.sync_api import expect

from tests.support import qr
from tests.support.officers import PHONE, Office, Officer

ORGANISER, LEADER, TYPIST = "county-organiser", "county-leader", "county-evaluator"
SCHOOLS, HOSPITALS = "xx县教育局", "xx县卫生健康委员会"
#: Of whom the second has no JavaScript.
LIAISONS = ("liaison-county-education", "liaison-county-health")
TITLE = "2026年政务服务社会评议"
OPINIONS = "咨询电话无人接听\n招生政策不易查找"
REMARK = "咨询电话上午没有人接。"
#: Sheets answered by phone for the first unit, and typed from paper; for the second one of each
#: way too few to be shown.
ON_PHONES, ON_PAPER = 5, 3
#: Sheets typed from the telephone, before one that breaks off; and what was planned.
ON_TELEPHONE, PLANNED_SHEETS = 2, 12
PLANNED, COLLECTED = date(2026, 9, 7), date(2026, 9, 15)
ISSUED, RECEIVED = date(2026, 9, 22), date(2026, 9, 24)
REPORTED, CLOSED = date(2026, 10, 12), date(2026, 10, 14)
#: Ten working days after the 24th of September: 中秋节 and 国庆节 lie between, the 10th of October
#: is worked.
DUE = "2026年10月15日"
#: A browser drops keys until it has drawn the page, which nobody types into before seeing it.
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


class Survey:
    """The steps, in their order; each is done by who may do it, on its own day."""

    def __init__(self, office: Office, plain: Office) -> None:
        self.office, self.plain = office, plain
        self.round = self.result = ""

    def walk(self) -> None:
        """Walk from one end to the other."""
        self.office.served.set_day(PLANNED)
        self.plan()
        self.answer()
        self.answer_openly()
        self.telephone()
        self.type_paper()
        self.office.served.set_day(COLLECTED)
        self.grade()
        self.consent()
        self.office.served.set_day(ISSUED)
        self.feed_back()
        self.office.served.set_day(RECEIVED)
        self.receive()
        self.office.served.set_day(REPORTED)
        self.report()
        self.office.served.set_day(CLOSED)
        self.accept()
        self.close()

    def plan(self) -> None:
        with self.office.at_desk(ORGANISER) as organiser:
            organiser.open("/evaluation-rounds")
            organiser.go_to("/evaluation-rounds/new")
            organiser.fill(
                title=TITLE,
                method_code="questionnaire",
                starts_on=PLANNED.isoformat(),
                ends_on=date(2026, 9, 14).isoformat(),
                unit_ids=organiser.values_of("unit_ids")[:2],
                has_open_link=True,
                plan="由县政府办公室组织，向办事群众发放问卷，网上、电话和纸质同时进行。",
            )
            organiser.picture("survey-01-plan")
            organiser.submit()
            self.round = organiser.path
            self._plan_sample(organiser)
            organiser.act("publish")
            organiser.act("start")
            _stands(organiser, "收集问卷")
            organiser.act("hand-out", is_paper=["paper"], count=str(ON_PAPER))
            organiser.picture("survey-02-collecting")

    def _plan_sample(self, organiser: Officer) -> None:
        organiser.open(f"{self.round}/plan-sample")
        first = _names(organiser, 'input[name$="_resident"]')[0]
        organiser.fill(**{first: str(PLANNED_SHEETS)})
        organiser.picture("survey-01-sample")
        organiser.submit()
        organiser.shows("样本进度")
        organiser.open(f"{self.round}/preview")
        organiser.picture("survey-01-preview")
        organiser.open(self.round)

    def answer_openly(self) -> None:
        """Answer at the open link; the same browser is not asked again."""
        with self.office.at_desk(ORGANISER) as organiser:
            organiser.open(f"{self.round}/open-links")
            link = organiser.main.locator(".slip__link").all_inner_texts()[0]
            organiser.picture("survey-03-open")
        with self.office.at_door(PHONE) as person:
            person.page.goto(link)
            person.shows("系统不能完全防止")
            person.look()
            for name in dict.fromkeys(_names(person, 'input[type="radio"]')):
                person.fill(**{name: [person.values_of(name)[0]]})
            person.submit()
            person.page.goto(link)
            person.shows("答卷已经收到")

    def telephone(self) -> None:
        """Type what people say on the telephone; one breaks off, and nothing is guessed."""
        with self.office.at_desk(TYPIST) as typist:
            typist.open("/sheet-batches")
            typist.fill(channel="telephone", number="电话9月")
            typist.main.locator('[name="round_unit_id"]').focus()
            self._choose(typist, "round_unit_id", TITLE)
            typist.submit()
            typist.shows("电话访问")
            for n in range(ON_TELEPHONE):
                expect(typist.page.locator("h1")).to_have_text(f"第{n + 1}份")
                self._type_sheet(typist, "2")
            expect(typist.page.locator("h1")).to_have_text(f"第{ON_TELEPHONE + 1}份")
            name = _names(typist, 'input[type="radio"]')[0]
            typist.fill(**{name: [typist.values_of(name)[0]]}, gap_reason="broken_off")
            typist.picture("survey-07-telephone")
            typist.main.get_by_role("button", name="保存，录下一份").click()
            expect(typist.page.locator("h1")).to_have_text(f"第{ON_TELEPHONE + 2}份")
            typist.main.get_by_role("button", name="录完这一批").click()

    def answer(self) -> None:
        """Answer behind the slips: the address is the one that the printed code carries."""
        slips = self._slips(0, ON_PHONES)
        for n, link in enumerate(slips):
            office = self.plain if n % 2 else self.office
            with office.at_door(PHONE) as person:
                self._answer(person, link, n)
        with self.plain.at_door(PHONE) as person:
            self._answer(person, self._slips(1, 1)[0], 1)
            person.page.reload()
            person.shows("答卷已经收到")
            person.page.goto(slips[0] + "x")
            person.shows("链接无效")

    def _slips(self, unit: int, count: int) -> list[str]:
        with self.office.at_desk(ORGANISER) as organiser:
            organiser.open(f"{self.round}/hand-out")
            organiser.fill(round_unit_id=organiser.values_of("round_unit_id")[unit])
            organiser.fill(is_paper=["web"], count=str(count))
            organiser.submit()
            drawn = organiser.main.locator("svg.qr path")
            paths = [str(drawn.nth(n).get_attribute("d")) for n in range(drawn.count())]
            links = [qr.read(qr.squares(path)) for path in paths]
            assert links == organiser.main.locator(".slip__link").all_inner_texts()
            assert len(links) == count
            organiser.picture(f"survey-03-slips-{unit}")
            return links

    def _answer(self, person: Officer, link: str, place: int) -> None:
        person.page.goto(link)
        person.shows("不记名")
        if place < 2:
            person.submit_anyway()
            expect(person.main.locator(".error-summary")).to_be_visible()
            person.picture("survey-04-missing", widths=(PHONE,))
        for name in dict.fromkeys(_names(person, 'input[type="radio"]')):
            person.fill(**{name: [person.values_of(name)[place % 3]]})
        for name in _names(person, "textarea"):
            person.fill(**{name: REMARK if place == 0 else ""})
        person.picture("survey-05-phone", widths=(PHONE,))
        person.submit()
        person.shows("答卷已经收到")
        person.picture("survey-06-thanks", widths=(PHONE,))

    def type_paper(self) -> None:
        """Type sheets without a mouse: from signing in to the end of the batch."""
        with self.office.at_door() as typist:
            page, keys = typist.page, typist.page.keyboard
            page.goto("/sign-in")
            typist.tab_to(page.locator("[name=username]"))
            keys.type(TYPIST)
            keys.press("Tab")
            keys.type(self.office.served.passwords[TYPIST])
            keys.press("Enter")
            expect(page.locator("h1")).to_have_text("待办事项")
            typist.tab_to(page.locator(".sidebar a", has_text="录入答卷"))
            keys.press("Enter")
            expect(page.locator("h1")).to_have_text("录入答卷")
            typist.tab_to(typist.main.locator('[name="round_unit_id"]'))
            self._choose(typist, "round_unit_id", TITLE)
            typist.tab_to(typist.main.locator('[name="number"]'))
            keys.type("教育9月")
            keys.press("Enter")
            for n in range(ON_PAPER):
                expect(page.locator("h1")).to_have_text(f"第{n + 1}份")
                self._type_sheet(typist, str(n + 1))
            self._undo_and_spoil(typist)
            typist.picture("survey-07-typing")
            typist.tab_to(typist.main.get_by_role("button", name="录完这一批"))
            keys.press("Enter")
            expect(typist.main.locator(".state", has_text="已录完").first).to_be_visible()

    def _choose(self, typist: Officer, name: str, text: str) -> None:
        """Go down a select until the chosen option says `text` and the first unit."""
        box = typist.main.locator(f'[name="{name}"]')
        typist.page.keyboard.press("Home")
        for _ in range(box.locator("option").count()):
            said = str(box.evaluate("e => e.selectedOptions[0].text"))
            if text in said and SCHOOLS in said:
                return
            typist.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no option of {name} says {text}")

    def _type_sheet(self, typist: Officer, digit: str) -> None:
        """Type one sheet: a digit a question, one taken back, Enter through the text and away."""
        keys, questions = typist.page.keyboard, typist.main.locator("[data-question]")
        expect(questions.first).to_have_class("survey-q is-current")  # the page listens now
        typist.page.evaluate(PAINTED)
        choices = typist.main.locator("fieldset[data-question]").count()
        keys.press("1")
        expect(questions.nth(1)).to_have_class("survey-q is-current")
        keys.press("Backspace")
        expect(questions.first).to_have_class("survey-q is-current")
        for _ in range(choices):
            keys.press(digit)
        expect(questions.last.locator("textarea")).to_be_focused()
        keys.press("Enter")

    def _undo_and_spoil(self, typist: Officer) -> None:
        """Take the last sheet back, type it again, and put a spoilt one after it."""
        keys = typist.page.keyboard
        expect(typist.page.locator("h1")).to_have_text(f"第{ON_PAPER + 1}份")
        typist.tab_to(typist.main.get_by_role("button", name="撤销最后一份"))
        keys.press("Enter")
        expect(typist.page.locator("h1")).to_have_text(f"第{ON_PAPER}份")
        typist.tab_to(typist.main.locator('[name="invalid_reason"]'))
        keys.press("ArrowDown")
        keys.press("Tab")
        keys.press("Enter")
        expect(typist.page.locator("h1")).to_have_text(f"第{ON_PAPER + 1}份")

    def grade(self) -> None:
        with self.office.at_desk(ORGANISER) as organiser:
            organiser.open(self.round)
            organiser.act("collate")
            organiser.open(f"{self.round}/remarks")
            organiser.shows(REMARK)
            organiser.picture("survey-08-remark")
            organiser.fill(verdict=["shown"])
            organiser.submit()
            organiser.open(self.round)
            self._grade(organiser, 0, "basically_satisfied")
            self._grade(organiser, 1, "satisfied")
            organiser.act("grade")
            organiser.shows("基本满意")
            organiser.shows("有效问卷不足5份")
            organiser.shows("电话访问3")
            organiser.shows("访问中断1")
            organiser.shows("开放链接收到的答卷不足5份")
            organiser.picture("survey-10-results")

    def _grade(self, organiser: Officer, place: int, grade: str) -> None:
        organiser.open(organiser.links('a[href*="/set-grade"]')[place])
        organiser.shows("制度没有写各档次的分界")
        organiser.fill(
            grade_code=[grade],
            reason="多数参评人员满意或者基本满意，意见集中在咨询渠道。",
            opinions=OPINIONS,
        )
        organiser.picture(f"survey-09-grade-{place}")
        organiser.submit()

    def consent(self) -> None:
        with self.office.at_desk(LEADER) as leader:
            leader.shows(TITLE)
            leader.open(self.round)
            leader.act("consent", opinion="同意评定结果，请按期反馈。")
            _stands(leader, "已同意")

    def feed_back(self) -> None:
        with self.office.at_desk(ORGANISER) as organiser:
            organiser.open(self.round)
            organiser.act("feed-back")
            organiser.picture("survey-11-fed-back")

    def receive(self) -> None:
        for username, office in zip(LIAISONS, (self.office, self.plain), strict=True):
            with office.at_desk(username, PHONE) as liaison:
                _open_feedback(liaison)
                liaison.picture("survey-12-notice")
                liaison.submit()
                liaison.shows("报告期限")
                liaison.shows(DUE)

    def report(self) -> None:
        """Report item by item; who has not the means yet explains instead."""
        reporting, explaining = LIAISONS
        self._report(reporting, "已安排专人负责。")
        with self.plain.at_desk(explaining, PHONE) as liaison:
            _open_feedback(liaison)
            liaison.follow("报送专题说明")
            liaison.fill(text="须待市级平台接口开通后才能同步公开。")
            liaison.submit()
            _open_feedback(liaison)
            liaison.act("tell-public", method_code="online", text="整改情况已在门户网站公告。")
            liaison.shows("整改情况已在门户网站公告。")
            liaison.picture("survey-14-told")

    def _report(self, username: str, done: str) -> None:
        with self.office.at_desk(username) as liaison:
            _open_feedback(liaison)
            liaison.follow("报告改正情况")
            if liaison.main.get_by_role("link", name="报送专题说明").count():
                liaison.follow("报送专题说明")
                liaison.picture("survey-13-explain")
                liaison.page.go_back()
            for name in _names(liaison, 'textarea[name^="done_"]'):
                done_on = name.replace("done_", "on_")
                liaison.fill(**{name: done, done_on: REPORTED.isoformat()})
            liaison.fill(text="已逐项整改，现报告如下。")
            liaison.picture("survey-13-report")
            liaison.submit()

    def send_back(self) -> str:
        """Send one item back, and the report with it; return where it is checked."""
        with self.office.at_desk(ORGANISER) as organiser:
            organiser.shows(SCHOOLS)
            organiser.open(self.round)
            organiser.follow("整改情况")
            rectification = organiser.path
            organiser.act("return-item", reason="没有写明责任人和接听时间。")
            organiser.open(f"{rectification}/return")
            organiser.picture("survey-15-return")
            organiser.submit()
            organiser.shows("没有写明责任人和接听时间。")
            return rectification

    def accept(self) -> None:
        rectification = self.send_back()
        self._report(LIAISONS[0], "办公室主任负责，工作日上班时间有人接听。")
        with self.office.at_desk(ORGANISER) as organiser:
            organiser.open(rectification)
            while organiser.main.locator('a[href*="/accept-item"]').count():
                organiser.act("accept-item")
                organiser.open(rectification)
            organiser.act("close")
            _stands(organiser, "已销号")
            organiser.picture("survey-15-accepted")

    def close(self) -> None:
        with self.office.at_desk(ORGANISER) as organiser:
            organiser.open(self.round)
            organiser.act("publish-results", result_range=["everybody"], text="现将结果予以公开。")
            organiser.act("close")
            _stands(organiser, "已办结")
            organiser.picture("survey-16-closed")
        with self.plain.at_door(PHONE) as person:
            number = self.round.rsplit("/", 1)[1]
            person.open(f"/evaluation-results/{number}")
            person.shows("基本满意")
            person.shows("不显示各选项人数")
            expect(person.main).not_to_contain_text(REMARK)
            person.picture("survey-17-published")


def _open_feedback(liaison: Officer) -> None:
    """Open the notice that tells the unit its result; the notice of the round stands there, too."""
    liaison.open("/desk")
    liaison.main.locator('a[href^="/desk/feedback/"]', has_text=TITLE).first.click()


def _stands(officer: Officer, state: str) -> None:
    expect(officer.main.locator(".page-head .state")).to_have_text(state)


def _names(person: Officer, selector: str) -> list[str]:
    found = person.main.locator(selector)
    return [str(found.nth(i).get_attribute("name")) for i in range(found.count())]
