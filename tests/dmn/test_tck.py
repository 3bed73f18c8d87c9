"""The judge: the whole Technology Compatibility Kit, which may only get better.

`tck_not_right.txt` names the cases known not to be right; a case that is not in it must be, and a
case that became right must leave it.
"""

from collections import Counter
from pathlib import Path

import pytest

from tests.dmn.tck import CORPUS, Verdict, cases, judge

KNOWN = Path(__file__).with_name("tck_not_right.txt")
MIN_RIGHT = 0.97
MAX_WRONG = 0.005

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the DMN TCK is not here: put it in ../shared/corpora or $CORPORA"
)


@pytest.fixture(scope="module")
def verdicts() -> dict[str, Verdict]:
    return {case.name: judge(case)[0] for case in cases()}


def test_a_case_that_was_right_stays_right(verdicts):
    known = set(KNOWN.read_text(encoding="utf-8").split("\n")) - {""}

    found = {name for name, verdict in verdicts.items() if verdict is not Verdict.RIGHT}

    assert sorted(found - known) == [], "these cases turned wrong or refused"
    assert sorted(known - found) == [], "these cases are right now: take them out of the list"


def test_at_least_97_percent_are_right_and_at_most_half_a_percent_wrong(verdicts, capsys):
    total = Counter(verdicts.values())

    with capsys.disabled():
        print("\n" + _report(verdicts))  # noqa: T201  the figures by group are the point
    assert total[Verdict.RIGHT] >= MIN_RIGHT * len(verdicts)
    assert total[Verdict.WRONG] <= MAX_WRONG * len(verdicts)


def _report(verdicts: dict[str, Verdict]) -> str:
    groups: dict[str, Counter[Verdict]] = {}
    for name, verdict in verdicts.items():
        groups.setdefault(name.split("/")[0], Counter())[verdict] += 1
    lines = [
        f"{group:50} right {found[Verdict.RIGHT]:4} wrong {found[Verdict.WRONG]:3} "
        f"refused {found[Verdict.REFUSED]:3}"
        for group, found in sorted(groups.items())
        if found[Verdict.RIGHT] != found.total()
    ]
    total = Counter(verdicts.values())
    summary = ", ".join(f"{total[one]} {one}" for one in Verdict)
    return "\n".join([*lines, f"DMN TCK: {summary} of {len(verdicts)}"])
