"""Importing: a new démarche, or a new revision of the known one; shown before, never lost."""

import pytest

from tests.use_cases.cast import install, make_agent
from workflows.catalogue import InvalidDemarche
from workflows.catalogue.beginnings.arrival import arrive
from workflows.catalogue.beginnings.naming import process_id_of
from workflows.catalogue.files import pack_files
from workflows.errors import Conflict, Forbidden, Invalid
from workflows.model import DraftState, Role
from workflows.use_cases.act import acting, looking
from workflows.use_cases.studio.create import create_blank, export_package
from workflows.use_cases.studio.drafts import list_designs, open_design, start_draft
from workflows.use_cases.studio.files import draft_files, save_draft_file
from workflows.use_cases.studio.snapshots import list_snapshots, restore_snapshot
from workflows.use_cases.studio.take_in import Wanted, apply_import, plan_import, report_on


@pytest.fixture
def ana(world):
    return make_agent(world, "Ana", (), Role.ANALYST)


@pytest.fixture
def bob(world):
    return make_agent(world, "Bob", (), Role.ANALYST)


@pytest.fixture
def folder(aide_folder):
    """The files of the small démarche, under its folder's name."""
    return {
        f"aide_test/{path.relative_to(aide_folder).as_posix()}": path.read_bytes()
        for path in aide_folder.rglob("*")
        if path.is_file()
    }


def plan(world, who, files, code="", title=""):
    with looking(world, who) as act:
        return plan_import(act, arrive(list(files.items())), Wanted(code, title))


def take_in(world, who, files, code="", title=""):
    made = plan(world, who, files, code, title)
    with acting(world, who) as act:
        apply_import(act, made, made.seen)
    return made


def codes(world, who):
    with looking(world, who) as act:
        return {row.code for row in list_designs(act)}


def test_an_unknown_folder_becomes_a_demarche_as_it_is(world, ana, folder):
    made = take_in(world, ana, folder)

    assert (made.code, made.title, made.created, made.made) == (
        "aide_test",
        "Aide de test",
        True,
        (),
    )
    with looking(world, ana) as act:
        files = draft_files(act, "aide_test")
    assert {f"aide_test/{path}": content for path, content in files.items()} == folder


def test_a_known_code_becomes_a_new_revision_with_what_changes_never_a_duplicate(
    world, ana, aide, folder
):
    folder["aide_test/process.bpmn"] = folder["aide_test/process.bpmn"].replace(
        b"Examiner la demande", b"Relire"
    )
    del folder["aide_test/letters/titre.txt"]

    made = plan(world, ana, {"colis.demarche": pack_files("aide_test", _below(folder))})
    report = report_on(made)
    with acting(world, ana) as act:
        apply_import(act, made, made.seen)

    assert not made.created
    told = [change.sentence for change in report.changes]
    assert any("Examiner la demande" in each and "Relire" in each for each in told)
    assert any("letters/titre.txt" in each and "retiré" in each for each in told)
    assert codes(world, ana) == {aide}
    with looking(world, ana) as act:
        design = open_design(act, aide)
    revisions = {row.path: row.revision for row in design.files}
    assert (design.draft, design.base) == (DraftState.BROUILLON, 1)
    assert revisions["process.bpmn"] == 2
    assert revisions["fiche.md"] == 1
    assert "letters/titre.txt" not in revisions


def test_the_diagram_of_a_known_process_alone_replaces_that_diagram_only(world, ana, aide, folder):
    process = folder["aide_test/process.bpmn"]
    with looking(world, ana) as act:
        before = dict(_files(act, aide))

    made = take_in(world, ana, {"Sans titre.bpmn": process.replace(b"Relire", b"x") + b"\n"})

    assert (made.code, made.created) == (aide, False)
    with looking(world, ana) as act:
        after = dict(draft_files(act, aide))
    assert {path for path in after if after[path] != before.get(path)} == {"process.bpmn"}
    assert before.keys() <= after.keys()


def test_a_lone_diagram_gets_the_files_that_it_needs(world, ana, folder):
    process = {"Aide au loyer.bpmn": folder["aide_test/process.bpmn"]}

    made = take_in(world, ana, process, title="Aide au loyer")

    assert (made.code, made.title, made.created) == ("aide_au_loyer", "Aide au loyer", True)
    assert {"demarche.toml", "fiche.md", "forms/demande.form", "letters/titre.txt"} <= {*made.made}
    with looking(world, ana) as act:
        assert open_design(act, "aide_au_loyer").title == "Aide au loyer"


def test_an_import_is_looked_at_within_the_seconds_given(world, ana, folder):
    report = report_on(plan(world, ana, folder), 0)

    assert [each.code for each in report.findings] == ["verification-interrompue"]


def test_the_same_lone_diagram_again_is_known_by_its_process(world, ana, folder):
    process = {"a.bpmn": folder["aide_test/process.bpmn"]}
    first = take_in(world, ana, process, title="Aide au loyer")

    again = plan(world, ana, process)

    assert (again.code, again.created) == (first.code, False)
    assert report_on(again).changes == ()


def test_a_typed_code_that_nobody_bears_makes_another_demarche_with_its_own_process(
    world, ana, aide, folder
):
    made = take_in(world, ana, folder, code="autre_aide")

    assert (made.code, made.created) == ("autre_aide", True)
    with looking(world, ana) as act:
        assert process_id_of(draft_files(act, "autre_aide")["process.bpmn"]) == "autre_aide"
    assert codes(world, ana) == {aide, "autre_aide"}


def test_files_without_diagram_complete_the_demarche_that_is_named(world, ana, aide):
    made = take_in(world, ana, {"Lettre de plus.txt": b"Objet : x\n\ny"}, code=aide)

    assert not made.created
    with looking(world, ana) as act:
        assert draft_files(act, aide)["letters/lettre_de_plus.txt"] == b"Objet : x\n\ny"
    with pytest.raises(InvalidDemarche, match="diagramme"):
        plan(world, ana, {"lettre.txt": b"x"}, title="Une lettre")


def test_what_an_import_replaces_can_be_taken_back(world, ana, aide, folder):
    with acting(world, ana) as act:
        create_blank(act, "essai", "Essai")
        save_draft_file(act, "essai", "fiche.md", b"Ma fiche", 1)
    take_in(world, ana, _renamed(folder, "essai"))

    with looking(world, ana) as act:
        [kept] = list_snapshots(act, "essai")
    with acting(world, ana) as act:
        restore_snapshot(act, "essai", kept.id)

    with looking(world, ana) as act:
        assert draft_files(act, "essai")["fiche.md"] == b"Ma fiche"
        assert [each.by for each in list_snapshots(act, "essai")] == ["Ana", "Ana"]


def test_a_draft_that_changed_since_the_preview_is_not_overwritten(world, ana, bob, aide, folder):
    folder["aide_test/fiche.md"] = b"# Importee"
    made = plan(world, ana, folder)
    with acting(world, bob) as act:
        start = made.before["fiche.md"]
        start_draft(act, aide)
        save_draft_file(act, aide, "fiche.md", start + b"Bob", 1)

    with acting(world, ana) as act, pytest.raises(Conflict, match="Bob a changé le brouillon"):
        apply_import(act, made, made.seen)

    with looking(world, ana) as act:
        assert draft_files(act, aide)["fiche.md"].endswith(b"Bob")


def test_an_export_comes_back_as_nothing_new(world, ana, aide):
    with looking(world, ana) as act:
        package = export_package(act, aide)

    again = plan(world, ana, {"aide.demarche": package})

    assert report_on(again).changes == ()


@pytest.mark.parametrize("code", ["Mauvais Code", "../x", "a" * 61])
def test_a_typed_code_that_cannot_be_one_is_refused(world, ana, folder, code):
    with pytest.raises(Invalid, match="Le code est fait"):
        plan(world, ana, folder, code=code)


def test_an_unreadable_diagram_is_refused_with_its_reason(world, ana):
    with pytest.raises(InvalidDemarche) as refused:
        plan(world, ana, {"x.bpmn": b"<!DOCTYPE a><a/>"}, title="Essai")

    assert "DOCTYPE" in refused.value.message


def test_only_those_who_design_import(world, folder):
    paul = make_agent(world, "Paul")

    with pytest.raises(Forbidden):
        plan(world, paul, folder)


def test_a_process_published_elsewhere_is_known_too(world, ana, aide_folder, folder):
    install(world, aide_folder)

    made = plan(world, ana, {"processus.bpmn": folder["aide_test/process.bpmn"]})

    assert (made.code, made.created) == ("aide_test", False)


def _below(folder):
    return {name.partition("/")[2]: content for name, content in folder.items()}


def _renamed(folder, code):
    return {f"{code}/{name}": content for name, content in _below(folder).items()}


def _files(act, code):
    return plan_import(act, arrive([("letters/x.txt", b"x")]), Wanted(code)).before


def test_a_diagram_that_the_main_one_calls_comes_back_to_its_own_place(world, ana, aide):
    avis = b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="avis"/>'
    called = avis + b"</definitions>"
    take_in(world, ana, {"process.bpmn": _process_of(world, ana, aide), "avis.bpmn": called})

    made = take_in(world, ana, {"avis (1).bpmn": called + b"\n"})

    with looking(world, ana) as act:
        files = draft_files(act, aide)
    assert (made.code, made.created) == (aide, False)
    assert files["avis.bpmn"] == called + b"\n"
    assert files["process.bpmn"] == made.before["process.bpmn"]


def _process_of(world, who, code):
    with looking(world, who) as act:
        return _files(act, code)["process.bpmn"]


def test_a_title_without_letters_for_a_code_asks_for_the_code(world, ana):
    space = "http://www.omg.org/spec/BPMN/20100524/MODEL"
    drawn = f'<definitions xmlns="{space}"><process id="请假" name="请假申请"/></definitions>'
    files = {"请假流程.bpmn": drawn.encode()}

    with pytest.raises(Invalid, match="Donnez un code à la démarche : « 请假申请 »"):
        plan(world, ana, files)

    assert plan(world, ana, files, code="conges").title == "请假申请"
