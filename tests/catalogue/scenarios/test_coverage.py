"""What scenarios go through is told element by element and flow by flow."""

from tests.catalogue.folders import CODE, GOOD, Files, good_files
from tests.catalogue.test_called_diagrams import calling
from workflows.catalogue import measure_coverage, read_folder, run_scenarios
from workflows.catalogue.folder import make_folder
from workflows.catalogue.parts import read_parts
from workflows.catalogue.scenarios.coverage import Coverage

ACCEPTED = "scenarios/a_delivre.toml"
REFUSED = "scenarios/g_refus_motive.toml"


def covered(files: Files) -> Coverage:
    folder = make_folder(read_parts(CODE, files))
    return measure_coverage(folder, run_scenarios(folder))


def only(*kept: str) -> Files:
    """Return the good démarche with these scenarios and no other."""
    return {
        name: data
        for name, data in good_files().items()
        if not name.startswith("scenarios/") or name in kept
    }


def test_the_scenarios_of_the_permit_go_everywhere():
    folder = read_folder(GOOD)

    coverage = measure_coverage(folder, run_scenarios(folder))

    assert (coverage.missed_elements, coverage.missed_flows) == ((), ())
    assert (coverage.elements_percent, coverage.flows_percent) == (100, 100)


def test_the_branches_that_no_scenario_takes_are_named_with_their_ends():
    coverage = covered(only(ACCEPTED, REFUSED))

    assert {spot.id for spot in coverage.missed_elements} == {
        "DemanderComplement", "Completer", "Quinze_jours", "Trente_jours", "Relancer",
        "Fin_relance", "ClasserSansSuite", "Fin_sans_suite",
    }  # fmt: skip
    missed = {spot.id: spot.label for spot in coverage.missed_flows}
    assert missed["Flux_a_completer"] == ("Décision ? → Demander le complément (à compléter)")
    assert missed["Flux_complete"] == "Compléter le dossier → passerelle AVerifier"
    assert "Flux_conforme" not in missed


def test_each_spot_names_the_scenarios_that_came_by():
    coverage = covered(only(ACCEPTED, REFUSED))

    came = {spot.id: spot.scenarios for spot in (*coverage.elements, *coverage.flows)}
    assert came["Flux_refus"] == ("g_refus_motive",)
    assert came["Verifier"] == ("a_delivre", "g_refus_motive")


def test_a_scenario_that_fails_counts_until_where_it_failed():
    story = 'name = "x"\nstart = 2026-03-02T09:00:00+11:00\n[[step]]\ntask = "Inconnue"\n'
    coverage = covered({**only(), "scenarios/x.toml": story.encode()})

    visited = {spot.id for spot in coverage.elements if spot.scenarios}
    assert visited == {"Debut"}
    assert 0 < coverage.elements_percent < 10


def test_without_scenario_nothing_is_covered():
    coverage = covered(only())

    assert (coverage.elements_percent, coverage.flows_percent) == (0, 0)


AWAITING = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
<process id="attente" isExecutable="true">
<startEvent id="Debut"/><userTask id="Deposer" name="Déposer"/><eventBasedGateway id="Attendre"/>
<intermediateCatchEvent id="Un_jour"><timerEventDefinition><timeDuration>P1D</timeDuration>
</timerEventDefinition></intermediateCatchEvent>
<intermediateCatchEvent id="Un_mois"><timerEventDefinition><timeDuration>P30D</timeDuration>
</timerEventDefinition></intermediateCatchEvent>
<endEvent id="Fin"/><endEvent id="Autre_fin"/>
<sequenceFlow id="F1" sourceRef="Debut" targetRef="Deposer"/>
<sequenceFlow id="F2" sourceRef="Deposer" targetRef="Attendre"/>
<sequenceFlow id="Vers_jour" sourceRef="Attendre" targetRef="Un_jour"/>
<sequenceFlow id="Vers_mois" sourceRef="Attendre" targetRef="Un_mois"/>
<sequenceFlow id="F5" sourceRef="Un_jour" targetRef="Fin"/>
<sequenceFlow id="F6" sourceRef="Un_mois" targetRef="Autre_fin"/>
</process></definitions>"""


def test_of_events_awaited_together_only_the_one_that_came_was_reached():
    story = (
        'name = "x"\nstart = 2026-03-02T09:00:00+11:00\n'
        '[[step]]\ntask = "Déposer"\n[[step]]\nafter = "P2D"\n'
    )
    files = {**only(), "scenarios/x.toml": story.encode(), "process.bpmn": AWAITING.encode()}

    coverage = covered(files)

    assert {spot.id for spot in coverage.missed_flows} == {"Vers_mois", "F6"}


def test_what_a_called_diagram_draws_is_told_in_its_own_file():
    told = b"Rendre un avis"
    files = {
        name: data.replace("Vérifier le dossier".encode(), told) if "scenarios/" in name else data
        for name, data in calling().items()
    }

    coverage = covered(files)

    assert coverage.diagrams == ("process.bpmn", "avis.bpmn")
    drawn = {id_: spot.scenarios for id_, spot in coverage.drawn_in("avis.bpmn")}
    assert drawn.keys() == {"Debut", "Verifier", "Fin", "f1", "f2"}
    assert all(drawn.values())
