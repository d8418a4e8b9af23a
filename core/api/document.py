"""The OpenAPI 3.1 document, made of the declarations by which every request is checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from flask import Flask

from core.api import once
from core.api.admission import MAX_BODY
from core.api.declaring import VERSION, Operation, operations
from core.api.problems import MEDIA_TYPE, TITLES, ProblemBody

_REF: Final = "#/components/schemas/{name}"
#: What any operation may answer.
_ALWAYS: Final = (401, 403, 429, 500)
_ABOUT: Final = (
    "供门户网站、12345热线等系统对接使用。令牌由本单位系统管理员申请、安全管理员复核后发给，"
    "只显示一次，可随时撤销；每次使用均有记录。任何接口都不返回投诉举报人的身份信息。"
)


def document(app: Flask) -> dict[str, Any]:
    """Return the document of everything `app` serves to other systems."""
    served = operations(app)
    types = [*(t for one in served for t in (one.takes, one.answers) if t), ProblemBody]
    _schemas, components = msgspec.json.schema_components(types, ref_template=_REF)
    paths: dict[str, dict[str, Any]] = {}
    for one in served:
        paths.setdefault(one.path, {})[one.method.lower()] = _described(one, components)
    return {
        "openapi": "3.1.0",
        "info": {"title": "问责接口", "version": "1", "description": _ABOUT},
        "servers": [{"url": VERSION}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _described(one: Operation, components: dict[str, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.title,
        "description": one.text,
        "parameters": _parameters(one, components),
        "responses": {
            str(one.status): {
                "description": "办理成功" if one.acts else "查询结果",
                "content": {"application/json": {"schema": _ref(one.answers)}},
            },
            **{str(status): _problem(status) for status in _statuses(one)},
        },
        "security": [{"token": [one.scope.value]}] if one.scope is not None else [],
    }
    if one.takes is not None and one.method == "POST":
        described["requestBody"] = {
            "required": True,
            "description": f"UTF-8 的 JSON，不超过 {MAX_BODY // 1024} KiB。",
            "content": {"application/json": {"schema": _ref(one.takes)}},
        }
    return described


def _statuses(one: Operation) -> Sequence[int]:
    """Return the statuses of the problems an operation may answer, in order."""
    found = {*_ALWAYS, *one.problems} if one.scope is not None else {500}
    if one.takes is not None:
        found |= {422}
        found |= {400, 413, 415} if one.method == "POST" else set()
    if one.acts:
        found |= {400, 409}
    return sorted(found)


def _parameters(one: Operation, components: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if one.acts:
        found.append(
            {
                "name": once.HEADER,
                "in": "header",
                "required": True,
                "description": "幂等键：每件一个，重发同一件时不变。同键同文得同一答复，只办一次。",
                "schema": {"type": "string", "pattern": f"^{once.KEY.pattern}$"},
            }
        )
    if one.takes is not None and one.method == "GET":
        schema = components[one.takes.__name__]
        for name, values in schema["properties"].items():
            found.append(
                {
                    "name": name,
                    "in": "query",
                    "required": name in schema.get("required", ()),
                    "schema": values,
                }
            )
    return found


def _problem(status: int) -> dict[str, Any]:
    return {
        "description": TITLES[status],
        "content": {MEDIA_TYPE: {"schema": _ref(ProblemBody)}},
    }


def _ref(type_: type) -> dict[str, str]:
    return {"$ref": _REF.format(name=type_.__name__)}
