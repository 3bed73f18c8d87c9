"""Dates in three boxes: every way to mistype one has its own sentence."""

from datetime import date

import pytest

from tests.forms.factories import component, errors_of, form, plain, sent
from workflows.forms import typed

BIRTH = {**component("datetime", "x", subtype="date"), "label": "Date de naissance"}


def boxes(day: str = "", month: str = "", year: str = "") -> dict[str, str]:
    return {"x-day": day, "x-month": month, "x-year": year}


@pytest.mark.parametrize(
    ("parts", "stored"),
    [
        (("12", "3", "2026"), "2026-03-12"),
        (("01", "01", "1950"), "1950-01-01"),
        (("29", "2", "2024"), "2024-02-29"),
        ((" 5 ", "août", "1985"), "1985-08-05"),
        (("5", "Février", "1985"), "1985-02-05"),
        (("", "", ""), None),
    ],
)
def test_a_date_is_stored_in_iso(parts, stored):
    answers = sent(form(BIRTH), boxes(*parts))

    assert (answers.values["x"], answers.errors) == (stored, {})


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (("12", "", "1985"), "La date de naissance doit comporter un mois."),
        (("", "3", "1985"), "La date de naissance doit comporter un jour."),
        (("12", "3", ""), "La date de naissance doit comporter une année."),
        (("", "3", ""), "La date de naissance doit comporter un jour et une année."),
        (("32", "3", "1985"), "La date de naissance doit comporter un jour entre 1 et 31."),
        (("x", "3", "1985"), "La date de naissance doit comporter un jour entre 1 et 31."),
        (("0", "3", "1985"), "La date de naissance doit comporter un jour entre 1 et 31."),
        (
            ("12", "13", "1985"),
            "La date de naissance doit comporter un mois entre 1 et 12, par exemple 3 pour mars.",
        ),
        (
            ("12", "3", "85"),
            "La date de naissance doit comporter une année à 4 chiffres, par exemple 1985.",
        ),
        (
            ("12", "3", "0085"),
            "La date de naissance doit comporter une année à 4 chiffres, par exemple 1985.",
        ),
        (
            ("30", "2", "2025"),
            "La date de naissance doit être une date réelle : le 30 février 2025 n’existe pas.",
        ),
        (
            ("31", "4", "2025"),
            "La date de naissance doit être une date réelle : le 31 avril 2025 n’existe pas.",
        ),
    ],
)
def test_a_wrong_date_is_explained_and_shown_again(parts, message):
    answers = sent(form(BIRTH), boxes(*parts))

    assert plain(answers.errors["x"]) == message
    assert list(answers.values["x"].values()) == list(parts)
    assert errors_of(form(BIRTH), answers.values) == {"x": message}


def test_a_label_that_names_no_date_is_quoted():
    field = form(component("datetime", "x", subtype="date"))

    assert (
        plain(sent(field, boxes("1")).errors["x"]) == "« X » doit comporter un mois et une année."
    )


def test_a_required_date_is_asked_for():
    field = form({**BIRTH, "validate": {"required": True}})

    assert plain(sent(field, boxes()).errors["x"]) == "Renseignez « Date de naissance »."


@pytest.mark.parametrize(
    ("typed_in", "stored"), [("14:30", "14:30"), ("9h", "09:00"), ("9 h 05", "09:05")]
)
def test_a_time_is_read_as_people_write_it(typed_in, stored):
    field = form(component("datetime", "x", subtype="time"))

    assert sent(field, {"x-time": typed_in}).values["x"] == stored


@pytest.mark.parametrize("wrong", ["25:00", "midi", "14:3", "14:60"])
def test_what_is_no_time_is_refused(wrong):
    field = form(component("datetime", "x", subtype="time"))

    assert "par exemple 14:30" in sent(field, {"x-time": wrong}).errors["x"]


def test_a_date_with_its_time_is_read_together():
    field = form(component("datetime", "x", subtype="datetime"))

    answers = sent(field, {**boxes("12", "3", "2026"), "x-time": "8h30"})

    assert answers.values["x"] == "2026-03-12T08:30"


@pytest.mark.parametrize(("day", "refused"), [("11", True), ("12", False), ("13", False)])
def test_a_past_day_is_refused_where_the_form_says_so(day, refused):
    field = form({**BIRTH, "disallowPassedDates": True})

    assert ("x" in sent(field, boxes(day, "3", "2026")).errors) is refused


def test_a_scenario_may_give_a_real_date():
    assert typed(form(BIRTH), {"x": date(1985, 8, 5)}) == {"x": date(1985, 8, 5)}
