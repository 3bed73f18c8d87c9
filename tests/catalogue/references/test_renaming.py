"""A key renamed: everything that read it reads it under its new name, and nothing else changes."""

import json

import pytest

from tests.catalogue.folders import CODE, GOOD, changed, good_files, written
from workflows.catalogue.checks import check_files
from workflows.catalogue.folder import read_folder
from workflows.catalogue.parts import read_parts
from workflows.catalogue.references.renaming import CannotRename, Names, rename_column, rename_key
from workflows.catalogue.references.uses import uses_of
from workflows.catalogue.scenarios.scenario import run_scenarios

KEYS = sorted({key for form in read_folder(GOOD).forms.values() for key in form.keys})


def renamed(files, old, new="nouvelleCle"):
    return {**files, **rename_key(read_parts(CODE, files), old, new)}


@pytest.mark.parametrize("key", KEYS)
def test_every_use_of_every_key_follows_and_the_checks_say_the_same(key):
    before = good_files()

    after = renamed(before, key)

    old, new = (uses_of(read_parts(CODE, files)) for files in (before, after))
    # a name that lists show is one for its key alone, and findings name fields by their key
    expected = {(use.place, use.file) for use in old.get(key, ()) if use.place != "listes"}
    assert {(use.place, use.file) for use in new.get("nouvelleCle", ())} == expected
    assert [use for use in new.get(key, ()) if use.place != "listes"] == []
    assert [each.code for each in check_files(CODE, after)] == [
        each.code for each in check_files(CODE, before)
    ]


def test_the_scenarios_play_as_before(tmp_path):
    files = good_files()
    for key in ("dateNaissance", "decision", "aCompleter", "complementTexte", "photoIdentite"):
        files = renamed(files, key, f"{key}2")

    results = run_scenarios(read_folder(written(files, tmp_path)))

    assert results
    assert [result for result in results if not result.ok] == []


def test_only_the_name_changes_in_the_bytes():
    before = good_files()

    after = renamed(before, "complementTexte", "texteDuComplement")

    for path, content in before.items():
        assert after[path].replace(b"texteDuComplement", b"complementTexte") == content
    assert after["process.bpmn"].startswith(b"<?xml")


def test_comments_cdata_and_odd_layouts_are_kept():
    files = changed(
        "process.bpmn",
        "</bpmn:definitions>",
        '<!-- =decision = "x" --></bpmn:definitions>',
    )

    after = renamed(files, "decision")["process.bpmn"]

    assert b'<!-- =decision = "x" -->' in after
    assert b"nouvelleCle" in after


@pytest.mark.parametrize("new", ["nom", "a b", "é", "add_row", "", "typePermisCalcule2 "])
def test_a_name_that_cannot_be_a_key_or_serves_already_is_refused(new):
    with pytest.raises(CannotRename):
        renamed(good_files(), "decision", new)


def test_a_reference_that_cannot_be_followed_surely_is_refused_with_its_place():
    files = changed(
        "forms/instruction.form",
        '"key": "decision"',
        '"key": "decision", "validate": {"required": "=count([{decision: 1}][decision = 1]) = 1"}',
    )

    with pytest.raises(CannotRename, match=r"forms/instruction.form .* à la main"):
        renamed(files, "decision")


def rows(**more: object) -> bytes:
    column = {"type": "textfield", "id": "c", "key": "prenom", "label": "Prénom"}
    lists = {"type": "dynamiclist", "id": "l", "path": "enfants", "label": "E", **more}
    lists["components"] = [column]
    alone = {"type": "textfield", "id": "p", "key": "prenom2", "label": "P"}
    return json.dumps({"id": "liste", "components": [lists, alone]}).encode()


def test_a_column_is_renamed_in_its_list_only():
    path = "forms/liste.form"
    parts = read_parts(CODE, {**good_files(), path: rows()})

    found = rename_column(parts, path, "enfants", Names("prenom", "nomUsuel"))

    document = json.loads(found[path])
    assert document["components"][0]["components"][0]["key"] == "nomUsuel"
    assert document["components"][1]["key"] == "prenom2"


def test_a_column_of_a_list_that_others_read_is_not_renamed():
    path = "forms/liste.form"
    files = {**good_files(), path: rows(), "letters/x.txt": b"Objet : x\n\n{{ enfants }}\n"}

    with pytest.raises(CannotRename, match=r"letters/x.txt"):
        rename_column(read_parts(CODE, files), path, "enfants", Names("prenom", "nomUsuel"))


def test_inside_a_list_the_column_of_the_same_name_keeps_its_own():
    column = {
        "type": "number", "id": "c", "key": "age", "label": "Âge",
        "validate": {"required": "=age > 3"},
    }  # fmt: skip
    other = {"type": "number", "id": "d", "key": "age", "label": "Âge"}
    listed = {"type": "dynamiclist", "id": "l", "path": "e", "label": "E", "components": [column]}
    document = json.dumps({"id": "liste", "components": [listed, other]}).encode()

    after = json.loads(
        renamed({**good_files(), "forms/liste.form": document}, "age")["forms/liste.form"]
    )

    assert after["components"][0]["components"][0] == column
    assert after["components"][1]["key"] == "nouvelleCle"
