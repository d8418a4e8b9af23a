"""Which pages there are, and where each is looked at: by the walk along links, or on a journey."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from tests.support.crawl import LAW, leads_on
from tests.support.html import parse
from tests.support.officers import PHONE, Office, Officer

#: A user of every role, in the town and in the county.
WALKERS = (
    *("leader", "intake", "investigator-3", "investigator", "reviewer", "signer", "superior"),
    "organiser",
    *("admin", "security", "audit", "liaison-finance", "finance-handler"),
    *("liaison-education", "land-handler", "investigator-2"),
    *("county-organiser", "county-leader", "county-evaluator", "liaison-county-education"),
    "county-evaluator-2",
)
#: So many pages of an endpoint are asked for by each user, to find links and unseen shapes.
PER_ENDPOINT = 2
#: Pages that lead to acts differ by the state of what they show: of those, so many more, and all
#: where somebody sees every case.
PER_DETAIL, PER_WIDE_DETAIL, WIDE = 10, 40, "leader"
#: Shows a keeper where to go on, and a reader nothing more than it showed the last.
KEPT = frozenset({"administration.calendar"})

#: Answers a file.
FILES = frozenset(
    {
        "accountability.circular_document",
        "accountability.decision_letter",
        "accountability.desk_document",
        "accountability.desk_order",
        "accountability.desk_file_answer",
        "accountability.desk_receipt",
        "accountability.desk_rectification_attachment",
        "accountability.desk_ruling",
        "accountability.file_request_document",
        "accountability.rectification_order",
        "accountability.remedy_receipt",
        "accountability.lawsuit_attachment",
        "accountability.rectification_attachment",
        "accountability.rectification_urging_document",
        "accountability.remedy_ruling",
        "accountability.sanction_document",
        "accountability.service_document",
        "accountability.service_return_receipt",
        "api.openapi",
        "assessment.assessed_attachment",
        "assessment.assessed_folder_volume",
        "assessment.assessment_circular",
        "assessment.assessment_notice",
        "assessment.assessment_results_sheet",
        "assessment.desk_assessment_notice",
        "assessment.desk_attachment",
        "assessment.desk_folder_volume",
        "casework.archive_copy",
        "casework.archive_package",
        "casework.archive_volume",
        "casework.case_attachment",
        "casework.custody_list_document",
        "casework.custody_slip",
        "casework.referral_document",
        "casework.referral_receipt",
        "casework.defence_attachment",
        "casework.desk_invitation_document",
        "casework.desk_telling_document",
        "casework.telling_document",
        "casework.desk_invitation_extract",
        "casework.invitation_document",
        "casework.invitation_extract",
        "casework.report_document",
        "complaints.assigned_document",
        "complaints.complaint_attachment",
        "complaints.complaint_document",
        "complaints.import_rejected",
        "evaluation.batch_import_template",
        "evaluation.batch_scan",
        "evaluation.desk_feedback_document",
        "evaluation.desk_round_notice",
        "evaluation.notice_document",
        "evaluation.round_notice",
        "evaluation.round_results_sheet",
        "evaluation.round_scan",
        "oversight.statistics_sheet",
        "oversight_api.statistics_read",
        "probes.alive",
        "probes.ready",
        "web.asset",
        "wording.template_letter",
    }
)

#: What the town does not have, so that no walk comes there yet: an import of a hotline (its own
#: journey looks at width alone), a lead of a breached duty, two versions of a pack, an application
#: to a court that has not ruled, a period that a unit set for its investigations, a sanction whose
#: period is over, an assessment in each of its states (a year has one).
NOT_WALKED = frozenset(
    {
        "accountability.rectification_apply_enforcement",
        "accountability.rectification_criticise",
        "accountability.rectification_rule_enforcement",
        "accountability.sanction_lift",
        "assessment.assessed_answer",
        "assessment.assessed_mark_falsification",
        "assessment.assessed_set_band",
        "assessment.assessment_circulate",
        "assessment.assessment_freeze",
        "assessment.assessment_notify",
        "assessment.assessment_propose",
        "assessment.assessment_review",
        "assessment.desk_object",
        "casework.case_extend",
        "complaints.complaint_close_lead",
        "complaints.import_choose_columns",
        "complaints.import_detail",
        "regulations.pack_changes",
    }
)

#: Reached after something was sent, or with a code that is shown once: looked at on a journey,
#: whose test asserts it.
ON_JOURNEYS: dict[str, frozenset[str]] = {
    "accounts": frozenset(
        {
            "administration.change_detail",
            "administration.user_end_sessions",
            "administration.user_release_lock",
            "administration.user_reset_second_factor",
            "identity.sign_in_code",
        }
    ),
    "opening": frozenset({"complaints.opening_view", "identity.confirm"}),
    "recusal": frozenset(
        {
            "casework.case_resume",
            "casework.recusal_grant",
            "casework.recusal_notice",
            "casework.recusal_reject",
        }
    ),
    "survey": frozenset(
        {
            "accountability.rectification_explain",
            "accountability.rectification_return",
            "evaluation.survey_answer",
            "evaluation.survey_open",
        }
    ),
    "wording": frozenset(
        {
            "documents.verify_code",
            "wording.template_approve",
            "wording.template_detail",
            "wording.template_discard",
            "wording.template_edit",
        }
    ),
}


class Walk:
    """Along links through the pages of one user after another, looking at each new kind of page
    among the endpoints `of`.
    """

    def __init__(self, office: Office, of: frozenset[str]) -> None:
        self.office = office
        self._of = of
        self._endpoints: set[str] = set()
        self._shapes: set[tuple[str, str]] = set()

    def as_user(self, username: str) -> None:
        """Look at what `username` reaches by links from the home page."""
        with self.office.at_desk(username) as officer:
            per_detail = PER_WIDE_DETAIL if username == WIDE else PER_DETAIL
            for path in self._unseen(officer, per_detail):
                officer.open(path)
                officer.look()
                officer.fits(PHONE)

    def _unseen(self, officer: Officer, per_detail: int) -> Iterator[str]:
        """Yield a page of each endpoint, and those with an element that no page showed before.

        They are asked for without being shown, which costs a tenth.
        """
        taken, queue, met = Counter[str](), deque(["/"]), {"/"}
        while queue:
            path = queue.popleft()
            endpoint = self.office.served.endpoint_of(path)
            most = per_detail if leads_on(endpoint) else PER_ENDPOINT
            if endpoint.startswith(LAW):  # long, and the same for everybody
                most = 0 if endpoint in self._endpoints - KEPT else 1
            if taken[endpoint] >= most or endpoint in FILES or not endpoint:
                continue
            taken[endpoint] += 1
            answer = officer.page.request.get(path)
            assert answer.ok, f"{path}: {answer.status}"
            tree = parse(answer.text())
            shown = {(e.tag, e.get("class").partition(" ")[0]) for e in tree.one("main").all()}
            if endpoint not in self._endpoints or not shown <= self._shapes:
                self._endpoints.add(endpoint)
                self._shapes |= shown
                if endpoint in self._of:
                    yield path
            for link in tree.all("a", href=True):
                target = _local(path, link["href"])
                if target and target not in met:
                    met.add(target)
                    queue.append(target)


def _local(base: str, target: str) -> str | None:
    parts = urlsplit(urljoin(f"http://localhost{base}", target))
    if parts.hostname != "localhost" or "lang=" in parts.query:
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")
