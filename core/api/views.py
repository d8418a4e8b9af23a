"""The document for programs, and the same for who writes them."""

from __future__ import annotations

from typing import Any

import msgspec
from flask import Blueprint, Response, current_app, request, url_for
from flask.typing import ResponseReturnValue

from core.access.gate import public
from core.api import once
from core.api.declaring import VERSION
from core.api.document import document
from core.api.problems import TITLES
from core.web.pages import page

bp = Blueprint("api", __name__)


@bp.get(f"{VERSION}/openapi.json")
@public
def openapi() -> ResponseReturnValue:
    """Return the OpenAPI document."""
    made = msgspec.json.format(msgspec.json.encode(document(current_app)), indent=1)
    return Response(made, content_type="application/json")


@bp.get("/interface")
@public
def guide() -> ResponseReturnValue:
    """Show the same as a page."""
    made = document(current_app)
    return page(
        "api/guide.html",
        about=made["info"]["description"],
        base=request.host_url.rstrip("/") + VERSION,
        document_url=url_for("api.openapi"),
        key_header=once.HEADER,
        operations=[
            _shown(made, path, method, one)
            for path, methods in made["paths"].items()
            for method, one in methods.items()
        ],
        problems=sorted(TITLES.items()),
    )


def _shown(made: dict[str, Any], path: str, method: str, one: dict[str, Any]) -> dict[str, Any]:
    """Return what the page shows of one operation: its fields as rows."""
    sent = one.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    (answered,) = (
        answer["content"]["application/json"]["schema"]
        for status, answer in one["responses"].items()
        if status.startswith("2")
    )
    scopes = [scope for need in one["security"] for scope in need["token"]]
    return {
        "id": one["operationId"],
        "title": one["summary"],
        "text": one["description"],
        "method": method.upper(),
        "path": VERSION + path,
        "scope": scopes[0] if scopes else None,
        "takes": [
            *(_row(made, p["name"], p["schema"], is_needed=p["required"]) for p in one["parameters"]
              if p["in"] == "query"),
            *_rows(made, sent),
        ],
        "answers": _rows(made, answered),
    }  # fmt: skip


def _rows(
    made: dict[str, Any], schema: dict[str, Any] | None, before: str = ""
) -> list[dict[str, Any]]:
    """Return the fields of a schema, those of what it holds after each."""
    found: list[dict[str, Any]] = []
    schema = _resolved(made, schema or {})
    for name, values in schema.get("properties", {}).items():
        needed = name in schema.get("required", ())
        found.append(_row(made, before + name, values, is_needed=needed))
        inner = _inner(made, values)
        if inner is not None:
            mark = "[]." if values.get("type") == "array" else "."
            found += _rows(made, inner, before + name + mark)
    return found


def _row(
    made: dict[str, Any], name: str, values: dict[str, Any], *, is_needed: bool
) -> dict[str, Any]:
    return {
        "name": name,
        "needed": is_needed,
        "kind": _kind(made, values),
        "text": _described(values),
    }


def _described(values: dict[str, Any]) -> str:
    """Return what a value is described as, itself or the one that is not null."""
    told = (one.get("description", "") for one in (values, *values.get("anyOf", ())))
    return next((text for text in told if text), "")


def _kind(made: dict[str, Any], values: dict[str, Any]) -> str:
    """Say in short what a value may be."""
    if "anyOf" in values:
        kinds = [_kind(made, one) for one in values["anyOf"] if one.get("type") != "null"]
        return "、".join(kinds)
    values = {**_resolved(made, values), **{k: v for k, v in values.items() if k != "$ref"}}
    if "enum" in values:
        return "｜".join(str(one) for one in values["enum"])
    words = {"string": "字符串", "integer": "整数", "boolean": "布尔值", "array": "数组"}
    kind = "日期" if values.get("format") == "date" else words.get(values.get("type", ""), "对象")
    most = values.get("maxLength", values.get("maxItems", values.get("maximum")))
    return f"{kind}，至多{most}" if most is not None else kind


def _inner(made: dict[str, Any], values: dict[str, Any]) -> dict[str, Any] | None:
    """Return the object a value is or holds, None where it holds none."""
    options = [values.get("items", {}), values, *values.get("anyOf", ())]
    for one in options:
        found = _resolved(made, one)
        if "$ref" in one and found.get("type") == "object":
            return found
    return None


def _resolved(made: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    found: dict[str, Any] = made["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found
