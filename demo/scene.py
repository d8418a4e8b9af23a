"""One matter while it is played: its story, its texts, and what has come of it so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from accountability.models import Decision, ResponsibleAct
from casework.models import Case, CaseRespondent
from complaints.models import Complaint
from core.access import Actor
from core.identity.models import Unit, User
from demo.script import CommonTexts, Story, TriggerTexts
from demo.stage import Cast

LEADER, REVIEWER, SIGNER = "leader", "reviewer", "signer"
#: Investigators work in pairs, the next pair on the next case.
TEAMS = (
    ("investigator", "investigator-2"),
    ("investigator", "investigator-3"),
    ("investigator-2", "investigator-4"),
    ("investigator-3", "investigator-4"),
)


@dataclass
class Scene:
    """A matter. `number` is its place in the list: it chooses teams and variants of texts."""

    story: Story
    number: int
    cast: Cast
    texts: Mapping[str, TriggerTexts]
    common: CommonTexts
    _complaint: Complaint | None = field(default=None)
    _case: Case | None = field(default=None)
    _act: ResponsibleAct | None = field(default=None)
    _decision: Decision | None = field(default=None)

    @property
    def complaint(self) -> Complaint:
        """The complaint; there is one unless the case is an own finding."""
        assert self._complaint is not None
        return self._complaint

    @complaint.setter
    def complaint(self, complaint: Complaint) -> None:
        self._complaint = complaint

    @property
    def case(self) -> Case:
        """The case, once it is proposed."""
        assert self._case is not None
        return self._case

    @case.setter
    def case(self, case: Case) -> None:
        self._case = case

    @property
    def act(self) -> ResponsibleAct:
        """The act under examination, once it is recorded."""
        assert self._act is not None
        return self._act

    @act.setter
    def act(self, act: ResponsibleAct) -> None:
        self._act = act

    @property
    def decision(self) -> Decision:
        """The decision, once it is drafted."""
        assert self._decision is not None
        return self._decision

    @decision.setter
    def decision(self, decision: Decision) -> None:
        self._decision = decision

    @property
    def office(self) -> Unit:
        """The unit that handles complaints and cases."""
        return self.cast.units["office"]

    @property
    def unit(self) -> Unit:
        """The unit that was reported."""
        return self.cast.units[self.story.unit]

    @property
    def words(self) -> TriggerTexts:
        """What is written in a case of this kind."""
        return self.texts[self.story.trigger or "other_breach"]

    @property
    def team(self) -> tuple[str, str]:
        """The usernames of the two investigators; the first one leads."""
        return TEAMS[self.number % len(TEAMS)]

    @property
    def lead(self) -> Actor:
        """The investigator who leads."""
        return self.actor(self.team[0])

    @property
    def second(self) -> Actor:
        """The other investigator."""
        return self.actor(self.team[1])

    @property
    def intake(self) -> Actor:
        """The intake officer in whose hands the complaint is."""
        return self.actor(("intake", "intake-2")[self.number % 2])

    @property
    def leader(self) -> Actor:
        """The leader in charge of discipline."""
        return self.actor(LEADER)

    def actor(self, username: str) -> Actor:
        """Return who acts under `username`."""
        return self.cast.actor(username)

    def users_of_team(self) -> list[User]:
        """Return the accounts of the two investigators."""
        return [self.cast.users[name] for name in self.team]

    def variant(self, texts: Sequence[str]) -> str:
        """Return the variant of a text that is this matter's turn, filled in."""
        return self.fill(texts[self.number % len(texts)])

    def fill(self, text: str) -> str:
        """Write names into a text."""
        handler = next((p.name for p in self.story.people if p.role == "handler"), "经办人员")
        return text.format(unit=self.unit.name, handler=handler, title=self.story.title)

    def respondent(self, name: str) -> CaseRespondent:
        """Return the respondent of the case called `name` (a person or a unit)."""
        return next(r for r in self.case.respondents if r.display_name == name)
