"""Statement and defence: states of an invitation, how a defence came, what is kept back. Pure."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

#: Words that point at who reported or testified, without a name. What a case may be about itself
#: (a complaint not answered, 信访事项逾期) is none of them.
_HINTS: Final = re.compile(
    r"(?:举报|投诉|控告|检举|反映|信访|来信|来访|来电|知情|爆料)(?:人|者)"
    r"|群众(?:举报|投诉|反映)|证人|证言|匿名"
)
#: Numbers of a person: mobile telephones, identity cards, bank cards.
_NUMBERS: Final = re.compile(
    r"(?<!\d)(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|\d{17}[\dXx]|\d{16}|\d{19})(?![\dA-Za-z])"
)
MASK: Final = "〔号码略〕"
_PARTS: Final = re.compile(r"[\s、，,；;。（）()/]+")


class InvitationState(StrEnum):
    """Where an invitation to state and defend is."""

    DRAFTED = "drafted"
    ISSUED = "issued"
    SERVED = "served"


class InvitationAction(StrEnum):
    """What can be done to an invitation once it is drafted."""

    EDIT = "edit"
    ISSUE = "issue"
    SERVE = "serve"


class DefenceManner(StrEnum):
    """How a respondent stated and defended."""

    WRITTEN = "written"
    ORAL = "oral"


class Adoption(StrEnum):
    """What the team makes of a defence."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    REJECTED = "rejected"


class Withheld(StrEnum):
    """Why a piece of a case is not in the extract. The first three can never be chosen."""

    TESTIMONY = "testimony"
    PROTECTED = "protected"
    SET_ASIDE = "set_aside"
    NOT_CHOSEN = "not_chosen"


def hints(text: str) -> bool:
    """Tell whether a text points at who reported or testified, without a name."""
    return _HINTS.search(text) is not None


def masked(text: str) -> str:
    """Return a text without telephone, identity and card numbers: nobody else's are handed out."""
    return _NUMBERS.sub(MASK, text)


def names_in(persons: str | None) -> list[str]:
    """Return the names in a list of those asked or present, as it was typed."""
    return [part for part in _PARTS.split(persons or "") if len(part) > 1]
