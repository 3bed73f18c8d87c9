"""The state of a dossier after a move of its process."""

from uuid import uuid4

import pytest

from tests.catalogue.folders import GOOD
from workflows.catalogue import read_folder, state_after
from workflows.engine import ReadyTask

CITIZEN = ReadyTask(uuid4(), "Completer", "Compléter", "Usager")
AGENT = ReadyTask(uuid4(), "Verifier", "Vérifier", "Agent DDDT")
BY_GROUP = ReadyTask(uuid4(), "Avis", "Donner un avis", "Usager", candidate_groups=("mairie",))


@pytest.mark.parametrize(
    ("before", "ready", "outcome", "by_agent", "after"),
    [
        ("brouillon", [AGENT], "", False, "depose"),
        ("brouillon", [CITIZEN], "", False, "a_completer"),
        ("brouillon", [], "accepte", False, "accepte"),
        ("depose", [AGENT], "", False, "depose"),
        ("depose", [AGENT], "", True, "en_instruction"),
        ("depose", [CITIZEN], "", True, "a_completer"),
        ("en_instruction", [CITIZEN, AGENT], "", True, "a_completer"),
        ("en_instruction", [BY_GROUP], "", True, "en_instruction"),
        ("a_completer", [AGENT], "", False, "en_instruction"),
        ("a_completer", [CITIZEN], "", False, "a_completer"),
        ("a_completer", [], "sans_suite", False, "sans_suite"),
        ("accepte", [], "", False, "accepte"),
        ("accepte", [CITIZEN], "", False, "accepte"),
        ("en_instruction", [], "refuse", True, "refuse"),
    ],
)
def test_the_state_follows_from_what_waits_and_who_acted(before, ready, outcome, by_agent, after):
    folder = read_folder(GOOD)

    assert state_after(folder, before, ready, outcome, by_agent=by_agent) == after
