"""Scenarios may speak of every task that a person does, those that the diagram left to one too."""

from tests.catalogue.folders import CODE, PROCESS, changed
from workflows.catalogue.checks import check_files

DELIVERING = '<zeebe:taskDefinition type="document" />'
STEP = '\n[[step]]\ntask = "{task}"\nexpect = {{ outcome = "accepte" }}\n'


def told(task: str) -> set[str]:
    """Return the codes about a scenario of a step, when delivering is left to a person."""
    files = changed(PROCESS, DELIVERING, "")
    path = "scenarios/a_delivre.toml"
    files[path] += STEP.format(task=task).encode()
    return {each.code for each in check_files(CODE, files) if each.file == path}


def test_a_step_may_be_an_automatic_task_that_nobody_configured():
    assert told("Établir le permis") == set()
    assert told("EtablirPermis") == set()


def test_a_task_that_nobody_does_is_still_unknown():
    assert told("Imprimer le permis") == {"scenario-tache-inconnue"}
