"""Each field knows who reads it."""

from tests.catalogue.folders import CODE, changed, good_files
from workflows.catalogue.parts import read_parts
from workflows.catalogue.references.uses import Place, uses_of


def places(files, key):
    return {(use.place, use.element) for use in uses_of(read_parts(CODE, files)).get(key, ())}


def test_a_field_is_used_by_the_diagram_tables_letters_forms_and_scenarios():
    uses = uses_of(read_parts(CODE, good_files()))

    assert {use.place for use in uses["decision"]} == {
        Place.DIAGRAM,
        Place.FORM,
        Place.SCENARIO,
    }
    assert Place.TABLE in {use.place for use in uses["dateNaissance"]}
    assert (Place.LETTER, "complementTexte") in places(good_files(), "complementTexte")
    assert (Place.LISTS, "nom") in places(good_files(), "nom")
    drawn = next(use for use in uses["decision"] if use.place is Place.DIAGRAM)
    assert drawn.said.startswith("diagramme, « Décision ? », sortie « ")


def test_a_control_on_its_own_answer_is_no_use_and_each_place_is_told_once():
    files = good_files()

    assert (Place.FORM, "numeroPermis") not in places(files, "numeroPermis")
    uses = uses_of(read_parts(CODE, files))
    assert all(len(found) == len(set(found)) for found in uses.values())


def test_a_field_that_nothing_reads_has_no_use():
    files = changed("forms/complement.form", '"key": "reponse"', '"key": "seule"')

    assert places(files, "seule") == set()


def test_files_that_cannot_be_read_hide_their_own_uses_only():
    files = {**good_files(), "process.bpmn": b"<broken"}

    assert (Place.LETTER, "complementTexte") in places(files, "complementTexte")
