"""Démarches being designed: begun blank or from a version, listed with their state, abandoned."""

import pytest

from tests.use_cases.cast import file_dossier, make_agent, make_citizen
from workflows.catalogue.beginnings.naming import process_id_of
from workflows.catalogue.files import unpack
from workflows.errors import Conflict, Invalid, NotFound
from workflows.model import DraftState, Role
from workflows.use_cases.act import acting, looking
from workflows.use_cases.studio.create import copy_demarche, create_blank, export_package
from workflows.use_cases.studio.drafts import (
    DesignState,
    discard_draft,
    list_designs,
    open_design,
    set_draft_state,
    start_draft,
)
from workflows.use_cases.studio.files import draft_files, read_draft_file, save_draft_file


@pytest.fixture
def ana(world):
    return make_agent(world, "Ana", (), Role.ANALYST)


def designs(world, who):
    with looking(world, who) as act:
        return {row.code: row for row in list_designs(act)}


def test_a_blank_demarche_bears_its_title_and_its_code_everywhere(world, ana):
    with acting(world, ana) as act:
        create_blank(act, "aide_au_loyer", '  Aide au "loyer" \n\\ d’été ')

    with looking(world, ana) as act:
        files = draft_files(act, "aide_au_loyer")
        design = open_design(act, "aide_au_loyer")
    assert design.title == 'Aide au "loyer" \\ d’été'
    assert process_id_of(files["process.bpmn"]) == "aide_au_loyer"
    assert (design.draft, design.states) == (DraftState.BROUILLON, (DesignState.BROUILLON,))


@pytest.mark.parametrize("code", ["", "Aide", "aide-au-loyer", "2aides", "aidé", "a" * 61])
def test_a_code_that_cannot_be_one_is_refused(world, ana, code):
    with acting(world, ana) as act, pytest.raises(Invalid, match="Le code est fait"):
        create_blank(act, code, "Aide")


def test_a_code_is_given_once(world, ana, aide):
    with acting(world, ana) as act:
        create_blank(act, "autre", "Autre")

    for taken in (aide, "autre"):
        with acting(world, ana) as act, pytest.raises(Conflict, match="déjà pris"):
            create_blank(act, taken, "Encore")


def test_a_draft_begins_with_the_files_of_the_version_in_service(world, ana, aide, aide_folder):
    with acting(world, ana) as act:
        start_draft(act, aide)
        start_draft(act, aide)

    with looking(world, ana) as act:
        files = draft_files(act, aide)
        design = open_design(act, aide)
    assert files["process.bpmn"] == (aide_folder / "process.bpmn").read_bytes()
    assert len(files) == len([path for path in aide_folder.rglob("*") if path.is_file()])
    assert design.base == 1
    assert {row.revision for row in design.files} == {1}


def test_the_list_tells_states_versions_open_dossiers_and_the_last_change(world, ana, aide):
    file_dossier(world, make_citizen(world), aide)
    world.clock.advance(minutes=5)
    with acting(world, ana) as act:
        create_blank(act, "autre", "Autre")
    world.clock.advance(minutes=5)
    with acting(world, ana) as act:
        start_draft(act, aide)
        set_draft_state(act, aide, DraftState.EN_TEST)

    rows = designs(world, ana)

    assert list(rows) == [aide, "autre"]
    assert rows[aide].states == (DesignState.PUBLIEE, DesignState.EN_TEST)
    assert (rows[aide].current, rows[aide].under_way) == (1, ((1, 1),))
    assert (rows[aide].changed_at, rows[aide].changed_by) == (world.now(), "Ana")
    assert (rows["autre"].states, rows["autre"].current) == ((DesignState.BROUILLON,), None)


def test_an_abandoned_draft_leaves_the_version_in_service_and_nothing_else(world, ana, aide):
    with acting(world, ana) as act:
        create_blank(act, "autre", "Autre")
        start_draft(act, aide)
    with acting(world, ana) as act:
        discard_draft(act, "autre")
        discard_draft(act, aide)

    assert {code: row.states for code, row in designs(world, ana).items()} == {
        aide: (DesignState.PUBLIEE,)
    }
    with looking(world, ana) as act:
        for read in (
            lambda: read_draft_file(act, aide, "fiche.md"),
            lambda: open_design(act, "autre"),
            lambda: export_package(act, "autre"),
        ):
            with pytest.raises(NotFound):
                read()


def test_a_copy_has_everything_of_the_other_but_its_names(world, ana, aide):
    with acting(world, ana) as act:
        start_draft(act, aide)
        save_draft_file(act, aide, "fiche.md", b"Fiche du brouillon", 1)
    with acting(world, ana) as act:
        copy_demarche(act, aide, "copie", "Ma copie")

    with looking(world, ana) as act:
        source, copy = draft_files(act, aide), draft_files(act, "copie")
    assert copy["fiche.md"] == b"Fiche du brouillon"
    assert {name for name in source if source[name] != copy[name]} == {
        "demarche.toml",
        "process.bpmn",
    }
    assert b'title = "Ma copie"' in copy["demarche.toml"]
    assert process_id_of(copy["process.bpmn"]) == "copie"


def test_the_package_is_the_draft_or_the_version_in_service(world, ana, aide):
    with looking(world, ana) as act:
        code, published = unpack(export_package(act, aide))
    with acting(world, ana) as act:
        start_draft(act, aide)
        save_draft_file(act, aide, "fiche.md", b"Neuf", 1)
    with looking(world, ana) as act:
        drafted = unpack(export_package(act, aide))[1]

    assert code == aide
    assert drafted == {**published, "fiche.md": b"Neuf"}
