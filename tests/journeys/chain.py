"""One complaint from its registration to its end, as the officers walk it. Used by two tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from playwright.sync_api import expect

from tests.core.documents.measure import text as pdf_text
from tests.support.officers import Office, Officer

UNIT, LIAISON = "阿尔山市生态环境局", "liaison-environment"
HANDLER, SUPERVISOR = "江晓舟", "骆长青"
TITLE = "排污许可信息长期不公开"
#: The unit, the handler and the supervisor.
PARTIES = 3
INVESTIGATORS = ("investigator", "investigator-2")
MINUTES = {
    "body": "政务公开工作领导小组",
    "chair": "巴特尔",
    "for": "巴特尔、齐文韬、乌云其",
    "text": "事实清楚，责任划分有据，同意拟稿的处理意见。",
    "outcome": "agreed",
}
#: What a letter about a remedy cannot do without.
REMEDY_WORDS = ("复核", "申诉", "复议")
FACT = "该局制作并保存排污许可信息，收到公开要求后没有公开，也没有说明理由。"


@dataclass(frozen=True)
class Rules:
    """What local rules make of the same course: the words of the shares, whether a group discusses
    first, to whom a remedy goes, its last day (None: the source states none) and of its ruling for
    the day on which the chain starts.
    """

    trigger: str
    share: str
    article: str
    handlers_share: str
    remedy_to: str = ""
    remedy_last: str | None = None
    ruling_last: str | None = None
    accepted_within: str | None = None
    is_discussed: bool = False
    reply_is_signed: bool = False


#: Thirty days, to the body that decided; no period for the ruling (002-03).
AERSHAN = Rules(
    trigger="duty_not_performed",
    share="主要责任",
    article="附件3 第六条（二）",
    handlers_share="次要责任",
    remedy_to="作出处理决定的机关",
    remedy_last="2026年4月21日",
    accepted_within="举报受理期限",
)
#: Five working days, to the leading group that decided after a discussion; twenty days to rule.
DUODAO = Rules(
    trigger="not_disclosed_or_unapproved",
    share="承担责任",
    article="第二十七条（三）2",
    handlers_share="来源未规定",
    remedy_to="局政务公开领导小组或上级监察机关",
    remedy_last="2026年6月26日",
    ruling_last="2026年7月16日",
    is_discussed=True,
)
#: The county's rules name no remedy: nothing is said of one, and what is served is final (003-12).
XX_COUNTY = Rules(
    trigger="not_disclosed",
    share="主要责任",
    article="第七条（二）",
    handlers_share="次要责任",
    reply_is_signed=True,
)


class Chain:
    """The steps, in their order; each is done by who may do it, on its own day."""

    def __init__(self, office: Office, start: date, rules: Rules = AERSHAN) -> None:
        self.office, self.day, self.rules = office, start, rules
        self.received_on = start
        self.complaint = self.case = self.act = self.decision = ""
        self.notices: set[str] = set()
        office.served.set_day(start)

    def walk(self) -> None:
        """Walk from one end to the other."""
        self.register()
        self.accept()
        self.open_case()
        self.investigate()
        self.apportion()
        self.hear()
        self.confirm_shares()
        self.decide()
        self.serve()
        if self.rules.remedy_last is None:
            self.be_final()
            self.read_of_no_remedy()
        else:
            self.seek_remedy(self.rules.remedy_last)
        self.rectify()
        if self.rules.remedy_last is not None:
            self._later(25)
            self.take_effect()
        self.tell_and_close()
        self.archive()

    def _later(self, days: int) -> None:
        self.day += timedelta(days=days)
        self.office.served.set_day(self.day)

    def register(self) -> None:
        with self.office.at_desk("intake") as intake:
            intake.open("/complaints/new")
            intake.fill(
                received_on=self.day.isoformat(),
                channel="written",
                kind="report",
                title=TITLE,
                facts="市生态环境局网站排污许可栏目长期没有内容，书面要求公开未获答复。",
                occurred_from=(self.day - timedelta(days=40)).isoformat(),
                trigger=self.rules.trigger,
                reporter_name="卞秋实",
                reporter_phone="13900000999",
            )
            intake.fill(**{"respondents-0-unit": UNIT})
            intake.picture("01-register")
            intake.submit()
            intake.submit()  # the receipt code, shown once for whoever reported
            intake.shows("回执")
            self.complaint = intake.path.removesuffix("/receipt")
            intake.open(self.complaint)
            if self.rules.accepted_within:
                intake.shows(self.rules.accepted_within)
            intake.picture("02-complaint")

    def accept(self) -> None:
        self._later(3)
        with self.office.at_desk("leader") as leader:
            leader.picture("03-worklist")
            leader.shows("决定是否受理")
            waiting = leader.main.locator(f'a[href$="{self.complaint}"]')
            while not waiting.count():
                leader.follow("下一页")
            waiting.first.click()
            leader.act("accept", reason="属于受理范围，同意受理。")
            leader.shows("已受理")

    def open_case(self) -> None:
        self._later(1)
        with self.office.at_desk("leader") as leader:
            leader.open(self.complaint)
            leader.follow("提出立案")
            leader.submit()
            self.case = leader.path
            leader.act("file", opinion="同意立案。")
            for username in INVESTIGATORS:
                leader.main.locator('a[href*="/name-member"]').first.click()
                self._choose_user(leader, username)
                leader.submit()
            leader.act("start-investigation")
            leader.shows("调查中")

    def _choose_user(self, officer: Officer, username: str) -> None:
        name = {"investigator": "韩松岩", "investigator-2": "佟若涵"}[username]
        option = officer.main.locator('select[name="user_id"] option', has_text=name)
        officer.fill(user_id=str(option.first.get_attribute("value")))

    def investigate(self) -> None:
        self._later(4)
        with self.office.at_desk("investigator") as lead:
            lead.open(self.case)
            for name, post, role in (
                (HANDLER, "信息中心科员", "handler"),
                (SUPERVISOR, "副局长", "supervisor"),
            ):
                lead.main.locator('a[href*="/add-respondent"]').first.click()
                unit = lead.main.locator('select[name="unit_id"] option', has_text=UNIT)
                lead.fill(
                    kind="person",
                    unit_id=str(unit.first.get_attribute("value")),
                    name=name,
                    post_title=post,
                    role=role,
                )
                lead.submit()
            lead.main.locator('a[href*="/record-evidence"]').first.click()
            lead.fill(
                kind="inquiry",
                on_date=self.day.isoformat(),
                place="市生态环境局会议室",
                persons=HANDLER,
                summary="承认知道该信息应当公开，未登记台账，经分管副局长同意暂缓公开。",
                investigator_ids=lead.values_of("investigator_ids"),
                credentials_shown=True,
            )
            lead.submit()
            lead.main.locator('a[href*="/record-fact"]').first.click()
            lead.fill(text=FACT, evidence_ids=lead.values_of("evidence_ids"))
            lead.submit()
            lead.shows(FACT)
            lead.picture("04-case")

    def apportion(self) -> None:
        """Record the facts of the act; the proposal follows as they are entered."""
        self._later(1)
        with self.office.at_desk("investigator") as lead:
            lead.open(self.case)
            lead.main.locator('a[href*="/acts/new"]').first.click()
            lead.fill(title="未公开排污许可信息", decided_by="individual", review_state="done")
            lead.fill(approval_state="given")
            if not self.office.has_scripts:
                lead.main.get_by_role("button", name="重新测算").click()
            proposal = lead.page.locator("#proposal")
            proposal.get_by_text(self.rules.share).first.wait_for()
            supervisor = lead.main.locator(
                'select[name="approval_by_id"] option', has_text=SUPERVISOR
            )
            lead.fill(approval_by_id=str(supervisor.first.get_attribute("value")))
            lead.picture("05-apportionment")
            lead.submit()
            self.act = lead.path
            lead.shows(self.rules.handlers_share)

    def hear(self) -> None:
        self._later(2)
        with self.office.at_desk("investigator") as lead:
            lead.open(self.case)
            lead.main.locator('a[href$="/report"]').first.click()
            lead.act(
                "report/new",
                findings="举报属实，应当公开而未公开。",
                effect_found="群众多次往返，影响正常工作。",
            )
            lead.shows("（证据1）")
            lead.act("report/sign")
        for username, action, typed in (
            ("investigator-2", "submit", {}),
            ("reviewer", "review", {"opinion": "事实清楚，证据充分，同意报批。"}),
            ("leader", "approve", {}),
        ):
            with self.office.at_desk(username) as officer:
                officer.open(f"{self.case}/report")
                officer.act(f"report/{action}", **typed)
        with self.office.at_desk("leader") as leader:
            leader.open(self.case)
            leader.act("open-defence")
        self._later(3)
        with self.office.at_desk("investigator-2") as second:
            second.open(f"{self.case}/record-defence")
            for respondent in second.values_of("respondent_id"):
                second.open(f"{self.case}/record-defence")
                second.fill(
                    respondent_id=respondent,
                    outcome="stated",
                    heard_on=self.day.isoformat(),
                    manner="written",
                    adoption="partly",
                    text="对事实没有异议，愿意改正。",
                    response="予以考虑。",
                )
                second.submit()

    def confirm_shares(self) -> None:
        self._later(1)
        with self.office.at_desk("leader") as leader:
            leader.open(self.case)
            leader.act("deliberate")
            leader.open(self.act)
            leader.act("confirm")
            leader.shows(self.rules.article)

    def decide(self) -> None:
        self._later(2)
        with self.office.at_desk("investigator") as lead:
            lead.open(self.case)
            lead.main.locator('a[href*="/decisions/new"]').first.click()
            self._draft(lead)
            lead.submit()
            self.decision = lead.path
            lead.act("submit")
        self._later(1)
        steps = [("reviewer", "approve"), ("signer", "sign"), ("leader", "issue")]
        if self.rules.is_discussed:
            steps.insert(1, ("leader", "discuss"))
        for username, action in steps:
            with self.office.at_desk(username) as officer:
                officer.open(self.decision)
                officer.act(action, **(MINUTES if action == "discuss" else {}))
                if action == "sign":
                    officer.shows("阿政公责〔2026〕")
                if action == "issue":
                    officer.picture("06-decision")

    def _draft(self, lead: Officer) -> None:
        lead.fill(
            grade="disruptive",
            grade_reason="影响正常工作，未造成严重后果。",
            requirement="按期做到：\n1. 公开排污许可信息\n2. 健全信息公开台账",
            correction_due_on=(self.day + timedelta(days=40)).isoformat(),
        )
        if not self.office.has_scripts:
            lead.main.get_by_role("button", name="更新可选措施").click()
        measures = lead.main.locator('input[name^="measures_"]')
        measures.first.wait_for()
        names = {measures.nth(i).get_attribute("name") for i in range(measures.count())}
        for name in sorted(name for name in names if name):
            lead.fill(**{name: lead.values_of(name)[:1]})

    def serve(self) -> None:
        self._later(2)
        with self.office.at_desk("investigator") as lead:
            for _ in range(PARTIES):
                lead.open(self.case)
                lead.main.locator('a[href^="/services/"]', has_text="登记送达").first.click()
                if not lead.path.endswith("/record"):
                    lead.main.locator('a[href$="/record"]').first.click()
                lead.fill(
                    method="in_person",
                    dispatched_on=self.day.isoformat(),
                    received_on=self.day.isoformat(),
                    place="市生态环境局办公室",
                    received_by="本人",
                    proof="当面签收的送达回证",
                )
                lead.submit()
            lead.open(self.case)
            lead.shows("已送达")

    def be_final(self) -> None:
        """With the last service it has effect, the same day and without anybody's act."""
        with self.office.at_desk("leader") as leader:
            leader.open(self.case)
            leader.shows("已生效")
            expect(leader.main.locator('a[href*="/take-effect"]')).to_have_count(0)
            services = {path.split("/")[2] for path in leader.links('a[href^="/services/"]')}
            self.notices = {f"/desk/notices/{key}" for key in services}
            assert len(self.notices) == PARTIES

    def read_of_no_remedy(self) -> None:
        """Nothing on the desk, and nothing in any letter, tells of a remedy no rule gives."""
        with self.office.at_desk(LIAISON) as liaison:
            liaison.open("/desk")
            assert self.notices <= set(liaison.links('a[href^="/desk/notices/"]'))
            for notice in sorted(self.notices):
                liaison.open(notice)
                letter = pdf_text(liaison.page.request.get(f"{notice}/document").body())
                assert "责任追究" in letter
                for word in REMEDY_WORDS:
                    assert word not in letter
                    expect(liaison.main).not_to_contain_text(word)

    def seek_remedy(self, last_day: str) -> None:
        self._later(5)
        with self.office.at_desk(LIAISON) as liaison:
            liaison.open("/desk")
            liaison.picture("07-desk")
            liaison.main.locator('a[href^="/desk/notices/"]').first.click()
            liaison.shows(last_day)
            letter = liaison.page.request.get(f"{liaison.path}/document").body()
            assert self.rules.remedy_to in "".join(pdf_text(letter).split())
            liaison.act(
                "file-remedy",
                kind="reconsideration",
                request="请求从轻处理。",
                grounds="已经主动改正，影响较小。",
            )
        remedy = self._remedy()
        with self.office.at_desk("leader") as leader:
            leader.open(remedy)
            leader.act("admit")
            if self.rules.ruling_last is not None:
                leader.shows(self.rules.ruling_last)
        self._later(4)
        with self.office.at_desk("reviewer") as reviewer:
            reviewer.open(remedy)
            reviewer.act("uphold", ruling="原处理事实清楚，依据充分，予以维持。")
            reviewer.picture("08-remedy")

    def _remedy(self) -> str:
        with self.office.at_desk("leader") as leader:
            leader.open(self.case)
            link = leader.main.locator('a[href^="/remedies/"]').first
            return str(link.get_attribute("href"))

    def rectify(self) -> None:
        self._later(6)
        with self.office.at_desk(LIAISON, width=390) as liaison:
            liaison.open("/desk")
            notices = dict.fromkeys(
                liaison.links('a[href^="/desk/notices/"]:not([href*="/document"])')
            )
            reported = []
            for notice in notices:
                liaison.open(notice)
                if liaison.main.locator('a[href$="/report"]').count():
                    reported.append(liaison.links('a[href$="/report"]')[0])
                    liaison.go_to("/report")
                    self._report(liaison)
        assert len(reported) == PARTIES
        with self.office.at_desk("leader") as leader:
            for path in reported:
                self._check(leader, path.removesuffix("/report"))

    def _report(self, liaison: Officer) -> None:
        texts = liaison.main.locator('textarea[name^="done_"]')
        names = [str(texts.nth(i).get_attribute("name")) for i in range(texts.count())]
        for name in names:
            liaison.fill(**{name: "已经改正，附网页截图。"})
            liaison.fill(**{name.replace("done_", "on_"): self.day.isoformat()})
        liaison.fill(text="已按要求整改完毕，特此报告。")
        liaison.picture("09-rectification")
        liaison.submit()

    def _check(self, leader: Officer, path: str) -> None:
        leader.open(path)
        while leader.main.locator('a[href*="/accept-item"]').count():
            leader.act("accept-item")
            leader.open(path)
        leader.act("close")

    def take_effect(self) -> None:
        with self.office.at_desk("leader") as leader:
            leader.open(self.case)
            leader.act("take-effect")
            leader.shows("已生效")

    def tell_and_close(self) -> None:
        self._later(1)
        with self.office.at_desk("intake") as intake:
            intake.open(self.complaint)
            answer = {"text": "举报属实，已责令改正并追究责任。", "method": "挂号信寄送告知书"}
            if self.rules.reply_is_signed:
                intake.act("draft-reply", **answer)
                self._sign_reply()
                intake.open(self.complaint)
                answer = {}
            intake.act("reply", **answer)
            intake.shows("已答复")
        with self.office.at_desk("leader") as leader:
            leader.open(self.case)
            leader.act("close")
            leader.shows("已办结")
            leader.picture("10-closed")
            leader.open(self.complaint)
            leader.shows("已办结")

    def _sign_reply(self) -> None:
        with self.office.at_desk("leader") as leader:
            leader.open(self.complaint)
            leader.main.locator('a[href*="/replies/"]').first.click()
            leader.act("approve")

    def archive(self) -> None:
        self._later(1)
        with self.office.at_desk("leader") as leader:
            leader.open(self.case)
            leader.act("archive/new", term="years", years="30", basis="本单位文书档案保管期限表")
            leader.main.locator('a[href$="/archive"]').click()
            leader.shows("卷内目录")
            leader.shows("结案登记表")
            leader.picture("11-archive")
