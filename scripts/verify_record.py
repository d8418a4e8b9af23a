#!/usr/bin/env python3
"""Verify an exported record with the key file alone: no application, no database, standard library only.

usage: verify_record.py EXPORT.jsonl KEYFILE
"""

from __future__ import annotations

import json
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CHAIN = Path(__file__).resolve().parent.parent / "core" / "record" / "chain.py"


def main(export: str, keyfile: str) -> int:
    """Print each fault of `export`; return 1 if there is one, else 0."""
    sys.modules.setdefault("__main__", sys.modules[__name__])
    verify = runpy.run_path(str(CHAIN))["verify"]
    head: dict[str, Any] = {}

    def entries() -> Iterator[dict[str, Any]]:
        with Path(export).open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if "head" in row:
                    head.update(row["head"])
                else:
                    yield row

    rows = list(entries())
    faults = list(verify(Path(keyfile).read_bytes().strip(), rows, head or None))
    for fault in faults:
        print(fault.message)
    if not faults:
        print(f"操作记录完整：共 {len(rows)} 条，逐条相符。")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(*sys.argv[1:]))
