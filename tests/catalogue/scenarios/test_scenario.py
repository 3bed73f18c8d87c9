"""Scenarios: they see what is wrong, on a clock of their own."""

import pytest

from tests.catalogue.folders import CODE, GOOD, PROCESS, Files, changed, good_files
from workflows.catalogue import InvalidDemarche, ScenarioResult, read_folder, run_scenarios
from workflows.catalogue.folder import make_folder
from workflows.catalogue.parts import read_parts
from workflows.catalogue.scenarios.steps import read_scenario

A = "scenarios/a_delivre.toml"
D = "scenarios/d_complement_jamais_fourni.toml"


def play(files: Files) -> dict[str, ScenarioResult]:
    folder = make_folder(read_parts(CODE, files))
    return {result.stem: result for result in run_scenarios(folder)}


def test_the_good_demarche_keeps_all_its_promises():
    results = run_scenarios(read_folder(GOOD))

    assert [result.message for result in results if not result.ok] == []
    assert len(results) >= 5


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (A, 'outcome = "accepte" }\n\n[step.letters]', 'outcome = "refuse" }\n\n[step.letters]',
         "issue : attendu « refuse », obtenu « accepte »."),
        (A, 'mails = ["accuse_reception"], state', 'mails = [], state',
         "courriels : attendu rien, obtenu « accuse_reception »."),
        (A, 'documents = ["permis"]', "documents = []",
         "documents : attendu rien, obtenu « permis »."),
        (A, 'state = "depose"', 'state = "en_instruction"',
         "état du dossier : attendu « en_instruction », obtenu « depose »."),
        (A, 'ready = ["Vérifier le dossier"]', "ready = []",
         "tâches à faire : attendu rien, obtenu « Vérifier le dossier »."),
        (A, "27 mars 1990", "28 mars 1990",
         "la lettre « permis » ne contient pas « 28 mars 1990 »."),
        (A, 'codePostal = "98870"', 'codePostal = "75001"', "codePostal : Le code postal"),
        (A, "after = \"P3D\"", 'after = "trois jours"', "« trois jours »"),
        (A, "until = 2026-11-01T08:01:00", "until = 2026-11-01T07:00:00", "Le temps ne recule pas"),
        (D, 'like = "a_delivre"', 'like = "z"', "le scénario « z » n'existe pas."),
        (D, 'like = "a_delivre"', 'like = "d_complement_jamais_fourni"', "ne remplit pas la tâche"),
    ],
)  # fmt: skip
def test_a_broken_promise_is_told_in_words(file: str, old: str, new: str, said: str):
    results = play(changed(file, old, new))

    result = results[file.removeprefix("scenarios/").removesuffix(".toml")]
    assert not result.ok
    assert said in result.message


def test_a_step_about_a_task_that_is_not_ready_says_what_is():
    later = '[[step]]\ntask = "Compléter le dossier"\n'
    files = good_files()

    results = play({**files, A: files[A] + later.encode()})

    assert results["a_delivre"].message.endswith("À faire : aucune tâche.")


def test_scenarios_that_borrow_in_a_circle_are_refused():
    start = 'start = 2026-03-02T09:00:00+11:00\n[[step]]\ntask = "Déposer la demande"\n'
    circle = {
        f"scenarios/{one}.toml": f'name = "{one}"\n{start}like = "{other}"\n'.encode()
        for one, other in (("x", "y"), ("y", "x"))
    }

    results = play({**good_files(), **circle})

    assert not results["x"].ok
    assert "n'existe pas" in results["x"].message


def test_a_timer_that_rings_for_ever_ends_the_scenario():
    endless = changed(
        PROCESS,
        '<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P15D</bpmn:timeDuration>',
        '<bpmn:timeCycle xsi:type="bpmn:tFormalExpression">R/PT1M</bpmn:timeCycle>',
    )

    results = play(endless)

    assert not results["d_complement_jamais_fourni"].ok


def test_a_changed_diagram_is_seen_by_its_scenarios():
    results = play(changed(PROCESS, ">P30D<", ">P45D<"))

    assert {stem for stem, result in results.items() if not result.ok} == {
        "d_complement_jamais_fourni"
    }


def test_a_scenario_with_nothing_in_it_tells_everything_that_lacks():
    with pytest.raises(InvalidDemarche) as refusal:
        read_scenario("vide", b"")

    assert {each.element for each in refusal.value.findings} == {"name", "start", "step"}


def test_a_day_begins_at_midnight_in_the_zone_of_the_installation():
    born = 'name = "x"\nstart = 2026-03-02T13:30:00Z\n'  # half past midnight, the 3rd, in Nouméa
    story = (
        '[[step]]\ntask = "Déposer la demande"\nlike = "c_seize_ans_le_jour_meme"\n'
        'expect = { ready = ["Vérifier le dossier"] }\n'
        '[[step]]\ntask = "Vérifier le dossier"\nanswers = { decision = "conforme" }\n'
        '[step.letters]\npermis = ["Permis de chasser accompagné", "le 3 mars 2026"]\n'
    )
    files = {**good_files(), "scenarios/minuit.toml": (born + story).encode()}

    result = play(files)["minuit"]

    assert result.message == ""
