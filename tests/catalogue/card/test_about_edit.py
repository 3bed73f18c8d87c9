"""`demarche.toml` changed from a page: only what changed, and every refusal beside its field."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from tests.catalogue.folders import GOOD
from workflows.catalogue.card.about import read_about
from workflows.catalogue.card.about_edit import AboutText, as_typed, edit_about
from workflows.errors import Invalid, InvalidAnswers

NOUMEA = ZoneInfo("Pacific/Noumea")
PERMIT = (GOOD / "demarche.toml").read_text("utf-8")
SMALL = """# à nous
title = "Aide"   # le titre
theme = "Essais"
service = "Bureau"
summary = "Une aide."
number_prefix = "AI"

[lanes] # qui fait quoi
"Usager" = "usager"
"Bureau" = "bureau"

[groups]
bureau = "Le bureau" # rez-de-chaussée
"""


def changed(typed: AboutText, **plain: str) -> AboutText:
    return replace(typed, plain={**typed.plain, **plain})


@pytest.mark.parametrize("text", [PERMIT, SMALL], ids=["permit", "small"])
def test_what_was_not_changed_is_the_same_to_the_byte(text):
    assert edit_about(text, as_typed(text, NOUMEA), NOUMEA) == text


def test_one_change_leaves_comments_and_order():
    written = edit_about(SMALL, changed(as_typed(SMALL, NOUMEA), title="Aide au loyer"), NOUMEA)

    assert written == SMALL.replace('"Aide"', '"Aide au loyer"')


def test_a_new_key_stands_before_the_tables():
    typed = changed(as_typed(SMALL, NOUMEA), delay_days="30", opens_at="2027-01-04T08:00")

    about = read_about(edit_about(SMALL, typed, NOUMEA).encode())

    assert about.delay_days == 30
    assert about.opens_at.isoformat() == "2027-01-04T08:00:00+11:00"
    assert about.lanes == {"Usager": "usager", "Bureau": "bureau"}


def test_an_emptied_field_goes():
    with_delay = edit_about(SMALL, changed(as_typed(SMALL, NOUMEA), delay_days="30"), NOUMEA)

    without = edit_about(with_delay, changed(as_typed(with_delay, NOUMEA), delay_days=""), NOUMEA)

    assert without == SMALL


def test_groups_lanes_and_sources_are_added_and_a_group_gets_its_code():
    before = as_typed(SMALL, NOUMEA)
    typed = replace(
        before,
        groups=(*before.groups, ("", "Service de l'habitat")),
        lanes={**before.lanes, "Avis": "service_de_l_habitat"},
        sources=(("Code du logement", "https://exemple.nc", "mars 2026"), ("", "", "")),
    )

    written = edit_about(SMALL, typed, NOUMEA)
    about = read_about(written.encode())

    assert about.groups["service_de_l_habitat"] == "Service de l'habitat"
    assert about.lanes["Avis"] == "service_de_l_habitat"
    assert [source.title for source in about.sources] == ["Code du logement"]
    assert "# rez-de-chaussée" in written


@pytest.mark.parametrize(
    ("plain", "field"),
    [
        ({"title": ""}, "title"),
        ({"number_prefix": "ai"}, "number_prefix"),
        ({"delay_days": "trente"}, "delay_days"),
        ({"delay_days": "0"}, "delay_days"),
        ({"opens_at": "demain"}, "opens_at"),
        ({"calendar": "ZZ"}, "calendar"),
    ],
    ids=str,
)
def test_a_wrong_value_is_told_beside_its_field(plain, field):
    with pytest.raises(InvalidAnswers) as refused:
        edit_about(SMALL, changed(as_typed(SMALL, NOUMEA), **plain), NOUMEA)

    assert set(refused.value.errors) == {field}


def test_a_lane_held_by_a_group_that_goes_is_told():
    before = as_typed(SMALL, NOUMEA)

    with pytest.raises(InvalidAnswers) as refused:
        edit_about(SMALL, replace(before, groups=()), NOUMEA)

    assert "« Bureau »" in refused.value.errors["lanes"]


def test_a_source_whose_address_is_none_is_told():
    typed = replace(as_typed(SMALL, NOUMEA), sources=(("Loi", "javascript:alert(1)", ""),))

    with pytest.raises(InvalidAnswers) as refused:
        edit_about(SMALL, typed, NOUMEA)

    assert set(refused.value.errors) == {"sources"}


def test_a_file_that_is_no_toml_is_told():
    with pytest.raises(Invalid, match=r"demarche\.toml ne se lit pas"):
        as_typed("title = ", NOUMEA)
