"""Real diagrams walked at random: sound ones reach an end, the others were told with their element.

The table that the test prints has a line for each walk that does not end: file, seed, element and
reason. A walk that ends nowhere is no fault of the engine when the drawing is unsound: an exclusive
choice whose ways meet in a parallel join waits for ever, as BPMN says. The remedy told to the
analyst (an inclusive join, which waits for what was opened) is tried too.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pytest
from lxml import etree

from tests.engine.modes import compacted, story
from workflows.engine import Flaw, ProcessDefinition, find_flaws, parse_process
from workflows.engine.diagram.dialects import tag
from workflows.errors import WorkflowError

CORPORA = Path(os.environ.get("CORPORA", "../shared/corpora"))
SEED = 20261123
WALKS = 3
MOVES = 150
UNSOUND = frozenset({"deadlock", "done_twice", "endless"})  # what nothing reaches is only idle
WITH_CORPORA = pytest.mark.skipif(
    not CORPORA.is_dir(), reason="the reference corpora are not beside the project"
)


@dataclass(frozen=True)
class Walk:
    """One random walk of one diagram: where it stopped and why, both empty at an end."""

    file: str
    seed: int
    elements: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Model:
    """One accepted diagram: its flaws and its walks."""

    path: Path
    definition: ProcessDefinition
    flaws: tuple[Flaw, ...]
    walks: tuple[Walk, ...]

    @property
    def sound(self) -> bool:
        """Tell whether nothing announces that a dossier may not end."""
        return not any(flaw.code in UNSOUND for flaw in self.flaws)


@pytest.fixture(scope="module")
def students() -> list[Model]:
    """The diagrams drawn by students, walked."""
    return list(models("bpmn-for-research"))


@pytest.fixture(scope="module")
def vendors() -> list[Model]:
    """The diagrams that vendors exchange, walked."""
    return list(models("bpmn-miwg"))


def files(folder: str) -> list[Path]:
    return sorted((CORPORA / folder).glob("**/*.bpmn"))


def models(folder: str) -> Iterator[Model]:
    """Yield the diagrams of a corpus that are accepted, walked."""
    for path in files(folder):
        try:
            definition = parse_process(path.read_bytes())
        except WorkflowError:
            continue
        walks = tuple(walk(path, definition, seed) for seed in range(SEED, SEED + WALKS))
        yield Model(path, definition, find_flaws(definition), walks)


def walk(path: Path, definition: ProcessDefinition, seed: int) -> Walk:
    """Walk a diagram at random."""
    *_before, last = islice(story(definition, compacted, seed, MOVES), MOVES + 2)
    if isinstance(last, tuple) and last[0] == "deadlock":
        return Walk(path.name, seed, tuple(last[1]), "bloqué : une branche n'arrive pas")
    if isinstance(last, tuple) and last[0] == "failure":
        return Walk(path.name, seed, (last[2],), str(last[1]))
    ready, waits, _outcome = last
    here = (*ready, *(name for name, _due in waits))
    return Walk(path.name, seed, here, "encore en cours" if here else "")


def show(capsys: pytest.CaptureFixture[str], title: str, lines: list[str]) -> None:
    with capsys.disabled():
        print("", title, *lines, sep="\n  ")  # noqa: T201  # the table is what these tests are for


def table(found: list[Model]) -> list[str]:
    """Return a line for each walk that does not end, and the two rates."""
    lines = [
        "  ".join((walk.file, str(walk.seed), *walk.elements, *walk.reason.split("\n")))
        for model in found
        for walk in model.walks
        if walk.reason
    ]
    sound = [walk for model in found if model.sound for walk in model.walks]
    walks = [walk for model in found for walk in model.walks]
    return [*lines, f"sains : {_ended(sound)}", f"tous : {_ended(walks)}"]


def _ended(walks: list[Walk]) -> str:
    count = sum(not walk.reason for walk in walks)
    return f"{count} fins sur {len(walks)} parcours ({count / (len(walks) or 1):.1%})"


@WITH_CORPORA
@pytest.mark.parametrize(("folder", "least"), [("bpmn-for-research", 0.99), ("bpmn-miwg", 0.95)])
def test_nearly_every_real_diagram_is_accepted(folder, least, capsys):
    refused = []

    for path in files(folder):
        try:
            parse_process(path.read_bytes())
        except WorkflowError as refusal:
            refused.append(f"{path.name}  {refusal.message}")

    whole = len(files(folder))
    show(capsys, f"{folder} : {whole - len(refused)} acceptés sur {whole}", refused)
    assert 1 - len(refused) / whole >= least


@WITH_CORPORA
def test_every_walk_of_a_sound_diagram_reaches_an_end(students, capsys):
    stuck = [walk for model in students if model.sound for walk in model.walks if walk.reason]

    show(capsys, "parcours qui ne finissent pas (bpmn-for-research)", table(students))
    assert stuck == []
    assert sum(model.sound for model in students) >= 0.7 * len(students)


@WITH_CORPORA
def test_every_walk_that_does_not_end_was_told_with_its_element(students):
    for model in students:
        told = {flaw.element_id for flaw in model.flaws if flaw.code in UNSOUND}
        for each in model.walks:
            assert not each.reason or told & set(each.elements), each


@WITH_CORPORA
def test_with_the_remedy_that_is_told_nearly_every_walk_ends(students, capsys):
    mended = [model if model.sound else _mended(model) for model in students]

    walks = [walk for model in mended for walk in model.walks]
    ended = sum(not walk.reason for walk in walks)
    show(capsys, "les mêmes, jonctions bloquées rendues inclusives", table(mended))
    assert ended / len(walks) >= 0.98


@WITH_CORPORA
def test_the_walks_of_vendors_diagrams_end_or_say_which_element_lacks_a_value(vendors, capsys):
    stopped = [walk for model in vendors for walk in model.walks if walk.reason]

    show(capsys, "parcours qui ne finissent pas (bpmn-miwg)", table(vendors))
    assert len(stopped) <= 0.06 * WALKS * len(vendors)
    for each in stopped:  # a random answer that no condition of theirs foresees
        assert each.elements != ("",)
        assert "Aucune condition" in each.reason or "ne donne pas une liste" in each.reason


def _mended(model: Model) -> Model:
    """Return the model whose stuck parallel joins are inclusive, again until none is stuck."""
    root = etree.fromstring(model.path.read_bytes())
    joins = {node.get("id"): node for node in root.iter(tag("parallelGateway"))}
    flaws = model.flaws
    for _round in range(5):
        stuck = [flaw.element_id for flaw in flaws if flaw.code == "deadlock"]
        for id_ in [each for each in stuck if each in joins]:
            joins[id_].tag = tag("inclusiveGateway")
        definition = parse_process(etree.tostring(root))
        flaws = find_flaws(definition)
    walks = tuple(walk(model.path, definition, seed) for seed in range(SEED, SEED + WALKS))
    return Model(model.path, definition, flaws, walks)
