"""`make scan`: tools of others look at the code (bandit, semgrep with our own rules) and attack the
application as it is served (wapiti, sqlmap), on loopback and bounded; 1 where one finds something.

    python scripts/scan.py [bandit semgrep wapiti sqlmap]

The tools live in an environment of their own (`SCANNERS`, made by `make scan` from the pinned
requirements-scan.txt). What they report and is none stands in TRIAGED with the reason.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.blackbox.target import Target, target  # noqa: E402 - the project, from a script

SCANNERS = Path(os.environ.get("SCANNERS", ROOT / ".venv-scan")).absolute() / "bin"
PRODUCT = (
    *("accountability", "administration", "assessment", "casework", "complaints", "core"),
    *("demo", "evaluation", "oversight", "regulations", "wording", "app.py", "config.py"),
)
#: Seconds, for each attack.
BOUND = 300
#: By tool and what it calls its finding: why it is none.
TRIAGED: Mapping[str, str] = {
    "bandit B704": "our own rule markup-from-text asks the same, and knows a rendered template",
    "semgrep markup-from-text core/identity/factors.py": "the picture of a code made here",
    "semgrep markup-from-text core/web/assets.py": "the shapes of the installed icons",
    "semgrep markup-from-text core/web/shapes.py": "a row that our own macro drew and escaped",
    "semgrep sql-from-text core/calendar/queries.py": "two constants of the module, nothing typed",
    "semgrep sql-from-text core/db.py": "pragmas of the module; SQLite binds no values there",
    "semgrep could not read: Syntax error at line core/documents/wording.py": "a match statement",
}


def bandit() -> list[str]:
    """Return what of high or medium severity bandit finds in the product."""
    found = _json("bandit", "-q", "-f", "json", "-r", *PRODUCT)["results"]
    return [
        f"bandit {one['test_id']} {one['filename']}:{one['line_number']}: {one['issue_text']}"
        for one in found
        if one["issue_severity"] != "LOW"
    ]


def semgrep() -> list[str]:
    """Return where the product breaks one of our own rules."""
    given = ("--config", "scripts/semgrep.yml", "--metrics", "off", "--disable-version-check")
    found = _json("semgrep", *given, "--json", "-q", *PRODUCT)
    unread = [f"semgrep could not read: {one['message']}" for one in found["errors"]]
    broken = [
        f"semgrep {one['check_id'].rpartition('.')[2]} {one['path']}:{one['start']['line']}"
        for one in found["results"]
    ]
    return unread + broken


def wapiti(attacked: Target, folder: Path) -> list[str]:
    """Return what wapiti finds behind the sign-in of an officer."""
    report = folder / "wapiti.json"
    _run(
        *("wapiti", "-u", f"{attacked.served.url}/", "--scope", "folder", "-d", "3"),
        *("--max-scan-time", str(BOUND), "--flush-session", "--no-bugreport", "-f", "json"),
        *("-o", str(report), "-H", f"Cookie: {_cookie(attacked)}", "-x", "re:.*sign-out.*"),
        *("--store-session", str(folder)),
    )
    found = json.loads(report.read_text(encoding="utf-8"))
    return [
        f"wapiti {kind}: {one['method']} {one['path']}: {one['info']}"
        for name in ("vulnerabilities", "anomalies")
        for kind, listed in found[name].items()
        for one in listed
    ]


def sqlmap(attacked: Target, folder: Path) -> list[str]:
    """Return the parameters that sqlmap can put SQL into."""
    said = _run(
        *("sqlmap", "-u", f"{attacked.served.url}/search?q=1", "--crawl=2", "--forms", "--batch"),
        *(f"--cookie={_cookie(attacked)}", "--crawl-exclude=sign-out", "--disable-coloring"),
        *(f"--time-limit={BOUND}", "--output-dir", str(folder / "sqlmap")),
    )
    return [f"sqlmap: {line}" for line in said.splitlines() if "is vulnerable" in line]


def _cookie(attacked: Target) -> str:
    visitor = attacked.visitor("leader")
    return "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())


CODE: Mapping[str, Callable[[], list[str]]] = {"bandit": bandit, "semgrep": semgrep}
ATTACKS: Mapping[str, Callable[[Target, Path], list[str]]] = {"wapiti": wapiti, "sqlmap": sqlmap}


def main(only: list[str]) -> int:
    """Run the tools named (none: all); print what each finds."""
    found: dict[str, list[str]] = {
        name: scan() for name, scan in CODE.items() if not only or name in only
    }
    chosen = {name: attack for name, attack in ATTACKS.items() if not only or name in only}
    if chosen:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "real").mkdir()
            with target(Path(folder) / "real") as attacked:
                found |= {name: attack(attacked, Path(folder)) for name, attack in chosen.items()}
    for name, findings in found.items():
        open_ones = [one for one in findings if not any(one.startswith(key) for key in TRIAGED)]
        triaged = len(findings) - len(open_ones)
        sys.stdout.write(f"{name}: {len(open_ones)} findings, {triaged} that are none\n")
        sys.stdout.writelines(f"    {one}\n" for one in open_ones[:40])
        found[name] = open_ones
    return int(any(found.values()))


def _run(name: str, *given: str) -> str:
    path = {**os.environ, "PATH": f"{SCANNERS}{os.pathsep}{os.environ['PATH']}"}
    # each says by its exit code that it found something
    done = subprocess.run(  # noqa: S603 - the tools named here
        [str(SCANNERS / name), *given],
        cwd=ROOT,
        env=path,
        capture_output=True,
        text=True,
        check=False,
        timeout=3 * BOUND,
    )
    if not done.stdout and done.returncode:
        raise RuntimeError(f"{name}: {done.stderr[-2000:]}")
    return done.stdout


def _json(name: str, *given: str) -> Any:
    return json.loads(_run(name, *given))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
