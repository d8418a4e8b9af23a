"""What a case must have before it may go on: each refusal with its article, and its twin."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from casework import services
from casework.defence.letters import first_basis
from casework.models import Case
from casework.rules import (
    CaseAction,
    CaseState,
    DefenceOutcome,
    EvidenceKind,
    RespondentKind,
)
from casework.services import Accused
from complaints.rules import ComplaintState
from core import moment
from core.access import Role
from core.db import db
from core.identity.models import UnitPack
from core.procedure import AlreadyDone, Forbidden, Stale
from core.record.services import of_subject
from core.refusals import Refused, say
from tests.support import casework as make
from tests.support import complaints
from tests.support.factories import actor, new_user, person, unit

pytestmark = pytest.mark.usefixtures("app")
State = CaseState


class refused:
    """Expect the refusal `code` and that nothing of the case was changed."""

    def __init__(self, case: Case | None, code: str, article: str | None = None) -> None:
        self.case, self.code, self.article = case, code, article
        self.version = case.version if case else None

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, error: BaseException | None, _trace: object) -> bool:
        """Compare."""
        assert isinstance(error, Refused), f"not refused: {error}"
        assert error.refusal.code == self.code
        assert say(error.refusal)
        if self.article:
            assert self.article in (error.refusal.article or "")
        if self.case is not None:
            assert self.case.version == self.version
        return True


@pytest.mark.requirement("CMP-05")
def test_one_investigator_cannot_begin_and_two_can() -> None:
    case = make.case(State.FILED)
    leader = actor("supervisor")
    make.name(case, "handler")
    with refused(case, "case_too_few_investigators", "调查程序"):
        services.start_investigation(case, leader, seen_version=case.version)
    make.name(case, "colleague")
    services.start_investigation(case, leader, seen_version=case.version)
    assert case.state is State.INVESTIGATING


@pytest.mark.requirement("CMP-05")
def test_a_recused_investigator_does_not_count() -> None:
    case = make.case(State.FILED)
    make.name(case, "handler", "colleague")
    make.recuse(case, "colleague")
    with refused(case, "case_too_few_investigators"):
        services.start_investigation(case, actor("supervisor"), seen_version=case.version)


def test_when_the_leader_of_the_team_keeps_away_the_next_one_leads() -> None:
    case = make.case(State.INVESTIGATING)
    assert [m.is_lead for m in case.members] == [True, False]
    make.recuse(case, "handler")
    assert [m.is_lead for m in case.members] == [False, True]


@pytest.mark.requirement("CMP-05")
def test_evidence_by_one_investigator_alone_is_refused() -> None:
    case = make.case(State.INVESTIGATING)
    with refused(case, "case_evidence_too_few", "调查程序"):
        make.record_evidence(case, investigator_ids=[person("handler").id])
    with refused(case, "case_not_member"):
        make.record_evidence(case, investigator_ids=[person("handler").id, person("intake").id])
    make.record_evidence(case)
    assert {user.name for user in case.evidence[0].investigators} == {"韩志远", "佟丽华"}


@pytest.mark.requirement("CMP-06")
@pytest.mark.parametrize("kind", [EvidenceKind.INQUIRY, EvidenceKind.ON_SITE])
def test_without_credentials_shown_nobody_is_asked_and_nothing_inspected(
    kind: EvidenceKind,
) -> None:
    case = make.case(State.INVESTIGATING)
    with refused(case, "case_credentials_not_shown", "调查程序"):
        make.record_evidence(case, kind=kind, credentials_shown=False)
    make.record_evidence(case, kind=kind, credentials_shown=True)


@pytest.mark.requirement("CMP-07")
def test_files_are_consulted_without_credentials() -> None:
    case = make.case(State.INVESTIGATING)
    make.record_evidence(case, kind=EvidenceKind.CONSULT_FILES, credentials_shown=False)
    assert case.evidence[0].place == "市自然资源局会议室"


def test_nothing_happened_tomorrow() -> None:
    case = make.case(State.INVESTIGATING)
    tomorrow = moment.today() + timedelta(days=1)
    with refused(case, "case_date_in_future"):
        make.record_evidence(case, on_date=tomorrow)
    make.record_evidence(case)
    with refused(case, "case_date_in_future"):
        make.record_fact(case, on_date=tomorrow)
    with refused(None, "case_act_in_future"):
        make.proposed(act_on=tomorrow)


def test_a_fact_rests_on_evidence_of_this_case() -> None:
    case, other = make.case(State.INVESTIGATING), make.case(State.REPORTED)
    with refused(case, "case_fact_without_evidence"):
        make.record_fact(case, evidence_ids=[])
    make.record_evidence(case)
    with refused(case, "case_unknown_evidence"):
        make.record_fact(case, evidence_ids=[other.evidence[0].id])
    make.record_fact(case)
    assert case.facts[0].evidence == case.evidence


@pytest.mark.requirement("ACC-13")
def test_a_report_needs_evidence_facts_and_a_person_with_a_role() -> None:
    case = make.case(State.INVESTIGATING)
    with refused(case, "case_no_evidence"):
        make.draft(case)
    make.record_evidence(case)
    with refused(case, "case_no_fact"):
        make.draft(case)
    make.record_fact(case)
    with refused(case, "case_no_person_with_role"):
        make.draft(case)
    make.know_role(case)
    make.approve(make.review(make.submit(make.draft(case))))
    assert (case.state, case.reported_on) == (State.REPORTED, date(2026, 3, 2))


@pytest.mark.requirement("ACC-01", "XAC-01")
@pytest.mark.parametrize("pack_id", ["aershan-2021", "xx-county-2022"])
def test_a_report_says_which_effect_was_found(pack_id: str) -> None:
    case = make.case(State.INVESTIGATING)
    case.substance_pack_id = case.procedure_pack_id = pack_id
    make.know_role(case)
    make.record_evidence(case)
    make.record_fact(case)
    with refused(case, "report_not_whole"):
        make.draft(case, effect_found="")
    with refused(case, "case_findings_missing"):
        services.follow(
            case,
            CaseAction.REPORT,
            actor("supervisor"),
            data={"findings": "属实。", "effect_found": ""},
        )


@pytest.mark.requirement("ACC-13")
def test_no_deliberation_before_each_respondent_was_heard() -> None:
    case = make.case(State.INVESTIGATING)
    make.add_respondent(case)
    make.report(case)
    make.open_defence(case)
    leader = actor("supervisor")
    with refused(case, "case_defence_missing", "附件3 第八条"):
        services.deliberate_case(case, leader, seen_version=case.version)
    make.hear(case)
    services.deliberate_case(case, leader, seen_version=case.version)
    assert case.state is State.DELIBERATING


@pytest.mark.requirement("ACC-13")
def test_who_declined_to_speak_counts_as_heard_but_silence_is_no_statement() -> None:
    case = make.case(State.DEFENCE)
    with refused(case, "case_defence_text_missing"):
        make.hear(case, text=None)
    make.hear(case, outcome=DefenceOutcome.DECLINED, text=None, response=None)
    services.deliberate_case(case, actor("supervisor"), seen_version=case.version)


def test_after_a_remand_the_respondents_are_heard_again() -> None:
    case = make.case(State.SERVED)
    services.follow(case, CaseAction.REMAND, actor("reviewer"))
    with moment.frozen("2026-05-06"):
        make.report(case)
        make.open_defence(case)
        with refused(case, "case_defence_missing"):
            services.deliberate_case(case, actor("supervisor"), seen_version=case.version)
        with refused(case, "case_defence_before_report"):
            make.hear(case, heard_on=date(2026, 5, 5))
        make.hear(case)
        services.deliberate_case(case, actor("supervisor"), seen_version=case.version)
    entry = of_subject("cases", case.id, limit=2)[1]
    assert "当时科室人手不足" in (entry.after or ""), "what was said first stays in the record"


def test_a_case_is_dismissed_for_a_reason() -> None:
    case = make.case(State.FILED)
    with refused(case, "case_reason_missing"):
        services.dismiss_case(case, actor("supervisor"), reason="", seen_version=case.version)
    services.dismiss_case(case, actor("supervisor"), reason="不属实。", seen_version=case.version)
    assert (case.state, case.dismissal_reason) == (State.DISMISSED, "不属实。")


def test_nobody_with_an_interest_joins_the_team() -> None:
    case = make.case(State.FILED)
    new_user("insider", "局内", "department", (Role.INVESTIGATOR,))
    for username, code in [
        ("intake", "case_member_not_investigator"),
        ("stranger", "case_member_not_investigator"),
        ("official", "case_member_conflict"),
        ("principal", "case_member_conflict"),
        ("insider", "case_member_conflict"),
    ]:
        with refused(case, code):
            make.name(case, username)
    make.name(case, "handler")
    with refused(case, "case_member_already"):
        make.name(case, "handler")


def test_an_investigator_above_a_respondent_does_not_join() -> None:
    case = make.case(State.FILED)
    boss = new_user("boss", "上级", "office", (Role.INVESTIGATOR,))
    make.name(case, "boss")
    other = make.case(State.FILED)
    person("official").superior_id = boss.id
    db.session.flush()
    with refused(other, "case_member_conflict", "第四十二条"):
        make.name(other, "boss")


def test_a_respondent_stands_in_the_case_once_and_is_known_to_the_exclusions() -> None:
    case = make.case(State.INVESTIGATING)
    make.add_respondent(case)
    assert case.respondents[1].person_id == person("principal").id
    with refused(case, "case_respondent_listed"):
        make.add_respondent(case)
    with refused(case, "case_person_unnamed"):
        make.add_respondent(case, name="")
    new_user("namesake", "李建国", "department")
    with refused(case, "case_person_ambiguous"):
        make.add_respondent(case)
    make.add_respondent(case, name="namesake")
    assert case.respondents[2].name == "李建国"
    make.add_respondent(case, name="名册外人员")
    assert case.respondents[3].person_id is None


@pytest.mark.requirement("ACC-04")
def test_the_trigger_is_one_of_the_pack() -> None:
    with refused(None, "case_unknown_trigger"):
        make.proposed(trigger_code="made_up")
    assert make.proposed(trigger_code="unlawful_fee").trigger_code == "unlawful_fee"


def test_without_a_pack_on_the_day_of_the_act_there_is_no_case() -> None:
    with refused(None, "case_no_pack"):
        make.proposed(act_on=date(2019, 12, 31))


def test_substance_follows_the_day_of_the_act_and_procedure_that_of_acceptance() -> None:
    db.session.add(
        UnitPack(
            unit_id=unit("office").id, pack_id="national-2019", effective_from=date(2026, 2, 1)
        )
    )
    db.session.flush()
    case = make.proposed(act_on=date(2026, 1, 15))
    assert (case.substance_pack_id, case.procedure_pack_id) == ("aershan-2021", "national-2019")


@pytest.mark.requirement("ACC-03")
def test_a_unit_looks_into_itself_only_by_leave_of_its_pack() -> None:
    accused = [Accused(unit("office").id, "外聘人员")]
    assert make.proposed(accused=accused).respondents[0].unit_id == unit("office").id
    db.session.add(
        UnitPack(
            unit_id=unit("office").id, pack_id="common-000-05", effective_from=date(2026, 3, 1)
        )
    )
    db.session.flush()
    with refused(None, "case_own_unit", "第三十条"):
        make.proposed(accused=accused, act_on=date(2026, 1, 15))


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ("包晓梅", "是本案责任人员"),
        ("齐文彬", "上下级关系"),
        ("白玉兰", "上下级关系"),
    ],
    ids=["oneself", "the chief", "somebody below"],
)
def test_nobody_proposes_a_case_from_which_they_must_keep_away(named: str, words: str) -> None:
    person("supervisor").superior_id = person("reviewer").id
    db.session.commit()
    home = "government" if named == "齐文彬" else "office"
    with pytest.raises(Refused) as found, db.session.begin_nested():
        make.proposed(accused=[Accused(unit(home).id, named)])
    assert found.value.refusal.code == "case_proposer_conflict"
    assert "第四十二条" in (found.value.refusal.article or "")
    assert words in say(found.value.refusal)
    assert db.session.scalar(select(func.count()).select_from(Case)) == 0, "nothing is left of it"
    made = make.proposed(accused=[Accused(unit(home).id, "无关人员")])
    assert made.respondents[0].name == "无关人员", "the twin: nobody above or below"


def test_numbers_run_without_a_gap() -> None:
    with refused(None, "case_unknown_trigger"):
        make.proposed(trigger_code="made_up")
    numbers = [make.proposed().number for _n in range(2)]
    assert numbers == ["阿政公责案〔2026〕1号", "阿政公责案〔2026〕2号"]


def test_who_may_not_propose_does_not() -> None:
    for username in ("handler", "intake", "town_supervisor", "signer"):
        with pytest.raises(Forbidden):
            make.proposed(by=username)


def test_the_same_form_proposes_once() -> None:
    case = make.proposed(token="t" * 32)
    with pytest.raises(AlreadyDone) as done:
        make.proposed(token="t" * 32)
    assert done.value.subject_id == case.id


def test_who_saw_an_older_version_is_told() -> None:
    case = make.case(State.INVESTIGATING)
    seen = case.version
    make.record_evidence(case)
    with pytest.raises(Stale) as stale:
        make.record_evidence(case, seen_version=seen)
    assert (stale.value.who, stale.value.what) == ("韩志远", "登记取证")


def test_a_case_from_a_complaint_takes_over_what_is_known() -> None:
    complaint = complaints.complaint(ComplaintState.ACCEPTED)
    case = make.proposed(complaint)
    assert complaint.state is ComplaintState.IN_CASE
    assert [(r.name, r.unit_id) for r in case.respondents] == [("王𬭩", unit("department").id)]
    assert case.respondents[0].person_id == person("official").id
    with refused(None, "wrong_state"):
        make.proposed(complaint)


def test_the_complainant_is_told_when_the_case_has_an_outcome_and_before_it_closes() -> None:
    case = make.case(State.DELIBERATING, of_complaint=True)
    assert case.complaint is not None
    with refused(case, "case_still_open"):
        complaints.reply(case.complaint)
    for action in (CaseAction.DECIDE, CaseAction.SERVE, CaseAction.TAKE_EFFECT):
        services.follow(case, action, actor("signer"))
    with refused(case, "case_complaint_not_replied"):
        services.close_case(case, actor("supervisor"), seen_version=case.version)
    complaints.reply(case.complaint)
    services.close_case(case, actor("supervisor"), seen_version=case.version)
    assert (case.state, case.complaint.state) == (State.CLOSED, ComplaintState.CLOSED)


def test_a_withdrawn_complaint_leaves_its_case_open_and_a_note_in_its_record() -> None:
    case = make.case(State.INVESTIGATING, of_complaint=True)
    assert case.complaint is not None
    complaints.withdraw(case.complaint)
    assert case.state is State.INVESTIGATING
    entry = of_subject("cases", case.id, limit=1)[0]
    assert (entry.action, entry.actor_id) == ("note_withdrawal", person("intake").id)
    assert entry.reason == "已经与单位协商解决。"


def test_only_what_follows_from_other_acts_may_follow() -> None:
    case = make.case(State.PROPOSED)
    with pytest.raises(ValueError, match="does not follow"):
        services.follow(case, CaseAction.FILE, actor("supervisor"))


def test_every_refusal_of_the_package_has_words(app: Flask) -> None:
    import re
    from pathlib import Path

    from casework.labels import REFUSALS

    folder = Path(services.__file__).parents[1]
    used = {
        code
        for path in folder.rglob("*.py")
        if path.name != "labels.py"
        for code in re.findall(r'"(case_[a-z_]+)"', path.read_text("utf-8"))
    }
    assert set(REFUSALS) <= used, "words that nobody says"
    for code in used & set(REFUSALS):
        assert REFUSALS[code].endswith("。")


def test_a_person_on_whom_facts_may_rest_is_not_made_a_unit() -> None:
    made = make.case(CaseState.INVESTIGATING)
    entry = made.respondents[0]
    with refused(made, "case_respondent_stays_person"):
        make.add_respondent(
            made, entry_id=entry.id, kind=RespondentKind.UNIT, name=None, post_title=None, role=None
        )


def test_who_was_heard_stays_who_they_are_after_a_remand() -> None:
    made = make.case(CaseState.SERVED)
    make.follow(CaseAction.REMAND)(made)
    entry = made.respondents[0]
    with refused(made, "case_respondent_heard"):
        make.add_respondent(made, entry_id=entry.id, name="李建国")
    with refused(made, "case_respondent_heard"):
        make.add_respondent(made, entry_id=entry.id, name=entry.name, unit_id=unit("town").id)
    make.add_respondent(made, entry_id=entry.id, name=entry.name, post_title="主任科员")
    assert entry.post_title == "主任科员"


@pytest.mark.requirement("CLR-05")
@pytest.mark.parametrize("code", ["not_clarified", "inaction"])
def test_a_case_is_opened_on_a_clarification_that_came_late_or_never(code: str) -> None:
    made = make.proposed(trigger_code=code)
    make.file(made)
    assert (made.state, made.trigger_code) == (CaseState.FILED, code)
    assert "第九条" in first_basis(made)


def test_no_case_is_opened_on_what_no_rule_knows() -> None:
    """The twin."""
    with pytest.raises(Refused) as caught:
        make.proposed(trigger_code="no_such_breach")
    assert say(caught.value.refusal)
