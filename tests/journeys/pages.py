"""Which pages there are, and where each is looked at: by the walk along links, or on a journey."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from tests.support.html import parse
from tests.support.officers import PHONE, Office, Officer

#: A user of every role, in the town and in the county.
WALKERS = (
    *("leader", "intake", "investigator-3", "investigator", "reviewer", "signer"),
    *("admin", "security", "audit", "liaison-finance", "finance-handler"),
    *("county-organiser", "county-leader", "county-evaluator", "liaison-county-education"),
)
#: So many pages of an endpoint are asked for by each user, to find links and unseen shapes.
PER_ENDPOINT = 3

#: Answers a file, a fragment for a page that is looked at, or only leads on.
NO_PAGE = {
    "accountability.act_new_preview": "fragment",
    "accountability.act_preview": "fragment",
    "accountability.decision_letter": "file",
    "accountability.decision_new_preview": "fragment",
    "accountability.decision_preview": "fragment",
    "accountability.desk_document": "file",
    "accountability.desk_ruling": "file",
    "accountability.remedy_ruling": "file",
    "accountability.service_document": "file",
    "accountability.service_return_receipt": "file",
    "casework.case_attachment": "file",
    "complaints.complaint_attachment": "file",
    "complaints.complaint_document": "file",
    "evaluation.desk_feedback_document": "file",
    "evaluation.notice_document": "file",
    "web.asset": "file",
    "wording.template_letter": "file",
    "wording.template_preview": "fragment",
}

#: Reached after something was sent, or with a code that is shown once: looked at on a journey,
#: whose test asserts it.
ON_JOURNEYS: dict[str, frozenset[str]] = {
    "accounts": frozenset(
        {
            "administration.change_detail",
            "administration.user_detail",
            "identity.password_change",
            "identity.second_factor",
            "identity.sign_in_code",
        }
    ),
    "opening": frozenset({"complaints.opening_detail", "complaints.opening_view"}),
    "survey": frozenset(
        {
            "evaluation.round_hand_out",
            "evaluation.survey_answer",
            "evaluation.desk_feedback",
            "accountability.rectification_report",
        }
    ),
    "wording": frozenset({"wording.template_edit", "wording.template_detail"}),
}


class Walk:
    """Along links through the pages of one user after another, looking at each new kind of page."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._shapes: dict[str, set[tuple[str, str]]] = {}

    def as_user(self, username: str) -> None:
        """Look at what `username` reaches by links from the home page."""
        with self.office.at_desk(username) as officer:
            for path in self._unseen(officer):
                officer.open(path)
                officer.look()
                officer.fits(PHONE)

    def _unseen(self, officer: Officer) -> Iterator[str]:
        """Yield pages that show an element no page of their endpoint showed before.

        They are asked for without being shown, which costs a tenth.
        """
        taken, queue, met = Counter[str](), deque(["/"]), {"/"}
        while queue:
            path = queue.popleft()
            endpoint = self.office.served.endpoint_of(path)
            if taken[endpoint] >= PER_ENDPOINT or endpoint in NO_PAGE or not endpoint:
                continue
            taken[endpoint] += 1
            answer = officer.page.request.get(path)
            assert answer.ok, f"{path}: {answer.status}"
            tree = parse(answer.text())
            shown = {(e.tag, e.get("class").partition(" ")[0]) for e in tree.one("main").all()}
            seen = self._shapes.setdefault(endpoint, set())
            if not shown <= seen:
                seen |= shown
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
