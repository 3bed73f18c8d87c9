"""A file of a démarche under another name: everything that names it follows, or nothing changes."""

import pytest

from tests.catalogue.folders import changed, good_files
from workflows.catalogue.beginnings.starting_points import template_files
from workflows.catalogue.checks import check_files
from workflows.catalogue.folder import make_folder
from workflows.catalogue.parts import read_parts
from workflows.catalogue.references.part_renaming import refuse_removal, rename_part
from workflows.catalogue.references.part_uses import users_of
from workflows.catalogue.scenarios.scenario import run_scenarios
from workflows.errors import Conflict, Invalid
from workflows.settings import Settings

RENAMED = [
    ("forms/instruction.form", "examen", "forms/examen.form"),
    ("letters/refuse.txt", "decision_de_refus", "letters/decision_de_refus.txt"),
    ("letters/permis.txt", "titre", "letters/titre.txt"),
    ("letters/accepte.txt", "pret", "letters/pret.txt"),
    ("scenarios/a_delivre.toml", "delivre", "scenarios/delivre.toml"),
    ("type_permis.dmn", "droits", "droits.dmn"),
]


@pytest.mark.parametrize(("path", "name", "new_path"), RENAMED, ids=[each[1] for each in RENAMED])
def test_a_renamed_file_is_found_everywhere_and_everything_still_works(path, name, new_path):
    before = good_files()

    after = rename_part(before, path, name)

    assert path not in after
    assert [use.said for use in users_of(after, new_path)] == [
        use.said for use in users_of(before, path)
    ]
    assert check_files("permis", after) == ()
    results = run_scenarios(make_folder(read_parts("permis", after)), Settings().zone)
    assert [result.message for result in results if not result.ok] == []


def test_only_the_name_changes():
    before = good_files()

    after = rename_part(before, "letters/refuse.txt", "rejet")

    process = before["process.bpmn"].replace(
        b'key="lettre" value="refuse"', b'key="lettre" value="rejet"'
    )
    assert after["process.bpmn"] == process
    assert b'value="refuse"' in after["process.bpmn"]  # the outcome of the end is another thing
    scenario = "scenarios/g_refus_motive.toml"
    lines = zip(before[scenario].splitlines(), after[scenario].splitlines(), strict=True)
    [expected, read] = [new.decode() for old, new in lines if old != new]
    assert expected == 'expect = { ready = [], mails = ["rejet"], outcome = "refuse" }'
    assert read.startswith('rejet = ["Fausse déclaration", ')


@pytest.mark.parametrize(
    "path", [path for path in template_files("avec_commission") if "/" in path]
)
def test_every_part_of_a_template_can_be_renamed(path):
    files = template_files("avec_commission")

    assert check_files("autre", rename_part(files, path, "tout_autre_nom")) == ()


def test_a_place_that_cannot_follow_is_listed_and_nothing_is_renamed():
    files = changed(
        "scenarios/g_refus_motive.toml", "[step.letters]\nrefuse =", '[step.letters]\n"refuse" ='
    )

    with pytest.raises(Conflict, match="scénario « g_refus_motive »"):
        rename_part(files, "letters/refuse.txt", "rejet")


def test_a_form_that_begins_with_a_mark_of_its_encoding_follows_its_name():
    path = "forms/instruction.form"
    marked = {**good_files(), path: b"\xef\xbb\xbf" + good_files()[path]}

    after = rename_part(marked, path, "examen")

    assert check_files("permis", after) == ()


@pytest.mark.parametrize("name", ["Rejet", "re jet", "", "../x", "été", 'x" y="'])
def test_a_name_that_no_file_can_bear_is_refused(name):
    with pytest.raises(Invalid, match="minuscules sans accent"):
        rename_part(good_files(), "letters/refuse.txt", name)


def test_a_name_that_is_taken_is_refused():
    with pytest.raises(Conflict, match="existe déjà"):
        rename_part(good_files(), "letters/refuse.txt", "accepte")


@pytest.mark.parametrize(
    "path", ["demarche.toml", "process.bpmn", "fiche.md", "letters/absente.txt"]
)
def test_what_has_a_fixed_name_or_is_not_there_is_not_renamed(path):
    with pytest.raises(Invalid, match="ne se renomme pas"):
        rename_part(good_files(), path, "autre")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("forms/instruction.form", "« Vérifier le dossier »"),
        ("letters/refuse.txt", "« Notifier le refus », scénario « g_refus_motive »"),
        ("type_permis.dmn", "« Déterminer le type de permis »"),
        ("scenarios/a_delivre.toml", "scénario « d_complement_jamais_fourni »"),
        ("process.bpmn", "indispensable"),
    ],
)
def test_what_is_used_is_not_removed_and_its_users_are_told(path, words):
    with pytest.raises(Conflict) as refused:
        refuse_removal(good_files(), path)

    assert words in refused.value.message


def test_what_nothing_names_is_removed():
    files = {**good_files(), "letters/de_trop.txt": b"x"}

    assert refuse_removal(files, "letters/de_trop.txt") is None
    assert refuse_removal(files, "scenarios/g_refus_motive.toml") is None


def test_nothing_is_renamed_or_removed_while_nobody_can_tell_what_names_it():
    files = {**good_files(), "process.bpmn": b"<"}

    with pytest.raises(Conflict, match="corrigez-le d'abord"):
        rename_part(files, "forms/instruction.form", "examen")
    with pytest.raises(Conflict, match="corrigez-le d'abord"):
        refuse_removal(files, "letters/refuse.txt")
