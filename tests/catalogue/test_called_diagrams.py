"""Several diagrams in one folder: what is called runs, and each finding names its own file."""

import pytest

from tests.catalogue.folders import CODE, PROCESS, Files, good_files, written
from workflows.catalogue import Finding, Level, check, compare, measure_coverage, read_folder
from workflows.catalogue.checks import check_files
from workflows.catalogue.drawing import read_drawing
from workflows.catalogue.folder import make_folder
from workflows.catalogue.parts import read_parts
from workflows.catalogue.scenarios.scenario import run_scenarios

AVIS = "avis.bpmn"
HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">'
)
TASK = (
    '<bpmn:userTask id="Verifier" name="Rendre un avis"><bpmn:extensionElements>'
    '<zeebe:formDefinition formId="instruction" /></bpmn:extensionElements></bpmn:userTask>'
)
LANE = (
    '<bpmn:laneSet id="L"><bpmn:lane id="L1" name="Agent DDDT"><bpmn:flowNodeRef>Verifier'
    "</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
)
VERIFY = '<bpmn:userTask id="Verifier" name="Vérifier le dossier">'


def checked(code: str, files: Files) -> tuple[Finding, ...]:
    """Check diagrams that are written without their drawing, which is another finding's affair."""
    return tuple(each for each in check_files(code, files) if each.code != "dessin-absent")


def avis(inside: str = TASK, process_id: str = "avis") -> bytes:
    """Return a diagram that may be called: what `inside` draws, between its start and end."""
    return (
        f'{HEAD}<bpmn:process id="{process_id}" isExecutable="true">{LANE}'
        f'<bpmn:startEvent id="Debut" />{inside}<bpmn:endEvent id="Fin" />'
        '<bpmn:sequenceFlow id="f1" sourceRef="Debut" targetRef="Verifier" />'
        '<bpmn:sequenceFlow id="f2" sourceRef="Verifier" targetRef="Fin" />'
        "</bpmn:process></bpmn:definitions>"
    ).encode()


def calling(called: str = "avis", data: bytes | None = None) -> Files:
    """Return the good démarche whose verification is done by the process `called`."""
    files = good_files()
    text = files[PROCESS].decode()
    opening = text.index('<bpmn:userTask id="Verifier"')
    closing = text.index("</bpmn:userTask>", opening) + len("</bpmn:userTask>")
    call = (
        '<bpmn:callActivity id="Verifier" name="Vérifier le dossier"><bpmn:extensionElements>'
        f'<zeebe:calledElement processId="{called}" /></bpmn:extensionElements></bpmn:callActivity>'
    )
    changed = text[:opening] + call + text[closing:]
    return {**files, PROCESS: changed.encode(), AVIS: data or avis()}


def found(files: Files) -> list[tuple[str, str, str]]:
    """Return file, element and code of each finding that the scenarios' words do not cause."""
    return [
        (each.file, each.element, each.code)
        for each in checked(CODE, files)
        if not each.file.startswith("scenarios/")
    ]


def test_a_folder_whose_diagram_calls_another_has_nothing_against_it(tmp_path):
    files = calling()
    renamed = {
        name: data.replace("Vérifier le dossier".encode(), b"Rendre un avis")
        if name.startswith("scenarios/")
        else data
        for name, data in files.items()
    }

    folder = read_folder(written(renamed, tmp_path))

    told = {each.code for each in check(tmp_path / CODE)}
    assert told == {"dessin-absent", "delai-sans-minuteur"}  # what this small diagram leaves out
    assert {task.name for task in folder.process.tasks.values()} >= {"Rendre un avis"}
    assert folder.process.tasks["Verifier_Verifier"].lane == "Agent DDDT"
    results = run_scenarios(folder)
    assert [each.message for each in results if not each.ok] == []
    coverage = measure_coverage(folder, results)
    spots = {spot.id: spot.scenarios for spot in coverage.elements}
    assert spots["avis.bpmn#Verifier"]
    assert spots["Verifier"]


def test_a_called_process_unknown_to_the_folder_is_told_with_the_closest_name():
    findings = [each for each in checked(CODE, calling("avi")) if each.element == "Verifier"]

    (told,) = [each for each in findings if each.code == "processus-inconnu"]
    assert (told.file, told.level) == (PROCESS, Level.ERROR)
    assert "« avis »" in told.remedy
    assert not [each for each in findings if each.code.startswith("moteur-called")]


def test_a_diagram_that_nobody_calls_is_told():
    files = {**good_files(), AVIS: avis()}

    (told,) = [each for each in checked(CODE, files) if each.file == AVIS]

    assert (told.code, told.level) == ("diagramme-jamais-appele", Level.WARNING)
    assert "avis" in told.message


BROKEN = {
    "formulaire-inconnu": TASK.replace("instruction", "inconnu"),
    "formulaire-absent": '<bpmn:userTask id="Verifier" name="Rendre un avis" />',
    "service-inconnu": (
        '<bpmn:serviceTask id="Verifier"><bpmn:extensionElements>'
        '<zeebe:taskDefinition type="fax" /></bpmn:extensionElements></bpmn:serviceTask>'
    ),
    "feel-erreur": (
        '<bpmn:scriptTask id="Verifier"><bpmn:extensionElements><zeebe:script expression="= 1 +"'
        ' resultVariable="x" /></bpmn:extensionElements></bpmn:scriptTask>'
    ),
    "moteur-done-by-person": '<bpmn:sendTask id="Verifier" name="Écrire" />',
    "processus-refuse": TASK + '<bpmn:complexGateway id="Verifier2" />'
    '<bpmn:sequenceFlow id="f3" sourceRef="Verifier" targetRef="Verifier2" />',
    "element-inatteignable": TASK + '<bpmn:task id="Verifier2" />',
}


@pytest.mark.parametrize("code", BROKEN)
def test_what_is_wrong_in_a_called_diagram_is_told_in_its_file(code: str):
    places = {place[:2] for place in found(calling(data=avis(BROKEN[code]))) if place[2] == code}

    element = "Verifier2" if "Verifier2" in BROKEN[code] else "Verifier"
    assert places == {(AVIS, element)}


def test_an_end_of_a_called_process_needs_no_outcome_and_its_timers_are_looked_at():
    timer = (
        '<bpmn:boundaryEvent id="T" attachedToRef="Verifier"><bpmn:timerEventDefinition />'
        '</bpmn:boundaryEvent><bpmn:sequenceFlow id="f3" sourceRef="T" targetRef="Fin" />'
    )

    codes = [place for place in found(calling(data=avis(TASK + timer))) if place[0] == AVIS]

    assert codes == [(AVIS, "T", "minuteur-sans-valeur")]


@pytest.mark.parametrize(
    ("data", "element", "code"),
    [
        (b"<nothing", "ligne 1", "xml-illisible"),
        (avis(process_id="permis_de_chasser"), "permis_de_chasser", "processus-refuse"),
    ],
    ids=["no xml", "the id of the main process"],
)
def test_a_diagram_that_cannot_be_called_is_told_by_its_name(data, element, code):
    files = {**calling(), "autre.bpmn": data}

    told = [place for place in found(files) if place[2] == code]

    assert told == [("autre.bpmn", element, code)]


def test_calls_in_circles_are_told_in_the_file_of_the_call_that_closes_them():
    back = '<bpmn:callActivity id="Verifier" calledElement="avis" />'

    (told,) = [
        each for each in checked(CODE, calling(data=avis(back))) if each.code == "processus-refuse"
    ]

    assert (told.file, told.element) == (AVIS, "Verifier")
    assert "avis → avis" in told.message


def test_the_elements_of_a_pool_that_is_not_run_are_nobodys_affair():
    files = good_files()
    pool = (
        '<bpmn:process id="Pool_usager"><bpmn:laneSet id="P"><bpmn:lane id="P1" name="Ailleurs">'
        "<bpmn:flowNodeRef>Dehors</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
        '<bpmn:userTask id="Dehors" name="Attendre" /><bpmn:endEvent id="Fin_dehors" />'
        '<bpmn:sequenceFlow id="fd" sourceRef="Dehors" targetRef="Fin_dehors" /></bpmn:process>'
    )
    text = files[PROCESS].decode().replace("</bpmn:definitions>", f"{pool}</bpmn:definitions>")

    told = checked(CODE, {**files, PROCESS: text.encode()})

    assert [each.code for each in told] == ["moteur-process-left-out"]


def test_a_call_is_followed_by_what_it_runs():
    files = calling()

    drawing = read_drawing(files[PROCESS], {AVIS: files[AVIS]})

    assert "avis.bpmn#Verifier" in drawing.reachable("Verifier")
    assert drawing.nodes["avis.bpmn#Verifier"].label == "Rendre un avis"
    assert drawing.run == {drawing.main, "avis"}


def test_a_change_in_a_called_diagram_is_told_in_its_file():
    before, after = (
        make_folder(read_parts(CODE, files))
        for files in (calling(), calling(data=avis(TASK.replace("Rendre un", "Donner son"))))
    )

    changes = compare(before, after)

    assert {change.file for change in changes} == {AVIS}
    assert changes[0].element == "Verifier"
    assert before.digest != after.digest


def test_where_a_dossier_is_in_a_called_diagram_is_shown_on_its_call():
    folder = make_folder(read_parts(CODE, calling()))

    assert folder.shown(["Deposer", "Fin", "Verifier_Verifier"]) == ("Deposer", "Verifier")
