"""Evaluates many expressions under an audit hook: run as a program, prints what they reached."""

import re
import sys
import traceback
from datetime import date
from zoneinfo import ZoneInfo, available_timezones

from tests.dmn.tck import cases, judge
from tests.feel.expressions import seeded, write
from workflows.feel import Budget, FeelError, Limits, Run, parse
from workflows.feel.scope import DEFAULT_CALENDAR
from workflows.feel.semantics.working_days import is_working

FORBIDDEN = ("compile", "exec", "ctypes", "subprocess", "os.system", "os.exec", "os.fork", "socket")
reached: set[str] = set()


def watch(event: str, _arguments: object) -> None:
    if event.startswith(FORBIDDEN):
        reached.add(event)


def watched(original):
    """Return `re`'s entry point, noting a call that comes from our language."""

    def entry(*arguments: object):
        if any("workflows" in frame.filename for frame in traceback.extract_stack()):
            reached.add("re")
        return original(*arguments)

    return entry


def main() -> None:
    for name in available_timezones():  # zoneinfo imports a package of data per continent
        ZoneInfo(name)
    is_working(date(2026, 3, 12), DEFAULT_CALENDAR)  # holidays imports a country at its first use
    sys.addaudithook(watch)
    re._compile = watched(re._compile)  # every function of re goes through it
    for seed in range(3000):
        try:
            parse(write(seeded(seed), 5)).evaluate({}, Run(Budget(Limits(steps=5000))))
        except FeelError:
            continue
    judged = sum(1 for _verdict in map(judge, cases()))  # none without the corpus
    print(judged, ",".join(sorted(reached)) or "nothing")  # noqa: T201  read by the test


if __name__ == "__main__":
    main()
