"""Turn plain mappings into frozen types and report every fault, not only the first. Pure."""

from __future__ import annotations

import enum
import re
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

S = TypeVar("S", bound=msgspec.Struct)

_PATH = re.compile(r" - at `\$?(?P<path>[^`]*)`$")


@dataclass(frozen=True)
class Problem:
    """One thing wrong: where, the offending value, and a code whose words are in `labels`."""

    key: str
    value: object
    code: str
    params: Mapping[str, str] = field(default_factory=dict)


def decode(cls: type[S], raw: object, key: str, problems: list[Problem]) -> S | None:
    """Build `cls` from `raw`; append every problem found below `key` and return None if any."""
    if not isinstance(raw, Mapping):
        problems.append(Problem(key, raw, "not_a_table"))
        return None
    try:
        return msgspec.convert(raw, cls)  # the usual case; what follows finds every fault
    except msgspec.ValidationError:
        pass
    before = len(problems)
    hints = typing.get_type_hints(cls, include_extras=True)
    infos = {info.encode_name: info for info in msgspec.structs.fields(cls)}
    for name in raw:
        if name not in infos:
            problems.append(Problem(_join(key, str(name)), raw[name], "unknown_key"))
    values: dict[str, Any] = {}
    for name, info in infos.items():
        if name in raw:
            values[info.name] = _value(hints[info.name], raw[name], _join(key, name), problems)
        elif info.required:
            problems.append(Problem(_join(key, name), None, "missing_key"))
    return cls(**values) if len(problems) == before else None


def _value(kind: Any, raw: object, key: str, problems: list[Problem]) -> Any:
    struct = _struct_in(kind)
    if struct is None:
        return _leaf(kind, raw, key, problems)
    if raw is None and type(None) in typing.get_args(kind):
        return None
    if typing.get_origin(kind) is not tuple:
        return decode(struct, raw, key, problems)
    if not isinstance(raw, list):
        problems.append(Problem(key, raw, "not_a_list"))
        return None
    return tuple(decode(struct, item, f"{key}[{n}]", problems) for n, item in enumerate(raw))


def _struct_in(kind: Any) -> type[msgspec.Struct] | None:
    """Return the struct of `S`, `S | None` or `tuple[S, ...]`, else None."""
    origin = typing.get_origin(kind)
    if origin in (tuple, types.UnionType, typing.Union):
        found = [struct for arg in typing.get_args(kind) if (struct := _struct_in(arg))]
        return found[0] if found else None
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return kind
    return None


def _leaf(kind: Any, raw: object, key: str, problems: list[Problem]) -> Any:
    if typing.get_origin(kind) is Mapping and isinstance(raw, Mapping):
        key_kind, value_kind = typing.get_args(kind)
        return {
            _leaf(key_kind, name, key, problems): _leaf(
                value_kind, value, f"{key}.{name}", problems
            )
            for name, value in raw.items()
        }
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        text = str(error)
        path = ""
        if found := _PATH.search(text):
            path, text = found["path"], text[: found.start()]
        problems.append(Problem(f"{key}{path}", _at(raw, path), *_explain(kind, text)))
        return None


def _at(raw: object, path: str) -> object:
    """Return the part of `raw` that a path such as `[0][1]` points at; all of it if in doubt."""
    for index in re.findall(r"\[(\d+)\]", path):
        if not isinstance(raw, list):
            return raw
        raw = raw[int(index)]
    return raw


def _explain(kind: Any, text: str) -> tuple[str, Mapping[str, str]]:
    if text.startswith("Invalid enum value"):
        return "not_allowed", {"allowed": "、".join(_allowed(kind))}
    if "matching regex" in text or "of length >=" in text:
        return "bad_form", {}
    if ">=" in text or "<=" in text:
        return "out_of_range", {}
    if "date" in text:
        return "not_a_date", {}
    expected = re.match(r"Expected `([^`]*)`", text)
    return "wrong_type", {"expected": expected[1] if expected else "?"}


def _allowed(kind: Any) -> list[str]:
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return [str(member.value) for member in kind]
    return list(dict.fromkeys(name for arg in typing.get_args(kind) for name in _allowed(arg)))


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name
