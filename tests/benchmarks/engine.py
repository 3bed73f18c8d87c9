"""What one completion costs in the engine alone: load, run, compact and dump, by loops done.

Run by `python -m tests.benchmarks.engine`; medians in microseconds, no database.
"""

from collections.abc import Callable
from statistics import median
from sys import stdout
from time import perf_counter

from tests.engine.case import MORNING, Case, read
from workflows.engine import ProcessDefinition, complete
from workflows.engine.codec import compact, dump, load
from workflows.engine.spiff.environment import Move

LOOPS = (0, 10, 100, 700)
REPEATS = 400


def cost(action: Callable[[], object]) -> float:
    """Return the median duration of `action`, in microseconds."""
    durations = []
    for _repeat in range(REPEATS):
        began = perf_counter()
        action()
        durations.append(perf_counter() - began)
    return median(durations) * 1e6


def measured(definition: ProcessDefinition, loops: int) -> str:
    """Return one line: what completing a task costs after so many correction loops."""
    case = Case(definition).do("Deposer")
    for _loop in range(loops):
        case.do("Verifier").do("Completer")
    state, task = case.advance.state, case.advance.ready[0]

    def loaded() -> object:
        return load(lambda known: Move(definition, known, MORNING), definition, state)

    instance = load(lambda known: Move(definition, known, MORNING), definition, state)
    parts = [cost(loaded), cost(lambda: compact(instance)), cost(lambda: dump(instance))]
    whole = cost(lambda: complete(definition, state, task.id, {}, MORNING))
    figures = [*parts, whole - sum(parts), whole]
    return f"{loops:6}{len(state):8}" + "".join(f"{figure:9.0f}" for figure in figures)


def main() -> None:
    """Print the table."""
    titles = ("load", "compact", "dump", "run", "whole")
    lines = [f"{'loops':>6}{'bytes':>8}" + "".join(f"{title:>9}" for title in titles)]
    lines += [measured(read("instruction"), loops) for loops in LOOPS]
    stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
