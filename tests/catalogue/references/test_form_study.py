"""What an editor is told about the form at hand, valid or not."""

import json
from zoneinfo import ZoneInfo

from tests.catalogue.folders import CODE, good_files
from workflows.catalogue.parts import read_parts
from workflows.catalogue.references.form_study import study_form
from workflows.catalogue.scenarios.example_answers import NOTHING, example_for
from workflows.forms.design.rules import Operator, Rule, Rules

ZONE = ZoneInfo("Pacific/Noumea")
FORM = "forms/demande.form"


def study(content: bytes | None = None):
    files = good_files()
    files = files if content is None else {**files, FORM: content}
    return study_form(read_parts(CODE, files), "demande", files[FORM])


def broken(**more: object) -> bytes:
    """Return a form with one field that cannot be read, its key missing."""
    field = {"type": "textfield", "id": "x", "label": "X", **more}
    return json.dumps({"id": "demande", "components": [field]}).encode()


def test_conditions_are_given_as_rows_by_their_text():
    rows = study().shown['=nature != "renouvellement"']

    assert rows == Rules(True, (Rule("nature", Operator.IS, "renouvellement"),))


def test_a_condition_that_rows_cannot_say_is_left_to_feel():
    found = study(broken(conditional={"hide": "=nature + 1 > 3"}))

    assert found.shown == {}
    assert "=nature + 1 > 3" in found.remarks


def test_what_is_wrong_in_an_expression_is_told_with_its_place():
    found = study(broken(conditional={"hide": "=natur = 1"}, validate={"required": "=a >"}))

    assert [remark.code for remark in found.remarks["=natur = 1"]] == ["variable-inconnue"]
    assert [remark.code for remark in found.remarks["=a >"]] == ["syntaxe"]


def test_the_fields_of_the_other_forms_are_offered():
    others = {(field.form, field.key): field for field in study().others}

    assert dict(others["instruction", "decision"].options)["a_completer"]
    assert all(form != "demande" for form, _key in others)


def test_a_file_that_is_no_json_is_studied_all_the_same():
    found = study(b"{")

    assert found.shown == {}
    assert found.uses["nature"]


def test_each_expression_is_judged_by_the_names_of_the_demarche_and_of_the_form_at_hand():
    texts = ('=decision = "conforme"', "=inconnu = 1", "=neuf = 1")
    fields = [{"type": "number", "key": "neuf", "conditional": {"hide": text}} for text in texts]

    remarks = study(json.dumps({"components": fields}).encode()).remarks

    told = {text: [each.code for each in remarks[text]] for text in texts}
    assert told == {texts[0]: [], texts[1]: ["variable-inconnue"], texts[2]: []}


def test_a_scenario_lends_its_answers_to_the_form_and_to_those_before_it():
    parts = read_parts(CODE, good_files())

    first = example_for(parts, "f_complement_fourni", "demande", ZONE)
    later = example_for(parts, "f_complement_fourni", "complement", ZONE)

    assert first.values["nature"]
    assert first.attached
    assert later.variables["aCompleter"]
    assert example_for(parts, "absent", "demande", ZONE) == NOTHING
