"""Real diagrams walked at random: each walk ends, or the check had announced that it may not.

The table that the tests print has a line for each walk that does not end, then what the check says
of each such diagram, and the fix it offers. A walk that ends nowhere is no fault of the engine when
the drawing is unsound: an exclusive choice whose ways meet in a parallel join waits for ever, as
BPMN says. The fixes offered to the analyst are then made, and the same walks walked again.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

from tests.catalogue.fixes.present import fixed
from tests.engine.modes import compacted, story
from workflows.catalogue import Finding
from workflows.catalogue.checks import check_files
from workflows.catalogue.parts import PROCESS
from workflows.engine import Flaw, ProcessDefinition, find_flaws, parse_process
from workflows.errors import WorkflowError

CORPORA = Path(os.environ.get("CORPORA", "../shared/corpora"))
SEED = 20261123
WALKS = 3
MOVES = 150
UNSOUND = frozenset({"deadlock", "done_twice", "endless"})  # what nothing reaches is only idle
ANNOUNCING = frozenset({"moteur-deadlock", "moteur-done-twice", "moteur-endless"})
MOST_FIXES = 10  # of one diagram
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
    content: bytes
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


@cache
def parsed(path: Path) -> ProcessDefinition:
    """Read a diagram once for all tests; raise what the reading raises."""
    return parse_process(path.read_bytes())


def models(folder: str) -> Iterator[Model]:
    """Yield the diagrams of a corpus that are accepted, walked."""
    for path in files(folder):
        try:
            definition = parsed(path)
        except WorkflowError:
            continue
        walks = tuple(walk(path, definition, seed) for seed in range(SEED, SEED + WALKS))
        yield Model(path, path.read_bytes(), definition, find_flaws(definition), walks)


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
@pytest.mark.parametrize(("folder", "least"), [("bpmn-for-research", 1), ("bpmn-miwg", 0.95)])
def test_nearly_every_real_diagram_is_accepted(folder, least, capsys):
    refused = []

    for path in files(folder):
        try:
            parsed(path)
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
    assert sum(model.sound for model in students) >= 0.73 * len(students)


@WITH_CORPORA
def test_no_walk_stays_short_of_an_end_unless_the_check_announced_its_element(students, capsys):
    stuck = [model for model in students if any(walk.reason for walk in model.walks)]
    announced = {model.path: announcements(model.content) for model in stuck}

    show(capsys, "ce que la vérification annonce", explained(stuck, announced))
    assert len(stuck) >= 20  # joins that waited for no one would leave but one
    for model in stuck:
        told = {finding.element for finding in announced[model.path]}
        for each in model.walks:
            assert not each.reason or told & set(each.elements), each


@WITH_CORPORA
def test_with_the_fixes_that_the_check_offers_nearly_every_walk_ends(students, capsys):
    mended = [model if model.sound else _mended(model) for model in students]

    walks = [walk for model in mended for walk in model.walks]
    stuck = [model for model in mended if any(walk.reason for walk in model.walks)]
    ended = sum(not walk.reason for walk in walks)
    show(capsys, "les mêmes, corrections proposées faites", table(mended))
    announced = {model.path: announcements(model.content) for model in stuck}
    show(capsys, "ce qui reste sans correction proposée", explained(stuck, announced))
    assert len(walks) == WALKS * len(students)
    assert ended / len(walks) >= 0.99
    assert all(announced.values())
    assert not any(finding.fixes for found in announced.values() for finding in found)


@WITH_CORPORA
def test_the_walks_of_vendors_diagrams_end_or_say_which_element_lacks_a_value(vendors, capsys):
    stopped = [walk for model in vendors for walk in model.walks if walk.reason]

    show(capsys, "parcours qui ne finissent pas (bpmn-miwg)", table(vendors))
    assert len(stopped) <= 0.06 * WALKS * len(vendors)
    for each in stopped:  # a random answer that no condition of theirs foresees
        assert each.elements != ("",)
        assert "Aucune condition" in each.reason or "ne donne pas une liste" in each.reason


def announcements(diagram: bytes) -> list[Finding]:
    """Return the findings of the check that say of this diagram that a dossier may not end."""
    return [each for each in check_files("modele", {PROCESS: diagram}) if each.code in ANNOUNCING]


def explained(found: list[Model], announced: dict[Path, list[Finding]]) -> list[str]:
    """Return a line for each announcement: diagram, walks that do not end, words, fix."""
    return [
        f"{model.path.name}  {sum(bool(walk.reason) for walk in model.walks)} sur {WALKS}  "
        f"{finding.message}  → {finding.fixes[0].label if finding.fixes else finding.remedy}"
        for model in found
        for finding in announced[model.path]
    ]


def _mended(model: Model) -> Model:
    """Return the model once every fix offered for what is announced of it is made."""
    files = {PROCESS: model.content}
    for _turn in range(MOST_FIXES):
        announced = announcements(files[PROCESS])
        offered = next(((each, each.fixes[0]) for each in announced if each.fixes), None)
        if offered is None:
            break
        files = fixed(files, *offered)
    definition = parse_process(files[PROCESS])
    walks = tuple(walk(model.path, definition, seed) for seed in range(SEED, SEED + WALKS))
    return replace(
        model,
        content=files[PROCESS],
        definition=definition,
        flaws=find_flaws(definition),
        walks=walks,
    )
