"""Invented answers are accepted by the form they were invented for."""

import pytest

from tests.forms.factories import context, form
from workflows.forms import read_answers
from workflows.forms.invented import invent_answers

REQUIRED = {"validate": {"required": True}}
YES_NO = {"values": [{"label": "Oui", "value": "oui"}, {"label": "Non", "value": "non"}]}


@pytest.mark.parametrize(
    ("component", "invented"),
    [
        ({"type": "textfield", "key": "prenoms"}, "Camille"),
        ({"type": "textfield", "key": "libre", "validate": {"required": True, "minLength": 10}},
         "Exemple Exemple"),
        ({"type": "textfield", "key": "ecrire", "validate": {"validationType": "email"}},
         "camille.dupont@essai.invalid"),
        ({"type": "textarea", "key": "motif"}, "Texte inventé pour l'essai."),
        ({"type": "number", "key": "age", "validate": {"min": 18}}, "18"),
        ({"type": "datetime", "key": "naissance", "subtype": "date"}, "1991-03-12"),
        ({"type": "datetime", "key": "dateFin", "subtype": "date"}, "2026-05-11"),
        ({"type": "checkbox", "key": "accord"}, True),
        ({"type": "radio", "key": "choix", **YES_NO}, "oui"),
        ({"type": "checklist", "key": "choix", **YES_NO}, ["oui"]),
        ({"type": "dynamiclist", "path": "lots", "components": [
            {"type": "textfield", "key": "nom", "label": "Nom"}]}, [{"nom": "Dupont"}]),
    ],
    ids=lambda value: value.get("type") if isinstance(value, dict) else "",
)  # fmt: skip
def test_an_invented_answer_fits_its_field(component, invented):
    given = {"id": "c1", "label": "Question", **REQUIRED, **component}
    tried = form(given)

    values = invent_answers(tried, context())

    assert list(values.values()) == [invented]
    read_answers(tried, values, context())


def test_a_field_revealed_by_an_invented_answer_is_filled_too():
    choice = {"type": "radio", "id": "a", "key": "nature", "label": "Nature", **YES_NO}
    hidden = {"type": "textfield", "id": "b", "key": "nom", "label": "Nom",
              "conditional": {"hide": '=nature = "non"'}}  # fmt: skip
    other = {**hidden, "id": "c", "key": "autre", "conditional": {"hide": '=nature = "oui"'}}

    values = invent_answers(form(choice, hidden, other), context())

    assert values == {"nature": "oui", "nom": "Dupont"}
