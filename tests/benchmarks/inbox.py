"""The inbox over many tasks: `python -m tests.benchmarks.inbox [10000 1000000 …]`.

Fills SQLite then PostgreSQL with that many tasks (one in ten is open, twenty groups, the agent is
in three), and prints the median time and CPU of a first page, of a deep one and of a search.
`--sqlite` or `--postgres` leaves the other out.
"""

import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import insert, text

from tests import databases
from tests.benchmarks.completion import MONDAY
from tests.use_cases import sample_demarches as demarches
from tests.use_cases.cast import (
    TestWorld,
    file_dossier,
    install,
    make_agent,
    make_citizen,
    make_world,
)
from workflows.model import Dossier, DossierState, Task, TaskState
from workflows.model.migrations import migrate
from workflows.use_cases.act import SYSTEM, Actor, acting, looking
from workflows.use_cases.dossiers.reading.inbox import InboxQuery, inbox

SIZES = (10_000, 100_000)
GROUPS, MINE, OPEN = 20, 3, 10
BATCH = 10_000
TIMES = 50
ROOMY, USUAL = "pragma cache_size = -500000", "pragma cache_size = -2000"  # kB, of SQLite


def fill(world: TestWorld, code: str, count: int) -> None:
    """Add `count` tasks, each of a dossier of its own."""
    citizen = make_citizen(world, f"{uuid4().hex}@exemple.nc")
    model_of = file_dossier(world, citizen, code)
    sqlite = world.database.engine.dialect.name == "sqlite"
    with acting(world, SYSTEM) as act:
        if sqlite:  # else each batch writes every page of every index
            act.session.execute(text(ROOMY))
        model = act.session.get_one(Dossier, model_of)
        shared = {
            "demarche_code": model.demarche_code,
            "version_id": model.version_id,
            "citizen_id": model.citizen_id,
            "state": DossierState.EN_INSTRUCTION,
            "created_at": act.now,
            "filed_at": act.now,
            "revision": 1,
            "answers": {},
        }
        for begun in range(0, count, BATCH):
            ranks = range(begun, min(begun + BATCH, count))
            dossiers = [
                {**shared, "id": uuid4(), "number": uuid4().hex[:20], "applicant": f"Nom {rank}"}
                for rank in ranks
            ]
            act.session.execute(insert(Dossier), dossiers)
            pairs = zip(ranks, dossiers, strict=True)
            tasks = [_task(world, rank, dossier["id"]) for rank, dossier in pairs]
            act.session.execute(insert(Task), tasks)
        if sqlite:
            act.session.execute(text(USUAL))


def _task(world: TestWorld, rank: int, dossier_id: object) -> dict[str, object]:
    is_open = rank % OPEN == 0
    begun = world.now() - timedelta(seconds=rank)
    return {
        "id": uuid4(),
        "dossier_id": dossier_id,
        "element_id": "Examiner",
        "name": "Examiner la demande",
        "lane": "Bureau",
        "group_code": f"groupe{rank // OPEN % GROUPS}",
        "form_id": "instruction",
        "state": TaskState.READY if is_open else TaskState.COMPLETED,
        "created_at": begun,
        "ended_at": None if is_open else begun,
    }


def measure(world: TestWorld, agent: Actor) -> dict[str, tuple[float, float]]:
    """Return the median milliseconds of each kind of page, and those of CPU."""
    with looking(world, agent) as act:
        deep = InboxQuery(after=None)
        for _page in range(5):
            deep = InboxQuery(after=inbox(act, deep).next)
    queries = {"first": InboxQuery(), "deep": deep, "search": InboxQuery(text="Nom 9")}
    return {name: _median(world, agent, query) for name, query in queries.items()}


def _median(world: TestWorld, agent: Actor, query: InboxQuery) -> tuple[float, float]:
    seconds, cpu = [], []
    for _time in range(TIMES):
        begun, used = time.perf_counter(), time.process_time()
        with looking(world, agent) as act:
            inbox(act, query)
        seconds.append(time.perf_counter() - begun)
        cpu.append(time.process_time() - used)
    return statistics.median(seconds) * 1000, statistics.median(cpu) * 1000


def main() -> None:
    """Measure both databases at each size, in growing order."""
    sizes = [int(size) for size in sys.argv[1:] if size.isdigit()] or list(SIZES)
    with tempfile.TemporaryDirectory(prefix="demarches-bench-") as place:
        folder = Path(place)
        servers = databases.start_postgres()
        postgres = databases.named(next(servers), databases.TEMPLATE)
        for name, url in (("SQLite", f"sqlite:///{folder / 'b'}"), ("PostgreSQL", postgres)):
            if {"--sqlite": "PostgreSQL", "--postgres": "SQLite"}.get(sys.argv[-1]) == name:
                continue
            migrate(url)
            world = make_world(url, MONDAY)
            code = install(world, demarches.write_aide(folder / name / "aide_test"))
            agent = make_agent(world, groups=tuple(f"groupe{rank}" for rank in range(MINE)))
            filled = 0
            for size in sizes:
                fill(world, code, size - filled)
                filled = size
                with world.database.transaction() as session:
                    session.execute(text("analyze"))
                figures = measure(world, agent)
                told = "  ".join(
                    f"{kind} {ms:.2f} ms, CPU {cpu:.2f}" for kind, (ms, cpu) in figures.items()
                )
                print(f"{name:<12}{size:>9} tasks  {told}")  # noqa: T201  a command's output
            world.database.dispose()
        next(servers, None)


if __name__ == "__main__":
    main()
