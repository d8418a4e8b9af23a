"""Every endpoint of the application declares what it needs, under a typed kebab-case address."""

from __future__ import annotations

import pytest
from flask import Flask

from core import procedure
from core.access import gate
from core.access.permissions import Permission, Scope
from tests.architecture import rules

#: Open to everybody; anything else that is public fails.
PUBLIC = {
    "api.guide",
    "api.openapi",
    "complaints.follow_up",
    "complaints.follow_up_message",
    "complaints.follow_up_submit",
    "complaints.report_new",
    "documents.verify_code",
    "documents.verify_form",
    "documents.verify_submit",
    "evaluation.result_detail",
    "evaluation.survey_answer",
    "evaluation.survey_open",
    "identity.sign_in_code",
    "identity.sign_in",
    "identity.sign_in_submit",
    "probes.alive",
    "probes.ready",
    "web.asset",
}


def undeclared(app: Flask) -> list[str]:
    """Return the endpoints that say neither what they need nor that they need nothing."""
    return [endpoint for endpoint in app.view_functions if gate.declared(app, endpoint) is None]


def public(app: Flask) -> set[str]:
    """Return the endpoints open to everybody."""
    return {e for e in app.view_functions if gate.declared(app, e) == gate.PUBLIC}


def mismatched(app: Flask) -> tuple[list[str], int]:
    """Return the routes of acts whose permission is not that of the row, and how many there are."""
    faults, agreeing = [], 0
    for table in procedure.registered().values():
        for row in table.transitions:
            suffix = f".{table.name}_{row.action}"
            for endpoint in app.view_functions:
                if not endpoint.endswith(suffix):
                    continue
                agreeing += 1
                if gate.declared(app, endpoint) != row.permission:
                    faults.append(f"{endpoint} is not {row.permission}")
    return faults, agreeing


def test_every_endpoint_declares_a_permission(app: Flask) -> None:
    assert not undeclared(app)


def test_only_these_are_public(app: Flask) -> None:
    assert public(app) == PUBLIC


def test_declared_is_a_permission_and_no_other_word(app: Flask) -> None:
    for endpoint in app.view_functions:
        mark = gate.declared(app, endpoint)
        assert mark == gate.PUBLIC or isinstance(mark, Permission | Scope), endpoint


def test_the_route_of_an_act_asks_for_the_permission_of_its_row(app: Flask) -> None:
    faults, agreeing = mismatched(app)
    assert not faults
    assert agreeing > 15


def test_addresses_are_typed_and_kebab_case(app: Flask) -> None:
    broken = [fault for rule in app.url_map.iter_rules() for fault in rules.url(rule.rule)]
    assert not broken


def test_acts_are_not_done_by_reading(app: Flask) -> None:
    """A page is got and a form is posted; nothing takes PUT or DELETE."""
    for rule in app.url_map.iter_rules():
        assert (rule.methods or set()) <= {"GET", "HEAD", "OPTIONS", "POST"}, rule


# the twins


def test_an_endpoint_that_declares_nothing_is_found(app: Flask) -> None:
    app.view_functions["test.planted"] = lambda: ""
    try:
        assert undeclared(app) == ["test.planted"]
    finally:
        del app.view_functions["test.planted"]


def test_another_public_endpoint_is_found(app: Flask) -> None:
    app.view_functions["test.planted"] = gate.public(lambda: "")
    try:
        assert public(app) - PUBLIC == {"test.planted"}
    finally:
        del app.view_functions["test.planted"]


def test_a_route_with_another_permission_than_its_row_is_found(app: Flask) -> None:
    table = procedure.registered()["cases"]
    row = table.transitions[0]
    name = f"test.{table.name}_{row.action}"
    other = next(p for p in Permission if p != row.permission)
    app.view_functions[name] = gate.requires(other)(lambda: "")
    try:
        assert mismatched(app)[0] == [f"{name} is not {row.permission}"]
    finally:
        del app.view_functions[name]


@pytest.mark.parametrize(
    "rule", ["/Cases", "/case_list", "/cases/<case_id>", "/cases/<int:case_id>/addMember", "/a//b"]
)
def test_a_bad_address_is_found(rule: str) -> None:
    assert list(rules.url(rule))


@pytest.mark.parametrize("rule", ["/", "/cases", "/cases/<int:case_id>/add-member", "/a/<path:p>"])
def test_a_good_address_is_let_through(rule: str) -> None:
    assert not list(rules.url(rule))
