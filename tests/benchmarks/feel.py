"""How fast rules are: `python -m tests.benchmarks.feel`; no timed test, a table to read.

The least of many tries is kept, since the machine does other things too. pySFeel and bkflow-feel
are measured in the same run where they are installed; they serve this comparison only.
"""

import timeit
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec

from tests.dmn.tables import table
from workflows.dmn import decide, read_decisions
from workflows.feel import evaluate

MICROSECONDS = 1e6
CONSTANT = "1200 > 1000"
ANSWERS = {"montant": 1200, "nature": "neuf", "age": 40}
CELLS: dict[str, Callable[[int], str]] = {
    "ranges": lambda i: f"[{i * 10}..{i * 10 + 9}]",
    "comparisons": lambda i: f"< {i}",
    "values": str,
}


def best(action: Callable[[], object], number: int) -> float:
    """Return the microseconds of one call, the least of 30 tries."""
    return min(timeit.repeat(action, number=number, repeat=30)) / number * MICROSECONDS


def own() -> Iterator[tuple[str, float]]:
    yield "comparison of a variable", best(lambda: evaluate("montant > 1000", ANSWERS), 1000)
    for name, cell in CELLS.items():
        rules = [(cell(i), '"neuf", "ancien"', str(i)) for i in range(100)]
        model = read_decisions(table("FIRST", rules, inputs=("age", "nature")))
        given = {"age": 995, "nature": "neuf"}
        yield f"table of 100 rules, {name}", best(lambda m=model, g=given: decide(m, "d", g), 100)


def others() -> Iterator[tuple[str, float]]:
    """Measure the same constant comparison with the other libraries that are installed."""
    if find_spec("pySFeel"):
        parser = import_module("pySFeel").SFeelParser()
        yield "pySFeel", best(lambda: parser.sFeelParse(CONSTANT), 20)
    if find_spec("bkflow_feel"):
        api = import_module("bkflow_feel.api")
        yield "bkflow-feel", best(lambda: api.parse_expression(CONSTANT, {}), 20)


def main() -> None:
    for name, time in own():
        print(f"{name:34} {time:8.2f} µs")  # noqa: T201  the command's own output
    ours = best(lambda: evaluate(CONSTANT, {}), 1000)
    print(f"{'comparison of constants':34} {ours:8.2f} µs")  # noqa: T201
    for name, time in others():
        print(f"{name:34} {time:8.2f} µs  x {time / ours:.1f}")  # noqa: T201


if __name__ == "__main__":
    main()
