"""A recorded scenario expects what followed, and passes at once."""

from dataclasses import replace

import pytest

from tests.catalogue.folders import GOOD
from workflows.catalogue import read_folder
from workflows.catalogue.folder import Folder
from workflows.catalogue.scenarios.recording import observed, without_idle_waits
from workflows.catalogue.scenarios.scenario import ScenarioResult, run_scenario
from workflows.catalogue.scenarios.steps import Expected, Scenario, Step
from workflows.errors import Invalid
from workflows.settings import Settings

ZONE = Settings().zone


@pytest.fixture(scope="module")
def folder() -> Folder:
    return read_folder(GOOD)


def story(folder: Folder, stem: str) -> Scenario:
    return next(each for each in folder.scenarios if each.stem == stem)


def bare(scenario: Scenario) -> Scenario:
    """Return the scenario without any expectation."""
    return replace(
        scenario, steps=tuple(replace(step, expected=Expected()) for step in scenario.steps)
    )


def run(folder: Folder, scenario: Scenario) -> ScenarioResult:
    others = {each.stem: each for each in folder.scenarios}
    return run_scenario(folder, scenario, {**others, scenario.stem: scenario}, ZONE)


def test_what_followed_becomes_what_is_expected(folder: Folder):
    steps = (
        *story(folder, "a_delivre").steps[:1],
        Step(task="Vérifier le dossier", answers={"decision": "conforme"}),
    )

    recorded = observed(folder, Scenario("x", "x", story(folder, "a_delivre").start, steps), ZONE)

    filed, decided = (step.expected for step in recorded.steps)
    assert (filed.ready, filed.mails, filed.state) == (
        ("Vérifier le dossier",), ("accuse_reception",), "depose",
    )  # fmt: skip
    assert (decided.ready, decided.documents, decided.outcome) == ((), ("permis",), "accepte")


@pytest.mark.parametrize(
    "stem", ["a_delivre", "b_mineur_sans_attestation", "d_complement_jamais_fourni"]
)
def test_a_recorded_scenario_passes_at_once_and_sees_a_change(folder: Folder, stem: str):
    others = {each.stem: each for each in folder.scenarios}

    recorded = observed(folder, bare(story(folder, stem)), ZONE, others)

    assert run(folder, recorded).message == ""
    last = replace(recorded.steps[-1].expected, ready=("Autre tâche",))
    wrong = replace(
        recorded, steps=(*recorded.steps[:-1], replace(recorded.steps[-1], expected=last))
    )
    assert not run(folder, wrong).ok


def test_a_wait_in_which_nothing_happened_joins_the_next_step(folder: Folder):
    first = story(folder, "a_delivre").steps[0]
    steps = (
        first,
        Step(after="P3D"),
        Step(
            task="Vérifier le dossier",
            answers={
                "decision": "a_completer",
                "aCompleter": ["photoIdentite"],
                "complementTexte": "Floue.",
            },
        ),
        Step(after="P15D"),
        Step(after="P1D"),
    )
    scenario = observed(folder, Scenario("x", "x", story(folder, "a_delivre").start, steps), ZONE)

    merged = without_idle_waits(scenario)

    assert [(step.task, step.after) for step in merged.steps] == [
        ("Déposer la demande", ""), ("Vérifier le dossier", "P3D"), ("", "P15D"), ("", "P1D"),
    ]  # fmt: skip
    assert run(folder, merged).message == ""


def test_a_step_that_cannot_be_done_is_named(folder: Folder):
    scenario = Scenario(
        "x", "x", story(folder, "a_delivre").start, (Step(task="Vérifier le dossier"),)
    )

    with pytest.raises(Invalid) as refusal:
        observed(folder, scenario, ZONE)

    assert "Étape 1" in refusal.value.message
    assert "Déposer la demande" in refusal.value.message
