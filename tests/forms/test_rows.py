"""Lists of rows: filled in, added to, cut and checked without a script."""

from decimal import Decimal

import pytest
from lxml import html

from tests.forms.factories import YES_NO, component, context, document, errors_of, form, plain, sent
from workflows.forms import InvalidForm, read_answers, read_form, render_page, summary, typed

NAME = component("textfield", "prenom", validate={"required": True})
AGE = component("number", "age", validate={"max": 20})


def rows(*columns: object, **more: object) -> dict[str, object]:
    """Return a list of rows as the form editor writes it."""
    return {
        "type": "dynamiclist",
        "id": "liste",
        "path": "enfants",
        "label": "Enfants",
        "components": list(columns or (NAME, AGE)),
        **more,
    }


FAMILY = form(rows())
TWO = {
    "enfants-rows": ["1", "2"],
    "enfants-1-prenom": "Kaori",
    "enfants-1-age": "3",
    "enfants-2-prenom": "Jean",
    "enfants-2-age": "",
}


def test_rows_are_stored_as_they_are_sent():
    answers = sent(FAMILY, TWO)

    assert answers.errors == {}
    assert answers.values["enfants"] == [
        {"prenom": "Kaori", "age": 3},
        {"prenom": "Jean", "age": None},
    ]


def test_a_button_adds_a_blank_row_and_another_removes_one():
    longer = sent(FAMILY, {**TWO, "add_row": "enfants"}).values["enfants"]
    shorter = sent(FAMILY, {**TWO, "remove_row": "enfants-1"}).values["enfants"]

    assert [row["prenom"] for row in longer] == ["Kaori", "Jean", None]
    assert [row["prenom"] for row in shorter] == ["Jean"]


def test_the_buttons_of_one_list_do_not_touch_another():
    answers = sent(FAMILY, {**TWO, "add_row": "autre", "remove_row": "autre-1"})

    assert len(answers.values["enfants"]) == 2


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"prenom": "", "age": "3"}, "« Enfants » : ligne 1, renseignez « Prenom »."),
        ({"prenom": "K", "age": "21"}, "« Enfants » : ligne 1, « Age » : saisissez 20 au plus."),
        (
            {"prenom": "K", "age": "x"},
            "« Enfants » : ligne 1, « Age » : saisissez un nombre, par exemple 1500 ou 12,5.",
        ),
        ({"prenom": "", "age": ""}, ""),
    ],
)
def test_a_wrong_cell_is_told_with_its_row(cells, message):
    raw = {f"enfants-1-{name}": value for name, value in cells.items()}

    answers = sent(FAMILY, {"enfants-rows": "1", **raw})

    assert plain(answers.errors.get("enfants", "")) == message


def test_a_required_list_wants_one_row_that_is_not_blank():
    required = form(rows(validate={"required": True}))

    assert plain(errors_of(required, {"enfants": [{}, {"prenom": None}]})["enfants"]) == (
        "Remplissez au moins une ligne de « Enfants »."
    )
    assert errors_of(required, {"enfants": [{"prenom": "Kaori"}]}) == {}


def test_too_many_rows_are_refused():
    few = form(rows(properties={"maxRows": "1"}))

    assert "1 ligne au plus" in errors_of(few, {"enfants": [{"prenom": "a"}, {"prenom": "b"}]})[
        "enfants"
    ]  # fmt: skip


def test_blank_rows_are_dropped_when_the_form_is_accepted():
    accepted = read_answers(FAMILY, {"enfants": [{"prenom": "Kaori"}, {}]}, context())

    assert accepted.values == {"enfants": [{"prenom": "Kaori", "age": None}]}
    assert read_answers(FAMILY, {}, context()).values == {"enfants": []}


def test_the_process_receives_a_list_of_typed_rows():
    counted = form(rows(), component("expression", "total", expression="=sum(enfants.age)"))
    draft = {"enfants": [{"prenom": "a", "age": "1.5"}, {"prenom": "b", "age": 2}]}

    accepted = read_answers(counted, draft, context())

    assert accepted.variables["enfants"][0] == {"prenom": "a", "age": Decimal("1.5")}
    assert accepted.variables["total"] == Decimal("3.5")
    assert typed(FAMILY, {"enfants": "x"}) == {"enfants": None}


def test_a_rule_reads_its_own_row_before_the_form():
    periods = form(
        component("number", "debut"),
        rows(
            component("number", "debut", id="debut_de_ligne"),
            component(
                "number", "fin", properties={"valid": "=fin > debut", "validMessage": "Non."}
            ),
        ),
    )

    assert errors_of(periods, {"debut": 9, "enfants": [{"debut": 1, "fin": 2}]}) == {}
    assert "enfants" in errors_of(periods, {"debut": 0, "enfants": [{"debut": 2, "fin": 1}]})


def test_a_list_is_a_fieldset_of_rows_each_with_its_legend_and_its_button():
    markup = render_page(FAMILY, 0, {"enfants": [{"prenom": "Kaori"}, {}]}, {}, context())
    page = html.fromstring(f"<form>{markup}</form>")

    legends = [" ".join(item.text_content().split()) for item in page.xpath("//legend")]
    assert legends == ["Enfants (facultatif)", "Ligne 1", "Ligne 2"]
    assert page.xpath("//button[@name='remove_row']/@value") == ["enfants-1", "enfants-2"]
    assert page.xpath("//button[@name='add_row']/@value") == ["enfants"]
    assert page.xpath("//input[@type='hidden']/@value") == ["1", "2"]
    for control in page.xpath("//input[@type!='hidden']"):
        assert page.xpath("//label[@for=$id]", id=control.get("id"))


def test_the_wrong_cell_itself_is_marked():
    markup = render_page(
        FAMILY, 0, {"enfants": [{"prenom": "Kaori", "age": 21}]}, {"enfants": "Faux."}, context()
    )
    page = html.fromstring(f"<form>{markup}</form>")

    assert page.xpath("//input[@aria-invalid]/@id") == ["enfants-1-age"]


def test_a_blank_page_offers_as_many_rows_as_the_form_says():
    three = form(rows(defaultRepetitions=3))
    page = html.fromstring(f"<form>{render_page(three, 0, {}, {}, context())}</form>")

    assert page.xpath("//input[@name='enfants-rows']/@value") == ["1", "2", "3"]


def test_rows_are_summed_up_in_words():
    draft = {"enfants": [{"prenom": "Kaori", "age": 3}, {}, {"prenom": "Jean"}]}

    [section] = summary(FAMILY, draft, context())

    assert plain(section.rows[0].text) == "Prenom : Kaori, Age : 3 ; Prenom : Jean"


@pytest.mark.parametrize(
    "column",
    [
        component("filepicker", "x"),
        component("expression", "x", expression="=1"),
        component("textfield", "x", conditional={"hide": "=true"}),
        component("textfield", "x", disabled=True),
        {"type": "text", "id": "t", "text": "a"},
        rows(),
    ],
    ids=["files", "computed", "condition", "locked", "text", "list"],
)
def test_what_cannot_repeat_is_refused(column):
    with pytest.raises(InvalidForm) as refused:
        read_form(document({**rows(column), "id": "autre", "path": "p"}))

    assert "liste" in "".join(problem.message for problem in refused.value.problems)


def test_the_keys_of_a_row_are_its_own():
    read = form(
        component(
            "textfield",
            "prenom",
        ),
        rows({**NAME, "id": "cellule"}),
    )

    assert read.keys == {"prenom", "enfants"}


@pytest.mark.parametrize(
    "raw",
    [
        {"enfants-rows": ["0", "-1", "x", "1" * 50, "\ud800", "١"]},
        {"enfants-rows": [str(n) for n in range(1, 900)]},
        {"enfants-1-prenom": "sans ligne"},
        {"enfants-rows": ["1", "1"], "enfants-1-prenom": ["a", "b"]},
        {"enfants-rows": "1", "enfants-1-inconnu": "x", "enfants-1-prenom": "a\x00"},
        {"enfants": "x"},
    ],
)
def test_rows_that_no_page_of_ours_sends_do_no_harm(raw):
    answers = sent(FAMILY, raw)

    stored = answers.values["enfants"]
    assert len(stored) <= 100
    assert all(row.keys() <= {"prenom", "age"} for row in stored)


@pytest.mark.parametrize("draft", ["x", 3, [1], [[]], {"a": 1}, [{"prenom": []}], [{"age": {}}]])
def test_a_draft_of_another_shape_is_refused(draft):
    assert errors_of(FAMILY, {"enfants": draft}).keys() == {"enfants"}
    assert render_page(FAMILY, 0, {"enfants": draft}, {"enfants": "Faux."}, context())


def test_a_taglist_is_a_checklist():
    tags = form(component("taglist", "x", values=YES_NO))

    assert sent(tags, {"x": ["oui"]}).values == {"x": ["oui"]}
    assert sent(tags, {"x": ["autre"]}).errors.keys() == {"x"}


def test_a_list_may_ask_for_several_rows_at_least():
    several = form(rows(properties={"minRows": "2"}))
    one = {"enfants": [{"prenom": "Kaori", "age": None}, {}]}
    two = {"enfants": [{"prenom": "Kaori", "age": None}, {"prenom": "Jean", "age": None}]}

    assert errors_of(several, one) == {
        "enfants": "« Enfants » : 2 lignes au moins, vous en avez rempli 1."
    }
    assert errors_of(several, two) == {}
    assert errors_of(several, {"enfants": [{}]}) == {}


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ({"minRows": "deux"}, "minRows doit être"),
        ({"minRows": "9" * 5000}, "minRows doit être"),
        ({"maxRows": "9" * 5000}, "maxRows doit être"),
        ({"maxRows": "0"}, "maxRows doit être"),
        ({"minRows": "3", "maxRows": "2"}, r"minRows \(3\) dépasse maxRows \(2\)"),
        ({"minRows": "21"}, r"minRows \(21\) dépasse maxRows \(20\)"),
    ],
    ids=["a word", "endless least", "endless most", "none", "no room", "no room by default"],
)
def test_limits_of_rows_are_numbers_between_which_there_is_room(limits, told):
    with pytest.raises(InvalidForm, match=told):
        read_form(document(rows(properties=limits)))
