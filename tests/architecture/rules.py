"""The rules of the house as functions over source text: each yields what breaks it.

The tests run them over the tree, and over a planted violation each, so that no rule can sleep.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from config import ROOT

#: Lowest first. A package imports those before it; `app`, tests, demo and bench import all.
FLOORS = (
    "core",
    "regulations",
    "complaints",
    "casework",
    "accountability",
    "evaluation",
    "disclosure",
    "assessment",
    "oversight",
    "wording",
    "administration",
)
FEATURES = FLOORS[2:]

#: What a package shows to the packages above it.
OPEN_ROOMS = {
    *("services", "queries", "rules", "models", "labels", "events", "deadlines", "archive"),
    *("desk", "narrowing", "sanctioning", "compensating", "defence"),
}
#: The law is read everywhere above it, except for its commands.
OPEN_ROOMS_OF_LAW = {
    *("rules", "model", "codes", "labels", "registry", "facts", "decode", "comparison"),
    "local",
}

#: The rooms of a feature, lowest first; a room imports its own level and those before it.
#: `style.md` §1 names most of them; the others came with use and hold one thing each.
LEVELS: tuple[set[str], ...] = (
    {"rules", "naming", "defending", "planning", "challenging"}
    | {"circulating", "compensating", "sanctioning", "tracing", "urging", "viewing"},
    {"models", "events"},
    {"labels", "queries", "deadlines", "effects", "correcting", "seeking", "hotline"}
    | {"recusal", "discussing", "desk", "narrowing"},
    {"documents", "searching", "excerpts", "archive", "reporting", "participants", "custody"}
    | {"defence", "plans", "referral", "elevation", "telling"},
    {"procedure"},
    {"services", "hooks", "finding"},
    {"forms", "tasks", "listings"},
)
#: Higher up, and yet not for these.
NOT_FOR = {"forms": {"services", "procedure", "documents", "hooks"}, "tasks": {"services", "hooks"}}
#: Rooms at the top: they put the others together.
TOP_ROOMS = {"__init__", "views", "api", "cli", "presenting", "acting"}

#: What a request brings with it must not reach below the views.
AMBIENT = {"request", "g", "session", "current_user"}
PURE = {"rules", "naming", "defending", "planning", "correcting", "seeking", "hotline"} | {
    "discussing",
    "challenging",
    "sanctioning",
    "tracing",
    "circulating",
    "compensating",
    "urging",
    "viewing",
}
NO_REQUEST = {
    "rules",
    "models",
    "labels",
    "events",
    "queries",
    "procedure",
    "services",
    "documents",
    "effects",
}
#: Pure rules may use these of the core; they need neither the framework nor the database.
PURE_CORE = {
    "core.workdays",
    "core.refusals",
    "core.text",
    "core.clocks.replay",
    "core.clocks.periods",
}
FRAMEWORK = {
    "flask",
    "flask_babel",
    "flask_login",
    "flask_sqlalchemy",
    "sqlalchemy",
    "werkzeug",
    "wtforms",
}

CLOCK = re.compile(r"^(datetime|date|time)\.(now|today|utcnow|time)$")
KEBAB = re.compile(
    r"(/[a-z0-9]+(-[a-z0-9]+)*(\.json$)?|/<(int(\([a-z=, 0-9]+\))?:|path:|string:)?[a-z_]+>)+|/"
)


def modules(*folders: str) -> Iterator[Path]:
    """Yield the Python files of these folders of the repository."""
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def module_name(path: Path) -> str:
    """Return `casework/models.py` as `casework.models`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield every import with the imported name, which may be a module too, and its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


def room_of(module: str) -> str:
    """Return the room of `casework.models.team`: `models`; of the package itself: `__init__`."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def floors(module: str, source: str) -> Iterator[str]:
    """Nobody imports what lies above, and of what lies below only what it shows."""
    package, room = module.split(".")[0], room_of(module)
    if package not in FLOORS:
        return
    for target, line in imports(ast.parse(source)):
        other = target.split(".")[0]
        if other not in FLOORS or other == package:
            continue
        if FLOORS.index(other) > FLOORS.index(package):
            yield f"{module}:{line} imports {target}, which lies above it"
        elif other != "core":
            shown = OPEN_ROOMS_OF_LAW if other == "regulations" else OPEN_ROOMS
            if room_of(target) not in shown:
                yield f"{module}:{line} imports {target}; {other} shows only {sorted(shown)}"
        elif (
            room in PURE
            and ".".join(target.split(".")[:2]) not in PURE_CORE
            and ".".join(target.split(".")[:3]) not in PURE_CORE
        ):
            yield f"{module}:{line} imports {target}; rules are pure"


def rooms(module: str, source: str) -> Iterator[str]:
    """Within a feature each room imports the rooms below it; every room is known by name."""
    package, room = module.split(".")[0], room_of(module)
    if package not in FEATURES or room in TOP_ROOMS:
        return
    known = set().union(*LEVELS)
    if room not in known:
        yield f"{module}: a room that LEVELS does not know: {room}"
        return
    level = next(index for index, rooms in enumerate(LEVELS) if room in rooms)
    may = set().union(*LEVELS[: level + 1]) - NOT_FOR.get(room, set())
    tree = ast.parse(source)
    for target, line in imports(tree):
        top = target.split(".")[0]
        if top == package and room_of(target) in (known | TOP_ROOMS) - may - {"__init__"}:
            yield f"{module}:{line} imports {target}; {room} may use {sorted(may)}"
        if room in PURE and top in FRAMEWORK:
            yield f"{module}:{line} imports {target}; rules are pure"
        if room == "models" and top.startswith("flask"):
            yield f"{module}:{line} imports {target}; models know no web"
        if room in NO_REQUEST and top.startswith("flask") and target.split(".")[-1] in AMBIENT:
            yield f"{module}:{line} imports {target}; pass the actor and plain values"


def state_assignments(module: str, source: str) -> Iterator[str]:
    """Only `core.procedure` assigns a state (the clocks cache theirs, which is derived)."""
    if module in {"core.procedure", "core.clocks.models"}:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign | ast.AugAssign):
            targets = [node.target]
        else:
            targets = []
        for target in targets:
            if isinstance(target, ast.Attribute) and target.attr == "state":
                if isinstance(target.value, ast.Name) and target.value.id == "self":
                    continue  # an object's own attribute, not an aggregate's
                yield f"{module}:{target.lineno} assigns a state"
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "setattr"
            and len(node.args) > 1
            and isinstance(node.args[1], ast.Constant)
            and node.args[1].value == "state"
        ):
            yield f"{module}:{node.lineno} assigns a state"


def clock_reads(module: str, source: str) -> Iterator[str]:
    """Only `core.moment` reads the clock."""
    if module == "core.moment":
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and CLOCK.match(_dotted(node.func)):
            yield f"{module}:{node.lineno} reads the clock: use core.moment"


def _dotted(node: ast.expr) -> str:
    """Return the last two names of `datetime.datetime.now`."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
        return f"{node.value.attr}.{node.attr}"
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return ""


def url(rule: str) -> Iterator[str]:
    """A URL is kebab-case, and what varies in it has a type."""
    for part in re.findall(r"<[^>]*>", rule):
        if ":" not in part and part != "<digest>":
            yield f"{rule}: {part} has no type"
    if not KEBAB.fullmatch(rule):
        yield f"{rule} is not kebab-case"


def template(name: str, source: str) -> Iterator[str]:
    """A template holds no code, no style, no address of another host; it asks no state, no role."""
    bare = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    patterns = {
        r"\son[a-z]+\s*=": "inline code",
        r"\shx-on": "inline code",
        r"\sstyle\s*=": "inline style",
        r"<style": "inline style sheet",
        r"<script(?![^>]*\ssrc=)": "inline script",
        r"javascript:": "inline code",
        r"\bjs:": "inline code",
        r"(?:src|href|action|hx-(?:get|post))\s*=\s*[\"'](?:https?:)?//": "address of another host",
        r"@import": "style from elsewhere",
        r"\|\s*safe\b": "unescaped output",
        r"\.state\s*[!=]=|\brole\s*[!=]=": "asks a state or a role: use available_actions",
    }
    for pattern, what in patterns.items():
        for match in re.finditer(pattern, bare):
            yield f"{name}: {what}: {match.group().strip()}"
