"""`python -m bench.survey_bench`: a round with a million answers, and the public form beside a bare
one.

Collation has 30 seconds and may not grow with the answers; the page of the results has one second
afterwards; the form behind a slip may cost three times what a bare Flask form does. Data are ours
and the same for the same number; the folder is made anew.
"""

from __future__ import annotations

import shutil
import statistics
import time
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from flask_migrate import upgrade

from bench import load
from bench.ground import DATA, SINCE, application, parser, peak, settle, town
from core import moment
from core.access import Role
from core.db import db
from core.identity import services as identity
from core.identity.models import UnitPack
from core.identity.queries import load_actor
from evaluation.models import EvaluationRound
from evaluation.rules import ParticipantGroup
from evaluation.services import handing_out, rounds
from tests.support import many_sheets

PACK = "xx-county-2022"
UNITS, WORKERS, SECONDS, RUNS, CONNECTIONS = 20, 2, 3.0, 3, 8
USERNAME, PASSWORD = "organiser", "bench-only-password-1"


def main() -> None:
    """Make the round, measure, print."""
    options = parser(__doc__).parse_args()
    folder = DATA / "survey"
    if not options.url:
        shutil.rmtree(folder, ignore_errors=True)
    app = application(folder, options.url)
    with app.app_context():
        upgrade()
        made, token = _collecting()
        round_id, form_id = made.id, made.questionnaire_id
        db.session.remove()  # a reading session holds the only lock of SQLite that writes
        _compare_forms(folder, options.url, token, form_id)
        made = db.session.get_one(EvaluationRound, round_id)
        started = time.perf_counter()
        many_sheets.write(made, options.rows)
        settle()
        print(f"{options.rows:,} answers written in {time.perf_counter() - started:.0f} s")
        _collate(made)
        db.session.remove()
        db.engine.dispose()
    _show(folder, options.url, round_id)


def _collecting() -> tuple[EvaluationRound, str]:
    """Return a round that collects, and a slip nobody used."""
    made = town(UNITS)
    db.session.add(UnitPack(unit_id=made.office.id, pack_id=PACK, effective_from=SINCE))
    user = identity.create_user(
        USERNAME, "基准", made.office, PASSWORD, roles=(Role.EVALUATION_ORGANISER,), since=SINCE
    )
    db.session.commit()
    actor = load_actor(user.id)
    assert actor is not None
    plan = rounds.Plan(
        title="基准评议",
        method_code="questionnaire",
        plan="基准",
        starts_on=moment.today(),
        ends_on=moment.today() + timedelta(days=7),
        unit_ids=[unit.id for unit in made.departments],
    )
    round_ = rounds.create_round(actor, unit=made.office, plan=plan)
    rounds.publish_round(round_, actor, places="网站", seen_version=round_.version)
    rounds.start_round(round_, actor, seen_version=round_.version)
    (token,) = handing_out.hand_out(
        round_,
        actor,
        round_unit_id=round_.units[0].id,
        group=ParticipantGroup.RESIDENT,
        count=1,
        is_paper=False,
        seen_version=round_.version,
    )
    return round_, token


def _collate(made: EvaluationRound) -> None:
    actor = load_actor(made.created_by_id)
    assert actor is not None
    before, started = peak(), time.perf_counter()
    with moment.frozen(made.ends_on + timedelta(days=1)):
        rounds.collate_round(made, actor, seen_version=made.version)
    took = time.perf_counter() - started
    print(
        f"collation: {took:.1f} s (at most 30), {(peak() - before) / 1024:.1f} MB more at its peak"
    )


def _environment(folder: Path, url: str | None) -> dict[str, str]:
    found = url or f"sqlite:///{folder / 'wenze.db'}"
    return {"WENZE_ENV": "test", "WENZE_INSTANCE": str(folder), "DATABASE_URL": found}


def _show(folder: Path, url: str | None, round_id: int) -> None:
    with load.server("app:create_app", _environment(folder, url), 1) as port:
        cookie = load.sign_in(port, USERNAME, PASSWORD)
        found = load.measure(
            port, f"/evaluation-rounds/{round_id}", cookie, seconds=SECONDS, connections=1
        )
    print(
        f"page of the results: {found.median:.0f} ms median, {found.p99:.0f} ms p99 (at most 1000)"
    )


def _compare_forms(folder: Path, url: str | None, token: str, form_id: int) -> None:
    """Ask for the form behind a slip, and for the bare one, in turn."""
    ours = _environment(folder, url)
    with ExitStack() as stack:
        # all requests have one address here, so that the throttle would be measured, not the form
        port = stack.enter_context(load.server("bench.survey_bench:unthrottled", ours, WORKERS))
        bare = stack.enter_context(
            load.server("bench.floor:create_app", {"BENCH_URL": ours["DATABASE_URL"]}, WORKERS)
        )
        rates: dict[str, list[float]] = {"project": [], "floor": []}
        for _ in range(RUNS):
            for name, at, path in (
                ("project", port, f"/survey/{token}"),
                ("floor", bare, f"/form/{form_id}"),
            ):
                found = load.measure(at, path, "", seconds=SECONDS, connections=CONNECTIONS)
                rates[name].append(found.rate)
    project, floor = (statistics.median(rates[name]) for name in ("project", "floor"))
    print(
        f"form behind a slip: {project:.0f}/s, bare form {floor:.0f}/s,"
        f" {floor / project:.1f} times (at most 3)"
    )


def unthrottled() -> object:
    """Return the project's application with a throttle that counts nothing."""
    from app import create_app
    from evaluation.views import public

    public.throttle._most = 10**12
    return create_app()


if __name__ == "__main__":
    main()
