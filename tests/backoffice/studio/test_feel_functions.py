"""The functions that the FEEL editor proposes are those of our own engine."""

import json
from pathlib import Path

import backoffice
from workflows.feel.builtins import LIBRARY

LISTED = Path(backoffice.__file__).with_name("studio") / "feel" / "functions.json"


def test_the_editor_proposes_every_function_that_the_engine_runs_and_no_other():
    proposed = json.loads(LISTED.read_text(encoding="utf-8"))

    assert {signature.partition("(")[0] for signature in proposed} == set(LIBRARY)


def test_every_function_proposed_is_explained_in_a_french_sentence():
    proposed = json.loads(LISTED.read_text(encoding="utf-8"))

    assert not [name for name, told in proposed.items() if len(told) < 10 or "." not in told]
