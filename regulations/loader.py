"""Read a folder of packs and refuse it as a whole if anything in it is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from regulations import labels
from regulations.checks import check_links, check_pack
from regulations.decode import Problem, decode
from regulations.model import Pack

_PLACE = re.compile(r"at line (?P<line>\d+), column (?P<column>\d+)")

SHIPPED = Path(__file__).parent / "packs"


@dataclass(frozen=True)
class PackFault:
    """One fault of a pack: in which file, at which key, which value, and why it is refused."""

    file: str
    problem: Problem

    @property
    def key(self) -> str:
        """Return where in the file, such as `term[0].unit`."""
        return self.problem.key

    @property
    def value(self) -> object:
        """Return the value that is refused."""
        return self.problem.value

    @property
    def reason(self) -> str:
        """Return why, in words."""
        return labels.fault(self.problem.code, self.problem.params)

    def __str__(self) -> str:
        """Return file, key, value and reason in one line."""
        value = "" if self.value is None else f" = {self.value!r}"
        return f"{self.file}：{self.key}{value}：{self.reason}"


class PackFaults(Exception):
    """The packs of a folder cannot be used; `faults` lists everything that is wrong."""

    def __init__(self, faults: list[PackFault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def load_packs(folder: Path = SHIPPED) -> Mapping[str, Pack]:
    """Return the packs of `folder` by id, ordered. Raises PackFaults with all faults at once."""
    faults: list[PackFault] = []
    packs: dict[str, Pack] = {}
    files = sorted(folder.glob("*.toml"))
    if not files:
        faults.append(PackFault(folder.name, Problem("", None, "no_packs")))
    broken: set[str] = set()
    for file in files:
        problems: list[Problem] = []
        pack = _read(file, problems)
        if pack is not None:
            problems = check_pack(pack, file.stem)
        if pack is not None and pack.id not in packs:
            packs[pack.id] = pack
        if pack is None:
            broken.add(file.stem)
        faults += [PackFault(file.name, problem) for problem in problems]
    names = {pack_id: f"{pack_id}.toml" for pack_id in packs}
    for pack_id, found in check_links(packs).items():
        faults += [
            PackFault(names[pack_id], problem)
            for problem in found
            # a pack whose own file is broken is there, only unreadable: named once, at its file
            if not (problem.code == "unknown_pack" and problem.value in broken)
        ]
    if faults:
        raise PackFaults(faults)
    return MappingProxyType(packs)


def _read(file: Path, problems: list[Problem]) -> Pack | None:
    raw = read_toml(file, problems)
    return None if raw is None else decode(Pack, raw, "", problems)


def read_toml(file: Path, problems: list[Problem]) -> dict[str, object] | None:
    """Return what a file says; None with the reason among `problems` where it cannot be read."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = _PLACE.search(str(error))
        params = {"line": place["line"], "column": place["column"]} if place else {}
        problems.append(Problem("", None, "not_toml_at" if place else "not_toml", params))
    except (OSError, UnicodeDecodeError):
        problems.append(Problem("", None, "not_readable"))
    return None
