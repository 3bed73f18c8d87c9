"""Requests that no page of ours would send."""

import json

import pytest

from tests.forms.factories import YES_NO, component, context, errors_of, form, plain, sent
from workflows.forms import InvalidForm, read_answers, read_form, render_page

EVERY = form(
    component("textfield", "s"),
    component("textarea", "l"),
    component("number", "n"),
    component("checkbox", "b"),
    component("radio", "r", values=YES_NO),
    component("select", "o", values=YES_NO),
    component("checklist", "c", values=YES_NO),
    component("datetime", "d", subtype="date"),
    component("filepicker", "f"),
    component("expression", "e", expression="=n * 2"),
)


def test_unknown_keys_are_dropped():
    answers = sent(EVERY, {"s": "a", "statut": "ACCEPTE", "__proto__": "x", "user_id": "1"})

    assert answers.values.keys() == EVERY.keys
    assert "statut" not in read_answers(EVERY, {"statut": "ACCEPTE"}, context()).values


@pytest.mark.parametrize("key", ["typename", "__class__", "__init__", "data", "validate", "meta"])
def test_a_key_that_means_something_to_python_is_a_key_like_another(key):
    odd = form(component("textfield", key))

    assert sent(odd, {key: "valeur"}).values == {key: "valeur"}
    assert read_answers(odd, {key: "valeur"}, context()).values == {key: "valeur"}
    assert f'name="{key}"' in render_page(odd, 0, {key: "valeur"}, {}, context())


@pytest.mark.parametrize("key", sorted(EVERY.keys - {"c", "f", "e"}))
def test_two_values_where_one_is_expected_are_refused(key):
    name = "d-day" if key == "d" else key

    assert key in sent(EVERY, {name: ["oui", "non"]}).errors


def test_a_text_of_a_megabyte_is_refused_clearly_and_cut_in_the_draft():
    answers = sent(EVERY, {"s": "a" * 1_000_000, "l": "b" * 1_000_000})

    assert plain(answers.errors["s"]) == (
        "« S » : raccourcissez ce texte : 1000 caractères au plus, il en a 1000000."
    )
    assert "10000 caractères au plus" in answers.errors["l"]
    assert len(json.dumps(answers.values)) < 50_000
    assert errors_of(EVERY, answers.values).keys() == {"s", "l"}


@pytest.mark.parametrize("key", ["s", "l", "n", "r", "o", "c", "d-day"])
@pytest.mark.parametrize("evil", ["a\x00b", "a\x1bb", "a\ud800b", "\u202eexe.pdf"])
def test_what_no_database_or_reader_bears_is_refused_and_not_kept(key, evil):
    answers = sent(EVERY, {key: [evil]})

    assert answers.errors.keys() == {key.partition("-")[0]}
    kept = json.dumps(answers.values, ensure_ascii=False)
    assert "\\u0000" not in kept
    assert kept.encode()


def test_ten_thousand_ticks_are_refused_and_cut():
    answers = sent(EVERY, {"c": [str(n) for n in range(10_000)]})

    assert "c" in answers.errors
    assert len(answers.values["c"]) <= 200


@pytest.mark.parametrize(
    "stored",
    [
        {"s": 3, "n": True, "c": "oui", "d": [], "b": "oui", "r": {}, "l": None, "o": 0},
        {"s": {"a": 1}, "n": [1], "c": [1, 2], "d": {"day": []}, "b": 3, "r": [], "o": None},
        {"d": "hier", "n": "NaN", "f": "x", "e": object},
    ],
)
def test_a_draft_of_another_shape_gives_errors_not_failures(stored):
    refused = errors_of(EVERY, stored)

    assert refused.keys() <= EVERY.keys
    assert render_page(EVERY, 0, stored, refused, context())


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "{% x %}"]
)
def test_nothing_typed_becomes_markup(text):
    errors = {"s": text}
    page = str(render_page(EVERY, 0, {"s": text, "l": text, "d": {"day": text}}, errors, context()))

    assert "<script" not in page
    assert "<img" not in page
    assert "49" not in page


def test_nothing_of_the_form_itself_becomes_markup():
    evil = '"><script>alert(1)</script>'
    bad = form(
        {
            **component("radio", "x", values=[{"label": evil, "value": evil}]),
            "label": evil,
            "description": evil,
        },
        {
            **component("number", "y", appearance={"suffixAdorner": evil}),
            "properties": {"autocomplete": evil},
        },
        {"type": "text", "id": "t", "text": f"{evil} [a](javascript:alert(1)) <b onclick=x>b</b>"},
    )

    page = str(render_page(bad, 0, {}, {"x": evil}, context(), live=True))

    assert "<script" not in page
    assert "javascript:" not in page.replace("[a](javascript:alert(1))", "")
    assert "<b" not in page.replace("<button", "")


def test_an_answer_quoted_in_a_text_is_never_markdown():
    quoting = form(
        component("textfield", "nom"), {"type": "text", "id": "t", "text": "Bonjour {{nom}}"}
    )

    page = str(render_page(quoting, 0, {"nom": "[clic](https://mal.nc) **x**"}, {}, context()))

    assert "<a " not in page
    assert "<strong>" not in page


def test_a_pattern_made_to_last_forever_does_not():
    slow = form(component("textfield", "x", validate={"pattern": "^(a+)+$"}))

    assert "x" in sent(slow, {"x": "a" * 900 + "!"}).errors


def test_a_height_of_thousands_of_figures_is_none():
    tall = form(component("textarea", "x", properties={"rows": "9" * 5000}))

    assert 'rows="5"' in render_page(tall, 0, {}, {}, context())


@pytest.mark.parametrize("name", ["text", "label", "description"])
def test_a_text_longer_than_anybody_reads_is_refused(name):
    field = {"type": "text", "id": "t", "text": "x"}
    if name != "text":
        field = {"type": "textfield", "id": "t", "key": "nom", "label": "Nom"}
    field[name] = "[" * 10_001

    with pytest.raises(InvalidForm, match="dépasse 10000 caractères"):
        read_form(json.dumps({"id": "f", "components": [field]}).encode())
