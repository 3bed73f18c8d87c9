"""One entry of a TOML table changes; comments, order and everything else stay."""

import pytest

from workflows.catalogue.card.toml_edit import with_entry, with_key, without_entry
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
        'a = "b"\n\n[lanes]\n"Usager" = "usager"\n'
    )


def test_an_entry_goes_away_alone():
    assert without_entry(TEXT, "lanes", "Usager") == TEXT.replace('"Usager" = "usager"\n', "")


def test_a_renamed_key_keeps_its_place_and_its_comment():
    changed = with_key(TEXT, "lanes", "Agent DDDT", "Instructeur")

    assert changed == TEXT.replace('"Agent DDDT"', '"Instructeur"')


@pytest.mark.parametrize(
    "text",
    [
        'lanes = { "Usager" = "usager" }\n',
        'lanes."Usager" = "usager"\n',
        '[lanes]\n"Usager" = """usa\nger"""\n',
        'notes = """\n[lanes]\n"Usager" = "usager"\n"""\n',
    ],
    ids=["inline", "dotted", "several lines", "inside a text"],
)
def test_what_cannot_be_changed_alone_is_refused_and_not_damaged(text):
    with pytest.raises(Invalid, match="lanes"):
        with_entry(text, "lanes", "Usager", "systeme")
