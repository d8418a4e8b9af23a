"""The grants table is complete, keeps the administrators apart, and reaches down the unit tree."""

from __future__ import annotations

from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select

from core.access import visibility
from core.access.actor import Actor, HeldPost
from core.access.grants import GRANTS
from core.access.permissions import Permission, Role
from core.db import db
from core.identity import services
from core.identity.models import Unit, UnitKind
from tests.support import factories

ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
BUSINESS = {"complaint", "reporter", "case", "apportionment", "decision", "service", "remedy"}


def test_every_role_stands_in_the_table() -> None:
    assert set(GRANTS) == set(Role)


def test_every_permission_is_granted_to_somebody() -> None:
    assert set().union(*GRANTS.values()) == set(Permission)


@pytest.mark.parametrize("permission", Permission)
def test_a_permission_is_named_subject_and_verb(permission: Permission) -> None:
    assert permission.name == permission.value.upper().replace(":", "_")
    assert permission.value.count(":") == 1


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_no_administrator_sees_business(role: Role) -> None:
    assert not {p for p in GRANTS[role] if p.value.split(":")[0] in BUSINESS}


def test_only_the_audit_administrator_reads_the_record() -> None:
    assert [role for role in Role if Permission.RECORD_READ in GRANTS[role]] == [Role.AUDIT_ADMIN]


@pytest.mark.parametrize(
    "pair",
    [
        (Permission.CASE_INVESTIGATE, Permission.CASE_REVIEW),
        (Permission.CASE_REVIEW, Permission.CASE_FILE),
        (Permission.DECISION_DRAFT, Permission.DECISION_REVIEW),
        (Permission.DECISION_REVIEW, Permission.DECISION_SIGN),
        (Permission.DECISION_DRAFT, Permission.DECISION_SIGN),
        (Permission.APPORTIONMENT_PREPARE, Permission.APPORTIONMENT_CONFIRM),
        (Permission.REMEDY_FILE, Permission.REMEDY_DECIDE),
        (Permission.RECTIFICATION_REPORT, Permission.RECTIFICATION_CHECK),
        (Permission.COMPLAINT_REGISTER, Permission.COMPLAINT_DECIDE),
    ],
    ids=str,
)
def test_what_wants_two_people_no_single_role_can_do(pair: tuple[Permission, Permission]) -> None:
    assert not [role for role in Role if set(pair) <= GRANTS[role]]


def _actor(*posts: tuple[Role, str]) -> Actor:
    return Actor(1, "某人", 1, tuple(HeldPost(role, 1, path) for role, path in posts))


@pytest.mark.parametrize(
    ("path", "may"),
    [("/1/4/", True), ("/1/4/9/", True), ("/1/", False), ("/1/5/", False), ("/1/40/", False)],
)
def test_a_post_reaches_its_unit_and_what_lies_below(path: str, may: bool) -> None:
    actor = _actor((Role.INVESTIGATOR, "/1/4/"))
    assert actor.may(Permission.CASE_INVESTIGATE, path) is may
    assert not actor.may(Permission.CASE_FILE, path)


def test_a_scope_names_no_unit_inside_another() -> None:
    actor = _actor((Role.INVESTIGATOR, "/1/4/9/"), (Role.REVIEWER, "/1/4/"), (Role.SIGNER, "/1/5/"))
    assert actor.scope(Permission.CASE_READ) == ("/1/4/", "/1/5/")
    assert actor.scope(Permission.DECISION_SIGN) == ("/1/5/",)
    assert actor.scope(Permission.CASE_FILE) == ()


def test_who_holds_no_post_may_nothing() -> None:
    nobody = Actor(1, "某人", 1)
    assert not nobody.permissions
    for permission, path in product(Permission, ("/", "/1/")):
        assert not nobody.has(permission)
        assert not nobody.may(permission, path)


def test_the_system_may_everything() -> None:
    assert all(Actor.system().may(permission, "/1/") for permission in Permission)


@pytest.mark.parametrize(
    ("username", "permission", "units"),
    [
        ("handler", Permission.CASE_READ, {"office"}),
        ("stranger", Permission.CASE_READ, {"town"}),
        ("signer", Permission.CASE_READ, {"government", "office", "department", "town"}),
        ("liaison", Permission.CASE_READ, set()),
        ("admin", Permission.CASE_READ, set()),
    ],
)
def test_a_query_is_narrowed_to_the_scope(
    app: Flask, username: str, permission: Permission, units: set[str]
) -> None:
    condition = visibility.in_scope(Unit.id, factories.actor(username), permission)
    found = set(db.session.scalars(select(Unit.name).where(condition)))
    assert found == {factories.UNITS[key][0] for key in units}


def test_the_root_of_one_tree_sees_nothing_of_another(app: Flask) -> None:
    other = services.create_unit("邻县人民政府", "邻县", UnitKind.GOVERNMENT, None)
    condition = visibility.in_scope(Unit.id, factories.actor("signer"), Permission.CASE_READ)
    found = set(db.session.scalars(select(Unit.id).where(condition)))
    assert found
    assert other.id not in found
