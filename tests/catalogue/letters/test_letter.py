"""Letters: plain named placeholders, one-line subjects, values that stay text."""

import pytest

from workflows.catalogue import InvalidDemarche, placeholders, write_letter
from workflows.catalogue.letters.letter import read_letter


def letter(text: str):
    return read_letter("essai", text.encode())


def test_placeholders_of_subject_and_body_are_named():
    found = placeholders(letter("Objet : Dossier {{ numero }}\n\n{{nom}} et {{ nom }}\n"))

    assert found == {"numero", "nom"}


def test_a_letter_is_written_with_its_values():
    subject, body = write_letter(
        letter("Objet : dossier {{ numero }}\n\nBonjour {{ nom }},\n"),
        {"numero": "PS-1", "nom": "Wéa"},
    )

    assert subject == "Dossier PS-1"
    assert body == "Bonjour Wéa,\n"


def test_a_value_is_never_read_again_as_a_placeholder():
    _subject, body = write_letter(
        letter("Objet : a\n\n{{ nom }}\n"), {"nom": "{{ secret }}", "secret": "42"}
    )

    assert body == "{{ secret }}\n"


def test_a_value_cannot_add_a_header_to_the_mail():
    subject, _body = write_letter(
        letter("Objet : Pour {{ nom }}\n\nx\n"), {"nom": "Wéa\r\nBcc: tous@exemple.nc"}
    )

    assert "\n" not in subject
    assert "\r" not in subject


def test_an_empty_value_leaves_no_hole():
    _subject, body = write_letter(letter("Objet : a\n\nun\n\n{{ rien }}\n\ndeux\n"), {})

    assert body == "un\n\ndeux\n"


@pytest.mark.parametrize(
    "body",
    ["{{ nom.upper }}", "{{ nom | e }}", "{{ 1 + 1 }}", "{{}}", "{{ nom", "nom }}", "{{ a b }}"],
)
def test_anything_but_a_name_between_braces_is_refused(body: str):
    with pytest.raises(InvalidDemarche) as refusal:
        letter(f"Objet : a\n\n{body}\n")

    assert refusal.value.findings[0].code == "lettre-accolades"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bonjour\n\nx", "lettre-objet"),
        ("Objet :\n\nx", "lettre-objet"),
        ("Objet : " + "a" * 201 + "\n\nx", "lettre-objet"),
        ("Objet : a\n\n\n", "lettre-vide"),
        ("", "lettre-objet"),
    ],
)
def test_a_letter_without_its_parts_is_refused(text: str, code: str):
    with pytest.raises(InvalidDemarche) as refusal:
        letter(text)

    assert refusal.value.findings[0].code == code


def test_windows_line_ends_are_read():
    subject, body = write_letter(letter("Objet : a\r\n\r\nun\r\ndeux\r\n"), {})

    assert (subject, body) == ("A", "un\ndeux\n")
