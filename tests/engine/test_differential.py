"""The same random walk told four ways: in memory, by the stock serializer, by rows, compacted."""

import os
from itertools import islice
from pathlib import Path
from random import Random
from time import monotonic

import pytest

from tests.engine.blocks import WATCHED, bpmn, random_model
from tests.engine.case import DIAGRAMS, read
from tests.engine.modes import MODES, story
from workflows.engine import parse_process
from workflows.errors import WorkflowError

SEED = 20261123
CORPORA = Path(os.environ.get("CORPORA", "../shared/corpora"))
BUDGET = float(os.environ.get("FUZZ_SECONDS", "8"))
OWN = sorted(path.stem for path in DIAGRAMS.glob("*.bpmn"))


def decisions(name: str) -> dict[str, bytes]:
    path = DIAGRAMS / f"{name}.dmn"
    return {path.name: path.read_bytes()} if path.exists() else {}


@pytest.mark.parametrize("name", OWN)
def test_our_diagrams_tell_the_same_story_however_they_are_carried(name):
    definition = read(name, decisions(name))

    for seed in range(SEED, SEED + 15):
        told = {mode: list(story(definition, carry, seed)) for mode, carry in MODES.items()}

        assert told["stock"] == told["plain"]
        assert told["rows"] == told["plain"]
        assert told["compact"] == told["plain"]
        assert len(told["plain"]) > 1


def test_random_models_with_timers_tell_the_same_story_however_they_are_carried():
    lengths = 0

    for seed in range(SEED, SEED + 60):
        drawn = random_model(Random(seed), WATCHED)  # noqa: S311  # a model, not a secret
        definition = parse_process(bpmn(drawn))
        told = [list(story(definition, carry, seed)) for carry in MODES.values()]
        assert told[1:] == told[:1] * 3, f"seed {seed}"
        lengths += len(told[0])

    assert lengths > 300


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the reference corpora are not beside the project")
def test_real_diagrams_tell_the_same_story_however_they_are_carried():
    files = sorted(CORPORA.glob("bpmn-*/**/*.bpmn"))
    deadline, walks = monotonic() + BUDGET, 0

    for seed in range(SEED, SEED + 20):
        for path in files:
            if monotonic() > deadline:
                break
            walks += _same_story(path, seed)

    assert walks >= len(files) // 4


def _same_story(path: Path, seed: int) -> int:
    try:
        definition = parse_process(path.read_bytes())
    except WorkflowError:
        return 0  # counted by the corpora test
    first, *others = (list(islice(story(definition, carry, seed), 60)) for carry in MODES.values())
    assert others == [first] * len(others), f"{path.name} seed {seed}"
    return 1
