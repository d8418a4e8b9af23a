"""The document is sound, says what is served and nothing else, and is enough to write a client."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from flask import Flask
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError

from core.access import gate
from core.access.permissions import Scope
from core.api.declaring import operations
from core.api.document import document
from core.api.problems import TITLES
from tests.support import api
from tests.support.client import Client

Json = dict[str, Any]


@pytest.fixture
def made(app: Flask) -> Json:
    """The document as a program gets it: without a token."""
    answer = app.test_client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    found: Json = answer.get_json()
    return found


def each(made: Json) -> Iterator[tuple[str, str, Json]]:
    """Yield path, method and operation."""
    for path, methods in made["paths"].items():
        for method, one in methods.items():
            yield path, method, one


def served(app: Flask) -> set[tuple[str, str]]:
    """Return address and method of everything that is answered to a token."""
    return {
        (rule.rule, method.lower())
        for rule in app.url_map.iter_rules()
        if isinstance(gate.declared(app, rule.endpoint), Scope)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_the_document_is_sound_openapi(made: Json) -> None:
    assert made["openapi"] == "3.1.0"
    validate(made)


def test_a_faulty_document_is_found(made: Json) -> None:
    """The twin."""
    made["paths"]["/reports"]["post"]["parameters"][0]["in"] = "nowhere"
    with pytest.raises(OpenAPIValidationError):
        validate(made)


def test_everything_that_is_served_stands_in_it_and_nothing_else(app: Flask, made: Json) -> None:
    base = made["servers"][0]["url"]
    assert {(base + path, method) for path, method, _one in each(made)} == served(app)
    asked = {
        scope for _p, _m, one in each(made) for need in one["security"] for scope in need["token"]
    }
    assert asked == {scope.value for scope in Scope}


def test_every_field_and_every_operation_says_what_it_is(made: Json) -> None:
    for name, schema in made["components"]["schemas"].items():
        for field, values in schema.get("properties", {}).items():
            if name not in ("ProblemBody", "Fault", "StatisticRead"):
                assert _says(made, values), f"{name}.{field}"
    for _path, _method, one in each(made):
        assert one["summary"]
        assert one["description"]


def _says(made: Json, values: Json) -> bool:
    return "description" in values or any("description" in one for one in values.get("anyOf", ()))


def test_it_bounds_what_the_server_bounds(app: Flask, made: Json) -> None:
    """Each bound of a text in the document is one at which the server changes its answer."""
    api.open_office()
    system = api.System(app, api.token())
    schema = made["components"]["schemas"]["Report"]
    longest = schema["properties"]["title"]["maxLength"]
    assert system.hand_in("bound-000001", title="长" * longest).status_code == 201
    assert system.hand_in("bound-000002", title="长" * (longest + 1)).status_code == 422
    for name in schema["required"]:
        less = {key: value for key, value in api.REPORT.items() if key != name}
        answer = system.ask("POST", "/reports", less, key=f"bound-{name:>10}".replace(" ", "-"))
        assert answer.get_json()["errors"] == [{"pointer": f"/{name}", "detail": "缺少这一项。"}]


class Generated:
    """A client that knows nothing but the document: calls operations by name, checks each request
    and each answer against its schema.
    """

    def __init__(self, app: Flask, made: Json, token: str) -> None:
        self._http, self._made, self._token = app.test_client(), made, token
        self._known = {one["operationId"]: (p, m, one) for p, m, one in each(made)}

    def call(self, name: str, body: Json | None = None, **parameters: str) -> tuple[int, Json]:
        """Call an operation; return status and answer."""
        path, method, one = self._known[name]
        headers = {"Authorization": f"{self._scheme()} {self._token}"}
        query: dict[str, str] = {}
        for parameter in one["parameters"]:
            value = parameters.pop(parameter["name"].replace("-", "_"), None)
            assert value is not None or not parameter["required"], parameter["name"]
            if value is not None:
                (headers if parameter["in"] == "header" else query)[parameter["name"]] = value
        assert not parameters
        if body is not None:
            self._fits(body, one["requestBody"]["content"]["application/json"]["schema"])
        answer = self._http.open(
            self._made["servers"][0]["url"] + path,
            method=method.upper(),
            json=body,
            query_string=query,
            headers=headers,
        )
        promised = one["responses"][str(answer.status_code)]["content"]
        schema = promised[answer.mimetype]["schema"]
        told: Json = json.loads(answer.get_data())
        self._fits(told, schema)
        return answer.status_code, told

    def _scheme(self) -> str:
        return str(self._made["components"]["securitySchemes"]["token"]["scheme"]).capitalize()

    def _fits(self, value: Any, schema: Json) -> None:
        whole = {**schema, "components": self._made["components"]}
        OAS31Validator(whole).validate(value)


def test_a_client_made_of_the_document_hands_in_and_asks(app: Flask, made: Json) -> None:
    api.open_office()
    client = Generated(app, made, api.token())
    status, receipt = client.call(
        "handInReport",
        {
            "kind": "report",
            "title": "征收补偿方案逾期未公开",
            "facts": "递交申请后没有答复。",
            "respondents": [{"unit": "阿尔山市自然资源局"}],
        },
        Idempotency_Key="client-000001",
    )
    assert status == 201
    status, standing = client.call("readStanding", {"receipt_code": receipt["receipt_code"]})
    assert status == 200
    assert standing["number"] == receipt["number"]
    assert client.call("readStanding", {"receipt_code": "0"})[0] == 404
    status, numbers = client.call("readStatistics", first="2026-03-01", last="2026-03-02")
    assert status == 200
    assert numbers["total"]["received"] == 1


def test_every_problem_has_its_words(made: Json) -> None:
    for _path, _method, one in each(made):
        for status in one["responses"]:
            assert status.startswith("2") or int(status) in TITLES


def test_the_page_says_what_the_document_says(client: Client, made: Json) -> None:
    text = client.get("/interface").text
    for path, _method, one in each(made):
        assert f"/api/v1{path}" in text
        assert one["summary"] in text
    assert "来电号码，密封保存。" in text, "a field that may be left out says what it is, too"
    for name, schema in made["components"]["schemas"].items():
        if name not in ("ProblemBody", "Fault"):
            assert all(field in text for field in schema.get("properties", {}))


def test_no_schema_holds_who_reported_in_an_answer(app: Flask) -> None:
    """What an answer may hold is declared; nothing of it is called like an identity."""
    components = document(app)["components"]["schemas"]
    answers = {one.answers.__name__ for one in operations(app)}
    for name in answers:
        for field in _fields(components, components[name]):
            assert not re.search(r"reporter|phone|address|^name$|joint", field), f"{name}.{field}"


def _fields(components: Mapping[str, Json], schema: Json) -> Iterator[str]:
    for name, values in schema.get("properties", {}).items():
        yield name
        target = values.get("items", values).get("$ref")
        if target:
            yield from _fields(components, components[target.rpartition("/")[2]])


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_another_method_and_another_address_are_problems_too(app: Flask, method: str) -> None:
    system = api.System(app, None)
    for path in ("/reports", "/nothing", "/reports/1"):
        answer = system.ask(method, path)
        assert answer.status_code in (404, 405)
        assert answer.mimetype == "application/problem+json"
        assert answer.get_json()["title"]
