"""TOML made to harm who reads it: refused in French, at once, in the server's own process."""

import time

import pytest

from workflows.catalogue import InvalidDemarche
from workflows.catalogue.beginnings.naming import title_of
from workflows.catalogue.card.about import FILE
from workflows.catalogue.card.toml_edit import with_value
from workflows.catalogue.card.toml_table import read_toml
from workflows.catalogue.scenarios.steps import read_scenario
from workflows.errors import Invalid

DEEP = ".".join(["a"] * 20_000)
HOSTILE = {
    "a number of thousands of digits": b"x = " + b"9" * 10_000,
    "a key of thousands of parts": DEEP.encode() + b" = 1",
    "a quoted one": b" . ".join([b'"a"'] * 20_000) + b" = 1",
    "a table of thousands of parts": b"[" + DEEP.encode() + b"]",
    "brackets without end": b"x = " + b"[" * 100_000,
    "tables without end": b"x = " + b"{a = " * 20_000,
    "more than anybody writes": b'x = "' + b"mot " * 100_000 + b'"',
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_toml_is_refused_at_once(data):
    began = time.monotonic()

    with pytest.raises(InvalidDemarche) as refused:
        read_toml(FILE, data)

    assert time.monotonic() - began < 5
    assert refused.value.findings[0].code == "toml-illisible"
    assert title_of(data) == ""


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_toml_is_not_changed_from_a_page(data):
    began = time.monotonic()

    with pytest.raises(Invalid, match=r"trop long|ne se lit pas"):
        with_value(data.decode(), "title", "x")

    assert time.monotonic() - began < 5


def test_forty_parts_and_many_dots_in_a_text_are_no_attack():
    data = f'{".".join(["a"] * 40)} = "{"Art. 12. " * 50}{"." * 200}"'.encode()

    assert read_toml(FILE, data).data


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00"])
def test_a_moment_that_a_zone_cannot_show_is_refused_with_the_years_allowed(moment):
    text = f'name = "x"\nstart = {moment}\n\n[[step]]\nafter = "P1D"\n'

    with pytest.raises(InvalidDemarche, match="une année de 1900 à 9998"):
        read_scenario("x", text.encode())
