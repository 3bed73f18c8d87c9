"""What a form document may hold, and how each mistake is told to its author."""

import json

import pytest

from tests.forms.factories import YES_NO, component, document, form, group
from workflows.forms import InvalidForm, read_form

NAME = component("textfield", "nom")


def problems(*components: object) -> dict[str, str]:
    with pytest.raises(InvalidForm) as refused:
        read_form(document(*components))
    return dict(refused.value.problems)


def test_each_top_level_group_is_a_page_and_what_lies_between_them_is_another():
    read = form(
        component("textfield", "avant"),
        group(
            "Vous", component("textfield", "nom"), group("Adresse", component("textfield", "rue"))
        ),
        component("textfield", "apres"),
        component("textfield", "enfin"),
    )

    pages = [(page.index, page.title, [item.key for item in page.fields]) for page in read.pages]
    assert pages == [
        (0, "", ["avant"]),
        (1, "Vous", ["nom", "rue"]),
        (2, "", ["apres", "enfin"]),
    ]
    assert read.keys == {"avant", "nom", "rue", "apres", "enfin"}
    assert read.page_of("rue") == 1


def test_a_form_without_groups_is_one_page_without_title():
    assert [page.title for page in form(NAME).pages] == [""]


def test_what_is_not_known_is_kept_and_nothing_can_be_changed():
    read = form({**NAME, "layout": {"row": "Row_1"}, "futur": [1, {"a": 2}]})

    assert read.fields[0].source["futur"][1]["a"] == 2
    with pytest.raises(TypeError):
        read.fields[0].source["futur"] = 3
    with pytest.raises(AttributeError):
        read.fields[0].key = "autre"


def test_every_expression_is_listed_with_its_field_and_its_place():
    read = form(
        {**NAME, "conditional": {"hide": "=age < 16"}, "validate": {"required": "=age > 3"}},
        component("expression", "double", expression="=age * 2"),
        {"type": "text", "id": "t", "text": "Vous avez {{age}} ans"},
        component("number", "age", properties={"valid": "=age > 0"}),
    )

    assert [(item.field, item.place, item.text) for item in read.expressions] == [
        ("nom", "conditional.hide", "=age < 16"),
        ("nom", "validate.required", "=age > 3"),
        ("double", "expression", "=age * 2"),
        ("t", "text", "age"),
        ("age", "properties.valid", "=age > 0"),
    ]


@pytest.mark.parametrize(
    ("broken", "place", "words"),
    [
        pytest.param({**NAME, "type": "iframe"}, "nom", "lien dans un texte", id="iframe"),
        pytest.param({**NAME, "type": "html"}, "nom", "texte (markdown)", id="html"),
        pytest.param({**NAME, "type": "signature"}, "nom", "type connu", id="unknown type"),
        pytest.param({**NAME, "type": 3}, "nom", "n’est pas géré", id="type not a text"),
        pytest.param({**NAME, "key": ""}, "id_nom", "clé (key)", id="no key"),
        pytest.param({**NAME, "key": "prénom"}, "prénom", "sans accent", id="accent in key"),
        pytest.param({**NAME, "key": "csrf_token"}, "csrf_token", "réservée", id="reserved"),
        pytest.param({**NAME, "label": " "}, "nom", "libellé", id="no label"),
        pytest.param({**NAME, "validate": []}, "nom", "validate", id="rules not an object"),
        pytest.param({**NAME, "properties": {"a": 1}}, "nom", "textes", id="property not a text"),
        pytest.param({**NAME, "validate": {"pattern": "(?=a)"}}, "nom", "motif", id="lookahead"),
        pytest.param(
            {**NAME, "validate": {"pattern": r"(a)\1"}}, "nom", "motif", id="backreference"
        ),
        pytest.param({**NAME, "validate": {"maxLength": 5000}}, "nom", "textarea", id="too long"),
        pytest.param(
            {**NAME, "defaultValue": ["a"]}, "nom", "par défaut", id="default of bad type"
        ),
        pytest.param({**NAME, "conditional": {"hide": "=((("}}, "nom", "hide", id="bad FEEL"),
        pytest.param(component("radio", "x"), "x", "options", id="no options"),
        pytest.param(component("radio", "x", values=[]), "x", "vide", id="empty options"),
        pytest.param(
            component("radio", "x", values=[{"label": "a"}]), "x", "value", id="half option"
        ),
        pytest.param(component("radio", "x", values=YES_NO * 2), "x", "deux options", id="twice"),
        pytest.param(component("datetime", "x"), "x", "subtype", id="no subtype"),
        pytest.param(component("expression", "x"), "x", "FEEL", id="no expression"),
        pytest.param(
            component("filepicker", "x", accept="=formats"), "x", "accept", id="computed formats"
        ),
        pytest.param(
            component("filepicker", "x", properties={"maxFiles": "-1"}), "x", "maxFiles", id="files"
        ),
        pytest.param(
            component("filepicker", "x", properties={"maxFiles": "9" * 5000}),
            "x",
            "maxFiles",
            id="endless files",
        ),
        pytest.param(group("G", NAME, path="chemin"), "group_G", "path", id="group with a path"),
        pytest.param("un texte", "components[1]", "composant", id="component not an object"),
    ],
)
def test_a_mistake_is_told_with_its_field_and_its_remedy(broken, place, words):
    found = problems(broken)

    assert words in found[place]


def test_all_the_mistakes_are_told_at_once():
    found = problems({**NAME, "type": "iframe"}, component("radio", "x"), {**NAME, "key": "1"})

    assert set(found) == {"nom", "x", "1"}


def test_two_fields_cannot_share_a_key_nor_two_components_an_id():
    assert "deux champs" in problems(NAME, {**NAME, "id": "autre"})["nom"]
    assert "deux fois" in problems(NAME, {**NAME, "key": "autre"})["autre"]


def test_conditions_that_turn_in_a_circle_are_refused():
    found = problems(
        component("textfield", "a", conditional={"hide": "=b = null"}),
        component("textfield", "b", conditional={"hide": "=a = null"}),
    )

    assert "tournent en rond" in next(iter(found.values()))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"3",
        b"null",
        b'{"id": "f"}',
        b'{"id": "f", "components": []}',
        b'{"id": "f", "components": {}}',
        b'{"components": [{"type":"textfield","key":"a","label":"a"}]}',
        b'{"id": "<b>", "components": [{"type":"textfield","key":"a","label":"a"}]}',
        b'{"id": "f", "components": [{"type":"number","key":"a","label":"a","decimalDigits":NaN}]}',
        b"[" * 200_000,
        b'{"id": "f", "x": "' + b"a" * 1_000_001 + b'"}',
        '{"id": "é"}'.encode("latin-1"),
    ],
    ids=range(14),
)
def test_what_is_no_form_is_refused_in_one_way(data):
    with pytest.raises(InvalidForm) as refused:
        read_form(data)

    assert refused.value.problems
    assert refused.value.status == 422


def test_groups_nested_beyond_reason_are_refused():
    nested: dict[str, object] = component("textfield", "fond")
    for depth in range(40):
        nested = group(f"n{depth}", nested)

    assert "imbriqués" in next(iter(problems(nested).values()))


def test_buttons_and_spacers_are_left_out():
    read = form(NAME, {"type": "button", "id": "b"}, {"type": "spacer", "id": "s"})

    assert len(read.components) == 1


def test_keys_that_mean_something_to_python_are_only_keys():
    names = ["typename", "__class__", "data", "errors", "process", "_fields", "__dict__"]
    read = form(*(component("textfield", name) for name in names))

    assert read.keys == set(names)


def test_a_document_read_from_an_editor_survives_its_byte_order_and_spaces():
    text = json.dumps(json.loads(document(NAME)), indent=4, ensure_ascii=False)

    assert read_form(text.encode("utf-8")).keys == {"nom"}
