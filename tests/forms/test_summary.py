"""Answers in words, as the récapitulatif and the dossier show them."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from tests.forms.factories import YES_NO, component, context, form, group, piece, plain
from workflows.forms import answers_in_words, french, summary

MOMENT = component("datetime", "x", subtype="datetime")


def text_of(field: dict[str, object], value: object) -> str:
    [section] = summary(form(field), {"x": value}, context())
    return plain(section.rows[0].text)


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        (component("textfield", "x"), "Kaori", "Kaori"),
        (component("textfield", "x"), None, "Non renseigné"),
        (component("textfield", "x", properties={"format": "telephone"}), "123456", "12 34 56"),
        (component("textfield", "x", appearance={"prefixAdorner": "BP"}), "12", "BP 12"),
        (component("number", "x"), 0, "0"),
        (component("number", "x"), "1234567.25", "1 234 567,25"),
        (component("number", "x", properties={"format": "montant"}), 1234567, "1 234 567 F"),
        (component("number", "x", appearance={"suffixAdorner": "m²"}), "12.5", "12,5 m²"),
        (component("number", "x"), "douze", "À corriger"),
        (component("checkbox", "x"), True, "Oui"),
        (component("checkbox", "x"), None, "Non"),
        (component("radio", "x", values=YES_NO), "oui", "Oui"),
        (component("select", "x", values=YES_NO), "disparue", "disparue"),
        (component("checklist", "x", values=YES_NO), ["oui", "non"], "Oui, Non"),
        (component("checklist", "x", values=YES_NO), [], "Non renseigné"),
        (component("datetime", "x", subtype="date"), "2026-03-12", "12 mars 2026"),
        (component("datetime", "x", subtype="date"), "2026-01-01", "1er janvier 2026"),
        (component("datetime", "x", subtype="date"), {"day": "31"}, "À corriger"),
        (component("datetime", "x", subtype="time"), "09:05", "9 h 05"),
        (MOMENT, "2026-03-12T14:30", "12 mars 2026 à 14 h 30"),
    ],
)  # fmt: skip
def test_each_type_is_written_for_a_french_reader(field, value, text):
    assert text_of(field, value) == text


def test_a_computed_value_is_shown_only_when_it_has_a_label():
    silent = {**component("expression", "e", expression="=1 / 4"), "label": ""}
    shown = component("expression", "total", expression="=1000 * 3")

    [section] = summary(form(silent, shown), {}, context())

    assert [(row.key, plain(row.text)) for row in section.rows] == [("total", "3 000")]


CHAINED = form(
    component("radio", "nature", values=YES_NO),
    group(
        "Montants",
        component("number", "montant"),
        component("textfield", "motif", conditional={"hide": "=montant < 10"}),
        conditional={"hide": '=nature = "non"'},
    ),
    component("expression", "double", expression="=montant * 2"),
    component("textfield", "note", conditional={"hide": "=double > 30"}),
)


@pytest.mark.parametrize(
    "values",
    [
        {"nature": "oui", "montant": 12, "motif": "Un", "note": "Deux"},
        {"nature": "oui", "montant": 16, "motif": "Un", "note": "Deux"},
        {"nature": "oui", "montant": 9, "motif": "Un", "note": "Deux"},
        {"nature": "non", "montant": 16, "motif": "Un", "note": "Deux"},
        {},
    ],
    ids=["all shown", "note hidden", "reason hidden", "group hidden", "nothing"],
)
def test_an_answer_asked_for_alone_is_written_as_in_the_whole_summary(values):
    whole = summary(CHAINED, values, context())
    told = {row.key: row.text for section in whole for row in section.rows}

    alone = [answers_in_words(CHAINED, values, frozenset({key}), context()) for key in CHAINED.keys]

    assert {key: text for found in alone for key, text in found.items()} == told


def test_pages_become_sections_that_lead_back_to_them():
    pages = form(
        group("Vous", component("textfield", "nom")),
        group("Lisez ceci", {"type": "text", "id": "t", "text": "Rien à remplir"}),
        group("Pièces", component("filepicker", "carte")),
    )
    attached = context(pieces={"carte": [piece("carte.pdf")]})

    sections = summary(pages, {"nom": "Kaori"}, attached)

    assert [(section.title, section.page_index) for section in sections] == [
        ("Vous", 0),
        ("Pièces", 2),
    ]
    assert sections[1].rows[0].text == "carte.pdf"
    assert sections[1].rows[0].pieces == (piece("carte.pdf"),)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "oui"),
        (Decimal("1234.5"), "1 234,5"),
        (Decimal("1E+3"), "1 000"),
        (date(2026, 8, 1), "1er août 2026"),
        (time(8, 5), "8 h 05"),
        (datetime(2026, 8, 2, 8, 5), "2 août 2026 à 8 h 05"),  # noqa: DTZ001  as it is typed
        (["a", Decimal(2)], "a, 2"),
    ],
)
def test_a_value_inside_a_sentence(value, text):
    assert plain(french.written(value)) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [(1, "1 Ko"), (348_160, "340 Ko"), (1_048_576, "1 Mo"), (1_300_000, "1,2 Mo")],
)
def test_a_size_is_written_in_french_units(size, text):
    assert plain(french.weight(size)) == text
