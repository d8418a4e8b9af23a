"""The flow of reports as a drawing: where the boxes and the bands between them stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from oversight.labels import FLOW as WORDS
from oversight.labels import OPEN_ENDS
from oversight.rules import FLOW, flow_sum

#: Units of the drawing: its width, the most that all reports are high, what is left between boxes.
WIDTH, HEIGHT, GAP = 960.0, 240.0, 22.0
#: How wide a box is, and from one column to the next.
BOX, STEP = 12.0, 262.0
#: What a few of many reports are high at least, to be seen.
LEAST = 2.0


@dataclass(frozen=True)
class Node:
    """A box with its words; `band` is the path from the box before, empty for the first."""

    key: str
    label: str
    number: int
    x: float
    y: float
    height: float
    tone: str
    band: str


@dataclass(frozen=True)
class Flow:
    """All boxes in the order in which they are read, and how high the drawing is."""

    nodes: list[Node]
    height: float
    width: float = WIDTH
    box: float = BOX


def drawn(counts: Mapping[str, int]) -> Flow | None:
    """Return the drawing of the reports at each end; None where there are none."""
    total = flow_sum("received", counts)
    if not total:
        return None
    nodes = list(_nodes("received", counts, total, 0, 0.0, ""))
    return Flow(nodes, max(node.y + node.height for node in nodes) + GAP)


def _nodes(
    key: str, counts: Mapping[str, int], total: int, depth: int, y: float, band: str
) -> Iterator[Node]:
    """Yield a box at `y` and all behind it, those to the right standing from `y` downwards."""
    number = flow_sum(key, counts)
    x, tone = depth * STEP, "part" if key in FLOW else "open" if key in OPEN_ENDS else "end"
    yield Node(key, str(WORDS[key]), number, x, y, _height(number, total), tone, band)
    start, below = y, y
    # what goes on stands above what ends here, so that no band crosses another
    for child in sorted(FLOW.get(key, ()), key=lambda name: name not in FLOW):
        height = _height(flow_sum(child, counts), total)
        if not flow_sum(child, counts):
            continue
        path = _band(x + BOX, start, x + STEP, below, height)
        branch = list(_nodes(child, counts, total, depth + 1, below, path))
        yield from branch
        below = max(node.y + node.height for node in branch) + GAP
        start += height


def _height(number: int, total: int) -> float:
    return max(HEIGHT * number / total, LEAST)


def _band(x: float, y: float, to_x: float, to_y: float, height: float) -> str:
    middle = (x + to_x) / 2
    return (
        f"M{x:.1f} {y:.1f}C{middle:.1f} {y:.1f} {middle:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"
        f"V{to_y + height:.1f}"
        f"C{middle:.1f} {to_y + height:.1f} {middle:.1f} {y + height:.1f} {x:.1f} {y + height:.1f}Z"
    )
