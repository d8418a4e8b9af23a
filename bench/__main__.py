"""`python -m bench`: the case list and the case page beside the bare floor, interleaved.

Requests a second mean little from one machine to the next; the ratios of one run are what counts.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench import cases, load
from casework.models import Case
from core.web.lists import write_cursor

WORKERS = 2
SECRETLESS = ""


@dataclass(frozen=True)
class Kind:
    """One page, of the project and of the floor."""

    name: str
    project: str
    floor: str


@dataclass(frozen=True)
class Target:
    """A running server."""

    port: int
    cookie: str


def main() -> None:
    """Make the data where they are missing, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--seconds", type=float, default=3.0, help="per page, server and round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=8)
    options = parser.parse_args()
    for size in options.sizes:
        folder, password = cases.prepared(size)
        _compare(size, folder, password, options)


def _compare(size: int, folder: Path, password: str, options: argparse.Namespace) -> None:
    url = f"sqlite:///{folder / 'wenze.db'}"
    ours = {"WENZE_ENV": "test", "WENZE_INSTANCE": str(folder), "DATABASE_URL": url}
    with ExitStack() as stack:
        project_port = stack.enter_context(load.server("app:create_app", ours, WORKERS))
        floor_port = stack.enter_context(
            load.server("bench.floor:create_app", {"BENCH_URL": url}, WORKERS)
        )
        project = Target(project_port, load.sign_in(project_port, cases.USERNAME, password))
        floor = Target(floor_port, SECRETLESS)
        print(f"\n{size:,} cases, {options.connections} connections, {WORKERS} workers each")
        print("page         project/s   floor/s   ratio  median ms   p99 ms")
        for kind in _kinds(size):
            _line(kind, project, floor, options)


def _kinds(size: int) -> Sequence[Kind]:
    deep = size - min(1000, size // 100) * 50
    after = write_cursor((deep,))
    one = cases.middle_case(size)
    return (
        Kind("list", "/cases", "/list"),
        Kind("list, deep", f"/cases?after={after}", f"/list?before={deep}"),
        Kind("filter", "/cases?state=investigating", "/list?state=investigating"),
        Kind("one case", f"/{Case.__tablename__}/{one}", f"/case/{one}"),
    )


def _line(kind: Kind, project: Target, floor: Target, options: argparse.Namespace) -> None:
    found: dict[str, list[load.Measured]] = {"project": [], "floor": []}
    for _ in range(options.rounds):
        for name, target, path in (
            ("project", project, kind.project),
            ("floor", floor, kind.floor),
        ):
            found[name].append(
                load.measure(
                    target.port,
                    path,
                    target.cookie,
                    seconds=options.seconds,
                    connections=options.connections,
                )
            )
    rate = statistics.median(run.rate for run in found["project"])
    bare = statistics.median(run.rate for run in found["floor"])
    median = statistics.median(run.median for run in found["project"])
    p99 = statistics.median(run.p99 for run in found["project"])
    print(f"{kind.name:<12}{rate:>10.0f}{bare:>10.0f}{rate / bare:>8.2f}{median:>11.1f}{p99:>9.1f}")


if __name__ == "__main__":
    main()
