"""One entry of a TOML table changes; comments, order and everything else stay."""

import tomllib

import pytest

from workflows.catalogue.card.toml_edit import (
    with_entry,
    with_key,
    with_table,
    with_value,
    without_entry,
)
from workflows.errors import Invalid

TEXT = """\
# Le permis
title = "Permis"   # [P]

[lanes]
"Usager" = "usager"
"Agent DDDT" = "chasse"   # à confirmer # vraiment
'Système' = "systeme"

[groups]
chasse = "DDDT, chasse"

[[sources]]
title = "Usager"
"""


def test_a_value_changes_and_its_comment_stays():
    changed = with_entry(TEXT, "lanes", "Agent DDDT", "autre")

    assert changed == TEXT.replace('"chasse"   # à', '"autre"   # à')


def test_a_new_entry_goes_at_the_end_of_its_table():
    changed = with_entry(TEXT, "lanes", 'Maire "adjoint"', "mairie")

    added = '\'Système\' = "systeme"\n"Maire \\"adjoint\\"" = "mairie"\n'
    assert changed == TEXT.replace("'Système' = \"systeme\"\n", added)


def test_a_table_that_is_not_there_is_added():
    assert with_entry('a = "b"\n', "lanes", "Usager", "usager") == (
        'a = "b"\n\n[lanes]\nUsager = "usager"\n'
    )


def test_an_entry_goes_away_alone():
    assert without_entry(TEXT, "lanes", "Usager") == TEXT.replace('"Usager" = "usager"\n', "")


def test_a_renamed_key_keeps_its_place_and_its_comment():
    changed = with_key(TEXT, "lanes", "Agent DDDT", "Instructeur")

    assert changed == TEXT.replace('"Agent DDDT"', "Instructeur")


@pytest.mark.parametrize(
    "text",
    [
        'lanes = { "Usager" = "usager" }\n',
        'lanes."Usager" = "usager"\n',
        '[lanes]\n"Usager" = """usa\nger"""\n',
        'notes = """\n[lanes]\n"Usager" = "usager"\n"""\n',
        '[groups]\nchasse = "DDDT"\n\n[[sources]]\ntitle = "Usager"\n',
    ],
    ids=["inline", "dotted", "several lines", "inside a text", "not there"],
)
def test_a_table_is_changed_however_it_is_written(text):
    changed = with_entry(text, "lanes", "Usager", "systeme")

    before = tomllib.loads(text)
    assert tomllib.loads(changed) == before | {"lanes": {"Usager": "systeme"}}


def test_what_is_no_table_is_refused():
    with pytest.raises(Invalid, match="lanes"):
        with_entry("lanes = 3\n", "lanes", "Usager", "systeme")


def test_a_value_outside_the_tables_stands_before_them():
    assert with_value(TEXT, "delay_days", 30) == TEXT.replace("[P]\n", "[P]\ndelay_days = 30\n")
    assert with_value('[lanes]\na = "b"\n', "title", "A") == 'title = "A"\n\n[lanes]\na = "b"\n'


def test_a_whole_table_is_written_anew():
    changed = with_table(TEXT, "groups", {"a\x7f": 'dit "b"'})

    assert tomllib.loads(changed) == tomllib.loads(TEXT) | {"groups": {"a\x7f": 'dit "b"'}}
    assert "# à confirmer # vraiment" in changed
