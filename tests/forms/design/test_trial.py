"""A form being drawn is tried with the citizen's own pages and refusals."""

import pytest

from tests.forms.factories import YES_NO, component, context, document, group, plain
from workflows.forms.design.trial import Ask, try_form

FORM = document(
    group(
        "Vous",
        component("textfield", "nom", validate={"required": True}),
        component("radio", "mineur", values=YES_NO),
    ),
    group(
        "Responsable",
        component("textfield", "tuteur"),
        conditional={"hide": '=mineur != "oui"'},
    ),
    group("Pièces", component("filepicker", "photo", accept=".png", validate={"required": True})),
)


def tried(**ask: object):
    return try_form(FORM, Ask(**ask), context())


def test_the_first_page_is_shown_as_the_citizen_sees_it():
    trial = tried()

    assert 'name="nom"' in trial.fields
    assert [step.title for step in trial.steps] == ["Vous", "Pièces"]
    assert not trial.refusals


def test_an_answer_shows_the_page_that_depends_on_it():
    trial = tried(sent={"nom": ["Wéa"], "mineur": ["oui"]}, press="next")

    assert [step.title for step in trial.steps] == ["Vous", "Responsable", "Pièces"]
    assert 'name="tuteur"' in trial.fields
    assert trial.values["nom"] == "Wéa"


def test_sending_shows_what_would_be_refused_and_stays():
    trial = tried(sent={}, press="send")

    assert "Renseignez « Nom »." in plain(trial.refusals)
    assert 'id="nom-error"' in trial.fields
    assert (trial.page, trial.accepted) == (0, False)


def test_nothing_is_refused_while_one_types():
    trial = tried(sent={"nom": [""]})

    assert not trial.refusals
    assert "nom-error" not in trial.fields


def test_invented_files_stand_for_those_of_the_citizen():
    missing = tried(page=2, values={"nom": "Wéa"}, sent={}, press="send")
    given = tried(page=2, values={"nom": "Wéa"}, sent={}, press="send", attached={"photo": 1})

    assert "Joignez « Photo »." in plain(missing.refusals)
    assert given.accepted
    assert "exemple-1.png" in given.fields


def test_a_page_that_does_not_exist_any_more_gives_way_to_the_nearest():
    assert tried(page=99).page == 2
    assert tried(page=1).page == 2


def test_a_form_that_cannot_be_read_says_why():
    trial = try_form(document(component("textfield", "a b")), Ask(), context())

    assert [problem.field for problem in trial.problems] == ["a b"]
    assert trial.fields == ""


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"components": 3}', b"\xff"])
def test_any_bytes_are_told_and_never_fail(content):
    assert try_form(content, Ask(), context()).problems


def test_hostile_labels_are_only_text():
    hostile = "<img src=x onerror=alert(1)>"
    form = document(component("textfield", "nom", label=hostile, description=hostile))

    trial = try_form(form, Ask(sent={"nom": [hostile]}, press="send"), context())

    assert "<img" not in trial.fields
    assert "&lt;img" in trial.fields
