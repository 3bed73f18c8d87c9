"""One human completion against a floor of plain SQL, alternated in one process.

`python -m tests.benchmarks.completion` prints, for SQLite and PostgreSQL, the median time of one
completion by an agent and by a citizen, their ratio to the floor (SQLAlchemy Core: one read, one
insert, one update, one commit), and the SQL statements and commits of each.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import Column, Engine, Integer, LargeBinary, MetaData, Table, Uuid, select

from tests import databases
from tests.use_cases import sample_demarches as demarches
from tests.use_cases.cast import (
    TestWorld,
    do,
    file_dossier,
    install,
    live_task,
    make_agent,
    make_citizen,
    make_world,
)
from tests.use_cases.statements import Counted, counted
from workflows.model.migrations import migrate
from workflows.use_cases.worker.work import work_once

TURNS, AT_ONCE = 15, 10
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
STATE = bytes(2000)
METADATA = MetaData()
CASES = Table(
    "floor_case",
    METADATA,
    Column("id", Uuid(), primary_key=True),
    Column("state", LargeBinary()),
    Column("revision", Integer()),
)
STEPS = Table(
    "floor_step",
    METADATA,
    Column("id", Uuid(), primary_key=True),
    Column("case_id", Uuid()),
    Column("state", LargeBinary()),
)


@dataclass
class Measured:
    """Seconds of each turn's mean completion, and the SQL of one."""

    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    sql: Counted = field(default_factory=Counted)


class Bench:
    """One database with dossiers waiting for their agent, and the floor's own table."""

    def __init__(self, url: str, folder: Path) -> None:
        migrate(url)
        self.world: TestWorld = make_world(url, MONDAY)
        self.engine: Engine = self.world.database.engine
        code = install(self.world, demarches.write_aide(folder / "aide_test"))
        self.citizen, self.agent = make_citizen(self.world), make_agent(self.world)
        self.dossiers = [file_dossier(self.world, self.citizen, code) for _ in range(AT_ONCE)]
        METADATA.create_all(self.engine)
        self.case = uuid4()
        with self.engine.begin() as connection:
            row = {"id": self.case, "state": STATE, "revision": 0}
            connection.execute(CASES.insert(), row)

    def floor(self) -> None:
        """Do the least that any engine over SQL does."""
        with self.engine.begin() as connection:
            found = select(CASES.c.state, CASES.c.revision).where(CASES.c.id == self.case)
            state, revision = connection.execute(found).one()
            row = {"id": uuid4(), "case_id": self.case, "state": state}
            connection.execute(STEPS.insert(), row)
            changed = CASES.update().where(CASES.c.id == self.case, CASES.c.revision == revision)
            connection.execute(changed.values(state=state, revision=revision + 1))

    def task_of(self, dossier_id: UUID) -> UUID:
        """Return the task that a dossier waits for."""
        return live_task(self.world, dossier_id)

    def ask(self, task_id: UUID) -> None:
        """Complete the agent's task: ask for more (new task, two timers, a mail)."""
        do(self.world, self.agent, task_id, decision="a_completer", motif="Un RIB")

    def answer(self, task_id: UUID) -> None:
        """Complete the citizen's task."""
        do(self.world, self.citizen, task_id, reponse="Le voici")

    def turns(self) -> dict[str, Measured]:
        """Alternate floor, agent and citizen, every dossier once per turn."""
        kinds = {"floor": Measured(), "agent": Measured(), "citizen": Measured()}
        for _turn in range(TURNS + 1):
            self._time(kinds["floor"], [self.floor] * AT_ONCE)
            self._time(kinds["agent"], self._over(self.ask))
            self._time(kinds["citizen"], self._over(self.answer))
            work_once(self.world)
        for kind in kinds.values():
            del kind.seconds[0], kind.cpu[0]  # the first turn compiles statements
        return kinds

    def _over(self, complete: Callable[[UUID], None]) -> list[Callable[[], None]]:
        tasks = [self.task_of(dossier_id) for dossier_id in self.dossiers]
        return [lambda task_id=task_id: complete(task_id) for task_id in tasks]

    def _time(self, into: Measured, actions: list[Callable[[], None]]) -> None:
        with counted(self.engine) as into.sql:
            actions[0]()
        begun, cpu = time.perf_counter(), time.process_time()
        for action in actions[1:]:
            action()
        into.seconds.append((time.perf_counter() - begun) / (len(actions) - 1))
        into.cpu.append((time.process_time() - cpu) / (len(actions) - 1))


def report(name: str, kinds: dict[str, Measured]) -> str:
    """Return the lines of one database: medians, and medians of the turns' ratios."""
    titles = f"{'ms':>8}{'x floor':>9}{'cpu ms':>8}{'x floor':>9}{'SQL':>5}{'commits':>9}"
    lines = [f"{name:<12}{titles}"]
    floor = kinds["floor"]
    for kind, measured in kinds.items():
        sql = measured.sql
        lines.append(
            f"  {kind:<10}{against(measured.seconds, floor.seconds)}"
            f"{against(measured.cpu, floor.cpu)}{len(sql.statements):>5}{sql.commits:>9}"
        )
    return "\n".join(lines)


def against(seconds: list[float], floor: list[float]) -> str:
    """Return the median in milliseconds, and that of the ratios turn by turn."""
    ratio = statistics.median(mine / least for mine, least in zip(seconds, floor, strict=True))
    return f"{statistics.median(seconds) * 1000:>8.2f}{ratio:>9.2f}"


def main() -> None:
    """Measure both databases; `--sql` also prints the statements."""
    with tempfile.TemporaryDirectory(prefix="demarches-bench-") as place:
        folder = Path(place)
        urls = {"SQLite": f"sqlite:///{folder / 'bench.sqlite'}"}
        servers = databases.start_postgres()
        urls["PostgreSQL"] = databases.named(next(servers), databases.TEMPLATE)
        for name, url in urls.items():
            bench = Bench(url, folder / name)
            kinds = bench.turns()
            print(report(name, kinds))  # noqa: T201  a command's output
            if "--sql" in sys.argv:
                print("\n".join(kinds["agent"].sql.statements))  # noqa: T201  a command's output
            bench.world.database.dispose()
        next(servers, None)


if __name__ == "__main__":
    main()
