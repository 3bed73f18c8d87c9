"""The HTML of a page: controls labelled, errors tied, groups with legends, no script needed."""

from collections import Counter

import pytest
from lxml import html

from tests.forms.factories import YES_NO, component, context, form, group, piece
from workflows.forms import error_links, error_summary, render_page

HINT = {"description": "Une indication"}
FIELDS = {
    "textfield": component("textfield", "x", **HINT),
    "textarea": component("textarea", "x", **HINT),
    "number": component("number", "x", **HINT),
    "amount": component("number", "x", properties={"format": "montant"}, **HINT),
    "checkbox": component("checkbox", "x", **HINT),
    "radio": component("radio", "x", values=YES_NO, **HINT),
    "select": component("select", "x", values=YES_NO, **HINT),
    "checklist": component("checklist", "x", values=YES_NO, **HINT),
    "date": component("datetime", "x", subtype="date", **HINT),
    "time": component("datetime", "x", subtype="time", **HINT),
    "datetime": component("datetime", "x", subtype="datetime", **HINT),
    "filepicker": component("filepicker", "x", **HINT),
}
CONTROLS = "//input[@type != 'hidden'] | //select | //textarea"


def page_of(*components, values=None, errors=None, pieces=None, **given) -> html.HtmlElement:
    """Return the first page as a tree."""
    around = context(pieces=pieces)
    markup = render_page(form(*components), 0, values or {}, errors or {}, around, **given)
    return html.fromstring(f"<form>{markup}</form>")


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture(params=FIELDS.values(), ids=FIELDS.keys())
def field(request: pytest.FixtureRequest) -> dict[str, object]:
    return request.param


def test_every_control_has_a_label_in_words(field):
    page = page_of(field, errors={"x": "Faux."})

    for control in page.xpath(CONTROLS):
        [label] = page.xpath("//label[@for = $id]", id=control.get("id"))
        assert words(label)


def test_ids_are_unique_and_every_reference_leads_somewhere(field):
    page = page_of(field, errors={"x": "Faux."}, live=True)
    ids = Counter(page.xpath("//@id"))

    assert max(ids.values()) == 1
    for reference in page.xpath("//@aria-describedby | //@for"):
        assert set(reference.split()) <= set(ids)


def test_hint_and_error_are_tied_to_the_question(field):
    page = page_of(field, errors={"x": "Faux."})

    tied = {name for value in page.xpath("//@aria-describedby") for name in value.split()}

    assert {"x-hint", "x-error"} <= tied
    assert words(page.get_element_by_id("x-hint")) == "Une indication"
    assert words(page.get_element_by_id("x-error")) == "Erreur : Faux."
    assert page.xpath("//*[@id='x-error']/span[@class='govuk-visually-hidden']")


def test_a_question_without_hint_or_error_refers_to_nothing(field):
    page = page_of({**field, "description": ""})

    assert page.xpath("//@aria-describedby") == []
    assert page.xpath("//@aria-invalid") == []
    assert not page.find_class("govuk-form-group--error")


def test_the_error_summary_leads_to_a_control_of_the_field(field):
    a_form = form(field)
    summary = html.fromstring(str(error_summary(a_form, 0, {"x": "Faux."})))
    [link] = summary.xpath("//a/@href")

    target = page_of(field, errors={"x": "Faux."}).get_element_by_id(link.removeprefix("#"))

    assert target.tag in ("input", "select", "textarea")


@pytest.mark.parametrize("name", ["radio", "checklist", "date", "datetime"])
def test_several_controls_are_one_fieldset_with_its_legend(name):
    page = page_of(FIELDS[name], errors={"x": "Faux."})

    [fieldset] = page.xpath("//fieldset")
    assert words(fieldset.find("legend")).startswith("X")
    assert fieldset.get("aria-describedby") == "x-hint x-error"
    assert len(fieldset.xpath(".//input")) > 1


def test_a_nested_group_is_a_fieldset_named_by_its_label():
    page = page_of(group("Page", group("Adresse", FIELDS["textfield"])))

    assert words(page.xpath("//fieldset/legend")[0]) == "Adresse"


def test_a_nested_group_with_everything_hidden_leaves_no_empty_fieldset():
    hidden = {**FIELDS["textfield"], "conditional": {"hide": "=true"}}

    page = page_of(group("Page", group("Adresse", hidden), component("textfield", "y")))

    assert page.xpath("//fieldset") == []


@pytest.mark.parametrize(
    ("more", "marked"),
    [
        ({}, True),
        ({"validate": {"required": True}}, False),
        ({"validate": {"required": "=1 = 1"}}, False),
        ({"disabled": True}, False),
    ],
)
def test_what_may_be_left_empty_says_so(more, marked):
    page = page_of(component("textfield", "x", **more))

    assert ("(facultatif)" in page.text_content()) is marked


def test_a_browser_is_told_what_it_may_fill_in_and_which_keyboard_to_show():
    page = page_of(
        component("textfield", "mail", validate={"validationType": "email"},
                  properties={"autocomplete": "email"}),
        component("textfield", "tel", properties={"format": "telephone", "autocomplete": "tel"}),
        component("number", "entier", decimalDigits=0),
        component("number", "montant"),
        component("number", "negatif", validate={"min": -10}),
        component("datetime", "naissance", subtype="date", properties={"autocomplete": "bday"}),
    )  # fmt: skip

    seen = {
        item.get("id"): (item.get("type"), item.get("inputmode"), item.get("autocomplete"))
        for item in page.xpath("//input")
    }
    assert seen == {
        "mail": ("email", None, "email"),
        "tel": ("tel", None, "tel"),
        "entier": ("text", "numeric", None),
        "montant": ("text", "decimal", None),
        "negatif": ("text", "text", None),
        "naissance-day": ("text", "numeric", "bday-day"),
        "naissance-month": ("text", "numeric", "bday-month"),
        "naissance-year": ("text", "numeric", "bday-year"),
    }


@pytest.mark.parametrize("stored", ["2026-03-12", {"day": "12", "month": "3", "year": "2026"}])
def test_a_date_comes_back_in_its_boxes(stored):
    page = page_of(FIELDS["date"], values={"x": stored})

    assert page.xpath("//input/@value") == ["12", "3", "2026"]


@pytest.mark.parametrize(
    ("name", "value", "xpath", "expected"),
    [
        ("textfield", 'L’île "x"', "//input/@value", ['L’île "x"']),
        ("textarea", "\nun\ndeux", "//textarea/text()", ["\nun\ndeux"]),
        ("number", "12.5", "//input/@value", ["12,5"]),
        ("number", "douze", "//input/@value", ["douze"]),
        ("amount", 1200000, "//input/@value", ["1\u202f200\u202f000"]),
        ("checkbox", True, "//input[@checked]/@id", ["x"]),
        ("radio", "non", "//input[@checked]/@value", ["non"]),
        ("select", "non", "//option[@selected]/@value", ["non"]),
        ("checklist", ["non"], "//input[@checked]/@value", ["non"]),
        ("time", "09:05", "//input/@value", ["09:05"]),
    ],
)
def test_what_was_typed_is_shown_again(name, value, xpath, expected):
    assert page_of(FIELDS[name], values={"x": value}).xpath(xpath) == expected


@pytest.mark.parametrize(
    ("name", "lock"),
    [
        ("textfield", "readonly"),
        ("textarea", "readonly"),
        ("number", "readonly"),
        ("date", "readonly"),
        ("checkbox", "disabled"),
        ("radio", "disabled"),
        ("select", "disabled"),
        ("checklist", "disabled"),
    ],
)
def test_a_locked_field_cannot_be_typed_in(name, lock):
    page = page_of({**FIELDS[name], "disabled": True})

    controls = page.xpath(CONTROLS)
    assert controls
    assert all(lock in control.attrib for control in controls)


def test_attached_files_are_listed_with_what_removes_them():
    photo = piece("photo.jpg", thumbnail_url="/pieces/7/vignette")
    page = page_of(
        component("filepicker", "x", multiple=True, accept=".PDF, jpg"), pieces={"x": [photo]}
    )

    [remove] = page.xpath("//button[@name='remove_piece']")
    [upload] = page.xpath("//button[@name='upload']")
    [control] = page.xpath("//input[@type='file']")
    assert (remove.get("value"), words(remove)) == (str(photo.id), "Retirer photo.jpg")
    assert (upload.get("value"), words(upload)) == ("x", "Joindre X")
    assert control.get("accept") == ".pdf,.jpg,application/pdf,image/jpeg"
    assert "multiple" in control.attrib
    assert page.xpath("//img/@src") == ["/pieces/7/vignette"]
    assert "340" in page.text_content()


def test_the_formats_are_known_before_a_file_is_chosen():
    page = page_of(component("filepicker", "x", description="Recto.", accept=".PDF, jpg"))

    [control] = page.xpath("//input[@type='file']")
    [hint] = page.xpath("//*[@id='x-hint']")
    assert words(hint) == "Recto. Formats acceptés : pdf, jpg."
    assert control.get("aria-describedby") == "x-hint"


def test_a_field_with_all_its_files_takes_no_other():
    page = page_of(component("filepicker", "x"), pieces={"x": [piece()]})

    assert page.xpath("//input[@type='file']") == []
    assert page.xpath("//button/@name") == ["remove_piece"]


def test_nothing_asks_for_a_script():
    everything = [{**item, "key": f"k{n}", "id": f"i{n}"} for n, item in enumerate(FIELDS.values())]
    page = page_of(*everything, live=True)

    assert page.xpath("//script | //@onclick | //@onchange | //@style") == []


def test_a_text_is_clean_html_below_the_title_of_the_page():
    page = page_of({"type": "text", "id": "t", "text": "# Titre\n\n- un\n\n[ici](https://a.nc)"})

    assert [child.tag for child in page.find_class("prose")[0]] == ["h2", "ul", "p"]
    assert page.xpath("//a/@href") == ["https://a.nc"]


def test_a_text_cannot_bring_an_image_from_elsewhere():
    page = page_of({"type": "text", "id": "t", "text": "avant ![suivi](https://a.nc/x.png) après"})

    assert page.xpath("//img") == []
    assert "avant" in page.text_content()


def test_a_separator_is_a_line():
    assert page_of({"type": "separator", "id": "s"}).xpath("//hr")


def test_units_are_shown_around_the_control():
    page = page_of(
        component("number", "x", appearance={"prefixAdorner": "~", "suffixAdorner": "F"})
    )

    assert [words(item) for item in page.xpath("//div[contains(@class,'fix')]")] == ["~", "F"]


def test_the_summary_keeps_the_order_of_the_fields_and_what_belongs_to_none():
    a_form = form(group("Un", component("textfield", "a")), group("Deux", FIELDS["date"]))
    errors = {"x": "La date", "": "Le dossier", "a": "Le nom"}

    links = error_links(a_form, None, errors)

    assert [(link.message, link.href) for link in links] == [
        ("Le nom", "#a"),
        ("La date", "#x-day"),
        ("Le dossier", ""),
    ]


def test_no_error_no_summary():
    assert error_summary(form(FIELDS["date"]), 0, {}) == ""


def test_the_page_can_speak_another_language():
    page = page_of(
        FIELDS["select"], translate=lambda text: {"Choisissez": "Choose"}.get(text, text)
    )

    assert "Choose" in page.text_content()


def test_labels_may_quote_other_answers():
    page = page_of(
        component("textfield", "nom"),
        {**component("textfield", "x"), "label": "Que fait {{nom}} ?"},
        values={"nom": "Kaori"},
    )

    assert "Que fait Kaori ?" in page.text_content()
