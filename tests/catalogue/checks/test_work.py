"""What an automatic task asks for is checked: its kind, its headers, whom a message goes to."""

import pytest

from tests.catalogue.folders import CODE, PROCESS, changed, written
from workflows.catalogue import Level, read_folder
from workflows.catalogue.checks import check_files
from workflows.catalogue.connectors import CONNECTORS, unknown_targets

OLD = '<zeebe:taskDefinition type="mail" />'
HEADERS = '<zeebe:header key="lettre" value="rappel" />'
THROW = (
    '<bpmn:intermediateThrowEvent id="Dire" name="Dire">%s'
    "<bpmn:messageEventDefinition/></bpmn:intermediateThrowEvent></bpmn:process>"
)
KEYED = (
    "<bpmn:extensionElements><zeebe:taskHeaders>"
    '<zeebe:header key="cle" value="=numero" /></zeebe:taskHeaders></bpmn:extensionElements>'
)


def asking(kind: str, **headers: str):
    """The good files, whose task « Relancer » does other work."""
    said = "".join(f'<zeebe:header key="{k}" value="{v}" />' for k, v in headers.items())
    files = changed(PROCESS, HEADERS, said)
    text = files[PROCESS].decode()
    before, _task, after = text.partition('id="Relancer"')
    return {
        **files,
        PROCESS: (before + _task + after.replace(OLD, OLD.replace("mail", kind), 1)).encode(),
    }


def findings(files, element: str = "Relancer"):
    return {
        (each.code, each.level)
        for each in check_files(CODE, files)
        if each.element == element and not each.code.startswith("moteur-")
    }


SOUND = {
    "numero": {"serie": "PERMIS", "variable": "permis"},
    "webhook": {"cible": "cadastre"},
    "message": {"message": "relance", "cle": "=numero", "timeToLive": "PT2H", "sujet": "x"},
    "signal": {"signal": "fin", "sujet": "x"},
}


@pytest.mark.parametrize("kind", SOUND)
def test_work_that_says_all_it_must_is_accepted(kind):
    assert findings(asking(kind, **SOUND[kind])) == set()


@pytest.mark.parametrize(
    ("kind", "header"),
    [(kind, header) for kind, said in SOUND.items() for header in said
     if header not in {"timeToLive", "sujet"}],
)  # fmt: skip
def test_a_header_that_is_missing_is_an_error(kind, header):
    said = {key: value for key, value in SOUND[kind].items() if key != header}

    assert findings(asking(kind, **said)) == {("entete-absent", Level.ERROR)}


@pytest.mark.parametrize("kind", ["numero", "webhook"])
def test_a_header_that_nobody_reads_is_a_warning(kind):
    found = findings(asking(kind, **SOUND[kind], adresse="https://exemple.nc"))

    assert found == {("entete-inconnu", Level.WARNING)}


@pytest.mark.parametrize(
    ("kind", "header", "value", "code"),
    [
        ("numero", "serie", "Permis délivrés", "serie-illisible"),
        ("numero", "format", "{annee}", "serie-illisible"),
        ("message", "timeToLive", "demain", "duree-illisible"),
    ],
)
def test_a_header_whose_text_means_nothing_is_an_error(kind, header, value, code):
    assert findings(asking(kind, **{**SOUND[kind], header: value})) == {(code, Level.ERROR)}


def test_a_kind_of_work_that_does_not_exist_is_told_with_those_that_do():
    [finding] = [
        each for each in check_files(CODE, asking("fax")) if each.code == "service-inconnu"
    ]

    assert all(kind in finding.remedy for kind in CONNECTORS)


def test_a_message_event_must_say_to_whom_it_goes():
    bare = changed(PROCESS, "</bpmn:process>", THROW % "")
    keyed = changed(PROCESS, "</bpmn:process>", THROW % KEYED)

    assert ("entete-absent", Level.ERROR) in findings(bare, "Dire")
    assert ("entete-absent", Level.ERROR) not in findings(keyed, "Dire")


def test_a_variable_that_receives_a_number_is_known_to_the_expressions():
    files = asking("numero", **SOUND["numero"])
    text = files[PROCESS].decode().replace('=decision = "refus"', '=permis = "PERMIS-2026-00001"')

    codes = {each.code for each in check_files(CODE, {**files, PROCESS: text.encode()})}

    assert "variable-inconnue" not in codes


def test_a_target_is_known_to_an_installation_or_refused(tmp_path):
    folder = read_folder(written(asking("webhook", cible="cadastre"), tmp_path))

    [lost] = unknown_targets(folder.process.effects, ["facturation"])

    assert (lost.code, lost.element) == ("cible-inconnue", "Relancer")
    assert "« facturation »" in lost.remedy
    assert list(unknown_targets(folder.process.effects, ["cadastre"])) == []
