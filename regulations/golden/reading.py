"""Read the worked examples beside a folder of packs and refuse them as a whole if any is wrong."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from regulations.decode import Problem, decode
from regulations.golden.model import Golden
from regulations.loader import SHIPPED, PackFault, PackFaults, read_toml

FOLDER = "golden"


def load_golden(folder: Path = SHIPPED) -> tuple[Golden, ...]:
    """Return the examples beside the packs of `folder`, file by file; there may be none.

    Raises PackFaults with all faults at once.
    """
    faults: list[PackFault] = []
    found: list[Golden] = []
    for file in sorted((folder / FOLDER).glob("*.toml")):
        problems: list[Problem] = []
        raw = read_toml(file, problems)
        golden = decode(Golden, raw, "", problems) if raw is not None else None
        if golden is not None:
            found.append(golden)
        faults += [PackFault(f"{FOLDER}/{file.name}", problem) for problem in problems]
    names = Counter(case.name for golden in found for case in golden.cases())
    faults += [
        PackFault(FOLDER, Problem("name", name, "duplicate"))
        for name, count in names.items()
        if count > 1
    ]
    if faults:
        raise PackFaults(faults)
    return tuple(found)
