"""A folder as one object: who does a task, which pièces are asked."""

from datetime import UTC, date, datetime

import pytest

from tests.catalogue.folders import CARD, CODE, GOOD, PROCESS, changed
from workflows.catalogue import PieceWanted, read_folder, read_package
from workflows.catalogue.files import pack_files
from workflows.engine import complete, start

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ADULT = {"dateNaissance": date(1990, 3, 27), "assuranceFin": date(2026, 12, 31)}


def test_the_group_of_a_task_comes_from_its_lane_or_its_own_word():
    folder = read_folder(GOOD)

    assert folder.group_of("Usager") is None
    assert folder.group_of("Agent DDDT") == "dddt_chasse"
    assert folder.group_of("Système") is None
    assert folder.group_of("Usager", ("mairie",)) == "mairie"


def test_the_pieces_of_the_fiche_are_those_of_the_first_form():
    pieces = read_folder(GOOD).pieces()

    assert pieces[1] == PieceWanted(
        "Photo d'identité", True, "Pour une première demande", ("jpg", "png")
    )
    assert [piece.condition for piece in pieces if "responsable" in piece.label] == [
        "Si vous avez 16 ou 17 ans"
    ] * 2
    assert [piece.label for piece in pieces if not piece.condition] == [
        "Attestation d'assurance de chasse en cours"
    ]


def test_a_dossier_begins_with_the_citizens_form():
    folder = read_folder(GOOD)

    assert folder.process.start_task.form_id == "demande"
    assert folder.group_of(folder.process.start_task.lane) is None


def test_the_engine_is_given_only_what_the_diagram_reads():
    folder = read_folder(GOOD)

    assert folder.process.routing_variables == {
        "decision", "droit", "dateNaissance", "assuranceFin",
    }  # fmt: skip


def test_each_page_of_the_form_is_a_group_of_the_diagram_maker():
    titles = [page.title for page in read_folder(GOOD).forms["demande"].pages]

    assert titles == [
        "La demande",
        "Identité",
        "Responsable légal et accompagnateur",
        "Coordonnées",
        "Assurance",
        "Pièces",
        "Retrait et déclaration",
    ]


@pytest.mark.parametrize(
    ("calendar", "expected"), [("NC", date(2026, 9, 25)), ("FR", date(2026, 9, 24))]
)
def test_working_days_are_those_of_the_demarche(calendar: str, expected: date):
    """The 24th of September is a public holiday in New Caledonia, not in France."""
    mapping = (
        '<zeebe:input source=\'=add working days(date("2026-09-23"), 1)\' target="jour" />'
        "</zeebe:ioMapping>"
    )
    files = changed(PROCESS, "</zeebe:ioMapping>", mapping)
    files[CARD] = f'calendar = "{calendar}"\n'.encode() + files[CARD]
    process = read_package(pack_files(CODE, files)).process

    advance = start(process, {}, NOW)
    advance = complete(process, advance.state, advance.ready[0].id, ADULT, NOW)
    advance = complete(process, advance.state, advance.ready[0].id, {"decision": "conforme"}, NOW)

    permit = next(effect for effect in advance.effects if effect.type == "document")
    assert permit.parameters["jour"] == expected
