"""Each field type: what people type, what is stored, what they are told."""

from inspect import isabstract

import pytest

from tests.forms.factories import (
    YES_NO,
    component,
    context,
    errors_of,
    form,
    piece,
    plain,
    sent,
)
from workflows.forms import read_answers, typed
from workflows.forms.registry import ANSWERS

RULES = {"validate": {"required": True}}


def read(field: dict[str, object], raw: dict[str, object]) -> tuple[object, str]:
    """Return what is stored of one field, and the message beside it."""
    answers = sent(form(field), raw)
    return answers.values["x"], plain(answers.errors.get("x", ""))


@pytest.mark.parametrize("field_type", ANSWERS.values(), ids=ANSWERS)
def test_every_type_says_how_what_is_typed_becomes_what_is_stored(field_type):
    assert not isabstract(field_type)


@pytest.mark.parametrize(
    ("typed_in", "stored"),
    [
        ("Kaori", "Kaori"),
        ("  Ōtā-Wéma d’Île  ", "Ōtā-Wéma d’Île"),
        ("e\u0301te\u0301", "été"),
        ("un\tdeux", "un deux"),
        ("", None),
        ("   ", None),
        ("0", "0"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_a_text_is_stored_stripped_and_composed(typed_in, stored):
    assert read(component("textfield", "x"), {"x": typed_in}) == (stored, "")


@pytest.mark.parametrize(
    ("rules", "typed_in", "message"),
    [
        ({"required": True}, "", "Renseignez « X »."),
        ({"required": True}, " \u00a0 ", "Renseignez « X »."),
        ({"maxLength": 3}, "abcd", "« X » : 3 caractères au plus, vous en avez saisi 4."),
        ({"maxLength": "=1 + 2"}, "abcd", "« X » : 3 caractères au plus, vous en avez saisi 4."),
        ({"minLength": 3}, "ab", "« X » : 3 caractères au moins, vous en avez saisi 2."),
        ({"minLength": 3}, "", ""),
        ({"maxLength": 3}, "e\u0301e\u0301e\u0301", ""),
        ({"pattern": r"^PS-\d{4}$"}, "PS-12", "« X » : cette réponse n’a pas la forme attendue."),
        ({"pattern": r"^\d{2}$", "patternErrorMessage": "Deux chiffres."}, "a", "Deux chiffres."),
        ({"pattern": r"^PS-\d{4}$"}, "PS-2026", ""),
        ({"validationType": "email"}, "usager@demo.nc", ""),
        ({"validationType": "phone"}, "12 34 56", ""),
        ({"validationType": "phone"}, "+33 6 12 34 56 78", ""),
    ],
)
def test_a_text_obeys_its_rules(rules, typed_in, message):
    assert read(component("textfield", "x", validate=rules), {"x": typed_in})[1] == message


@pytest.mark.parametrize(
    "wrong", ["usager", "a@b", "a@@b.nc", "a b@c.nc", "a@b.nc,c@d.nc", "@b.nc"]
)
def test_an_address_that_no_mail_reaches_is_refused(wrong):
    field = component("textfield", "x", validate={"validationType": "email"})

    assert "adresse électronique" in read(field, {"x": wrong})[1]


def test_a_telephone_is_stored_bare_and_shown_by_pairs():
    field = component("textfield", "x", properties={"format": "telephone"})

    assert read(field, {"x": "12.34 56"}) == ("123456", "")


def test_the_form_may_word_its_own_refusals():
    field = component(
        "textfield",
        "x",
        validate={"required": True},
        properties={
            "requiredMessage": "Comment vous appelez-vous ?",
            "valid": '=x != "X"',
            "validMessage": "Votre nom entier, s’il vous plaît.",
        },
    )

    assert read(field, {"x": ""})[1] == "Comment vous appelez-vous ?"
    assert read(field, {"x": "X"})[1] == "Votre nom entier, s’il vous plaît."
    assert read(field, {"x": "Xavier"})[1] == ""


def test_a_long_text_keeps_its_lines():
    assert read(component("textarea", "x"), {"x": "a\r\nb\rc\n"}) == ("a\nb\nc", "")


@pytest.mark.parametrize(
    ("typed_in", "stored"),
    [
        ("12", 12),
        ("0", 0),
        ("-3", -3),
        ("12,5", "12.5"),
        ("12.50", "12.5"),
        ("1 234 567", 1_234_567),
        ("1\u202f234\u00a0567,25", "1234567.25"),
        ("12 000 F", 12_000),
        ("0,1", "0.1"),
        ("12345678901234567890", 12_345_678_901_234_567_890),
        ("", None),
    ],
)
def test_a_number_is_read_as_people_write_it_and_stored_exactly(typed_in, stored):
    assert read(component("number", "x"), {"x": typed_in}) == (stored, "")


@pytest.mark.parametrize(
    "wrong",
    ["douze", "1,2,3", "1.234,5", "1e5", "NaN", "Infinity", "0x10", "٣", "1_000", "--1", "½"],
)
def test_what_is_no_number_is_refused_and_shown_again(wrong):
    assert read(component("number", "x"), {"x": wrong}) == (
        wrong,
        "« X » : saisissez un nombre, par exemple 1500 ou 12,5.",
    )


@pytest.mark.parametrize(
    ("more", "typed_in", "message"),
    [
        ({"validate": {"required": True}}, "0", ""),
        ({"decimalDigits": 0}, "1,5", "« X » : saisissez un nombre entier, sans virgule."),
        ({"decimalDigits": 2}, "1,255", "« X » : 2 chiffres au plus après la virgule."),
        ({"decimalDigits": 2}, "1,250", ""),
        ({"validate": {"min": 0}}, "-1", "« X » : saisissez 0 au moins."),
        ({"validate": {"max": 1500}}, "1501", "« X » : saisissez 1 500 au plus."),
        ({"validate": {"max": "=5 * 2"}}, "11", "« X » : saisissez 10 au plus."),
        ({"validate": {"min": 0.1}}, "0,1", ""),
    ],
)
def test_a_number_obeys_its_rules(more, typed_in, message):
    assert read(component("number", "x", **more), {"x": typed_in})[1] == message


@pytest.mark.parametrize(("raw", "stored"), [({}, False), ({"x": "oui"}, True)])
def test_a_box_is_ticked_or_not(raw, stored):
    assert read(component("checkbox", "x"), raw) == (stored, "")


def test_a_declaration_must_be_ticked():
    assert read(component("checkbox", "x", **RULES), {})[1] == "Cochez « X » pour continuer."


@pytest.mark.parametrize("type_name", ["radio", "select"])
@pytest.mark.parametrize(
    ("raw", "stored", "message"),
    [
        ({"x": "oui"}, "oui", ""),
        ({}, None, "Choisissez une réponse pour « X »."),
        ({"x": ""}, None, "Choisissez une réponse pour « X »."),
        ({"x": "peut-être"}, "peut-être", "« X » : choisissez une des réponses proposées."),
        ({"x": "Oui"}, "Oui", "« X » : choisissez une des réponses proposées."),
    ],
)
def test_one_answer_is_taken_from_a_closed_list(type_name, raw, stored, message):
    field = component(type_name, "x", values=YES_NO, **RULES)

    assert read(field, raw) == (stored, message)


@pytest.mark.parametrize(
    ("raw", "stored", "message"),
    [
        ({"x": ["non", "oui"]}, ["oui", "non"], ""),
        ({"x": ["oui", "oui"]}, ["oui"], ""),
        ({}, None, "Choisissez au moins une réponse pour « X »."),
        ({"x": ["oui", "z"]}, ["oui", "z"], "« X » : choisissez parmi les réponses proposées."),
    ],
)
def test_several_answers_are_taken_from_a_closed_list_in_its_order(raw, stored, message):
    field = component("checklist", "x", values=YES_NO, **RULES)

    assert read(field, raw) == (stored, message)


@pytest.mark.parametrize(
    "source", [{"valuesKey": "communes"}, {"valuesExpression": "=communes"}], ids=["key", "FEEL"]
)
def test_a_list_may_come_from_the_dossier(source):
    field = form(component("select", "x", **source))
    towns = context({"communes": ["Thio", {"value": "yt", "label": "Yaté"}]})

    assert sent(field, {"x": "Thio"}, a_context=towns).errors == {}
    assert sent(field, {"x": "yt"}, a_context=towns).errors == {}
    assert sent(field, {"x": "Paris"}, a_context=towns).errors.keys() == {"x"}


def test_files_come_from_the_dossier_never_from_the_request():
    field = form(component("filepicker", "x", validate={"required": True}))
    attached = context(pieces={"x": [piece()]})

    assert sent(field, {"x": "00000000-0000-0000-0000-000000000009"}).values["x"] is None
    assert plain(errors_of(field, {"x": ["inventé"]})["x"]) == "Joignez « X »."
    assert read_answers(field, {}, attached).values == {"x": [str(piece().id)]}


def test_too_many_files_are_refused():
    field = form(component("filepicker", "x", properties={"maxFiles": "2"}))

    refused = errors_of(field, {}, context(pieces={"x": [piece()] * 3}))

    assert refused["x"] == "« X » : 2 fichiers au plus, vous en avez joint 3. Retirez-en."


def test_a_computed_value_is_the_servers_and_exact():
    computed = form(
        component("number", "montant"), component("expression", "double", expression="=montant * 2")
    )

    page = sent(computed, {"montant": "10,05", "double": "999"})

    assert page.values == {"montant": "10.05", "double": "20.1"} or page.values["double"] == "20.1"
    assert read_answers(computed, {"montant": "10.05", "double": 1}, context()).values == {
        "montant": "10.05",
        "double": "20.1",
    }


@pytest.mark.parametrize("lock", [{"disabled": True}, {"readonly": True}, {"readonly": "=1 = 1"}])
@pytest.mark.parametrize(("known", "kept"), [({}, "initial"), ({"x": "connu"}, "connu")])
def test_a_locked_field_keeps_its_value_whatever_is_sent(lock, known, kept):
    field = form(component("textfield", "x", defaultValue="initial", **lock))

    assert sent(field, {"x": "pirate"}, known).values["x"] == kept


def test_a_default_is_offered_once_and_may_be_emptied():
    field = form(component("textfield", "x", defaultValue="Nouméa"))

    assert read_answers(field, {}, context()).values == {"x": "Nouméa"}
    assert read_answers(field, {"x": None}, context()).values == {"x": None}


def test_the_process_receives_typed_values():
    several = form(
        component("number", "n"),
        component("datetime", "d", subtype="date"),
        component("datetime", "t", subtype="time"),
        component("checkbox", "b"),
        component("textfield", "s"),
    )
    stored = {"n": "12.5", "d": "2026-03-12", "t": "14:30", "b": True, "s": "a", "inconnu": 1}

    values = typed(several, stored)

    assert {key: type(value).__name__ for key, value in values.items()} == {
        "n": "Decimal",
        "d": "date",
        "t": "time",
        "b": "bool",
        "s": "str",
    }
    assert typed(several, {"n": "douze", "d": {"day": "1"}}) == {"n": None, "d": None}
