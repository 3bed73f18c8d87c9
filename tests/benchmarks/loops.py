"""A completion after 700 correction loops against one of a dossier just filed, in one process.

`python -m tests.benchmarks.loops [700]` prints, on SQLite, the median ratio of both, turn by turn,
of time and of CPU, and the bytes that the engine's state takes before and after.
"""

import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from tests.benchmarks.completion import Bench, against
from workflows.model import Dossier
from workflows.use_cases.act import SYSTEM, looking

LOOPS, TURNS = 700, 60


def loop(bench: Bench, dossier_id: UUID) -> tuple[float, float]:
    """Ask for more and answer; return the seconds and the seconds of CPU that both took."""
    seconds = cpu = 0.0
    for complete in (bench.ask, bench.answer):
        task_id = bench.task_of(dossier_id)
        begun, used = time.perf_counter(), time.process_time()
        complete(task_id)
        seconds, cpu = seconds + time.perf_counter() - begun, cpu + time.process_time() - used
    return seconds, cpu


def state_size(bench: Bench, dossier_id: UUID) -> int:
    """Return the bytes of a dossier's process."""
    with looking(bench.world, SYSTEM) as act:
        found = select(Dossier.process_state).where(Dossier.id == dossier_id)
        return len(act.session.scalar(found) or b"")


def main() -> None:
    """Print one line."""
    loops = int(sys.argv[1]) if len(sys.argv) > 1 else LOOPS
    with tempfile.TemporaryDirectory(prefix="demarches-bench-") as place:
        bench = Bench(f"sqlite:///{Path(place) / 'bench.sqlite'}", Path(place))
        old, *fresh = bench.dossiers
        before = state_size(bench, old)
        for _loop in range(loops):
            loop(bench, old)
        after = state_size(bench, old)
        pairs = [(loop(bench, old), loop(bench, fresh[turn % len(fresh)])) for turn in range(TURNS)]
        bench.world.database.dispose()
    seconds = against([mine[0] for mine, _ in pairs], [least[0] for _, least in pairs])
    cpu = against([mine[1] for mine, _ in pairs], [least[1] for _, least in pairs])
    print(f"{'ms':>8}{'x fresh':>9}{'cpu ms':>8}{'x fresh':>9}\n{seconds}{cpu}")  # noqa: T201
    print(f"state: {before} bytes, {after} after {loops} loops")  # noqa: T201


if __name__ == "__main__":
    main()
