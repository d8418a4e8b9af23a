"""The grants table: role → permissions. The whole policy of who may do what at all, on one screen.

Scope (which units), need-to-know (which case) and exclusions (own case, own unit) are asked
elsewhere and only narrow what stands here. The three administrators are apart: none of them reads a
case.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from core.access.permissions import Permission as P
from core.access.permissions import Role

GRANTS: Final[Mapping[Role, frozenset[P]]] = {
    # registers what comes in, proposes nothing about it, tells the complainant the result
    Role.INTAKE_OFFICER: frozenset(
        {
            P.DESK_READ,
            P.DIRECTORY_READ,  # to find a person named in a report
            P.COMPLAINT_READ,
            P.COMPLAINT_REGISTER,
            P.COMPLAINT_REPLY,
            P.TRANSFER_HANDLE,
            P.REPORTER_OPEN,
            P.LAWSUIT_READ,
            P.LAWSUIT_RECORD,  # reviews and lawsuits against a unit's acts, as their papers come in
        }
    ),
    # works on the cases of whose team they are
    Role.INVESTIGATOR: frozenset(
        {
            P.DESK_READ,
            P.DIRECTORY_READ,
            P.CASE_READ,
            P.CASE_INVESTIGATE,
            P.APPORTIONMENT_PREPARE,
            P.DECISION_DRAFT,
            P.SERVICE_RECORD,
            P.REMEDY_REGISTER,
            P.LAWSUIT_READ,
            P.RECTIFICATION_READ,
            P.RECTIFICATION_CHECK,
        }
    ),
    # answers for complaints and cases of the unit: accepts, files, names the team, takes to
    # deliberation
    Role.DISCIPLINE_LEADER: frozenset(
        {
            P.DESK_READ,
            P.DIRECTORY_READ,
            P.COMPLAINT_READ,
            P.COMPLAINT_DECIDE,
            P.COMPLAINT_CLOSE,
            P.REPORTER_CONSENT,  # the second person when who reported has to be seen
            P.CASE_READ,
            P.CASE_OVERSEE,
            P.CASE_PROPOSE,
            P.CASE_FILE,
            P.CASE_TEAM,
            P.CASE_DELIBERATE,
            P.CASE_CLOSE,
            P.CASE_ARCHIVE,
            P.RECUSAL_DECIDE,
            P.APPORTIONMENT_CONFIRM,
            P.DECISION_ISSUE,
            P.REMEDY_ADMIT,
            P.LAWSUIT_READ,
            P.LAWSUIT_RECORD,
            P.RECTIFICATION_READ,
            P.RECTIFICATION_CHECK,
            P.EVALUATION_READ,
            P.EVALUATION_CONSENT,  # 003-17 art. 7 (4): grades are fed back after consent
            P.STATISTICS_READ,  # of the units below, from the organ above (CMP-10)
            P.TEAM_READ,  # what waits for whom in the unit
            P.UNATTENDED_READ,  # what nobody follows, of what they may see anyway
            P.TEMPLATE_READ,
            P.TEMPLATE_EDIT,  # the wording of letters, from a post over the whole house
        }
    ),
    Role.REVIEWER: frozenset(
        {
            P.DESK_READ,
            P.DIRECTORY_READ,
            P.CASE_READ,
            P.CASE_OVERSEE,
            P.CASE_REVIEW,  # the investigation report, before it is approved
            P.DECISION_REVIEW,
            P.REMEDY_DECIDE,
            P.LAWSUIT_READ,
            P.RECTIFICATION_READ,
            P.TEMPLATE_READ,
            P.TEMPLATE_EDIT,
            P.TEMPLATE_APPROVE,  # another person's words only
        }
    ),
    Role.SIGNER: frozenset(
        {
            P.DESK_READ,
            P.DIRECTORY_READ,
            P.CASE_READ,
            P.CASE_OVERSEE,
            P.DECISION_SIGN,
            P.RECUSAL_DECIDE,  # on a leader, as the one above (Regulation on Sanctions art. 43)
            P.LAWSUIT_READ,
            P.RECTIFICATION_READ,
            P.TEMPLATE_READ,
            P.TEMPLATE_APPROVE,
        }
    ),
    # the department's own desk: what was served on it, its remedies, its rectification, and what
    # was passed on to it to handle
    Role.LIAISON: frozenset(
        {
            P.DESK_READ,
            P.SERVED_READ,
            P.REMEDY_FILE,
            P.RECTIFICATION_REPORT,
            P.TRANSFER_HANDLE,
            P.EVALUATION_ANSWER,  # its own self-assessment and objection, nobody else's
        }
    ),
    # plans and runs rounds of social evaluation, grades, feeds back, checks what units report on it
    Role.EVALUATION_ORGANISER: frozenset(
        {
            P.DESK_READ,
            P.DIRECTORY_READ,
            P.EVALUATION_READ,
            P.EVALUATION_ORGANISE,
            P.RECTIFICATION_READ,
            P.RECTIFICATION_CHECK,
            P.TEAM_READ,
            P.UNATTENDED_READ,
        }
    ),
    # types paper sheets; sees neither results nor who was asked
    Role.EVALUATOR: frozenset({P.DESK_READ, P.EVALUATION_ENTER}),
    # an official without a task in this system: sees what was served on them, may seek a remedy
    Role.STAFF: frozenset({P.DESK_READ, P.SERVED_READ, P.REMEDY_FILE}),
    # units and users, no posts: gives nobody any power, sees no business data
    Role.SYSTEM_ADMIN: frozenset(
        {
            P.DESK_READ,
            P.DIRECTORY_READ,
            P.ADMINISTRATION_READ,
            P.CALENDAR_MANAGE,
            P.UNIT_MANAGE,
            P.USER_MANAGE,
            P.TOKEN_MANAGE,  # proposes tokens for other systems, withdraws them at once
            P.UNATTENDED_READ,  # changes that wait for a second person, no business data
        }
    ),
    # posts, locks and sessions, no users: what gives power waits for a second one of them
    Role.SECURITY_ADMIN: frozenset(
        {
            P.DESK_READ,
            P.DIRECTORY_READ,
            P.ADMINISTRATION_READ,
            P.POST_MANAGE,
            P.ACCOUNT_GUARD,
            P.CHANGE_CONFIRM,
            P.TOKEN_MANAGE,
            P.UNATTENDED_READ,
        }
    ),
    Role.AUDIT_ADMIN: frozenset({P.DESK_READ, P.RECORD_READ}),
}
